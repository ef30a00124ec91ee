//! One quota of one account, key or address: an exact sliding window.

use super::Usage;
use super::route::WindowId;
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

pub(super) struct Window {
    pub(super) id: WindowId,
    pub(super) per: Duration,
    /// Whoever holds it is next; those behind queue in order.
    pub(super) queue: Arc<Mutex<()>>,
    requests: usize,
    /// When the last calls were sent, oldest first, never more than `requests`.
    sent: VecDeque<Instant>,
    closed_until: Option<Instant>,
}

impl Window {
    pub(super) fn new(id: WindowId) -> Self {
        Self {
            per: id.per,
            // A quota of nothing would hold every call for ever.
            requests: usize::try_from(id.requests.max(1)).unwrap_or(usize::MAX),
            id,
            queue: Arc::default(),
            sent: VecDeque::new(),
            closed_until: None,
        }
    }

    /// When there is room, if there is none now.
    pub(super) fn full_until(&self, now: Instant, margin: Option<Duration>) -> Option<Instant> {
        let oldest = if self.sent.len() >= self.requests { self.sent.front() } else { None };
        let margin = margin.unwrap_or_else(|| MARGIN.min(self.per / 20));
        let length = self.per.saturating_add(margin).min(LONGEST_WINDOW);
        let room = oldest.map(|sent| *sent + length);
        room.max(self.closed_until).filter(|until| *until > now)
    }

    pub(super) fn count(&mut self, now: Instant) {
        if self.sent.len() >= self.requests {
            self.sent.pop_front();
        }
        self.sent.push_back(now);
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
        let old = self.sent.partition_point(|sent| now.duration_since(*sent) >= self.per);
        self.sent.len() - old
    }
}
