//! Which recorded call answers a request, and what is said when none does.

use crate::support::{Tape, bitget, cancel, htx, recorded, replayed};
use exbind::bitget::ProductType;
use exbind::bitget::mix::order::CancelAllOrders;
use exbind::error::NotSentReason;
use exbind::meta::Method;
use exbind::runtime::cassette::{AfterLast, Replay};
use exbind::runtime::{LimitMode, RawRequest};
use exbind::{Credentials, Error, bitget, htx};
use exbind_testkit::Reply;

const ED25519: &str = include_str!("../../../runtime/src/sign/testdata/ed25519_v1.pem");

/// A cassette with calls of one path, each answered by its number.
async fn numbered(requests: &[RawRequest]) -> Tape {
    let (tape, mock) = (Tape::default(), bitget().await);
    let client = recorded(&mock, bitget::Client::builder(), &tape.recorder());
    for (number, request) in requests.iter().enumerate() {
        for method in [Method::Get, Method::Post] {
            mock.on_path(method, "/x", Reply::data(number.to_string())).unwrap();
        }
        client.raw_call(request.clone()).await.unwrap();
    }
    tape
}

async fn answer(replay: &Replay, request: RawRequest) -> Result<String, String> {
    let client = replayed(bitget::Client::builder(), replay);
    match client.raw_call(request).await {
        Ok(answer) => Ok(answer.get().to_owned()),
        Err(error) => {
            assert!(matches!(&error, Error::NotSent(error) if matches!(error.reason, NotSentReason::Invalid(_))));
            Err(error.to_string())
        }
    }
}

fn get() -> RawRequest {
    RawRequest::new(Method::Get, "/x")
}

fn post(body: &str) -> RawRequest {
    RawRequest::new(Method::Post, "/x").body_json(body)
}

#[tokio::test]
async fn equal_requests_are_answered_in_their_order() {
    let tape = numbered(&[get(), get().pair("a", "1"), get(), get()]).await;
    let (strict, lenient) = (tape.replay(), tape.replay().after_last(AfterLast::Repeat));
    for expected in ["0", "2", "3"] {
        assert_eq!(answer(&strict, get()).await.unwrap(), expected);
        assert_eq!(answer(&lenient, get()).await.unwrap(), expected);
    }
    assert_eq!(strict.unused(), ["GET /x, line 3"]);
    assert_eq!(answer(&lenient, get()).await.unwrap(), "3");
    let error = answer(&strict, get()).await.unwrap_err();
    assert!(error.contains("GET /x was recorded 3 times in the cassette and is sent once more"), "{error}");
    assert_eq!(answer(&strict, get().pair("a", "1")).await.unwrap(), "1");
    assert!(strict.unused().is_empty());
}

