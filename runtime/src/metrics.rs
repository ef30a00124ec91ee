//! Counts and times of calls, for whatever collects metrics.
//!
//! [`Metrics`] is a [hook](crate::hook) that reports to the facade [`metrics`](https://docs.rs/metrics). Where that goes is decided by
//! the program, which installs a recorder: for Prometheus, StatsD, or its own.
//!
//! ```
//! # use exbind_runtime::{ClientBuilder, Metrics};
//! # fn build(builder: ClientBuilder) -> ClientBuilder {
//! builder.hook(Metrics::new())
//! # }
//! ```
//!
//! | name | kind | labels | what |
//! |---|---|---|---|
//! | `exbind_calls_total` | counter | `exchange`, `endpoint`, `outcome` | calls that are over |
//! | `exbind_call_duration_seconds` | histogram | `exchange`, `endpoint`, `outcome` | all of a call: waits, attempts, decoding |
//! | `exbind_attempt_duration_seconds` | histogram | `exchange`, `endpoint` | an attempt, from sending to the last byte of its answer |
//! | `exbind_limit_wait_seconds` | histogram | `exchange`, `endpoint` | waits of a call for rate limits |
//! | `exbind_retries_total` | counter | `exchange`, `endpoint` | attempts after a call's first |
//! | `exbind_errors_total` | counter | `exchange`, `endpoint`, `outcome`, `reason` | calls that failed, and why |
//!
//! # What it promises
//!
//! - **Labels are few.** `outcome` is one of [`Outcome`](crate::hook::Outcome), `reason` one of the words of
//!   [`CallEnd::reason`]; `endpoint` is an endpoint's id, and `raw` for all paths that no spec covers.
//! - Calls that were given up are counted too, with the outcome `dropped`.
//!
//! # What it does not
//!
//! - It exports nothing by itself. Without a recorder its numbers go nowhere, and those of calls before a recorder is
//!   installed are lost; so are the descriptions, which are given when a [`Metrics`] is made.

use crate::hook::{Attempt, AttemptEnd, CallEnd, CallInfo, Hook};
use ::metrics::{Unit, counter, describe_counter, describe_histogram, histogram};

const CALLS: &str = "exbind_calls_total";
const CALL_DURATION: &str = "exbind_call_duration_seconds";
const ATTEMPT_DURATION: &str = "exbind_attempt_duration_seconds";
const LIMIT_WAIT: &str = "exbind_limit_wait_seconds";
const RETRIES: &str = "exbind_retries_total";
const ERRORS: &str = "exbind_errors_total";

/// Reports calls to the `metrics` facade. See the [module](self) for the names.
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub struct Metrics;

impl Metrics {
    /// Describes the metrics to the recorder that is installed.
    #[must_use]
    #[expect(clippy::new_without_default, reason = "it acts: it speaks to the recorder")]
    pub fn new() -> Self {
        describe_counter!(CALLS, "Calls that are over.");
        describe_histogram!(CALL_DURATION, Unit::Seconds, "All of a call: waits, attempts, decoding.");
        describe_histogram!(
            ATTEMPT_DURATION,
            Unit::Seconds,
            "An attempt, from sending to the last byte of its answer."
        );
        describe_histogram!(LIMIT_WAIT, Unit::Seconds, "Waits of a call for rate limits.");
        describe_counter!(RETRIES, "Attempts after a call's first.");
        describe_counter!(ERRORS, "Calls that failed, and why.");
        Self
    }
}

impl Hook for Metrics {
    fn after_attempt(&self, call: &CallInfo, _attempt: &Attempt, end: &AttemptEnd) {
        if let Some(sending) = end.sending {
            histogram!(ATTEMPT_DURATION, "exchange" => call.exchange, "endpoint" => endpoint(call)).record(sending);
        }
    }

    fn after_call(&self, call: &CallInfo, end: &CallEnd) {
        let (exchange, endpoint, outcome) = (call.exchange, endpoint(call), end.outcome.as_str());
        counter!(CALLS, "exchange" => exchange, "endpoint" => endpoint, "outcome" => outcome).increment(1);
        histogram!(CALL_DURATION, "exchange" => exchange, "endpoint" => endpoint, "outcome" => outcome)
            .record(end.took);
        histogram!(LIMIT_WAIT, "exchange" => exchange, "endpoint" => endpoint).record(end.waited);
        if end.attempts > 1 {
            counter!(RETRIES, "exchange" => exchange, "endpoint" => endpoint).increment(u64::from(end.attempts - 1));
        }
        if let Some(reason) = end.reason {
            let labels = [("exchange", exchange), ("endpoint", endpoint), ("outcome", outcome), ("reason", reason)];
            counter!(ERRORS, &labels).increment(1);
        }
    }
}

/// A path that no spec covers may hold anything, which would be a time series each.
fn endpoint(call: &CallInfo) -> &'static str {
    call.meta.map_or("raw", |meta| meta.id)
}
