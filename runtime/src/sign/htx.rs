//! HTX: query pairs `AccessKeyId`, `SignatureMethod`, `SignatureVersion`, `Timestamp` and `Signature`.
//!
//! The text is method, host, path and the query with its pairs in order of their names. Its query, followed by the
//! signature, is what is sent. The body is not signed.

use super::{HEADER_ROOM, SignError, Signature, Unsigned};
use crate::credentials::{Algorithm, Credentials};
use crate::params::percent_encode;
use http::HeaderMap;

pub(super) const SECRET_PAIRS: [&str; 2] = ["AccessKeyId", "Signature"];
/// All that it adds to a query.
pub(super) const PAIRS: [&str; 5] = ["AccessKeyId", "Signature", "SignatureMethod", "SignatureVersion", "Timestamp"];

pub(super) async fn sign(credentials: &Credentials, request: &Unsigned<'_>) -> Result<Signature, SignError> {
    let (mut text, start) = text(credentials.key_text(), credentials.algorithm(), request)?;
    let signature = credentials.sign(text.as_bytes()).await?;
    text.drain(..start);
    text.push_str("&Signature=");
    percent_encode(&signature, &mut text);
    Ok(Signature { query: Some(text), headers: HeaderMap::with_capacity(HEADER_ROOM) })
}

/// How HTX calls an algorithm.
pub(super) fn method_name(algorithm: Algorithm) -> Result<&'static str, SignError> {
    match algorithm {
        Algorithm::HmacSha256 => Ok("HmacSHA256"),
        Algorithm::Ed25519 => Ok("Ed25519"),
        found @ Algorithm::RsaSha256 => {
            Err(SignError::Algorithm { exchange: "HTX", found, accepted: "HMAC-SHA256 or Ed25519" })
        }
    }
}

/// The text to sign, and where in it the query begins.
pub(super) fn text(key: &str, algorithm: Algorithm, request: &Unsigned<'_>) -> Result<(String, usize), SignError> {
    let Unsigned { method, authority, path, query, time_ms, .. } = *request;
    let own = own_pairs(key, method_name(algorithm)?, time_ms);
    let mut text = String::with_capacity(16 + authority.len() + path.len() + query.len() + own.len() + SIGNATURE_LEN);
    text.push_str(method.as_str());
    text.push('\n');
    let host = text.len();
    text.push_str(authority);
    text[host..].make_ascii_lowercase();
    text.push('\n');
    text.push_str(path);
    text.push('\n');
    let start = text.len();
    push_sorted(&own, query, &mut text);
    Ok((text, start))
}

/// Room for `&Signature=` and 64 bytes in base64, a quarter of it escaped.
const SIGNATURE_LEN: usize = 160;

fn own_pairs(key: &str, method: &str, time_ms: i64) -> String {
    let mut pairs = String::with_capacity(key.len() + 96);
    pairs.push_str("AccessKeyId=");
    percent_encode(key, &mut pairs);
    pairs.push_str("&SignatureMethod=");
    pairs.push_str(method);
    pairs.push_str("&SignatureVersion=2&Timestamp=");
    push_timestamp(time_ms, &mut pairs);
    pairs
}

/// Sorted by name, not by whole pair: `a=1` comes before `a-b=1`, although `-` comes before `=`.
fn push_sorted(own: &str, query: &str, out: &mut String) {
    let mut pairs: Vec<&str> = Vec::with_capacity(12);
    pairs.extend(own.split('&').chain(query.split('&')).filter(|pair| !pair.is_empty()));
    pairs.sort_by_key(|pair| name(pair));
    for (index, pair) in pairs.iter().enumerate() {
        if index > 0 {
            out.push('&');
        }
        out.push_str(pair);
    }
}

fn name(pair: &str) -> &str {
    pair.split_once('=').map_or(pair, |(name, _)| name)
}

/// `2017-05-11T15:19:30` in UTC, its colons encoded.
fn push_timestamp(time_ms: i64, out: &mut String) {
    let seconds = time_ms.div_euclid(1000);
    let (year, month, day) = civil_date(seconds.div_euclid(86_400));
    let second = seconds.rem_euclid(86_400);
    let parts = [
        ("", year / 100),
        ("", year % 100),
        ("-", month),
        ("-", day),
        ("T", second / 3600),
        ("%3A", second / 60 % 60),
        ("%3A", second % 60),
    ];
    for (before, number) in parts {
        out.push_str(before);
        push_two_digits(number, out);
    }
}

fn push_two_digits(number: i64, out: &mut String) {
    let digit = |number: i64| char::from_digit(u32::try_from(number % 10).unwrap_or_default(), 10).unwrap_or('0');
    out.push(digit(number / 10));
    out.push(digit(number));
}

/// Year, month and day of a number of days since 1970-01-01, by Howard Hinnant's `civil_from_days`: years are
/// counted from 1 March, so that the leap day comes last, in eras of 400 years.
fn civil_date(days: i64) -> (i64, i64, i64) {
    let days = days + 719_468;
    let (era, day_of_era) = (days.div_euclid(146_097), days.rem_euclid(146_097));
    let year_of_era = (day_of_era - day_of_era / 1_460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
    let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let month_from_march = (5 * day_of_year + 2) / 153;
    let day = day_of_year - (153 * month_from_march + 2) / 5 + 1;
    let month = if month_from_march < 10 { month_from_march + 3 } else { month_from_march - 9 };
    (era * 400 + year_of_era + i64::from(month <= 2), month, day)
}
