//! HTX's pages: `key: value` lines below a heading with the path, and tables with markers.

use super::draft::{Draft, LIMIT};
use super::label::{self, Part};
use super::layout::Line;
use super::limits::{self, Told};
use super::markdown::{Block, Table};
use super::markers::Markers;
use super::table::Known;
use super::{Page, Unreadable, inline};
use crate::model::Access;

/// The line that pages of endpoints have.
const METHOD: &str = "Request type";

/// Whether these are the blocks of a page of HTX.
pub(super) fn is_it(blocks: &[Block]) -> bool {
    blocks.iter().any(|block| matches!(block, Block::Text(lines) if lines[0].text.starts_with(METHOD)))
}

/// Reads a page.
pub(super) fn read(file: &str, draft: Draft<'_>, blocks: &[Block]) -> Result<Page, Unreadable> {
    let mut reader = Reader { draft, part: None, notes_limits: Vec::new() };
    for block in blocks {
        reader.block(block)?;
    }
    reader.limits_of_notes();
    reader.draft.finish(file, &Markers)
}

struct Reader<'b> {
    draft: Draft<'b>,
    part: Option<Part>,
    /// Limits that the notes tell.
    notes_limits: Vec<(Told, usize)>,
}

impl<'b> Reader<'b> {
    fn block(&mut self, block: &'b Block) -> Result<(), Unreadable> {
        match block {
            Block::Heading(text, line) => self.heading(text, *line),
            Block::Table(table) => self.table(table),
            Block::Code(lines) => self.code(lines, false),
            Block::Text(lines) => {
                let table = matches!(self.part, Some(Part::Request | Part::Response));
                if let Some(line) = lines.iter().find(|line| table && super::is_torn(&line.text)) {
                    return Err(super::torn(line.number));
                }
                self.text(lines);
            }
        }
        Ok(())
    }

    fn heading(&mut self, text: &str, line: usize) {
        self.part = label::of_heading(text);
        if self.part.is_some() {
            return;
        }
        match path(text) {
            Some((host, path, title)) if self.draft.path.is_none() => {
                self.draft.hosts.extend(host);
                (self.draft.path, self.draft.line) = (Some(path), line);
                self.draft.title = title;
            }
            _ if self.draft.title.is_empty() && self.draft.path.is_none() => text.clone_into(&mut self.draft.title),
            _ => self.draft.notes.unread(line, "heading", format!("`{text}` is not known")),
        }
    }

    fn table(&mut self, table: &'b Table) {
        if self.part == Some(Part::Address) {
            return self.addresses(table);
        }
        let place = match self.part {
            Some(Part::Request) => &mut self.draft.request,
            Some(Part::Response) => &mut self.draft.response,
            _ => {
                self.draft.notes.unread(table.line, "table", format!("`{}` is not known", table.head.join(" | ")));
                return;
            }
        };
        if place.is_none() && Known::new(table).is_some() {
            *place = Some(table);
        } else {
            self.draft.notes.unread(table.line, "table", format!("`{}` is not read", table.head.join(" | ")));
        }
    }

    fn addresses(&mut self, table: &Table) {
        for (cells, line) in &table.rows {
            match cells.iter().find(|cell| cell.contains("://")) {
                Some(address) => {
                    let (host, _) = split(address);
                    let host = match host.strip_prefix("wss://") {
                        Some(host) => {
                            self.draft.notes.guessed(*line, "hosts", format!("`{address}` is read as https"));
                            format!("https://{host}")
                        }
                        None => host.to_owned(),
                    };
                    if !self.draft.hosts.contains(&host) {
                        self.draft.hosts.push(host);
                    }
                }
                None => self.draft.notes.unread(*line, "hosts", format!("`{}` is no address", cells.join(" | "))),
            }
        }
    }

    fn code(&mut self, lines: &[Line], rendered: bool) {
        match self.part {
            Some(Part::RequestExample) => self.draft.request_example.add(lines, rendered),
            Some(Part::ResponseExample) => self.draft.response_example.add(lines, rendered),
            _ => self.draft.notes.prose(lines.first().map_or(0, |line| line.number), "example", "one more"),
        }
    }

    fn text(&mut self, lines: &[Line]) {
        if lines[0].text.trim_start().starts_with("<!--") {
            return;
        }
        if matches!(self.part, Some(Part::RequestExample | Part::ResponseExample)) {
            return self.code(lines, true);
        }
        let text = joined(lines);
        let line = lines[0].number;
        if let Some((key, value)) = text.split_once(':')
            && self.part.is_none()
            && self.fact(key, value.trim(), line)
        {
            return;
        }
        self.prose(&text, lines);
    }

    /// Reads a `key: value` line; false where the key is not known.
    fn fact(&mut self, key: &str, value: &str, line: usize) -> bool {
        match key.trim() {
            METHOD => {
                self.draft.method = super::method(value);
                self.draft.line = line;
            }
            "Signature verification" => {
                self.draft.signed = SIGNED.iter().find(|(word, _)| *word == value).map(|(_, signed)| *signed);
                if self.draft.signed.is_none() {
                    self.draft.notes.unread(line, "signature", format!("`{value}` is not known"));
                }
            }
            "Interface permission" => self.permission(value, line),
            "Rate Limit" => self.limit(value, line),
            "Interface description" => self.draft.prose(line, "description", value),
            "Source" | "Category" => {}
            _ => return false,
        }
        true
    }

