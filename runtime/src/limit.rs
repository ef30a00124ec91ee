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

mod gate;
mod route;
mod window;

pub(crate) use gate::{Gate, Pass, Term};
pub(crate) use route::Caller;

use crate::meta::Scope;
use route::{Route, WindowId};
use std::collections::HashMap;
use std::fmt;
use std::hash::RandomState;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;
use tokio::time::{Instant, sleep_until};
use window::Window;

/// Keeps count of calls. Clones count together: give one limiter to all clients that call from one address, or
/// with keys of one account.
#[derive(Clone)]
pub struct Limiter {
    shared: Arc<Shared>,
}

struct Shared {
    table: Mutex<Table>,
    /// Hides labels and keys: windows are told apart by hashes that mean nothing outside this limiter.
    hasher: RandomState,
}

#[derive(Default)]
struct Table {
    margin: Option<Duration>,
    windows: Vec<Window>,
    index: HashMap<WindowId, usize>,
}

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

/// A quota is used up.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Full {
    /// Place of the quota in the call's route.
    lane: usize,
    /// When it has room.
    until: Instant,
}

impl Default for Limiter {
    fn default() -> Self {
        Self::new()
    }
}

impl Limiter {
    /// A limiter that has counted nothing yet.
    pub fn new() -> Self {
        Self { shared: Arc::new(Shared { table: Mutex::default(), hasher: RandomState::new() }) }
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
        self.usage_of(|_| true)
    }

    fn usage_of(&self, wanted: impl Fn(&WindowId) -> bool) -> Vec<Usage> {
        let table = self.table();
        let now = Instant::now();
        let wanted = table.windows.iter().filter(|window| wanted(&window.id));
        wanted.map(|window| window.usage(now)).collect()
    }

    fn table(&self) -> MutexGuard<'_, Table> {
        self.shared.table.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Counts a call if all its quotas have room and nobody waits before it.
    fn enter_free(&self, route: &Route) -> bool {
        let mut table = self.table();
        let waited_for = route.lanes.iter().any(|lane| lane.queue.try_lock().is_err());
        !waited_for && table.enter(route, route.lanes.len(), Instant::now()).is_ok()
    }

    /// Counts a call if all its quotas have room; else says in how long the last of them has.
    fn enter_now(&self, route: &Route) -> Result<(), Duration> {
        let mut table = self.table();
        let now = Instant::now();
        match table.full(route, now).map(|full| full.until).max() {
            Some(until) => Err(until - now),
            None => {
                table.count(route, now);
                Ok(())
            }
        }
    }

    /// Waits until all quotas have room, then counts the call. Gives up at once, telling when there is room, if
    /// that is after the deadline.
    async fn enter_queued(&self, route: &Route, deadline: Instant) -> Result<(), Instant> {
        let mut held = Vec::with_capacity(route.lanes.len());
        loop {
            if let Some(lane) = route.lanes.get(held.len()) {
                held.push(lane.queue.lock().await);
            }
            let entered = self.table().enter(route, held.len(), Instant::now());
            match entered {
                Ok(()) if held.len() == route.lanes.len() => return Ok(()),
                Ok(()) => {}
                Err(full) if full.until > deadline => return Err(full.until),
                Err(full) => {
                    // Whoever needs only the quotas behind this one goes on meanwhile.
                    held.truncate(full.lane + 1);
                    sleep_until(full.until).await;
                }
            }
        }
    }

    /// Closes the quotas of a call that the exchange refused for its rate: all of them for as long as it asks; or,
    /// where it asks for nothing, the fullest for its own length.
    fn penalize(&self, route: &Route, wait: Option<Duration>) {
        let now = Instant::now();
        let mut table = self.table();
        if let Some(wait) = wait {
            for lane in &route.lanes {
                table.windows[lane.window].close(now, wait);
            }
            return;
        }
        // The first of equals: the endpoint's own is the narrowest.
        let fullness = |lane: &&route::Lane| table.windows[lane.window].fullness(now);
        let fullest = route.lanes.iter().rev().max_by_key(fullness).map(|lane| lane.window);
        if let Some(index) = fullest {
            let window = &mut table.windows[index];
            window.close(now, window.per);
        }
    }
}

impl Table {
    fn full(&self, route: &Route, now: Instant) -> impl Iterator<Item = Full> {
        let lanes = route.lanes.iter().enumerate();
        lanes.filter_map(move |(lane, at)| {
            let until = self.windows[at.window].full_until(now, self.margin)?;
            Some(Full { lane, until })
        })
    }

    /// Checks the first `held` quotas; when these are all, and all have room, counts the call.
    fn enter(&mut self, route: &Route, held: usize, now: Instant) -> Result<(), Full> {
        let full = self.full(route, now).find(|full| full.lane < held);
        match full {
            Some(full) => Err(full),
            None => {
                if held == route.lanes.len() {
                    self.count(route, now);
                }
                Ok(())
            }
        }
    }

    fn count(&mut self, route: &Route, now: Instant) {
        for lane in &route.lanes {
            self.windows[lane.window].count(now);
        }
    }
}

impl fmt::Debug for Limiter {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_list().entries(self.usage()).finish()
    }
}

#[cfg(test)]
mod tests;
