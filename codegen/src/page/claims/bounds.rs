//! Least and greatest values, and how many items a list may have.

use super::{Cells, token};
use crate::page::Claims;

/// Words before a greatest value, in lower case.
const MAX_BEFORE: &[&str] = &[
    "maximum limit of",
    "maximum value is",
    "maximum value of",
    "maximum supported is",
    "maximum support of",
    "maximum length:",
    "maximum number of",
    "maximum is",
    "maximum of",
    "maximum:",
    "maximum",
    "max number of order ids is",
    "max is",
    "max.",
    "max:",
    "max",
    "no more than",
    "not more than",
    "must not exceed",
    "not exceed",
    "less than or equal to",
    "should <=",
    "<=",
    "≤",
    "up to",
    "at most",
    "limit of",
];

/// Words before a least value, in lower case.
const MIN_BEFORE: &[&str] = &[
    "minimum value is",
    "minimum of",
    "minimum is",
    "minimum:",
    "minimum",
    "min is",
    "min:",
    "min.",
    "min",
    "not less than",
    "greater than or equal to",
    "at least",
    ">=",
    "≥",
];

/// Words behind a greatest value, in lower case.
const MAX_BEHIND: &[&str] = &["at most", "most", "orders most"];

/// Words behind a number that make it no bound of the value, in lower case.
const UNITS: &[&str] = &[
    "day", "hour", "month", "minute", "second", "time", "%", "char", "decimal", "year", "week", "letter", "digit",
    "bit", "length", "min ", "h ", "d ", "byte", "st ", "th ", "percent", "level",
];

/// Words behind a number of items, in lower case.
const ITEMS: &[&str] = &[
    "order",
    "uid",
    "sub",
    "id",
    "trading pair",
    "ip",
    "item",
    "entr",
    "symbol",
    "record",
    "currenc",
    "coin",
    "account",
];

/// Reads bounds; `many` tells that the row holds several values.
pub(super) fn read(cells: Cells<'_>, many: bool, claims: &mut Claims) {
    for cell in cells.prose() {
        let text = token::plain(cell).to_ascii_lowercase();
        if !many && claims.values.is_empty() {
            interval(&text, claims);
        }
        let max = greatest(&text);
        let min = MIN_BEFORE.iter().find_map(|word| behind(&text, word)).filter(|found| !found.unit);
        match max {
            Some(found) if many => claims.max_items = claims.max_items.or(found.number.parse().ok()),
            Some(found) if !of_length(&text) && !found.items && !found.unit && claims.values.is_empty() => {
                claims.max.get_or_insert(found.number);
            }
            _ => {}
        }
        if let Some(found) = min.filter(|_| !many && claims.values.is_empty()) {
            claims.min.get_or_insert(found.number);
        }
    }
}

/// Whether a text bounds how long a text may be.
fn of_length(text: &str) -> bool {
    ["letters", "characters", "length"].iter().any(|word| text.contains(word))
}

/// A number in a text.
struct Found {
    number: String,
    /// Whether it counts items.
    items: bool,
    /// Whether it measures something other than the value.
    unit: bool,
}

fn greatest(text: &str) -> Option<Found> {
    let before = MAX_BEFORE.iter().find_map(|word| behind(text, word)).filter(|found| !found.unit);
    before.or_else(|| MAX_BEHIND.iter().find_map(|word| before_words(text, word)))
}

/// The number behind words.
fn behind(text: &str, words: &str) -> Option<Found> {
    text.match_indices(words)
        .filter_map(|(at, _)| {
            let whole = !text[..at].ends_with(|c: char| c.is_ascii_alphanumeric());
            let rest = text[at + words.len()..].trim_start_matches([' ', ':', '"']);
            if whole && !is_conditional(&text[..at]) { found(rest) } else { None }
        })
        .next()
}

/// Whether what follows a text holds only in a case that its last sentence or clause names: `if a=b, range is ..`.
fn is_conditional(before: &str) -> bool {
    let starts = |text: &str| ["if ", "when ", "for "].iter().any(|word| text.trim_start().starts_with(word));
    let clause = before.rsplit(['.', ',', ';', '|']).next().unwrap_or_default();
    let start = [". ", "; "].iter().filter_map(|end| before.rfind(end)).max().map_or(0, |at| at + 2);
    let whole = &before[start..];
    // What holds where nothing is set is said beside the bound, not of it.
    let unset = ["not ", "left", "empty", "null"].iter().any(|word| whole.contains(word));
    starts(clause) || (starts(whole) && whole.contains(',') && !unset)
}

