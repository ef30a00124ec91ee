//! Values in a row: `futures, swap, all`, `yes / no`, `buy or sell`.

use super::{bounds, token};
use crate::page::Value;

/// Words behind which a list of all values stands, in lower case; the last of them counts.
const INTROS: &[&str] = &["enumeration value:", "enums:", "value range:", "values:", "value:", "including", "support:"];

/// Pairs that stand side by side without anything between.
const PAIRS: &[(&str, &str)] = &[
    ("buy", "sell"),
    ("open", "close"),
    ("long", "short"),
    ("yes", "no"),
    ("on", "off"),
    ("true", "false"),
    ("asc", "desc"),
];

/// Reads a cell that is a list and nothing else, but for words about the default.
pub(super) fn of_cell(cell: &str) -> Vec<Value> {
    let cell = without_default(cell.trim().trim_end_matches(['.', ',', ';', ' ']));
    if bounds::is_interval(cell) {
        return Vec::new();
    }
    let cell = cell.trim().trim_start_matches(['[', '(']).trim_end_matches([']', ')', '.', ',', ';', ' ']).trim();
    let pair = PAIRS.iter().find(|(one, other)| cell == format!("{one} {other}"));
    if let Some((one, other)) = pair {
        return [*one, *other].map(value).to_vec();
    }
    items(cell)
}

/// Reads the list that ends a description: behind a colon, or behind a point where it is longer.
pub(super) fn of_tail(text: &str) -> Vec<Value> {
    let text = text.trim().trim_end_matches(['.', ',', ';', ' ', ')']);
    let lower = text.to_ascii_lowercase();
    let intro = INTROS.iter().filter_map(|intro| lower.rfind(intro).map(|at| at + intro.len())).max();
    if let Some(at) = intro {
        let end = outer(&text[at..], |c| c == ';').next().unwrap_or_default();
        let found = items(end.trim().trim_end_matches(['.', ')']));
        if found.len() > 1 {
            return found;
        }
    }
    let behind = |mark: char| text.rfind(mark).map(|at| of_cell(&text[at + 1..]));
    let colon = behind(':').unwrap_or_default();
    if colon.len() > 1 {
        return colon;
    }
    let longer = |mark| behind(mark).filter(|found| found.len() > 2);
    longer('.').or_else(|| longer(';')).unwrap_or_default()
}

/// The items of a list; none where something in it is no value.
fn items(text: &str) -> Vec<Value> {
    let text = text.replace(" or ", ",").replace(" and ", ",");
    let commas = text.contains([',', ';']);
    let parts = outer(&text, |c| matches!(c, ',' | ';') || (!commas && c == '/'));
    let mut values: Vec<Value> = Vec::new();
    for part in parts.map(str::trim).filter(|part| !part.is_empty()) {
        let (word, remark) = part.split_once('(').unwrap_or((part, ""));
        let word = word.trim().trim_matches(['"', '\'', '`']).trim();
        if !token::is_token(word) || token::is_never(word) {
            return Vec::new();
        }
        if !values.iter().any(|known| known.value == word) {
            values.push(Value { value: word.to_owned(), text: remark.trim_end_matches(')').trim().to_owned() });
        }
    }
    let coin = |value: &Value| value.value.len() > 3 && value.value.bytes().all(|byte| byte.is_ascii_uppercase());
    if !commas && values.iter().all(coin) { Vec::new() } else { values }
}

/// The parts of a text between separators that stand outside of brackets.
fn outer(text: &str, separates: impl Fn(char) -> bool) -> impl Iterator<Item = &str> {
    let mut depth = 0_usize;
    text.split(move |c| {
        match c {
            '(' => depth += 1,
            ')' => depth = depth.saturating_sub(1),
            _ => {}
        }
        depth == 0 && separates(c)
    })
}

fn value(word: &str) -> Value {
    Value { value: word.to_owned(), text: String::new() }
}

/// Words about the default that stand before or behind a list, in lower case.
const BEFORE_DEFAULT: &[&str] = &[" default is ", " default:", "(default", ", default ", " default ", "default is "];

fn without_default(cell: &str) -> &str {
    let lower = cell.to_ascii_lowercase();
    let at = BEFORE_DEFAULT.iter().filter_map(|words| lower.find(words)).min();
    at.map_or(cell, |at| &cell[..at])
}
