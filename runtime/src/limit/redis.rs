//! Limits shared between processes, kept in Redis.

mod link;
mod route;
mod script;
mod settings;
mod shares;

pub use settings::{RedisLimiterBuilder, RedisSettingsError, WhenLost};

use super::caller::keyed_hash;
use super::{QuotaId, RateLimiter, Route, Usage};
use link::Link;
use route::RedisRoute;
use script::Keys;
use settings::Settings;
use shares::Shares;
use std::fmt;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use tokio::time::Instant;
use zeroize::Zeroizing;

/// Keeps count of calls over all processes and machines that call under one account or from one address, in a Redis
/// that all of them reach.
///
/// ```no_run
/// use exbind_runtime::limit::{RedisLimiter, WhenLost};
/// # use exbind_runtime::{Client, ClientBuilder, Credentials};
/// # fn example(builder: ClientBuilder<Client>, secret: &str) -> Result<(), Box<dyn std::error::Error>> {
///
/// // Eight processes at most, all with the same secret.
/// let limiter = RedisLimiter::builder("redis://127.0.0.1/", secret, 8).when_lost(WhenLost::Share).build()?;
/// let client: Client = builder
///     .limiter(limiter) // one for all clients of the process
///     .uid("main account") // the same name wherever keys of that account are used
///     .address("gateway 1") // the same name wherever calls come from that address
///     .build()?;
/// # Ok(())
/// # }
/// ```
///
/// # What it promises
///
/// - No window of the exchange's holds more calls than its quota, over all processes; and all of the quota can be used
///   but for the [margin](RedisLimiterBuilder::margin). Each quota is an exact sliding window, as with
///   [`Limiter`](super::Limiter).
/// - A call asks once, in one round trip, for its endpoint's quota and all quotas that it shares with others, and
///   draws on all of them or on none. Time is Redis's.
/// - No call waits for Redis longer than the [timeout](RedisLimiterBuilder::timeout), and only the first one does: as
///   long as Redis does not answer, the others do [what was set](WhenLost) at once. Connecting goes on in the
///   background.
/// - After Redis was lost, is back, or has forgotten everything, quotas still hold: until what it remembers is whole
///   again, each process keeps to its share as well, an N-th of each quota. So it is when Redis is used for
///   the first time: for one window and a second. Calls that Redis counted before it was lost are not known after;
///   what was not told a moment before is taken for used up, and waited for.
/// - Refusals and counters of the exchange hold for all processes.
///
/// # What it does not promise
///
/// - Order between processes: within one, calls go in the order in which they came; between them, chance decides.
/// - Anything against a process that cannot reach Redis while others can: they do not know of its calls, and together
///   they may exceed a quota by its share. Or against more processes than were told. Or where a quota has fewer
///   calls than there are processes: while Redis is lost, each makes one in a longer time, and these may fall
///   together.
/// - Calls that take their time on the way are counted when they pass here. Machines that are unequally far from the
///   exchange need a [margin](RedisLimiterBuilder::margin) of that difference.
/// - A Redis that evicts keys (`maxmemory-policy` must be `noeviction`), is set to another time, or fails over to a
///   replica that lacks the last writes, forgets calls.
/// - TLS: put Redis on a private network, on a Unix socket, or behind a tunnel. And put it near: where calls queue, a
///   process asks for one after the other.
///
/// # What it costs
///
/// Beside the round trip, Redis works for some 15 µs on each quota of a call, and keeps some 130 bytes for each call that
/// counts.
///
/// # What Redis knows
///
/// Keys are hashes keyed with your secret. Whoever reads them without it learns how many quotas are in use, how wide
/// they are and when calls are made, but not by which account or API key, on which exchange, or of which endpoint; nor
/// can guesses be tested. Whoever can write to Redis can stop your calls or have them exceed the quotas.
/// Redis needs version 5 or later. All keys begin with `exbind:` and expire.
#[derive(Clone)]
pub struct RedisLimiter {
    shared: Arc<Shared>,
}

/// What all routes and clones share.
struct Shared {
    settings: Settings,
    secret: Zeroizing<Vec<u8>>,
    link: Arc<Link>,
    shares: Mutex<Shares>,
}

impl RedisLimiter {
    /// A limiter of at most so many `processes` that count together: those with the same Redis and secret.
    ///
    /// The URL is `redis://[user:password@]host[:port][/database]` or `redis+unix:///path`; the secret is any text that
    /// others cannot guess. Nothing is connected yet: the first call does that.
    pub fn builder(url: &str, secret: &str, processes: u32) -> RedisLimiterBuilder {
        RedisLimiterBuilder::new(url, secret, processes)
    }

    /// How much of every quota is used that was drawn on in this process: by all processes, as Redis told last.
    pub fn usage(&self) -> Vec<Usage> {
        let (shares, now) = (self.shared.shares(), Instant::now());
        (0..shares.table.windows.len()).map(|window| shares.usage(window, now)).collect()
    }
}

impl RateLimiter for RedisLimiter {
    fn secret(&self) -> &[u8] {
        &self.shared.secret
    }

    fn route(&self, quotas: &[QuotaId]) -> Arc<dyn Route> {
        Arc::new(RedisRoute::new(Arc::clone(&self.shared), quotas))
    }
}

impl Shared {
    fn shares(&self) -> MutexGuard<'_, Shares> {
        self.shares.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// All keys have one part in braces, which keeps them together in a cluster.
    fn keys(&self, quota: &QuotaId) -> Keys {
        let QuotaId { exchange, name, shared, scope, who, requests, per } = quota;
        let rest = format!("{shared} {scope:?} {who:x} {requests} {per:?}");
        let hash = keyed_hash(&self.secret, &["quota", exchange, name, &rest]);
        let prefix = prefix(&self.secret);
        Keys { log: format!("{prefix}{hash:032x}:log"), lock: format!("{prefix}{hash:032x}:lock") }
    }
}

fn prefix(secret: &[u8]) -> String {
    format!("exbind:{{{:08x}}}:", keyed_hash(secret, &["all"]) >> 96)
}

impl fmt::Debug for RedisLimiter {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("RedisLimiter")
            .field("settings", &self.shared.settings)
            .field("usage", &self.usage())
            .finish_non_exhaustive()
    }
}
