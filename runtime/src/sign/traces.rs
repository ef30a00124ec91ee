//! What signing leaves in a request, and what has to be taken out of it before it can be written down.

use super::{bitget, htx, is_secret_header, is_secret_pair};
use crate::credentials::SHORTEST_TO_BLOT;
use http::HeaderMap;

/// The key, passphrase and signature that a request carries. What is too short to be one is left out.
pub(crate) fn secrets(headers: &HeaderMap, query: &str) -> Vec<String> {
    let in_header = headers.iter().filter(|(name, value)| value.is_sensitive() || is_secret_header(name.as_str()));
    let in_header = in_header.map(|(_, value)| String::from_utf8_lossy(value.as_bytes()).into_owned());
    let in_pair = query.split('&').filter_map(|pair| pair.split_once('=')).filter(|(name, _)| is_secret_pair(name));
    let in_pair = in_pair.map(|(_, value)| decoded(value));
    in_header.chain(in_pair).filter(|text| text.len() >= SHORTEST_TO_BLOT).collect()
}

/// The text of a part of a query.
pub(crate) fn decoded(encoded: &str) -> String {
    let mut text = Vec::new();
    bitget::percent_decode(encoded.as_bytes(), &mut text);
    String::from_utf8_lossy(&text).into_owned()
}

/// A query without the pairs that signing added.
pub(crate) fn unsigned(query: &str) -> String {
    let own = |pair: &&str| !htx::PAIRS.contains(&pair.split('=').next().unwrap_or_default());
    let pairs: Vec<_> = query.split('&').filter(own).collect();
    pairs.join("&")
}
