//! What each kind of answer comes to.

#![allow(clippy::unwrap_used)] // in helpers of tests

mod support;

use exbind_runtime::error::{DecodeReason, UnknownReason};
use exbind_runtime::meta::{Envelope, ErrorKind, Meta, Retry};
use exbind_runtime::params::Params;
use exbind_runtime::{Endpoint, Error, RawRequest, envelope::Verdict, meta::Method};
use std::io::Write as _;
use std::time::Duration;
use support::*;

/// The errors of a write and of a read that are answered so.
async fn errors(reply: Reply) -> [Error; 2] {
    let server = Server::start(vec![reply]).await;
    let client = client(&server);
    let written = client.call(place()).await.unwrap_err();
    let read = client.call(orders()).await.unwrap_err();
    assert_eq!(server.requests().len(), 2, "nothing is sent twice");
    [written, read]
}

async fn answer(status: &str, body: &str) -> [Error; 2] {
    errors(Reply::Send(http(status, "", body.as_bytes()))).await
}

#[tokio::test]
async fn an_accepted_call_gives_its_answer() {
    let server = Server::start(vec![Reply::Send(accepted())]).await;
    let answer = client(&server).call(place()).await.unwrap();
    assert_eq!(answer, ["1.5".parse().unwrap(), "2".parse().unwrap()]);
}

#[tokio::test]
async fn refusals_are_rejected_with_code_kind_and_advice() {
    let check = async |status: &str, body: &str, code: Option<&str>, kind, retry, message: &str| {
        for error in answer(status, body).await {
            let Error::Rejected(rejected) = &error else { panic!("{status} {body}: {error:?}") };
            assert_eq!((error.code(), rejected.kind, rejected.retry), (code, kind, retry), "{status} {body}");
            assert_eq!(rejected.message, message, "{status} {body}");
            assert_eq!(rejected.status.as_str(), &status[..3]);
            assert!(!error.may_have_acted());
        }
    };
    let no_funds = r#"{"code":"43012","msg":"Insufficient balance","requestTime":1,"data":null}"#;
    for status in ["200 OK", "400 Bad Request", "500 Internal Server Error"] {
        check(status, no_funds, Some("43012"), ErrorKind::InsufficientFunds, Retry::Never, "Insufficient balance")
            .await;
    }
    let unknown = r#"{"code":"99999","msg":"?"}"#;
    check("200 OK", unknown, Some("99999"), ErrorKind::Other, Retry::Never, "?").await;
    check("400 Bad Request", unknown, Some("99999"), ErrorKind::Other, Retry::Never, "?").await;
    check("401 Unauthorized", unknown, Some("99999"), ErrorKind::Authentication, Retry::Never, "?").await;
    let late = r#"{"code":"40008","message":"Request timestamp expired"}"#;
    check("400 Bad Request", late, Some("40008"), ErrorKind::Timestamp, Retry::Resync, "Request timestamp expired")
        .await;
    let closed = r#"{"code":"40200","msg":"Server upgrade"}"#;
    check("503 Service Unavailable", closed, Some("40200"), ErrorKind::Maintenance, Retry::Later, "Server upgrade")
        .await;

    check("401 Unauthorized", "", None, ErrorKind::Authentication, Retry::Never, "").await;
    check("403 Forbidden", "<html>\n WAF </html>", None, ErrorKind::Permission, Retry::Never, "<html> WAF </html>")
        .await;
    check("404 Not Found", "[]", None, ErrorKind::NotFound, Retry::Never, "[]").await;
    check("405 Method Not Allowed", "", None, ErrorKind::Unsupported, Retry::Never, "").await;
    check("418 I'm a teapot", "\u{fffd}", None, ErrorKind::Other, Retry::Never, "\u{fffd}").await;
    check("429 Too Many Requests", "<html>", None, ErrorKind::RateLimit, Retry::Later, "<html>").await;
    check("429 Too Many Requests", "", None, ErrorKind::RateLimit, Retry::Later, "").await;
    let unavailable = r#"{"code":"40010","msg":"x"}"#;
    check("429 Too Many Requests", unavailable, Some("40010"), ErrorKind::RateLimit, Retry::Later, "x").await;
}

