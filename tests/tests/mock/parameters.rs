//! Parameters that the document lists are taken, others are not.

use crate::wire::{Sent, get, post};
use exbind::bitget;
use exbind_runtime::meta::{Meta, Method, Param, Place};
use exbind_testkit::{MockExchange, Reply};

/// Public, so that nothing needs a signature.
const BASE: Meta =
    Meta { exchange: &bitget::EXCHANGE, service: "api", envelope: bitget::EXCHANGE.envelope, ..Meta::BASE };

const TICKERS: Meta = Meta {
    id: "tickers",
    path: "/tickers",
    params: &[
        Param::required("symbol", Place::Query),
        Param::optional("type", Place::Query).values(&["USDT-FUTURES", "COIN-FUTURES"]),
        Param::optional("limit", Place::Query),
    ],
    ..BASE
};

const ORDER: Meta = Meta {
    id: "order",
    method: Method::Post,
    path: "/orders/{id}",
    params: &[
        Param::required("id", Place::Path),
        Param::required("size", Place::Body),
        Param::optional("side", Place::Body).values(&["buy", "sell"]),
        Param::optional("mode", Place::Body).values(&["1", "2"]),
        Param::optional("trace", Place::Query),
    ],
    ..BASE
};

const BATCH: Meta = Meta {
    id: "batch",
    method: Method::Post,
    path: "/batch",
    params: &[Param::required("orders", Place::WholeBody)],
    ..BASE
};

const PING: Meta = Meta { id: "ping", method: Method::Post, path: "/ping", ..BASE };

async fn mock() -> MockExchange {
    let mock = MockExchange::start(&bitget::EXCHANGE, &[&TICKERS, &ORDER, &BATCH, &PING]).await.unwrap();
    for endpoint in ["tickers", "order", "batch", "ping"] {
        mock.on(endpoint, Reply::data("1")).unwrap();
    }
    mock
}

/// Sends requests; checks the code of each answer, and what the mock says about those it refused.
async fn check(cases: Vec<(Sent, &str, &str)>) {
    let mock = mock().await;
    for (sent, code, reason) in cases {
        let answer = sent.to(&mock).await;
        let status = if code == "00000" { 200 } else { 400 };
        assert_eq!(answer.code(), (status, code.to_owned()), "{sent:?}");
        let refused = mock.requests().pop().unwrap().refused.unwrap_or_default();
        assert_eq!(refused.is_empty(), code == "00000");
        assert!(refused.contains(reason), "{refused}");
    }
}

const TAKEN: &str = "00000";
const CONTENT_TYPE: &str = "40007";
const BODY: &str = "40017";
const MISSING: &str = "40019";
const VALUE: &str = "40020";
const UNKNOWN: &str = "40034";

#[tokio::test]
async fn queries_are_checked() {
    check(vec![
        (get("/tickers?symbol=BTCUSDT"), TAKEN, ""),
        (get("/tickers?symbol=%E9%BE%99&limit="), TAKEN, ""),
        (get("/tickers?limit=5&type=usdt-futures&symbol=X"), TAKEN, ""),
        (get("/tickers?symbol=X&type=USDT-FUTURES%2CCOIN-FUTURES"), TAKEN, ""),
        (get("/tickers?symbol=X&type="), TAKEN, ""),
        (get("/tickers"), MISSING, "`symbol`"),
        (get("/tickers?"), MISSING, "`symbol`"),
        (get("/tickers?symbol="), MISSING, "`symbol`"),
        (get("/tickers?Symbol=X"), MISSING, "`symbol`"),
        (get("/tickers?symbol=X&type=SPOT"), VALUE, "lists: USDT-FUTURES, COIN-FUTURES"),
        (get("/tickers?symbol=X&type=USDT-FUTURES%2CSPOT"), VALUE, "`type`"),
        (get("/tickers?symbol=X&color=red"), UNKNOWN, "`color` is no parameter"),
        (get("/tickers?symbol=X&symbol=Y"), VALUE, "twice"),
        (get("/tickers?symbol=X+Y"), VALUE, "percent-encoded"),
        (get("/tickers?symbol=%E9%BE"), VALUE, "UTF-8"),
        (get("/tickers?symbol=%G1"), VALUE, "hex"),
        (get("/tickers?symbol"), VALUE, "no `=`"),
        (Sent { body: "{}".to_owned(), ..get("/tickers?symbol=X") }, BODY, "takes no body"),
    ])
    .await;
}

