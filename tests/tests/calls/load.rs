//! Many calls at once, and calls that are given up.

use crate::support::{bitget, check_accepted, client, close, unlimited};
use exbind::bitget;
use exbind::meta::Method;
use exbind::runtime::{Limiter, RawRequest};
use exbind_testkit::Reply;
use std::collections::BTreeSet;
use std::time::Duration;
use tokio::task::JoinSet;

const PATH: &str = "/api/v2/echo";

/// Gives the value of the pair `n` back.
fn echo() -> Reply {
    Reply::with(|request| Reply::data(request.pair("n").unwrap_or_default()))
}

fn numbered(number: usize) -> RawRequest {
    RawRequest::new(Method::Get, PATH).pair("n", &number.to_string())
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn five_hundred_calls_at_once_are_all_answered() {
    let mock = bitget().await;
    mock.on_path(Method::Get, PATH, echo()).unwrap();
    let client = client(&mock, bitget::Client::builder());
    for wave in 0..2 {
        let mut calls = JoinSet::new();
        for number in 0..500 {
            let call = client.raw_call(numbered(number)).into_future();
            calls.spawn(async move { (number, call.await.unwrap().get().to_owned()) });
        }
        for (number, answer) in calls.join_all().await {
            assert_eq!(answer, number.to_string(), "in wave {wave}");
        }
        assert_eq!(mock.requests().len(), 500 * (wave + 1));
        // The second wave finds most of its connections open.
        let most = if wave == 0 { 500 } else { 800 };
        assert!(mock.connections() <= most, "{} connections", mock.connections());
    }
    // A call that found a free connection may have begun another, which opens a little later.
    tokio::time::sleep(Duration::from_millis(50)).await;
    let before = mock.connections();
    for number in 0..100 {
        client.raw_call(numbered(number)).await.unwrap();
    }
    assert_eq!(mock.connections(), before, "connections are used again");
    check_accepted(&mock);
    assert_eq!(client.usage()[0].used, 1100);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn calls_given_up_midway_leave_the_others_alone() {
    let mock = bitget().await;
    mock.on_path(Method::Get, PATH, echo().delay(Duration::from_millis(30))).unwrap();
    let client = unlimited(&mock, bitget::Client::builder());
    let (mut kept, mut dropped) = (JoinSet::new(), Vec::new());
    for number in 0..400 {
        let call = client.raw_call(numbered(number)).into_future();
        if number % 2 == 0 {
            kept.spawn(async move { call.await.unwrap().get().parse::<usize>().unwrap() });
        } else {
            dropped.push((number, tokio::spawn(call)));
        }
    }
    for (number, call) in dropped {
        // At any point on the way: before connecting, while waiting, after the answer.
        if number % 20 == 1 {
            tokio::time::sleep(Duration::from_millis(3)).await;
        }
        call.abort();
    }
    let answered: BTreeSet<usize> = kept.join_all().await.into_iter().collect();
    assert_eq!(answered, (0..400).step_by(2).collect());
    assert_eq!(client.raw_call(numbered(7)).await.unwrap().get(), "7");
    check_accepted(&mock);
}

#[tokio::test]
async fn calls_given_up_in_the_queue_leave_their_turn_to_others() {
    let mock = bitget().await;
    let limiter = Limiter::new().margin(Duration::from_millis(400));
    let client = mock.connect(bitget::Client::builder()).limiter(limiter).build().unwrap();
    let start = tokio::time::Instant::now();
    let (mut kept, mut dropped) = (JoinSet::new(), Vec::new());
    for number in 0..20 {
        let call = client.copy().mix_trader().close_tracking_orders(close()).into_future();
        // Five go at once, ten of those behind them are given up, the last five move up.
        if (5..15).contains(&number) {
            dropped.push(tokio::spawn(call));
        } else {
            kept.spawn(call);
        }
    }
    mock.wait_for_requests(5).await;
    dropped.iter().for_each(tokio::task::JoinHandle::abort);
    assert!(kept.join_all().await.iter().all(Result::is_ok));
    assert!(start.elapsed() < Duration::from_millis(2800), "{:?}", start.elapsed());
    assert_eq!(mock.requests().len(), 10);
    client.copy().mix_trader().close_tracking_orders(close()).await.unwrap();
    assert!(mock.peaks().iter().all(|peak| peak.is_within_limit()), "{:?}", mock.peaks());
    check_accepted(&mock);
}
