//! Diagnostics as text, in the form that rustc has made familiar.

use super::{Diagnostic, Place};
use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::sync::Arc;

/// Longest source line that is shown whole.
const WIDTH: usize = 160;

/// Renders diagnostics with the lines they are about; `sources` holds the text of each file.
pub fn render(diagnostics: &[Diagnostic], sources: &BTreeMap<Arc<str>, String>) -> String {
    let mut out = String::new();
    for diagnostic in diagnostics {
        let Diagnostic { place, rule, message, other, help } = diagnostic;
        let mut write = |text: std::fmt::Arguments<'_>| {
            // Writing to a String cannot fail.
            let _ = out.write_fmt(text);
        };
        write(format_args!("error[{}]: {message}\n", rule.code()));
        write(format_args!("{}", excerpt(place, "", sources)));
        if let Some((place, note)) = other {
            write(format_args!("{}", excerpt(place, note, sources)));
        }
        if let Some(help) = help {
            write(format_args!("  = help: {help}\n"));
        }
        write(format_args!("\n"));
    }
    out
}

/// Line and column of a place, counted from one, the column in characters.
pub(super) fn position(text: &str, offset: usize) -> (usize, usize) {
    let before = &text[..floor(text, offset)];
    let line_start = before.rfind('\n').map_or(0, |newline| newline + 1);
    (before.matches('\n').count() + 1, before[line_start..].chars().count() + 1)
}

fn excerpt(place: &Place, note: &str, sources: &BTreeMap<Arc<str>, String>) -> String {
    let Some(text) = sources.get(&place.file) else { return format!(" --> {}\n", place.file) };
    let (line, column) = position(text, place.start);
    let source = text.lines().nth(line - 1).unwrap_or("");
    let (shown, caret_at) = window(source, column - 1);
    let margin = " ".repeat(line.to_string().len());
    let carets = "^".repeat(caret_count(text, place, shown.chars().count().saturating_sub(caret_at)));
    let note = if note.is_empty() { String::new() } else { format!(" {note}") };
    let indent: String = shown.chars().take(caret_at).map(|c| if c == '\t' { '\t' } else { ' ' }).collect();
    format!(
        "{margin}--> {}:{line}:{column}\n{margin} |\n{line} | {shown}\n{margin} | {indent}{carets}{note}\n",
        place.file
    )
}

/// The part of a long line around a column, and where the column is in it.
fn window(line: &str, column: usize) -> (String, usize) {
    let length = line.chars().count();
    if length <= WIDTH {
        return (line.to_owned(), column.min(length));
    }
    let skip = column.saturating_sub(WIDTH / 2);
    let shown: String = line.chars().skip(skip).take(WIDTH).collect();
    (shown, column - skip)
}

fn caret_count(text: &str, place: &Place, available: usize) -> usize {
    let (start, end) = (floor(text, place.start), floor(text, place.end));
    let marked = text.get(start..end).unwrap_or("").lines().next().unwrap_or("");
    marked.trim_end().chars().count().clamp(1, available.max(1))
}

fn floor(text: &str, offset: usize) -> usize {
    let mut offset = offset.min(text.len());
    while !text.is_char_boundary(offset) {
        offset -= 1;
    }
    offset
}
