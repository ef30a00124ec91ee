//! What processes count together, and what Redis learns of it.

use crate::server::Redis;
use crate::support::{HOUR, MARGIN, SECOND, SECRET, builder, limiter, pass, passes, quota, shared, wait, within};
use exbind::htx::coin_swap::strategy::CancelTrailingOrders;
use exbind_runtime::LimitMode;
use exbind_runtime::limit::{Counters, RateLimiter as _, RedisLimiter, Verdict};
use exbind_testkit::MockExchange;
use std::sync::Arc;
use std::time::{Duration, Instant};
use tokio::task::JoinSet;

#[tokio::test]
async fn who_has_the_secret_counts_together() {
    let Some(redis) = Redis::start() else { return };
    let quotas = [quota("a", 10, HOUR), shared("trade", 16, HOUR)];
    let (one, two) = (limiter(&redis.url(), 1).route(&quotas), limiter(&redis.url(), 1).route(&quotas));
    assert_eq!((passes(&one, 6).await, passes(&two, 6).await), (6, 4));
    let rest = limiter(&redis.url(), 1).route(&[quota("b", 10, HOUR), shared("trade", 16, HOUR)]);
    assert_eq!(passes(&rest, 10).await, 6);
    let other = RedisLimiter::builder(&redis.url(), "another secret", 1).build().unwrap();
    assert_eq!(passes(&other.route(&quotas), 12).await, 10);
}

#[tokio::test]
async fn calls_wait_until_there_is_room() {
    let Some(redis) = Redis::start() else { return };
    let (one, two) = (limiter(&redis.url(), 1), limiter(&redis.url(), 1));
    let quotas = [quota("a", 3, SECOND)];
    let start = Instant::now();
    let mut calls = JoinSet::new();
    for number in 0..7 {
        let route = if number % 2 == 0 { one.route(&quotas) } else { two.route(&quotas) };
        calls.spawn(async move { route.queue(within(HOUR)).verdict().await });
    }
    let verdicts = calls.join_all().await;
    assert_eq!(verdicts.len(), 7);
    assert!(start.elapsed() >= 2 * (SECOND + MARGIN), "{:?}", start.elapsed());
    let full = one.route(&[quota("b", 1, HOUR)]);
    assert!(pass(&full).await);
    let start = Instant::now();
    let told = full.queue(within(10 * SECOND)).verdict().await;
    assert!(matches!(told, Verdict::Wait(wait) if wait > HOUR - 10 * SECOND), "{told:?}");
    assert!(start.elapsed() < 5 * SECOND, "it is told at once");
}

#[tokio::test]
async fn a_call_takes_one_round_trip() {
    let Some(redis) = Redis::start() else { return };
    let route = limiter(&redis.url(), 1).route(&[quota("a", 500, HOUR), shared("trade", 500, HOUR)]);
    assert!(pass(&route).await);
    let processed = || {
        let stats: String = redis.run("INFO commandstats");
        let of = |name: &str| {
            let line = stats.lines().find(|line| line.starts_with(&format!("cmdstat_{name}:calls=")));
            line.map_or(0, |line| line.split(['=', ',']).nth(1).unwrap().parse::<u32>().unwrap())
        };
        (of("evalsha"), of("eval") + of("script|load"))
    };
    let before = processed();
    assert_eq!(passes(&route, 100).await, 100);
    assert_eq!(processed(), (before.0 + 100, before.1));
    // Whoever restarts Redis empties its cache of scripts.
    let _: () = redis.run("SCRIPT FLUSH");
    assert!(pass(&route).await);
    assert_eq!(processed().1, before.1 + 1);
}

