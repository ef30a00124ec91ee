//! Values before what they mean: `sell: Sell buy: Buy`, `0: no, 1: yes`.

use super::token;
use crate::page::Value;

/// Words before a colon that are no values, in lower case.
const NO_VALUES: &[&str] = &[
    "default",
    "deafult",
    "defaults",
    "max",
    "maximum",
    "min",
    "minimum",
    "queries",
    "note",
    "notes",
    "range",
    "value",
    "values",
    "support",
    "supports",
    "e.g",
    "eg",
    "example",
    "unit",
    "length",
    "https",
    "http",
    "types",
    "following",
    "time",
    "format",
    "mode",
    "status",
    "position",
    "type",
    "tips",
    "including",
    "side",
    "number",
    "quiries",
    "enum",
    "enums",
    "parameters",
    "order",
    "account",
    "gear",
    "coin",
    "state",
    "direction",
    "name",
    "hour",
    "day",
    "minute",
    "week",
    "month",
    "utc",
    "fields",
    "permission",
    "permissions",
    "code",
    "list",
    "future",
];

/// Reads `word: what it means`, at least two of them.
pub(super) fn of_words(text: &str) -> Vec<Value> {
    let mut starts: Vec<(usize, usize, &str)> = Vec::new();
    for (at, _) in text.match_indices(':') {
        let before = &text[..at];
        // `optimal 5: optimal_5` says it the other way round.
        let numbered = before.ends_with(|c: char| c.is_ascii_digit());
        if numbered && before.rsplit([' ', ',']).next().is_some_and(|word| word.bytes().all(|b| b.is_ascii_digit())) {
            return Vec::new();
        }
        let bare = without_bracket(before.trim_end_matches(['"', ' '])).trim_end_matches(['"', ' ']);
        let word = bare.rsplit(|c: char| !(c.is_ascii_alphanumeric() || "_-.".contains(c))).next().unwrap_or_default();
        let word = word.trim_start_matches(['-', '.']);
        let start = bare.len() - word.len();
        let behind = text[at + 1..].trim_start();
        let number = behind.starts_with(|c: char| c.is_ascii_digit()) && !behind.starts_with("1 ");
        let own = !number && !behind.starts_with(['(', '/', ':']) && !behind.is_empty();
        let said_of = bare[..start].trim_end().rsplit(' ').next().is_some_and(|word| BEFORE_REFERENCE.contains(&word));
        if own && is_value(word) && !said_of {
            starts.push((start, at + 1, word));
        }
    }
    let values = values(text, &starts);
    if values.iter().any(|value| names_another(&value.text, &values)) { Vec::new() } else { values }
}

/// A text without the bracket that ends it: `advanced(default)`.
fn without_bracket(text: &str) -> &str {
    let open = text.strip_suffix(')').and_then(|text| text.rfind('('));
    open.map_or(text, |open| &text[..open])
}

/// Whether a meaning names what looks like a value and is none of them: some values have no meaning beside them.
fn names_another(text: &str, values: &[Value]) -> bool {
    let plain: String = text
        .split('(')
        .enumerate()
        .map(|(at, part)| match at {
            0 => part,
            _ => part.split_once(')').map_or("", |(_, rest)| rest),
        })
        .collect();
    let mut words = plain.split(|c: char| !c.is_ascii_alphanumeric() && c != '_');
    words.any(|word| word.trim_matches('_').contains('_') && !values.iter().any(|value| value.value == word))
}

/// Reads `what it means: "word"`, at least two of them.
pub(super) fn of_meanings(text: &str) -> Vec<Value> {
    let mut values: Vec<Value> = Vec::new();
    let mut start = 0;
    for (at, _) in text.match_indices(':') {
        let meant = text[start.min(at)..at].trim_matches([' ', ',', ';', '.', '"']);
        let before = text[..at].trim_end().rsplit([' ', ',', ';']).next().unwrap_or_default();
        let plain = !before.ends_with('"') && !before.bytes().all(|byte| byte.is_ascii_digit());
        let Some((word, _)) = text[at + 1..].trim_start().strip_prefix('"').and_then(|rest| rest.split_once('"'))
        else {
            continue;
        };
        if plain && token::is_token(word) {
            values.push(Value { value: word.to_owned(), text: meant.to_owned() });
            start = at + 1 + text[at + 1..].find(word).unwrap_or(0) + word.len() + 1;
        }
    }
    let all = values.len() == text.matches(':').count();
    if all { values } else { Vec::new() }
}

