//! What is sent, and what is not.

#![allow(clippy::unwrap_used)] // in helpers of tests

mod support;

use exbind_runtime::credentials::{Algorithm, SignFuture, Signer, SignerError};
use exbind_runtime::error::NotSentReason;
use exbind_runtime::meta::{Effect, Method};
use exbind_runtime::{Client, ClientBuilder, Credentials, Error, LimitMode, RawRequest};
use std::time::Duration;
use support::*;

const ODD: &str = " +,/='$~&?#%\"龙虾USDT";
const ODD_ENCODED: &str = "%20%2B%2C%2F%3D%27%24~%26%3F%23%25%22%E9%BE%99%E8%99%BEUSDT";

/// The path and query of a URL.
fn target(url: &str) -> &str {
    let host = url.find("://").unwrap() + 3;
    &url[host + url[host..].find('/').unwrap()..]
}

#[tokio::test]
async fn what_is_signed_is_sent_byte_by_byte() {
    let server = Server::start(vec![Reply::Send(accepted())]).await;
    let client = client(&server);
    let ascii: String = (' '..='~').collect();
    for symbol in [ODD, &ascii, "plain", "\u{0}\n\u{7f}\u{1f980}"] {
        let request = Orders { symbol: symbol.to_owned() };
        let preview = client.call(request.clone()).preview().await.unwrap();
        client.call(request).await.unwrap();
        let arrived = server.requests().pop().unwrap();
        assert_eq!(arrived.target(), target(preview.url()));
        let raw = RawRequest::new(Method::Get, "/api/v2/orders").pair("symbol", symbol);
        client.raw_call(raw).await.unwrap();
        assert_eq!(server.requests().pop().unwrap().target(), arrived.target());
    }
    assert_eq!(server.requests()[0].target(), format!("/api/v2/orders?symbol={ODD_ENCODED}"));
}

