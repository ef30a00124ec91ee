//! Limiters that programs bring.

use super::{HOUR, LAYERED, SECOND, pass};
use crate::error::NotSentReason;
use crate::limit::{Asked, Caller, Gate, LimitMode, QuotaId, RateLimiter, Route, Term, Verdict};
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;
use tokio::time::Instant;

/// Passes every third call, fails after nine.
struct Third(AtomicU32);

impl RateLimiter for Third {
    fn secret(&self) -> &[u8] {
        b"shared"
    }

    fn route(&self, quotas: &[QuotaId]) -> Arc<dyn Route> {
        assert_eq!(quotas.len(), 3);
        Arc::new(Self(AtomicU32::new(0)))
    }
}

impl Route for Third {
    fn ask(&self) -> Asked<'_> {
        let asked = self.0.fetch_add(1, Ordering::Relaxed) + 1;
        Asked::Now(match asked {
            10.. => Verdict::Refused("it broke".into()),
            3 | 6 | 9 => Verdict::Pass,
            _ => Verdict::Wait(SECOND),
        })
    }

    fn refused(&self, _wait: Option<Duration>) {}
}

#[tokio::test(start_paused = true)]
async fn a_limiter_of_ones_own_is_asked_until_it_lets_a_call_pass() {
    let of_mode = |mode| {
        let limiter = Third(AtomicU32::new(0));
        let caller = Caller::new(limiter.secret(), None, None, None);
        Gate::new("bitget", Arc::new(limiter), mode, caller, None)
    };
    let gate = of_mode(LimitMode::Wait);
    let start = Instant::now();
    let passed = gate.pass("a", &LAYERED, Term::begin(HOUR)).await.unwrap();
    assert_eq!((passed.waited, start.elapsed()), (2 * SECOND, 2 * SECOND));
    let refused = gate.pass("a", &LAYERED, Term::begin(SECOND / 2)).await.map(drop);
    let Err(NotSentReason::LimitTimedOut { retry_after, .. }) = refused else { panic!("{refused:?}") };
    assert_eq!((retry_after, start.elapsed()), (Some(SECOND), 2 * SECOND), "told at once");
    pass(&gate, "a", &LAYERED).await.unwrap();
    pass(&gate, "a", &LAYERED).await.unwrap();
    let failed = pass(&gate, "a", &LAYERED).await;
    assert!(matches!(&failed, Err(NotSentReason::LimiterFailed(error)) if error.to_string() == "it broke"));
    let refused = pass(&of_mode(LimitMode::Refuse), "a", &LAYERED).await;
    assert!(matches!(refused, Err(NotSentReason::Limited { retry_after: SECOND })));
}