#[tokio::test]
async fn bodies_and_paths_are_checked() {
    let order = |body: &str| post("/orders/17", body);
    check(vec![
        (order(r#"{"size": "1"}"#), TAKEN, ""),
        (order(r#"{"size": 0, "side": "BUY", "mode": 1}"#), TAKEN, ""),
        (order(r#"{"size": false, "side": null, "mode": ["1", 2]}"#), TAKEN, ""),
        (post("/orders/a%20b?trace=1", r#"{"size": {"of": 1}}"#), TAKEN, ""),
        (order(r#"{"size": "1"}"#).header("Content-Type", "Application/JSON; charset=utf-8"), TAKEN, ""),
        (order(r#"{"size": "1"}"#).header("Content-Type", ""), CONTENT_TYPE, "application/json"),
        (order(r#"{"size": "1"}"#).header("Content-Type", "text/plain"), CONTENT_TYPE, "text/plain"),
        (order(""), MISSING, "`size`"),
        (order("{}"), MISSING, "`size`"),
        (order(r#"{"size": ""}"#), MISSING, "`size`"),
        (order(r#"{"size": null}"#), MISSING, "`size`"),
        (order(r#"{"size": []}"#), MISSING, "`size`"),
        (post("/orders/17?size=1", "{}"), MISSING, "`size`"),
        (post("/orders/", r#"{"size": "1"}"#), MISSING, "`id`"),
        (order(r#"{"size": "1", "side": "hold"}"#), VALUE, "lists: buy, sell"),
        (order(r#"{"size": "1", "mode": 3}"#), VALUE, "`mode` is 3"),
        (order(r#"{"size": "1", "mode": true}"#), VALUE, "`mode`"),
        (order(r#"{"size": "1", "mode": ["1", "3"]}"#), VALUE, "`mode`"),
        (post("/orders/%FF", r#"{"size": "1"}"#), VALUE, "UTF-8"),
        (order(r#"{"size": "1", "id": "2"}"#), UNKNOWN, "`id`"),
        (order(r#"{"size": "1", "trace": "2"}"#), UNKNOWN, "`trace`"),
        (post("/orders/17?color=red", r#"{"size": "1"}"#), UNKNOWN, "`color`"),
        (order(r#"{"size": "1", "size": "2"}"#), BODY, "twice"),
        (order(r#"{"size": "1""#), BODY, "no JSON object"),
        (order(r#"{"size": "1"}}"#), BODY, "no JSON object"),
        (order(r#"["1"]"#), BODY, "no JSON object"),
        (order("size=1"), BODY, "no JSON object"),
    ])
    .await;
}

#[tokio::test]
async fn a_body_can_be_one_list() {
    check(vec![
        (post("/batch", r#"[{"size": "1"}]"#), TAKEN, ""),
        (post("/batch", r#"["anything", 1]"#), TAKEN, ""),
        (post("/batch", "[]"), MISSING, "`orders`"),
        (post("/batch", ""), MISSING, "`orders`"),
        (post("/batch", r#"{"orders": []}"#), BODY, "no JSON list"),
        (post("/batch", "[1"), BODY, "no JSON list"),
        (post("/batch?orders=1", "[1]"), UNKNOWN, "`orders`"),
    ])
    .await;
}

#[tokio::test]
async fn no_parameters_are_as_good_as_an_empty_object() {
    check(vec![
        (post("/ping", ""), TAKEN, ""),
        (post("/ping", "{}"), TAKEN, ""),
        (post("/ping", r#"{"a": 1}"#), UNKNOWN, "`a`"),
    ])
    .await;
}

#[tokio::test]
async fn unknown_parameters_pass_if_that_is_wanted() {
    let mock = mock().await;
    mock.strict_parameters(false);
    let check = async |sent: Sent, code: &str| assert_eq!(sent.to(&mock).await.code().1, code, "{sent:?}");
    check(get("/tickers?symbol=X&color=red"), TAKEN).await;
    check(post("/ping", r#"{"a": 1}"#), TAKEN).await;
    check(get("/tickers?color=red"), MISSING).await;
    check(get("/tickers?symbol=X&type=SPOT"), VALUE).await;
}

#[tokio::test]
async fn bytes_that_are_no_text_are_refused() {
    let mock = mock().await;
    let mut connection = crate::wire::Connection::open(&mock.url()).await;
    let head = "POST /ping HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 2\r\n\r\n";
    connection.write(&[head.as_bytes(), b"\xff\xfe"].concat()).await;
    assert_eq!(connection.answer().await.code(), (400, BODY.to_owned()));
}
