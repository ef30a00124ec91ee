//! Calls without async: a mock that runs elsewhere, and scripts that know nothing of runtimes.

use crate::support::{bitget, cancel, current, unlimited};
use exbind::bitget::copy::mix_trader::CurrentTrackingOrders;
use exbind::bitget::mix::order::CancelAllOrders;
use exbind::error::{NotSentReason, UnknownReason};
use exbind::runtime::Blocking;
use exbind::{Error, bitget};
use exbind_testkit::{MockExchange, Reply, id};
use std::thread;
use std::time::Duration;
use tokio::runtime::Runtime;

/// An exchange that runs in threads of its own.
struct Elsewhere {
    mock: MockExchange,
    runtime: Runtime,
}

fn elsewhere() -> Elsewhere {
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(1).enable_all().build().unwrap();
    Elsewhere { mock: runtime.block_on(bitget()), runtime }
}

#[test]
fn every_kind_of_call_can_be_waited_for() {
    let there = elsewhere();
    let client = unlimited(&there.mock, bitget::Client::builder());
    let blocking = Blocking::new().unwrap();
    blocking.wait(client.warm_up()).unwrap();
    let call = || client.mix().order().cancel_all_orders(cancel());
    assert_eq!(blocking.wait(call()).unwrap().success_list.len(), 1);
    assert_eq!(blocking.wait(call().raw()).unwrap().status, 200);
    assert!(blocking.wait(call().preview()).unwrap().to_curl().starts_with("curl"));
    there.mock.next(Reply::reject("22001", "none"));
    assert!(matches!(blocking.wait(call()), Err(Error::Rejected(_))));
    there.mock.next(Reply::hang());
    let error = blocking.wait(call().timeout(Duration::from_millis(500))).unwrap_err();
    let Error::OutcomeUnknown(unknown) = &error else { panic!("{error:?}") };
    assert!(matches!(unknown.reason, UnknownReason::TimedOut(_)), "{error:?}");
    // A read is repeated here as well.
    there.mock.next(Reply::http(502, ""));
    blocking.wait(client.copy().mix_trader().current_tracking_orders(current())).unwrap();
}

#[test]
fn lists_in_pages_are_iterators() {
    let there = elsewhere();
    let client = unlimited(&there.mock, bitget::Client::builder());
    let blocking = Blocking::new().unwrap();
    let pages = Reply::with(|request| match request.pair("idLessThan") {
        Some(_) => Reply::data(r#"{"trackingList": [], "endId": null}"#),
        None => Reply::example(),
    });
    there.mock.on(id::<CurrentTrackingOrders>(), pages).unwrap();
    there.mock.next(Reply::reject("40034", "no"));
    let mut orders = client.copy().mix_trader().current_tracking_orders(current()).items();
    assert!(blocking.iter(&mut orders).next().unwrap().is_err());
    // The stream stands where it stood.
    assert!(orders.end().is_none());
    let all: Result<Vec<_>, _> = blocking.iter(&mut orders).collect();
    assert_eq!((all.unwrap().len(), orders.end().is_some()), (1, true));
    there.runtime.block_on(async { check_refused(blocking.iter(&mut orders).next().unwrap()) });
}

#[test]
fn several_threads_and_clients_share_one() {
    let there = elsewhere();
    let clients = [0, 1].map(|_| unlimited(&there.mock, bitget::Client::builder()));
    let blocking = Blocking::new().unwrap();
    thread::scope(|scope| {
        for client in clients.iter().cycle().take(6) {
            scope.spawn(|| {
                for _ in 0..10 {
                    blocking.wait(client.mix().order().cancel_all_orders(cancel())).unwrap();
                }
            });
        }
    });
    assert_eq!(there.mock.count(id::<CancelAllOrders>()), 60);
}

#[test]
fn connections_closed_between_calls_cost_no_call() {
    let there = elsewhere();
    let client = unlimited(&there.mock, bitget::Client::builder());
    let blocking = Blocking::new().unwrap();
    for _ in 0..5 {
        blocking.wait(client.mix().order().cancel_all_orders(cancel())).unwrap();
        there.mock.close_connections();
        // Nothing of ours runs meanwhile but the thread in the background.
        thread::sleep(Duration::from_millis(100));
    }
    assert_eq!((there.mock.count(id::<CancelAllOrders>()), there.mock.connections()), (5, 5));
}

#[track_caller]
fn check_refused<T: std::fmt::Debug>(result: Result<T, Error>) {
    let error = result.unwrap_err();
    let Error::NotSent(not_sent) = &error else { panic!("{error:?}") };
    assert!(matches!(not_sent.reason, NotSentReason::Invalid(_)), "{error:?}");
    assert!(error.to_string().contains("within async code") && error.to_string().contains("await"), "{error}");
}

#[test]
fn within_async_code_it_refuses_and_sends_nothing() {
    let there = elsewhere();
    let client = unlimited(&there.mock, bitget::Client::builder());
    there.runtime.block_on(async {
        // Neither beginning nor ending it there does harm.
        let blocking = Blocking::new().unwrap();
        check_refused(blocking.wait(client.mix().order().cancel_all_orders(cancel())));
        let call = client.mix().order().cancel_all_orders(cancel());
        let refused = tokio::task::spawn_blocking(move || blocking.wait(call)).await.unwrap();
        check_refused(refused);
    });
    assert_eq!(there.mock.requests().len(), 0);
}

#[test]
fn its_end_ends_its_connections_and_clients_go_on_with_another() {
    let there = elsewhere();
    let client = unlimited(&there.mock, bitget::Client::builder());
    for opened in 1..=3 {
        let blocking = Blocking::new().unwrap();
        blocking.wait(client.mix().order().cancel_all_orders(cancel())).unwrap();
        assert_eq!(there.mock.connections(), opened);
    }
}
