//! Calls that the exchange refused.

use super::attempts;
use crate::meta::{ErrorKind, Retry};
use http::StatusCode;
use std::borrow::Cow;
use std::fmt;
use std::time::Duration;

/// The exchange refused; it did not act.
#[derive(Debug)]
#[non_exhaustive]
pub struct Rejected {
    /// Id of the endpoint.
    pub endpoint: Cow<'static, str>,
    /// HTTP status of the answer.
    pub status: StatusCode,
    /// The exchange's error code; `None` where the answer was none of the exchange's own, as a firewall's page.
    pub code: Option<String>,
    /// The exchange's message, or the beginning of what stood in its place.
    pub message: String,
    /// What went wrong, in terms common to all exchanges.
    pub kind: ErrorKind,
    /// Whether repeating the call can help.
    pub retry: Retry,
    /// What the code means, where it is known.
    pub about: Option<&'static str>,
    /// How long the exchange asks to wait, from the header `Retry-After`.
    pub retry_after: Option<Duration>,
    /// How often the call was attempted, times at which nothing was sent included.
    pub attempts: u32,
}

impl fmt::Display for Rejected {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} was refused, ", self.endpoint)?;
        match &self.code {
            Some(code) => write!(f, "code {code}")?,
            None => write!(f, "HTTP {}", self.status)?,
        }
        if !self.message.is_empty() {
            write!(f, " {:?}", self.message)?;
        }
        write!(f, " ({:?}", self.kind)?;
        if let Some(about) = self.about {
            write!(f, ": {}", about.trim_end_matches('.'))?;
        }
        f.write_str(")")?;
        match (self.retry, self.retry_after) {
            (Retry::Never, _) => Ok(()),
            (Retry::Later, Some(wait)) => write!(f, "; it can be repeated in {wait:?}"),
            (Retry::Later, None) => f.write_str("; it can be repeated later"),
            (Retry::Resync, _) => f.write_str("; set this machine's clock, then repeat it"),
        }?;
        attempts(self.attempts, f)
    }
}

impl std::error::Error for Rejected {}
