//! Whether a call carries its endpoint's idempotency key, told from the very bytes that are sent.

use crate::decode::Reader;
use crate::meta::{Meta, Place};

/// Whether the endpoint's idempotency key has a value in this query or body.
pub(crate) fn is_set(meta: &Meta, name: &str, query: &str, body: &[u8]) -> bool {
    let in_path = meta.params.iter().any(|param| param.name == name && param.place == Place::Path);
    in_path || is_pair(name, query) || is_member(name, body)
}

fn is_pair(name: &str, query: &str) -> bool {
    let mut pairs = query.split('&').filter_map(|pair| pair.split_once('='));
    pairs.any(|(found, value)| found == name && !value.is_empty())
}

/// Whether an object has a member of this name, on the outside, with a text or number in it.
fn is_member(name: &str, json: &[u8]) -> bool {
    let Ok(json) = str::from_utf8(json) else { return false };
    let mut set = false;
    let read = Reader::new(json).object(&[], &mut |key, value| {
        let token = value.token()?;
        set |= key == name && token.text().is_some_and(|text| !text.is_empty());
        Ok(())
    });
    read.is_ok() && set
}
