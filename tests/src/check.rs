//! Whether a request's parameters are those that the document lists.

use crate::json::Members;
use crate::query;
use crate::record::Recorded;
use crate::refusal::{Cause, Refusal};
use exbind_runtime::meta::{Meta, Param, Place};
use http::header::CONTENT_TYPE;
use serde_json::Value;

/// What to check a request against.
pub(crate) struct Check<'a> {
    pub(crate) meta: &'static Meta,
    /// Path parameters, as they were sent.
    pub(crate) path: Vec<(String, String)>,
    /// Names in the query that belong to the signature.
    pub(crate) signing: &'static [&'static str],
    /// Whether parameters that the tables lack are refused.
    pub(crate) strict: bool,
    pub(crate) request: &'a Recorded,
}

/// A parameter that was sent.
struct Sent {
    place: Place,
    name: String,
    value: Value,
}

impl Check<'_> {
    pub(crate) fn run(self) -> Result<(), Refusal> {
        self.check_form()?;
        let sent = self.sent()?;
        for param in self.meta.params {
            let found = sent.iter().find(|sent| sent.place == param.place && sent.name == param.name);
            check_param(param, found.map(|sent| &sent.value))?;
        }
        let known = |sent: &Sent| self.meta.params.iter().any(|p| p.place == sent.place && p.name == sent.name);
        match sent.iter().find(|sent| self.strict && !known(sent)) {
            Some(Sent { name, .. }) => {
                Err(refuse(Cause::Unknown, format!("`{name}` is no parameter of this endpoint")))
            }
            None => Ok(()),
        }
    }

    /// Parameters of a method with body come as JSON and say so; others have no body.
    fn check_form(&self) -> Result<(), Refusal> {
        if !self.meta.method.has_body() {
            let empty = self.request.body.is_empty();
            return if empty { Ok(()) } else { Err(refuse(Cause::Body, "this method takes no body")) };
        }
        let header = self.request.headers.get(CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default();
        let kind = header.split(';').next().unwrap_or_default().trim();
        if kind.eq_ignore_ascii_case("application/json") {
            return Ok(());
        }
        Err(refuse(Cause::ContentType, format!("the Content-Type is {header:?}; send application/json")))
    }

    fn sent(&self) -> Result<Vec<Sent>, Refusal> {
        let bad = |reason| refuse(Cause::Value, reason);
        let text = |place| move |(name, value)| Sent { place, name, value: Value::String(value) };
        let path = crate::route::decoded(self.path.clone()).map_err(bad)?;
        let mut sent: Vec<_> = path.into_iter().map(text(Place::Path)).collect();
        let pairs = query::pairs(&self.request.query).map_err(bad)?;
        let own = pairs.into_iter().filter(|(name, _)| !self.signing.contains(&name.as_str()));
        sent.extend(own.map(text(Place::Query)));
        let whole = self.meta.params.iter().find(|param| param.place == Place::WholeBody);
        match whole {
            Some(param) => sent.extend(self.list(param)?),
            None => sent.extend(self.members()?),
        }
        Ok(sent)
    }

    /// A body that is one list.
    fn list(&self, param: &Param) -> Result<Option<Sent>, Refusal> {
        if self.request.body.is_empty() {
            return Ok(None);
        }
        match serde_json::from_slice(&self.request.body) {
            Ok(value @ Value::Array(_)) => {
                Ok(Some(Sent { place: Place::WholeBody, name: param.name.to_owned(), value }))
            }
            _ => Err(refuse(Cause::Body, "the body is no JSON list")),
        }
    }

    /// A body that is an object of parameters. None at all is as good as an empty one.
    fn members(&self) -> Result<Vec<Sent>, Refusal> {
        if self.request.body.is_empty() {
            return Ok(Vec::new());
        }
        let text = str::from_utf8(&self.request.body).map_err(|_| refuse(Cause::Body, "the body is not UTF-8"))?;
        let Members(members) = Members::of(text).ok_or_else(|| refuse(Cause::Body, "the body is no JSON object"))?;
        let mut sent: Vec<Sent> = Vec::new();
        for (name, raw) in members {
            if sent.iter().any(|known| known.name == name) {
                return Err(refuse(Cause::Body, format!("`{name}` stands twice in the body")));
            }
            let deep = |_| refuse(Cause::Body, format!("`{name}` is nested too deep"));
            let value = serde_json::from_str(raw.get()).map_err(deep)?;
            sent.push(Sent { place: Place::Body, name, value });
        }
        Ok(sent)
    }
}

fn refuse(cause: Cause, reason: impl Into<String>) -> Refusal {
    Refusal::new(cause, reason)
}

fn check_param(param: &Param, value: Option<&Value>) -> Result<(), Refusal> {
    let filled = value.filter(|value| !is_empty(value));
    let Some(value) = filled else {
        let missing = || refuse(Cause::Missing, format!("`{}` is required, and missing or empty", param.name));
        return if param.required { Err(missing()) } else { Ok(()) };
    };
    if param.values.is_empty() || is_listed(param, value) {
        return Ok(());
    }
    let listed = param.values.join(", ");
    Err(refuse(Cause::Value, format!("`{}` is {value}; the document lists: {listed}", param.name)))
}

fn is_empty(value: &Value) -> bool {
    match value {
        Value::Null => true,
        Value::String(text) => text.is_empty(),
        Value::Array(items) => items.is_empty(),
        Value::Object(_) | Value::Bool(_) | Value::Number(_) => false,
    }
}

/// Whether a value is among those listed, in any case; or each of several, comma-joined or as a list.
fn is_listed(param: &Param, value: &Value) -> bool {
    let listed = |text: &str| param.values.iter().any(|known| known.eq_ignore_ascii_case(text));
    match value {
        Value::String(text) => listed(text) || text.split(',').all(listed),
        Value::Array(items) => items.iter().all(|item| is_listed(param, item)),
        other => listed(&other.to_string()),
    }
}
