//! Calls of which nobody can tell what became.

use super::{BoxError, Rejected, attempts, root_cause};
use crate::meta::{Effect, ErrorKind};
use http::StatusCode;
use std::borrow::Cow;
use std::fmt;
use std::time::Duration;

/// The request was sent, at least in part, and no verdict of the exchange arrived.
#[derive(Debug)]
#[non_exhaustive]
pub struct OutcomeUnknown {
    /// Id of the endpoint.
    pub endpoint: Cow<'static, str>,
    /// Whether the call could have changed anything.
    pub effect: Effect,
    /// Parameter whose value makes a repeated call harmless, where the endpoint has one and the call set it.
    pub idempotency_key: Option<&'static str>,
    /// What happened in place of an answer.
    pub reason: UnknownReason,
    /// How often the call was attempted, times at which nothing was sent included.
    pub attempts: u32,
}

/// What happened in place of an answer.
#[derive(Debug)]
#[non_exhaustive]
pub enum UnknownReason {
    /// Nothing arrived in time.
    TimedOut(Duration),
    /// The connection ended, or what arrived was not HTTP.
    ConnectionLost(Option<BoxError>),
    /// The answer began and broke off, or could not be decompressed.
    Truncated(Option<BoxError>),
    /// The answer is longer than the client accepts.
    #[non_exhaustive]
    TooLarge {
        /// The most that is accepted, in bytes after decompression.
        limit: usize,
    },
    /// The exchange answered with a redirect, which is never followed: it would carry the signature away.
    #[non_exhaustive]
    Redirected {
        /// HTTP status.
        status: StatusCode,
        /// Where to, without query.
        location: Option<String>,
    },
    /// A status that says nothing about the call, with a body that does not either: a gateway's error page.
    #[non_exhaustive]
    Status {
        /// HTTP status.
        status: StatusCode,
        /// Beginning of the body.
        text: String,
    },
    /// The exchange reported a failure of its own; whether it acted is not known.
    #[non_exhaustive]
    NoVerdict {
        /// HTTP status.
        status: StatusCode,
        /// The exchange's error code.
        code: Option<String>,
        /// The exchange's message.
        message: String,
    },
    /// An attempt had no known outcome, and a repeat under the same idempotency key was refused. Refused as
    /// [duplicate](ErrorKind::Duplicate), it tells that the attempt did act, unless the key was used before.
    #[non_exhaustive]
    RepeatRefused {
        /// What happened to the attempt in doubt.
        doubt: Box<UnknownReason>,
        /// What the exchange said to the repeat.
        refusal: Box<Rejected>,
    },
}

impl OutcomeUnknown {
    pub(super) fn code(&self) -> Option<&str> {
        match &self.reason {
            UnknownReason::NoVerdict { code, .. } => code.as_deref(),
            UnknownReason::RepeatRefused { refusal, .. } => refusal.code.as_deref(),
            _ => None,
        }
    }

    pub(super) fn kind(&self) -> Option<ErrorKind> {
        match &self.reason {
            UnknownReason::RepeatRefused { refusal, .. } => Some(refusal.kind),
            _ => self.code().map(|_| ErrorKind::Unavailable),
        }
    }

    fn advice(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let is_duplicate = self.kind() == Some(ErrorKind::Duplicate);
        match (self.effect, self.idempotency_key) {
            (Effect::Write, Some(key)) if is_duplicate => write!(
                f,
                ". The exchange did act on the first, unless the `{key}` was used before: look the order up by it"
            ),
            (Effect::Read, _) => f.write_str(". Nothing was changed; the call can be repeated"),
            (Effect::Write, Some(key)) => write!(
                f,
                ". The exchange may or may not have acted: look the order up by its `{key}` before sending it again, \
                 and then under the same `{key}`"
            ),
            (Effect::Write, None) => f.write_str(
                ". The exchange may or may not have acted: check orders, positions and balances before sending it again",
            ),
        }
    }
}

impl fmt::Display for OutcomeUnknown {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} was sent, but {}", self.endpoint, self.reason)?;
        self.advice(f)?;
        attempts(self.attempts, f)
    }
}

impl UnknownReason {
    /// Whether the same call can end otherwise.
    pub(crate) fn is_passing(&self) -> bool {
        match self {
            Self::TimedOut(_) | Self::ConnectionLost(_) | Self::Truncated(_) => true,
            Self::Status { .. } | Self::NoVerdict { .. } => true,
            Self::TooLarge { .. } | Self::Redirected { .. } | Self::RepeatRefused { .. } => false,
        }
    }
}

impl fmt::Display for UnknownReason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::TimedOut(timeout) => write!(f, "no answer arrived within {timeout:?}"),
            Self::ConnectionLost(source) => {
                f.write_str("the connection was lost before an answer")?;
                cause(source.as_ref(), f)
            }
            Self::Truncated(source) => {
                f.write_str("the answer broke off or could not be decompressed")?;
                cause(source.as_ref(), f)
            }
            Self::TooLarge { limit } => write!(
                f,
                "the answer is larger than {limit} bytes; raise the bound with ClientBuilder::max_answer_bytes"
            ),
            Self::Redirected { status, location } => {
                write!(f, "the answer was a redirect (HTTP {status})")?;
                if let Some(location) = location {
                    write!(f, " to {location:?}")?;
                }
                f.write_str(", which is not followed because it would carry the signature away; check the base URL")
            }
            Self::Status { status, text } if text.is_empty() => {
                write!(f, "the answer was HTTP {status} without a body")
            }
            Self::Status { status, text } => write!(f, "the answer was HTTP {status} {text:?}"),
            Self::NoVerdict { code, message, status } => {
                write!(f, "the exchange reported a failure of its own (HTTP {status}")?;
                if let Some(code) = code {
                    write!(f, ", code {code}")?;
                }
                write!(f, " {message:?})")
            }
            Self::RepeatRefused { doubt, refusal } => {
                write!(f, "{doubt}; it was sent again under its idempotency key, and this time refused")?;
                if let Some(code) = &refusal.code {
                    write!(f, ", code {code}")?;
                }
                write!(f, " {:?} ({:?})", refusal.message, refusal.kind)
            }
        }
    }
}

fn cause(source: Option<&BoxError>, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    match source {
        Some(source) => write!(f, " ({})", root_cause(&**source)),
        None => Ok(()),
    }
}

impl std::error::Error for OutcomeUnknown {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match &self.reason {
            UnknownReason::ConnectionLost(source) | UnknownReason::Truncated(source) => {
                source.as_ref().map(|source| &**source as _)
            }
            _ => None,
        }
    }
}
