mod own;
mod told;

use super::{Caller, Gate, LimitMode, Limiter, RateLimiter as _, Term};
use crate::error::NotSentReason;
use crate::meta::{Quota, Scope};
use std::sync::{Arc, Mutex};
use std::time::Duration;
use tokio::task::JoinSet;
use tokio::time::{Instant, sleep};

const SECOND: Duration = Duration::from_secs(1);
const HOUR: Duration = Duration::from_secs(3600);

static OWN: [Quota; 1] = [Quota::own(10, SECOND, Scope::Uid)];
static LAYERED: [Quota; 3] = [
    Quota::own(5, SECOND, Scope::Uid),
    Quota::shared("trade", 12, Duration::from_secs(3), Scope::Uid),
    Quota::shared("total", 100, Duration::from_secs(60), Scope::Ip),
];
static SHARED: [Quota; 2] = [
    Quota::shared("total", 100, Duration::from_secs(60), Scope::Ip),
    Quota::shared("trade", 12, Duration::from_secs(3), Scope::Uid),
];
static SLOW: [Quota; 2] = [Quota::own(1, HOUR, Scope::Uid), Quota::shared("total", 100, SECOND, Scope::Ip)];
static TOTAL: [Quota; 1] = [Quota::shared("total", 100, SECOND, Scope::Ip)];
static TIERED: [Quota; 3] = [
    Quota::own(10, SECOND, Scope::Uid),
    Quota::own(3, SECOND, Scope::Uid).tier("copy_trader"),
    Quota::own(50, SECOND, Scope::Ip),
];

fn gate_of(limiter: &Limiter, mode: LimitMode, uid: Option<&str>, key: &str, tier: Option<&str>) -> Arc<Gate> {
    let caller = Caller::new(limiter.secret(), uid, Some(key), None);
    Arc::new(Gate::new("bitget", Arc::new(limiter.clone()), mode, caller, tier.map(str::to_owned)))
}

fn gate(limiter: &Limiter) -> Arc<Gate> {
    gate_of(limiter, LimitMode::Wait, None, "key", None)
}

async fn pass(gate: &Gate, name: &'static str, quotas: &'static [Quota]) -> Result<(), NotSentReason> {
    gate.pass(name, quotas, Term::begin(HOUR)).await.map(drop)
}

/// When each of so many calls went, all of them waiting at once.
async fn times(gate: &Arc<Gate>, calls: usize, name: &'static str, quotas: &'static [Quota]) -> Vec<Instant> {
    let times = Arc::new(Mutex::new(Vec::new()));
    let mut tasks = JoinSet::new();
    for _ in 0..calls {
        let (gate, times) = (Arc::clone(gate), Arc::clone(&times));
        tasks.spawn(async move {
            pass(&gate, name, quotas).await.unwrap();
            times.lock().unwrap().push(Instant::now());
        });
    }
    tasks.join_all().await;
    Arc::into_inner(times).unwrap().into_inner().unwrap()
}

/// No stretch of time of the length of the window holds more calls than the quota.
fn hold(quota: &Quota, times: &[Instant]) {
    let requests = quota.requests as usize;
    for pair in times.windows(requests + 1) {
        let stretch = pair[requests] - pair[0];
        assert!(stretch > quota.per, "{} calls within {stretch:?}", requests + 1);
    }
}

#[tokio::test(start_paused = true)]
async fn no_window_holds_more_than_its_quota_and_nearly_all_of_it_is_used() {
    let start = Instant::now();
    let times = times(&gate(&Limiter::new()), 500, "a", &OWN).await;
    hold(&OWN[0], &times);
    let rate = 490.0 / start.elapsed().as_secs_f64();
    assert!(rate >= 9.5, "{rate} calls per second");
}

#[tokio::test(start_paused = true)]
async fn calls_that_come_at_odd_times_never_exceed_the_quota() {
    let gate = gate(&Limiter::new());
    let mut went = Vec::new();
    for step in 0_u64..400 {
        // Bursts and pauses: what a token bucket answers with nearly twice its quota.
        let pause = if step.is_multiple_of(17) { 1900 } else { (step * 7919) % 90 };
        sleep(Duration::from_millis(pause)).await;
        pass(&gate, "a", &OWN).await.unwrap();
        went.push(Instant::now());
    }
    hold(&OWN[0], &went);
}

#[tokio::test(start_paused = true)]
async fn all_quotas_of_a_call_hold_at_once() {
    let gate = gate(&Limiter::new());
    let times = times(&gate, 120, "a", &LAYERED).await;
    for quota in &LAYERED {
        hold(quota, &times);
    }
}

#[tokio::test(start_paused = true)]
async fn endpoints_share_their_buckets_and_keep_their_own() {
    let gate = gate(&Limiter::new());
    let (mut a, b) = tokio::join!(times(&gate, 30, "a", &LAYERED), times(&gate, 30, "b", &SHARED));
    hold(&LAYERED[0], &a);
    a.extend(b);
    a.sort();
    hold(&LAYERED[1], &a);
    hold(&LAYERED[2], &a);
}

