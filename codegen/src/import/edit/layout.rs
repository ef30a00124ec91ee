//! How a text is laid out around what is edited: lines, ends, columns and comments, which the parser does not tell.

use crate::diagnostic::Spanned;
use crate::spec::node::{Node, Value};
use std::ops::Range;

const BLANK: [char; 4] = [' ', '\t', '\r', '\n'];

/// Where the line begins.
pub(super) fn line_start(text: &str, at: usize) -> usize {
    text[..at].rfind('\n').map_or(0, |found| found + 1)
}

/// Where the line ends, before its break.
pub(super) fn line_end(text: &str, at: usize) -> usize {
    let end = text[at..].find('\n').map_or(text.len(), |found| at + found);
    if end > at && text[..end].ends_with('\r') { end - 1 } else { end }
}

/// The break of lines that a text uses.
pub(super) fn line_break(text: &str) -> &'static str {
    let first = text.find('\n').unwrap_or_default();
    if text[..first].ends_with('\r') { "\r\n" } else { "\n" }
}

/// How far from the left something stands.
pub(super) fn column(text: &str, at: usize) -> usize {
    text[line_start(text, at)..at].trim_start_matches('\u{feff}').chars().count()
}

/// Whether nothing but blanks stands before it on its line.
pub(super) fn begins_line(text: &str, at: usize) -> bool {
    text[line_start(text, at)..at].trim_start_matches('\u{feff}').trim_matches(BLANK).is_empty()
}

/// Where the line of an end ends, when at most a comment follows there.
pub(super) fn closed_line(text: &str, end: usize) -> Option<usize> {
    let line = line_end(text, end);
    let rest = &text[end..line];
    let comment = rest.trim_start_matches([' ', '\t']);
    (comment.is_empty() || (comment.starts_with('#') && comment.len() < rest.len())).then_some(line)
}

/// Whether a list or map is written in brackets.
///
/// The place of a list that is not indented begins with its first item, which may be one in brackets itself.
pub(super) fn in_brackets(text: &str, node: &Node) -> bool {
    let (bracket, first) = match &node.value {
        Value::List(items) => ('[', items.first().map(|item| item.place.start)),
        Value::Map(entries) => ('{', entries.first().map(|(key, _)| key.place.start)),
        Value::Null | Value::Scalar { .. } => return false,
    };
    text[node.place.start..].starts_with(bracket) && first != Some(node.place.start)
}

/// Behind the last character of a value. The parser ends what has no bracket or quote where the next token begins.
pub(super) fn end(text: &str, node: &Node) -> usize {
    let place = &node.place;
    match &node.value {
        Value::Map(entries) if !in_brackets(text, node) => {
            entries.last().map_or(place.end, |(key, value)| entry_end(text, key, value))
        }
        Value::List(items) if !in_brackets(text, node) => items.last().map_or(place.end, |item| end(text, item)),
        Value::Scalar { .. } => place.start + text[place.start..place.end].trim_end_matches(BLANK).len(),
        Value::Null | Value::Map(_) | Value::List(_) => place.end,
    }
}

/// Behind the last character of a key and its value.
pub(super) fn entry_end(text: &str, key: &Spanned<String>, value: &Node) -> usize {
    let colon = behind_colon(text, key).unwrap_or(key.place.end);
    colon.max(end(text, value))
}

/// Behind the colon of a key.
pub(super) fn behind_colon(text: &str, key: &Spanned<String>) -> Option<usize> {
    let rest = &text[key.place.end..];
    let blanks = rest.len() - rest.trim_start_matches([' ', '\t']).len();
    rest[blanks..].starts_with(':').then_some(key.place.end + blanks + 1)
}

/// The dash of a list's item, when it stands on the same line.
pub(super) fn dash(text: &str, item: &Node) -> Option<usize> {
    let before = &text[line_start(text, item.place.start)..item.place.start];
    let trimmed = before.trim_end_matches([' ', '\t']);
    let dashed = trimmed.len() < before.len() && trimmed.ends_with('-');
    dashed.then(|| item.place.start - before.len() + trimmed.len() - 1)
}

/// The comments in a part of a text.
pub(super) fn comments(text: &str, root: &Node, range: Range<usize>) -> Vec<Range<usize>> {
    let mut scalars = Vec::new();
    collect_scalars(root, &mut scalars);
    let mut found = Vec::new();
    let mut at = range.start;
    while at < range.end
        && let Some(hash) = text[at..range.end].find('#').map(|hash| at + hash)
    {
        let scalar = scalars.iter().find(|scalar| scalar.contains(&hash));
        at = match scalar {
            Some(scalar) => scalar.end,
            None if hash == 0 || text[..hash].ends_with(BLANK) => {
                let end = line_end(text, hash);
                found.push(hash..end);
                end
            }
            None => hash + 1,
        };
    }
    found
}

fn collect_scalars(node: &Node, all: &mut Vec<Range<usize>>) {
    match &node.value {
        Value::Null => {}
        Value::Scalar { .. } => all.push(node.place.start..node.place.end),
        Value::List(items) => items.iter().for_each(|item| collect_scalars(item, all)),
        Value::Map(entries) => {
            for (key, value) in entries {
                all.push(key.place.start..key.place.end);
                collect_scalars(value, all);
            }
        }
    }
}

/// What stays of lines that are taken away: their comments, those at the end of a line as lines of their own.
pub(super) fn remains(text: &str, comments: &[Range<usize>], column: usize) -> String {
    let line = |comment: &Range<usize>| {
        let own = begins_line(text, comment.start);
        let before = if own { &text[line_start(text, comment.start)..comment.start] } else { &" ".repeat(column) };
        format!("{before}{}", &text[comment.clone()])
    };
    comments.iter().map(line).collect::<Vec<_>>().join("\n")
}
