//! Calls that never left.

use super::{BoxError, attempts, root_cause};
use crate::meta::Retry;
use crate::transport::Stage;
use std::borrow::Cow;
use std::fmt;
use std::time::Duration;

/// Nothing was sent; the exchange cannot have acted.
#[derive(Debug)]
#[non_exhaustive]
pub struct NotSent {
    /// Id of the endpoint.
    pub endpoint: Cow<'static, str>,
    /// Why not.
    pub reason: NotSentReason,
    /// How often the call was attempted, times at which nothing was sent included.
    pub attempts: u32,
}

/// Why nothing was sent.
#[derive(Debug)]
#[non_exhaustive]
pub enum NotSentReason {
    /// The request is not what the exchange documents; the text says where.
    Invalid(String),
    /// The endpoint must be signed and the client has no credentials.
    NoCredentials,
    /// The credentials could not sign the request.
    Signing(BoxError),
    /// The time for the call was over before it could be sent; a signer elsewhere may have been slow.
    TimedOut(Duration),
    /// A quota is used up and the limiter was told to refuse.
    #[non_exhaustive]
    Limited {
        /// When the quota has room again.
        retry_after: Duration,
    },
    /// A quota is used up for longer than the call may take.
    #[non_exhaustive]
    LimitTimedOut {
        /// How long the call might have taken.
        timeout: Duration,
        /// When the quota has room again, if that is known.
        retry_after: Option<Duration>,
    },
    /// The limiter could not tell whether the call may go: what it counts with [failed](crate::limit::Verdict).
    LimiterFailed(BoxError),
    /// No connection to the exchange.
    #[non_exhaustive]
    NotConnected {
        /// What failed.
        stage: Stage,
        /// Scheme and authority of what was called.
        host: String,
        /// The transport's own error.
        source: Option<BoxError>,
    },
}

impl NotSentReason {
    pub(super) fn retry(&self) -> Retry {
        match self {
            Self::Invalid(_) | Self::NoCredentials | Self::Signing(_) => Retry::Never,
            Self::TimedOut(_)
            | Self::Limited { .. }
            | Self::LimitTimedOut { .. }
            | Self::LimiterFailed(_)
            | Self::NotConnected { .. } => Retry::Later,
        }
    }

    pub(super) fn retry_after(&self) -> Option<Duration> {
        match self {
            Self::Limited { retry_after } => Some(*retry_after),
            Self::LimitTimedOut { retry_after, .. } => *retry_after,
            _ => None,
        }
    }
}

impl fmt::Display for NotSent {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} was not sent: {}", self.endpoint, self.reason)?;
        attempts(self.attempts, f)
    }
}

impl fmt::Display for NotSentReason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Invalid(fault) => f.write_str(fault),
            Self::NoCredentials => f.write_str(
                "the call must be signed and the client has no credentials; give them with ClientBuilder::credentials",
            ),
            Self::Signing(source) => write!(f, "it could not be signed: {source}"),
            Self::TimedOut(timeout) => write!(f, "its time, {timeout:?}, was over before it was signed"),
            Self::Limited { retry_after } => {
                write!(f, "its rate limit is used up; there is room again in {retry_after:?}")
            }
            Self::LimitTimedOut { timeout, retry_after: Some(wait) } => {
                write!(f, "its rate limit is used up for {wait:?} more, longer than the call may take ({timeout:?})")
            }
            Self::LimitTimedOut { timeout, retry_after: None } => {
                write!(f, "it waited for its turn within the rate limit for {timeout:?}")
            }
            Self::LimiterFailed(source) => write!(f, "nobody can tell whether its rate limit has room: {source}"),
            Self::NotConnected { stage, host, source } => {
                write!(f, "no connection to {host}, {stage}")?;
                match source {
                    Some(source) => write!(f, ": {}", root_cause(&**source)),
                    None => Ok(()),
                }
            }
        }
    }
}

impl std::error::Error for NotSent {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match &self.reason {
            NotSentReason::Signing(source)
            | NotSentReason::LimiterFailed(source)
            | NotSentReason::NotConnected { source: Some(source), .. } => Some(&**source),
            _ => None,
        }
    }
}