#[tokio::test]
async fn nobody_reads_from_redis_who_calls() {
    let Some(redis) = Redis::start() else { return };
    let limiter = limiter(&redis.url(), 3);
    let route = limiter.route(&[quota("order.place", 5, HOUR), shared("trade", 5, HOUR)]);
    passes(&route, 2).await;
    route.refused(Some(SECOND * 60));
    let start = Instant::now();
    while redis.run::<usize>("DBSIZE") < 5 && start.elapsed() < 5 * SECOND {
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
    let mut keys: Vec<String> = redis.run("KEYS *");
    keys.sort();
    assert_eq!(keys.len(), 5, "{keys:?}");
    for key in &keys {
        let ours = key.strip_prefix("exbind:{").and_then(|rest| rest.split_once("}:")).map(|(_, name)| name);
        let name = ours.unwrap().split(':').next().unwrap();
        assert!(name == "memory" || (name.len() == 32 && name.bytes().all(|b| b.is_ascii_hexdigit())), "{key}");
        assert!(redis.run::<i64>(&format!("PTTL {key}")) > 0, "{key} never expires");
    }
    let shown = format!("{limiter:?} {:?}", builder("redis://user:hunter2@127.0.0.1/", 3));
    assert!(!shown.contains("hunter2") && !shown.contains(SECRET) && shown.contains("trade"), "{shown}");
}

#[tokio::test]
async fn what_the_exchange_says_to_one_holds_for_all() {
    let Some(redis) = Redis::start() else { return };
    let quotas = [quota("a", 4, HOUR), shared("trade", 100, HOUR)];
    let (one, two) = (limiter(&redis.url(), 1).route(&quotas), limiter(&redis.url(), 1).route(&quotas));
    assert!(pass(&one).await && pass(&two).await);
    one.refused(Some(100 * SECOND));
    // This process knows at once, the other as soon as Redis does.
    assert!(wait(&one).await > 90 * SECOND);
    let start = Instant::now();
    while pass(&two).await {
        assert!(start.elapsed() < 5 * SECOND);
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    let told = wait(&two).await;
    assert!(told > 90 * SECOND && told <= 100 * SECOND, "{told:?}");
    // Without a time it is the fullest quota that is closed, for its own length.
    let other = limiter(&redis.url(), 1).route(&[shared("trade", 100, HOUR), quota("c", 4, 50 * SECOND)]);
    one.refused(None);
    assert!(wait(&one).await > HOUR - 100 * SECOND);
    assert!(wait(&other).await <= 100 * SECOND, "the shared one is not closed for longer");
}

#[tokio::test]
async fn what_the_exchange_has_counted_beyond_our_calls_is_counted_too() {
    let Some(redis) = Redis::start() else { return };
    let mock = MockExchange::start(&exbind::htx::EXCHANGE, exbind::htx::ENDPOINTS).await.unwrap();
    let connect = || {
        let builder = mock.connect(exbind::htx::Client::builder()).limiter(limiter(&redis.url(), 1)).uid("me");
        builder.build().unwrap()
    };
    let (one, two) = (connect(), connect());
    let call = |client: &exbind::htx::Client| {
        let request = CancelTrailingOrders::new("BTC-USD", vec!["1".to_owned()]);
        client.coin_swap().strategy().cancel_trailing_orders(request).into_future()
    };
    // Another program uses the account: four of five calls a second.
    let stranger = mock.connect(exbind::htx::Client::builder()).limit_mode(LimitMode::Off).build().unwrap();
    for _ in 0..4 {
        call(&stranger).await.unwrap();
    }
    call(&one).await.unwrap();
    let start = Instant::now();
    let counted = |log: &String| redis.run::<usize>(&format!("ZCARD {log}"));
    while redis.run::<Vec<String>>("KEYS *:log").iter().map(counted).max() < Some(5) {
        assert!(start.elapsed() < 5 * SECOND, "Redis was not told");
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
    // It waits until those of the other program are forgotten.
    call(&two).await.unwrap();
    assert!(mock.refused().is_empty(), "{:?}", mock.refused());
}

#[tokio::test]
async fn calls_of_others_count_as_long_as_our_own() {
    let Some(redis) = Redis::start() else { return };
    let quotas = [quota("a", 1000, SECOND), shared("trade", 72, HOUR)];
    let (one, two) = (limiter(&redis.url(), 1).route(&quotas), limiter(&redis.url(), 1).route(&quotas));
    assert_eq!(passes(&one, 2).await, 2);
    let told = |remaining| one.counted(&Counters::new(remaining, Some((72, HOUR)), Duration::ZERO));
    told(71);
    told(72);
    told(30);
    let used = || two.usage().iter().find(|usage| usage.name == "trade").unwrap().used;
    let start = Instant::now();
    while used() < 42 {
        assert!(start.elapsed() < 5 * SECOND, "{}", used());
        tokio::time::sleep(Duration::from_millis(50)).await;
        assert!(pass(&two).await);
    }
    // Said again it is nothing new; and passing is all that uses the rest.
    told(30);
    tokio::time::sleep(Duration::from_millis(50)).await;
    let left = 72 - used();
    assert_eq!(u32::try_from(passes(&two, 72).await).unwrap(), left);
}

#[tokio::test]
async fn calls_given_up_leave_their_turn_to_others() {
    let Some(redis) = Redis::start() else { return };
    let route = limiter(&redis.url(), 1).route(&[quota("a", 2, SECOND)]);
    assert_eq!(passes(&route, 2).await, 2);
    let mut waiting = JoinSet::new();
    for _ in 0..20 {
        let route = Arc::clone(&route);
        waiting.spawn(async move { route.queue(within(HOUR)).verdict().await });
    }
    tokio::time::sleep(SECOND / 4).await;
    waiting.shutdown().await;
    let start = Instant::now();
    assert!(matches!(route.queue(within(HOUR)).verdict().await, Verdict::Pass));
    assert!(start.elapsed() < 3 * SECOND, "{:?}", start.elapsed());
}

#[test]
fn what_cannot_be_used_is_told_at_once_and_without_the_password() {
    let refused = |url: &str, secret: &str| RedisLimiter::builder(url, secret, 1).build().unwrap_err().to_string();
    for url in ["", "http://me:hunter2@localhost", "redis://me:hunter2@localhost/x", "rediss://me:hunter2@localhost/"] {
        let told = refused(url, "secret");
        assert!(!told.contains("hunter2") && told.contains("redis"), "{told}");
    }
    assert!(refused("redis://localhost/", "").contains("secret"));
}