#[tokio::test(start_paused = true)]
async fn who_waits_for_a_narrow_quota_does_not_hold_up_others() {
    let gate = gate(&Limiter::new());
    pass(&gate, "slow", &SLOW).await.unwrap();
    let waiting = tokio::spawn({
        let gate = Arc::clone(&gate);
        async move { pass(&gate, "slow", &SLOW).await }
    });
    sleep(Duration::from_millis(10)).await;
    let start = Instant::now();
    times(&gate, 50, "quick", &TOTAL).await;
    assert!(start.elapsed() < SECOND);
    waiting.abort();
}

#[tokio::test(start_paused = true)]
async fn calls_go_in_the_order_in_which_they_came() {
    let gate = gate(&Limiter::new());
    let order = Arc::new(Mutex::new(Vec::new()));
    let mut tasks = JoinSet::new();
    for number in 0..60 {
        let (gate, order) = (Arc::clone(&gate), Arc::clone(&order));
        tasks.spawn(async move {
            pass(&gate, "a", &LAYERED).await.unwrap();
            order.lock().unwrap().push(number);
        });
        sleep(Duration::from_millis(1)).await;
    }
    tasks.join_all().await;
    assert_eq!(*order.lock().unwrap(), (0..60).collect::<Vec<_>>());
}

#[tokio::test(start_paused = true)]
async fn calls_given_up_while_they_wait_count_nowhere() {
    let limiter = Limiter::new();
    let gate = gate(&limiter);
    times(&gate, 10, "a", &OWN).await;
    let mut waiting = JoinSet::new();
    for _ in 0..40 {
        let gate = Arc::clone(&gate);
        waiting.spawn(async move { pass(&gate, "a", &OWN).await });
    }
    sleep(Duration::from_millis(500)).await;
    waiting.shutdown().await;
    assert_eq!(limiter.usage()[0].used, 10);
    sleep(Duration::from_millis(600)).await;
    let start = Instant::now();
    times(&gate, 10, "a", &OWN).await;
    assert_eq!(start.elapsed(), Duration::ZERO);
}

#[tokio::test(start_paused = true)]
async fn refusing_says_when_there_is_room() {
    let gate = gate_of(&Limiter::new(), LimitMode::Refuse, None, "key", None);
    for _ in 0..10 {
        pass(&gate, "a", &OWN).await.unwrap();
    }
    sleep(Duration::from_millis(400)).await;
    let Err(NotSentReason::Limited { retry_after }) = pass(&gate, "a", &OWN).await else { panic!("not refused") };
    assert_eq!(retry_after, Duration::from_millis(650));
    sleep(retry_after).await;
    pass(&gate, "a", &OWN).await.unwrap();
}

#[tokio::test(start_paused = true)]
async fn calls_that_cannot_go_in_time_are_told_at_once() {
    let gate = gate(&Limiter::new());
    pass(&gate, "slow", &SLOW).await.unwrap();
    let start = Instant::now();
    let refused = gate.pass("slow", &SLOW, Term::begin(10 * SECOND)).await.map(drop);
    let Err(NotSentReason::LimitTimedOut { retry_after, .. }) = refused else { panic!("{refused:?}") };
    assert_eq!(start.elapsed(), Duration::ZERO);
    assert_eq!(retry_after, Some(HOUR + Duration::from_millis(50)));
}

#[tokio::test(start_paused = true)]
async fn who_queues_behind_others_gives_up_at_the_end_of_its_time() {
    let gate = gate(&Limiter::new());
    pass(&gate, "slow", &SLOW).await.unwrap();
    let first = tokio::spawn({
        let gate = Arc::clone(&gate);
        async move { gate.pass("slow", &SLOW, Term::begin(2 * HOUR)).await.map(drop) }
    });
    sleep(Duration::from_millis(1)).await;
    let start = Instant::now();
    let second = gate.pass("slow", &SLOW, Term::begin(SECOND)).await.map(drop);
    assert!(matches!(second, Err(NotSentReason::LimitTimedOut { retry_after: None, .. })));
    assert_eq!(start.elapsed(), SECOND);
    first.await.unwrap().unwrap();
}

#[tokio::test(start_paused = true)]
async fn off_counts_nothing() {
    let limiter = Limiter::new();
    let gate = gate_of(&limiter, LimitMode::Off, None, "key", None);
    times(&gate, 100, "a", &OWN).await;
    assert!(limiter.usage().is_empty());
}

#[tokio::test(start_paused = true)]
async fn keys_of_one_account_count_together_and_others_apart() {
    let limiter = Limiter::new();
    let refuse = |uid, key| gate_of(&limiter, LimitMode::Refuse, uid, key, None);
    let (one, two) = (refuse(Some("me"), "k1"), refuse(Some("me"), "k2"));
    let other = refuse(None, "k1");
    for _ in 0..5 {
        pass(&one, "a", &OWN).await.unwrap();
        pass(&two, "a", &OWN).await.unwrap();
    }
    assert!(pass(&one, "a", &OWN).await.is_err());
    pass(&other, "a", &OWN).await.unwrap();
    assert_eq!(one.usage()[0].used, 10);
    assert_eq!(other.usage()[0].used, 1);
    assert!(!format!("{limiter:?}").contains("k1"));
}

