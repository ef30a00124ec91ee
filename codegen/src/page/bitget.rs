//! Bitget's pages, with or without fences and leading bars, and fact sheets in their form.

use super::draft::{Draft, RESPONSE};
use super::label::{self, Part};
use super::layout::Line;
use super::markdown::{Block, Table};
use super::marks::Marks;
use super::table::Known;
use super::{Page, Unreadable, Word, inline, limits};
use crate::model::Method;

/// The method and path that a line tells, such as `* GET /v1/orders`, and what follows them.
pub(super) fn call(line: &str) -> Option<(Method, &str, &str)> {
    let line = line.trim().trim_start_matches(['*', '-', ' ']);
    let line = line.strip_prefix("HTTP:").unwrap_or(line).trim_start();
    let (word, rest) = line.split_once(' ')?;
    let method = super::method(word)?;
    let rest = rest.trim_start();
    let (path, rest) = rest.split_at(rest.find(char::is_whitespace).unwrap_or(rest.len()));
    (path.starts_with('/') && path.len() > 1).then_some((method, path, rest.trim()))
}

/// Whether these are the blocks of a page of Bitget: a line with method and path, and a label that such pages have.
pub(super) fn is_it(blocks: &[Block]) -> bool {
    let labelled = |block: &Block| match block {
        Block::Heading(text, _) => label::of_heading(text).is_some(),
        Block::Text(lines) => label::of_line(&lines[0].text).is_some() || lines[0].text.starts_with("Response:"),
        _ => false,
    };
    let calls = |block: &Block| match block {
        Block::Text(lines) => lines.iter().any(|line| call(&line.text).is_some()),
        _ => false,
    };
    blocks.iter().any(labelled) && blocks.iter().any(calls)
}

/// Reads a page.
pub(super) fn read(file: &str, draft: Draft<'_>, blocks: &[Block]) -> Result<Page, Unreadable> {
    let mut reader = Reader { draft, part: None, nesting: Marks::default() };
    for block in blocks {
        reader.block(block)?;
    }
    reader.draft.finish(file, &reader.nesting)
}

struct Reader<'b> {
    draft: Draft<'b>,
    part: Option<Part>,
    nesting: Marks,
}

impl<'b> Reader<'b> {
    fn block(&mut self, block: &'b Block) -> Result<(), Unreadable> {
        match block {
            Block::Heading(text, line) => self.heading(text, *line),
            Block::Table(table) => self.table(table),
            Block::Code(lines) => self.code(lines),
            Block::Text(lines) => return self.text(lines),
        }
        Ok(())
    }

    fn heading(&mut self, text: &str, line: usize) {
        self.part = label::of_heading(text);
        if self.part.is_some() {
            return;
        }
        if self.draft.title.is_empty() {
            text.clone_into(&mut self.draft.title);
        } else {
            self.draft.notes.unread(line, "heading", format!("`{text}` is not known"));
        }
    }

    /// The request's table alone tells what is required.
    fn table(&mut self, table: &'b Table) {
        let Some(known) = Known::new(table) else {
            self.draft.notes.unread(table.line, "table", format!("`{}` is not known", table.head.join(" | ")));
            return;
        };
        let request = known.tells_required();
        let place = if request { &mut self.draft.request } else { &mut self.draft.response };
        if place.is_some() {
            let side = if request { "request" } else { "response" };
            self.draft.notes.unread(table.line, side, "a second table");
            return;
        }
        *place = Some(table);
    }

    fn code(&mut self, lines: &[Line]) {
        let answer = matches!(self.part, Some(Part::Response | Part::ResponseExample));
        let asks = lines.iter().any(|line| line.text.contains("curl") || line.text.contains("://"));
        let asks = asks && self.draft.request_example.line == 0;
        let after_request = self.draft.request_example.line > 0 && self.draft.response_example.line == 0;
        match !asks && (answer || after_request) {
            true => self.draft.response_example.add(lines, false),
            false => self.draft.request_example.add(lines, false),
        }
    }

