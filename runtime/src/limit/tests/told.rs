//! What the exchange says of its own counting.

use super::{HOUR, SECOND, SHARED, gate, times};
use crate::limit::{Limiter, Term};
use http::HeaderMap;
use std::time::Duration;
use tokio::time::{Instant, sleep};

fn headers(limit: u32, interval_ms: u32, remaining: u32) -> HeaderMap {
    let pairs = [("ratelimit-limit", limit), ("ratelimit-interval", interval_ms), ("ratelimit-remaining", remaining)];
    HeaderMap::from_iter(pairs.map(|(name, value)| (name.parse().unwrap(), value.into())))
}

#[tokio::test(start_paused = true)]
async fn what_the_exchange_has_counted_beyond_our_calls_is_counted_too() {
    let limiter = Limiter::new();
    let gate = gate(&limiter);
    let passed = gate.pass("b", &SHARED, Term::begin(HOUR)).await.unwrap();
    let used = || limiter.usage().iter().find(|usage| usage.name == "trade").unwrap().used;
    gate.counted(&passed, &headers(12, 3000, 11));
    assert_eq!(used(), 1, "it knows of our call only");
    gate.counted(&passed, &headers(12, 3000, 4));
    assert_eq!(used(), 8, "somebody else calls as well");
    gate.counted(&passed, &headers(12, 3000, 4));
    gate.counted(&passed, &headers(12, 3000, 12));
    gate.counted(&passed, &headers(13, 3000, 0));
    gate.counted(&passed, &headers(12, 61_000, 0));
    assert_eq!(used(), 8, "said before, less, or of another quota");
    let start = Instant::now();
    times(&gate, 5, "b", &SHARED).await;
    assert_eq!(start.elapsed(), 3 * SECOND + Duration::from_millis(50));
}

#[tokio::test(start_paused = true)]
async fn answers_that_come_late_are_not_taken_for_calls_of_others() {
    let gate = gate(&Limiter::new());
    times(&gate, 11, "b", &SHARED).await;
    let passed = gate.pass("b", &SHARED, Term::begin(HOUR)).await.unwrap();
    sleep(4 * SECOND).await;
    // All twelve are forgotten by now; when the exchange counted, they were not.
    gate.counted(&passed, &headers(12, 3000, 0));
    let start = Instant::now();
    times(&gate, 12, "b", &SHARED).await;
    assert_eq!(start.elapsed(), Duration::ZERO);
}
