//! One quota of one account, key or address: an exact sliding window.

use super::{QuotaId, Usage};
use std::collections::VecDeque;
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::Mutex;
use tokio::time::Instant;

const MARGIN: Duration = Duration::from_millis(50);
/// Bounds what an answer can ask for: a wrong header must not stop a client for good.
const LONGEST_WAIT: Duration = Duration::from_secs(24 * 3600);
/// Bounds windows and margins, lest times overflow.
const LONGEST_WINDOW: Duration = Duration::from_secs(366 * 24 * 3600);
/// How much longer than they count calls are kept, at most: what the exchange has counted is told by answers that
/// may come late, and compared with what was counted then.
const KEPT: Duration = Duration::from_secs(10);

pub(super) struct Window {
    pub(super) id: QuotaId,
    pub(super) per: Duration,
    /// Whoever holds it is next; those behind queue in order.
    pub(super) queue: Arc<Mutex<()>>,
    requests: usize,
    /// When the last calls were sent, oldest first.
    sent: VecDeque<Instant>,
    closed_until: Option<Instant>,
}

/// How long a call counts.
pub(super) fn length(per: Duration, margin: Option<Duration>) -> Duration {
    let margin = margin.unwrap_or_else(|| MARGIN.min(per / 20));
    per.saturating_add(margin).min(LONGEST_WINDOW)
}

impl Window {
    pub(super) fn new(id: QuotaId) -> Self {
        let (requests, per) = (id.requests, id.per);
        Self::narrower(id, requests, per)
    }

    /// A window that lets less through than its quota.
    pub(super) fn narrower(id: QuotaId, requests: u32, per: Duration) -> Self {
        Self {
            id,
            per,
            // A quota of nothing would hold every call for ever.
            requests: usize::try_from(requests.max(1)).unwrap_or(usize::MAX),
            queue: Arc::default(),
            sent: VecDeque::new(),
            closed_until: None,
        }
    }

    /// When there is room, if there is none now.
    pub(super) fn full_until(&self, now: Instant, margin: Option<Duration>) -> Option<Instant> {
        let first = self.sent.len().checked_sub(self.requests).and_then(|index| self.sent.get(index));
        let room = first.map(|sent| *sent + length(self.per, margin));
        room.max(self.closed_until).filter(|until| *until > now)
    }

    #[cfg(feature = "redis")]
    pub(super) fn requests(&self) -> u32 {
        u32::try_from(self.requests).unwrap_or(u32::MAX)
    }

    /// When the exchange lets calls through again that it refused for their rate.
    #[cfg(feature = "redis")]
    pub(super) fn closed_until(&self, now: Instant) -> Option<Instant> {
        self.closed_until.filter(|until| *until > now)
    }

    pub(super) fn count(&mut self, now: Instant, margin: Option<Duration>) {
        let length = length(self.per, margin);
        let kept = length + length.min(KEPT);
        while self.sent.front().is_some_and(|sent| now.duration_since(*sent) >= kept) {
            self.sent.pop_front();
        }
        self.sent.push_back(now);
    }

    /// Takes back that a call was counted.
    #[cfg(feature = "redis")]
    pub(super) fn uncount(&mut self, at: Instant) {
        let place = self.sent.partition_point(|sent| *sent < at);
        if self.sent.get(place) == Some(&at) {
            self.sent.remove(place);
        }
    }

    /// Counts calls that others made, or may have made.
    pub(super) fn count_others(&mut self, calls: u32, now: Instant) {
        let calls = usize::try_from(calls).unwrap_or(usize::MAX).min(self.requests);
        self.sent.extend(std::iter::repeat_n(now, calls));
    }

    /// How many calls were counted that the exchange can have known of when it counted one that passed here so long
    /// ago.
    pub(super) fn known_to_exchange(&self, now: Instant, age: Duration, margin: Option<Duration>) -> usize {
        self.counted_within(now, length(self.per, margin).saturating_add(age))
    }

    pub(super) fn close(&mut self, now: Instant, wait: Duration) {
        self.closed_until = self.closed_until.max(Some(now + wait.min(LONGEST_WAIT)));
    }

    /// How full it is, in millionths.
    pub(super) fn fullness(&self, now: Instant) -> usize {
        self.used(now).saturating_mul(1_000_000) / self.requests
    }

    pub(super) fn usage(&self, now: Instant) -> Usage {
        Usage {
            name: self.id.name,
            scope: self.id.scope,
            used: u32::try_from(self.used(now)).unwrap_or(u32::MAX),
            limit: self.id.requests,
            window: self.per,
        }
    }

    fn used(&self, now: Instant) -> usize {
        self.counted_within(now, self.per)
    }

    fn counted_within(&self, now: Instant, length: Duration) -> usize {
        let old = self.sent.partition_point(|sent| now.duration_since(*sent) >= length);
        self.sent.len() - old
    }
}
