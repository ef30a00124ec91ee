//! What a limiter is to everything else: two small traits, so that a program can bring its own.

use super::{Counters, Usage};
use crate::error::BoxError;
use crate::meta::{Quota, Scope};
use std::pin::Pin;
use std::sync::Arc;
use std::time::Duration;
use tokio::time::{Instant, sleep};

/// Decides when calls may go. [`Limiter`](super::Limiter) counts within one process,
#[cfg_attr(feature = "redis", doc = "[`RedisLimiter`](super::RedisLimiter)")]
#[cfg_attr(not(feature = "redis"), doc = "`RedisLimiter` (feature `redis`)")]
/// over several.
pub trait RateLimiter: Send + Sync + 'static {
    /// What accounts, keys and addresses are hashed with before they get here: no limiter sees one as it is. Those
    /// who count together must have the same secret.
    fn secret(&self) -> &[u8];

    /// Prepares for calls that draw on these quotas, all of them at once. A client asks once for each of its
    /// endpoints.
    fn route(&self, quotas: &[QuotaId]) -> Arc<dyn Route>;
}

/// Calls that draw on the same quotas.
pub trait Route: Send + Sync {
    /// Counts a call against all quotas if all have room, else against none. Does not wait for room.
    fn ask(&self) -> Asked<'_>;

    /// The same, but waits for room, at most until `end`. Gives up at once with [`Verdict::Wait`] where it knows that
    /// there is no room in time. The future is dropped if its call is given up.
    ///
    /// Unless there is something better it asks again and again, and who comes first is chance.
    fn queue(&self, end: Instant) -> Asked<'_> {
        Asked::Later(Box::pin(async move {
            loop {
                match self.ask().verdict().await {
                    Verdict::Wait(wait) if after(Instant::now(), wait) <= end => sleep(wait).await,
                    verdict => return verdict,
                }
            }
        }))
    }

    /// Tells that the exchange refused a call for its rate, and how long it asks to wait, if it does.
    fn refused(&self, wait: Option<Duration>);

    /// Tells what the exchange itself has counted. It may know of calls that were not made through this limiter.
    fn counted(&self, counters: &Counters) {
        let _ = counters;
    }

    /// How much of the quotas is used, as far as that is known here.
    fn usage(&self) -> Vec<Usage> {
        Vec::new()
    }
}

/// What a limiter says to a call.
#[derive(Debug)]
#[non_exhaustive]
pub enum Verdict {
    /// It may go and was counted.
    Pass,
    /// There may be room after this time. It was not counted.
    Wait(Duration),
    /// It may not go, and nobody knows when: what keeps count failed.
    Refused(BoxError),
}

/// A verdict, or one to come.
#[must_use = "a call may go only if the verdict says so"]
pub enum Asked<'a> {
    /// Known at once, without the cost of a future.
    Now(Verdict),
    /// Known later.
    Later(Pin<Box<dyn Future<Output = Verdict> + Send + 'a>>),
}

impl Asked<'_> {
    /// The verdict, when it is known.
    pub async fn verdict(self) -> Verdict {
        match self {
            Self::Now(verdict) => verdict,
            Self::Later(verdict) => verdict.await,
        }
    }
}

impl std::fmt::Debug for Asked<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Now(verdict) => f.debug_tuple("Now").field(verdict).finish(),
            Self::Later(_) => f.debug_tuple("Later").finish_non_exhaustive(),
        }
    }
}

/// One quota of one caller: what counts together is equal.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub struct QuotaId {
    /// Name of the exchange.
    pub exchange: &'static str,
    /// Name of the shared bucket, or id of the endpoint that has the quota alone.
    pub name: &'static str,
    /// Whether several endpoints draw on it.
    pub shared: bool,
    /// Who is counted.
    pub scope: Scope,
    /// Account, key or address: a hash keyed with [`RateLimiter::secret`].
    pub who: u128,
    /// Calls allowed in each window.
    pub requests: u32,
    /// Length of the window.
    pub per: Duration,
}

impl QuotaId {
    /// The quota of one caller. `endpoint` is the name of a quota that has no bucket.
    pub const fn new(exchange: &'static str, endpoint: &'static str, quota: &Quota, who: u128) -> Self {
        let (name, shared) = match quota.bucket {
            Some(bucket) => (bucket, true),
            None => (endpoint, false),
        };
        Self { exchange, name, shared, scope: quota.by, who, requests: quota.requests, per: quota.per }
    }

    /// Narrow quotas first: who waits for a narrow one must not hold up calls that do not need it.
    pub(super) fn rank(&self) -> (bool, bool) {
        (self.shared, self.scope == Scope::Ip)
    }
}

/// A time that is so much later; in practice never, for absurd lengths.
pub(super) fn after(start: Instant, length: Duration) -> Instant {
    const YEARS: Duration = Duration::from_secs(30 * 365 * 24 * 3600);
    start + length.min(YEARS)
}
