//! Parameters → query or JSON body, written once; the same bytes are signed and sent.

mod encode;
mod encoded;
mod put;

pub use encode::{Encode, Form};
pub use encoded::Encoded;
pub use put::Put;

use crate::meta::Meta;
use crate::value::secret::hidden;
use crate::value::{Decimal, Secret, push_decimal};
use std::borrow::Cow;
use std::cmp::Reverse;
use std::fmt::{self, Write as _};

/// The parameters of one call, as they are being written.
pub struct Params {
    text: String,
    path: Cow<'static, str>,
    syntax: Syntax,
    /// Whether the next member is the first of its object or query.
    first: bool,
    /// Whether the body is a value of its own, not the object of all parameters.
    whole: bool,
    fault: Option<String>,
    /// Those among the values, so that whatever is shown of the call can do without them.
    secrets: Vec<Secret>,
}

impl fmt::Debug for Params {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Params").field("syntax", &self.syntax).finish_non_exhaustive()
    }
}

/// What is being written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Syntax {
    Query,
    Json,
    /// A value alone, neither quoted nor escaped.
    Plain,
}

impl Params {
    /// Starts the parameters of a call.
    pub fn new(meta: &Meta) -> Self {
        let syntax = if meta.method.has_body() { Syntax::Json } else { Syntax::Query };
        let mut params = Self { path: Cow::Borrowed(meta.path), ..Self::of(syntax) };
        params.text.reserve(128);
        if syntax == Syntax::Json {
            params.text.push('{');
        }
        params
    }

    fn of(syntax: Syntax) -> Self {
        Self {
            text: String::new(),
            path: Cow::Borrowed(""),
            syntax,
            first: true,
            whole: false,
            fault: None,
            secrets: Vec::new(),
        }
    }

    /// Writes a parameter, in quotes where it stands in JSON.
    pub fn put<'p>(&'p mut self, name: &'static str, value: &(impl Encode + ?Sized)) -> Put<'p> {
        self.put_as(Form::Text, name, value)
    }

    /// Writes a bare number or boolean.
    pub fn put_bare<'p>(&'p mut self, name: &'static str, value: &(impl Encode + ?Sized)) -> Put<'p> {
        self.put_as(Form::Bare, name, value)
    }

    /// Writes a parameter in the form given; nothing where the value is absent.
    pub fn put_as<'p>(&'p mut self, form: Form, name: &'static str, value: &(impl Encode + ?Sized)) -> Put<'p> {
        let absent = value.is_absent();
        if !absent {
            self.member(name);
        }
        let start = self.text.len();
        if !absent {
            value.encode(form, self);
        }
        Put::new(self, name, start, if absent { 0 } else { value.count() })
    }

    /// Writes a list or map of an object, which is left out while it is empty.
    pub fn put_filled(&mut self, form: Form, name: &'static str, value: &(impl Encode + ?Sized)) {
        if value.count() > 0 {
            self.put_as(form, name, value);
        }
    }

    /// Fills a path parameter in. An empty one is a fault: it would name another endpoint.
    pub fn put_path(&mut self, name: &'static str, value: &(impl Encode + ?Sized)) {
        let mut part = Self::of(Syntax::Query);
        value.encode(Form::Text, &mut part);
        self.take_noted(&mut part);
        if matches!(part.text.as_str(), "" | "." | "..") {
            self.fail(format_args!("path parameter `{name}` is {:?}; give it a value", part.text));
        }
        self.path = Cow::Owned(self.path.replace(&format!("{{{name}}}"), &part.text));
    }

    /// Writes the whole body, for endpoints whose body is not an object of parameters.
    pub fn put_body<'p>(&'p mut self, name: &'static str, value: &(impl Encode + ?Sized)) -> Put<'p> {
        self.put_body_as(Form::Text, name, value)
    }

    /// Writes the whole body in the form given.
    pub fn put_body_as<'p>(&'p mut self, form: Form, name: &'static str, value: &(impl Encode + ?Sized)) -> Put<'p> {
        self.text.clear();
        self.whole = true;
        value.encode(form, self);
        Put::new(self, name, 0, value.count())
    }

