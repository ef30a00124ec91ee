//! What is reported to the `metrics` facade.

use crate::support::{bitget, cancel, current, unlimited};
use exbind::bitget;
use exbind::meta::Method;
use exbind::runtime::{Metrics, RawRequest, Retries};
use exbind_testkit::Reply;
use metrics::{
    Counter, Gauge, Histogram, HistogramFn, Key, KeyName, Metadata, Recorder, SharedString, Unit, with_local_recorder,
};
use std::collections::BTreeMap;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex};

/// Keeps everything, in memory.
#[derive(Default)]
struct Kept {
    described: Mutex<Vec<String>>,
    counters: Mutex<BTreeMap<String, Arc<AtomicU64>>>,
    histograms: Mutex<BTreeMap<String, Arc<Samples>>>,
}

#[derive(Default)]
struct Samples(Mutex<Vec<f64>>);

impl HistogramFn for Samples {
    fn record(&self, value: f64) {
        self.0.lock().unwrap().push(value);
    }
}

/// Name and labels, as they are usually written.
fn written(key: &Key) -> String {
    let labels: Vec<_> = key.labels().map(|label| format!("{}={}", label.key(), label.value())).collect();
    format!("{}{{{}}}", key.name(), labels.join(","))
}

impl Recorder for Kept {
    fn describe_counter(&self, key: KeyName, _: Option<Unit>, _: SharedString) {
        self.described.lock().unwrap().push(key.as_str().to_owned());
    }

    fn describe_gauge(&self, _: KeyName, _: Option<Unit>, _: SharedString) {}

    fn describe_histogram(&self, key: KeyName, unit: Option<Unit>, _: SharedString) {
        assert_eq!(unit, Some(Unit::Seconds));
        self.described.lock().unwrap().push(key.as_str().to_owned());
    }

    fn register_counter(&self, key: &Key, _: &Metadata<'_>) -> Counter {
        Counter::from_arc(Arc::clone(self.counters.lock().unwrap().entry(written(key)).or_default()))
    }

    fn register_gauge(&self, _: &Key, _: &Metadata<'_>) -> Gauge {
        Gauge::noop()
    }

    fn register_histogram(&self, key: &Key, _: &Metadata<'_>) -> Histogram {
        Histogram::from_arc(Arc::clone(self.histograms.lock().unwrap().entry(written(key)).or_default()))
    }
}

impl Kept {
    fn counters(&self) -> Vec<String> {
        let counters = self.counters.lock().unwrap();
        counters.iter().map(|(name, value)| format!("{name} {}", value.load(Ordering::Relaxed))).collect()
    }

    /// How many samples there are of each, all of them plausible.
    fn histograms(&self) -> Vec<String> {
        let histograms = self.histograms.lock().unwrap();
        let counted = histograms.iter().map(|(name, samples)| {
            let samples = samples.0.lock().unwrap();
            assert!(samples.iter().all(|seconds| (0.0..30.0).contains(seconds)), "{name} {samples:?}");
            format!("{name} {}", samples.len())
        });
        counted.collect()
    }
}

async fn calls() {
    let mock = bitget().await;
    let client = unlimited(&mock, bitget::Client::builder().hook(Metrics::new()));
    client.mix().order().cancel_all_orders(cancel()).await.unwrap();
    mock.next(Reply::reject("22001", "none"));
    client.mix().order().cancel_all_orders(cancel()).await.unwrap_err();
    mock.next(Reply::http(502, ""));
    client.copy().mix_trader().current_tracking_orders(current()).await.unwrap();
    // As many paths as there are orders: one series for all of them.
    for path in ["/api/order/1", "/api/order/2"] {
        let request = RawRequest::new(Method::Get, path);
        client.raw_call(request).retries(Retries::none()).await.unwrap_err();
    }
}

#[test]
fn calls_are_counted_and_timed() {
    let kept = Kept::default();
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    with_local_recorder(&kept, || runtime.block_on(calls()));
    let cancel = "exchange=bitget,endpoint=bitget.mix.order.cancel_all_orders";
    let current = "exchange=bitget,endpoint=bitget.copy.mix_trader.current_tracking_orders";
    let raw = "exchange=bitget,endpoint=raw";
    let expected = [
        format!("exbind_calls_total{{{current},outcome=answered}} 1"),
        format!("exbind_calls_total{{{cancel},outcome=answered}} 1"),
        format!("exbind_calls_total{{{cancel},outcome=rejected}} 1"),
        format!("exbind_calls_total{{{raw},outcome=rejected}} 2"),
        format!("exbind_errors_total{{{cancel},outcome=rejected,reason=order_not_found}} 1"),
        format!("exbind_errors_total{{{raw},outcome=rejected,reason=unsupported}} 2"),
        format!("exbind_retries_total{{{current}}} 1"),
    ];
    assert_eq!(kept.counters(), expected);
    let expected = [
        format!("exbind_attempt_duration_seconds{{{current}}} 2"),
        format!("exbind_attempt_duration_seconds{{{cancel}}} 2"),
        format!("exbind_attempt_duration_seconds{{{raw}}} 2"),
        format!("exbind_call_duration_seconds{{{current},outcome=answered}} 1"),
        format!("exbind_call_duration_seconds{{{cancel},outcome=answered}} 1"),
        format!("exbind_call_duration_seconds{{{cancel},outcome=rejected}} 1"),
        format!("exbind_call_duration_seconds{{{raw},outcome=rejected}} 2"),
        format!("exbind_limit_wait_seconds{{{current}}} 1"),
        format!("exbind_limit_wait_seconds{{{cancel}}} 2"),
        format!("exbind_limit_wait_seconds{{{raw}}} 2"),
    ];
    assert_eq!(kept.histograms(), expected);
    // Whatever is reported was described.
    let described = kept.described.lock().unwrap().clone();
    for written in kept.counters().iter().chain(&kept.histograms()) {
        assert!(described.iter().any(|name| written.starts_with(&format!("{name}{{"))), "{written}: {described:?}");
    }
    assert_eq!(described.len(), 6);
}

#[test]
fn without_a_recorder_calls_are_as_ever() {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    runtime.block_on(calls());
}