#[tokio::test]
async fn a_query_that_holds_the_signature_is_sent_byte_by_byte() {
    let server = Server::start(vec![Reply::Send(http("200 OK", "", br#"{"status":"ok","data":[]}"#))]).await;
    let client = htx().base_url(&server.url).build().unwrap();
    client.call(HtxOrders { symbol: ODD.to_owned() }).await.unwrap();
    let arrived = server.requests().pop().unwrap();
    assert!(arrived.target().contains(&format!("symbol={ODD_ENCODED}")), "{}", arrived.target());
    assert!(arrived.target().contains("&Signature=") || arrived.target().contains("?Signature="));
    assert_eq!(arrived.header("host"), server.url.strip_prefix("http://"));
}

#[tokio::test]
async fn paths_that_clients_rewrite_are_not_sent() {
    let server = Server::start(vec![Reply::Send(accepted())]).await;
    let client = client(&server);
    let sent_as_it_is = ["/", "/a/b-c_d.e~f", "/a%20b", "/a;b=c,d", "//double", "/(x)!$&*+@:"];
    for path in sent_as_it_is {
        client.raw_call(RawRequest::new(Method::Get, path)).await.unwrap();
        assert_eq!(server.requests().pop().unwrap().target(), path);
    }
    let before = server.requests().len();
    for path in
        ["", "x", "/a b", "/a?b=c", "/a#b", "/a/../b", "/./a", "/é", "/a\r\nb: c", "/{a}", "/a|b", "/a\\b", "/%2e%2e/a"]
    {
        let error = client.raw_call(RawRequest::new(Method::Get, path)).await.unwrap_err();
        assert!(
            matches!(&error, Error::NotSent(not) if matches!(not.reason, NotSentReason::Invalid(_))),
            "{path}: {error}"
        );
    }
    assert_eq!(server.requests().len(), before);
}

#[tokio::test]
async fn headers_are_those_that_were_asked_for() {
    let server = Server::start(vec![Reply::Send(accepted())]).await;
    client(&server).call(place()).await.unwrap();
    let plain = server.requests().pop().unwrap();
    for header in ["locale", "X-CHANNEL-API-CODE", "paptrading", "referer", "cookie"] {
        assert_eq!(plain.header(header), None, "{header}");
    }
    assert!(plain.header("user-agent").unwrap().starts_with("exbind/"));
    assert_eq!(plain.header("content-type"), Some("application/json"));
    assert_eq!(plain.body, br#"{"symbol":"BTCUSDT"}"#);
    assert_eq!(plain.header("access-key"), Some(KEY));

    let builder = bitget().base_url(&server.url).demo().locale("en-US").channel("abc").user_agent("bot/1");
    builder.build().unwrap().call(orders()).await.unwrap();
    let full = server.requests().pop().unwrap();
    for (header, value) in
        [("locale", "en-US"), ("x-channel-api-code", "abc"), ("paptrading", "1"), ("user-agent", "bot/1")]
    {
        assert_eq!(full.header(header), Some(value));
    }
    assert_eq!(full.header("content-type"), None);
}

#[tokio::test]
async fn a_preview_is_what_is_sent_and_sends_nothing() {
    let server = Server::start(vec![Reply::Send(accepted())]).await;
    let client = bitget().base_url(&server.url).demo().build().unwrap();
    let preview = client.call(Place { symbol: "it's".to_owned() }).preview().await.unwrap();
    assert!(server.requests().is_empty() && client.usage().is_empty());
    client.call(Place { symbol: "it's".to_owned() }).await.unwrap();
    let arrived = server.requests().pop().unwrap();
    assert_eq!(arrived.target(), target(preview.url()));
    assert_eq!(*preview.body(), arrived.body);
    assert!(arrived.head.starts_with(preview.method().as_str()));
    for (name, value) in preview.headers() {
        let sent = arrived.header(name.as_str()).unwrap();
        // The signature and its time differ from call to call.
        assert_eq!(sent.len(), value.len(), "{name}");
    }
    let curl = preview.to_curl();
    assert!(curl.starts_with(&format!("curl -X POST '{}/api/v2/place'", server.url)), "{curl}");
    assert!(curl.contains(r#"--data-raw '{"symbol":"it'\''s"}'"#), "{curl}");
    assert!(curl.contains("-H 'paptrading: 1'") && curl.contains("-H 'access-sign: ***'"), "{curl}");
    for shown in [curl, format!("{preview:?}")] {
        assert!(![KEY, SECRET, PASSPHRASE].iter().any(|secret| shown.contains(secret)), "{shown}");
        let signature = preview.headers()["access-sign"].to_str().unwrap();
        assert!(!shown.contains(signature));
    }
}

#[tokio::test]
async fn a_preview_of_a_signed_query_is_masked() {
    let client = htx().build().unwrap();
    let preview = client.call(HtxOrders { symbol: "btc".to_owned() }).preview().await.unwrap();
    assert!(preview.url().starts_with("https://api.huobi.pro/v1/order/orders?AccessKeyId=key-of-the-user&"));
    for shown in [preview.to_curl(), format!("{preview:?}")] {
        assert!(shown.contains("AccessKeyId=***") && shown.contains("Signature=***"), "{shown}");
        assert!(shown.contains("symbol=btc") && !shown.contains(KEY), "{shown}");
    }
}

#[tokio::test]
async fn calls_without_time_are_not_sent() {
    let server = Server::start(vec![Reply::Send(accepted())]).await;
    let error = client(&server).call(place()).timeout(Duration::ZERO).await.unwrap_err();
    assert!(!error.may_have_acted() && matches!(error, Error::NotSent(_)));
    assert!(server.requests().is_empty());
}

#[tokio::test]
async fn raw_calls_reach_what_no_spec_covers() {
    let server = Server::start(vec![Reply::Send(accepted())]).await;
    let client = client(&server);
    let body = r#"{ "a": [1.0] }"#;
    let request = RawRequest::new(Method::Post, "/api/new").service("api").pair("x", "1").body_json(body);
    let answer = client.raw_call(request).await.unwrap();
    assert_eq!(answer.get(), r#"["1.5","2"]"#);
    let arrived = server.requests().pop().unwrap();
    assert_eq!((arrived.target(), &*arrived.body), ("/api/new?x=1", body.as_bytes()));
    assert!(arrived.header("access-sign").is_some());
    client.raw_call(RawRequest::new(Method::Get, "/api/public").unsigned()).await.unwrap();
    assert_eq!(server.requests().pop().unwrap().header("access-sign"), None);
}

#[tokio::test]
async fn raw_calls_that_cannot_be_right_are_not_sent() {
    let client = bitget().build().unwrap();
    let check = async |request: RawRequest, expected: &str| {
        let error = client.raw_call(request).await.unwrap_err();
        assert!(matches!(error, Error::NotSent(_)) && error.to_string().contains(expected), "{error}");
    };
    check(RawRequest::new(Method::Post, "/x").body_json("{"), "not JSON").await;
    check(RawRequest::new(Method::Get, "/x").service("spot"), "no service `spot`; it has: api").await;
}

#[tokio::test]
async fn the_effect_of_a_raw_call_decides_what_its_errors_say() {
    let server = Server::start(vec![Reply::Send(http("502 Bad Gateway", "", b""))]).await;
    let client = client(&server);
    let check = async |request: RawRequest, acts: bool| {
        assert_eq!(client.raw_call(request).await.unwrap_err().may_have_acted(), acts);
    };
    check(RawRequest::new(Method::Get, "/x"), false).await;
    for method in [Method::Post, Method::Put, Method::Delete] {
        check(RawRequest::new(method, "/x"), true).await;
        check(RawRequest::new(method, "/x").effect(Effect::Read), false).await;
    }
}

#[tokio::test]
async fn calls_that_cannot_be_signed_are_not_sent() {
    let server = Server::start(vec![Reply::Send(accepted())]).await;
    let nobody = exbind_runtime::ClientBuilder::<Client>::new(&BITGET).base_url(&server.url).build().unwrap();
    let error = nobody.call(place()).await.unwrap_err();
    assert!(error.to_string().contains("ClientBuilder::credentials"), "{error}");
    nobody.raw_call(RawRequest::new(Method::Get, "/x").unsigned()).await.unwrap();
    let error = client(&server).call(HtxOrders { symbol: "x".to_owned() }).await.unwrap_err();
    assert!(error.to_string().contains("endpoint of htx, called on a client of bitget"), "{error}");
    assert_eq!(server.requests().len(), 1);
}

#[tokio::test]
async fn custom_clients_and_transports_are_used() {
    let server = Server::start(vec![Reply::Send(accepted())]).await;
    let provider = std::sync::Arc::new(rustls::crypto::ring::default_provider());
    let tls = rustls::ClientConfig::builder_with_provider(provider).with_safe_default_protocol_versions().unwrap();
    let tls = tls.with_root_certificates(rustls::RootCertStore::empty()).with_no_client_auth();
    let custom = reqwest::Client::builder().tls_backend_preconfigured(tls).no_proxy().build().unwrap();
    let client = bitget().base_url(&server.url).http_client(custom).build().unwrap();
    client.call(place()).await.unwrap();
    assert!(server.requests()[0].header("user-agent").unwrap().starts_with("exbind/"));
}

#[tokio::test]
async fn refusals_for_the_rate_hold_back_later_calls() {
    let busy = http("429 Too Many Requests", "Retry-After: 5\r\n", b"");
    let server = Server::start(vec![Reply::Send(busy)]).await;
    let client = bitget().base_url(&server.url).limit_mode(LimitMode::Refuse).build().unwrap();
    assert!(matches!(client.call(Limited).await, Err(Error::Rejected(_))));
    let error = client.call(Limited).await.unwrap_err();
    let Error::NotSent(not_sent) = &error else { panic!("{error}") };
    assert!(matches!(not_sent.reason, NotSentReason::Limited { .. }));
    assert!(error.retry_after().unwrap() > Duration::from_secs(4));
    assert_eq!(server.requests().len(), 1);
    assert_eq!((client.usage()[0].name, client.usage()[0].used), ("bitget.limited", 1));
}

#[tokio::test]
async fn refusals_for_the_rate_with_another_status_hold_back_too() {
    let server = Server::with("200 OK", r#"{"code":"429","msg":"Too many requests"}"#).await;
    let client = bitget().base_url(&server.url).limit_mode(LimitMode::Refuse).build().unwrap();
    assert!(matches!(client.call(Limited).await, Err(Error::Rejected(_))));
    assert!(matches!(client.call(Limited).await, Err(Error::NotSent(_))));
}

struct Elsewhere {
    hangs: bool,
}

impl Signer for Elsewhere {
    fn algorithm(&self) -> Algorithm {
        Algorithm::HmacSha256
    }

    fn sign<'a>(&'a self, _text: &'a [u8]) -> SignFuture<'a> {
        Box::pin(async {
            if self.hangs {
                std::future::pending::<()>().await;
            }
            Err(SignerError::new("the module is locked"))
        })
    }
}

#[tokio::test]
async fn a_signer_that_fails_or_hangs_means_that_nothing_was_sent() {
    let server = Server::start(vec![Reply::Send(accepted())]).await;
    let check = async |hangs: bool, expected: &str| {
        let credentials = Credentials::signer(KEY, Elsewhere { hangs }).passphrase(PASSPHRASE);
        let builder = ClientBuilder::<Client>::new(&BITGET).credentials(credentials).base_url(&server.url);
        let error = builder.build().unwrap().call(place()).timeout(Duration::from_millis(50)).await.unwrap_err();
        assert!(matches!(error, Error::NotSent(_)) && error.to_string().contains(expected), "{error}");
    };
    check(false, "the module is locked").await;
    check(true, "was over before it was signed").await;
    assert!(server.requests().is_empty());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn one_client_serves_many_tasks() {
    let server = Server::start(vec![Reply::Send(accepted())]).await;
    let client = client(&server);
    let calls: Vec<_> = (0..100).map(|_| tokio::spawn(client.clone().call(place()).into_future())).collect();
    for call in calls {
        call.await.unwrap().unwrap();
    }
    assert_eq!(server.requests().len(), 100);
}
