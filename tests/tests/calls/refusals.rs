//! What the exchange refuses, and what its silence means: by code, and by status where there is no code.

use crate::support::{bitget, cancel, current, htx, single, trailing};
use exbind::error::UnknownReason;
use exbind::meta::{ErrorCode, ErrorKind, Retry};
use exbind::runtime::{LimitMode, Retries};
use exbind::{Error, bitget, htx};
use exbind_testkit::{Reply, id};
use std::time::Duration;

/// An error is what the tables say of its code.
fn check_known(error: &Error, known: &ErrorCode) {
    let code = known.code;
    assert_eq!((error.code(), error.kind()), (Some(code), Some(known.kind)), "{error:?}");
    assert!(error.to_string().contains("\"it is told so\""), "{code}: {error}");
    match error {
        Error::Rejected(rejected) => {
            assert_ne!(known.kind, ErrorKind::Unavailable, "{code}");
            assert_eq!((rejected.retry, rejected.about), (known.retry, Some(known.about)), "{code}");
            assert_eq!((&*rejected.message, error.may_have_acted()), ("it is told so", false), "{code}");
        }
        Error::OutcomeUnknown(unknown) => {
            assert_eq!(known.kind, ErrorKind::Unavailable, "{code}");
            assert!(matches!(unknown.reason, UnknownReason::NoVerdict { .. }), "{code}: {error:?}");
            assert_eq!((error.retry(), error.may_have_acted()), (Retry::Never, true), "{code}");
        }
        _ => panic!("{code}: {error:?}"),
    }
}

#[tokio::test]
async fn every_code_of_bitget_is_what_the_tables_say() {
    let mock = bitget().await;
    let client = single(&mock, bitget::Client::builder());
    for known in bitget::EXCHANGE.errors {
        mock.next(Reply::reject(known.code, "it is told so"));
        check_known(&client.mix().order().cancel_all_orders(cancel()).await.unwrap_err(), known);
    }
    assert_eq!(mock.requests().len(), bitget::EXCHANGE.errors.len());
}

#[tokio::test]
async fn every_code_of_htx_is_what_the_tables_say() {
    let mock = htx().await;
    let client = single(&mock, htx::Client::builder());
    for known in htx::EXCHANGE.errors {
        mock.next(Reply::reject(known.code, "it is told so"));
        let call = client.coin_swap().strategy().cancel_trailing_orders(trailing());
        check_known(&call.await.unwrap_err(), known);
    }
    assert_eq!(mock.requests().len(), htx::EXCHANGE.errors.len());
}

/// The call was refused: code, kind, whether a repeat helps. A read and a write are told the same.
async fn check_rejected(reply: Reply, code: Option<&str>, kind: ErrorKind, retry: Retry) {
    let mock = bitget().await;
    let client = single(&mock, bitget::Client::builder());
    mock.next(reply.clone());
    mock.next(reply.clone());
    let write = client.mix().order().cancel_all_orders(cancel()).await.unwrap_err();
    let read = client.copy().mix_trader().current_tracking_orders(current()).await.unwrap_err();
    for error in [write, read] {
        let Error::Rejected(rejected) = &error else { panic!("{reply:?}: {error:?}") };
        assert_eq!((error.code(), rejected.kind, rejected.retry), (code, kind, retry), "{reply:?}");
        assert!(!error.may_have_acted());
    }
    assert_eq!(mock.requests().len(), 2, "nothing is sent twice");
}

#[tokio::test]
async fn codes_that_nobody_knows_are_refusals_all_the_same() {
    check_rejected(Reply::reject("99999", "?"), Some("99999"), ErrorKind::Other, Retry::Never).await;
    check_rejected(Reply::reject("", ""), Some(""), ErrorKind::Other, Retry::Never).await;
    let mock = htx().await;
    let client = single(&mock, htx::Client::builder());
    mock.next(Reply::reject("no-such-code", "?"));
    let error = client.coin_swap().strategy().cancel_trailing_orders(trailing()).await.unwrap_err();
    assert!(matches!(error, Error::Rejected(_)), "{error:?}");
    assert_eq!((error.code(), error.kind()), (Some("no-such-code"), Some(ErrorKind::Other)));
}

