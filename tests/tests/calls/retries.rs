//! What is sent again, what is not, and what is told of it. The storm tries everything; here each rule stands alone.

use crate::support::{bitget, cancel, client, current, unlimited};
use exbind::bitget::mix::order::{CancelAllOrders, PlaceOrder};
use exbind::bitget::{self, MarginMode, OrderSide, OrderType, ProductType};
use exbind::error::UnknownReason;
use exbind::meta::{ErrorKind, Method};
use exbind::runtime::{LimitMode, RawRequest, Retries};
use exbind::value::Decimal;
use exbind::{ClientBuilder, Error};
use exbind_testkit::{MockExchange, Reply, id};
use std::time::{Duration, Instant};

/// Faults in passing, after which nobody knows whether the exchange acted.
fn doubts() -> [Reply; 8] {
    [
        Reply::drop_before_reading(),
        Reply::drop_after_reading(),
        Reply::garbage("SSH-2.0"),
        Reply::example().truncate(9),
        Reply::http(502, "<html>"),
        Reply::http(503, ""),
        Reply::http(408, ""),
        Reply::reject("40010", "time out"),
    ]
}

/// Refusals in passing, before anything was done.
fn refusals() -> [Reply; 4] {
    [
        Reply::http(429, ""),
        Reply::http(429, "").header("Retry-After", "0"),
        Reply::reject("429", "too many"),
        Reply::reject("40200", "upgrade"),
    ]
}

fn impatient(mock: &MockExchange) -> ClientBuilder<bitget::Client> {
    mock.rate_limits(false);
    let retries = Retries::new().waits(Duration::from_millis(1), Duration::from_millis(2));
    mock.connect(bitget::Client::builder()).limit_mode(LimitMode::Off).retries(retries).retry_budget(1_000)
}

fn order() -> PlaceOrder {
    let (product, margin) = (ProductType::UsdtFutures, MarginMode::Isolated);
    PlaceOrder::new("BTCUSDT", product, margin, "USDT", Decimal::ONE, OrderSide::Buy, OrderType::Market)
}

#[tokio::test]
async fn reads_outlive_whatever_passes() {
    let mock = bitget().await;
    let client = impatient(&mock).build().unwrap();
    for reply in doubts().into_iter().chain(refusals()) {
        mock.clear();
        mock.next(reply.clone());
        mock.next(reply.clone());
        let read = client.copy().mix_trader().current_tracking_orders(current()).await;
        assert!(read.is_ok(), "{reply:?}: {read:?}");
        assert_eq!((mock.requests().len(), mock.pending()), (3, 0), "{reply:?}");
    }
}

#[tokio::test]
async fn writes_in_doubt_are_sent_once() {
    let mock = bitget().await;
    let client = impatient(&mock).build().unwrap();
    for reply in doubts() {
        mock.clear();
        mock.next(reply.clone());
        let error = client.mix().order().cancel_all_orders(cancel()).await.unwrap_err();
        assert!(matches!(error, Error::OutcomeUnknown(_)) && error.may_have_acted(), "{reply:?}: {error:?}");
        assert_eq!((mock.requests().len(), error.attempts()), (1, 1), "{reply:?}");
    }
}

#[tokio::test]
async fn writes_refused_before_processing_are_sent_again() {
    let mock = bitget().await;
    let client = impatient(&mock).build().unwrap();
    for reply in refusals() {
        mock.clear();
        mock.next(reply.clone());
        client.mix().order().cancel_all_orders(cancel()).await.unwrap();
        assert_eq!(mock.requests().len(), 2, "{reply:?}");
    }
    // A doubt after that is one all the same.
    mock.clear();
    mock.next(Reply::http(429, ""));
    mock.next(Reply::drop_after_reading());
    let error = client.mix().order().cancel_all_orders(cancel()).await.unwrap_err();
    assert!(error.may_have_acted() && error.attempts() == 2, "{error:?}");
    assert_eq!(mock.requests().len(), 2);
}

