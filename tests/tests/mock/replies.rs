//! Which reply a call gets, and in what form.

use crate::wire::{Answer, get, now_ms, post};
use exbind::bitget::copy::mix_trader::{CloseTrackingOrders, CurrentTrackingOrders};
use exbind::bitget::mix::order::CancelAllOrders;
use exbind::htx::coin_swap::strategy::CancelTrailingOrders;
use exbind::{bitget, htx};
use exbind_runtime::meta::Method;
use exbind_testkit::{MockError, MockExchange, Reply, id};
use std::time::Duration;

const CANCEL: &str = "/api/v2/mix/order/cancel-all-orders";
const CLOSE: &str = "/api/v2/copy/mix-trader/order-close-positions";

async fn bitget() -> MockExchange {
    MockExchange::start(&bitget::EXCHANGE, bitget::ENDPOINTS).await.unwrap()
}

async fn call(mock: &MockExchange, path: &str) -> Answer {
    post(path, r#"{"productType":"USDT-FUTURES"}"#).bitget(now_ms()).to(mock).await
}

#[tokio::test]
async fn every_endpoint_answers_with_its_example_and_the_time() {
    let mock = bitget().await;
    mock.clock_stopped_at(1_700_000_000_123);
    let at = |sent: crate::wire::Sent| sent.bitget(1_700_000_000_123);
    let tracking = "/api/v2/copy/mix-trader/order-current-track?productType=USDT-FUTURES";
    let answers = [
        (at(post(CANCEL, r#"{"productType":"USDT-FUTURES"}"#)), "/data/successList/0/orderId", "121211212122"),
        (at(post(CLOSE, r#"{"productType":"USDT-FUTURES"}"#)), "/data/0/trackingNo", "123"),
        (at(get(tracking)), "/data/trackingList/0/openSize", "0.1000000000000000"),
    ];
    for (sent, place, expected) in answers {
        let json = sent.to(&mock).await.json();
        assert_eq!(json.pointer(place).unwrap(), expected, "{json}");
        assert_eq!(json["requestTime"], 1_700_000_000_123_i64);
    }
}

#[tokio::test]
async fn htx_answers_too() {
    let mock = MockExchange::start(&htx::EXCHANGE, htx::ENDPOINTS).await.unwrap();
    mock.clock_stopped_at(1_700_000_000_123);
    let sent = post("/swap-api/v1/swap_track_cancel", r#"{"contract_code":"BTC-USD","order_id":"1,2"}"#);
    let sent = sent.htx("127.0.0.1:1", "2023-11-14T22%3A13%3A20");
    let json = sent.to(&mock).await.json();
    assert_eq!((&json["status"], &json["ts"]), (&"ok".into(), &1_700_000_000_123_i64.into()));
    assert_eq!(json["data"]["successes"], "825057948169748480");
    mock.next(Reply::reject("1061", "This order doesnt exist."));
    let answer = sent.to(&mock).await;
    assert_eq!(
        answer.text(),
        r#"{"status":"error","err_code":1061,"err_msg":"This order doesnt exist.","ts":1700000000123}"#
    );
    assert_eq!(answer.status, 200);
    assert_eq!(answer.header("date"), Some("Tue, 14 Nov 2023 22:13:20 GMT"), "the mock's own time");
    assert_eq!(mock.count(id::<CancelTrailingOrders>()), 2);
}

#[tokio::test]
async fn next_goes_before_once_and_once_before_on() {
    let mock = bitget().await;
    let (cancel, close) = (id::<CancelAllOrders>(), id::<CloseTrackingOrders>());
    mock.on(cancel, Reply::data("0")).unwrap();
    mock.on(cancel, Reply::data("1")).unwrap();
    mock.once(cancel, Reply::data("2")).unwrap();
    mock.once(cancel, Reply::data("3")).unwrap();
    mock.once(close, Reply::data("4")).unwrap();
    mock.next(Reply::data("5"));
    mock.next(Reply::data("6"));
    assert_eq!(mock.pending(), 5);
    let mut found = Vec::new();
    for path in [CANCEL, CLOSE, CANCEL, CLOSE, CANCEL, CANCEL, CANCEL] {
        found.push(call(&mock, path).await.json()["data"].to_string());
    }
    assert_eq!(found, ["5", "6", "2", "4", "3", "1", "1"]);
    assert_eq!(mock.pending(), 0);
    mock.next(Reply::data("7"));
    mock.clear_replies();
    assert_eq!(mock.pending(), 0);
    assert!(call(&mock, CANCEL).await.json()["data"].is_object());
}

#[tokio::test]
async fn a_refused_call_uses_up_no_reply() {
    let mock = bitget().await;
    mock.next(Reply::data("1"));
    assert_eq!(call(&mock, "/nowhere").await.code(), (404, "40404".to_owned()));
    assert_eq!(get(CANCEL).to(&mock).await.code(), (405, "40404".to_owned()));
    assert_eq!(post(CANCEL, "{}").to(&mock).await.code(), (401, "40001".to_owned()));
    assert_eq!(post(CANCEL, "{}").bitget(now_ms()).to(&mock).await.code(), (400, "40019".to_owned()));
    assert_eq!(mock.refused().len(), 4);
    assert_eq!(call(&mock, CANCEL).await.json()["data"], 1);
    assert_eq!(mock.refused().len(), 4);
}

#[tokio::test]
async fn refusals_carry_the_status_of_their_kind() {
    let mock = bitget().await;
    for (code, status) in [("40037", 401), ("40014", 403), ("429", 429), ("40015", 503), ("22001", 400), ("new", 400)] {
        mock.next(Reply::reject(code, "\"why\""));
        let answer = call(&mock, CANCEL).await;
        assert_eq!(answer.code(), (status, code.to_owned()));
        assert_eq!(answer.json()["msg"], "\"why\"");
    }
    mock.next(Reply::reject("22001", "").status(200));
    assert_eq!(call(&mock, CANCEL).await.status, 200);
}

#[tokio::test]
async fn a_function_can_answer() {
    let mock = bitget().await;
    let reply = Reply::with(|request| match request.json()["marginCoin"].as_str() {
        Some(coin) => Reply::data(format!("{coin:?}")).header("x-inner", "1"),
        None => Reply::drop_after_reading(),
    });
    mock.on(id::<CancelAllOrders>(), reply.header("x-outer", "2").status(202)).unwrap();
    let sent = post(CANCEL, r#"{"productType":"USDT-FUTURES","marginCoin":"USDT"}"#).bitget(now_ms());
    let answer = sent.to(&mock).await;
    assert_eq!((answer.status, &answer.json()["data"]), (202, &"USDT".into()));
    assert_eq!((answer.header("x-inner"), answer.header("x-outer")), (Some("1"), Some("2")));
}

#[tokio::test]
async fn a_function_that_panics_breaks_one_connection() {
    let mock = bitget().await;
    mock.next(Reply::with(|_| panic!("on purpose")));
    let mut connection = crate::wire::Connection::open(&mock.url()).await;
    let sent = post(CANCEL, r#"{"productType":"USDT-FUTURES"}"#).bitget(now_ms());
    connection.write(&sent.bytes()).await;
    assert_eq!(connection.rest().await.0, b"");
    assert_eq!(sent.to(&mock).await.status, 200);
}

#[tokio::test]
async fn ids_that_are_not_served_are_told_from_those_that_are() {
    let mock = bitget().await;
    for refused in [mock.on("typo", Reply::empty()), mock.once(id::<CancelTrailingOrders>(), Reply::empty())] {
        let Err(MockError::UnknownEndpoint { known, .. }) = refused else { panic!("{refused:?}") };
        assert!(known.contains(&id::<CurrentTrackingOrders>().to_owned()));
    }
    assert!(matches!(mock.on_path(Method::Get, "no slash", Reply::empty()), Err(MockError::Path(_))));
}

#[tokio::test]
async fn paths_can_be_added_and_hide_those_of_the_tables() {
    let mock = bitget().await;
    mock.on_path(Method::Get, "/api/v2/new/{id}", Reply::data("1")).unwrap();
    mock.on_path(Method::Get, "/api/v2/new/{id}", Reply::data("2")).unwrap();
    mock.on_path(Method::Post, CANCEL, Reply::data("3")).unwrap();
    assert_eq!(get("/api/v2/new/17").to(&mock).await.json()["data"], 2);
    assert_eq!(get("/api/v2/new/17?a=b").bitget(now_ms()).to(&mock).await.json()["data"], 2);
    assert_eq!(post(CANCEL, "anything").to(&mock).await.json()["data"], 3);
    assert_eq!(mock.count("GET /api/v2/new/{id}"), 2);
    mock.once("GET /api/v2/new/{id}", Reply::data("4").delay(Duration::from_millis(1))).unwrap();
    assert_eq!(get("/api/v2/new/17").to(&mock).await.json()["data"], 4);
}