    /// Notes a fault unless at least one of a group is set.
    pub fn require_any(&mut self, group: &[(&str, bool)]) {
        if !group.iter().any(|(_, set)| *set) {
            self.fail(format_args!("one of {} is required", names(group)));
        }
    }

    /// Notes a fault if more than one of a group is set.
    pub fn allow_one(&mut self, group: &[(&str, bool)]) {
        if group.iter().filter(|(_, set)| *set).count() > 1 {
            self.fail(format_args!("at most one of {} may be set", names(group)));
        }
    }

    /// Ends the parameters.
    ///
    /// # Errors
    ///
    /// What is wrong with them, if anything: bounds and groups that the exchange documents.
    pub fn finish(mut self) -> Result<Encoded, String> {
        self.secrets.sort_by_key(|secret| Reverse(secret.expose().len()));
        if let Some(fault) = self.fault {
            return Err(hidden(&fault, &self.secrets));
        }
        if self.syntax == Syntax::Json && !self.whole {
            self.text.push('}');
        }
        let (query, body) = match self.syntax {
            Syntax::Json => (String::new(), self.text),
            Syntax::Query | Syntax::Plain => (self.text, String::new()),
        };
        Ok(Encoded { path: self.path, query, body, secrets: self.secrets })
    }

    fn fail(&mut self, fault: fmt::Arguments<'_>) {
        self.fault.get_or_insert_with(|| fault.to_string());
    }
}

fn names(group: &[(&str, bool)]) -> String {
    let names: Vec<_> = group.iter().map(|(name, _)| format!("`{name}`")).collect();
    names.join(", ")
}

/// What values are written with.
impl Params {
    /// Writes text: in quotes in JSON, percent-encoded in a query.
    pub fn text(&mut self, text: &str) {
        match self.syntax {
            Syntax::Query => percent_encode(text, &mut self.text),
            Syntax::Json => quote(text, &mut self.text),
            Syntax::Plain => self.text.push_str(text),
        }
    }

    /// Writes what needs neither quotes nor escapes: a number, or JSON's own words.
    pub fn bare(&mut self, value: impl fmt::Display) {
        // Writing to a String cannot fail.
        let _ = write!(self.text, "{value}");
    }

    /// Writes a number or word that needs no escapes, in the form given.
    pub fn number(&mut self, form: Form, value: impl fmt::Display) {
        self.word(form, |out| out.bare(value));
    }

    /// Writes a decimal, in the form given.
    pub(crate) fn decimal(&mut self, form: Form, value: &Decimal) {
        self.word(form, |out| push_decimal(value, &mut out.text));
    }

    fn word(&mut self, form: Form, write: impl FnOnce(&mut Self)) {
        let quoted = self.syntax == Syntax::Json && form != Form::Bare;
        if quoted {
            self.text.push('"');
        }
        write(self);
        if quoted {
            self.text.push('"');
        }
    }

    /// Writes a secret, and notes it.
    pub(crate) fn secret(&mut self, form: Form, secret: &Secret) {
        self.secrets.push(secret.clone());
        secret.expose().encode(form, self);
    }

    /// Writes JSON as it stands.
    pub fn raw(&mut self, json: &str) {
        match self.syntax {
            Syntax::Json => self.text.push_str(json),
            Syntax::Query | Syntax::Plain => self.text(json),
        }
    }

    /// Writes an object, whose members `write` puts.
    pub fn object(&mut self, write: impl FnOnce(&mut Self)) {
        self.nested(|out| {
            out.text.push('{');
            out.first = true;
            write(out);
            out.text.push('}');
        });
    }

    /// Writes an array of fixed places, which `write` fills with [`Params::place`].
    pub fn places(&mut self, write: impl FnOnce(&mut Self)) {
        self.nested(|out| {
            out.text.push('[');
            out.first = true;
            write(out);
            out.text.push(']');
        });
    }

