//! What went wrong with a call, told by what the caller may conclude about the order.
//!
//! The four variants of [`Error`] answer the only question that matters after a failed call: can the exchange
//! have acted? [`NotSent`]: no, nothing left this machine. [`Rejected`]: no, the exchange said so.
//! [`OutcomeUnknown`]: perhaps. [`DecodeError`]: an answer arrived that could not be read; its
//! [`verdict`](DecodeError::verdict) tells how far the exchange went.
//!
//! ```no_run
//! # use exbind_runtime::{Client, RawRequest, meta::{Method, Retry}};
//! # async fn example(client: Client) {
//! let order = RawRequest::new(Method::Post, "/api/v2/spot/trade/place-order").body_json("{}");
//! match client.raw_call(order).await {
//!     Ok(answer) => println!("{answer:?}"),
//!     Err(error) if error.may_have_acted() => println!("look the order up: {error}"),
//!     Err(error) if error.retry() != Retry::Never => println!("try again later: {error}"),
//!     Err(error) => println!("it did not work: {error}"),
//! }
//! # }
//! ```

mod decode;
mod not_sent;
mod rejected;
mod snippet;
mod unknown;

pub use decode::{DecodeError, DecodeReason};
pub use not_sent::{NotSent, NotSentReason};
pub use rejected::Rejected;
pub use unknown::{OutcomeUnknown, UnknownReason};

pub(crate) use snippet::{blotted, snippet, without_named};

use crate::envelope::Verdict;
use crate::meta::{Effect, ErrorKind, Retry};
use std::fmt;
use std::time::Duration;

/// Any error from below: a transport's, a signer's.
pub type BoxError = Box<dyn std::error::Error + Send + Sync + 'static>;

/// Why a call has no answer.
#[derive(Debug)]
#[non_exhaustive]
pub enum Error {
    /// Nothing was sent; the exchange cannot have acted.
    NotSent(Box<NotSent>),
    /// The exchange refused; it did not act.
    Rejected(Box<Rejected>),
    /// The request was sent and nothing tells what became of it.
    OutcomeUnknown(Box<OutcomeUnknown>),
    /// An answer arrived that could not be read.
    Decode(Box<DecodeError>),
}

impl Error {
    /// Whether the exchange may have changed anything because of the call.
    ///
    /// When false, the call can be repeated without the risk of acting twice. When true, ask the exchange first:
    /// look the order up, by its client order id where it has one.
    pub fn may_have_acted(&self) -> bool {
        match self {
            Self::NotSent(_) | Self::Rejected(_) => false,
            Self::OutcomeUnknown(error) => error.effect == Effect::Write,
            Self::Decode(error) => error.effect == Effect::Write && error.verdict != Verdict::Refused,
        }
    }

    /// Id of the endpoint that was called: `bitget.mix.order.cancel_all_orders`.
    pub fn endpoint(&self) -> &str {
        match self {
            Self::NotSent(error) => &error.endpoint,
            Self::Rejected(error) => &error.endpoint,
            Self::OutcomeUnknown(error) => &error.endpoint,
            Self::Decode(error) => &error.endpoint,
        }
    }

    /// How often the call was attempted. See [`retry`](crate::retry) for when there is more than one attempt.
    pub fn attempts(&self) -> u32 {
        match self {
            Self::NotSent(error) => error.attempts,
            Self::Rejected(error) => error.attempts,
            Self::OutcomeUnknown(error) => error.attempts,
            Self::Decode(error) => error.attempts,
        }
    }

    /// The same after so many attempts.
    pub(crate) fn after(mut self, attempts: u32) -> Self {
        *match &mut self {
            Self::NotSent(error) => &mut error.attempts,
            Self::Rejected(error) => &mut error.attempts,
            Self::OutcomeUnknown(error) => &mut error.attempts,
            Self::Decode(error) => &mut error.attempts,
        } = attempts;
        self
    }

    /// What the exchange says went wrong, where it said anything.
    pub fn kind(&self) -> Option<ErrorKind> {
        match self {
            Self::Rejected(error) => Some(error.kind),
            Self::OutcomeUnknown(error) => error.kind(),
            Self::NotSent(_) | Self::Decode(_) => None,
        }
    }

    /// The exchange's error code, where it gave one.
    pub fn code(&self) -> Option<&str> {
        match self {
            Self::Rejected(error) => error.code.as_deref(),
            Self::OutcomeUnknown(error) => error.code(),
            Self::NotSent(_) | Self::Decode(_) => None,
        }
    }

    /// Whether repeating the call can help. Never says so where a repeat might act twice.
    pub fn retry(&self) -> Retry {
        match self {
            Self::NotSent(error) => error.reason.retry(),
            Self::Rejected(error) => error.retry,
            Self::OutcomeUnknown(error) if error.effect == Effect::Read && error.reason.is_passing() => Retry::Later,
            Self::OutcomeUnknown(_) | Self::Decode(_) => Retry::Never,
        }
    }

    /// How long to wait before a repeat, where the exchange or the limiter said so.
    pub fn retry_after(&self) -> Option<Duration> {
        match self {
            Self::NotSent(error) => error.reason.retry_after(),
            Self::Rejected(error) => error.retry_after,
            Self::OutcomeUnknown(_) | Self::Decode(_) => None,
        }
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NotSent(error) => error.fmt(f),
            Self::Rejected(error) => error.fmt(f),
            Self::OutcomeUnknown(error) => error.fmt(f),
            Self::Decode(error) => error.fmt(f),
        }
    }
}

/// Ends a message with the number of attempts, where it is more than one.
fn attempts(attempts: u32, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    if attempts > 1 { write!(f, " ({attempts} attempts)") } else { Ok(()) }
}

impl std::error::Error for Error {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Self::NotSent(error) => error.source(),
            Self::Rejected(error) => error.source(),
            Self::OutcomeUnknown(error) => error.source(),
            Self::Decode(error) => error.source(),
        }
    }
}

macro_rules! into_error {
    ($($part:ident => $variant:ident),*) => {$(
        impl From<$part> for Error {
            fn from(error: $part) -> Self {
                Self::$variant(Box::new(error))
            }
        }
    )*};
}

into_error!(NotSent => NotSent, Rejected => Rejected, OutcomeUnknown => OutcomeUnknown, DecodeError => Decode);

/// The last cause in a chain of errors: the one that tells what happened.
pub(crate) fn root_cause<'a>(error: &'a (dyn std::error::Error + 'static)) -> &'a (dyn std::error::Error + 'static) {
    let mut cause = error;
    while let Some(source) = cause.source() {
        cause = source;
    }
    cause
}

#[cfg(test)]
mod tests;
