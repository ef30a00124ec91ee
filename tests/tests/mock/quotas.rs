//! Rate limits are counted exactly. Time stands still unless a test moves it.

use crate::wire::{Answer, Connection, Sent, get};
use exbind::{bitget, htx};
use exbind_runtime::meta::{Access, Exchange, Meta, Quota, Scope};
use exbind_testkit::{ApiKey, MockExchange, Peak, Reply};
use std::sync::Arc;
use std::time::Duration;
use tokio::time::advance;

const SECOND: Duration = Duration::from_secs(1);
const MILLISECOND: Duration = Duration::from_millis(1);
const SHARED: Quota = Quota::shared("trade", 4, Duration::from_secs(3), Scope::Uid);

const BASE: Meta =
    Meta { exchange: &bitget::EXCHANGE, service: "api", envelope: bitget::EXCHANGE.envelope, ..Meta::BASE };
const OWN: Meta = Meta { id: "own", path: "/own", quotas: &[Quota::own(3, SECOND, Scope::Ip)], ..BASE };
const FIRST: Meta = Meta { id: "first", path: "/first", quotas: &[Quota::own(3, SECOND, Scope::Uid), SHARED], ..BASE };
const SECOND_OF_TWO: Meta = Meta { id: "second", path: "/second", quotas: &[SHARED], ..BASE };
const TIERED: Meta = Meta {
    id: "tiered",
    path: "/tiered",
    quotas: &[
        Quota::own(3, SECOND, Scope::Uid),
        Quota::own(1, SECOND, Scope::Uid).tier("copy_trader"),
        Quota::own(5, SECOND, Scope::Uid).tier("vip"),
        Quota::own(9, SECOND, Scope::Uid).tier("whale"),
        Quota::shared("total", 7, SECOND, Scope::Uid),
        Quota::shared("total", 7, SECOND, Scope::Uid),
    ],
    ..BASE
};
const SIGNED: Meta = Meta { access: Access::Read, ..BASE };
const BY_UID: Meta = Meta { id: "uid", path: "/uid", quotas: &[Quota::own(2, SECOND, Scope::Uid)], ..SIGNED };
const BY_KEY: Meta = Meta { id: "key", path: "/key", quotas: &[Quota::own(2, SECOND, Scope::Key)], ..SIGNED };
const BY_IP: Meta = Meta { id: "ip", path: "/ip", quotas: &[Quota::own(2, SECOND, Scope::Ip)], ..SIGNED };

async fn mock() -> MockExchange {
    let table = [&OWN, &FIRST, &SECOND_OF_TWO, &TIERED, &BY_UID, &BY_KEY, &BY_IP];
    let mock = MockExchange::start(&bitget::EXCHANGE, &table).await.unwrap();
    for meta in table {
        mock.on(meta.id, Reply::data("1")).unwrap();
    }
    mock
}

/// How many of so many calls in a row get through.
async fn through(mock: &MockExchange, path: &str, calls: usize) -> usize {
    let mut through = 0;
    for _ in 0..calls {
        let answer = get(path).to(mock).await;
        assert!(matches!(answer.status, 200 | 429), "{answer:?}");
        through += usize::from(answer.status == 200);
    }
    through
}

#[tokio::test(start_paused = true)]
async fn no_window_takes_more_than_its_limit() {
    let mock = mock().await;
    assert_eq!(through(&mock, "/own", 1).await, 1);
    advance(600 * MILLISECOND).await;
    assert_eq!(through(&mock, "/own", 4).await, 2);
    advance(399 * MILLISECOND).await;
    assert_eq!(through(&mock, "/own", 1).await, 0);
    advance(MILLISECOND).await;
    assert_eq!(through(&mock, "/own", 2).await, 1);
    advance(599 * MILLISECOND).await;
    assert_eq!(through(&mock, "/own", 1).await, 0);
    advance(MILLISECOND).await;
    assert_eq!(through(&mock, "/own", 3).await, 2);
}

