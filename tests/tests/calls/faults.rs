//! What goes wrong on the way: which error it becomes, what that says about the order, and that no order is sent
//! twice.

use crate::support::{bitget, cancel, current, htx, trailing, unlimited};
use exbind::bitget::copy::mix_trader::CurrentTrackingOrders;
use exbind::bitget::mix::order::CancelAllOrders;
use exbind::error::{DecodeReason, NotSentReason, UnknownReason};
use exbind::runtime::{LimitMode, Retries};
use exbind::{Error, bitget, htx};
use exbind_testkit::{Reply, id};
use std::time::Duration;

/// What a call has to come to.
#[derive(Clone, Copy)]
struct Expected {
    fits: fn(&Error) -> bool,
    /// Part of the message.
    says: &'static str,
}

macro_rules! unknown {
    ($reason:pat, $says:expr) => {
        Expected {
            fits: |error| matches!(error, Error::OutcomeUnknown(unknown) if matches!(unknown.reason, $reason)),
            says: $says,
        }
    };
}

macro_rules! undecodable {
    ($reason:pat, $says:expr) => {
        Expected {
            fits: |error| matches!(error, Error::Decode(decode) if matches!(decode.reason, $reason)),
            says: $says,
        }
    };
}

/// A write and a read meet a fault, first on a new connection and then on one that was used before. The write may have
/// acted, the read has not, and neither is sent again: retries are off.
async fn check(reply: Reply, expected: Expected) {
    check_within(Duration::from_secs(10), reply, expected).await;
}

async fn check_within(timeout: Duration, reply: Reply, expected: Expected) {
    let mock = bitget().await;
    mock.rate_limits(false);
    let builder = mock.connect(bitget::Client::builder()).limit_mode(LimitMode::Off);
    let builder = builder.max_answer_bytes(100_000).timeout(timeout).retries(Retries::none());
    let client = builder.build().unwrap();
    for kept in [false, true] {
        if kept {
            client.mix().order().cancel_all_orders(cancel()).await.unwrap();
        }
        mock.clear();
        mock.next(reply.clone());
        let write = client.mix().order().cancel_all_orders(cancel());
        check_error(&write.await.unwrap_err(), expected, true);
        mock.next(reply.clone());
        let read = client.copy().mix_trader().current_tracking_orders(current());
        check_error(&read.await.unwrap_err(), expected, false);
        let counts = (mock.count(id::<CancelAllOrders>()), mock.count(id::<CurrentTrackingOrders>()));
        assert_eq!((counts, mock.pending()), ((1, 1), 0), "{reply:?}");
    }
    // The client has come to no harm.
    client.mix().order().cancel_all_orders(cancel()).await.unwrap();
}

fn check_error(error: &Error, expected: Expected, may_have_acted: bool) {
    assert!((expected.fits)(error), "{error:?}");
    assert!(error.to_string().contains(expected.says), "{error}");
    assert_eq!(error.may_have_acted(), may_have_acted, "{error}");
}

#[tokio::test]
async fn pages_of_gateways_leave_the_outcome_unknown() {
    let html = "<html>\n<body>\n<h1>Bad gateway</h1></body></html>";
    for status in [500, 502, 503, 504, 520] {
        let page = unknown!(UnknownReason::Status { .. }, "<html> <body> <h1>Bad gateway</h1>");
        check(Reply::http(status, html), page).await;
        check(Reply::http(status, ""), unknown!(UnknownReason::Status { .. }, "without a body")).await;
    }
    check(Reply::http(408, ""), unknown!(UnknownReason::Status { .. }, "408")).await;
    check(Reply::reject("1", "oops").status(500), unknown!(UnknownReason::NoVerdict { .. }, "oops")).await;
    check(Reply::example().status(500), unknown!(UnknownReason::Status { .. }, "500")).await;
}

#[tokio::test]
async fn bodies_that_are_no_answer_are_kept() {
    check(Reply::empty(), undecodable!(DecodeReason::Empty, "body is empty")).await;
    check(Reply::not_utf8(), undecodable!(DecodeReason::NotUtf8 { .. }, "not UTF-8 after 8 bytes")).await;
    check(Reply::body("<html>ok</html>"), undecodable!(DecodeReason::NotJson(_), "<html>ok</html>")).await;
    check(Reply::body("{\"code\":\"00000\",\"data\":"), undecodable!(DecodeReason::NotJson(_), "not JSON")).await;
    check(Reply::body("[]"), undecodable!(DecodeReason::Mismatch { .. }, "$")).await;
    check(Reply::data("[[]]"), undecodable!(DecodeReason::Mismatch { .. }, "$.data")).await;
}

