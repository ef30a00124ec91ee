//! What arrives: headers that were asked for, and the bytes that a preview shows.

use crate::support::{bitget, cancel, check_accepted, close, current, htx, trailing, unlimited};
use exbind::runtime::{Call, LimitMode, Preview};
use exbind::{Error, bitget, htx};
use exbind_testkit::{MockExchange, Recorded};
use std::fmt::Debug;

const OWN_HEADERS: [&str; 8] = [
    "access-key",
    "access-sign",
    "access-timestamp",
    "access-passphrase",
    "user-agent",
    "content-type",
    "content-length",
    "host",
];

#[tokio::test]
async fn headers_are_sent_when_they_are_asked_for() {
    let mock = bitget().await;
    let client = unlimited(&mock, bitget::Client::builder());
    client.mix().order().cancel_all_orders(cancel()).await.unwrap();
    let plain = &mock.requests()[0];
    let extra: Vec<_> = plain.headers.keys().filter(|name| !OWN_HEADERS.contains(&name.as_str())).collect();
    assert_eq!(extra, ["accept", "accept-encoding"], "no channel code, no locale, nothing of the library's own");
    assert_eq!(plain.header("user-agent"), Some(concat!("exbind/", env!("CARGO_PKG_VERSION"))));
    assert_eq!(plain.header("content-type"), Some("application/json"));

    let builder = mock.connect(bitget::Client::builder()).limit_mode(LimitMode::Off);
    let all = builder.demo().locale("zh-CN").channel("abc12").user_agent("bot/7").build().unwrap();
    all.copy().mix_trader().current_tracking_orders(current()).await.unwrap();
    let asked = &mock.requests()[1];
    let expected = [("paptrading", "1"), ("locale", "zh-CN"), ("x-channel-api-code", "abc12"), ("user-agent", "bot/7")];
    for (name, value) in expected {
        assert_eq!(asked.header(name), Some(value), "{name}");
    }
    assert_eq!(asked.header("content-type"), None, "a request without body has none");
    check_accepted(&mock);
}

#[tokio::test]
async fn headers_that_an_exchange_lacks_are_refused() {
    let check = |built: Result<htx::Client, exbind::runtime::BuildError>, part: &str| {
        let message = built.unwrap_err().to_string();
        assert!(message.contains("htx") && message.contains(part), "{message}");
    };
    check(htx::Client::builder().demo().build(), "demo trading");
    check(htx::Client::builder().locale("en-US").build(), "language");
    check(htx::Client::builder().channel("abc").build(), "channel");
}

/// The path and query of a URL.
fn target(url: &str) -> &str {
    let host = url.find("://").unwrap() + 3;
    &url[host + url[host..].find('/').unwrap()..]
}

fn arrived_target(arrived: &Recorded) -> String {
    let mark = if arrived.query.is_empty() { "" } else { "?" };
    format!("{}{mark}{}", arrived.path, arrived.query)
}

/// Sends a preview by other means: if that is the request, the mock accepts it.
async fn send(preview: &Preview) -> reqwest::StatusCode {
    let provider = std::sync::Arc::new(rustls::crypto::ring::default_provider());
    let tls = rustls::ClientConfig::builder_with_provider(provider).with_safe_default_protocol_versions().unwrap();
    let tls = tls.with_root_certificates(rustls::RootCertStore::empty()).with_no_client_auth();
    let http = reqwest::Client::builder().tls_backend_preconfigured(tls).no_proxy().build().unwrap();
    let request = http.request(preview.method().clone(), preview.url());
    let request = request.headers(preview.headers().clone()).body(preview.body().clone());
    request.send().await.unwrap().status()
}

/// A preview is sent by other means and the call by its own; both arrive alike, but for time and signature.
async fn check_preview<R: Debug, Q>(mock: &MockExchange, call: impl Fn() -> Call<R, Q>)
where
    Call<R, Q>: IntoFuture<Output = Result<R, Error>>,
{
    mock.clear();
    let preview = call().preview().await.unwrap();
    assert!(mock.requests().is_empty());
    assert_eq!(send(&preview).await, 200);
    call().await.unwrap();
    let [by_hand, called] = &*mock.requests() else { panic!("two requests were sent") };
    assert_eq!(target(preview.url()), arrived_target(by_hand));
    assert_eq!((preview.method().as_str(), preview.body()), (&*called.method, &called.body));
    assert_eq!((&by_hand.path, &by_hand.body), (&called.path, &called.body));
    assert_eq!(timeless(&by_hand.query), timeless(&called.query));
    for (name, value) in preview.headers() {
        let sent = called.headers.get(name).unwrap_or_else(|| panic!("{name} was not sent"));
        let ages = ["access-sign", "access-timestamp"].contains(&name.as_str());
        assert!(if ages { sent.len() == value.len() } else { sent == value }, "{name}");
    }
    check_accepted(mock);
}

fn timeless(query: &str) -> Vec<&str> {
    let ages = |pair: &&str| pair.starts_with("Timestamp=") || pair.starts_with("Signature=");
    query.split('&').filter(|pair| !ages(pair)).collect()
}

#[tokio::test]
async fn a_preview_is_the_request() {
    let mock = bitget().await;
    mock.rate_limits(false);
    let builder = mock.connect(bitget::Client::builder()).limit_mode(LimitMode::Off);
    let client = builder.demo().locale("en-US").channel("abc").build().unwrap();
    let symbol = "龙虾 +,/='$~&?#%\"USDT";
    check_preview(&mock, || client.mix().order().cancel_all_orders(cancel())).await;
    check_preview(&mock, || client.copy().mix_trader().close_tracking_orders(close().symbol(symbol))).await;
    check_preview(&mock, || client.copy().mix_trader().current_tracking_orders(current().symbol(symbol))).await;
    let mock = htx().await;
    let client = unlimited(&mock, htx::Client::builder());
    check_preview(&mock, || client.coin_swap().strategy().cancel_trailing_orders(trailing())).await;
}

#[tokio::test]
async fn curl_shows_the_request_and_masks_its_secrets() {
    let mock = bitget().await;
    let client = unlimited(&mock, bitget::Client::builder());
    let curl = client.mix().order().cancel_all_orders(cancel()).preview().await.unwrap().to_curl();
    let lines: Vec<_> = curl.lines().map(|line| line.trim().trim_end_matches(" \\")).collect();
    assert_eq!(lines[0], format!("curl -X POST '{}/api/v2/mix/order/cancel-all-orders'", mock.url_of("api").unwrap()));
    for line in [
        "-H 'access-key: ***'",
        "-H 'access-sign: ***'",
        "-H 'access-passphrase: ***'",
        "-H 'content-type: application/json'",
    ] {
        assert!(lines.contains(&line), "{curl}");
    }
    assert_eq!(lines.last(), Some(&r#"--data-raw '{"productType":"USDT-FUTURES"}'"#));
    assert!(mock.requests().is_empty());

    let mock = htx().await;
    let client = unlimited(&mock, htx::Client::builder());
    let curl = client.coin_swap().strategy().cancel_trailing_orders(trailing()).preview().await.unwrap().to_curl();
    assert!(curl.contains("?AccessKeyId=***&SignatureMethod=HmacSHA256&"), "{curl}");
    assert!(curl.contains("&Signature=***'"), "{curl}");
}
