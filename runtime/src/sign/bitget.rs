//! Bitget: headers `ACCESS-*`.
//!
//! The text is timestamp, method, path, query and body. The query is signed percent-*decoded*, though it is sent
//! encoded: with `龙虾USDT` in it, anything else is refused with code 40009.

use super::{HEADER_ROOM, SignError, Signature, Unsigned};
use crate::credentials::{Algorithm, Credentials};
use http::{HeaderMap, HeaderName, HeaderValue};

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
    let timestamp = HeaderValue::from(request.time_ms);
    let signature = credentials.sign(&text(request, timestamp.as_bytes())).await?;
    let mut signature = HeaderValue::try_from(signature).expect("base64 is printable ASCII");
    signature.set_sensitive(true);
    let mut headers = HeaderMap::with_capacity(HEADER_ROOM);
    headers.insert(const { HeaderName::from_static("access-key") }, credentials.key_header());
    headers.insert(const { HeaderName::from_static("access-sign") }, signature);
    headers.insert(const { HeaderName::from_static("access-timestamp") }, timestamp);
    headers.insert(const { HeaderName::from_static("access-passphrase") }, passphrase(credentials)?.clone());
    Ok(Signature { query: None, headers })
}

fn passphrase(credentials: &Credentials) -> Result<&HeaderValue, SignError> {
    credentials.passphrase_header().ok_or(SignError::NoPassphrase { exchange: EXCHANGE })
}

/// The text to sign.
pub(super) fn text(request: &Unsigned<'_>, timestamp: &[u8]) -> Vec<u8> {
    let Unsigned { method, path, query, body, .. } = *request;
    let mut text = Vec::with_capacity(timestamp.len() + 6 + path.len() + 1 + query.len() + body.len());
    text.extend_from_slice(timestamp);
    text.extend_from_slice(method.as_str().as_bytes());
    text.extend_from_slice(path.as_bytes());
    if !query.is_empty() {
        text.push(b'?');
        percent_decode(query.as_bytes(), &mut text);
    }
    text.extend_from_slice(body);
    text
}

/// Undoes percent-encoding and nothing else: `+` stays what it is, as does a `%` that begins no escape.
pub(super) fn percent_decode(mut encoded: &[u8], out: &mut Vec<u8>) {
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