#[tokio::test(start_paused = true)]
async fn a_call_too_many_is_told_when_to_come_again() {
    let mock = mock().await;
    assert_eq!(through(&mock, "/first", 3).await, 3);
    advance(300 * MILLISECOND).await;
    let answer = get("/first").to(&mock).await;
    assert_eq!(answer.code(), (429, "429".to_owned()));
    assert_eq!(answer.header("retry-after"), Some("1"));
    assert!(mock.refused()[0].refused.as_ref().unwrap().contains("3 calls per 1s by Uid of first"));
    advance(700 * MILLISECOND).await;
    assert_eq!(through(&mock, "/first", 2).await, 1);
    // The shared one is full now, and for longer.
    assert_eq!(get("/second").to(&mock).await.header("retry-after"), Some("2"));
}

#[tokio::test(start_paused = true)]
async fn of_several_that_are_full_the_one_that_takes_longest_is_told() {
    let mock = mock().await;
    through(&mock, "/second", 1).await;
    through(&mock, "/first", 3).await;
    assert_eq!(get("/first").to(&mock).await.header("retry-after"), Some("3"));
}

#[tokio::test(start_paused = true)]
async fn what_went_through_while_limits_were_off_has_to_be_waited_for() {
    let mock = mock().await;
    mock.rate_limits(false);
    through(&mock, "/second", 1).await;
    advance(1100 * MILLISECOND).await;
    through(&mock, "/second", 4).await;
    mock.rate_limits(true);
    assert_eq!(get("/second").to(&mock).await.header("retry-after"), Some("3"));
}

#[tokio::test(start_paused = true)]
async fn shared_quotas_count_all_who_share_them() {
    let mock = mock().await;
    assert_eq!(through(&mock, "/second", 2).await, 2);
    assert_eq!(through(&mock, "/first", 3).await, 2);
    assert_eq!(through(&mock, "/second", 1).await, 0);
    // What the shared quota refused did not count against the endpoint's own.
    advance(3 * SECOND).await;
    assert_eq!(through(&mock, "/first", 4).await, 3);
}

#[tokio::test(start_paused = true)]
async fn a_tier_replaces_the_quota_it_stands_beside() {
    let mock = mock().await;
    let check = async |expected: usize| {
        assert_eq!(through(&mock, "/tiered", 12).await, expected);
        mock.clear();
    };
    check(3).await;
    for (tier, expected) in [("copy_trader", 1), ("vip", 5), ("whale", 7), ("somebody else", 3)] {
        mock.tier(tier);
        check(expected).await;
    }
}

#[tokio::test(start_paused = true)]
async fn callers_are_told_apart_as_the_scope_says() {
    let check = async |path: &str, expected: [u16; 5]| {
        let mock = mock().await;
        for (key, uid) in [("a", "main"), ("b", "main"), ("c", "other")] {
            mock.add_key(ApiKey::new(key, "s").uid(uid));
        }
        mock.clock_stopped_at(1000);
        let mut found = Vec::new();
        for key in ["a", "a", "b", "c", "b"] {
            let sign = crate::wire::hmac("s", &format!("1000GET{path}"));
            let sent = get(path).header("ACCESS-KEY", key).header("ACCESS-SIGN", sign);
            let sent = sent.header("ACCESS-TIMESTAMP", "1000").header("ACCESS-PASSPHRASE", "any");
            found.push(sent.to(&mock).await.status);
        }
        assert_eq!(found, expected, "{path}");
    };
    check("/uid", [200, 200, 429, 200, 429]).await;
    check("/key", [200, 200, 200, 200, 200]).await;
    check("/ip", [200, 200, 429, 429, 429]).await;
}

#[tokio::test(start_paused = true)]
async fn who_cannot_sign_uses_up_nothing() {
    let mock = mock().await;
    mock.clock_stopped_at(1000);
    for _ in 0..5 {
        assert_eq!(get("/uid").to(&mock).await.status, 401);
    }
    assert_eq!(get("/uid").bitget(1000).to(&mock).await.status, 200);
    assert_eq!(mock.peak("uid"), 1);
}

