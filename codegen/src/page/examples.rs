//! Examples of a page → its parameters and its answer.

use super::curl::{self, Call};
use super::layout::Line;
use super::notes::Notes;
use super::{Page, tolerant};
use crate::json::Json;

/// What a page shows as an example.
#[derive(Debug, Default)]
pub(super) struct Shown {
    /// Its text.
    pub(super) text: String,
    /// Its first line; 0 where there is none.
    pub(super) line: usize,
    /// Whether it went through Markdown.
    pub(super) rendered: bool,
}

/// What stands where an example is missing, in lower case.
const NONE: &[&str] = &["no data", "no", "none", "n/a", "null", "-"];

impl Shown {
    /// Adds lines; those of several blocks are one example.
    pub(super) fn add(&mut self, lines: &[Line], rendered: bool) {
        for line in lines {
            self.line = if self.line == 0 { line.number } else { self.line };
            self.text.push_str(&line.text);
            self.text.push('\n');
        }
        self.rendered = rendered;
    }

    /// Its text without the marks of inline code; `None` where the page has no example.
    fn plain(&self) -> Option<&str> {
        let text = self.text.trim().trim_matches('`').trim();
        (!text.is_empty() && !NONE.contains(&text.to_ascii_lowercase().as_str())).then_some(text)
    }

    fn mended(&self, about: &str, mended: &[&str], notes: &mut Notes) {
        if !mended.is_empty() {
            notes.repaired(self.line, about, format!("not plain JSON: {}", mended.join(", ")));
        }
    }
}

const REQUEST: &str = "request example";
const RESPONSE: &str = "response example";

/// Reads the example answer.
pub(super) fn response(shown: &Shown, notes: &mut Notes) -> Option<Json> {
    let text = shown.plain()?;
    let Some(reading) = tolerant::read(text, shown.rendered) else {
        notes.unread(shown.line, RESPONSE, "it cannot be read as JSON");
        return None;
    };
    shown.mended(RESPONSE, &reading.mended, notes);
    rest(shown, RESPONSE, &reading.rest, notes);
    Some(reading.value)
}

fn rest(shown: &Shown, about: &str, rest: &str, notes: &mut Notes) {
    if rest.contains(['{', '[']) {
        notes.unread(shown.line, about, "only the first of several is read");
    } else if !rest.is_empty() {
        notes.unread(shown.line, about, format!("`{}` follows it", short(rest)));
    }
}

/// Reads the example request of a page whose method and path are known.
pub(super) fn request(shown: &Shown, page: &Page, notes: &mut Notes) -> Option<(Json, Option<Call>)> {
    let text = shown.plain()?;
    if let Some(call) = curl::read(text) {
        compare(shown, &call, page, notes);
        shown.mended(REQUEST, &call.mended, notes);
        if let Some(body) = &call.unread {
            notes.unread(shown.line, REQUEST, format!("the body `{}` cannot be read", short(body)));
        }
        return Some((parameters(&call, page), Some(call)));
    }
    let Some(reading) = tolerant::read(text, shown.rendered) else {
        notes.unread(shown.line, REQUEST, "neither an address nor JSON");
        return None;
    };
    shown.mended(REQUEST, &reading.mended, notes);
    rest(shown, REQUEST, &reading.rest, notes);
    Some((reading.value, None))
}

fn compare(shown: &Shown, call: &Call, page: &Page, notes: &mut Notes) {
    match &call.path {
        None => notes.repaired(shown.line, REQUEST, "its address has no path"),
        Some(path) if !same_path(path, &page.path) => {
            notes.contradicts(shown.line, REQUEST, format!("it calls `{path}`, the page is about `{}`", page.path));
        }
        Some(_) => {}
    }
    if let Some(method) = call.method.filter(|method| *method != page.method) {
        let text = format!("it is a {}, the page is about a {}", method.as_str(), page.method.as_str());
        notes.contradicts(shown.line, REQUEST, text);
    }
}

fn parts(path: &str) -> impl Iterator<Item = &str> {
    path.split('/').filter(|part| !part.is_empty())
}

fn is_parameter(part: &str) -> bool {
    part.starts_with('{') && part.ends_with('}')
}

fn same_path(path: &str, wanted: &str) -> bool {
    let equal = |(part, wanted): (&str, &str)| part == wanted || is_parameter(wanted);
    parts(path).count() == parts(wanted).count() && parts(path).zip(parts(wanted)).all(equal)
}

/// All parameters of a call as one object; its body where that is a list.
fn parameters(call: &Call, page: &Page) -> Json {
    let path = call.path.as_deref().filter(|path| same_path(path, &page.path)).unwrap_or_default();
    let of_path =
        parts(&page.path).zip(parts(path)).filter(|(wanted, part)| is_parameter(wanted) && !is_parameter(part));
    let of_path = of_path.map(|(name, value)| (name[1..name.len() - 1].to_owned(), Json::Text(value.to_owned())));
    let members = of_path.chain(call.query.iter().cloned());
    match &call.body {
        Some(Json::Object(body)) => {
            let body = body.iter().map(|(name, value)| (name.clone(), value.clone()));
            Json::Object(members.chain(body).collect())
        }
        Some(body) => body.clone(),
        None => Json::Object(members.collect()),
    }
}

/// The beginning of a text, for notes.
pub(super) fn short(text: &str) -> String {
    let line = text.lines().next().unwrap_or_default().trim();
    let short: String = line.chars().take(60).collect();
    if short.len() < text.trim().len() { format!("{short}…") } else { short }
}