#[tokio::test]
async fn orders_with_their_own_id_are_sent_again_as_they_were() {
    let mock = bitget().await;
    let client = impatient(&mock).build().unwrap();
    for reply in doubts().into_iter().chain(refusals()) {
        mock.clear();
        mock.next(reply.clone());
        client.mix().order().place_order(order().client_oid("own-1")).await.unwrap();
        let requests = mock.requests();
        // What was dropped before it was read has no body on record.
        let bodies: Vec<_> = requests.iter().map(|request| &request.body).filter(|body| !body.is_empty()).collect();
        assert_eq!(requests.len(), 2, "{reply:?}");
        assert!(bodies.windows(2).all(|pair| pair[0] == pair[1]), "{reply:?}");
    }
    // Without an id, or with an empty one, it is one order too many.
    for order in [order(), order().client_oid("")] {
        mock.clear();
        mock.next(Reply::drop_after_reading());
        let error = client.mix().order().place_order(order).await.unwrap_err();
        assert!(error.may_have_acted() && mock.requests().len() == 1, "{error:?}");
        assert!(!error.to_string().contains("clientOid"), "{error}");
    }
}

#[tokio::test]
async fn a_duplicate_after_a_doubt_tells_that_the_first_acted() {
    let mock = bitget().await;
    let client = impatient(&mock).build().unwrap();
    mock.next(Reply::drop_after_reading());
    mock.next(Reply::reject("40786", "Duplicate clientOid"));
    let error = client.mix().order().place_order(order().client_oid("own-1")).await.unwrap_err();
    assert!(error.may_have_acted() && error.attempts() == 2, "{error:?}");
    assert_eq!((error.kind(), error.code()), (Some(ErrorKind::Duplicate), Some("40786")));
    assert_eq!(
        error.to_string(),
        "bitget.mix.order.place_order was sent, but the connection was lost before an answer (connection closed before \
         message completed); it was sent again under its idempotency key, and this time refused, code 40786 \
         \"Duplicate clientOid\" (Duplicate). The exchange did act on the first, unless the `clientOid` was used before: \
         look the order up by it (2 attempts)"
    );
    // Whatever else the repeat is refused for, the first attempt stays in doubt.
    mock.next(Reply::drop_after_reading());
    mock.next(Reply::reject("40762", "balance"));
    let error = client.mix().order().place_order(order().client_oid("own-2")).await.unwrap_err();
    let Error::OutcomeUnknown(unknown) = &error else { panic!("{error:?}") };
    assert!(matches!(unknown.reason, UnknownReason::RepeatRefused { .. }), "{error:?}");
    assert!(error.may_have_acted() && error.to_string().contains("before sending it again"), "{error}");
    // The first of all to be refused so is refused.
    mock.next(Reply::reject("40786", "Duplicate clientOid"));
    let error = client.mix().order().place_order(order().client_oid("own-1")).await.unwrap_err();
    assert!(matches!(error, Error::Rejected(_)) && !error.may_have_acted(), "{error:?}");
}

#[tokio::test]
async fn attempts_are_bounded_and_told() {
    let mock = bitget().await;
    let check = async |builder: ClientBuilder<bitget::Client>, expected: u32| {
        let client = builder.build().unwrap();
        mock.clear();
        mock.on(id::<CancelAllOrders>(), Reply::http(429, "")).unwrap();
        let error = client.mix().order().cancel_all_orders(cancel()).await.unwrap_err();
        assert_eq!((error.attempts(), mock.requests().len()), (expected, expected as usize));
        assert_eq!(error.to_string().contains(&format!("({expected} attempts)")), expected > 1, "{error}");
    };
    let waits = Retries::new().waits(Duration::ZERO, Duration::ZERO);
    check(impatient(&mock), 3).await;
    check(impatient(&mock).retries(waits.attempts(7)), 7).await;
    check(impatient(&mock).retries(waits.reads_only()), 1).await;
    check(impatient(&mock).retries(Retries::none()), 1).await;
    let client = impatient(&mock).build().unwrap();
    for (retries, expected) in [(Retries::none(), 1), (waits.attempts(2), 2)] {
        let error = client.mix().order().cancel_all_orders(cancel()).retries(retries).await.unwrap_err();
        assert_eq!(error.attempts(), expected);
    }
}