/// The number before words, with at most a few words between: `50 at most`, `10 sub uid at most`.
fn before_words(text: &str, words: &str) -> Option<Found> {
    let (before, _) = text.split_once(words)?;
    let start = before.char_indices().rev().nth(24).map_or(0, |(at, _)| at);
    let near = &before[start..];
    let digit = near.rfind(|c: char| c.is_ascii_digit())?;
    let first = near[..=digit].rfind(|c: char| !c.is_ascii_digit()).map_or(0, |at| at + 1);
    let between = near[digit + 1..].trim();
    let plain = between.chars().all(|c| c.is_ascii_alphabetic() || c == ' ');
    found(&near[first..]).filter(|found| plain && !found.unit)
}

fn found(text: &str) -> Option<Found> {
    let (number, rest) = number(text)?;
    // `1-10` is both bounds.
    if rest.strip_prefix('-').is_some_and(|rest| rest.starts_with(|c: char| c.is_ascii_digit())) {
        return None;
    }
    let rest = format!("{} ", rest.trim_start());
    let starts = |words: &[&str]| words.iter().any(|word| rest.starts_with(word));
    Some(Found { number, items: starts(ITEMS), unit: starts(UNITS) })
}

/// The number that a text begins with, and the rest.
pub(super) fn number(text: &str) -> Option<(String, &str)> {
    let sign = usize::from(text.starts_with('-'));
    let length = text[sign..].find(|c: char| !c.is_ascii_digit() && c != '.' && c != ',').unwrap_or(text.len() - sign);
    let written = text[..sign + length].trim_end_matches(['.', ',']);
    let rest = &text[written.len()..];
    let plain = written.replace(',', "");
    let grouped = written.split(',').skip(1).all(|group| group.len() >= 3);
    let right = plain.trim_start_matches('-').split('.').all(|part| !part.is_empty()) && plain.matches('.').count() < 2;
    (right && grouped).then_some((plain, rest))
}

/// Words before an interval without brackets, in lower case.
const WITHIN: &[&str] = &["within ", "ranging from ", "range: ", "limit:", "range ", "maximum "];

/// `[1,2000]`, `[1-50]`, `within 1-400`
fn interval(text: &str, claims: &mut Claims) {
    let brackets = text.match_indices('[').filter(|(at, _)| !is_conditional(&text[..*at])).find_map(|(at, _)| {
        let (low, high, rest) = ends(&text[at + 1..])?;
        rest.trim_start().starts_with([']', ')']).then(|| (low, high, rest.trim_start().starts_with(']')))
    });
    let within = || {
        WITHIN.iter().find_map(|word| {
            let start = text.find(word).filter(|at| !is_conditional(&text[..*at]))?;
            let at = start + word.len();
            let (low, high, rest) = ends(&text[at..])?;
            let plain = !rest.trim_start().starts_with(|c: char| c.is_ascii_alphanumeric() || c == '%');
            plain.then_some((low, high, true))
        })
    };
    if let Some((low, high, closed)) = brackets.or_else(within) {
        claims.min.get_or_insert(low);
        if closed {
            claims.max.get_or_insert(high);
        }
    }
}

/// Whether a text is two numbers in brackets.
pub(super) fn is_interval(text: &str) -> bool {
    let inside = text.strip_prefix(['[', '(']).and_then(|text| text.strip_suffix([']', ')']));
    inside.and_then(ends).is_some_and(|(_, _, rest)| rest.trim().is_empty())
}

fn ends(text: &str) -> Option<(String, String, &str)> {
    let text = text.trim_start();
    // A comma parts the ends here, and no thousands.
    let length = text.find(|c: char| !c.is_ascii_digit() && c != '.')?;
    let (low, rest) = number(&text[..length]).map(|(low, _)| (low, &text[length..]))?;
    let rest = rest.trim_start().strip_prefix([',', '-', '~'])?.trim_start();
    let length = rest.find(|c: char| !c.is_ascii_digit() && c != '.').unwrap_or(rest.len());
    let (high, _) = number(&rest[..length])?;
    Some((low, high, &rest[length..]))
}
