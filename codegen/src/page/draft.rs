//! What a dialect found on a page → the page.

use super::examples::{self, Shown};
use super::limits::Told;
use super::markdown::Table;
use super::notes::Notes;
use super::place::{self, Place};
use super::shape::Shape;
use super::table::Known;
use super::{Page, Row, Unreadable, claims, curl, table};
use crate::model::{Access, Limit, Method, Scope};

/// What a dialect finds, block by block.
#[derive(Default)]
pub(super) struct Draft<'b> {
    /// The title.
    pub(super) title: String,
    /// The page's address.
    pub(super) doc: Option<String>,
    /// Method, where it is told.
    pub(super) method: Option<Method>,
    /// Path, where it is told.
    pub(super) path: Option<String>,
    /// The line of the path.
    pub(super) line: usize,
    /// Hosts.
    pub(super) hosts: Vec<String>,
    /// Whether calls are signed.
    pub(super) signed: Option<bool>,
    /// What a key must be allowed to do.
    pub(super) access: Option<Access>,
    /// Its own limits, and their lines.
    pub(super) limits: Vec<(Told, usize)>,
    /// Limits that it shares, and their lines.
    pub(super) shared_limits: Vec<(Told, usize)>,
    /// Why it should no longer be used.
    pub(super) deprecated: Option<String>,
    /// The table of parameters.
    pub(super) request: Option<&'b Table>,
    /// The table of the answer.
    pub(super) response: Option<&'b Table>,
    /// The example request.
    pub(super) request_example: Shown,
    /// The example answer.
    pub(super) response_example: Shown,
    /// What came to light.
    pub(super) notes: Notes,
}

/// How a dialect puts the rows of a table within each other.
pub(super) trait Nesting {
    /// Rows of the request.
    fn request(&self, rows: Vec<Row>, shape: Option<&Shape>, notes: &mut Notes) -> Vec<Place>;

    /// Rows of the whole answer.
    fn response(&self, rows: Vec<Row>, line: usize, shape: Option<&Shape>, notes: &mut Notes) -> Vec<Place>;
}

impl Draft<'_> {
    /// Takes words that tell no fact, but perhaps that the endpoint is deprecated.
    pub(super) fn prose(&mut self, line: usize, about: &str, text: &str) {
        self.deprecated = self.deprecated.take().or_else(|| claims::deprecated_endpoint(text));
        self.notes.prose(line, about, text);
    }

    /// The page.
    pub(super) fn finish(self, file: &str, nesting: &impl Nesting) -> Result<Page, Unreadable> {
        for table in [self.request, self.response].into_iter().flatten() {
            table::whole(table)?;
        }
        let method = self.method.ok_or_else(|| Unreadable::Torn("the method".to_owned(), self.line))?;
        let path = self.path.ok_or_else(|| Unreadable::Torn("the path".to_owned(), self.line))?;
        let mut notes = self.notes;
        let title = self.title;
        let mut page = Page {
            file: file.to_owned(),
            title: title.clone(),
            doc: self.doc,
            method,
            path,
            hosts: self.hosts,
            signed: self.signed,
            access: self.access,
            limits: Vec::new(),
            shared_limits: Vec::new(),
            request: Vec::new(),
            request_example: None,
            response: Vec::new(),
            response_example: examples::response(&self.response_example, &mut notes),
            deprecated: self.deprecated.or_else(|| claims::deprecated(&title)),
            notes: Vec::new(),
        };
        example_call(&mut page, &self.request_example, &mut notes);
        if page.signed == Some(false) {
            page.access = Some(Access::Public);
        }
        page.limits = of_scopes(&self.limits, page.signed, &mut notes);
        page.shared_limits = of_scopes(&self.shared_limits, page.signed, &mut notes);
        page.request = request_rows(self.request, &page, nesting, &mut notes);
        page.response = response_rows(self.response, self.line, &page, nesting, &mut notes);
        page.notes = notes.into_sorted();
        Ok(page)
    }
}

fn request_rows(table: Option<&Table>, page: &Page, nesting: &impl Nesting, notes: &mut Notes) -> Vec<Row> {
    let Some(table) = table.and_then(Known::new) else { return Vec::new() };
    let shape = page.request_example.as_ref().map(Shape::of);
    let rows = table.rows(REQUEST, notes);
    let places = nesting.request(rows, shape.as_ref(), notes);
    place::settle(places, shape.as_ref(), REQUEST, notes)
}

fn response_rows(
    table: Option<&Table>,
    line: usize,
    page: &Page,
    nesting: &impl Nesting,
    notes: &mut Notes,
) -> Vec<Row> {
    let shape = page.response_example.as_ref().map(Shape::of);
    let (rows, line) = match table.and_then(Known::new) {
        Some(table) => (table.rows(RESPONSE, notes), table.line()),
        None => (Vec::new(), line),
    };
    let places = nesting.response(rows, line, shape.as_ref(), notes);
    place::settle(places, shape.as_ref(), RESPONSE, notes)
}

/// What notes call the tables.
pub(super) const REQUEST: &str = "request";
/// What notes call the tables.
pub(super) const RESPONSE: &str = "response";

fn example_call(page: &mut Page, shown: &Shown, notes: &mut Notes) {
    let Some((parameters, call)) = examples::request(shown, page, notes) else { return };
    page.request_example = Some(parameters);
    let Some(call) = call else { return };
    if page.hosts.is_empty() {
        page.hosts.extend(call.host);
    }
    if page.signed.is_none() {
        page.signed = Some(curl::is_signed(&shown.text));
    }
}

/// Limits with somebody who is counted: as the page says, or else the user where calls are signed.
fn of_scopes(told: &[(Told, usize)], signed: Option<bool>, notes: &mut Notes) -> Vec<Limit> {
    let limit = |(told, line): &(Told, usize)| {
        let usual = if signed == Some(false) { Scope::Ip } else { Scope::Uid };
        let by = told.by.unwrap_or_else(|| {
            let who =
                if usual == Scope::Ip { "the IP, as calls are not signed" } else { "the UID, as calls are signed" };
            notes.guessed(*line, LIMIT, format!("it does not tell who is counted: read as {who}"));
            usual
        });
        if told.odd {
            let text = format!("read as {} calls in {} s", told.requests, told.per.as_secs());
            notes.guessed(*line, LIMIT, text);
        }
        Limit { requests: told.requests, per: told.per, by, tier: told.tier.map(str::to_owned) }
    };
    told.iter().map(limit).collect()
}

/// What notes call limits.
pub(super) const LIMIT: &str = "rate limit";
