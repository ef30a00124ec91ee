//! What hooks are told of calls: in which order, in what words, and that whatever begins ends.

use crate::support::{bitget, cancel, client, close, current, htx, trailing, unlimited};
use exbind::bitget::copy::mix_trader::CloseTrackingOrders;
use exbind::meta::{Effect, Method};
use exbind::runtime::hook::{Attempt, AttemptEnd, CallEnd, CallInfo, Hook, Outcome};
use exbind::runtime::{LimitMode, RawRequest, Retries};
use exbind::{ClientBuilder, Error, bitget, htx};
use exbind_testkit::{MockExchange, Reply, id};
use std::collections::BTreeSet;
use std::sync::{Arc, Mutex, MutexGuard};
use std::time::Duration;
use tokio::task::JoinSet;

type Builder = ClientBuilder<bitget::Client>;

/// What a hook was told.
#[derive(Debug)]
enum Told {
    Send(CallInfo, Attempt),
    Attempt(Attempt, AttemptEnd),
    Call(CallInfo, CallEnd),
}

impl Told {
    /// In short.
    fn line(&self) -> String {
        let status = |status: Option<http::StatusCode>| status.map_or(0, |status| status.as_u16());
        match self {
            Self::Send(_, attempt) => format!("send {}", attempt.number),
            Self::Attempt(attempt, end) => {
                let (outcome, reason) = (end.outcome.as_str(), end.reason.unwrap_or("-"));
                format!("attempt {} {outcome} {reason} {}", attempt.number, status(end.status))
            }
            Self::Call(_, end) => {
                let (outcome, reason) = (end.outcome.as_str(), end.reason.unwrap_or("-"));
                format!("call {} {outcome} {reason} {}", end.attempts, status(end.status))
            }
        }
    }
}

/// Notes all that it is told.
#[derive(Clone, Default)]
struct Notes(Arc<Mutex<Vec<Told>>>);

impl Notes {
    fn all(&self) -> MutexGuard<'_, Vec<Told>> {
        self.0.lock().unwrap()
    }

    /// What was noted since the last time, in short.
    fn lines(&self) -> Vec<String> {
        self.all().drain(..).map(|told| told.line()).collect()
    }

    fn note(&self, told: Told) {
        self.all().push(told);
    }
}

impl Hook for Notes {
    fn before_send(&self, call: &CallInfo, attempt: &Attempt) {
        self.note(Told::Send(call.clone(), attempt.clone()));
    }

    fn after_attempt(&self, _: &CallInfo, attempt: &Attempt, end: &AttemptEnd) {
        self.note(Told::Attempt(attempt.clone(), end.clone()));
    }

    fn after_call(&self, call: &CallInfo, end: &CallEnd) {
        self.note(Told::Call(call.clone(), end.clone()));
    }
}

fn noted(mock: &MockExchange) -> (bitget::Client, Notes) {
    let notes = Notes::default();
    (unlimited(mock, bitget::Client::builder().hook(notes.clone())), notes)
}

#[tokio::test]
async fn a_call_is_told_from_sending_to_its_end() {
    let mock = htx().await;
    let notes = Notes::default();
    let client = unlimited(&mock, htx::Client::builder().hook(notes.clone()));
    mock.next(Reply::example().delay(Duration::from_millis(30)));
    client.coin_swap().strategy().cancel_trailing_orders(trailing()).await.unwrap();
    let all = notes.all();
    let [Told::Send(call, _), Told::Attempt(attempt, end), Told::Call(_, over)] = &all[..] else { panic!("{all:?}") };
    let request = mock.requests().remove(0);
    assert_eq!((call.exchange, &*call.endpoint), ("htx", "htx.coin_swap.strategy.cancel_trailing_orders"));
    assert_eq!((call.method, call.effect, call.meta.unwrap().id), (Method::Post, Effect::Write, &*call.endpoint));
    // On this exchange the query holds key and signature.
    assert!(request.query.contains("Signature") && call.url.starts_with("http://127.0.0.1:"), "{call:?}");
    assert!(call.url.ends_with(&request.path), "{call:?}");
    assert_eq!((attempt.number, over.attempts, over.waited), (1, 1, Duration::ZERO));
    assert_eq!((end.status.unwrap().as_u16(), over.status.unwrap().as_u16()), (200, 200));
    let sending = end.sending.unwrap();
    assert!(sending >= Duration::from_millis(30) && over.took >= attempt.signing + sending, "{all:?}");
}

