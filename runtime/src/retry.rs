//! Repeats calls that failed in passing, where that cannot act twice.
//!
//! On unless switched off: up to three attempts, within the call's own [timeout](crate::Call::timeout), which covers
//! all of them and the waits between. Every attempt waits for its rate limit, and is signed, anew.
//!
//! # What is repeated
//!
//! | the attempt | a read | a write |
//! |---|---|---|
//! | found no connection | again | again |
//! | was refused for its timestamp | again, once, by the [exchange's clock](crate::clock) | the same |
//! | was refused for the rate (429 and its codes), or for maintenance | again | again: the exchange did nothing |
//! | was refused by another code that says `retry: later` | again | not |
//! | lost its connection, or broke off in the answer | again | only under an idempotency key |
//! | was answered by 5xx, or by a code for failures inside the exchange | again | only under an idempotency key |
//! | was refused for any other reason, or answered by what cannot be read, or took too long | not | not |
//!
//! An **idempotency key** is a client order id that the exchange takes only once. Endpoints declare it
//! ([`Meta::idempotency_key`]), and it must be set in the call: then the very same parameters go out again, and the
//! exchange refuses what it knows already.
//!
//! # What it promises
//!
//! - A write is sent again only if the exchange certainly did not act on it, or under its idempotency key.
//! - After an attempt in doubt the call stays in doubt until the exchange accepts a repeat: a repeat that is refused
//!   makes it [`OutcomeUnknown`], with both in [`UnknownReason::RepeatRefused`]. A refusal as
//!   [duplicate](crate::meta::ErrorKind::Duplicate) means that the earlier attempt did act, unless the id was used before.
//! - Waits double from a tenth of a second up to two, less up to half of it by chance, lest many clients come back at
//!   one moment. `Retry-After` is waited for; where that or the next wait leads past the timeout, the call fails at
//!   once, with what is known.
//! - A client has a budget of repeats, so that they do not double the load of an exchange in trouble: twenty at first,
//!   then one for ten calls that were answered. A repeat for the timestamp does not draw on it.
//! - [`Error::attempts`] tells how many there were, as does each event of `tracing`.
//!
//! # What it does not
//!
//! - An attempt has no timeout of its own: one that hangs uses up the call's time.
//! - [`Call::raw`](crate::Call::raw) takes whatever answer arrives for an answer. Only attempts without one are
//!   repeated.
//!
//! ```
//! use exbind_runtime::{Client, ClientBuilder, RawRequest, Retries, meta::Method};
//! use std::time::Duration;
//!
//! # async fn run(builder: ClientBuilder) -> Result<(), Box<dyn std::error::Error>> {
//! // Writes are never repeated, reads up to four times.
//! let client = builder.retries(Retries::new().attempts(5).reads_only()).build()?;
//! let balances = RawRequest::new(Method::Get, "/api/v2/spot/account/assets");
//! client.raw_call(balances.clone()).timeout(Duration::from_secs(30)).await?;
//! client.raw_call(balances).no_retries().await?;
//! # Ok(())
//! # }
//! ```
//!
//! [`Error::attempts`]: crate::Error::attempts
//! [`Meta::idempotency_key`]: crate::meta::Meta::idempotency_key
//! [`OutcomeUnknown`]: crate::error::OutcomeUnknown
//! [`UnknownReason::RepeatRefused`]: crate::error::UnknownReason::RepeatRefused

mod budget;
mod key;
mod rule;

pub(crate) use budget::Budget;
pub(crate) use key::is_set;
pub(crate) use rule::{Remedy, known_after, remedy};

use crate::meta::Effect;
use std::time::Duration;

/// How often a failed call is repeated, and after what wait. See the [module](self) for which calls.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Retries {
    attempts: u32,
    writes: bool,
    first_wait: Duration,
    longest_wait: Duration,
}

impl Retries {
    /// What holds unless something else is set: three attempts for reads and writes.
    pub const fn new() -> Self {
        let (first_wait, longest_wait) = (Duration::from_millis(100), Duration::from_secs(2));
        Self { attempts: 3, writes: true, first_wait, longest_wait }
    }

    /// Every call is made once.
    pub const fn none() -> Self {
        Self::new().attempts(1)
    }

    /// How often a call is made at most, the first time included.
    #[must_use]
    pub const fn attempts(self, most: u32) -> Self {
        Self { attempts: most, ..self }
    }

    /// Makes calls that can change anything once, and repeats only those that read.
    #[must_use]
    pub const fn reads_only(self) -> Self {
        Self { writes: false, ..self }
    }

    /// How long to wait before the first repeat, and at most before any.
    #[must_use]
    pub const fn waits(self, first: Duration, longest: Duration) -> Self {
        Self { first_wait: first, longest_wait: longest, ..self }
    }

    /// Whether a call may be made again after so many attempts.
    pub(crate) fn allow(&self, effect: Effect, attempts: u32) -> bool {
        attempts < self.attempts && (self.writes || effect == Effect::Read)
    }

    /// The wait after so many attempts; `chance` is any number.
    pub(crate) fn wait(&self, attempts: u32, chance: u64) -> Duration {
        let doublings = attempts.saturating_sub(1).min(31);
        let whole = self.first_wait.saturating_mul(1 << doublings).min(self.longest_wait);
        let millionths = u32::try_from(chance % 1_000_001).unwrap_or_default();
        whole / 2 + (whole / 2).saturating_mul(millionths) / 1_000_000
    }
}

impl Default for Retries {
    fn default() -> Self {
        Self::new()
    }
}

#[cfg(test)]
mod tests;
