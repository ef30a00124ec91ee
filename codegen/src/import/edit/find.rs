//! What a change means in a tree: the paths to what it names.

use super::doc::Doc;
use crate::spec::node::{Node, Value};

/// The keys of an endpoint, in the order in which specs have them.
const ENDPOINT_KEYS: &[&str] = &[
    "summary",
    "doc",
    "method",
    "path",
    "access",
    "effect",
    "service",
    "envelope",
    "rate_limit",
    "buckets",
    "request",
    "one_of",
    "at_most_one",
    "idempotency_key",
    "response",
    "paging",
    "deprecated",
    "types",
    "departures",
    "examples",
];

/// The keys of a parameter or field, in the order in which specs have them.
const FIELD_KEYS: &[&str] =
    &["name", "rust", "type", "required", "as", "in", "default", "min", "max", "max_items", "deprecated", "about"];

/// The parameter or field whose entry or name begins here, and the list that it is in.
pub(super) fn field(doc: &Doc, at: usize) -> Result<(Vec<usize>, usize), String> {
    let mut path = Vec::new();
    if find_field(&doc.root, at, &mut path)
        && let Some(index) = path.pop()
    {
        return Ok((path, index));
    }
    Err("no parameter or field stands here any more".to_owned())
}

fn find_field(node: &Node, at: usize, path: &mut Vec<usize>) -> bool {
    let children: Vec<&Node> = match &node.value {
        Value::Map(entries) => entries.iter().map(|(_, value)| value).collect(),
        Value::List(items) => items.iter().collect(),
        Value::Null | Value::Scalar { .. } => return false,
    };
    let list = matches!(node.value, Value::List(_));
    for (index, child) in children.into_iter().enumerate() {
        path.push(index);
        if (list && is_field_at(child, at)) || find_field(child, at, path) {
            return true;
        }
        path.pop();
    }
    false
}

fn is_field_at(node: &Node, at: usize) -> bool {
    let name = get(node, "name");
    name.is_some_and(|name| name.place.start == at || node.place.start == at)
}

/// The type whose name begins here: the map that it is in, and its index.
pub(super) fn type_at(doc: &Doc, at: usize) -> Result<(Vec<usize>, usize), String> {
    let found = |path: Vec<usize>| {
        let index = doc.entries(&path).ok()?.iter().position(|(key, _)| key.place.start == at)?;
        Some((path, index))
    };
    let inner = index_of(doc, &[], "types").and_then(|index| found(vec![index]));
    inner.or_else(|| found(Vec::new())).ok_or_else(|| "no type stands here any more".to_owned())
}

/// The path to the fields or places of a type.
pub(super) fn fields_of(doc: &Doc, ty: Vec<usize>) -> Result<Vec<usize>, String> {
    let inner = ["fields", "tuple"].iter().find_map(|key| index_of(doc, &ty, key));
    let path: Vec<usize> = ty.into_iter().chain(inner).collect();
    match doc.node(&path)?.value {
        Value::List(_) => Ok(path),
        _ => Err("it is no object or tuple any more".to_owned()),
    }
}

/// The path to the values of an enum.
pub(super) fn values_of(doc: &Doc, ty: Vec<usize>) -> Result<Vec<usize>, String> {
    let index = index_of(doc, &ty, "enum").ok_or("it is no enum any more")?;
    Ok(ty.into_iter().chain([index]).collect())
}

/// The index of a key in the map at a path.
pub(super) fn index_of(doc: &Doc, map: &[usize], key: &str) -> Option<usize> {
    doc.entries(map).ok()?.iter().position(|(known, _)| known.value == key)
}

/// Where a new key of an endpoint belongs.
pub(super) fn endpoint_place(doc: &Doc, key: &str) -> Result<usize, String> {
    place_for(doc, &[], key, ENDPOINT_KEYS)
}

/// Where a new key of a parameter or field belongs.
pub(super) fn field_place(doc: &Doc, field: &[usize], key: &str) -> Result<usize, String> {
    place_for(doc, field, key, FIELD_KEYS)
}

fn place_for(doc: &Doc, map: &[usize], key: &str, order: &[&str]) -> Result<usize, String> {
    let rank = |key: &str| order.iter().position(|known| *known == key).unwrap_or(order.len());
    let entries = doc.entries(map)?;
    Ok(entries.iter().position(|(known, _)| rank(&known.value) > rank(key)).unwrap_or(entries.len()))
}

/// The text of a key of a map.
pub(super) fn text<'n>(node: &'n Node, key: &str) -> Option<&'n str> {
    match &get(node, key)?.value {
        Value::Scalar { text, .. } => Some(text),
        _ => None,
    }
}

fn get<'n>(node: &'n Node, key: &str) -> Option<&'n Node> {
    match &node.value {
        Value::Map(entries) => entries.iter().find(|(known, _)| known.value == key).map(|(_, value)| value),
        _ => None,
    }
}