#[tokio::test]
async fn each_attempt_is_told() {
    let mock = bitget().await;
    let (client, notes) = noted(&mock);
    mock.next(Reply::http(502, ""));
    mock.next(Reply::drop_after_reading());
    client.copy().mix_trader().current_tracking_orders(current()).await.unwrap();
    let expected = [
        "send 1",
        "attempt 1 outcome_unknown status 502",
        "send 2",
        "attempt 2 outcome_unknown connection_lost 0",
        "send 3",
        "attempt 3 answered - 200",
        "call 3 answered - 200",
    ];
    assert_eq!(notes.lines(), expected);
}

#[tokio::test]
async fn every_end_has_its_words() {
    let mock = bitget().await;
    mock.rate_limits(false);
    let check = async |reply: Option<Reply>, expected: &str, change: fn(Builder) -> Builder| {
        let notes = Notes::default();
        let builder = mock.connect(bitget::Client::builder()).limit_mode(LimitMode::Off).retries(Retries::none());
        let client = change(builder.hook(notes.clone())).build().unwrap();
        reply.into_iter().for_each(|reply| mock.next(reply));
        client.mix().order().cancel_all_orders(cancel()).await.unwrap_err();
        let expected = ["send 1".to_owned(), format!("attempt 1 {expected}"), format!("call 1 {expected}")];
        assert_eq!(notes.lines(), expected);
    };
    let same = |builder| builder;
    check(Some(Reply::reject("22001", "none")), "rejected order_not_found 400", same).await;
    check(Some(Reply::http(429, "")), "rejected rate_limit 429", same).await;
    check(Some(Reply::http(403, "")), "rejected permission 403", same).await;
    check(Some(Reply::http(500, "")), "outcome_unknown status 500", same).await;
    check(Some(Reply::redirect("http://127.0.0.1:9/")), "outcome_unknown redirected 307", same).await;
    check(Some(Reply::drop_after_reading()), "outcome_unknown connection_lost 0", same).await;
    check(Some(Reply::example().truncate(9)), "outcome_unknown truncated 0", same).await;
    check(Some(Reply::oversized(2_000)), "outcome_unknown too_large 0", |builder| builder.max_answer_bytes(1_000))
        .await;
    check(Some(Reply::hang()), "outcome_unknown timed_out 0", |b| b.timeout(Duration::from_secs(1))).await;
    check(Some(Reply::empty()), "undecodable empty 200", same).await;
    check(Some(Reply::body("<html>")), "undecodable not_json 200", same).await;
    check(Some(Reply::data("[[]]")), "undecodable mismatch 200", same).await;
    check(None, "not_sent tcp 0", |builder| builder.service_url("api", "http://127.0.0.1:1")).await;
}

#[tokio::test]
async fn what_is_not_sent_is_told_as_well() {
    let mock = bitget().await;
    let notes = Notes::default();
    let builder = bitget::Client::builder().service_url("api", mock.url()).hook(notes.clone());
    let client = builder.build().unwrap();
    client.mix().order().cancel_all_orders(cancel()).await.unwrap_err();
    let expected = ["attempt 1 not_sent no_credentials 0", "call 1 not_sent no_credentials 0"];
    assert_eq!(notes.lines(), expected);

    let client = mock.connect(bitget::Client::builder()).limit_mode(LimitMode::Refuse).hook(notes.clone());
    let client = client.build().unwrap();
    for _ in 0..5 {
        client.copy().mix_trader().close_tracking_orders(close()).await.unwrap();
    }
    notes.lines();
    client.copy().mix_trader().close_tracking_orders(close()).await.unwrap_err();
    assert_eq!(notes.lines(), ["attempt 1 not_sent limited 0", "call 1 not_sent limited 0"]);
    // Neither of these is a call.
    client.copy().mix_trader().close_tracking_orders(close()).preview().await.unwrap();
    client.warm_up().await.unwrap();
    drop(client.copy().mix_trader().close_tracking_orders(close()).into_future());
    assert_eq!(notes.lines(), [""; 0]);
}

#[tokio::test]
async fn waits_for_the_limit_are_told() {
    let mock = bitget().await;
    let notes = Notes::default();
    let client = client(&mock, bitget::Client::builder().hook(notes.clone()));
    // Five a second.
    let calls: JoinSet<_> =
        (0..6).map(|_| client.copy().mix_trader().close_tracking_orders(close()).into_future()).collect();
    assert!(calls.join_all().await.iter().all(Result::is_ok));
    assert_eq!(mock.count(id::<CloseTrackingOrders>()), 6);
    let all = notes.all();
    let ends = all.iter().filter_map(|told| if let Told::Call(_, end) = told { Some(end) } else { None });
    let waited: Vec<_> = ends.filter(|end| end.waited > Duration::ZERO).collect();
    assert!(waited.len() == 1 && waited[0].took >= waited[0].waited, "{all:?}");
}

