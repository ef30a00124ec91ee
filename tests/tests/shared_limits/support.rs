//! Limiters and quotas that most tests start from.

use exbind_runtime::limit::{QuotaId, RateLimiter, RedisLimiter, RedisLimiterBuilder, Route, Verdict, WhenLost};
use exbind_runtime::meta::{Quota, Scope};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};
use tokio::task::JoinSet;

pub(crate) const SECOND: Duration = Duration::from_secs(1);
pub(crate) const HOUR: Duration = Duration::from_secs(3600);
pub(crate) const SECRET: &str = "a secret of tests";
/// More than usual: tests share their processors with others.
pub(crate) const MARGIN: Duration = Duration::from_millis(250);

pub(crate) fn quota(name: &'static str, requests: u32, per: Duration) -> QuotaId {
    QuotaId::new("acme", name, &Quota::own(requests, per, Scope::Uid), 7)
}

pub(crate) fn shared(bucket: &'static str, requests: u32, per: Duration) -> QuotaId {
    QuotaId::new("acme", "", &Quota::shared(bucket, requests, per, Scope::Uid), 7)
}

/// What each process of several does.
pub(crate) fn builder(url: &str, processes: u32) -> RedisLimiterBuilder {
    // Far more than Redis takes: these tests are not about it, and their machine may be busy.
    RedisLimiter::builder(url, SECRET, processes).timeout(2 * SECOND).margin(MARGIN)
}

pub(crate) fn limiter(url: &str, processes: u32) -> RedisLimiter {
    builder(url, processes).build().unwrap()
}

pub(crate) fn impatient(url: &str, processes: u32, when_lost: WhenLost) -> RedisLimiter {
    builder(url, processes).timeout(SECOND / 4).when_lost(when_lost).build().unwrap()
}

/// Uses limiters up: so many tasks on each pass whenever they may. Gives when they passed.
pub(crate) struct Hammering {
    tasks: JoinSet<()>,
    passed: Arc<Mutex<Vec<Instant>>>,
}

impl Hammering {
    pub(crate) fn start(limiters: &[RedisLimiter], tasks: usize, quotas: &[QuotaId]) -> Self {
        let mut hammering = Self { tasks: JoinSet::new(), passed: Arc::default() };
        for limiter in limiters {
            let route = limiter.route(quotas);
            for _ in 0..tasks {
                let (route, passed) = (Arc::clone(&route), Arc::clone(&hammering.passed));
                hammering.tasks.spawn(async move {
                    loop {
                        match route.queue(within(HOUR)).verdict().await {
                            Verdict::Pass => passed.lock().unwrap().push(Instant::now()),
                            other => panic!("{other:?}"),
                        }
                    }
                });
            }
        }
        hammering
    }

    /// When calls passed so far, in order.
    pub(crate) fn passed(&mut self) -> Vec<Instant> {
        assert!(self.tasks.try_join_next().is_none(), "a task failed");
        let mut passed = self.passed.lock().unwrap().clone();
        passed.sort();
        passed
    }
}

pub(crate) fn within(time: Duration) -> tokio::time::Instant {
    tokio::time::Instant::now() + time
}

/// The most times within any stretch of this length.
pub(crate) fn most_within(per: Duration, times: &[Instant]) -> usize {
    let within = |(index, start): (usize, &Instant)| {
        times[index..].iter().take_while(|time| time.duration_since(*start) < per).count()
    };
    times.iter().enumerate().map(within).max().unwrap_or(0)
}

pub(crate) fn count_between(times: &[Instant], start: Instant, end: Instant) -> usize {
    times.iter().filter(|time| (start..end).contains(*time)).count()
}

pub(crate) async fn pass(route: &Arc<dyn Route>) -> bool {
    matches!(route.ask().verdict().await, Verdict::Pass)
}

/// How many of so many calls pass.
pub(crate) async fn passes(route: &Arc<dyn Route>, calls: usize) -> usize {
    let mut passed = 0;
    for _ in 0..calls {
        passed += usize::from(pass(route).await);
    }
    passed
}

/// How long the next call has to wait.
pub(crate) async fn wait(route: &Arc<dyn Route>) -> Duration {
    match route.ask().verdict().await {
        Verdict::Wait(wait) => wait,
        other => panic!("{other:?}"),
    }
}
