//! Keeps calls within the exchange's quotas, before the exchange does it by refusing or banning.
//!
//! Each quota is an exact sliding window: it keeps the times of its last N calls, and a call may go when the N-th
//! last is older than the window. The usual token bucket (GCRA) would not do: after a pause it lets a full burst
//! through and refills meanwhile, nearly twice the quota within one window, and exchanges that count by fixed or
//! sliding windows refuse that, or ban the key.
//!
//! A call draws on all of its quotas at once: its endpoint's own, those shared with other endpoints, the total.
//! It waits in one queue after the other, always in the same order, and is counted only when all have room; a
//! call given up while it waits has counted nowhere.
//!
//! What is counted is that a call passes here, not that it reaches the exchange. Calls that then wait for a new
//! connection or a slow signer may arrive closer together than they left: [`Client::warm_up`](crate::Client::warm_up)
//! opens connections beforehand, and [`Limiter::margin`] leaves more room.
//!
//! # What the exchange says
//!
//! A refusal for the rate (HTTP 429, or a code of that meaning) closes all quotas of the call for as long as
//! `Retry-After` asks; without it, the fullest of them for its own length. Headers that tell how many calls are left
//! (`ratelimit-remaining` with `-limit` and `-interval`, `X-HB-RateLimit-Requests-Remain`) tighten a quota where the
//! exchange has counted more than we have: somebody else uses the account. Nothing that it says ever loosens one.
//!
//! # Several processes
//!
//! [`Limiter`] counts within one process. Processes and machines that call with keys of one account, or from one
//! address, count together by `RedisLimiter` (feature `redis`), or by a [`RateLimiter`] of your own:
//!
//! ```
//! use exbind_runtime::limit::{Asked, QuotaId, RateLimiter, Route, Verdict};
//! use std::sync::Arc;
//! use std::sync::atomic::{AtomicBool, Ordering};
//! use std::time::Duration;
//!
//! /// Stops all calls at the push of a button.
//! #[derive(Clone, Default)]
//! struct Switch(Arc<AtomicBool>);
//!
//! impl RateLimiter for Switch {
//!     fn secret(&self) -> &[u8] {
//!         b"counts nobody"
//!     }
//!
//!     fn route(&self, _quotas: &[QuotaId]) -> Arc<dyn Route> {
//!         Arc::new(self.clone())
//!     }
//! }
//!
//! impl Route for Switch {
//!     fn ask(&self) -> Asked<'_> {
//!         let stopped = self.0.load(Ordering::Relaxed);
//!         Asked::Now(if stopped { Verdict::Wait(Duration::from_millis(100)) } else { Verdict::Pass })
//!     }
//!
//!     fn refused(&self, _wait: Option<Duration>) {}
//! }
//! ```

mod caller;
mod counters;
mod gate;
mod limiter;
mod local;
#[cfg(feature = "redis")]
mod redis;
mod table;
mod window;

pub use counters::Counters;
pub use limiter::{Asked, QuotaId, RateLimiter, Route, Verdict};
pub use local::Limiter;
#[cfg(feature = "redis")]
pub use redis::{RedisLimiter, RedisLimiterBuilder, RedisSettingsError, WhenLost};

pub(crate) use caller::Caller;
pub(crate) use gate::{Gate, Pass, Term};

use crate::meta::Scope;
use std::time::Duration;

/// What to do with a call whose quota is used up.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub enum LimitMode {
    /// Let it wait its turn, at most as long as the call may take.
    #[default]
    Wait,
    /// Refuse it at once and say when there is room.
    Refuse,
    /// Send it all the same. Nothing is counted.
    Off,
}

/// How much of a quota is used.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Usage {
    /// Name of the shared bucket, or id of the endpoint that has the quota alone.
    pub name: &'static str,
    /// Who is counted.
    pub scope: Scope,
    /// Calls within the last `window`.
    pub used: u32,
    /// Calls allowed within each `window`.
    pub limit: u32,
    /// Length of the window.
    pub window: Duration,
}

#[cfg(test)]
mod tests;
