//! What a process knows of shared quotas by itself: its own calls, held against its share of each quota.
//!
//! The share is what remains certain when Redis is of no help: as long as each of N processes keeps to an N-th, all
//! of them together keep to the quota, whatever the others do. It holds while Redis cannot be asked; and while calls
//! may be missing in what Redis remembers, because it was restarted or somebody called without it (`pass.lua` decides
//! that). Own calls are always counted, so that the share holds from the first moment.
//!
//! What others have used before that moment, nobody can ask any more. It is assumed from what Redis told last, and
//! from how long ago that was; without news, everything is taken for used up.

use super::super::limiter::after;
use super::super::table::{Full, Lane, Table};
use super::super::window::Window;
use super::super::{QuotaId, Usage};
use super::script::Answer;
use std::ops::Range;
use std::time::Duration;
use tokio::time::Instant;

pub(super) struct Shares {
    /// Windows of this process's share.
    pub(super) table: Table,
    /// What Redis told last, by index of the window.
    heard: Vec<Option<Heard>>,
    processes: u32,
    /// When Redis began to remember.
    born: Option<i64>,
    lost: bool,
}

#[derive(Clone, Copy)]
struct Heard {
    at: Instant,
    used: u32,
}

/// A call that is asked for and counted already.
#[derive(Clone, Copy)]
pub(super) struct Asking {
    at: Instant,
    born: Option<i64>,
}

impl Shares {
    pub(super) fn new(processes: u32, margin: Option<Duration>) -> Self {
        let mut table = Table::default();
        table.margin = margin;
        Self { table, heard: Vec::new(), processes: processes.max(1), born: None, lost: false }
    }

    pub(super) fn lanes(&mut self, quotas: &[QuotaId], now: Instant) -> Vec<Lane> {
        let processes = self.processes;
        let lanes = self.table.lanes(quotas, |quota| share_of(quota, processes));
        let known = self.heard.len();
        self.heard.resize(self.table.windows.len(), None);
        if self.lost {
            (known..self.heard.len()).for_each(|window| self.assume_others(window, now));
        }
        lanes
    }

    /// Counts a call that is about to be asked for, so that calls at the same time know of each other. Not if a quota
    /// is closed.
    pub(super) fn begin(&mut self, lanes: &[Lane], now: Instant) -> Result<(Asking, Vec<Duration>), Full> {
        let closed = |lane: &Lane| self.table.windows[lane.window].closed_until(now);
        let mut closed = lanes.iter().enumerate().filter_map(|(lane, at)| Some(Full { lane, until: closed(at)? }));
        if let Some(full) = closed.next() {
            return Err(full);
        }
        let mut waits = vec![Duration::ZERO; lanes.len()];
        for Full { lane, until } in self.table.full(lanes, now) {
            waits[lane] = until - now;
        }
        self.table.count(lanes, now);
        Ok((Asking { at: now, born: self.born }, waits))
    }

    /// Takes what Redis said. A call that may not go was not counted; with no quota full it is to be asked for again:
    /// Redis has forgotten everything, and let the call go without knowing of others.
    pub(super) fn answered(
        &mut self,
        lanes: &[Lane],
        asking: Asking,
        answer: &Answer,
        now: Instant,
    ) -> Result<(), Vec<Full>> {
        self.hear(lanes, answer, now);
        let full = |(lane, (wait, _)): (usize, &(Duration, u32))| Full { lane, until: after(now, *wait) };
        if asking.born.is_some_and(|born| born != answer.born) {
            self.take_back(lanes, asking);
            return Err(Vec::new());
        }
        if answer.passed {
            return Ok(());
        }
        self.take_back(lanes, asking);
        Err(answer.quotas.iter().enumerate().filter(|(_, (wait, _))| !wait.is_zero()).map(full).collect())
    }

