//! How a signed request gets to the exchange and its answer back.
//!
//! A transport sends each request once, as it is: it does not retry, follow redirects, or rewrite URLs. What a
//! caller may conclude from a failure depends on its [`Fault`], so that an own transport must choose it with care:
//! when in doubt whether a request left, it did.

mod http;
mod tls;

pub(crate) use self::http::{Http, Settings};

use crate::error::BoxError;
use crate::meta::Meta;
use crate::value::Secret;
use crate::value::secret::hidden;
use ::http::{HeaderMap, Method, StatusCode};
use bytes::Bytes;
use std::fmt;
use std::pin::Pin;

/// Sends requests.
pub trait Transport: Send + Sync + 'static {
    /// Sends a request and collects its answer. Dropping the future gives the request up.
    fn send(&self, request: Request) -> Sending<'_>;
}

/// An answer on its way.
pub type Sending<'a> = Pin<Box<dyn Future<Output = Result<Answer, TransportError>> + Send + 'a>>;

/// A request, signed and ready. Its URL and headers hold secrets.
#[derive(Clone)]
#[non_exhaustive]
pub struct Request {
    /// HTTP method.
    pub method: Method,
    /// The whole URL; what follows the host is signed and must be sent byte by byte.
    pub url: String,
    /// Headers to add to the transport's own.
    pub headers: HeaderMap,
    /// The body; empty where there is none.
    pub body: Bytes,
    /// The longest body of an answer to accept, in bytes after decompression.
    pub max_answer_bytes: usize,
    /// The endpoint that is called; `None` for a path that no spec covers.
    pub endpoint: Option<&'static Meta>,
    /// The secrets among the parameters, longest first: to be left out of whatever is written down.
    pub secrets: Vec<Secret>,
}

impl fmt::Debug for Request {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Request")
            .field("method", &self.method)
            .field("url", &hidden(self.url.split('?').next().unwrap_or_default(), &self.secrets))
            .finish_non_exhaustive()
    }
}

/// Whatever HTTP answer arrived, complete.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Answer {
    /// HTTP status.
    pub status: StatusCode,
    /// Headers.
    pub headers: HeaderMap,
    /// The body, decompressed.
    pub body: Bytes,
}

impl Answer {
    /// An answer as it came.
    pub fn new(status: StatusCode, headers: HeaderMap, body: impl Into<Bytes>) -> Self {
        Self { status, headers, body: body.into() }
    }
}

/// Why there is no answer.
#[derive(Debug)]
#[non_exhaustive]
pub struct TransportError {
    /// What failed.
    pub fault: Fault,
    /// The error from below. It must not show the URL: on some exchanges that holds the key and the signature.
    pub source: Option<BoxError>,
}

impl TransportError {
    /// An error without a cause from below.
    pub fn new(fault: Fault) -> Self {
        Self { fault, source: None }
    }

    /// The same with its cause.
    #[must_use]
    pub fn because(self, source: impl Into<BoxError>) -> Self {
        Self { source: Some(source.into()), ..self }
    }
}

impl fmt::Display for TransportError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.fault.fmt(f)
    }
}

impl std::error::Error for TransportError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        self.source.as_ref().map(|source| &**source as _)
    }
}

/// What failed. The first two mean that nothing was sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Fault {
    /// The request cannot be sent as it was signed; or it is none that a [replay](crate::cassette) knows.
    Unsendable,
    /// There was no connection.
    NotConnected(Stage),
    /// The connection ended before an answer, or the answer was not HTTP.
    Lost,
    /// The answer began and broke off, or could not be decompressed.
    Truncated,
    /// The answer is longer than accepted.
    TooLarge,
    /// A timeout of the transport's own.
    TimedOut,
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Unsendable => f.write_str("the request cannot be sent as it was signed"),
            Self::NotConnected(stage) => write!(f, "no connection, {stage}"),
            Self::Lost => f.write_str("the connection was lost before an answer"),
            Self::Truncated => f.write_str("the answer broke off or could not be decompressed"),
            Self::TooLarge => f.write_str("the answer is too large"),
            Self::TimedOut => f.write_str("no answer arrived in time"),
        }
    }
}

/// Where connecting failed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Stage {
    /// The host's name was not found.
    Dns,
    /// No TCP connection.
    Tcp,
    /// TCP but no TLS: an expired certificate, a wrong name, a middlebox.
    Tls,
    /// The proxy could not be reached or did not connect through.
    Proxy,
    /// Connecting took too long.
    TimedOut,
}

impl fmt::Display for Stage {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Dns => "its name was not found",
            Self::Tcp => "TCP failed",
            Self::Tls => "TLS failed",
            Self::Proxy => "the proxy failed",
            Self::TimedOut => "connecting took too long",
        })
    }
}
