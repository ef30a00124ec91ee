//! Calls that draw on the same shared quotas.

use super::super::table::{Full, Lane, Queue};
use super::super::window::length;
use super::super::{Asked, Counters, QuotaId, Route, Usage, Verdict};
use super::link::Lost;
use super::script::{self, Keys, Question, QuotaQuestion};
use super::shares::Asking;
use super::{Shared, WhenLost};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;
use tokio::task::JoinHandle;
use tokio::time::Instant;

pub(super) struct RedisRoute {
    shared: Arc<Shared>,
    lanes: Vec<Lane>,
    /// Of each lane.
    quotas: Vec<SharedQuota>,
    /// Telling Redis what the exchange has counted. Once at a time is often enough.
    catching_up: Mutex<Option<JoinHandle<()>>>,
}

struct SharedQuota {
    id: QuotaId,
    keys: Keys,
    /// How long a call counts.
    length: Duration,
}

/// Why a call did not pass.
enum Blocked {
    /// These quotas are.
    Full(Vec<Full>),
    Lost(Lost),
}

impl RedisRoute {
    pub(super) fn new(shared: Arc<Shared>, quotas: &[QuotaId]) -> Self {
        let mut shares = shared.shares();
        let lanes = shares.lanes(quotas, Instant::now());
        let of_lane = |lane: &Lane| {
            let id = shares.table.windows[lane.window].id.clone();
            SharedQuota { keys: shared.keys(&id), length: length(id.per, shared.settings.margin), id }
        };
        let quotas = lanes.iter().map(of_lane).collect();
        drop(shares);
        Self { shared, lanes, quotas, catching_up: Mutex::default() }
    }

    /// Asks; a second time if Redis has just forgotten everything.
    async fn enter(&self) -> Result<(), Blocked> {
        match self.ask_once().await {
            Err(Blocked::Full(full)) if full.is_empty() => self.ask_once().await,
            entered => entered,
        }
    }

    async fn ask_once(&self) -> Result<(), Blocked> {
        let (asking, own_waits) = {
            let mut shares = self.shared.shares();
            shares.begin(&self.lanes, Instant::now()).map_err(|full| Blocked::Full(vec![full]))?
        };
        match self.shared.link.pass(&self.question(&own_waits)).await {
            Ok(answer) => {
                let mut shares = self.shared.shares();
                shares.answered(&self.lanes, asking, &answer, Instant::now()).map_err(Blocked::Full)
            }
            Err(lost) => self.without_redis(asking, lost),
        }
    }

    fn question(&self, own_waits: &[Duration]) -> Question<'_> {
        let mut quotas = Vec::with_capacity(self.quotas.len());
        for (SharedQuota { id, keys, length }, own_wait) in self.quotas.iter().zip(own_waits) {
            quotas.push(QuotaQuestion { keys, requests: id.requests, length: *length, own_wait: *own_wait });
        }
        Question { quotas }
    }

    fn without_redis(&self, asking: Asking, lost: Lost) -> Result<(), Blocked> {
        let mut shares = self.shared.shares();
        let now = Instant::now();
        match self.shared.settings.when_lost {
            WhenLost::Refuse => {
                shares.give_up(&self.lanes, asking, now);
                Err(Blocked::Lost(lost))
            }
            WhenLost::Share => {
                shares.alone(&self.lanes, asking, now).map_err(Blocked::Full)?;
                self.shared.link.went_alone();
                Ok(())
            }
        }
    }

    /// Waits for room, in one queue after the other with the calls of this process.
    async fn wait(&self, end: Instant) -> Verdict {
        let mut queue = Queue::new(&self.lanes);
        let mut at_once = Queue::is_empty(&self.lanes);
        loop {
            while !at_once && !queue.is_first() {
                queue.advance().await;
            }
            at_once = false;
            match self.enter().await {
                Ok(()) => return Verdict::Pass,
                Err(Blocked::Full(full)) if full.iter().all(|full| full.until <= end) => {
                    if let Some(first) = full.first() {
                        queue.wait_for(*first).await;
                    }
                }
                Err(blocked) => return blocked.verdict(),
            }
        }
    }
}

impl Route for RedisRoute {
    fn ask(&self) -> Asked<'_> {
        Asked::Later(Box::pin(async { self.enter().await.map_or_else(Blocked::verdict, |()| Verdict::Pass) }))
    }

    fn queue(&self, end: Instant) -> Asked<'_> {
        Asked::Later(Box::pin(self.wait(end)))
    }

    fn refused(&self, wait: Option<Duration>) {
        let (closed, wait) = self.shared.shares().close(&self.lanes, wait, Instant::now());
        let keys = closed.map(|lane| &self.quotas[lane].keys);
        self.shared.link.tell(script::close(keys, wait));
    }

    fn counted(&self, counters: &Counters) {
        let mut catching_up = self.catching_up.lock().unwrap_or_else(PoisonError::into_inner);
        if catching_up.as_ref().is_some_and(|task| !task.is_finished()) {
            return;
        }
        let (shares, now) = (self.shared.shares(), Instant::now());
        let missing = |lane: usize| {
            let told = counters.used_of(&self.quotas[lane].id)?;
            Some((told.saturating_sub(shares.heard(self.lanes[lane].window, now)?), lane, told))
        };
        if let Some((1.., lane, told)) = (0..self.lanes.len()).filter_map(missing).min() {
            let SharedQuota { keys, length, .. } = &self.quotas[lane];
            *catching_up = self.shared.link.tell(script::catch_up(keys, *length, counters.age, told));
        }
    }

    fn usage(&self) -> Vec<Usage> {
        let (shares, now) = (self.shared.shares(), Instant::now());
        self.lanes.iter().map(|lane| shares.usage(lane.window, now)).collect()
    }
}

impl Blocked {
    fn verdict(self) -> Verdict {
        match self {
            Self::Full(full) => {
                let until = full.iter().map(|full| full.until).max();
                Verdict::Wait(until.map(|until| until - Instant::now()).unwrap_or_default())
            }
            Self::Lost(lost) => Verdict::Refused(Box::new(lost)),
        }
    }
}
