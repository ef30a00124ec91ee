//! Nothing that is printed holds a key, a secret, a passphrase or a signature.

use crate::support::{bitget, cancel, current, htx, trailing};
use exbind::runtime::hook::{Attempt, AttemptEnd, CallEnd, CallInfo, Hook};
use exbind::runtime::{LimitMode, RawRequest};
use exbind::{Credentials, Error, bitget, htx, meta::Method};
use exbind_testkit::{ApiKey, MockExchange, Recorded, Reply};
use std::error::Error as StdError;
use std::fmt::{self, Write as _};
use std::sync::{Arc, Mutex};
use std::time::Duration;
use tracing::field::{Field, Visit};
use tracing::span::{Attributes, Id, Record};
use tracing::{Event, Metadata, Subscriber};

const KEY: &str = "kEy+of/the-User=";
const SECRET: &str = "sEcret+of/the-User=";
const PASSPHRASE: &str = "pHrase+of/the-User=";

/// Everything that was printed, of all levels and all crates.
#[derive(Clone, Default)]
struct Printed(Arc<Mutex<String>>);

impl Printed {
    fn note(&self, text: impl fmt::Display) {
        writeln!(self.0.lock().unwrap(), "{text}").unwrap();
    }

    fn debug(&self, value: impl fmt::Debug) {
        self.note(format_args!("{value:?}\n{value:#?}"));
    }

    /// An error with all that stands behind it.
    fn error(&self, error: &Error) {
        self.debug(error);
        let mut next: Option<&dyn StdError> = Some(error);
        while let Some(error) = next {
            self.note(format_args!("{error}\n{error:?}"));
            next = error.source();
        }
    }
}

impl Visit for Printed {
    fn record_debug(&mut self, field: &Field, value: &dyn fmt::Debug) {
        self.note(format_args!("{field}={value:?}"));
    }
}

impl Subscriber for Printed {
    fn enabled(&self, _: &Metadata<'_>) -> bool {
        true
    }

    fn new_span(&self, span: &Attributes<'_>) -> Id {
        span.record(&mut self.clone());
        Id::from_u64(1)
    }

    fn record(&self, _: &Id, values: &Record<'_>) {
        values.record(&mut self.clone());
    }

    fn record_follows_from(&self, _: &Id, _: &Id) {}

    fn event(&self, event: &Event<'_>) {
        self.note(event.metadata().target());
        event.record(&mut self.clone());
    }

    fn enter(&self, _: &Id) {}

    fn exit(&self, _: &Id) {}
}

/// All that hooks are told.
impl Hook for Printed {
    fn before_send(&self, call: &CallInfo, attempt: &Attempt) {
        self.debug((call, attempt));
    }

    fn after_attempt(&self, _: &CallInfo, _: &Attempt, end: &AttemptEnd) {
        self.debug(end);
    }

    fn after_call(&self, _: &CallInfo, end: &CallEnd) {
        self.debug(end);
    }
}

/// Answers and faults, with those that quote the request.
fn replies() -> Vec<Reply> {
    let quoting = |status: u16| {
        Reply::with(move |request: &Recorded| {
            let url = format!("{}?{}", request.path, request.query);
            Reply::http(status, format!("<html>{url} <a href=\"{}\">x</a></html>", url.replace('&', "&amp;")))
        })
    };
    let redirect = Reply::with(|request| Reply::redirect(format!("http://127.0.0.1:9/x?{}", request.query)));
    vec![
        Reply::example(),
        Reply::reject("1061", "no such order"),
        Reply::http(429, ""),
        quoting(200),
        quoting(400),
        quoting(502),
        redirect,
        Reply::not_utf8(),
        Reply::oversized(200_000),
        Reply::example().truncate(3),
        Reply::garbage("what?"),
        Reply::drop_before_reading(),
        Reply::drop_after_reading(),
        Reply::hang(),
    ]
}

fn credentials(secret: &str) -> Credentials {
    Credentials::new(KEY, secret).passphrase(PASSPHRASE)
}

