//! Drift seen live, over HTTP: who is told what, and that calls go on as ever.

use crate::support::{bitget, close, current, unlimited};
use exbind::bitget;
use exbind::runtime::drift::{self, Drift};
use exbind_testkit::{API_KEY, MockExchange, Reply};
use std::fmt;
use std::sync::{Arc, Mutex};
use tracing::field::{Field, Visit};
use tracing::span::{Attributes, Id, Record};
use tracing::{Event, Level, Metadata, Subscriber};

/// What was told, in its order.
#[derive(Clone, Default)]
struct Told(Arc<Mutex<Vec<String>>>);

impl Told {
    fn observer(&self) -> impl Fn(&Drift) + Send + Sync + 'static {
        let told = self.clone();
        move |drift| told.0.lock().unwrap().push(drift.to_string())
    }

    /// What was told since this was asked last.
    fn take(&self) -> Vec<String> {
        std::mem::take(&mut self.0.lock().unwrap())
    }
}

fn watched(mock: &MockExchange, told: &Told) -> bitget::Client {
    unlimited(mock, bitget::Client::builder().on_drift(told.observer()))
}

const CLOSE: &str = "bitget.copy.mix_trader.close_tracking_orders";
const CURRENT: &str = "bitget.copy.mix_trader.current_tracking_orders";

fn closed(fields: &str) -> Reply {
    Reply::data(format!(r#"[{{"trackingNo": "1", "symbol": "X", "productType": "USDT-FUTURES"{fields}}}]"#))
}

#[tokio::test]
async fn each_kind_is_told_once_to_a_client_and_its_clones() {
    let (mock, told) = (bitget().await, Told::default());
    let client = watched(&mock, &told);
    client.copy().mix_trader().close_tracking_orders(close()).await.unwrap();
    assert_eq!(told.take(), [""; 0]);
    for client in [client.clone(), client.clone(), client] {
        mock.next(closed(r#", "new": 1"#));
        let closed = client.copy().mix_trader().close_tracking_orders(close()).await.unwrap();
        assert_eq!((closed.len(), &*closed[0].tracking_no), (1, "1"));
        mock.next(Reply::data(r#"{"trackingList": [{"trackingNo": "1", "symbol": "X", "new": 1}]}"#));
        client.copy().mix_trader().current_tracking_orders(current()).await.unwrap();
    }
    let expected = [
        format!("{CLOSE} at $.data[0].new: an unknown field, a number"),
        format!("{CURRENT} at $.data.trackingList[0].new: an unknown field, a number"),
    ];
    assert_eq!(told.take(), expected);
    let other = watched(&mock, &told);
    mock.next(closed(r#", "new": 1"#));
    other.copy().mix_trader().close_tracking_orders(close()).await.unwrap();
    assert_eq!(told.take(), expected[..1]);
}

#[tokio::test]
async fn values_without_a_name_are_told_and_kept() {
    let (mock, told) = (bitget().await, Told::default());
    let client = watched(&mock, &told);
    for name in ["NEW-FUTURES", "NEWER-FUTURES", "NEW-FUTURES", API_KEY] {
        mock.next(Reply::data(format!(r#"[{{"trackingNo": "1", "symbol": "X", "productType": "{name}"}}]"#)));
        let closed = client.copy().mix_trader().close_tracking_orders(close()).await.unwrap();
        assert_eq!(closed[0].product_type.as_str(), name);
    }
    let expected = ["NEW-FUTURES", "NEWER-FUTURES", "***"]
        .map(|name| format!("{CLOSE} at $.data[0].productType: an unknown value, \"{name}\""));
    assert_eq!(told.take(), expected);
}

#[tokio::test]
async fn calls_end_as_they_do_without_an_observer() {
    let (mock, told) = (bitget().await, Told::default());
    let (plain, watched) = (unlimited(&mock, bitget::Client::builder()), watched(&mock, &told));
    let fails =
        r#"{"trackingList": [{"trackingNo": "1", "symbol": "X", "openSize": "a lot", "openTime": []}, {"new": 1}]}"#;
    let all = [
        format!(
            "{CURRENT} at $.data.trackingList[0].openSize: expected a decimal of at most 28 digits, found a string"
        ),
        format!("{CURRENT} at $.data.trackingList[0].openTime: expected a time in Unix milliseconds, found a list"),
        format!("{CURRENT} at $.data.trackingList[1].new: an unknown field, a number"),
        format!("{CURRENT} at $.data.trackingList[1].trackingNo: a required value is missing"),
        format!("{CURRENT} at $.data.trackingList[1].symbol: a required value is missing"),
    ];
    let replies = [
        (Reply::data(fails), &all[..]),
        (Reply::reject("22001", "no order"), &[]),
        (Reply::body("<html>"), &[]),
        (Reply::body(""), &[]),
        (Reply::body(r#"{"data": {"new": 1}}"#), &[]),
        (Reply::http(400, r#"{"code": "00000", "data": {"new": 1}}"#), &[]),
        (Reply::data(r#"{"trackingList": []}"#).truncate(20), &[]),
    ];
    for (reply, expected) in replies {
        let call = async |client: &bitget::Client| {
            // A read is attempted again, to the same end.
            mock.clear_replies();
            mock.on(CURRENT, reply.clone()).unwrap();
            let page = client.copy().mix_trader().current_tracking_orders(current()).await;
            page.map_or_else(|error| error.to_string(), |page| format!("{page:?}"))
        };
        assert_eq!(call(&plain).await, call(&watched).await);
        assert_eq!(told.take(), expected);
    }
}

/// The events of [`drift::log`].
#[derive(Clone, Default)]
struct Logged(Arc<Mutex<Vec<String>>>);

impl Visit for Logged {
    fn record_debug(&mut self, field: &Field, value: &dyn fmt::Debug) {
        if field.name() != "message" {
            self.0.lock().unwrap().push(format!("{field} {value:?}"));
        }
    }
}

impl Subscriber for Logged {
    fn enabled(&self, metadata: &Metadata<'_>) -> bool {
        metadata.target() == "exbind"
    }

    fn new_span(&self, _: &Attributes<'_>) -> Id {
        Id::from_u64(1)
    }

    fn record(&self, _: &Id, _: &Record<'_>) {}

    fn record_follows_from(&self, _: &Id, _: &Id) {}

    fn event(&self, event: &Event<'_>) {
        if *event.metadata().level() == Level::WARN {
            event.record(&mut self.clone());
        }
    }

    fn enter(&self, _: &Id) {}

    fn exit(&self, _: &Id) {}
}

#[tokio::test]
async fn the_ready_observer_logs_a_warning_for_each_kind() {
    let mock = bitget().await;
    let client = unlimited(&mock, bitget::Client::builder().on_drift(drift::log));
    let logged = Logged::default();
    // With a single subscriber in the process, events first met by the thread of another test are off for good.
    let _other = tracing::Dispatch::new(logged.clone());
    let guard = tracing::subscriber::set_default(logged.clone());
    for _ in 0..3 {
        mock.next(closed(r#", "new": {"api": "key"}"#));
        client.copy().mix_trader().close_tracking_orders(close()).await.unwrap();
    }
    drop(guard);
    let expected = [&format!("endpoint {CLOSE:?}"), "path \"$.data[0].new\"", "drift an unknown field, an object"];
    assert_eq!(*logged.0.lock().unwrap(), expected);
}
