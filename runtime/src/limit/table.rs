//! All windows of a limiter, and the queues before them.

use super::window::Window;
use super::{Counters, QuotaId};
use std::collections::HashMap;
use std::ops::Range;
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::{Mutex, MutexGuard};
use tokio::time::{Instant, sleep_until};

/// The windows of a limiter.
#[derive(Default)]
pub(super) struct Table {
    pub(super) margin: Option<Duration>,
    pub(super) windows: Vec<Window>,
    index: HashMap<QuotaId, usize>,
}

/// One quota of a route.
pub(super) struct Lane {
    /// Index of its window.
    pub(super) window: usize,
    queue: Arc<Mutex<()>>,
}

/// A quota is used up.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Full {
    /// Place of the quota in the route.
    pub(super) lane: usize,
    /// When it has room.
    pub(super) until: Instant,
}

impl Table {
    /// The lanes of a route in the order of waiting, which must be the same for all routes: two calls that hold what
    /// the other waits for would wait for ever. Windows that are not there yet are made.
    pub(super) fn lanes(&mut self, quotas: &[QuotaId], make: impl Fn(QuotaId) -> Window) -> Vec<Lane> {
        let mut windows: Vec<_> = quotas.iter().map(|quota| self.window(quota, &make)).collect();
        windows.sort_by_key(|&index| (self.windows[index].id.rank(), index));
        windows.dedup();
        let lane = |window: usize| Lane { window, queue: Arc::clone(&self.windows[window].queue) };
        windows.into_iter().map(lane).collect()
    }

    fn window(&mut self, id: &QuotaId, make: impl Fn(QuotaId) -> Window) -> usize {
        if let Some(index) = self.index.get(id) {
            return *index;
        }
        let index = self.windows.len();
        self.windows.push(make(id.clone()));
        self.index.insert(id.clone(), index);
        index
    }

    /// The quotas of a route that are used up.
    pub(super) fn full(&self, lanes: &[Lane], now: Instant) -> impl Iterator<Item = Full> {
        let lanes = lanes.iter().enumerate();
        lanes.filter_map(move |(lane, at)| {
            let until = self.windows[at.window].full_until(now, self.margin)?;
            Some(Full { lane, until })
        })
    }

    pub(super) fn count(&mut self, lanes: &[Lane], now: Instant) {
        for lane in lanes {
            self.windows[lane.window].count(now, self.margin);
        }
    }

    /// Closes the quotas of a call that the exchange refused for its rate: all of them for as long as it asks; or,
    /// where it asks for nothing, the fullest for its own length. Gives which, by place, and for how long.
    pub(super) fn close<F: Ord>(
        &mut self,
        lanes: &[Lane],
        wait: Option<Duration>,
        now: Instant,
        fullness: &[F],
    ) -> (Range<usize>, Duration) {
        // The first of equals: the endpoint's own is the narrowest.
        let fullest = (0..lanes.len()).rev().max_by_key(|&lane| &fullness[lane]);
        let (closed, wait) = match (wait, fullest) {
            (None, Some(lane)) => (lane..lane + 1, self.windows[lanes[lane].window].id.per),
            (wait, _) => (0..lanes.len(), wait.unwrap_or_default()),
        };
        for lane in &lanes[closed.clone()] {
            self.windows[lane.window].close(now, wait);
        }
        (closed, wait)
    }

    /// Counts what the exchange has counted and we have not. Where it can be one of several quotas that it tells of,
    /// the one where the least is missing is taken.
    pub(super) fn catch_up(&mut self, lanes: &[Lane], counters: &Counters, now: Instant) {
        let margin = self.margin;
        let missing = |lane: &Lane| {
            let window = &self.windows[lane.window];
            let known = window.known_to_exchange(now, counters.age, margin);
            let told = counters.used_of(&window.id)?;
            Some((told.saturating_sub(u32::try_from(known).unwrap_or(u32::MAX)), lane.window))
        };
        if let Some((missing, window)) = lanes.iter().filter_map(missing).min() {
            self.windows[window].count_others(missing, now);
        }
    }
}

/// A call's place in the queues of its quotas.
pub(super) struct Queue<'l> {
    lanes: &'l [Lane],
    held: Vec<MutexGuard<'l, ()>>,
}

impl<'l> Queue<'l> {
    pub(super) fn new(lanes: &'l [Lane]) -> Self {
        Self { lanes, held: Vec::with_capacity(lanes.len()) }
    }

    /// Whether nobody waits.
    pub(super) fn is_empty(lanes: &[Lane]) -> bool {
        lanes.iter().all(|lane| lane.queue.try_lock().is_ok())
    }

    /// Of how many lanes it is the first.
    pub(super) fn held(&self) -> usize {
        self.held.len()
    }

    /// Whether it is the first everywhere.
    pub(super) fn is_first(&self) -> bool {
        self.held.len() == self.lanes.len()
    }

    /// Waits to be the first of one lane more.
    pub(super) async fn advance(&mut self) {
        if let Some(lane) = self.lanes.get(self.held.len()) {
            self.held.push(lane.queue.lock().await);
        }
    }

    /// Waits for room in a lane, as the first of it. Whoever needs only the lanes behind it goes on meanwhile.
    pub(super) async fn wait_for(&mut self, full: Full) {
        while self.held.len() <= full.lane && !self.is_first() {
            self.advance().await;
        }
        self.held.truncate(full.lane + 1);
        sleep_until(full.until).await;
    }
}
