//! What a row is, by phrases in its words.

use super::{Cells, token};
use crate::page::{Claims, Row, Word};

/// Phrases, all in lower case.
const JOINED: &[&str] = &[
    "separated by \",\"",
    "separated by ','",
    "separated by ,",
    "separated by comma",
    "separated by english comma",
    "separated with comma",
    "separated by a comma",
    "seperated by \",\"",
    "seperated by ','",
    "seperated by comma",
    "comma separated",
    "comma-separated",
    "joined by \",\"",
    "joined by ','",
    "joined with comma",
    "joined with ','",
    "use comma to separate",
    "use \",\" to seperate",
    "use \",\" to separate",
    "several commas",
    "split by comma",
    "splited by ','",
    "divided by comma",
    "separated by commas",
];

/// Words of times, the second list of those that stand in other sentences too.
const STAMPS: &[&str] = &["timestamp", "time stamp", "unix"];
const TIMES: &[&str] = &["time"];
const MILLISECONDS: &[&str] = &["millisecond", " ms", "(ms)"];
const UNITS: &[&str] =
    &["unit: millisecond", "unit:millisecond", "in millisecond", "(millisecond", ", ms", "(ms", "millisecond)"];
const SECONDS: &[&str] = &["timestamp seconds", "in seconds", "unit: second", "(seconds)", " s)"];
const EMBEDDED: &[&str] =
    &["json string", "json format", "json text", "string json", "json-string", "json object string"];
const CONDITIONAL: &[&str] = &[
    "required when",
    "required if",
    "required in",
    "required for",
    "required only",
    "only required",
    "is required",
    "are required",
    "it's required",
    "'s required",
    "required(",
    "either ",
    "at least one",
    "must be passed",
    "must send one",
    "must provide one",
    "must be sent",
    "must fill",
    "must be filled",
    "cannot both be empty",
    "cannot be null if",
    "must not be null",
    "must pass one",
    "one of the two",
    "mandatory",
];
const DEPRECATED: &[&str] =
    &["deprecated", "obsolete", "abandoned", "discontinued", "no longer use", "no longer support"];

/// Sets what phrases tell.
pub(super) fn read(row: &Row, cells: Cells<'_>, claims: &mut Claims) {
    let text = cells.prose().map(token::plain).join(" ");
    let lower = text.to_ascii_lowercase();
    let any = |phrases: &[&str]| phrases.iter().any(|phrase| lower.contains(phrase));
    let text_word = matches!(row.word, Word::Text | Word::Unknown);
    let scalar = matches!(row.word, Word::Text | Word::Integer | Word::Unknown);
    claims.joined = scalar && any(JOINED);
    let number = matches!(row.word, Word::Integer | Word::Text | Word::Decimal | Word::Unknown);
    let stamp = any(STAMPS) && any(MILLISECONDS) || any(TIMES) && any(UNITS);
    let time = stamp && !any(SECONDS) && claims.values.is_empty();
    claims.timestamp = number && time && !lower.starts_with('≥') && !claims.joined;
    claims.embedded = text_word && any(EMBEDDED);
    claims.conditional = any(CONDITIONAL) && !lower.contains("not required");
    claims.deprecated = deprecated(&row.name)
        .or_else(|| deprecated(&text))
        .or_else(|| row.name.starts_with("~~").then(|| "struck through".to_owned()));
}

/// The sentence that says that something should no longer be used.
pub(in crate::page) fn deprecated(text: &str) -> Option<String> {
    let lower = text.to_ascii_lowercase();
    let at = DEPRECATED.iter().filter_map(|word| lower.find(word)).min()?;
    let start = text[..at].rfind(['.', ';']).map_or(0, |dot| dot + 1);
    let end = text[at..].find(['.', ';']).map_or(text.len(), |dot| at + dot);
    Some(text[start..end].trim().to_owned())
}

/// Words for an endpoint, in lower case.
const ENDPOINT: &[&str] = &["endpoint", "interface", "this api", "this page", "the api "];

/// The sentence that says that the endpoint itself should no longer be used.
pub(in crate::page) fn deprecated_endpoint(text: &str) -> Option<String> {
    let sentence = deprecated(text)?;
    let lower = sentence.to_ascii_lowercase();
    ENDPOINT.iter().any(|word| lower.contains(word)).then_some(sentence)
}
