//! HTX: query pairs over method, host, path and the sorted query.

use super::{Caller, Verifier};
use crate::query::{encode, pairs};
use crate::refusal::{Cause, Refusal};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD as BASE64;
use std::collections::BTreeMap;

pub(super) const PAIRS: [&str; 5] = ["AccessKeyId", "SignatureMethod", "SignatureVersion", "Timestamp", "Signature"];

pub(super) fn caller(verifier: &Verifier<'_>) -> Result<Caller, Refusal> {
    let pairs = pairs(&verifier.request.query).map_err(|reason| Refusal::new(Cause::WrongSignature, reason))?;
    let mut pairs: BTreeMap<_, _> = pairs.into_iter().collect();
    let signature = pairs.remove("Signature");
    let pair = |name: &str, cause| {
        let missing = || Refusal::new(cause, format!("the pair {name} is missing from the query"));
        pairs.get(name).filter(|value| !value.is_empty()).ok_or_else(missing)
    };
    let name = pair("AccessKeyId", Cause::NoKey)?;
    let signature = signature.ok_or_else(|| Refusal::new(Cause::NoSignature, "the pair Signature is missing"))?;
    let timestamp = pair("Timestamp", Cause::NoTimestamp)?;
    let version = pair("SignatureVersion", Cause::SignatureVersion)?;
    if version != "2" {
        return Err(Refusal::new(Cause::SignatureVersion, format!("SignatureVersion is `{version}`; send 2")));
    }
    let key = verifier.key(name)?;
    let (method, expected) = (pair("SignatureMethod", Cause::SignatureMethod)?, key.htx_method());
    if method != expected {
        let reason = format!("SignatureMethod is `{method}`, but this key signs by {expected}");
        return Err(Refusal::new(Cause::SignatureMethod, reason));
    }
    let malformed = || Refusal::new(Cause::BadTimestamp, format!("`{timestamp}` is not like 2017-05-11T15:19:30"));
    verifier.check_time(time_ms(timestamp).ok_or_else(malformed)?)?;
    let text = text(verifier, &pairs)?;
    if BASE64.decode(signature).is_ok_and(|signature| key.verifies(text.as_bytes(), &signature)) {
        return Ok(key.caller());
    }
    let shown = text.replace(&format!("AccessKeyId={}", encode(name)), "AccessKeyId=***");
    Err(Refusal::new(Cause::WrongSignature, format!("the signature is not one of {shown:?} by this key")))
}

/// The text that must have been signed: the pairs written anew in the one right way, sorted by name, and the host
/// that the request was sent to.
fn text(verifier: &Verifier<'_>, pairs: &BTreeMap<String, String>) -> Result<String, Refusal> {
    let request = verifier.request;
    let host = request.single_header("host").ok_or_else(|| Refusal::new(Cause::WrongSignature, "there is no host"))?;
    let query: Vec<_> = pairs.iter().map(|(name, value)| format!("{}={}", encode(name), encode(value))).collect();
    Ok(format!("{}\n{}\n{}\n{}", request.method, host.to_ascii_lowercase(), request.path, query.join("&")))
}

/// Unix milliseconds of `YYYY-MM-DDThh:mm:ss` in UTC.
fn time_ms(text: &str) -> Option<i64> {
    let shape = "dddd-dd-ddTdd:dd:dd";
    let fits = |(found, wanted): (u8, u8)| if wanted == b'd' { found.is_ascii_digit() } else { found == wanted };
    if text.len() != shape.len() || !text.bytes().zip(shape.bytes()).all(fits) {
        return None;
    }
    let number = |at: usize, len: usize| text.get(at..at + len)?.parse::<i64>().ok();
    let (year, month, day) = (number(0, 4)?, number(5, 2)?, number(8, 2)?);
    let (hour, minute, second) = (number(11, 2)?, number(14, 2)?, number(17, 2)?);
    let lengths = [31, if is_leap(year) { 29 } else { 28 }, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];
    let month = usize::try_from(month).ok()?.checked_sub(1)?;
    let length = *lengths.get(month)?;
    if !(1..=length).contains(&day) || hour > 23 || minute > 59 || second > 59 {
        return None;
    }
    let in_full_years: i64 = (1970..year).map(|year| 365 + i64::from(is_leap(year))).sum();
    let days = in_full_years + lengths[..month].iter().sum::<i64>() + day - 1;
    (year >= 1970).then_some((((days * 24 + hour) * 60 + minute) * 60 + second) * 1000)
}

fn is_leap(year: i64) -> bool {
    year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Seconds by `date --utc --date=... +%s`.
    #[test]
    fn timestamps_are_utc() {
        let check = |text: &str, seconds: i64| assert_eq!(time_ms(text), Some(seconds * 1000), "{text}");
        check("1970-01-01T00:00:00", 0);
        check("2000-02-29T12:34:56", 951_827_696);
        check("2017-05-11T15:19:30", 1_494_515_970);
        check("2023-11-14T22:13:20", 1_700_000_000);
        check("2024-12-31T23:59:59", 1_735_689_599);
        check("2100-03-01T00:00:00", 4_107_542_400);
        check("9999-12-31T23:59:59", 253_402_300_799);
    }

    #[test]
    fn other_timestamps_are_refused() {
        let odd = [
            "",
            "1700000000",
            "2023-11-14T22:13:20Z",
            "2023-11-14T22:13:20.123",
            "2023-11-14 22:13:20",
            "2023-11-14T22:13",
            "2023-1-14T22:13:200",
            "2023-02-29T00:00:00",
            "2100-02-29T00:00:00",
            "2023-00-01T00:00:00",
            "2023-13-01T00:00:00",
            "2023-01-00T00:00:00",
            "2023-04-31T00:00:00",
            "2023-01-01T24:00:00",
            "2023-01-01T00:60:00",
            "2023-01-01T00:00:60",
            "1969-12-31T23:59:59",
            "+023-01-01T00:00:00",
            "２023-01-01T00:00:0",
        ];
        for text in odd {
            assert_eq!(time_ms(text), None, "{text}");
        }
    }
}
