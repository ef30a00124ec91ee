//! An exchange's page → what it says. Knows the pages' dialects, and neither specs nor what is made of them.
//!
//! ```text
//! text ─layout─▶ lines ─markdown─▶ blocks ─bitget | htx─▶ draft ─table, marks | markers, place─▶ Page
//! ```

mod bitget;
mod claims;
mod curl;
mod draft;
mod examples;
mod htx;
mod inline;
mod label;
mod layout;
mod limits;
mod markdown;
mod marker;
mod markers;
mod marks;
mod notes;
mod place;
mod shape;
mod table;
mod tolerant;
mod words;

use crate::json::Json;
use crate::model::{Access, Limit, Method};
use draft::Draft;
use layout::Layout;
use markdown::Block;

/// What a page says about an endpoint.
#[derive(Clone, Debug)]
pub struct Page {
    /// The file, as reports show it.
    pub file: String,
    /// Its title.
    pub title: String,
    /// Its own address, where it tells it.
    pub doc: Option<String>,
    /// HTTP method.
    pub method: Method,
    /// Path from `/`, parameters in it written `{name}`.
    pub path: String,
    /// Addresses that answer it, `https://host`; none where the page does not tell.
    pub hosts: Vec<String>,
    /// Whether calls are signed, where the page tells.
    pub signed: Option<bool>,
    /// What a key must be allowed to do, where the page tells.
    pub access: Option<Access>,
    /// Its own rate limits.
    pub limits: Vec<Limit>,
    /// Rate limits that it shares with others, of the kind of call that it is.
    pub shared_limits: Vec<Limit>,
    /// Rows of the request table, nested.
    pub request: Vec<Row>,
    /// Parameters of the example request as one object, or the whole body where that is a list.
    pub request_example: Option<Json>,
    /// Rows of the whole answer, nested; the envelope's as far as the table has them.
    pub response: Vec<Row>,
    /// The example answer, envelope and all.
    pub response_example: Option<Json>,
    /// Why it should no longer be used, where the page says that.
    pub deprecated: Option<String>,
    /// What reading it brought to light.
    pub notes: Vec<Note>,
}

/// A row of a table.
#[derive(Clone, Debug, Default)]
pub struct Row {
    /// Wire name.
    pub name: String,
    /// What the type cell means.
    pub word: Word,
    /// The type cell as it is written.
    pub written: String,
    /// Whether it is required, where the table tells.
    pub required: Option<bool>,
    /// All that the row says in words: description, range and default.
    pub text: String,
    /// What these words claim.
    pub claims: Claims,
    /// The rows below it.
    pub rows: Vec<Row>,
    /// Its line in the file, from 1.
    pub line: usize,
}

/// What a type cell means.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Word {
    /// Nothing that is known.
    #[default]
    Unknown,
    /// A text.
    Text,
    /// A whole number.
    Integer,
    /// A number that may have a fraction.
    Decimal,
    /// A boolean.
    Boolean,
    /// An object.
    Object,
    /// A list of anything.
    List,
    /// A list of texts or numbers.
    ScalarList,
    /// A list of objects.
    ObjectList,
}

/// What the words of a row claim.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Claims {
    /// The values that it may have, where it is one of a set.
    pub values: Vec<Value>,
    /// What the exchange assumes when it is left out.
    pub default: Option<String>,
    /// Least value.
    pub min: Option<String>,
    /// Greatest value.
    pub max: Option<String>,
    /// Greatest number of items of a list or of a text that is joined by commas.
    pub max_items: Option<u32>,
    /// Whether it is several values in a text, joined by commas.
    pub joined: bool,
    /// Whether it is a time in Unix milliseconds.
    pub timestamp: bool,
    /// Whether it is JSON in a text.
    pub embedded: bool,
    /// Whether it is required only under a condition.
    pub conditional: bool,
    /// Why it should no longer be used.
    pub deprecated: Option<String>,
}

