//! What came of a call, in words of which there are few: they become names of time series.

use crate::error::{DecodeReason, Error, NotSentReason, UnknownReason};
use crate::transport::Stage;

/// What came of an attempt, or of a call.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Outcome {
    /// The exchange answered, and the answer could be read; or it was asked for as it came.
    Answered,
    /// Nothing was sent: [`Error::NotSent`].
    NotSent,
    /// The exchange refused: [`Error::Rejected`].
    Rejected,
    /// Sent, and nothing tells what became of it: [`Error::OutcomeUnknown`].
    Unknown,
    /// The answer could not be read: [`Error::Decode`].
    Undecodable,
    /// The caller gave the call up. If it was sent, what became of it is not known.
    Dropped,
}

impl Outcome {
    /// In a word: `answered`, `not_sent`, `rejected`, `outcome_unknown`, `undecodable`, `dropped`.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Answered => "answered",
            Self::NotSent => "not_sent",
            Self::Rejected => "rejected",
            Self::Unknown => "outcome_unknown",
            Self::Undecodable => "undecodable",
            Self::Dropped => "dropped",
        }
    }

    pub(crate) fn of(error: &Error) -> Self {
        match error {
            Error::NotSent(_) => Self::NotSent,
            Error::Rejected(_) => Self::Rejected,
            Error::OutcomeUnknown(_) => Self::Unknown,
            Error::Decode(_) => Self::Undecodable,
        }
    }
}

/// Why a call failed, in a word.
pub(super) fn reason(error: &Error) -> &'static str {
    match error {
        Error::NotSent(error) => not_sent(&error.reason),
        Error::Rejected(error) => error.kind.as_str(),
        Error::OutcomeUnknown(error) => unknown(&error.reason),
        Error::Decode(error) => undecodable(&error.reason),
    }
}

fn not_sent(reason: &NotSentReason) -> &'static str {
    match reason {
        NotSentReason::Invalid(_) => "invalid",
        NotSentReason::NoCredentials => "no_credentials",
        NotSentReason::Signing(_) => "signing",
        NotSentReason::TimedOut(_) => "timed_out",
        NotSentReason::Limited { .. } => "limited",
        NotSentReason::LimitTimedOut { .. } => "limit_timed_out",
        NotSentReason::LimiterFailed(_) => "limiter_failed",
        NotSentReason::NotConnected { stage, .. } => match stage {
            Stage::Dns => "dns",
            Stage::Tcp => "tcp",
            Stage::Tls => "tls",
            Stage::Proxy => "proxy",
            Stage::TimedOut => "connect_timed_out",
        },
    }
}

fn unknown(reason: &UnknownReason) -> &'static str {
    match reason {
        UnknownReason::TimedOut(_) => "timed_out",
        UnknownReason::ConnectionLost(_) => "connection_lost",
        UnknownReason::Truncated(_) => "truncated",
        UnknownReason::TooLarge { .. } => "too_large",
        UnknownReason::Redirected { .. } => "redirected",
        UnknownReason::Status { .. } => "status",
        UnknownReason::NoVerdict { .. } => "no_verdict",
        UnknownReason::RepeatRefused { .. } => "repeat_refused",
    }
}

fn undecodable(reason: &DecodeReason) -> &'static str {
    match reason {
        DecodeReason::Empty => "empty",
        DecodeReason::NotUtf8 { .. } => "not_utf8",
        DecodeReason::NotJson(_) => "not_json",
        DecodeReason::Mismatch { .. } => "mismatch",
    }
}
