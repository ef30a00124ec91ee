//! Bitget: headers `ACCESS-*` over timestamp, method, path, query and body.

use super::{Caller, Verifier};
use crate::query::unescape;
use crate::record::Recorded;
use crate::refusal::{Cause, Refusal};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD as BASE64;

pub(super) fn caller(verifier: &Verifier<'_>) -> Result<Caller, Refusal> {
    let header = |name: &str, cause| {
        let missing = || Refusal::new(cause, format!("the header {} is missing", name.to_ascii_uppercase()));
        verifier.request.single_header(name).ok_or_else(missing)
    };
    let name = header("access-key", Cause::NoKey)?;
    let signature = header("access-sign", Cause::NoSignature)?;
    let timestamp = header("access-timestamp", Cause::NoTimestamp)?;
    let passphrase = header("access-passphrase", Cause::NoPassphrase)?;
    let key = verifier.key(name)?;
    if !key.has_passphrase(passphrase) {
        return Err(Refusal::new(Cause::WrongPassphrase, "the passphrase is not that of the API key"));
    }
    verifier.check_time(time_ms(timestamp)?)?;
    let text = text(verifier.request, timestamp)?;
    let signature = BASE64.decode(signature);
    if signature.is_ok_and(|signature| key.verifies(&text, &signature)) {
        return Ok(key.caller());
    }
    let text = String::from_utf8_lossy(&text);
    Err(Refusal::new(Cause::WrongSignature, format!("the signature is not one of {text:?} by this key")))
}

fn time_ms(timestamp: &str) -> Result<i64, Refusal> {
    let digits = timestamp.bytes().all(|byte| byte.is_ascii_digit());
    let parsed = timestamp.parse().ok().filter(|_| digits);
    parsed.ok_or_else(|| Refusal::new(Cause::BadTimestamp, "ACCESS-TIMESTAMP is no time in Unix milliseconds"))
}

/// The text that must have been signed. The query goes in decoded, in the order it was sent.
fn text(request: &Recorded, timestamp: &str) -> Result<Vec<u8>, Refusal> {
    let wrong = |reason: &str| Refusal::new(Cause::WrongSignature, reason);
    let mut text = format!("{timestamp}{}{}", request.method, request.path).into_bytes();
    if request.question_mark {
        if request.query.is_empty() {
            return Err(wrong("a `?` stands behind the path, and no query behind that"));
        }
        text.push(b'?');
        text.extend(unescape(request.query.as_bytes()).ok_or_else(|| wrong("the query is not percent-encoded"))?);
    }
    text.extend_from_slice(&request.body);
    Ok(text)
}
