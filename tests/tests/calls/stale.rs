//! Kept connections that the exchange closes at bad moments: reads do not notice, and no write is sent twice.

use crate::support::{bitget, unlimited};
use exbind::Error;
use exbind::bitget;
use exbind::meta::Method;
use exbind::runtime::{Client, RawRequest, Retries};
use exbind_testkit::{MockExchange, Reply};
use std::collections::HashMap;
use std::sync::Arc;
use std::time::Duration;

const PATH: &str = "/stale";

/// An exchange that closes all of its connections over and over, in step with the calls or out of it.
async fn closing() -> (Arc<MockExchange>, tokio::task::JoinHandle<()>) {
    let mock = Arc::new(bitget().await);
    for method in [Method::Get, Method::Post] {
        mock.on_path(method, PATH, Reply::data("1")).unwrap();
    }
    let closer = tokio::spawn({
        let mock = Arc::clone(&mock);
        async move {
            for pause in (0..7).cycle() {
                tokio::time::sleep(Duration::from_micros(300 * pause)).await;
                mock.close_connections();
            }
        }
    });
    (mock, closer)
}

/// Four at a time, so that several connections are kept.
async fn calls(client: &Client, number: usize, call: impl Fn(usize) -> RawRequest) -> Vec<Result<(), Error>> {
    let mut results = Vec::new();
    for first in (0..number).step_by(4) {
        let running: Vec<_> = (first..first + 4)
            .map(|number| client.raw_call(call(number)).into_future())
            .map(|call| tokio::spawn(async move { call.await.map(drop) }))
            .collect();
        for call in running {
            results.push(call.await.unwrap());
        }
    }
    results
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn reads_never_notice() {
    let (mock, closer) = closing().await;
    mock.rate_limits(false);
    let builder = mock.connect(exbind::ClientBuilder::<Client>::new(&bitget::EXCHANGE));
    let retries = Retries::new().attempts(20).waits(Duration::from_millis(1), Duration::from_millis(5));
    let client = builder.retries(retries).retry_budget(u32::MAX).build().unwrap();
    let results =
        calls(&client, 1_000, |number| RawRequest::new(Method::Get, PATH).pair("n", &number.to_string())).await;
    closer.abort();
    let failed: Vec<_> = results.into_iter().filter_map(Result::err).collect();
    assert!(failed.is_empty(), "{failed:?}");
    assert!(mock.connections() > 10, "{}", mock.connections());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn no_write_is_sent_twice() {
    let (mock, closer) = closing().await;
    let client: Client = unlimited(&mock, exbind::ClientBuilder::new(&bitget::EXCHANGE));
    let order = |number| RawRequest::new(Method::Post, PATH).body_json(format!(r#"{{"n":{number}}}"#));
    let results = calls(&client, 1_000, order).await;
    closer.abort();
    let mut arrived = HashMap::<u64, usize>::new();
    for request in mock.requests() {
        *arrived.entry(request.json()["n"].as_u64().unwrap()).or_default() += 1;
    }
    for (number, result) in results.iter().enumerate() {
        let times = arrived.get(&(number as u64)).copied().unwrap_or_default();
        match result {
            Ok(()) => assert_eq!(times, 1, "{number}"),
            Err(Error::OutcomeUnknown(_)) => assert!(times <= 1, "{number} arrived {times} times"),
            Err(error) => panic!("{number}: {error:?}"),
        }
    }
    assert!(results.iter().filter(|result| result.is_ok()).count() > 100);
}