#[tokio::test(start_paused = true)]
async fn a_tier_replaces_only_the_quota_it_stands_beside() {
    let check = async |tier: Option<&str>, expected: &[u32]| {
        let limiter = Limiter::new();
        pass(&gate_of(&limiter, LimitMode::Wait, None, "key", tier), "a", &TIERED).await.unwrap();
        let limits: Vec<_> = limiter.usage().iter().map(|usage| usage.limit).collect();
        assert_eq!(limits, expected, "{tier:?}");
    };
    check(None, &[10, 50]).await;
    check(Some("copy_trader"), &[3, 50]).await;
    check(Some("no such tier"), &[10, 50]).await;
}

#[tokio::test(start_paused = true)]
async fn a_refusal_by_the_exchange_closes_all_quotas_for_as_long_as_it_asks() {
    let gate = gate(&Limiter::new());
    let passed = gate.pass("a", &LAYERED, Term::begin(HOUR)).await.unwrap();
    gate.penalize(&passed, Some(7 * SECOND));
    let start = Instant::now();
    pass(&gate, "b", &SHARED).await.unwrap();
    assert_eq!(start.elapsed(), 7 * SECOND);
}

#[tokio::test(start_paused = true)]
async fn a_refusal_that_asks_for_nothing_closes_the_fullest_quota_for_its_length() {
    let gate = gate(&Limiter::new());
    let passed = gate.pass("a", &LAYERED, Term::begin(HOUR)).await.unwrap();
    gate.penalize(&passed, None);
    let start = Instant::now();
    pass(&gate, "b", &SHARED).await.unwrap();
    assert_eq!(start.elapsed(), Duration::ZERO);
    pass(&gate, "a", &LAYERED).await.unwrap();
    assert_eq!(start.elapsed(), SECOND);
}

#[tokio::test(start_paused = true)]
async fn a_refusal_that_arrives_while_calls_wait_holds_for_them() {
    let gate = gate(&Limiter::new());
    times(&gate, 5, "a", &LAYERED).await;
    let passed = gate.pass("b", &SHARED, Term::begin(HOUR)).await.unwrap();
    let start = Instant::now();
    let waiting = tokio::spawn({
        let gate = Arc::clone(&gate);
        async move { times(&gate, 10, "a", &LAYERED).await }
    });
    sleep(Duration::from_millis(100)).await;
    gate.penalize(&passed, Some(20 * SECOND));
    let went = waiting.await.unwrap();
    assert!(went.iter().all(|at| *at - start >= 20 * SECOND));
    hold(&LAYERED[0], &went);
}

#[tokio::test(start_paused = true)]
async fn absurd_waits_and_times_do_not_overflow() {
    let gate = gate(&Limiter::new());
    let passed = gate.pass("a", &OWN, Term::begin(Duration::MAX)).await.unwrap();
    gate.penalize(&passed, Some(Duration::MAX));
    let refused = gate.pass("a", &OWN, Term::begin(SECOND)).await.map(drop);
    assert!(matches!(refused, Err(NotSentReason::LimitTimedOut { .. })));

    let gate = self::gate(&Limiter::new().margin(Duration::MAX));
    times(&gate, 10, "a", &OWN).await;
    let refused = gate.pass("a", &OWN, Term::begin(SECOND)).await.map(drop);
    assert!(matches!(refused, Err(NotSentReason::LimitTimedOut { .. })));
}

#[tokio::test(start_paused = true)]
async fn the_margin_can_be_chosen() {
    let gate = gate(&Limiter::new().margin(SECOND));
    let times = times(&gate, 11, "a", &OWN).await;
    assert_eq!(times[10] - times[0], 2 * SECOND);
}

#[tokio::test(start_paused = true)]
async fn usage_tells_who_is_counted_and_forgets_what_is_old() {
    let limiter = Limiter::new();
    let gate = gate(&limiter);
    pass(&gate, "a", &LAYERED).await.unwrap();
    sleep(2 * SECOND).await;
    let shown: Vec<_> = gate.usage().iter().map(|u| (u.name, u.scope, u.used, u.limit)).collect();
    assert_eq!(shown, [("a", Scope::Uid, 0, 5), ("trade", Scope::Uid, 1, 12), ("total", Scope::Ip, 1, 100)]);
}

#[tokio::test(start_paused = true)]
async fn addresses_are_counted_apart_where_they_are_told_apart() {
    let limiter = Limiter::new();
    let from = |address| {
        let caller = Caller::new(limiter.secret(), Some("me"), None, address);
        Gate::new("bitget", Arc::new(limiter.clone()), LimitMode::Refuse, caller, None)
    };
    let (here, there, anywhere) = (from(Some("a")), from(Some("b")), from(None));
    for _ in 0..100 {
        pass(&here, "quick", &TOTAL).await.unwrap();
    }
    assert!(pass(&here, "quick", &TOTAL).await.is_err());
    pass(&there, "quick", &TOTAL).await.unwrap();
    pass(&anywhere, "quick", &TOTAL).await.unwrap();
}
