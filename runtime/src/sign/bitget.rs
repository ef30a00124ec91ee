//! Bitget: headers `ACCESS-*`.
//!
//! The text is timestamp, method, path, query and body. The query is signed percent-*decoded*, though it is sent
//! encoded: with `龙虾USDT` in it, anything else is refused with code 40009.

use super::{SignError, Signature, Unsigned};
use crate::credentials::{Algorithm, Credentials};
use http::{HeaderName, HeaderValue};
use std::io::Write as _;

static KEY: HeaderName = HeaderName::from_static("access-key");
static SIGN: HeaderName = HeaderName::from_static("access-sign");
static TIMESTAMP: HeaderName = HeaderName::from_static("access-timestamp");
static PASSPHRASE: HeaderName = HeaderName::from_static("access-passphrase");

pub(super) const SECRET_HEADERS: [&str; 3] = ["access-key", "access-sign", "access-passphrase"];

const EXCHANGE: &str = "Bitget";

pub(super) fn check(credentials: &Credentials) -> Result<(), SignError> {
    match credentials.algorithm() {
        Algorithm::HmacSha256 | Algorithm::RsaSha256 => (),
        found @ Algorithm::Ed25519 => {
            return Err(SignError::Algorithm { exchange: EXCHANGE, found, accepted: "HMAC-SHA256 or RSA-SHA256" });
        }
    }
    passphrase(credentials).map(|_| ())
}

pub(super) async fn sign(credentials: &Credentials, request: &Unsigned<'_>) -> Result<Signature, SignError> {
    let (text, digits) = text(request);
    let signature = credentials.sign(&text).await?;
    let mut signature = HeaderValue::try_from(signature).expect("base64 is printable ASCII");
    signature.set_sensitive(true);
    let timestamp = HeaderValue::from_bytes(&text[..digits]).expect("digits are printable ASCII");
    let headers = vec![
        (KEY.clone(), credentials.key_header()),
        (SIGN.clone(), signature),
        (TIMESTAMP.clone(), timestamp),
        (PASSPHRASE.clone(), passphrase(credentials)?),
    ];
    Ok(Signature { query: None, headers })
}

fn passphrase(credentials: &Credentials) -> Result<HeaderValue, SignError> {
    credentials.passphrase_header().ok_or(SignError::NoPassphrase { exchange: EXCHANGE })
}

/// The text to sign, and how many bytes of it are the timestamp.
pub(super) fn text(request: &Unsigned<'_>) -> (Vec<u8>, usize) {
    let Unsigned { method, path, query, body, time_ms, .. } = *request;
    let mut text = Vec::with_capacity(20 + 6 + path.len() + 1 + query.len() + body.len());
    write!(text, "{time_ms}").expect("writing to a Vec cannot fail");
    let digits = text.len();
    text.extend_from_slice(method.as_str().as_bytes());
    text.extend_from_slice(path.as_bytes());
    if !query.is_empty() {
        text.push(b'?');
        percent_decode(query.as_bytes(), &mut text);
    }
    text.extend_from_slice(body.as_bytes());
    (text, digits)
}

/// Undoes percent-encoding and nothing else: `+` stays what it is, as does a `%` that begins no escape.
fn percent_decode(mut encoded: &[u8], out: &mut Vec<u8>) {
    while let Some(at) = encoded.iter().position(|byte| *byte == b'%') {
        out.extend_from_slice(&encoded[..at]);
        let (byte, used) = escape(&encoded[at..]).map_or((b'%', 1), |byte| (byte, 3));
        out.push(byte);
        encoded = &encoded[at + used..];
    }
    out.extend_from_slice(encoded);
}

fn escape(encoded: &[u8]) -> Option<u8> {
    let digit = |at: usize| char::from(*encoded.get(at)?).to_digit(16);
    u8::try_from(digit(1)? * 16 + digit(2)?).ok()
}
