//! What is assumed when a parameter is left out.

use super::{Cells, bounds, quoted, token};
use crate::page::notes::Notes;
use crate::page::{Claims, Row};

/// Words that bring a default, in lower case; the longer come first.
const BEFORE: &[&str] = &[
    "default value is",
    "default value:",
    "defaults to",
    "default to",
    "default is",
    "default:",
    "default",
    "deafult:",
    "deafult",
    "not filled in as",
    "not filled in is",
];

/// Words between these and the value, in lower case.
const BETWEEN: &[&str] = &["page ", "value ", "the ", "all symbols"];

/// What a default cell says when it says nothing, in lower case.
const NOTHING: &[&str] = &["", "na", "n/a", "-", "/", "null", "none"];

/// Words that are values wherever they stand.
const SWITCHES: &[&str] = &["true", "false", "yes", "no", "on", "off", "desc", "asc"];

/// Defaults are short, even those that are no values: `(now) - 48h`.
const LONGEST: usize = 24;

/// Whether a cell of the column of defaults holds words about the values instead.
pub(super) fn is_words(cell: &str) -> bool {
    let plain = token::plain(cell);
    let told = plain.to_ascii_lowercase().contains("default");
    let list = plain.contains([',', ':']) && !plain.starts_with(|c: char| c.is_ascii_digit() && !plain.contains(':'));
    !told && (plain.len() > LONGEST || list || bounds::is_interval(plain.trim()))
}

/// Reads the default of a row.
pub(super) fn read(row: &Row, cells: Cells<'_>, claims: &Claims, about: &str, notes: &mut Notes) -> Option<String> {
    let told = cells.prose().iter().find_map(|cell| of_text(&token::plain(cell), claims));
    let cell = token::plain(cells.default);
    if NOTHING.contains(&cell.trim().to_ascii_lowercase().as_str()) {
        return told;
    }
    let Some(value) = value(cell.trim(), claims, true).or_else(|| of_text(&cell, claims)) else {
        notes.prose(row.line, about, format!("the default is told as `{}`", cell.trim()));
        return told;
    };
    match told {
        Some(told) if told != value => {
            notes.contradicts(row.line, about, format!("the default is `{value}` in its column, `{told}` in the text"));
            None
        }
        _ => Some(value),
    }
}

fn of_text(text: &str, claims: &Claims) -> Option<String> {
    for mark in ['`', '"'] {
        let found = quoted::read(text, mark).default.and_then(|word| value(&word, claims, true));
        if found.is_some() {
            return found;
        }
    }
    marked(text, claims).or_else(|| behind(text, claims)).or_else(|| before(text, claims))
}

/// `advanced(default): advanced mode`, `all(default is swap)`
fn marked(text: &str, claims: &Claims) -> Option<String> {
    let lower = text.to_ascii_lowercase();
    let at = lower.find("(default").or_else(|| lower.find(" (default"))?;
    let inside = lower[at..].split(')').next()?.trim_start_matches([' ', '(']);
    let alone = matches!(inside.trim(), "default" | "default value");
    let word = text[..at].trim_end().rsplit([' ', ',', ';', ':', '`', '"', '/']).find(|word| !word.is_empty())?;
    if let Some(value) = claims.values.iter().find(|value| alone && value.value == word) {
        return Some(value.value.clone());
    }
    let of_meaning = |value: &&crate::page::Value| quoted::marks_default(&value.text) || meaning_marks(&value.text);
    claims.values.iter().find(of_meaning).filter(|_| alone).map(|value| value.value.clone())
}

/// Whether what a value means ends with a mark of the default.
fn meaning_marks(text: &str) -> bool {
    let text = text.to_ascii_lowercase();
    ["(default", "(default)", "(default value", "(default value)"].iter().any(|mark| text.ends_with(mark))
}

/// `default is 20`, `Default: NO`
fn behind(text: &str, claims: &Claims) -> Option<String> {
    let lower = text.to_ascii_lowercase();
    BEFORE.iter().find_map(|words| {
        lower.match_indices(words).find_map(|(at, _)| {
            let rest = text[at + words.len()..].trim_start_matches([' ', ':', '=', '`', '"', '\'', '(']);
            let skip =
                BETWEEN.iter().find(|word| rest.to_ascii_lowercase().starts_with(**word)).map_or(0, |word| word.len());
            let rest = &rest[skip..];
            let end = rest
                .find(|c: char| c.is_whitespace() || matches!(c, ',' | ';' | ')' | '`' | '"' | '\''))
                .unwrap_or(rest.len());
            let sure = words.ends_with([':', 's']) && rest[end..].trim_matches(['.', ')', '`', '"', ' ']).is_empty();
            value(rest[..end].trim_end_matches(['.', ':']), claims, sure)
        })
    })
}

/// `20 by default`
fn before(text: &str, claims: &Claims) -> Option<String> {
    let lower = text.to_ascii_lowercase();
    let at = lower.find("by default")?;
    let words = text[..at].trim_end_matches([' ', ',', '`', '"']);
    let words = words.strip_suffix("page").unwrap_or(words).trim_end();
    let word = words.rsplit([' ', ',', ';', ':', '`', '"', '.']).next()?;
    value(word, claims, false)
}

/// A word as a default: a value of the set, a number, or a switch; any token where it is `sure` that one stands here.
fn value(word: &str, claims: &Claims, sure: bool) -> Option<String> {
    let word = word.trim_matches(['`', '"', '\'']);
    if let Some(value) = claims.values.iter().find(|value| value.value.eq_ignore_ascii_case(word)) {
        return Some(value.value.clone());
    }
    if !claims.values.is_empty() {
        return None;
    }
    let ordinal = ["st", "th"].iter().find_map(|end| word.strip_suffix(end)).unwrap_or(word);
    if let Some((number, "")) = bounds::number(ordinal) {
        return Some(number);
    }
    let switch = SWITCHES.iter().any(|switch| switch.eq_ignore_ascii_case(word));
    let example = word.len() > 5 && token::is_market(word);
    let known = sure && !example && token::is_token(word) && !NO_DEFAULTS.contains(&word.to_ascii_lowercase().as_str());
    (switch || known).then(|| word.to_owned())
}

/// Tokens that are no values, in lower case.
const NO_DEFAULTS: &[&str] =
    &["all", "now", "current", "null", "empty", "current-time", "present", "today", "time", "value", "is", "base"];
