//! Rate limits: the client keeps to them, so that the exchange need not refuse. The mock counts for itself.

use crate::support::{bitget, cancel, check_accepted, close, current, htx, trailing};
use exbind::bitget::mix::order::CancelAllOrders;
use exbind::error::NotSentReason;
use exbind::runtime::{LimitMode, Limiter, Retries, Usage};
use exbind::{Endpoint as _, Error, bitget, htx};
use exbind_testkit::{MockExchange, Reply};
use own_specs::acme;
use own_specs::acme::trade::orders::{BatchPlace, CancelOrders, NewOrder, OrderType, PlaceOrder};
use std::time::{Duration, Instant};
use tokio::task::JoinSet;

fn check_within_limits(mock: &MockExchange) {
    check_accepted(mock);
    assert!(mock.peaks().iter().all(|peak| peak.is_within_limit()), "{:?}", mock.peaks());
}

fn used(usage: &[Usage], name: &str) -> (u32, u32) {
    let found = usage.iter().find(|usage| usage.name == name).unwrap_or_else(|| panic!("{name} in {usage:?}"));
    (found.used, found.limit)
}

/// More than the usual margin: tests share their processors with others, and calls are late on their way.
const MARGIN: Duration = Duration::from_millis(400);

fn limited<C: From<exbind::Client>>(
    mock: &MockExchange,
    builder: exbind::ClientBuilder<C>,
) -> exbind::ClientBuilder<C> {
    mock.connect(builder).limiter(Limiter::new().margin(MARGIN))
}

const CURRENT: &str = "bitget.copy.mix_trader.current_tracking_orders";

#[tokio::test]
async fn calls_above_the_quota_wait_until_they_fit() {
    let mock = bitget().await;
    let client = limited(&mock, bitget::Client::builder()).build().unwrap();
    let start = Instant::now();
    let mut calls = JoinSet::new();
    for _ in 0..12 {
        calls.spawn(client.copy().mix_trader().current_tracking_orders(current()).into_future());
    }
    let answers = calls.join_all().await;
    assert!(answers.iter().all(Result::is_ok), "{answers:?}");
    let took = start.elapsed();
    assert!(took >= Duration::from_secs(2) && took < Duration::from_secs(5), "{took:?}");
    assert_eq!((mock.requests().len(), mock.peak(CURRENT)), (12, 5));
    check_within_limits(&mock);
    assert_eq!(used(&client.usage(), "bitget.all_calls"), (12, 6000));
}

#[tokio::test]
async fn calls_above_the_quota_are_refused_where_that_is_wanted() {
    let mock = bitget().await;
    let client = limited(&mock, bitget::Client::builder()).limit_mode(LimitMode::Refuse).build().unwrap();
    for count in 1..=5 {
        client.copy().mix_trader().current_tracking_orders(current()).await.unwrap();
        assert_eq!(used(&client.usage(), CURRENT), (count, 5));
    }
    let error = client.copy().mix_trader().current_tracking_orders(current()).await.unwrap_err();
    let Error::NotSent(not_sent) = &error else { panic!("{error:?}") };
    let NotSentReason::Limited { retry_after, .. } = not_sent.reason else { panic!("{error:?}") };
    assert!(!retry_after.is_zero() && retry_after <= Duration::from_secs(1) + MARGIN, "{retry_after:?}");
    assert_eq!((error.retry_after(), mock.requests().len()), (Some(retry_after), 5));
    // Other endpoints have quotas of their own.
    client.copy().mix_trader().close_tracking_orders(close()).await.unwrap();
    tokio::time::sleep(retry_after).await;
    client.copy().mix_trader().current_tracking_orders(current()).await.unwrap();
    check_within_limits(&mock);
}

#[tokio::test]
async fn a_call_whose_turn_comes_too_late_is_not_sent() {
    let mock = bitget().await;
    let client = limited(&mock, bitget::Client::builder()).build().unwrap();
    for _ in 0..5 {
        client.copy().mix_trader().close_tracking_orders(close()).await.unwrap();
    }
    let start = Instant::now();
    let call = client.copy().mix_trader().close_tracking_orders(close()).timeout(Duration::from_millis(200));
    let error = call.await.unwrap_err();
    assert!(matches!(&error, Error::NotSent(not) if matches!(not.reason, NotSentReason::LimitTimedOut { .. })));
    assert!(error.retry_after().is_some() && start.elapsed() < Duration::from_millis(200), "it is told at once");
    assert_eq!(mock.requests().len(), 5);
}