#[tokio::test]
async fn the_budget_ends_repeats_and_answers_refill_it() {
    let mock = bitget().await;
    let client = impatient(&mock).retry_budget(3).build().unwrap();
    let read = || client.copy().mix_trader().current_tracking_orders(current());
    let attempts = async || {
        mock.clear();
        mock.next(Reply::http(503, ""));
        mock.next(Reply::http(503, ""));
        mock.next(Reply::http(503, ""));
        let error = read().await.unwrap_err();
        mock.clear_replies();
        error.attempts()
    };
    assert_eq!([attempts().await, attempts().await, attempts().await], [3, 2, 1]);
    for _ in 0..10 {
        read().await.unwrap();
    }
    assert_eq!([attempts().await, attempts().await], [2, 1]);
}

#[tokio::test]
async fn the_exchange_says_when_to_repeat() {
    let mock = bitget().await;
    let client = unlimited(&mock, bitget::Client::builder());
    mock.next(Reply::http(503, "").header("Retry-After", "1"));
    mock.next(Reply::http(429, "").header("Retry-After", "1"));
    client.copy().mix_trader().current_tracking_orders(current()).await.unwrap();
    let times: Vec<_> = mock.requests().iter().map(|request| request.at).collect();
    assert!(times[2] - times[1] >= Duration::from_secs(1), "{times:?}");
    // Longer than the call may take: it fails at once, and says for how long.
    mock.next(Reply::http(429, "").header("Retry-After", "60"));
    let start = Instant::now();
    let error = client.mix().order().cancel_all_orders(cancel()).await.unwrap_err();
    assert_eq!((error.retry_after(), error.attempts()), (Some(Duration::from_secs(60)), 1));
    assert!(start.elapsed() < Duration::from_secs(5));
    // Until a date, by the exchange's own clock.
    let reply = Reply::http(429, "").header("Date", "Wed, 27 Sep 2023 09:27:55 GMT");
    mock.next(reply.header("Retry-After", "Wed, 27 Sep 2023 09:29:00 GMT"));
    let error = client.mix().order().cancel_all_orders(cancel()).await.unwrap_err();
    assert_eq!(error.retry_after(), Some(Duration::from_secs(65)));
}

#[tokio::test]
async fn all_attempts_fit_into_the_time_of_the_call() {
    let mock = bitget().await;
    let second = Duration::from_secs(1);
    let client = impatient(&mock).retries(Retries::new().attempts(99).waits(second / 5, second / 5)).build().unwrap();
    mock.on("bitget.copy.mix_trader.current_tracking_orders", Reply::http(503, "closed")).unwrap();
    let start = Instant::now();
    let call = client.copy().mix_trader().current_tracking_orders(current()).timeout(second);
    let error = call.await.unwrap_err();
    assert!(start.elapsed() < second, "there is no use in waiting for the end");
    let attempts = error.attempts();
    assert!((2..=11).contains(&attempts) && mock.requests().len() == attempts as usize, "{error}");
    assert!(error.to_string().contains("closed"), "{error}");
}

#[tokio::test]
async fn raw_calls_take_any_answer_for_one() {
    let mock = bitget().await;
    let client = impatient(&mock).build().unwrap();
    let path = || RawRequest::new(Method::Get, "/raw");
    mock.on_path(Method::Get, "/raw", Reply::http(503, "closed")).unwrap();
    assert_eq!(client.raw_call(path()).raw().await.unwrap().status, 503);
    assert_eq!(mock.requests().len(), 1);
    mock.next(Reply::drop_after_reading());
    assert_eq!(client.raw_call(path()).raw().await.unwrap().status, 503);
    assert_eq!(mock.requests().len(), 3);
}

#[tokio::test]
async fn every_attempt_passes_the_limiter() {
    let mock = bitget().await;
    let client = client(&mock, bitget::Client::builder());
    mock.next(Reply::http(503, ""));
    mock.next(Reply::http(503, ""));
    client.copy().mix_trader().current_tracking_orders(current()).await.unwrap();
    let usage = client.usage();
    assert!(usage.iter().all(|usage| usage.used == 3), "{usage:?}");
    assert!(mock.peaks().iter().all(|peak| peak.is_within_limit()), "{:?}", mock.peaks());
}
