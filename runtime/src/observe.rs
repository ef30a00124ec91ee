//! What a call tells a `tracing` subscriber: a span around it and one event at its end, target `exbind`.
//!
//! Neither shows queries, headers or bodies: on some exchanges the query holds the key and the signature. Without
//! a subscriber a call costs the check for one.

use crate::error::Error;
use crate::limit::Term;
use std::time::Duration;
use tracing::{Span, debug, debug_span, warn};

/// What is watched of a call.
pub(crate) struct Trace {
    span: Span,
    term: Term,
    pub(crate) waited: Duration,
    /// Zero as long as there is no answer.
    pub(crate) status: u16,
}

impl Trace {
    pub(crate) fn begin(span: Span, term: Term) -> Self {
        Self { span, term, waited: Duration::ZERO, status: 0 }
    }

    /// The exchange answered and the answer could be read; or it was asked for as it came.
    pub(crate) fn answered(&self) {
        debug!(
            target: "exbind",
            parent: &self.span,
            status = self.status,
            duration_ms = millis(self.term.start.elapsed()),
            wait_ms = millis(self.waited),
            outcome = "answered",
            "call answered"
        );
    }

    /// There is no answer. What may leave a caller in doubt is a warning.
    pub(crate) fn failed(&self, error: &Error) {
        macro_rules! event {
            ($level:ident, $outcome:literal) => {
                $level!(
                    target: "exbind",
                    parent: &self.span,
                    status = self.status,
                    duration_ms = millis(self.term.start.elapsed()),
                    wait_ms = millis(self.waited),
                    outcome = $outcome,
                    error = %error,
                    "call failed"
                )
            };
        }
        match error {
            Error::NotSent(_) => event!(debug, "not_sent"),
            Error::Rejected(_) => event!(debug, "rejected"),
            Error::OutcomeUnknown(_) => event!(warn, "outcome_unknown"),
            Error::Decode(_) => event!(warn, "undecodable"),
        }
    }
}

/// The span of a call. Its future must run inside.
pub(crate) fn span(exchange: &str, endpoint: &str, method: &str) -> Span {
    debug_span!(target: "exbind", "call", exchange, endpoint, method)
}

fn millis(time: Duration) -> u64 {
    u64::try_from(time.as_millis()).unwrap_or(u64::MAX)
}
