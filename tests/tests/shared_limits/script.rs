//! The script's arithmetic, at times that the tests choose, on a real server.

use crate::server::Redis;
use redis::{Connection, Script};

const SECOND: i64 = 1_000_000;
const START: i64 = 1_700_000_000 * SECOND;
/// How long memory has to be whole for a quota, beyond the time for which calls count.
const GRACE: i64 = SECOND;

/// The script, with a clock that tests set.
struct Pass {
    script: Script,
    connection: Connection,
    /// Keeps the server.
    _redis: Redis,
}

#[derive(Clone, Copy)]
struct Asked {
    name: &'static str,
    requests: u32,
    length: i64,
    own_wait: i64,
}

const fn asked(name: &'static str, requests: u32, length: i64) -> Asked {
    Asked { name, requests, length, own_wait: 0 }
}

impl Pass {
    fn new() -> Option<Self> {
        let redis = Redis::start()?;
        let text = include_str!("../../../runtime/src/limit/redis/pass.lua");
        assert_eq!(text.matches("redis.call('TIME')").count(), 1);
        let script = Script::new(&text.replace("redis.call('TIME')", "redis.call('MGET', 'seconds', 'micros')"));
        let connection = redis.connection();
        Some(Self { script, connection, _redis: redis })
    }

    fn ask_as(&mut self, alone: u8, at: i64, quotas: &[Asked]) -> Vec<i64> {
        let time = [("seconds", at / SECOND), ("micros", at % SECOND)];
        let _: () = redis::cmd("MSET").arg(&time).query(&mut self.connection).unwrap();
        let mut ask = self.script.prepare_invoke();
        ask.key("memory").arg(alone);
        for Asked { name, requests, length, own_wait } in quotas {
            ask.key(format!("{name}:log")).key(format!("{name}:lock")).arg(*requests).arg(*length).arg(*own_wait);
        }
        ask.invoke(&mut self.connection).unwrap()
    }

    fn ask(&mut self, at: i64, quotas: &[Asked]) -> Vec<i64> {
        self.ask_as(0, at, quotas)
    }
}

#[test]
fn answers_are_those_of_exact_windows() {
    let Some(mut script) = Pass::new() else { return };
    let quotas = [asked("own", 5, SECOND), asked("shared", 12, 3 * SECOND), asked("total", 40, 20 * SECOND)];
    let (mut now, mut seed, mut passed) = (START, 1_u64, Vec::new());
    let born = script.ask(START, &[])[1];
    for _ in 0..3000 {
        // Bursts, pauses, and several calls in one microsecond.
        seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        now += match seed >> 60 {
            0 => i64::try_from(seed >> 40 & 0x3f_ffff).unwrap(),
            1..=4 => 0,
            _ => i64::try_from(seed >> 40 & 0x1_ffff).unwrap(),
        };
        let counted: Vec<&[i64]> =
            quotas.iter().map(|quota| &passed[passed.partition_point(|time| now - time >= quota.length)..]).collect();
        let waits = quotas.iter().zip(&counted).map(|(quota, counted)| {
            let room = counted.len() < quota.requests as usize;
            if room { 0 } else { counted[counted.len() - quota.requests as usize] + quota.length - now }
        });
        let waits: Vec<i64> = waits.collect();
        let passes = waits.iter().all(|wait| *wait == 0);
        let answer = script.ask(now, &quotas);
        assert_eq!((answer[0], answer[1]), (i64::from(passes), born), "at {}", now - START);
        for (index, (counted, wait)) in counted.iter().zip(&waits).enumerate() {
            let (told, used) = (answer[2 + 2 * index], answer[3 + 2 * index]);
            // Calls of one microsecond are counted one after the other.
            assert!((told - wait).abs() <= 20, "{told} for {wait}");
            assert!((used - i64::try_from(counted.len()).unwrap() - i64::from(passes)).abs() <= 1);
        }
        if passes {
            passed.push(now);
        }
    }
    assert!(passed.len() > 300, "{} calls passed", passed.len());
    for quota in &quotas {
        let requests = quota.requests as usize;
        assert!(passed.windows(requests + 1).all(|calls| calls[requests] - calls[0] >= quota.length));
    }
}

