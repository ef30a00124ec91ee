//! What arrived.

use crate::query;
use bytes::Bytes;
use exbind_runtime::meta::{Param, Place};
use http::HeaderMap;
use http::request::Parts;
use std::borrow::Cow;
use std::fmt;
use tokio::time::Instant;

/// A request as it arrived. Keys, passphrases, signatures and secret parameters are masked when it is printed.
#[derive(Clone)]
#[non_exhaustive]
pub struct Recorded {
    /// Id of the endpoint; `None` where the mock knows none at this path.
    pub endpoint: Option<String>,
    /// The method.
    pub method: String,
    /// The path as it was sent, percent-encoded.
    pub path: String,
    /// The query as it was sent, without `?`.
    pub query: String,
    /// The headers.
    pub headers: HeaderMap,
    /// The body; empty where the connection was dropped before it was read.
    pub body: Bytes,
    /// When its head had arrived.
    pub at: Instant,
    /// Number of the connection that it came on, from 1 on. Equal numbers mean that a connection was used again.
    pub connection: u64,
    /// Why the mock refused it, in words for whoever reads a failed test; `None` where it did not.
    pub refused: Option<String>,
    /// Whether a `?` stood behind the path, be there a query or not.
    pub(crate) question_mark: bool,
    /// Those of its parameters that are secrets; none where the mock knows no endpoint at this path.
    pub(crate) secrets: Vec<&'static Param>,
}

const MASK: &str = "***";
const SECRET_HEADERS: [&str; 3] = ["access-key", "access-sign", "access-passphrase"];
const SECRET_PAIRS: [&str; 2] = ["AccessKeyId", "Signature"];

impl Recorded {
    pub(crate) fn new(head: Parts, at: Instant, connection: u64) -> Self {
        let query = head.uri.query();
        Self {
            endpoint: None,
            method: head.method.as_str().to_owned(),
            path: head.uri.path().to_owned(),
            query: query.unwrap_or_default().to_owned(),
            headers: head.headers,
            body: Bytes::new(),
            at,
            connection,
            refused: None,
            question_mark: query.is_some(),
            secrets: Vec::new(),
        }
    }

    /// The value of a header, if it is there and ASCII.
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name)?.to_str().ok()
    }

    /// The body as text; what is not UTF-8 is replaced.
    pub fn text(&self) -> Cow<'_, str> {
        String::from_utf8_lossy(&self.body)
    }

    /// The body as JSON; null where it is none.
    pub fn json(&self) -> serde_json::Value {
        serde_json::from_slice(&self.body).unwrap_or_default()
    }

    /// A pair of the query, decoded.
    pub fn pair(&self, name: &str) -> Option<String> {
        let pairs = query::pairs(&self.query).ok()?;
        pairs.into_iter().find(|(found, _)| found == name).map(|(_, value)| value)
    }

    /// The value of a header that must not stand twice.
    pub(crate) fn single_header(&self, name: &str) -> Option<&str> {
        let mut values = self.headers.get_all(name).iter();
        let first = values.next()?.to_str().ok().filter(|value| !value.is_empty());
        if values.next().is_some() { None } else { first }
    }

    fn masked_query(&self) -> String {
        let pairs: Vec<_> = self.query.split('&').map(|pair| self.masked_pair(pair)).collect();
        pairs.join("&")
    }

    fn masked_pair<'p>(&self, pair: &'p str) -> Cow<'p, str> {
        let name = pair.split('=').next().unwrap_or_default();
        let secret = |name: &str| SECRET_PAIRS.contains(&name) || self.secrets.iter().any(|param| param.name == name);
        match query::decode(name).is_ok_and(|name| secret(&name)) {
            true => Cow::Owned(format!("{name}={MASK}")),
            false => Cow::Borrowed(pair),
        }
    }

    /// A body with a secret is not shown at all: nobody knows where in it a wrong request has put it.
    fn masked_body(&self) -> Cow<'_, str> {
        let secret = self.secrets.iter().any(|param| matches!(param.place, Place::Body | Place::WholeBody));
        if secret { Cow::Borrowed(MASK) } else { self.text() }
    }

    fn masked_headers(&self) -> Vec<(&str, Cow<'_, str>)> {
        let shown = |name: &str, value| match SECRET_HEADERS.contains(&name) {
            true => Cow::Borrowed(MASK),
            false => String::from_utf8_lossy(value),
        };
        self.headers.iter().map(|(name, value)| (name.as_str(), shown(name.as_str(), value.as_bytes()))).collect()
    }
}

impl fmt::Debug for Recorded {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Recorded")
            .field("endpoint", &self.endpoint)
            .field("method", &self.method)
            .field("path", &self.path)
            .field("query", &self.masked_query())
            .field("headers", &self.masked_headers())
            .field("body", &self.masked_body())
            .field("connection", &self.connection)
            .field("refused", &self.refused)
            .finish_non_exhaustive()
    }
}