/// A value of a set.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Value {
    /// As it is sent.
    pub value: String,
    /// What the page says of it. For reports only: descriptions are written in our own words.
    pub text: String,
}

/// Something that whoever imports a page must know.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Note {
    /// What kind of thing it is.
    pub kind: NoteKind,
    /// The line in the file, from 1.
    pub line: usize,
    /// What it is about: `request.symbol`, `rate limit`, `response example`.
    pub about: String,
    /// What was found, and why it was read in this way.
    pub text: String,
}

/// Kinds of notes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum NoteKind {
    /// Read in one of several ways, for a reason.
    Guessed,
    /// Two places of the page contradict each other.
    Contradicts,
    /// Repaired, such as an example that was not JSON.
    Repaired,
    /// Left to people: sentences that no fact was taken from.
    Prose,
    /// Not understood.
    Unread,
}

/// Why a file gives no page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Unreadable {
    /// It does not look like the page of an endpoint: no method and path, and no heading that such pages have.
    NoEndpoint,
    /// It is one, but something without which nothing can be said is missing or torn: what, and the line.
    Torn(String, usize),
}

/// Reads a page: `file` is its name in reports.
///
/// # Errors
///
/// When the file is no page of an endpoint, or is torn.
pub fn read(file: &str, text: &str) -> Result<Page, Unreadable> {
    if text.len() > LONGEST {
        return Err(Unreadable::Torn(format!("it is longer than any page: {} bytes", text.len()), 1));
    }
    let layout = Layout::new(text);
    let blocks = markdown::blocks(&layout);
    let mut draft = Draft { doc: doc(&layout), ..Draft::default() };
    for line in &layout.glued {
        draft.notes.repaired(*line, "fence", "a fence ended within a line");
    }
    for line in &layout.uneven {
        draft.notes.repaired(*line, "table", "its rule has another number of cells than its head");
    }
    if let Some(line) = layout.open {
        draft.notes.unread(line, "fence", "it never ends");
    }
    match dialect(&blocks)? {
        Dialect::Bitget => bitget::read(file, draft, &blocks),
        Dialect::Htx => htx::read(file, draft, &blocks),
    }
}

/// Pages are 45 KB at most. What is much longer is something else, and bounds nothing that is done with a page.
const LONGEST: usize = 1 << 20;

enum Dialect {
    Bitget,
    Htx,
}

fn dialect(blocks: &[Block]) -> Result<Dialect, Unreadable> {
    if htx::is_it(blocks) {
        return Ok(Dialect::Htx);
    }
    if bitget::is_it(blocks) { Ok(Dialect::Bitget) } else { Err(Unreadable::NoEndpoint) }
}

/// Beginnings of lines that tell a page's address.
const SOURCES: &[&str] = &["<!-- source:", "**Source:**", "> **Source:**"];

/// The page's address.
fn doc(layout: &Layout) -> Option<String> {
    let told = |start: &&str| {
        let line = layout.lines.iter().find_map(|line| line.text.trim().strip_prefix(*start))?;
        let address = &line[line.find("http")?..];
        let end = address.find(|c: char| c.is_whitespace() || matches!(c, ';' | ')' | ','));
        Some(address[..end.unwrap_or(address.len())].to_owned())
    };
    SOURCES.iter().find_map(told)
}

/// Whether a line was part of a table: a bar outside of backticks.
fn is_torn(line: &str) -> bool {
    line.split('`').step_by(2).any(|part| part.contains('|'))
}

/// A table whose cells have line breaks falls apart, and what is left of it would be half of the truth.
fn torn(line: usize) -> Unreadable {
    Unreadable::Torn("a table, by line breaks within its cells".to_owned(), line)
}

/// The method of a word.
fn method(word: &str) -> Option<Method> {
    const METHODS: &[Method] = &[Method::Get, Method::Post, Method::Put, Method::Delete];
    let word = word.trim();
    METHODS.iter().copied().find(|method| method.as_str().eq_ignore_ascii_case(word))
}
