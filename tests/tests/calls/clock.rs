//! The exchange's clock: learned from answers, followed when it drifts or jumps, and the timestamp of a refused call
//! set right.

use crate::support::{bitget, cancel, check_accepted, client, current, htx, trailing, unlimited};
use exbind::meta::{Method, Retry};
use exbind::runtime::RawRequest;
use exbind::{Error, bitget, htx};
use exbind_testkit::{MockExchange, Reply};
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};
use std::time::{Duration, SystemTime};

const MINUTES: Duration = Duration::from_secs(7 * 60);

/// How many requests arrived, and how many of them were refused, since it was asked last.
fn arrived(mock: &MockExchange) -> (usize, usize) {
    let counts = (mock.requests().len(), mock.refused().len());
    mock.clear();
    counts
}

#[tokio::test]
async fn a_clock_that_is_minutes_off_costs_one_refusal() {
    for ahead in [true, false] {
        let mock = bitget().await;
        if ahead {
            mock.clock_ahead(MINUTES)
        } else {
            mock.clock_behind(MINUTES)
        }
        let client = client(&mock, bitget::Client::builder());
        client.mix().order().cancel_all_orders(cancel()).await.unwrap();
        assert_eq!(arrived(&mock), (2, 1), "a write is set right and sent again");
        client.copy().mix_trader().current_tracking_orders(current()).await.unwrap();
        client.mix().order().cancel_all_orders(cancel()).await.unwrap();
        assert_eq!(arrived(&mock), (2, 0));
    }
    // The time of a refusal stands in its envelope, at status 200.
    let mock = htx().await;
    mock.clock_behind(MINUTES);
    let client = client(&mock, htx::Client::builder());
    for expected in [(2, 1), (1, 0)] {
        client.coin_swap().strategy().cancel_trailing_orders(trailing()).await.unwrap();
        assert_eq!(arrived(&mock), expected);
    }
}

#[tokio::test]
async fn any_answer_tells_the_time_beforehand() {
    let path = || RawRequest::new(Method::Get, "/public").unsigned();
    let mock = bitget().await;
    mock.clock_ahead(MINUTES);
    // By its envelope; by the header `Date`, if that is all there is; and by an answer to no call at all.
    for reply in [Reply::data("1"), Reply::body("<html>"), Reply::http(404, "")] {
        mock.on_path(Method::Get, "/public", reply).unwrap();
        let fresh = client(&mock, bitget::Client::builder());
        let _ = fresh.raw_call(path()).no_retries().await;
        fresh.mix().order().cancel_all_orders(cancel()).await.unwrap();
        assert_eq!(arrived(&mock), (2, 0));
    }
    let fresh = client(&mock, bitget::Client::builder());
    fresh.raw_call(path()).raw().await.unwrap();
    fresh.mix().order().cancel_all_orders(cancel()).await.unwrap();
    assert_eq!(arrived(&mock), (2, 0));
    let fresh = client(&mock, bitget::Client::builder());
    fresh.warm_up().await.unwrap();
    mock.clear();
    fresh.mix().order().cancel_all_orders(cancel()).await.unwrap();
    check_accepted(&mock);
}

#[tokio::test]
async fn what_a_cache_kept_is_no_time() {
    let mock = bitget().await;
    mock.clock_behind(MINUTES);
    mock.on_path(Method::Get, "/public", Reply::data("1").header("Age", "420")).unwrap();
    let client = client(&mock, bitget::Client::builder());
    client.raw_call(RawRequest::new(Method::Get, "/public").unsigned()).await.unwrap();
    mock.clock_ahead(Duration::ZERO);
    client.mix().order().cancel_all_orders(cancel()).await.unwrap();
    check_accepted(&mock);
}

/// A client whose own clock the test sets, in milliseconds ahead of the true one.
fn with_own_clock(mock: &MockExchange) -> (bitget::Client, Arc<AtomicI64>) {
    mock.rate_limits(false);
    let ahead = Arc::new(AtomicI64::new(0));
    let read = Arc::clone(&ahead);
    let now = move || {
        let ms = read.load(Ordering::Relaxed);
        let by = Duration::from_millis(ms.unsigned_abs());
        if ms < 0 { SystemTime::now() - by } else { SystemTime::now() + by }
    };
    let builder = mock.connect(bitget::Client::builder()).clock(now);
    (builder.limit_mode(exbind::runtime::LimitMode::Off).build().unwrap(), ahead)
}

