//! Calls to paths that no spec covers, and answers as they come.

use super::target::RawTarget;
use super::{Job, Target};
use crate::client::Inner;
use crate::meta::{Effect, Method};
use crate::params::{Encoded, percent_encode};
use bytes::Bytes;
use http::{HeaderMap, StatusCode};
use serde::de::IgnoredAny;
use std::fmt;
use std::sync::Arc;

/// A request to any path of the exchange: limited by the exchange's totals, signed and sent like all others.
///
/// ```
/// # use exbind_runtime::{RawRequest, meta::Method};
/// let request = RawRequest::new(Method::Get, "/api/v2/spot/market/tickers").pair("symbol", "BTCUSDT");
/// ```
#[derive(Clone, Debug)]
#[must_use = "a request does nothing until a client calls it"]
pub struct RawRequest {
    method: Method,
    path: String,
    service: Option<String>,
    query: String,
    body: String,
    signed: bool,
    effect: Effect,
}

impl RawRequest {
    /// A signed request. The path begins with `/` and is sent as it is, so that it must be percent-encoded.
    pub fn new(method: Method, path: impl Into<String>) -> Self {
        let effect = if method == Method::Get { Effect::Read } else { Effect::Write };
        let (query, body) = (String::new(), String::new());
        Self { method, path: path.into(), service: None, query, body, signed: true, effect }
    }

    /// Which of the exchange's services to call, see [`Host::service`](crate::meta::Host::service); its first if
    /// not said.
    pub fn service(mut self, service: impl Into<String>) -> Self {
        self.service = Some(service.into());
        self
    }

    /// Adds a pair to the query, percent-encoding it.
    pub fn pair(mut self, name: &str, value: &str) -> Self {
        if !self.query.is_empty() {
            self.query.push('&');
        }
        percent_encode(name, &mut self.query);
        self.query.push('=');
        percent_encode(value, &mut self.query);
        self
    }

    /// Sets the body: JSON text, sent as it is.
    pub fn body_json(mut self, json: impl Into<String>) -> Self {
        self.body = json.into();
        self
    }

    /// Leaves the signature out, for public paths.
    pub fn unsigned(mut self) -> Self {
        self.signed = false;
        self
    }

    /// Says whether the call can change anything, which decides what errors say. Without it, a `GET` cannot and
    /// everything else can.
    pub fn effect(mut self, effect: Effect) -> Self {
        self.effect = effect;
        self
    }

    pub(crate) fn into_job(self, client: Arc<Inner>) -> Box<Job> {
        let fault = self.fault();
        let target = RawTarget {
            id: format!("{} {} {}", client.exchange.name, self.method.as_str(), self.path),
            exchange: client.exchange,
            service: self.service,
            method: self.method,
            signed: self.signed,
            effect: self.effect,
        };
        let encoded = match fault {
            Some(fault) => Err(fault),
            None => Ok(Encoded { path: self.path.into(), query: self.query, body: self.body, ..Encoded::default() }),
        };
        Box::new(Job::new(client, Target::Raw(Box::new(target)), encoded))
    }

    fn fault(&self) -> Option<String> {
        let allowed = |byte: u8| byte.is_ascii_alphanumeric() || b"/-_.~%!$&()*+,;=:@".contains(&byte);
        if !self.path.starts_with('/') {
            return Some("the path of a raw request must begin with `/`".to_owned());
        }
        if let Some(byte) = self.path.bytes().find(|&byte| !allowed(byte)) {
            let shown = byte.escape_ascii();
            return Some(format!("the path holds `{shown}`; percent-encode it, or give a query by RawRequest::pair"));
        }
        if self.body.is_empty() {
            return None;
        }
        let json = serde_json::from_str::<IgnoredAny>(&self.body);
        json.err().map(|error| format!("the body is not JSON: {error}"))
    }
}

/// An answer as it came, whatever its status.
#[derive(Clone)]
#[non_exhaustive]
pub struct RawAnswer {
    /// HTTP status.
    pub status: StatusCode,
    /// Headers.
    pub headers: HeaderMap,
    /// The body, decompressed.
    pub body: Bytes,
}

impl fmt::Debug for RawAnswer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("RawAnswer")
            .field("status", &self.status)
            .field("headers", &self.headers)
            .field("body", &format_args!("{} bytes", self.body.len()))
            .finish()
    }
}
