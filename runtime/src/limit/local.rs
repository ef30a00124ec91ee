//! The limiter of one process.

use super::table::{Full, Lane, Queue, Table};
use super::window::Window;
use super::{Asked, Counters, QuotaId, RateLimiter, Route, Usage, Verdict};
use std::fmt;
use std::hash::{BuildHasher as _, RandomState};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;
use tokio::time::Instant;

/// Keeps count of calls within this process. Clones count together: give one limiter to all clients that call from
/// one address, or with keys of one account.
#[derive(Clone)]
pub struct Limiter {
    table: Arc<Mutex<Table>>,
    /// Of no use outside this process.
    secret: Arc<[u8]>,
}

/// Calls that draw on the same quotas.
struct LocalRoute {
    limiter: Limiter,
    lanes: Vec<Lane>,
}

impl Default for Limiter {
    fn default() -> Self {
        Self::new()
    }
}

impl Limiter {
    /// A limiter that has counted nothing yet.
    pub fn new() -> Self {
        let random = || RandomState::new().hash_one(()).to_be_bytes();
        Self { table: Arc::default(), secret: [random(), random()].concat().into() }
    }

    /// Sets what is added to the length of every window, for calls that overtake each other on the way. Without
    /// it: 50 ms, or a twentieth of the window where that is less. Holds for all clones.
    #[must_use]
    pub fn margin(self, margin: Duration) -> Self {
        self.table().margin = Some(margin);
        self
    }

    /// How much of every quota is used that was drawn on so far, over all clients.
    pub fn usage(&self) -> Vec<Usage> {
        let (table, now) = (self.table(), Instant::now());
        table.windows.iter().map(|window| window.usage(now)).collect()
    }

    fn table(&self) -> MutexGuard<'_, Table> {
        self.table.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl RateLimiter for Limiter {
    fn secret(&self) -> &[u8] {
        &self.secret
    }

    fn route(&self, quotas: &[QuotaId]) -> Arc<dyn Route> {
        let lanes = self.table().lanes(quotas, Window::new);
        Arc::new(LocalRoute { limiter: self.clone(), lanes })
    }
}

impl Route for LocalRoute {
    fn ask(&self) -> Asked<'_> {
        let mut table = self.limiter.table();
        let now = Instant::now();
        let until = table.full(&self.lanes, now).map(|full| full.until).max();
        Asked::Now(match until {
            Some(until) => Verdict::Wait(until - now),
            None => {
                table.count(&self.lanes, now);
                Verdict::Pass
            }
        })
    }

    fn queue(&self, end: Instant) -> Asked<'_> {
        if Queue::is_empty(&self.lanes) && self.enter(self.lanes.len()).is_ok() {
            return Asked::Now(Verdict::Pass);
        }
        Asked::Later(Box::pin(self.wait(end)))
    }

    fn refused(&self, wait: Option<Duration>) {
        let (mut table, now) = (self.limiter.table(), Instant::now());
        let fullness: Vec<_> = self.lanes.iter().map(|lane| table.windows[lane.window].fullness(now)).collect();
        table.close(&self.lanes, wait, now, &fullness);
    }

    fn counted(&self, counters: &Counters) {
        self.limiter.table().catch_up(&self.lanes, counters, Instant::now());
    }

    fn usage(&self) -> Vec<Usage> {
        let (table, now) = (self.limiter.table(), Instant::now());
        self.lanes.iter().map(|lane| table.windows[lane.window].usage(now)).collect()
    }
}

impl LocalRoute {
    /// Checks the first `held` quotas; when these are all, and all have room, counts the call.
    fn enter(&self, held: usize) -> Result<(), Full> {
        let mut table = self.limiter.table();
        let now = Instant::now();
        let full = table.full(&self.lanes, now).find(|full| full.lane < held);
        match full {
            Some(full) => Err(full),
            None => {
                if held == self.lanes.len() {
                    table.count(&self.lanes, now);
                }
                Ok(())
            }
        }
    }

    /// Waits until all quotas have room, then counts the call.
    async fn wait(&self, end: Instant) -> Verdict {
        let mut queue = Queue::new(&self.lanes);
        loop {
            queue.advance().await;
            match self.enter(queue.held()) {
                Ok(()) if queue.is_first() => return Verdict::Pass,
                Ok(()) => {}
                Err(full) if full.until > end => return Verdict::Wait(full.until - Instant::now()),
                Err(full) => queue.wait_for(full).await,
            }
        }
    }
}

impl fmt::Debug for Limiter {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_list().entries(self.usage()).finish()
    }
}