#[tokio::test]
async fn drift_is_followed_without_a_refusal() {
    let mock = bitget().await;
    let (client, ahead) = with_own_clock(&mock);
    // 20 seconds from call to call, half an hour in all, of the 30 seconds that are allowed.
    for step in 0..90 {
        ahead.store(step * 20_000, Ordering::Relaxed);
        client.mix().order().cancel_all_orders(cancel()).await.unwrap();
    }
    assert_eq!(arrived(&mock), (90, 0));
}

#[tokio::test]
async fn jumps_are_seen_by_the_next_answer() {
    let mock = bitget().await;
    let (client, ahead) = with_own_clock(&mock);
    for jump in [3_600_000, -3_600_000, 0, 40_000, -40_000] {
        ahead.store(jump, Ordering::Relaxed);
        for expected in [(2, 1), (1, 0), (1, 0)] {
            client.mix().order().cancel_all_orders(cancel()).await.unwrap();
            assert_eq!(arrived(&mock), expected, "{jump}");
        }
    }
    // The exchange's clock jumps just as well.
    for jump in [MINUTES, Duration::ZERO] {
        mock.clock_ahead(jump);
        for expected in [(2, 1), (1, 0)] {
            client.copy().mix_trader().current_tracking_orders(current()).await.unwrap();
            assert_eq!(arrived(&mock), expected, "{jump:?}");
        }
    }
}

#[tokio::test]
async fn a_call_is_set_right_once() {
    let mock = bitget().await;
    let client = unlimited(&mock, bitget::Client::builder());
    for _ in 0..2 {
        mock.next(Reply::reject("40008", "stale"));
    }
    let error = client.mix().order().cancel_all_orders(cancel()).await.unwrap_err();
    assert!(matches!(error, Error::Rejected(_)), "{error:?}");
    assert_eq!((error.retry(), error.attempts(), arrived(&mock).0), (Retry::Resync, 2, 2));
    assert!(error.to_string().ends_with("(2 attempts)"), "{error}");
    // Nothing tells what time it is.
    mock.next(Reply::body(r#"{"code":"40008","msg":"stale"}"#).status(400).header("Date", "long ago"));
    let error = client.mix().order().cancel_all_orders(cancel()).await.unwrap_err();
    assert_eq!((error.attempts(), arrived(&mock).0), (1, 1));
}

#[tokio::test]
async fn a_call_without_retries_only_learns() {
    let mock = bitget().await;
    mock.clock_behind(MINUTES);
    let client = client(&mock, bitget::Client::builder());
    let error = client.mix().order().cancel_all_orders(cancel()).no_retries().await.unwrap_err();
    assert_eq!((error.retry(), arrived(&mock)), (Retry::Resync, (1, 1)));
    client.mix().order().cancel_all_orders(cancel()).no_retries().await.unwrap();
    check_accepted(&mock);
}

#[tokio::test]
async fn nothing_is_learned_where_that_is_not_wanted() {
    let mock = bitget().await;
    mock.clock_behind(MINUTES);
    let client = mock.connect(bitget::Client::builder()).learn_clock(false).build().unwrap();
    for _ in 0..2 {
        let error = client.mix().order().cancel_all_orders(cancel()).await.unwrap_err();
        assert_eq!((error.retry(), error.attempts()), (Retry::Resync, 1));
        assert_eq!(arrived(&mock), (1, 1));
    }
}

#[tokio::test]
async fn nonsense_is_not_believed() {
    let mock = bitget().await;
    let client = unlimited(&mock, bitget::Client::builder());
    for time in ["0", "1", "-5", "1700000000", "1700000000000000", "99999999999999999999", "\"soon\"", "null", "{}"] {
        let body = format!(r#"{{"code":"00000","msg":"","requestTime":{time},"data":{{}}}}"#);
        mock.next(Reply::body(body).header("Date", "Thu, 01 Jan 1970 00:00:00 GMT"));
        client.mix().order().cancel_all_orders(cancel()).await.unwrap();
        client.mix().order().cancel_all_orders(cancel()).await.unwrap();
    }
    check_accepted(&mock);
}