#[tokio::test]
async fn order_and_spelling_do_not_count_but_digits_do() {
    let tape = numbered(&[
        get().pair("a", "1").pair("b", "2"),
        post(r#"{"a": {"b": ["x", 1.0], "c": "\u9f99"}, "d": [ ]}"#),
        post("[1]"),
    ])
    .await;
    let check = async |request: RawRequest, expected: Option<&str>| {
        let answer = answer(&tape.replay(), request).await;
        assert_eq!(answer.as_deref().ok(), expected, "{answer:?}");
    };
    check(get().pair("b", "2").pair("a", "1"), Some("0")).await;
    check(get().pair("b", "1").pair("a", "2"), None).await;
    check(get().pair("a", "1").pair("b", "2").pair("b", "2"), None).await;
    check(post("{\"d\":[],\"a\":{\"c\":\"龙\",\"b\":[\"x\",1.0]}}"), Some("1")).await;
    check(post("{\"d\":[],\"a\":{\"c\":\"龙\",\"b\":[\"x\",1.00]}}"), None).await;
    check(post("{\"d\":[],\"a\":{\"c\":\"龙\",\"b\":[\"x\",\"1.0\"]}}"), None).await;
    check(post("{\"d\":[],\"a\":{\"c\":\"龙\",\"b\":[1.0,\"x\"]}}"), None).await;
    check(post("[1]").pair("a", "1"), None).await;
}

#[tokio::test]
async fn what_is_different_each_time_can_be_ignored() {
    let tape =
        numbered(&[get().pair("time", "1").pair("a", "1"), post(r#"{"orders":[{"oid":"x1","size":"1"}]}"#)]).await;
    let replay = tape.replay().ignoring("time").ignoring("oid");
    assert_eq!(answer(&replay, get().pair("a", "1").pair("time", "2")).await.unwrap(), "0");
    assert_eq!(answer(&replay, post(r#"{"orders":[{"oid":"y2","size":"1"}]}"#)).await.unwrap(), "1");
    assert!(answer(&tape.replay(), get().pair("a", "1").pair("time", "2")).await.is_err());
    assert!(answer(&replay, post(r#"{"orders":[{"oid":"y2","size":"2"}]}"#)).await.is_err());
}

#[tokio::test]
async fn a_request_that_fits_nothing_is_told_the_nearest() {
    let tape = numbered(&[get().pair("a", "1").pair("b", "2"), post(r#"{"symbol":"BTCUSDT","size":"1","x":1}"#)]).await;
    let check = async |request: RawRequest, expected: &str| {
        let error = answer(&tape.replay(), request).await.unwrap_err();
        assert!(
            error.contains(" is not recorded in the cassette; the nearest is ") && error.contains(expected),
            "{error}"
        );
    };
    check(get().pair("a", "1").pair("b", "3"), "GET /x, line 2: query b was 2, is 3").await;
    check(get().pair("a", "1").pair("c", "3"), "line 2: query b is missing, was 2; query c is new, 3").await;
    check(post(r#"{"symbol":"ETHUSDT","size":"1","x":1}"#), "line 3: body $.symbol was \"BTCUSDT\", is \"ETHUSDT\"")
        .await;
    check(post(r#"{"symbol":"ETHUSDT","size":2,"x":[]}"#), "body $.x was 1, is []").await;
    let other = RawRequest::new(Method::Post, "/y").body_json("{}");
    check(other, "POST /x, line 3: path was /x, is /y; ").await;
    check(post("{\"a\":1,\"b\":2,\"c\":3,\"d\":4}"), "; and ").await;
    let none = Replay::from_text("{\"exbind_cassette\":1}\n").unwrap();
    let error = answer(&none, get()).await.unwrap_err();
    assert!(error.ends_with("GET /x is not recorded in the cassette, which holds no calls at all"), "{error}");
}

#[tokio::test]
async fn keys_hosts_and_headers_do_not_count() {
    let (tape, mock) = (Tape::default(), htx().await);
    let client = recorded(&mock, htx::Client::builder(), &tape.recorder());
    mock.on_path(Method::Get, "/x", Reply::data("1")).unwrap();
    let call = || RawRequest::new(Method::Get, "/x").pair("b", "1").pair("Z", "2");
    client.raw_call(call()).await.unwrap();
    drop(mock);
    let builder = htx::Client::builder().credentials(Credentials::ed25519("other", ED25519).unwrap());
    let builder = builder.user_agent("other").environment("aws").limit_mode(LimitMode::Off);
    let client = builder.transport(tape.replay()).build().unwrap();
    assert_eq!(client.raw_call(call()).await.unwrap().get(), "1");
}

#[tokio::test]
async fn the_error_names_the_endpoint_and_nothing_may_have_happened() {
    let (tape, mock) = (Tape::default(), bitget().await);
    let client = recorded(&mock, bitget::Client::builder(), &tape.recorder());
    client.mix().order().cancel_all_orders(cancel()).await.unwrap();
    let client = replayed(bitget::Client::builder(), &tape.replay());
    let other = CancelAllOrders::new(ProductType::CoinFutures);
    let error = client.mix().order().cancel_all_orders(other).await.unwrap_err();
    assert_eq!(
        error.to_string(),
        "bitget.mix.order.cancel_all_orders was not sent: POST /api/v2/mix/order/cancel-all-orders is not recorded in \
         the cassette; the nearest is POST /api/v2/mix/order/cancel-all-orders, line 2: body $.productType was \
         \"USDT-FUTURES\", is \"COIN-FUTURES\""
    );
    assert!(!error.may_have_acted());
}
