//! Answers that could not be read.

use super::attempts;
use crate::envelope::Verdict;
use crate::meta::Effect;
use bytes::Bytes;
use http::StatusCode;
use std::borrow::Cow;
use std::fmt;

/// An answer arrived, complete and with a status of success, and could not be read.
#[non_exhaustive]
pub struct DecodeError {
    /// Id of the endpoint.
    pub endpoint: Cow<'static, str>,
    /// Whether the call could have changed anything.
    pub effect: Effect,
    /// HTTP status.
    pub status: StatusCode,
    /// What is wrong with the body.
    pub reason: DecodeReason,
    /// What the exchange decided, as far as the body tells: [`Accepted`](Verdict::Accepted) means that it did act.
    pub verdict: Verdict,
    /// The whole body, as it arrived, with whatever secrets it holds.
    pub body: Bytes,
    /// How often the call was attempted, times at which nothing was sent included.
    pub attempts: u32,
    /// Its beginning, fit to be shown.
    pub(crate) beginning: String,
}

/// What is wrong with a body.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum DecodeReason {
    /// It is empty.
    Empty,
    /// It is not UTF-8.
    #[non_exhaustive]
    NotUtf8 {
        /// How many bytes of it are.
        valid_up_to: usize,
    },
    /// It is not JSON.
    NotJson(String),
    /// It is JSON, but not what the endpoint is known to answer.
    #[non_exhaustive]
    Mismatch {
        /// Where: `$.data[3].price`.
        path: String,
        /// What stands there.
        reason: String,
    },
}

impl fmt::Display for DecodeError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "the answer of {} (HTTP {}) could not be read: {}", self.endpoint, self.status, self.reason)?;
        if matches!(self.reason, DecodeReason::NotJson(_)) {
            write!(f, "; it begins {:?}", self.beginning)?;
        }
        match (self.verdict, self.effect) {
            (Verdict::Accepted, Effect::Write) => f.write_str(". The exchange accepted the call and did act"),
            (Verdict::None, Effect::Write) => f.write_str(
                ". Whether the exchange acted is not known: check orders, positions and balances before repeating it",
            ),
            (Verdict::Refused, _) => f.write_str(". The exchange refused the call"),
            (_, Effect::Read) => Ok(()),
        }?;
        attempts(self.attempts, f)
    }
}

impl fmt::Display for DecodeReason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Empty => f.write_str("its body is empty"),
            Self::NotUtf8 { valid_up_to } => write!(f, "its body is not UTF-8 after {valid_up_to} bytes"),
            Self::NotJson(reason) => write!(f, "its body is not JSON ({reason})"),
            Self::Mismatch { path, reason } => write!(f, "at {path}: {reason}"),
        }
    }
}

impl fmt::Debug for DecodeError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("DecodeError")
            .field("endpoint", &self.endpoint)
            .field("status", &self.status)
            .field("reason", &self.reason)
            .field("verdict", &self.verdict)
            .field("body", &format_args!("{} bytes, {:?}", self.body.len(), self.beginning))
            .finish_non_exhaustive()
    }
}

impl std::error::Error for DecodeError {}