#[tokio::test(start_paused = true)]
async fn peaks_tell_the_fullest_window_refused_calls_included() {
    let mock = mock().await;
    assert_eq!(mock.peak("own"), 0);
    through(&mock, "/own", 2).await;
    advance(SECOND).await;
    through(&mock, "/own", 3).await;
    assert_eq!(mock.peak("own"), 3);
    assert!(mock.peaks().iter().all(Peak::is_within_limit));
    through(&mock, "/own", 2).await;
    let peaks = mock.peaks();
    let [peak] = &peaks[..] else { panic!("{peaks:?}") };
    assert_eq!((peak.name.as_str(), peak.by, peak.limit, peak.per, peak.most), ("own", Scope::Ip, 3, SECOND, 5));
    assert!(!peak.is_within_limit());
    mock.clear();
    assert_eq!(mock.peak("own"), 0);
}

#[tokio::test(start_paused = true)]
async fn limits_that_are_off_are_counted_but_not_enforced() {
    let mock = mock().await;
    mock.rate_limits(false);
    assert_eq!(through(&mock, "/own", 9).await, 9);
    assert_eq!(mock.peak("own"), 9);
    mock.rate_limits(true);
    assert_eq!(through(&mock, "/own", 1).await, 0);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn of_a_hundred_calls_at_once_exactly_the_limit_gets_through() {
    const WIDE: Meta =
        Meta { id: "wide", path: "/wide", quotas: &[Quota::own(37, Duration::from_secs(600), Scope::Ip)], ..BASE };
    let mock = Arc::new(MockExchange::start(&bitget::EXCHANGE, &[&WIDE]).await.unwrap());
    mock.on("wide", Reply::data("1")).unwrap();
    let calls: Vec<_> = (0..100)
        .map(|_| {
            let mock = Arc::clone(&mock);
            tokio::spawn(async move { get("/wide").to(&mock).await.status })
        })
        .collect();
    let mut through = 0;
    for call in calls {
        through += usize::from(call.await.unwrap() == 200);
    }
    assert_eq!((through, mock.peak("wide"), mock.count("wide")), (37, 100, 100));
    assert_eq!(mock.refused().len(), 63);
}

/// An endpoint of HTX with room for three calls.
async fn htx_calls(exchange: &'static Exchange, service: &'static str, calls: usize) -> Vec<Answer> {
    let meta = Meta { service, exchange, envelope: exchange.envelope, ..FIRST };
    let mock = MockExchange::start(exchange, &[Box::leak(Box::new(meta))]).await.unwrap();
    mock.on("first", Reply::data("1")).unwrap();
    let mut connection = Connection::open(&mock.url()).await;
    let mut answers = Vec::new();
    for _ in 0..calls {
        answers.push(connection.ask(&get("/first")).await);
        advance(100 * MILLISECOND).await;
    }
    answers
}

#[tokio::test(start_paused = true)]
async fn htx_tells_its_counters() {
    const NAMES: [&str; 4] = ["ratelimit-limit", "ratelimit-interval", "ratelimit-remaining", "ratelimit-reset"];
    let counters = |answer: &Answer| NAMES.map(|name| answer.header(name).unwrap_or("none").to_owned());
    let answers = htx_calls(&htx::EXCHANGE, "contracts", 4).await;
    assert_eq!(counters(&answers[0]), ["3", "1000", "2", "1000"]);
    assert_eq!(counters(&answers[2]), ["3", "1000", "0", "800"]);
    assert_eq!(answers[3].code(), (200, "1032".to_owned()));
    assert_eq!(answers[3].header("retry-after"), Some("1"));
    let bitget = htx_calls(&bitget::EXCHANGE, "api", 1).await;
    assert_eq!(counters(&bitget[0]), ["none"; 4]);
}

#[tokio::test(start_paused = true)]
async fn htx_spot_refuses_with_a_status_and_in_words() {
    let answers = htx_calls(&htx::EXCHANGE, "spot", 4).await;
    assert_eq!(answers[3].code(), (429, "base-user-request-exceed-limit".to_owned()));
    assert!(answers[3].json()["err-msg"].is_string());
}

#[test]
fn requests_by_hand_say_what_they_are_meant_to() {
    let sent = Sent { body: "{}".to_owned(), ..get("/a") }.header("X", "1").header("X", "2");
    assert_eq!(sent.bytes(), b"GET /a HTTP/1.1\r\nHost: 127.0.0.1\r\nX: 2\r\nContent-Length: 2\r\n\r\n{}");
}