#[tokio::test]
async fn the_exchange_may_ask_to_wait() {
    let check = async |header: &str, expected: Option<u64>| {
        let [error, _] = errors(Reply::Send(http("429 Too Many Requests", header, b"{}"))).await;
        assert_eq!(error.retry_after(), expected.map(Duration::from_secs), "{header}");
        assert_eq!(error.kind(), Some(ErrorKind::RateLimit));
    };
    check("Retry-After: 7\r\n", Some(7)).await;
    check("", None).await;
    check("Retry-After: Wed, 21 Oct 2015 07:28:00 GMT\r\n", None).await;
    check("Date: Wed, 21 Oct 2015 07:27:00 GMT\r\nRetry-After: Wed, 21 Oct 2015 07:28:00 GMT\r\n", Some(60)).await;
    check("Date: Wed, 21 Oct 2015 07:29:00 GMT\r\nRetry-After: Wed, 21 Oct 2015 07:28:00 GMT\r\n", None).await;
    check("Retry-After: -1\r\n", None).await;
}

#[tokio::test]
async fn what_is_no_verdict_leaves_the_outcome_unknown() {
    let check = async |reply: Reply, expected: fn(&UnknownReason) -> bool, text: &str| {
        let [written, read] = errors(reply).await;
        for error in [&written, &read] {
            let Error::OutcomeUnknown(unknown) = error else { panic!("{text}: {error:?}") };
            assert!(expected(&unknown.reason), "{text}: {error:?}");
            assert!(error.to_string().contains(text), "{error}");
        }
        assert!(written.may_have_acted() && !read.may_have_acted());
        assert!(written.to_string().contains("before sending it again"), "{written}");
        // The endpoint has an id to look orders up by; this order has none.
        assert!(!written.to_string().contains("clientOid"), "{written}");
        assert!(read.to_string().contains("can be repeated"), "{read}");
    };
    let send = |status: &str, body: &str| Reply::Send(http(status, "", body.as_bytes()));
    let status = |reason: &UnknownReason| matches!(reason, UnknownReason::Status { .. });
    let no_verdict = |reason: &UnknownReason| matches!(reason, UnknownReason::NoVerdict { .. });
    let truncated = |reason: &UnknownReason| matches!(reason, UnknownReason::Truncated(_));
    let lost = |reason: &UnknownReason| matches!(reason, UnknownReason::ConnectionLost(_));

    check(send("502 Bad Gateway", "<html> 502 </html>"), status, "<html> 502 </html>").await;
    check(send("500 Internal Server Error", ""), status, "without a body").await;
    check(send("504 Gateway Timeout", ACCEPTED), status, "504").await;
    check(send("400 Bad Request", ACCEPTED), status, "400").await;
    check(send("408 Request Timeout", ""), status, "408").await;
    check(send("499 Client Closed Request", "<html>"), status, "499").await;
    check(send("500 Internal Server Error", r#"{"code":"1","msg":"oops"}"#), no_verdict, "oops").await;
    check(send("200 OK", r#"{"code":"40010","msg":"Request timed out"}"#), no_verdict, "40010").await;

    let cut = accepted();
    check(Reply::SendAndClose(cut[..cut.len() - 5].to_vec()), truncated, "broke off").await;
    let chunked = b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n9\r\n{\"code\":\"".to_vec();
    check(Reply::SendAndClose(chunked), truncated, "broke off").await;
    let headers = "Content-Encoding: gzip\r\n";
    check(Reply::Send(http("200 OK", headers, b"not gzip at all")), truncated, "decompressed").await;
    let zipped = gzip(ACCEPTED.as_bytes());
    check(Reply::Send(http("200 OK", headers, &zipped[..zipped.len() - 12])), truncated, "broke off").await;

    check(Reply::SendAndClose(Vec::new()), lost, "connection was lost").await;
    check(Reply::SendAndClose(b"HTTP/1.1 200 O".to_vec()), lost, "connection was lost").await;
    check(Reply::SendAndClose(b"SSH-2.0-x\r\n\r\n".to_vec()), lost, "connection was lost").await;
}

#[tokio::test]
async fn answers_that_cannot_be_read_are_told_apart_and_kept() {
    let check = async |body: &[u8], verdict: Verdict, expected: fn(&DecodeReason) -> bool, text: &str| {
        let [written, read] = errors(Reply::Send(http("200 OK", "", body))).await;
        for error in [&written, &read] {
            let Error::Decode(decode) = error else { panic!("{text}: {error:?}") };
            assert!(expected(&decode.reason), "{text}: {error:?}");
            assert_eq!((decode.verdict, &*decode.body), (verdict, body), "{text}");
            assert!(error.to_string().contains(text), "{error}");
        }
        assert!(written.may_have_acted() && !read.may_have_acted());
    };
    let not_json = |reason: &DecodeReason| matches!(reason, DecodeReason::NotJson(_));
    let mismatch = |reason: &DecodeReason| matches!(reason, DecodeReason::Mismatch { .. });
    check(b"", Verdict::None, |reason| *reason == DecodeReason::Empty, "body is empty").await;
    let invalid = |reason: &DecodeReason| matches!(reason, DecodeReason::NotUtf8 { valid_up_to: 9, .. });
    check(b"{\"code\":\"\xff\"}", Verdict::None, invalid, "not UTF-8 after 9 bytes").await;
    check(b"<html>ok</html>", Verdict::None, not_json, "<html>ok</html>").await;
    check(br#"{"code":"00000","data":["1""#, Verdict::None, not_json, "not JSON").await;
    let shape = br#"{"code":"00000","data":["1","x"]}"#;
    check(shape, Verdict::Accepted, mismatch, "$.data[1]").await;
    check(br#"{"data":["1"]}"#, Verdict::None, mismatch, "$").await;
    check(br#"["1"]"#, Verdict::None, mismatch, "$").await;
}

/// Writes whose answers are not wrapped as those of all others.
macro_rules! wrapped {
    ($name:ident, $envelope:expr) => {
        struct $name;

        impl Endpoint for $name {
            type Response = ();
            const META: &'static Meta = &Meta { envelope: $envelope, ..*Place::META };

            fn encode(&self, _params: &mut Params) {}
        }
    };
}

wrapped!(Bare, &Envelope::BARE);
wrapped!(Other, &Envelope { success: Some(("status", &["ok"])), code: &["err"], ..ENVELOPE });

#[tokio::test]
async fn refusals_are_known_where_the_endpoint_has_another_envelope_or_none() {
    let check = async |status: &str, body: &str, expected: fn(Option<&Error>) -> bool| {
        let server = Server::with(status, body).await;
        let client = client(&server);
        let (bare, other) = (client.call(Bare).await.err(), client.call(Other).await.err());
        assert!(expected(bare.as_ref()) && expected(other.as_ref()), "{status} {body}: {bare:?} {other:?}");
    };
    let refused = r#"{"code":"43012","msg":"Insufficient balance"}"#;
    let rejected = |error: Option<&Error>| matches!(error, Some(Error::Rejected(_)));
    check("200 OK", refused, rejected).await;
    check("400 Bad Request", refused, rejected).await;
    // Fields of the same names that are part of an answer.
    let answer = r#"{"status":"ok","code":"43012","data":{}}"#;
    check("200 OK", answer, |error| error.is_none()).await;
}

#[tokio::test]
async fn a_body_that_claims_success_is_never_a_refusal() {
    let server = Server::with("400 Bad Request", r#"{"status":"ok","code":"1","msg":"?","data":{}}"#).await;
    let error = client(&server).call(Other).await.unwrap_err();
    assert!(error.may_have_acted() && matches!(error, Error::OutcomeUnknown(_)), "{error:?}");
}

#[tokio::test]
async fn redirects_are_not_followed() {
    let other = Server::with("200 OK", ACCEPTED).await;
    for status in
        ["301 Moved Permanently", "302 Found", "303 See Other", "307 Temporary Redirect", "308 Permanent Redirect"]
    {
        let location = format!("Location: {}/x?Signature=abc\r\n", other.url);
        let [written, read] = errors(Reply::Send(http(status, &location, b""))).await;
        for error in [&written, &read] {
            let text = error.to_string();
            assert!(text.contains("not followed") && text.contains(&other.url), "{text}");
            assert!(!format!("{error:?} {error}").contains("abc"));
        }
        assert!(written.may_have_acted());
    }
    assert!(other.requests().is_empty());
}

#[tokio::test]
async fn large_answers_are_given_up_where_the_bound_is_passed() {
    let check = async |reply: Vec<u8>, most: usize, fits: bool| {
        let server = Server::start(vec![Reply::SendAndHang(reply)]).await;
        let client = bitget().base_url(&server.url).max_answer_bytes(most).build().unwrap();
        match client.raw_call(RawRequest::new(Method::Get, "/x")).raw().await {
            Ok(answer) => assert!(fits && answer.body.len() <= most),
            Err(Error::OutcomeUnknown(error)) => {
                assert!(
                    !fits && matches!(error.reason, UnknownReason::TooLarge { limit, .. } if limit == most),
                    "{error}"
                );
            }
            Err(error) => panic!("{error:?}"),
        }
    };
    let body = vec![b' '; 100_000];
    check(http("200 OK", "", &body), 100_000, true).await;
    check(http("200 OK", "", &body), 99_999, false).await;
    // The length is announced: not one byte of the body is waited for.
    check(b"HTTP/1.1 200 OK\r\nContent-Length: 999999999\r\n\r\n".to_vec(), 1000, false).await;
    let mut chunked = b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n".to_vec();
    for _ in 0..20 {
        chunked.extend_from_slice(b"64\r\n");
        chunked.extend_from_slice(&[b' '; 100]);
        chunked.extend_from_slice(b"\r\n");
    }
    check(chunked, 1000, false).await;
    // The announced length is a lie, and nothing bounds it.
    let mut lie = b"HTTP/1.1 200 OK\r\nContent-Length: 4611686018427387904\r\n\r\n".to_vec();
    lie.extend_from_slice(&vec![b' '; 1 << 20]);
    let server = Server::start(vec![Reply::SendAndClose(lie)]).await;
    let client = bitget().base_url(&server.url).max_answer_bytes(usize::MAX).build().unwrap();
    let error = client.raw_call(RawRequest::new(Method::Get, "/x")).raw().await.unwrap_err();
    assert!(matches!(&error, Error::OutcomeUnknown(error) if matches!(error.reason, UnknownReason::Truncated(_))));
    let bomb = gzip(&vec![b' '; 50_000_000]);
    assert!(bomb.len() < 60_000);
    check(http("200 OK", "Content-Encoding: gzip\r\n", &bomb), 1 << 20, false).await;
    check(http("200 OK", "Content-Encoding: gzip\r\n", &gzip(&body)), 100_000, true).await;
}

#[tokio::test]
async fn compressed_answers_are_read() {
    let zipped = http("200 OK", "Content-Encoding: gzip\r\n", &gzip(ACCEPTED.as_bytes()));
    let server = Server::start(vec![Reply::Send(zipped)]).await;
    assert_eq!(client(&server).call(orders()).await.unwrap().len(), 2);
    assert!(server.requests()[0].header("accept-encoding").unwrap().contains("gzip"));
}

#[tokio::test]
async fn raw_gives_any_answer_as_it_came() {
    for (status, body) in
        [("200 OK", ACCEPTED), ("403 Forbidden", "<html>"), ("302 Found", ""), ("502 Bad Gateway", "x")]
    {
        let server = Server::start(vec![Reply::Send(http(status, "X-Some: thing\r\n", body.as_bytes()))]).await;
        let answer = client(&server).call(place()).raw().await.unwrap();
        assert_eq!((answer.status.as_str(), &*answer.body), (&status[..3], body.as_bytes()));
        assert_eq!(answer.headers["x-some"], "thing");
    }
}

#[tokio::test]
async fn a_gateway_that_quotes_the_url_does_not_put_keys_into_errors() {
    let server = Server::start(vec![Reply::Hang]).await;
    let preview = htx().base_url(&server.url).build().unwrap();
    let url = preview.call(HtxOrders { symbol: "btc".into() }).preview().await.unwrap().url().to_owned();
    assert!(url.contains(KEY));
    let page = format!("<html>no such page: {} </html>", url.replace('&', "&amp;"));
    let server = Server::with("404 Not Found", &page).await;
    let client = htx().base_url(&server.url).build().unwrap();
    let error = client.call(HtxOrders { symbol: "btc".into() }).await.unwrap_err();
    assert!(error.to_string().contains("AccessKeyId=***"), "{error}");
    assert!(!format!("{error} {error:?}").contains(KEY));
}

#[tokio::test]
async fn secrets_that_an_answer_quotes_do_not_get_into_errors() {
    let quoted = format!("{KEY} and {PASSPHRASE}");
    for (status, body) in [
        ("200 OK", format!(r#"{{"code":"40009","msg":"{quoted}"}}"#)),
        ("200 OK", format!(r#"{{"code":"40010","msg":"{quoted}"}}"#)),
        ("200 OK", format!(r#"{{"code":"00000","data":["{quoted}"]}}"#)),
        ("200 OK", format!("<pre>{quoted}</pre>")),
        ("403 Forbidden", format!("<pre>{quoted}</pre>")),
        ("502 Bad Gateway", format!("<pre>{quoted}</pre>")),
    ] {
        for error in answer(status, &body).await {
            let shown = format!("{error} {error:?}");
            assert!(shown.contains("***") && !shown.contains(KEY) && !shown.contains(PASSPHRASE), "{shown}");
        }
    }
}

fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
    encoder.write_all(bytes).unwrap();
    encoder.finish().unwrap()
}