    /// Writes the next place of an array.
    pub fn place(&mut self, form: Form, value: &(impl Encode + ?Sized)) {
        if !self.first {
            self.text.push(',');
        }
        self.first = false;
        value.encode(form, self);
    }

    /// Writes a list: a JSON array, or comma-joined where there is no JSON.
    pub fn list<T: Encode>(&mut self, form: Form, items: &[T]) {
        if self.syntax != Syntax::Json {
            return self.joined(form, items);
        }
        self.text.push('[');
        for (index, item) in items.iter().enumerate() {
            if index > 0 {
                self.text.push(',');
            }
            item.encode(form, self);
        }
        self.text.push(']');
    }

    /// Writes a list as one comma-joined text. An item that would be read as several, or as none
    /// between others, is a fault.
    pub fn joined<T: Encode>(&mut self, form: Form, items: &[T]) {
        let mut joined = Self::of(Syntax::Plain);
        for (index, item) in items.iter().enumerate() {
            if index > 0 {
                joined.text.push(',');
            }
            let start = joined.text.len();
            item.encode(form, &mut joined);
            let written = &joined.text[start..];
            if written.contains(',') || (written.is_empty() && items.len() > 1) {
                let fault = "cannot be an item of a comma-joined list; give each item by itself";
                let fault = format!("{} {fault}", quoted(written));
                joined.fail(format_args!("{fault}"));
            }
        }
        self.absorb(joined);
    }

    /// Writes a value as JSON inside a text.
    pub fn embedded(&mut self, value: &(impl Encode + ?Sized)) {
        let mut inner = Self::of(Syntax::Json);
        value.encode(Form::Text, &mut inner);
        self.absorb(inner);
    }

    /// Writes a member's name and what stands before and after it.
    pub(crate) fn member(&mut self, name: &str) {
        let (separator, assign) = if self.syntax == Syntax::Json { (',', ':') } else { ('&', '=') };
        if !self.first {
            self.text.push(separator);
        }
        self.first = false;
        self.text(name);
        self.text.push(assign);
    }

    /// Writes JSON whatever the syntax around it.
    fn nested(&mut self, write: impl FnOnce(&mut Self)) {
        if self.syntax == Syntax::Json {
            write(self);
            self.first = false;
        } else {
            let mut inner = Self::of(Syntax::Json);
            write(&mut inner);
            self.absorb(inner);
        }
    }

    fn absorb(&mut self, mut inner: Self) {
        self.take_noted(&mut inner);
        self.text(&inner.text);
    }

    /// Takes over what was noted of a part that was written apart.
    fn take_noted(&mut self, part: &mut Self) {
        self.fault = self.fault.take().or(part.fault.take());
        self.secrets.append(&mut part.secrets);
    }
}

/// RFC 3986: everything but unreserved characters, hex in upper case, blank as `%20`. HTX refuses any other way.
pub(crate) fn percent_encode(text: &str, out: &mut String) {
    const HEX: &[u8; 16] = b"0123456789ABCDEF";
    for byte in text.bytes() {
        match byte {
            b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'-' | b'_' | b'.' | b'~' => out.push(char::from(byte)),
            _ => {
                out.push('%');
                out.push(char::from(HEX[usize::from(byte >> 4)]));
                out.push(char::from(HEX[usize::from(byte & 15)]));
            }
        }
    }
}

fn quote(text: &str, out: &mut String) {
    let plain = |byte: u8| byte >= b' ' && byte != b'"' && byte != b'\\';
    if text.bytes().all(plain) {
        out.push('"');
        out.push_str(text);
        out.push('"');
    } else {
        out.push_str(&serde_json::Value::from(text).to_string());
    }
}

/// A text as JSON writes it.
pub(crate) fn quoted(text: &str) -> String {
    let mut out = String::new();
    quote(text, &mut out);
    out
}

/// Writes a value as JSON text, for records and for comparing answers.
pub fn to_json(value: &(impl Encode + ?Sized)) -> String {
    let mut params = Params::of(Syntax::Json);
    value.encode(Form::Text, &mut params);
    params.text
}

#[cfg(test)]
mod tests;
