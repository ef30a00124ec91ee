//! Redis cannot be asked: what was set happens, soon, and goes on happening.

use crate::server::Redis;
use crate::support::{HOUR, MARGIN, SECOND, impatient, pass, passes, quota, wait, within};
use exbind_runtime::limit::{RateLimiter as _, Route, Verdict, WhenLost};
use std::net::TcpListener;
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};
use tracing::span::{Attributes, Id, Record};
use tracing::{Event, Level, Metadata, Subscriber};

const TIMEOUT: Duration = Duration::from_millis(250);
/// Beside a timeout that is waited for on a machine that has other things to do.
const SLACK: Duration = Duration::from_millis(750);

/// An address where nobody listens.
fn nowhere() -> String {
    let port = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
    format!("redis://127.0.0.1:{port}/")
}

async fn refused(route: &Arc<dyn Route>) -> String {
    let start = Instant::now();
    let verdict = route.queue(within(HOUR)).verdict().await;
    assert!(start.elapsed() < TIMEOUT + SLACK, "{:?}", start.elapsed());
    match verdict {
        Verdict::Refused(error) => error.to_string(),
        other => panic!("{other:?}"),
    }
}

/// Waits until calls go again.
async fn back(route: &Arc<dyn Route>) -> Duration {
    let start = Instant::now();
    while !pass(route).await {
        assert!(start.elapsed() < 10 * SECOND, "it is not used again");
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    start.elapsed()
}

#[tokio::test]
async fn without_redis_calls_are_refused_where_that_is_wanted() {
    let route = impatient(&nowhere(), 4, WhenLost::Refuse).route(&[quota("a", 100, SECOND)]);
    for _ in 0..3 {
        let told = refused(&route).await;
        assert!(told.contains("Redis") && told.contains("efused"), "{told}");
    }
}

#[tokio::test]
async fn without_redis_each_process_uses_its_share_after_one_window() {
    let start = Instant::now();
    let route = impatient(&nowhere(), 4, WhenLost::Share).route(&[quota("a", 10, SECOND)]);
    // Nobody knows what was used before.
    let told = wait(&route).await;
    assert!(told <= SECOND + MARGIN, "{told:?}");
    assert!(matches!(route.queue(within(HOUR)).verdict().await, Verdict::Pass));
    assert!(start.elapsed() >= SECOND + MARGIN / 2);
    assert_eq!(passes(&route, 5).await, 1, "a fourth of ten is two");
}

#[tokio::test]
async fn a_share_of_less_than_one_call_is_one_call_in_a_longer_time() {
    let route = impatient(&nowhere(), 4, WhenLost::Share).route(&[quota("a", 2, SECOND)]);
    assert!(matches!(route.queue(within(HOUR)).verdict().await, Verdict::Pass));
    let told = wait(&route).await;
    assert!(told > SECOND + MARGIN && told <= 2 * SECOND + MARGIN, "{told:?}");
}

#[tokio::test]
async fn a_killed_redis_is_used_again_once_it_is_back() {
    let Some(mut redis) = Redis::start() else { return };
    let refusing = impatient(&redis.url(), 2, WhenLost::Refuse).route(&[quota("a", 100, SECOND)]);
    let sharing = impatient(&redis.url(), 2, WhenLost::Share).route(&[quota("b", 1000, 60 * SECOND)]);
    assert!(pass(&refusing).await && pass(&sharing).await);
    redis.kill();
    refused(&refusing).await;
    // Of a wide quota nearly all is known to be left.
    assert_eq!(passes(&sharing, 20).await, 20);
    redis.start_again();
    back(&refusing).await;
    let start = Instant::now();
    // It knows of those that come now.
    while redis.run::<usize>("DBSIZE") < 3 {
        assert!(start.elapsed() < 10 * SECOND);
        assert!(pass(&sharing).await);
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
}

#[tokio::test]
async fn a_redis_that_does_not_answer_is_waited_for_once() {
    let Some(redis) = Redis::start() else { return };
    let limiter = impatient(&redis.url(), 2, WhenLost::Share);
    let route = limiter.route(&[quota("a", 1000, 60 * SECOND)]);
    assert!(pass(&route).await);
    redis.freeze();
    let start = Instant::now();
    assert!(pass(&route).await);
    assert!((TIMEOUT..TIMEOUT + SLACK).contains(&start.elapsed()), "{:?}", start.elapsed());
    let start = Instant::now();
    assert_eq!(passes(&route, 100).await, 100);
    assert!(start.elapsed() < SLACK, "{:?}", start.elapsed());
    redis.thaw();
    let start = Instant::now();
    while limiter.usage()[0].used < 3 {
        // Own calls are seen as long as Redis tells of none.
        assert!(start.elapsed() < 10 * SECOND);
        assert!(pass(&route).await);
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
}

#[tokio::test]
async fn a_connection_that_was_closed_is_opened_again_unnoticed() {
    let Some(redis) = Redis::start() else { return };
    let route = impatient(&redis.url(), 8, WhenLost::Refuse).route(&[quota("a", 100, SECOND)]);
    for _ in 0..5 {
        assert!(pass(&route).await);
        let _: usize = redis.run("CLIENT KILL TYPE normal");
    }
}

/// Counts what is logged.
#[derive(Clone, Default)]
struct Log(Arc<Mutex<Vec<Level>>>);

impl Subscriber for Log {
    fn enabled(&self, metadata: &Metadata<'_>) -> bool {
        metadata.target() == "exbind"
    }

    fn new_span(&self, _: &Attributes<'_>) -> Id {
        Id::from_u64(1)
    }

    fn event(&self, event: &Event<'_>) {
        self.0.lock().unwrap().push(*event.metadata().level());
    }

    fn record(&self, _: &Id, _: &Record<'_>) {}
    fn record_follows_from(&self, _: &Id, _: &Id) {}
    fn enter(&self, _: &Id) {}
    fn exit(&self, _: &Id) {}
}

#[tokio::test]
async fn the_log_is_told_once() {
    let log = Log::default();
    let _logging = tracing::subscriber::set_default(log.clone());
    let route = impatient(&nowhere(), 4, WhenLost::Refuse).route(&[quota("a", 100, SECOND)]);
    for _ in 0..50 {
        refused(&route).await;
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    assert_eq!(*log.0.lock().unwrap(), [Level::WARN]);
}

#[tokio::test]
async fn errors_do_not_show_the_password() {
    let Some(redis) = Redis::start() else { return };
    let url = redis.url().replace("redis://", "redis://somebody:hunter2@");
    let route = impatient(&url, 4, WhenLost::Refuse).route(&[quota("a", 100, SECOND)]);
    let told = refused(&route).await;
    assert!(told.contains("Redis") && !told.contains("hunter2"), "{told}");
}

#[test]
fn a_limiter_outlives_the_runtime_it_was_first_used_on() {
    let Some(redis) = Redis::start() else { return };
    let limiter = impatient(&redis.url(), 1, WhenLost::Refuse);
    let route = limiter.route(&[quota("a", 100, SECOND)]);
    for _ in 0..3 {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        assert!(runtime.block_on(pass(&route)));
    }
}