#[tokio::test]
async fn raw_calls_are_told_by_their_path_without_query() {
    let mock = bitget().await;
    let (client, notes) = noted(&mock);
    mock.on_path(Method::Get, "/api/v2/new", Reply::reject("40034", "no")).unwrap();
    let request = RawRequest::new(Method::Get, "/api/v2/new").pair("a", "b");
    client.raw_call(request.clone()).raw().await.unwrap();
    {
        let all = notes.all();
        let Some(Told::Call(call, _)) = all.last() else { panic!("{all:?}") };
        assert_eq!((&*call.endpoint, call.meta.is_none()), ("bitget GET /api/v2/new", true));
        assert!(call.url.ends_with("/api/v2/new"), "{call:?}");
    }
    // Asked for as it came, a refusal is an answer.
    assert_eq!(notes.lines(), ["send 1", "attempt 1 answered - 400", "call 1 answered - 400"]);
    client.raw_call(request).await.unwrap_err();
    assert!(notes.lines().last().unwrap().starts_with("call 1 rejected"));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn whatever_begins_ends_even_when_it_is_dropped() {
    let mock = bitget().await;
    let (client, notes) = noted(&mock);
    mock.on(id::<CloseTrackingOrders>(), Reply::example().delay(Duration::from_millis(5))).unwrap();
    let mut calls = JoinSet::new();
    for number in 0..200 {
        let call = client.copy().mix_trader().close_tracking_orders(close()).into_future();
        let aborted = calls.spawn(call);
        if number % 2 == 0 {
            tokio::time::sleep(Duration::from_micros(100 * (number % 80))).await;
            aborted.abort();
        }
    }
    while calls.join_next().await.is_some() {}
    let (mut begun, mut attempts, mut ended, mut dropped) = (0, 0, 0, 0);
    for told in notes.all().iter() {
        match told {
            Told::Send(..) => begun += 1,
            Told::Attempt(_, end) => attempts += usize::from(end.sending.is_some()),
            Told::Call(_, end) => {
                ended += 1;
                dropped += usize::from(end.outcome == Outcome::Dropped);
            }
        }
    }
    assert_eq!(begun, attempts);
    assert!(dropped > 0 && (100..=200).contains(&ended), "{ended} ended, {dropped} of them dropped");
}

#[tokio::test]
async fn a_call_that_hangs_and_is_dropped_has_sent() {
    let mock = bitget().await;
    let (client, notes) = noted(&mock);
    mock.next(Reply::hang());
    let call = client.mix().order().cancel_all_orders(cancel()).into_future();
    let call = tokio::spawn(call);
    mock.wait_for_requests(1).await;
    call.abort();
    assert!(call.await.unwrap_err().is_cancelled());
    assert_eq!(notes.lines(), ["send 1", "attempt 1 dropped - 0", "call 1 dropped - 0"]);
}

#[test]
fn kinds_of_refusals_are_words_of_their_names() {
    let known = bitget::EXCHANGE.errors.iter().chain(htx::EXCHANGE.errors);
    let names: BTreeSet<_> = known.map(|error| (error.kind.as_str(), format!("{:?}", error.kind))).collect();
    assert!(names.len() > 15, "{names:?}");
    for (word, name) in names {
        assert_eq!(word.replace('_', ""), name.to_ascii_lowercase());
    }
}

/// Panics whatever it is told.
struct Faulty;

impl Hook for Faulty {
    fn before_send(&self, _: &CallInfo, _: &Attempt) {
        panic!("a fault of a hook, on purpose");
    }

    fn after_attempt(&self, _: &CallInfo, _: &Attempt, _: &AttemptEnd) {
        panic!("a fault of a hook, on purpose");
    }

    fn after_call(&self, _: &CallInfo, _: &CallEnd) {
        panic!("a fault of a hook, on purpose");
    }
}

#[tokio::test]
async fn a_hook_that_panics_harms_no_call_and_no_other_hook() {
    let mock = bitget().await;
    let (first, last) = (Notes::default(), Notes::default());
    let builder = bitget::Client::builder().hook(first.clone()).hook(Faulty).hook(last.clone());
    let client = unlimited(&mock, builder);
    let canceled = client.mix().order().cancel_all_orders(cancel()).await.unwrap();
    assert_eq!(canceled.success_list.len(), 1);
    mock.next(Reply::reject("22001", "none"));
    let error = client.mix().order().cancel_all_orders(cancel()).await.unwrap_err();
    assert!(matches!(error, Error::Rejected(_)), "{error:?}");
    let lines = first.lines();
    assert_eq!(lines.len(), 6, "{lines:?}");
    assert_eq!(last.lines(), lines);
}
