//! What a call tells a `tracing` subscriber: a span around it, one event for each attempt that is repeated, and one
//! event at its end, target `exbind`.
//!
//! Neither shows queries, headers or bodies: on some exchanges the query holds the key and the signature. Without
//! a subscriber a call costs the check for one.

use crate::error::Error;
use crate::hook::{End, Outcome, Watch};
use crate::limit::Term;
use crate::meta::Effect;
use std::time::Duration;
use tracing::{Span, debug, debug_span, warn};

/// What is watched of a call.
pub(crate) struct Trace {
    span: Span,
    pub(crate) term: Term,
    effect: Effect,
    pub(crate) attempts: u32,
    /// Over all attempts.
    waited: Duration,
    /// That of the last attempt; zero as long as there is no answer.
    pub(crate) status: u16,
    /// Whether a request is on its way, or may be.
    is_sent: bool,
    has_ended: bool,
    /// For hooks, where there are any.
    watch: Option<Box<Watch>>,
}

impl Trace {
    pub(crate) fn begin(span: Span, term: Term, effect: Effect, watch: Option<Box<Watch>>) -> Self {
        let (attempts, waited, status) = (0, Duration::ZERO, 0);
        Self { span, term, effect, attempts, waited, status, is_sent: false, has_ended: false, watch }
    }

    /// The span of the call.
    pub(crate) fn span(&self) -> Span {
        self.span.clone()
    }

    /// An attempt begins.
    pub(crate) fn attempt(&mut self) {
        (self.attempts, self.status) = (self.attempts + 1, 0);
        if let Some(watch) = &mut self.watch {
            watch.attempt(self.attempts);
        }
    }

    /// It may go.
    pub(crate) fn passed(&mut self, waited: Duration) {
        self.waited += waited;
        if let Some(watch) = &mut self.watch {
            watch.passed(waited);
        }
    }

    /// It is signed, and goes.
    pub(crate) fn sends(&mut self) {
        if let Some(watch) = &mut self.watch {
            watch.before_send();
        }
        self.is_sent = true;
    }

    /// Its answer is here, or something in its place.
    pub(crate) fn returned(&mut self) {
        self.is_sent = false;
        if let Some(watch) = &mut self.watch {
            watch.returned();
        }
    }

    /// It failed. What that means for the call remains to be seen.
    pub(crate) fn attempt_failed(&mut self, error: &Error) {
        if let Some(watch) = &mut self.watch {
            watch.after_attempt(End::failed(self.status, error));
        }
    }

    /// The exchange answered and the answer could be read; or it was asked for as it came.
    pub(crate) fn answered(&mut self) {
        self.has_ended = true;
        debug!(
            target: "exbind",
            parent: &self.span,
            status = self.status,
            attempts = self.attempts,
            duration_ms = millis(self.term.start.elapsed()),
            wait_ms = millis(self.waited),
            outcome = Outcome::Answered.as_str(),
            "call answered"
        );
        self.end(End::answered(self.status));
    }

    /// An attempt failed and another will follow.
    pub(crate) fn repeated(&self, error: &Error, wait: Duration) {
        debug!(
            target: "exbind",
            parent: &self.span,
            status = self.status,
            attempt = self.attempts,
            pause_ms = millis(wait),
            error = %error,
            "call repeated"
        );
    }

    /// There is no answer. What may leave a caller in doubt is a warning.
    pub(crate) fn failed(&mut self, error: &Error) {
        macro_rules! event {
            ($level:ident) => {
                $level!(
                    target: "exbind",
                    parent: &self.span,
                    status = self.status,
                    attempts = self.attempts,
                    duration_ms = millis(self.term.start.elapsed()),
                    wait_ms = millis(self.waited),
                    outcome = Outcome::of(error).as_str(),
                    error = %error,
                    "call failed"
                )
            };
        }
        self.has_ended = true;
        match error {
            Error::NotSent(_) | Error::Rejected(_) => event!(debug),
            Error::OutcomeUnknown(_) | Error::Decode(_) => event!(warn),
        }
        self.end(End::failed(self.status, error));
    }

    fn end(&mut self, end: End) {
        if let Some(watch) = self.watch.take() {
            watch.after_call(self.attempts, end);
        }
    }
}

/// A call that its caller gave up. A write that was on its way may act all the same, which nobody else is told.
impl Drop for Trace {
    fn drop(&mut self) {
        macro_rules! event {
            ($level:ident) => {
                $level!(
                    target: "exbind",
                    parent: &self.span,
                    attempts = self.attempts,
                    is_sent = self.is_sent,
                    duration_ms = millis(self.term.start.elapsed()),
                    wait_ms = millis(self.waited),
                    outcome = Outcome::Dropped.as_str(),
                    "call dropped"
                )
            };
        }
        match (self.has_ended, self.is_sent && self.effect == Effect::Write) {
            (true, _) => {}
            (false, true) => event!(warn),
            (false, false) => event!(debug),
        }
        // Gone already, unless the call was given up.
        self.end(End::dropped(self.status));
    }
}

/// The span of a call. Its future must run inside.
pub(crate) fn span(exchange: &str, endpoint: &str, method: &str) -> Span {
    debug_span!(target: "exbind", "call", exchange, endpoint, method)
}

/// An answer corrected what is known of the exchange's clock.
#[cold]
pub(crate) fn clock_learned(offset_ms: i64) {
    debug!(target: "exbind", offset_ms, "clock learned");
}

fn millis(time: Duration) -> u64 {
    u64::try_from(time.as_millis()).unwrap_or(u64::MAX)
}