async fn bitget_calls(printed: &Printed) -> Vec<Recorded> {
    let mock = bitget().await;
    set_up(&mock, printed);
    let builder = mock.connect(bitget::Client::builder()).credentials(credentials(SECRET)).hook(printed.clone());
    let builder = builder.limit_mode(LimitMode::Off).max_answer_bytes(100_000).timeout(Duration::from_millis(200));
    printed.debug(&builder);
    let client = builder.build().unwrap();
    printed.debug(&client);
    let call = || client.mix().order().cancel_all_orders(cancel());
    printed.debug(call());
    printed.debug(call().into_future());
    let preview = call().preview().await.unwrap();
    printed.debug(&preview);
    printed.note(preview.to_curl());
    for reply in replies() {
        for _ in 0..2 {
            mock.next(reply.clone());
        }
        call().await.map_or_else(|error| printed.error(&error), |answer| printed.debug(answer));
        let read = client.copy().mix_trader().current_tracking_orders(current());
        read.await.map_or_else(|error| printed.error(&error), |answer| printed.debug(answer));
    }
    let raw = RawRequest::new(Method::Get, "/nowhere").pair("a", "b");
    printed.debug(&raw);
    printed.debug(client.raw_call(raw.clone()));
    printed.error(&client.raw_call(raw.clone()).await.unwrap_err());
    printed.debug(client.raw_call(raw).raw().await.unwrap());
    let wrong = mock.connect(bitget::Client::builder()).credentials(credentials("wrong")).build().unwrap();
    printed.error(&wrong.mix().order().cancel_all_orders(cancel()).await.unwrap_err());
    printed.debug(wrong.usage());
    printed.debug(mock.requests());
    mock.requests()
}

async fn htx_calls(printed: &Printed) -> Vec<Recorded> {
    let mock = htx().await;
    set_up(&mock, printed);
    let builder = mock.connect(htx::Client::builder()).credentials(credentials(SECRET)).hook(printed.clone());
    let builder = builder.limit_mode(LimitMode::Off).max_answer_bytes(100_000).timeout(Duration::from_millis(200));
    let client = builder.build().unwrap();
    printed.debug(&client);
    let call = || client.coin_swap().strategy().cancel_trailing_orders(trailing());
    let preview = call().preview().await.unwrap();
    printed.debug(&preview);
    printed.note(preview.to_curl());
    for reply in replies() {
        mock.next(reply);
        call().await.map_or_else(|error| printed.error(&error), |answer| printed.debug(answer));
    }
    let raw = RawRequest::new(Method::Get, "/nowhere").pair("a", "b");
    printed.error(&client.raw_call(raw).await.unwrap_err());
    let wrong = mock.connect(htx::Client::builder()).credentials(credentials("wrong")).build().unwrap();
    printed.error(&wrong.coin_swap().strategy().cancel_trailing_orders(trailing()).await.unwrap_err());
    let gone = client.clone();
    printed.debug(mock.requests());
    let requests = mock.requests();
    drop(mock);
    for _ in 0..2 {
        printed.error(&gone.coin_swap().strategy().cancel_trailing_orders(trailing()).await.unwrap_err());
    }
    requests
}

fn set_up(mock: &MockExchange, printed: &Printed) {
    let key = ApiKey::new(KEY, SECRET).passphrase(PASSPHRASE).uid("me");
    printed.debug(&key);
    mock.add_key(key);
    mock.rate_limits(false);
    printed.debug(mock);
    printed.debug(mock.credentials());
    printed.debug(credentials(SECRET));
}

/// What must not be printed: as it is, as a query has it, and as `Debug` escapes it.
fn secrets(requests: &[Recorded]) -> Vec<String> {
    let mut secrets = [KEY, SECRET, PASSPHRASE].map(str::to_owned).to_vec();
    for request in requests {
        secrets.extend(request.header("access-sign").map(str::to_owned));
        secrets.extend(request.pair("Signature"));
    }
    let encoded: Vec<_> = secrets.iter().map(|secret| in_query(secret)).collect();
    secrets.extend(encoded);
    secrets.sort_unstable();
    secrets.dedup();
    secrets
}

fn in_query(text: &str) -> String {
    text.replace('+', "%2B").replace('/', "%2F").replace('=', "%3D")
}

#[tokio::test]
async fn what_is_printed_holds_no_secret() {
    let printed = Printed::default();
    // With a single subscriber in the process, events first met by the thread of another test are off for good.
    let _other = tracing::Dispatch::new(printed.clone());
    let guard = tracing::subscriber::set_default(printed.clone());
    let mut requests = bitget_calls(&printed).await;
    requests.extend(htx_calls(&printed).await);
    drop(guard);
    let (all, secrets) = (printed.0.lock().unwrap(), secrets(&requests));
    assert!(requests.len() > 40 && secrets.len() > 40, "{} requests, {} secrets", requests.len(), secrets.len());
    for seen in ["outcome_unknown", "undecodable", "rejected", "not_sent", "answered", "AccessKeyId=***", "CallEnd"] {
        assert!(all.contains(seen), "{seen} was not seen");
    }
    for secret in secrets {
        if let Some(at) = all.find(&secret) {
            let line = all[..at].lines().last().unwrap_or_default();
            panic!("{secret} stands behind {line}");
        }
    }
}