#[tokio::test]
async fn answers_that_break_off_leave_the_outcome_unknown() {
    for bytes in [0, 1, 50] {
        check(Reply::example().truncate(bytes), unknown!(UnknownReason::Truncated(_), "broke off")).await;
        check(Reply::example().gzip().truncate(bytes), unknown!(UnknownReason::Truncated(_), "broke off")).await;
    }
    let not_gzip = Reply::example().header("Content-Encoding", "gzip");
    check(not_gzip, unknown!(UnknownReason::Truncated(_), "decompressed")).await;
}

#[tokio::test]
async fn answers_that_are_too_large_leave_the_outcome_unknown() {
    let large = unknown!(UnknownReason::TooLarge { limit: 100_000, .. }, "100000 bytes");
    for reply in [Reply::oversized(100_001), Reply::oversized(2_000_000)] {
        check(reply.clone(), large).await;
        check(reply.clone().chunked(), large).await;
        check(reply.gzip(), large).await;
    }
}

#[tokio::test]
async fn lost_connections_leave_the_outcome_unknown() {
    let lost = unknown!(UnknownReason::ConnectionLost(_), "connection was lost");
    check(Reply::drop_after_reading(), lost).await;
    check(Reply::drop_before_reading(), lost).await;
    for garbage in ["", "\u{0}\u{1}", "SSH-2.0-OpenSSH\r\n", "HTTP/1.1 2", "HTTP/1.1 abc\r\n\r\n"] {
        check(Reply::garbage(garbage), lost).await;
    }
}

#[tokio::test]
async fn silence_leaves_the_outcome_unknown() {
    let silence = unknown!(UnknownReason::TimedOut(_), "within 300ms");
    let timeout = Duration::from_millis(300);
    check_within(timeout, Reply::hang(), silence).await;
    check_within(timeout, Reply::example().delay(2 * timeout), silence).await;
}

#[tokio::test]
async fn redirects_leave_the_outcome_unknown_and_are_not_followed() {
    let other = bitget().await;
    let url = format!("{}/api/v2/mix/order/cancel-all-orders", other.url());
    for status in [301, 302, 303, 307, 308] {
        let redirect = unknown!(UnknownReason::Redirected { .. }, "carry the signature away");
        check(Reply::redirect(&url).status(status), redirect).await;
    }
    assert!(other.requests().is_empty());
}

#[tokio::test]
async fn htx_is_no_different() {
    let mock = htx().await;
    let client = unlimited(&mock, htx::Client::builder());
    let faults = [
        (Reply::drop_after_reading(), unknown!(UnknownReason::ConnectionLost(_), "lost")),
        (Reply::http(502, "<html>"), unknown!(UnknownReason::Status { .. }, "<html>")),
        (Reply::body("{}"), undecodable!(DecodeReason::Mismatch { .. }, "$")),
        (Reply::example().truncate(9), unknown!(UnknownReason::Truncated(_), "broke off")),
    ];
    for (arrived, (reply, expected)) in faults.into_iter().enumerate() {
        mock.next(reply);
        let call = client.coin_swap().strategy().cancel_trailing_orders(trailing());
        check_error(&call.await.unwrap_err(), expected, true);
        assert_eq!(mock.requests().len(), arrived + 1);
    }
}

#[tokio::test]
async fn compressed_and_chunked_answers_are_answers() {
    let mock = bitget().await;
    let client = unlimited(&mock, bitget::Client::builder());
    for reply in [Reply::example().gzip(), Reply::example().chunked(), Reply::example().gzip().chunked()] {
        mock.next(reply);
        let result = client.mix().order().cancel_all_orders(cancel()).await.unwrap();
        assert_eq!(result.success_list[0].order_id, "121211212122");
    }
}

#[tokio::test]
async fn without_a_connection_nothing_was_sent() {
    let mock = bitget().await;
    let client = unlimited(&mock, bitget::Client::builder());
    client.mix().order().cancel_all_orders(cancel()).await.unwrap();
    let gone = mock.connect(bitget::Client::builder()).build().unwrap();
    drop(mock);
    for client in [&client, &gone] {
        let mut errors = Vec::new();
        // The kept connection may be found closed, or be lost; after that there is none.
        for _ in 0..3 {
            errors.push(client.mix().order().cancel_all_orders(cancel()).await.unwrap_err());
        }
        let last = errors.pop().unwrap();
        let Error::NotSent(not_sent) = &last else { panic!("{last:?}") };
        assert!(matches!(not_sent.reason, NotSentReason::NotConnected { .. }), "{last:?}");
        assert!(!last.may_have_acted() && last.to_string().contains("no connection to http://127.0.0.1"), "{last}");
    }
}

#[tokio::test]
async fn connections_that_the_exchange_closed_cost_no_call() {
    let mock = bitget().await;
    let client = unlimited(&mock, bitget::Client::builder());
    for _ in 0..10 {
        client.mix().order().cancel_all_orders(cancel()).await.unwrap();
        mock.close_connections();
        // Until the client has heard of it.
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    assert_eq!((mock.count(id::<CancelAllOrders>()), mock.connections()), (10, 10));
}