#[tokio::test]
async fn clients_of_one_account_share_its_quotas() {
    let mock = bitget().await;
    let limiter = Limiter::new().margin(MARGIN);
    let connect = || mock.connect(bitget::Client::builder()).limiter(limiter.clone()).uid("me").build().unwrap();
    let clients = [connect(), connect()];
    let mut calls = JoinSet::new();
    for round in 0..12 {
        let client = clients[round % 2].clone();
        calls.spawn(async move { client.mix().order().cancel_all_orders(cancel()).await.map(drop) });
    }
    assert!(calls.join_all().await.iter().all(Result::is_ok));
    assert_eq!(mock.peak(CancelAllOrders::META.id), 10);
    check_within_limits(&mock);
}

#[tokio::test]
async fn endpoints_share_a_bucket() {
    let mock = MockExchange::start(&acme::EXCHANGE, acme::ENDPOINTS).await.unwrap();
    mock.add_examples(&own_specs::examples::all());
    let client = limited(&mock, acme::Client::builder()).build().unwrap();
    let cancel = || client.trade().orders().cancel_orders(CancelOrders::new().order_id("1"));
    let orders = || vec![NewOrder::new("btcusdt", OrderType::Limit)];
    let place = || client.trade().orders().batch_place(BatchPlace::new(orders()));
    for _ in 0..36 {
        cancel().await.unwrap();
        place().await.unwrap();
    }
    assert_eq!(used(&client.usage(), "acme.trade"), (72, 72));
    for _ in 0..2 {
        cancel().await.unwrap();
        place().await.unwrap();
    }
    assert_eq!((mock.requests().len(), mock.peak("acme.trade")), (76, 72));
    check_within_limits(&mock);
    let (first, next) = (mock.requests()[0].at, mock.requests()[72].at);
    assert!(next - first >= Duration::from_secs(3), "{:?}", next - first);
}

#[tokio::test]
async fn what_another_program_uses_is_counted_as_the_exchange_tells_it() {
    let mock = htx().await;
    let client = limited(&mock, htx::Client::builder()).build().unwrap();
    let stranger = mock.connect(htx::Client::builder()).limit_mode(LimitMode::Off).build().unwrap();
    for _ in 0..4 {
        stranger.coin_swap().strategy().cancel_trailing_orders(trailing()).await.unwrap();
    }
    client.coin_swap().strategy().cancel_trailing_orders(trailing()).await.unwrap();
    // The sixth within a second, unless it waits.
    client.coin_swap().strategy().cancel_trailing_orders(trailing()).await.unwrap();
    check_within_limits(&mock);
}

#[tokio::test]
async fn kinds_of_users_have_quotas_of_their_own() {
    let mock = MockExchange::start(&acme::EXCHANGE, acme::ENDPOINTS).await.unwrap();
    mock.add_examples(&own_specs::examples::all());
    mock.tier("copy_trader");
    let client = limited(&mock, acme::Client::builder()).tier("copy_trader").build().unwrap();
    for _ in 0..2 {
        let order = PlaceOrder::new("BTCUSDT", acme::Side::Buy).size(exbind::value::Decimal::ONE);
        client.trade().orders().place_order(order).await.unwrap();
    }
    let requests = mock.requests();
    assert!(requests[1].at - requests[0].at >= Duration::from_secs(1));
    check_within_limits(&mock);
}

#[tokio::test]
async fn a_refusal_for_the_rate_makes_the_next_call_wait() {
    let (bitget, htx) = (bitget().await, htx().await);
    let client = crate::support::client(&bitget, bitget::Client::builder().retries(Retries::none()));
    bitget.next(Reply::http(429, "").header("Retry-After", "1"));
    client.mix().order().cancel_all_orders(cancel()).await.unwrap_err();
    client.mix().order().cancel_all_orders(cancel()).await.unwrap();
    let requests = bitget.requests();
    assert!(requests[1].at - requests[0].at >= Duration::from_millis(950));

    // HTX says it by a code, with status 200 and no word on how long.
    let client = crate::support::client(&htx, htx::Client::builder().retries(Retries::none()));
    htx.next(Reply::reject("1032", "too often"));
    client.coin_swap().strategy().cancel_trailing_orders(trailing()).await.unwrap_err();
    client.coin_swap().strategy().cancel_trailing_orders(trailing()).await.unwrap();
    let requests = htx.requests();
    assert!(requests[1].at - requests[0].at >= Duration::from_millis(950));
}