#[test]
fn a_call_is_counted_everywhere_or_nowhere() {
    let Some(mut script) = Pass::new() else { return };
    let (narrow, wide) = (asked("narrow", 1, 3 * SECOND), asked("wide", 2, SECOND));
    assert_eq!(script.ask(START, &[narrow, wide]), [1, START, 0, 1, 0, 1]);
    assert_eq!(script.ask(START + 1000, &[narrow, wide]), [0, START, 3 * SECOND - 1000, 1, 0, 1]);
    assert_eq!(script.ask(START + 2000, &[wide]), [1, START, 0, 2]);
    assert_eq!(script.ask(START + 3000, &[wide]), [0, START, SECOND - 3000, 2]);
}

#[test]
fn own_shares_hold_as_long_as_calls_may_be_missing() {
    let Some(mut script) = Pass::new() else { return };
    let free = asked("a", 100, SECOND);
    let used_up = Asked { own_wait: 700, ..free };
    assert_eq!(script.ask(START, &[used_up]), [0, START, 700, 0], "it began this moment");
    assert_eq!(script.ask(START, &[free]), [1, START, 0, 1]);
    let whole = START + SECOND + GRACE;
    let for_long = Asked { own_wait: 3600 * SECOND, ..free };
    assert_eq!(script.ask(START + 5, &[for_long])[2], whole - START - 5, "no longer than that");
    assert_eq!(script.ask(whole - 1, &[used_up])[0], 0);
    assert_eq!(script.ask(whole, &[used_up])[0], 1);
    // Somebody called alone.
    assert_eq!(script.ask_as(1, whole + 10, &[used_up])[..3], [0, START, 700]);
    assert_eq!(script.ask_as(1, whole + 20, &[])[..], [1, START]);
    assert_eq!(script.ask(whole + SECOND + GRACE, &[used_up])[0], 0);
    assert_eq!(script.ask(whole + 20 + SECOND + GRACE, &[used_up])[0], 1);
}

#[test]
fn a_clock_that_is_set_back_stops_nothing_for_long() {
    let Some(mut script) = Pass::new() else { return };
    let quota = asked("a", 2, SECOND);
    let used_up = Asked { own_wait: 700, ..quota };
    script.ask(START, &[quota]);
    script.ask(START, &[quota]);
    // By less than the window: calls count a little longer.
    assert_eq!(script.ask(START - 1000, &[quota])[2], SECOND + 1000);
    // By an hour: what was counted means nothing, so that shares hold.
    let hour = 3600 * SECOND;
    assert_eq!(script.ask(START - hour, &[used_up])[..3], [0, START, 700]);
    assert_eq!(script.ask(START - hour, &[quota])[0], 1);
    assert_eq!(script.ask(START - hour + 1, &[quota])[0], 1);
    assert_eq!(script.ask(START - hour + 2, &[quota])[0], 0);
}

#[test]
fn what_is_old_is_forgotten() {
    let Some(mut script) = Pass::new() else { return };
    let quota = asked("a", 1000, SECOND);
    for call in 0..50 {
        script.ask(START + call * SECOND / 10, &[quota]);
    }
    let kept: usize = redis::cmd("ZCARD").arg("a:log").query(&mut script.connection).unwrap();
    assert!((10..=21).contains(&kept), "{kept}");
    let expires =
        |key: &str, connection: &mut Connection| -> i64 { redis::cmd("PTTL").arg(key).query(connection).unwrap() };
    assert!((1..=2001).contains(&expires("a:log", &mut script.connection)));
    assert!(expires("memory", &mut script.connection) > 3_600_000);
}