    /// Redis could not be asked: lets the call go if the share has room.
    pub(super) fn alone(&mut self, lanes: &[Lane], asking: Asking, now: Instant) -> Result<(), Vec<Full>> {
        self.take_back(lanes, asking);
        self.lose(now);
        let full: Vec<_> = self.table.full(lanes, now).collect();
        if full.is_empty() {
            self.table.count(lanes, now);
            return Ok(());
        }
        Err(full)
    }

    /// Redis could not be asked, and the call does not go.
    pub(super) fn give_up(&mut self, lanes: &[Lane], asking: Asking, now: Instant) {
        self.take_back(lanes, asking);
        self.lose(now);
    }

    /// Closes quotas of a call that the exchange refused for its rate. Gives which, by place, and for how long.
    pub(super) fn close(&mut self, lanes: &[Lane], wait: Option<Duration>, now: Instant) -> (Range<usize>, Duration) {
        let full = |lane: &Lane| {
            let window = &self.table.windows[lane.window];
            let heard = self.heard(lane.window, now).map(|used| u64::from(used) * 1_000_000);
            heard.map_or(window.fullness(now) as u64, |used| used / u64::from(window.id.requests.max(1)))
        };
        let fullness: Vec<_> = lanes.iter().map(full).collect();
        self.table.close(lanes, wait, now, &fullness)
    }

    /// How much of a quota was used by all, if Redis told it within a window's length.
    pub(super) fn heard(&self, window: usize, now: Instant) -> Option<u32> {
        let per = self.table.windows[window].id.per;
        let heard = self.heard[window].filter(|heard| now.duration_since(heard.at) < per);
        heard.map(|heard| heard.used)
    }

    /// How much of a quota is used by all, as far as Redis told; else by this process.
    pub(super) fn usage(&self, window: usize, now: Instant) -> Usage {
        let own = self.table.windows[window].usage(now);
        Usage { used: self.heard(window, now).unwrap_or(own.used), window: self.table.windows[window].id.per, ..own }
    }

    fn hear(&mut self, lanes: &[Lane], answer: &Answer, now: Instant) {
        if self.born.is_some_and(|born| born != answer.born) && !self.lost {
            self.assume_others_everywhere(now);
        }
        self.born = Some(answer.born);
        self.lost = false;
        for (lane, (_, used)) in lanes.iter().zip(&answer.quotas) {
            self.heard[lane.window] = Some(Heard { at: now, used: *used });
        }
    }

    fn lose(&mut self, now: Instant) {
        if !self.lost {
            self.lost = true;
            self.assume_others_everywhere(now);
        }
    }

    fn assume_others_everywhere(&mut self, now: Instant) {
        (0..self.heard.len()).for_each(|window| self.assume_others(window, now));
    }

    /// Leaves of this process's share what can be left of the quota.
    fn assume_others(&mut self, window: usize, now: Instant) {
        let heard = self.heard[window].take();
        let window = &mut self.table.windows[window];
        let (requests, per) = (u128::from(window.id.requests), window.id.per.as_micros().max(1));
        let used = heard.map_or(requests, |heard| {
            let age = now.duration_since(heard.at).as_micros();
            u128::from(heard.used) + (requests * age).div_ceil(per)
        });
        let left = requests.saturating_sub(used) / u128::from(self.processes);
        let share = window.requests();
        let left = u32::try_from(left).unwrap_or(u32::MAX).min(share);
        window.count_others(share - left, now);
    }

    fn take_back(&mut self, lanes: &[Lane], asking: Asking) {
        for lane in lanes {
            self.table.windows[lane.window].uncount(asking.at);
        }
    }
}

/// One process's part of a quota; a part of less than one call is one call in a longer time.
fn share_of(quota: QuotaId, processes: u32) -> Window {
    let (requests, per) = (quota.requests.max(1), quota.per);
    match requests / processes {
        0 => Window::narrower(quota, 1, per.saturating_mul(processes.div_ceil(requests))),
        share => Window::narrower(quota, share, per),
    }
}
