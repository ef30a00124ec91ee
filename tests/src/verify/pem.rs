//! Public keys out of PEM files.

use crate::error::MockError;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD as BASE64;

/// Object identifiers, as DER writes them.
pub(super) const RSA: &[u8] = &[0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x01, 0x01];
pub(super) const ED25519: &[u8] = &[0x2b, 0x65, 0x70];

const SEQUENCE: u8 = 0x30;
const OBJECT_ID: u8 = 0x06;
const BIT_STRING: u8 = 0x03;

/// The key inside a `PUBLIC KEY` file, which must be of the algorithm asked for.
pub(super) fn public_key(pem: &str, algorithm: &[u8]) -> Result<Vec<u8>, MockError> {
    let refuse = |reason: &str| MockError::PublicKey(reason.to_owned());
    let (_, rest) =
        pem.split_once("-----BEGIN PUBLIC KEY-----").ok_or_else(|| refuse("has no line BEGIN PUBLIC KEY"))?;
    let (text, _) = rest.split_once("-----END PUBLIC KEY-----").ok_or_else(|| refuse("has no line END PUBLIC KEY"))?;
    let text: String = text.split_whitespace().collect();
    let der = BASE64.decode(text).map_err(|_| refuse("is not base64 between its lines"))?;
    let (found, key) = parts(&der).ok_or_else(|| refuse("is not DER inside its base64"))?;
    if found == algorithm { Ok(key.to_vec()) } else { Err(refuse("is for another algorithm")) }
}

/// Algorithm and key of a `SubjectPublicKeyInfo` (RFC 5280).
fn parts(der: &[u8]) -> Option<(&[u8], &[u8])> {
    let (info, _) = value(der, SEQUENCE)?;
    let (algorithm, rest) = value(info, SEQUENCE)?;
    let (identifier, _) = value(algorithm, OBJECT_ID)?;
    let (bits, _) = value(rest, BIT_STRING)?;
    // The first byte counts unused bits, of which there are none.
    let (unused, key) = bits.split_first()?;
    (*unused == 0).then_some((identifier, key))
}

/// The value of the first element, which must have a tag, and what follows the element.
fn value(der: &[u8], tag: u8) -> Option<(&[u8], &[u8])> {
    let (&found, rest) = der.split_first()?;
    let (&first, rest) = rest.split_first()?;
    let (length, rest) = match first {
        0..=0x7f => (usize::from(first), rest),
        0x81 | 0x82 => {
            let (length, rest) = rest.split_at_checked(usize::from(first & 0x7f))?;
            (length.iter().fold(0, |length, byte| length << 8 | usize::from(*byte)), rest)
        }
        _ => return None,
    };
    (found == tag).then_some(())?;
    rest.split_at_checked(length)
}