    fn permission(&mut self, value: &str, line: usize) {
        self.draft.access = ACCESSES.iter().find(|(word, _)| *word == value).map(|(_, access)| *access);
        if self.draft.access.is_none() {
            self.draft.notes.unread(line, "permission", format!("`{value}` is not known"));
        }
        if self.draft.signed == Some(false) {
            self.draft.access = Some(Access::Public);
        }
    }

    fn limit(&mut self, text: &str, line: usize) {
        let told = limits::read(text);
        let lower = text.to_ascii_lowercase();
        if told.is_empty() {
            self.draft.notes.unread(line, LIMIT, format!("`{text}` is no rate limit"));
        } else if !FAMILIES.iter().any(|words| lower.contains(words)) {
            self.draft.limits.extend(told.into_iter().map(|told| (told, line)));
        } else {
            let kind = if self.draft.access == Some(Access::Trade) { "trad" } else { "read" };
            let query = if kind == "read" { "quer" } else { kind };
            let part = told.iter().skip(1).find(|told| told.before.contains(kind) || told.before.contains(query));
            let whole = part.is_none() && lower.contains("private");
            if whole {
                self.draft.notes.guessed(line, LIMIT, "the whole is read, as no part of it is told");
            }
            self.draft.shared_limits.extend(part.or(told.first()).map(|told| (told.clone(), line)));
        }
    }

    fn prose(&mut self, text: &str, lines: &[Line]) {
        if text.is_empty() || self.part == Some(Part::Boilerplate) {
            return;
        }
        let about = match self.part {
            Some(Part::Request) => "request",
            Some(Part::Response) => "response",
            _ => "description",
        };
        let text = text.strip_prefix("Notes:").unwrap_or(text).trim();
        let mut rest = String::new();
        for sentence in text.split('\n').flat_map(|line| line.split_inclusive(". ")) {
            let told = if limits::is_about(sentence) { limits::read(sentence) } else { Vec::new() };
            if told.is_empty() {
                rest.push_str(sentence);
            }
            self.notes_limits.extend(told.into_iter().map(|told| (told, lines[0].number)));
        }
        if rest.trim().is_empty() {
            return;
        }
        self.draft.prose(lines[0].number, about, text);
    }

    /// Limits that the notes repeat, or tell alone.
    fn limits_of_notes(&mut self) {
        let told = std::mem::take(&mut self.notes_limits);
        let known = |limits: &[(Told, usize)], told: &Told| {
            limits.iter().any(|(known, _)| known.requests == told.requests && known.per == told.per)
        };
        for (told, line) in told {
            if known(&self.draft.limits, &told) || known(&self.draft.shared_limits, &told) {
                continue;
            }
            if self.draft.limits.is_empty() {
                self.draft.notes.guessed(line, LIMIT, "told in the notes only");
                self.draft.limits.push((told, line));
            } else {
                let text = format!("the notes say {} in {} s", told.requests, told.per.as_secs());
                self.draft.notes.contradicts(line, LIMIT, text);
            }
        }
    }
}

/// Lines as one text; blanks at the end of a line break it, other line breaks were put there by a formatter.
fn joined(lines: &[Line]) -> String {
    let mut text = String::new();
    for line in lines {
        text.push_str(&inline::plain(&line.text));
        text.push(if line.text.ends_with("  ") { '\n' } else { ' ' });
    }
    text.trim().to_owned()
}

const SIGNED: &[(&str, bool)] = &[("Yes", true), ("No", false)];

const ACCESSES: &[(&str, Access)] =
    &[("Read", Access::Read), ("读取", Access::Read), ("Trade", Access::Trade), ("Withdraw", Access::Withdraw)];

/// Words of limits that many endpoints share.
const FAMILIES: &[&str] = &["shared", "private interface", "public interface", "all products", "all copytrading"];

/// Host, path and title of a heading such as `/v1/order (Place an Order)`.
fn path(heading: &str) -> Option<(Option<String>, String, String)> {
    let (address, _) = heading.split_once(['(', ' ']).unwrap_or((heading, ""));
    let address = address.trim();
    let (host, path) = split(address);
    let path = if path.starts_with('/') { path.to_owned() } else { format!("/{path}") };
    let looks = path.len() > 1 && address.contains('/') && !address.contains(':') || !host.is_empty();
    let title = heading[address.len()..].trim().trim_start_matches('(').trim();
    let title = title.strip_suffix(')').unwrap_or(title).trim().to_owned();
    looks.then(|| ((!host.is_empty()).then(|| host.to_owned()), path, title))
}

/// Host and path of an address.
fn split(address: &str) -> (&str, &str) {
    let Some(scheme) = address.find("://") else { return ("", address) };
    let at = address[scheme + 3..].find('/').map_or(address.len(), |at| scheme + 3 + at);
    address.split_at(at)
}
