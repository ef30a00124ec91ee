//! What a subscriber sees of calls, and what it must never see.

#![allow(clippy::unwrap_used)] // in helpers of tests

mod support;

use exbind_runtime::{Error, RawRequest, Retries, meta::Method};
use std::fmt::{self, Write as _};
use std::sync::{Arc, Mutex};
use std::time::Duration;
use support::*;
use tracing::field::{Field, Visit};
use tracing::span::{Attributes, Id, Record};
use tracing::{Event, Metadata, Subscriber, subscriber};

/// Writes down everything that it is told.
#[derive(Clone, Default)]
struct Recorder {
    lines: Arc<Mutex<Vec<String>>>,
}

impl Recorder {
    fn note(&self, metadata: &Metadata<'_>, fields: impl FnOnce(&mut dyn Visit)) -> usize {
        let mut line = Line(format!("{} {} {}", metadata.target(), metadata.level(), metadata.name()));
        fields(&mut line);
        let mut lines = self.lines.lock().unwrap();
        lines.push(line.0);
        lines.len()
    }

    fn ours(&self) -> Vec<String> {
        let lines = self.lines.lock().unwrap();
        lines.iter().filter(|line| line.starts_with("exbind ")).cloned().collect()
    }
}

struct Line(String);

impl Visit for Line {
    fn record_debug(&mut self, field: &Field, value: &dyn fmt::Debug) {
        let _ = write!(self.0, " {field}={value:?}");
    }
}

impl Subscriber for Recorder {
    fn enabled(&self, _: &Metadata<'_>) -> bool {
        true
    }

    fn new_span(&self, span: &Attributes<'_>) -> Id {
        Id::from_u64(self.note(span.metadata(), |line| span.record(line)) as u64)
    }

    fn record(&self, _: &Id, _: &Record<'_>) {}

    fn record_follows_from(&self, _: &Id, _: &Id) {}

    fn event(&self, event: &Event<'_>) {
        self.note(event.metadata(), |line| event.record(line));
    }

    fn enter(&self, _: &Id) {}

    fn exit(&self, _: &Id) {}
}

#[tokio::test]
async fn calls_are_seen_and_secrets_are_not() {
    let recorder = Recorder::default();
    let guard = subscriber::set_default(recorder.clone());
    let refusal = http("400 Bad Request", "", br#"{"code":"43012","msg":"no"}"#);
    let server = Server::start(vec![
        Reply::Send(accepted()),
        Reply::Send(refusal),
        Reply::Send(http("200 OK", "", b"<html>")),
        Reply::Send(http("302 Found", "Location: /x?AccessKeyId=key-of-the-user\r\n", b"")),
        Reply::Send(accepted()),
        Reply::Send(http("200 OK", "", br#"{"status":"ok","data":[]}"#)),
        Reply::Hang,
    ])
    .await;
    let client = client(&server);
    client.call(place()).await.unwrap();
    assert!(matches!(client.call(place()).await, Err(Error::Rejected(_))));
    assert!(matches!(client.call(orders()).await, Err(Error::Decode(_))));
    assert!(matches!(client.call(orders()).await, Err(Error::OutcomeUnknown(_))));
    client.raw_call(RawRequest::new(Method::Get, "/new")).raw().await.unwrap();
    let htx = htx().base_url(&server.url).build().unwrap();
    let order = HtxOrders { symbol: "btc".to_owned() };
    let preview = htx.call(HtxOrders { symbol: "btc".to_owned() }).preview().await.unwrap();
    htx.call(order).await.unwrap();
    assert!(client.call(place()).timeout(Duration::from_millis(20)).await.is_err());
    let no_symbol = RawRequest::new(Method::Get, "no slash");
    assert!(matches!(client.raw_call(no_symbol).await, Err(Error::NotSent(_))));
    drop(guard);

    let ours = recorder.ours();
    let call = |exchange, endpoint, method| {
        format!("exbind DEBUG call exchange=\"{exchange}\" endpoint=\"{endpoint}\" method=\"{method}\"")
    };
    assert_eq!(ours[0], call("bitget", "bitget.order.place", "POST"));
    let seen = |index: usize, parts: &[&str]| {
        let line: &String = &ours[index];
        assert!(line.contains("duration_ms=") && line.contains("wait_ms="), "{line}");
        assert!(parts.iter().all(|part| line.contains(part)), "{line}");
    };
    seen(1, &["DEBUG", "status=200", "outcome=\"answered\""]);
    seen(3, &["DEBUG", "status=400", "outcome=\"rejected\"", "code 43012"]);
    seen(5, &["WARN", "status=200", "outcome=\"undecodable\""]);
    seen(7, &["WARN", "status=302", "outcome=\"outcome_unknown\""]);
    assert_eq!(ours[8], call("bitget", "bitget GET /new", "GET"));
    seen(9, &["DEBUG", "outcome=\"answered\""]);
    assert_eq!(ours[10], call("htx", "htx.order.list", "GET"));
    seen(13, &["WARN", "status=0", "outcome=\"outcome_unknown\""]);
    seen(15, &["DEBUG", "outcome=\"not_sent\""]);
    assert_eq!(ours.len(), 16);

    let all = recorder.lines.lock().unwrap().join("\n");
    let arrived = server.requests();
    let sent: Vec<_> = arrived.iter().filter_map(|request| request.header("access-sign")).collect();
    assert!(sent.len() >= 5);
    let query = preview.url().split_once('?').unwrap().1;
    for secret in sent.into_iter().chain([KEY, SECRET, PASSPHRASE, query, "Signature="]) {
        assert!(!all.contains(secret), "{secret} in\n{all}");
    }
}

#[tokio::test]
async fn each_attempt_is_seen_and_so_is_a_call_given_up() {
    let recorder = Recorder::default();
    let guard = subscriber::set_default(recorder.clone());
    let busy = || Reply::Send(http("503 Service Unavailable", "", b""));
    let server = Server::start(vec![busy(), busy(), Reply::Send(accepted()), Reply::Hang]).await;
    let soon = Duration::from_millis(1);
    let client = bitget().base_url(&server.url).retries(Retries::new().waits(soon, soon)).build().unwrap();
    client.call(orders()).await.unwrap();
    for call in [client.call(orders()).into_future(), client.call(place()).into_future()] {
        let given_up = tokio::time::timeout(Duration::from_millis(200), call).await;
        assert!(given_up.is_err());
    }
    // One that was never polled was never made.
    drop(client.call(place()).into_future());
    drop(guard);

    let ours = recorder.ours();
    let seen = |index: usize, parts: &[&str]| {
        let line: &String = &ours[index];
        assert!(parts.iter().all(|part| line.contains(part)), "{line}");
    };
    seen(1, &["DEBUG", "call repeated", "status=503", "attempt=1", "pause_ms="]);
    seen(2, &["DEBUG", "call repeated", "status=503", "attempt=2"]);
    seen(3, &["DEBUG", "call answered", "status=200", "attempts=3"]);
    seen(6, &["DEBUG", "call dropped", "is_sent=true", "outcome=\"dropped\""]);
    seen(7, &["WARN", "call dropped", "is_sent=true"]);
    assert_eq!(ours.len(), 9, "{ours:?}");
}