/// Words behind which something else is named.
const BEFORE_REFERENCE: &[&str] =
    &["is", "are", "be", "when", "if", "the", "a", "an", "of", "for", "When", "If", "For"];

fn is_value(word: &str) -> bool {
    let lower = word.to_ascii_lowercase();
    token::is_token(word) && word.chars().any(|c| c.is_ascii_alphabetic()) && !NO_VALUES.contains(&lower.as_str())
}

/// What stands between a number and what it means.
const MEANS: &[&str] = &[":", ".", "-", " means ", " refers to ", " for ", "=", " - "];

/// Reads `0: no, 1: yes` and `1. Quotation; 2. Cancelled`; points only where `points` allows them, since sentences
/// are numbered too.
pub(super) fn of_numbers(text: &str, points: bool) -> Vec<Value> {
    let mut starts: Vec<(usize, usize, &str)> = Vec::new();
    let bytes = text.as_bytes();
    let mut at = 0;
    while at < bytes.len() {
        if !bytes[at].is_ascii_digit() {
            at += 1;
            continue;
        }
        let length = bytes[at..].iter().take_while(|byte| byte.is_ascii_digit()).count();
        if let Some(end) = meaning(text, at, at + length, points) {
            starts.push((at, end, &text[at..at + length]));
        }
        at += length;
    }
    if starts.first().is_some_and(|(start, _, _)| !introduces(&text[..*start])) {
        return Vec::new();
    }
    let values = values(text, &starts);
    // What numbers conditions is no list of values.
    let notes = values.iter().any(|value| CONDITIONS.iter().any(|word| value.text.starts_with(word)));
    if notes { Vec::new() } else { values }
}

/// Words that a list of numbers follows without a mark between.
const LONGEST_INTRO: usize = 6;

/// Whether a list of numbers can begin behind a text.
fn introduces(text: &str) -> bool {
    let text = text.trim_end().trim_end_matches('"').trim_end();
    text.ends_with([',', ';', ':', '(', ')', '[', '|', '.']) || text.split_whitespace().count() <= LONGEST_INTRO
}

/// Words with which numbered sentences begin.
const CONDITIONS: &[&str] = &["When ", "If ", "For ", "In ", "Only ", "This ", "The ", "Required "];

/// Where the meaning of a number begins, if it has one.
fn meaning(text: &str, start: usize, end: usize, points: bool) -> Option<usize> {
    let before = text[..start].trim_end_matches('"');
    let begins = before.is_empty() || before.ends_with([' ', ',', ';', ':', '(', '[', '|', '.', ')']);
    let rest = text[end..].trim_start_matches('"');
    let rest = rest.strip_prefix(' ').filter(|rest| rest.starts_with(':')).unwrap_or(rest);
    let word = MEANS.iter().find(|word| rest.starts_with(**word))?;
    let behind = &rest[word.len()..];
    let meant = behind.trim_start();
    let dot = *word == "." || *word == "-" || *word == " - ";
    let allowed = !dot || (points && *word != " - " && !behind.starts_with(|c: char| c.is_ascii_digit()));
    let clock = *word == ":" && behind.starts_with(|c: char| c.is_ascii_digit());
    (begins && end - start < 5 && allowed && !clock && !meant.is_empty()).then(|| text.len() - behind.len())
}

fn values(text: &str, starts: &[(usize, usize, &str)]) -> Vec<Value> {
    let mut values: Vec<Value> = Vec::new();
    for (at, (_, end, word)) in starts.iter().enumerate() {
        let next = starts.get(at + 1).map_or(text.len(), |next| next.0);
        let meant = text[*end..next.max(*end)].trim_matches([' ', ',', ';', '"', ':', '.', '-', '(', '[']);
        if values.iter().any(|value| value.value == *word) {
            continue;
        }
        values.push(Value { value: (*word).to_owned(), text: token::meaning(meant) });
    }
    values
}
