//! Calls whose futures are dropped, at every point where they wait: the client comes to no harm, and a subscriber is told.

use crate::support::{bitget, client, close, current, unlimited};
use exbind::bitget::{self, copy::mix_trader::CloseTrackingOrders};
use exbind::runtime::{Call, LimitMode, Limiter, Retries};
use exbind_testkit::{MockExchange, Reply, id};
use std::future::poll_fn;
use std::pin::pin;
use std::task::Poll;
use std::time::Duration;

/// Polls a call so many times and drops it, unless it ends before; tells whether it did.
async fn ends_within<R, E>(polls: usize, call: Call<R, E>) -> bool
where
    Call<R, E>: IntoFuture,
{
    let mut call = pin!(call.into_future());
    let mut left = polls;
    poll_fn(|context| {
        let Some(rest) = left.checked_sub(1) else { return Poll::Ready(false) };
        left = rest;
        match call.as_mut().poll(context) {
            Poll::Ready(_) => Poll::Ready(true),
            Poll::Pending if left == 0 => Poll::Ready(false),
            Poll::Pending => Poll::Pending,
        }
    })
    .await
}

/// Drops a call at its first waiting point, its second, and so on, until it ends before it is dropped.
async fn at_every_point<R, E>(mock: &MockExchange, reply: impl Fn() -> Reply, call: impl Fn() -> Call<R, E>) -> usize
where
    Call<R, E>: IntoFuture,
{
    for polls in 0..200 {
        mock.clear_replies();
        mock.next(reply());
        if ends_within(polls, call()).await {
            mock.clear_replies();
            return polls;
        }
    }
    panic!("a call that never ends");
}

#[tokio::test]
async fn a_call_can_be_dropped_at_any_point() {
    let mock = bitget().await;
    let client = unlimited(&mock, bitget::Client::builder());
    let retries = Retries::new().waits(Duration::from_millis(1), Duration::from_millis(1));
    let replies: [fn() -> Reply; 4] = [
        Reply::example,
        || Reply::example().chunked().gzip(),
        // On the way to another attempt.
        || Reply::http(503, ""),
        Reply::drop_after_reading,
    ];
    for reply in replies {
        let points = at_every_point(&mock, reply, || {
            client.copy().mix_trader().current_tracking_orders(current()).retries(retries)
        });
        assert!(points.await > 1);
        // The pool has nothing in it that belonged to a call given up.
        for _ in 0..20 {
            client.copy().mix_trader().close_tracking_orders(close()).await.unwrap();
        }
    }
}

#[tokio::test]
async fn a_call_dropped_while_it_waits_for_its_limit_counts_nowhere() {
    let mock = bitget().await;
    let limiter = Limiter::new().margin(Duration::from_millis(400));
    let client = mock.connect(bitget::Client::builder()).limiter(limiter).build().unwrap();
    let close = || client.copy().mix_trader().close_tracking_orders(close());
    for _ in 0..5 {
        close().await.unwrap();
    }
    // The quota is used up; each of these waits until it is dropped.
    for _ in 0..50 {
        assert!(!ends_within(1, close()).await);
    }
    for _ in 0..5 {
        close().await.unwrap();
    }
    assert_eq!(mock.count(id::<CloseTrackingOrders>()), 10);
    assert!(mock.peaks().iter().all(|peak| peak.is_within_limit()), "{:?}", mock.peaks());
    let usage = client.usage();
    assert!(usage.iter().all(|usage| usage.used <= 10), "{usage:?}");
}

#[tokio::test]
async fn a_call_dropped_between_its_attempts_makes_no_other() {
    let mock = bitget().await;
    let second = Duration::from_secs(1);
    let retries = Retries::new().waits(second, second);
    let client = mock.connect(bitget::Client::builder()).retries(retries).limit_mode(LimitMode::Off).build().unwrap();
    mock.next(Reply::http(503, ""));
    let call = client.copy().mix_trader().current_tracking_orders(current()).into_future();
    let call = tokio::spawn(call);
    mock.wait_for_requests(1).await;
    tokio::time::sleep(Duration::from_millis(100)).await;
    call.abort();
    tokio::time::sleep(second).await;
    assert_eq!(mock.requests().len(), 1);
}

#[tokio::test]
async fn many_are_dropped_and_none_of_the_others_is_lost() {
    let mock = bitget().await;
    mock.rate_limits(false);
    let client = client(&mock, bitget::Client::builder().limit_mode(LimitMode::Off));
    for round in 0..60 {
        let calls: Vec<_> = (0..10).map(|_| client.copy().mix_trader().close_tracking_orders(close())).collect();
        let mut kept = Vec::new();
        for (place, call) in calls.into_iter().enumerate() {
            if place % 2 == 0 {
                kept.push(tokio::spawn(call.into_future()));
            } else {
                ends_within(round % 6, call).await;
            }
        }
        for call in kept {
            assert!(call.await.unwrap().is_ok());
        }
    }
}
