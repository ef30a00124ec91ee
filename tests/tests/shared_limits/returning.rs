//! Quotas hold while Redis is lost, and when it is back and has forgotten everything.

use crate::server::Redis;
use crate::support::{Hammering, SECOND, count_between, impatient, most_within, quota};
use exbind_runtime::limit::{RedisLimiter, WhenLost};
use std::time::{Duration, Instant};
use tokio::time::sleep;

const PROCESSES: u32 = 4;
const REQUESTS: u32 = 20;

fn limiters(redis: &Redis) -> Vec<RedisLimiter> {
    (0..PROCESSES).map(|_| impatient(&redis.url(), PROCESSES, WhenLost::Share)).collect()
}

/// What happens to Redis between.
async fn check(mut redis: Redis, lose: impl FnOnce(&mut Redis), find: impl FnOnce(&mut Redis)) {
    let limiters = limiters(&redis);
    let mut hammering = Hammering::start(&limiters, 2, &[quota("a", REQUESTS, SECOND)]);
    sleep(3 * SECOND).await;
    let lost = Instant::now();
    lose(&mut redis);
    sleep(4 * SECOND).await;
    let found = Instant::now();
    find(&mut redis);
    sleep(5 * SECOND).await;
    let (end, passed) = (Instant::now(), hammering.passed());
    assert!(most_within(SECOND, &passed) <= REQUESTS as usize, "{}", most_within(SECOND, &passed));
    let alone = count_between(&passed, lost, found);
    assert!(alone >= 30, "{alone} calls went without Redis");
    let after = count_between(&passed, end - 2 * SECOND, end);
    assert!(after >= 20, "{after} calls went with Redis again");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn quotas_hold_while_redis_is_killed_and_started_again() {
    let Some(redis) = Redis::start() else { return };
    check(redis, Redis::kill, Redis::start_again).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn quotas_hold_while_redis_is_stopped_and_goes_on() {
    let Some(redis) = Redis::start() else { return };
    check(redis, |redis| redis.freeze(), |redis| redis.thaw()).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn quotas_hold_though_redis_forgets_everything() {
    let Some(redis) = Redis::start() else { return };
    let limiters = limiters(&redis);
    let mut hammering = Hammering::start(&limiters, 2, &[quota("a", REQUESTS, SECOND)]);
    for _ in 0..3 {
        sleep(Duration::from_millis(2700)).await;
        let _: () = redis.run("FLUSHALL");
    }
    let passed = hammering.passed();
    assert!(most_within(SECOND, &passed) <= REQUESTS as usize, "{}", most_within(SECOND, &passed));
    assert!(passed.len() >= 60, "{} calls went", passed.len());
}