#[tokio::test]
async fn statuses_without_envelope_are_refusals_by_their_own_meaning() {
    let bodies = ["", "<html><h1>Access denied</h1></html>", "{}", "null", "\u{0}"];
    for body in bodies {
        let check = async |status: u16, kind, retry| check_rejected(Reply::http(status, body), None, kind, retry).await;
        check(400, ErrorKind::Other, Retry::Never).await;
        check(401, ErrorKind::Authentication, Retry::Never).await;
        check(403, ErrorKind::Permission, Retry::Never).await;
        check(404, ErrorKind::NotFound, Retry::Never).await;
        check(429, ErrorKind::RateLimit, Retry::Later).await;
    }
}

#[tokio::test]
async fn statuses_with_an_envelope_are_refusals_by_its_code() {
    let check = async |status: u16, code: &str, kind, retry| {
        check_rejected(Reply::reject(code, "no").status(status), Some(code), kind, retry).await;
    };
    check(200, "22001", ErrorKind::OrderNotFound, Retry::Never).await;
    check(400, "22001", ErrorKind::OrderNotFound, Retry::Never).await;
    check(500, "22001", ErrorKind::OrderNotFound, Retry::Never).await;
    check(401, "40037", ErrorKind::Authentication, Retry::Never).await;
    check(403, "22001", ErrorKind::OrderNotFound, Retry::Never).await;
    check(404, "40404", bitget::EXCHANGE.error("40404").unwrap().kind, Retry::Never).await;
    check(503, "40200", ErrorKind::Maintenance, Retry::Later).await;
    check(429, "429", ErrorKind::RateLimit, Retry::Later).await;
    // Whatever else it says, the web server says that it was too often.
    check(429, "22001", ErrorKind::RateLimit, Retry::Later).await;
}

#[tokio::test]
async fn the_exchange_says_when_to_come_back() {
    let mock = bitget().await;
    let client =
        mock.connect(bitget::Client::builder().retries(Retries::none())).limit_mode(LimitMode::Off).build().unwrap();
    mock.next(Reply::http(429, "").header("Retry-After", "7"));
    let error = client.mix().order().cancel_all_orders(cancel()).await.unwrap_err();
    assert_eq!(error.retry_after(), Some(Duration::from_secs(7)));
    // The mock's own limit: ten calls in a second, of which one was made.
    let mut told = None;
    for _ in 0..10 {
        told = client.mix().order().cancel_all_orders(cancel()).await.err().or(told);
    }
    let error = told.unwrap();
    assert_eq!((error.kind(), error.retry()), (Some(ErrorKind::RateLimit), Retry::Later), "{error}");
    assert_eq!(error.retry_after(), Some(Duration::from_secs(1)));
    assert_eq!((mock.count(id::<bitget::mix::order::CancelAllOrders>()), mock.refused().len()), (11, 1));
}

#[tokio::test]
async fn what_the_spec_forbids_does_not_leave() {
    let (mock, swaps) = (bitget().await, htx().await);
    let client = single(&mock, bitget::Client::builder());
    let htx = single(&swaps, htx::Client::builder());
    let too_many = client.copy().mix_trader().current_tracking_orders(current().limit(51)).await.unwrap_err();
    assert!(matches!(too_many, Error::NotSent(_)) && too_many.to_string().contains("`limit` is 51"), "{too_many}");
    let ids: Vec<_> = (0..11).map(|id| id.to_string()).collect();
    let eleven = htx::coin_swap::strategy::CancelTrailingOrders::new("BTC-USD", ids);
    let error = htx.coin_swap().strategy().cancel_trailing_orders(eleven).await.unwrap_err();
    assert!(matches!(error, Error::NotSent(_)) && error.to_string().contains("`order_id`"), "{error}");
    assert!(mock.requests().is_empty() && swaps.requests().is_empty());
}
