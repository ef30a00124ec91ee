//! Many calls at once, and calls that are given up.

use crate::support::{bitget, check_accepted, client, close, unlimited};
use exbind::bitget;
use exbind::meta::Method;
use exbind::runtime::{Limiter, RawRequest};
use exbind_testkit::Reply;
use std::collections::BTreeSet;
use std::time::Duration;
use tokio::task::JoinSet;

/// How many calls are made at once.
const CALLS: usize = 2_000;
const PATH: &str = "/api/v2/echo";

/// Gives the value of the pair `n` back.
fn echo() -> Reply {
    Reply::with(|request| Reply::data(request.pair("n").unwrap_or_default()))
}

fn numbered(number: usize) -> RawRequest {
    RawRequest::new(Method::Get, PATH).pair("n", &number.to_string())
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn two_thousand_calls_at_once_are_all_answered() {
    let mock = bitget().await;
    mock.on_path(Method::Get, PATH, echo()).unwrap();
    let client = client(&mock, bitget::Client::builder());
    let mut memory = Vec::new();
    // Both ends of every connection are in this process.
    let calls_at_once = open_files().map_or(CALLS, |most| CALLS.min(most / 3));
    for wave in 0..2 {
        let mut calls = JoinSet::new();
        for number in 0..calls_at_once {
            let call = client.raw_call(numbered(number)).timeout(Duration::from_secs(60)).into_future();
            calls.spawn(async move { (number, call.await.unwrap().get().to_owned()) });
        }
        for (number, answer) in calls.join_all().await {
            assert_eq!(answer, number.to_string(), "in wave {wave}");
        }
        assert_eq!(mock.requests().len(), calls_at_once);
        mock.clear();
        memory.extend(resident_megabytes());
    }
    // The second wave finds most of its connections open, and all of its memory.
    assert!(memory.windows(2).all(|pair| pair[1] <= pair[0] + 40), "{memory:?} MB");
    assert!(mock.connections() <= calls_at_once as u64 * 8 / 5, "{} connections", mock.connections());
    // A call that found a free connection may have begun another, which opens a little later.
    tokio::time::sleep(Duration::from_millis(50)).await;
    let before = mock.connections();
    for number in 0..100 {
        client.raw_call(numbered(number)).await.unwrap();
    }
    assert_eq!(mock.connections(), before, "connections are used again");
    check_accepted(&mock);
    assert_eq!(client.usage()[0].used as usize, 2 * calls_at_once + 100);
}

/// What this process holds of memory, where the system tells.
fn resident_megabytes() -> Option<usize> {
    let pages = std::fs::read_to_string("/proc/self/statm").ok()?;
    let resident: usize = pages.split(' ').nth(1)?.parse().ok()?;
    Some(resident * 4 / 1024)
}

/// How many files and connections this process may have open, where the system tells.
fn open_files() -> Option<usize> {
    let limits = std::fs::read_to_string("/proc/self/limits").ok()?;
    let line = limits.lines().find(|line| line.starts_with("Max open files"))?;
    line.split_whitespace().nth(3)?.parse().ok()
}

#[tokio::test]
async fn calls_that_wait_go_in_the_order_in_which_they_came() {
    let mock = bitget().await;
    let limiter = Limiter::new().margin(Duration::from_millis(400));
    let client = mock.connect(bitget::Client::builder()).limiter(limiter).build().unwrap();
    let mut calls = JoinSet::new();
    for number in 0..20 {
        let request = close().tracking_no(number.to_string());
        calls.spawn(client.copy().mix_trader().close_tracking_orders(request).into_future());
    }
    assert!(calls.join_all().await.iter().all(Result::is_ok));
    let order: Vec<u64> =
        mock.requests().iter().map(|request| request.json()["trackingNo"].as_str().unwrap().parse().unwrap()).collect();
    // Five at a time; those may overtake each other on their way.
    for (round, five) in order.chunks(5).enumerate() {
        let mut five = five.to_vec();
        five.sort_unstable();
        let first = round as u64 * 5;
        assert_eq!(five, (first..first + 5).collect::<Vec<_>>(), "{order:?}");
    }
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