    fn text(&mut self, lines: &[Line]) -> Result<(), Unreadable> {
        let first = &lines[0].text;
        if first.trim_start().starts_with("<!--") {
            return Ok(());
        }
        if let (Some(part), 1) = (label::of_line(first), lines.len()) {
            self.part = Some(part);
            return Ok(());
        }
        let example = first.trim_start().starts_with(['{', '[']) || first.starts_with("curl");
        if example && matches!(self.part, Some(Part::RequestExample | Part::ResponseExample)) {
            self.code(lines);
            return Ok(());
        }
        let mut prose = Vec::new();
        for line in lines {
            if !self.line(line)? {
                prose.push(line);
            }
        }
        self.prose(&prose);
        Ok(())
    }

    /// Reads a line that tells a fact; false where it tells none.
    fn line(&mut self, line: &Line) -> Result<bool, Unreadable> {
        let text = line.text.trim();
        if self.draft.title.is_empty() {
            self.draft.title = inline::plain(text);
            return Ok(true);
        }
        if matches!(self.part, Some(Part::Request | Part::Response)) && super::is_torn(text) {
            return Err(super::torn(line.number));
        }
        if let Some((method, path, rest)) = call(text) {
            self.call(method, path, rest, line.number);
            return Ok(true);
        }
        if let Some(answer) = text.strip_prefix("Response:") {
            self.part = Some(Part::Response);
            self.answer(answer.trim(), line.number);
            return Ok(true);
        }
        Ok(self.limit(text, line.number))
    }

    fn call(&mut self, method: Method, path: &str, rest: &str, line: usize) {
        if self.draft.path.is_some() {
            self.draft.notes.unread(line, "path", format!("a second one: `{path}`"));
            return;
        }
        (self.draft.method, self.draft.path, self.draft.line) = (Some(method), Some(inline::plain(path)), line);
        match rest {
            "" => {}
            "(private)" => self.draft.signed = Some(true),
            "(public)" => self.draft.signed = Some(false),
            rest => self.draft.notes.prose(line, "path", inline::plain(rest)),
        }
    }

    /// What a fact sheet says of the answer as a whole.
    fn answer(&mut self, text: &str, line: usize) {
        let known = ANSWERS.iter().find(|(words, _)| text.starts_with(words));
        let Some((words, word)) = known else {
            self.draft.notes.prose(line, RESPONSE, text);
            return;
        };
        self.nesting.answer = Some(*word);
        let rest = text[words.len()..].trim_matches([';', '.', ' ']);
        if !rest.is_empty() {
            self.draft.notes.prose(line, RESPONSE, rest);
        }
    }

    fn limit(&mut self, text: &str, line: usize) -> bool {
        let told = if limits::is_about(text) { limits::read(text) } else { Vec::new() };
        let any = !told.is_empty();
        self.draft.limits.extend(told.into_iter().map(|told| (told, line)));
        any
    }

    fn prose(&mut self, lines: &[&Line]) {
        let text: Vec<String> = lines.iter().map(|line| inline::plain(&line.text)).collect();
        let text = text.join(" ").trim().to_owned();
        let Some(first) = lines.first().filter(|_| !text.is_empty() && !is_boilerplate(&text)) else { return };
        let about = match self.part {
            Some(Part::Request | Part::RequestExample) => "request",
            Some(Part::Response | Part::ResponseExample) => RESPONSE,
            _ => "description",
        };
        self.draft.prose(first.number, about, &text);
    }
}

/// What a fact sheet says of an answer.
const ANSWERS: &[(&str, Word)] = &[
    ("data is an array of objects", Word::ObjectList),
    ("data is an array", Word::List),
    ("data is a list of objects", Word::ObjectList),
    ("data is an object", Word::Object),
    ("data is a string", Word::Text),
];

/// Beginnings of what says nothing of an endpoint.
const BOILERPLATE: &[&str] = &["<div", "</div", "> Source:", "N/A", "none", "FACT SHEET"];

fn is_boilerplate(text: &str) -> bool {
    BOILERPLATE.iter().any(|start| text.starts_with(start))
}
