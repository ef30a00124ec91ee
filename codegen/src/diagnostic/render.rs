//! Diagnostics as text, in the form that rustc has made familiar.

use super::{Diagnostic, Place};
use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::sync::Arc;

/// Longest source line that is shown whole.
const WIDTH: usize = 160;

/// More than anyone reads; a file that is no spec at all can break a rule in each line.
const MOST: usize = 1000;

/// Renders diagnostics with the lines they are about; `sources` holds the text of each file, `folder` stands before
/// the files' paths.
pub fn render(diagnostics: &[Diagnostic], folder: &str, sources: &BTreeMap<Arc<str>, String>) -> String {
    let sources = sources.iter().map(|(file, text)| (&**file, Source::new(text))).collect();
    let shown = &diagnostics[..diagnostics.len().min(MOST)];
    let mut out: String = shown.iter().map(|diagnostic| one(diagnostic, folder, &sources)).collect();
    if let Some(more) = diagnostics.len().checked_sub(MOST).filter(|more| *more > 0) {
        // Writing to a String cannot fail.
        let _ = writeln!(out, "... and {more} more\n");
    }
    out
}

fn one(diagnostic: &Diagnostic, folder: &str, sources: &BTreeMap<&str, Source<'_>>) -> String {
    let Diagnostic { place, rule, message, other, help } = diagnostic;
    let first = Excerpt::of(place, "", sources);
    let second = other.as_ref().map(|(place, note)| Excerpt::of(place, note, sources));
    let margin = second.as_ref().map_or(0, Excerpt::margin).max(first.margin());
    let second = second.map(|excerpt| excerpt.render(folder, margin)).unwrap_or_default();
    let help = help.as_ref().map(|help| format!("  = help: {help}\n")).unwrap_or_default();
    format!("error[{}]: {message}\n{}{second}{help}\n", rule.code(), first.render(folder, margin))
}

/// A file's text, and where its lines start.
struct Source<'t> {
    text: &'t str,
    starts: Vec<usize>,
}

impl<'t> Source<'t> {
    fn new(text: &'t str) -> Self {
        let starts = std::iter::once(0).chain(text.match_indices('\n').map(|(at, _)| at + 1)).collect();
        Self { text, starts }
    }

    /// The line that an offset is in, counted from zero.
    fn line_of(&self, offset: usize) -> usize {
        self.starts.partition_point(|start| *start <= offset).saturating_sub(1)
    }

    fn floor(&self, offset: usize) -> usize {
        let mut offset = offset.min(self.text.len());
        while !self.text.is_char_boundary(offset) {
            offset -= 1;
        }
        offset
    }
}

/// A place and the line that it is in.
struct Excerpt<'a> {
    file: &'a str,
    note: &'a str,
    /// Nothing for a file that is meant as a whole.
    line: Option<Line>,
}

/// Line and column are counted from one, the column in characters.
struct Line {
    number: usize,
    column: usize,
    shown: String,
    indent: String,
    carets: String,
}

impl<'a> Excerpt<'a> {
    fn of(place: &'a Place, note: &'a str, sources: &BTreeMap<&str, Source<'_>>) -> Self {
        let whole = (place.start, place.end) == (0, 0);
        let source = sources.get(&*place.file).filter(|_| !whole);
        Self { file: &place.file, note, line: source.map(|source| Line::of(place, source)) }
    }

    /// How wide its line number is.
    fn margin(&self) -> usize {
        self.line.as_ref().map_or(1, |line| line.number.to_string().len())
    }

    fn render(&self, folder: &str, width: usize) -> String {
        let Self { file, note, line } = self;
        let margin = " ".repeat(width);
        let Some(Line { number, column, shown, indent, carets }) = line else {
            let note = if note.is_empty() { String::new() } else { format!(": {note}") };
            return format!("{margin}--> {folder}{file}{note}\n");
        };
        let marked = format!("{indent}{carets} {note}");
        let marked = marked.trim_end();
        format!(
            "{margin}--> {folder}{file}:{number}:{column}\n{margin} |\n{number:>width$} | {shown}\n{margin} | {marked}\n"
        )
    }
}

impl Line {
    fn of(place: &Place, source: &Source<'_>) -> Self {
        let Source { text, starts } = source;
        let (start, end) = (source.floor(place.start), source.floor(place.end));
        let number = source.line_of(start);
        let line_start = starts[number];
        let line_end = starts.get(number + 1).copied().unwrap_or(text.len());
        let line = text[line_start..line_end].trim_end_matches(['\n', '\r']);
        let at = (start - line_start).min(line.len());
        let from = window_start(line, at);
        let shown: String = line[from..].chars().take(WIDTH).collect();
        let before: String = line[from..at].chars().map(|c| if c == '\t' { '\t' } else { ' ' }).collect();
        let marked = text.get(start..end).unwrap_or("").lines().next().unwrap_or("").trim_end();
        let room = shown.chars().count().saturating_sub(before.chars().count()).max(1);
        Self {
            number: number + 1,
            column: line[..at].chars().count() + 1,
            carets: "^".repeat(marked.chars().count().clamp(1, room)),
            indent: before,
            shown,
        }
    }
}

/// Where the part of a long line begins that is shown around an offset.
fn window_start(line: &str, at: usize) -> usize {
    if line.chars().nth(WIDTH).is_none() {
        return 0;
    }
    line[..at].char_indices().rev().take(WIDTH / 2).last().map_or(at, |(from, _)| from)
}
