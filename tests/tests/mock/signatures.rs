//! Who signs right gets in, and who does not gets the exchange's own refusal.
//!
//! Signatures in tables come from Python's `hmac` and `urllib.parse.quote`, and from `openssl dgst -sha256 -sign`
//! (RSA) and `openssl pkeyutl -sign -rawin` (Ed25519) with the keys in `runtime/src/sign/testdata`.

mod htx;

use crate::wire::{Sent, get, hmac, post};
use exbind::bitget;
use exbind_runtime::meta::{Exchange, Method};
use exbind_testkit::{API_KEY, ApiKey, MockError, MockExchange, Reply};
use std::time::Duration;

const SECRET: &str = "4c1f0e8e-throwaway-secret";
const RSA: &str = include_str!("keys/rsa_public.pem");
const ED25519: &str = include_str!("keys/ed25519_public.pem");
/// 2023-11-14T22:13:20.123Z
const TIME: i64 = 1_700_000_000_123;
const BEYOND_ASCII: &str = r#"{"symbol":"龙虾USDT","note":"naïve – ✓"}"#;

/// A mock with one path, the key of the vectors, and their time.
async fn mock(exchange: &'static Exchange, method: Method, path: &str, key: ApiKey) -> MockExchange {
    let mock = MockExchange::start(exchange, &[]).await.unwrap();
    mock.on_path(method, path, Reply::data("1")).unwrap();
    mock.add_key(key);
    mock.clock_stopped_at(TIME);
    mock
}

fn method(sent: &Sent) -> Method {
    if sent.method == "GET" { Method::Get } else { Method::Post }
}

/// Sends a request to a mock that serves just its path.
async fn code(exchange: &'static Exchange, key: ApiKey, sent: &Sent) -> (u16, String) {
    let path = sent.target.split('?').next().unwrap();
    let mock = mock(exchange, method(sent), path, key).await;
    sent.to(&mock).await.code()
}

fn bitget_key() -> ApiKey {
    ApiKey::new("vector-key", SECRET).passphrase("phrase")
}

fn bitget_signed(sent: Sent, signature: &str) -> Sent {
    sent.header("ACCESS-KEY", "vector-key")
        .header("ACCESS-SIGN", signature)
        .header("ACCESS-TIMESTAMP", TIME.to_string())
        .header("ACCESS-PASSPHRASE", "phrase")
}

fn ok() -> (u16, String) {
    (200, "00000".to_owned())
}

#[tokio::test]
async fn bitget_signatures_of_python_are_accepted() {
    let odd = "/api/v2/trade/fills?z=1&a=2&note=a%20b%2Bc%2Cd%2Fe%3Df%27g%24h~i%26%3F%25";
    let candles = "/api/v2/candles?symbol=%E9%BE%99%E8%99%BEUSDT&granularity=1min";
    let cases = [
        (get("/api/v2/spot/account/info"), "vTzE5meGOjHXQVbfTzjyhgnnLIp0aI+liJTjcUb4TIo="),
        (get("/api/v2/trade/fills?symbol=&limit=5&idLessThan="), "ouMITCWBWDbHU3T/egKuu1imuHe1IWCLJrDwekgsHMw="),
        (get(odd), "hJ8Xnh8Ai7HxfvzhSl3GP3VIVOwa0ewxcAfirWMDvmw="),
        (get(candles), "IQyMo59Fdhkiyz3IbydaAYeadggqLL6r+j1w9lhLinY="),
        (post("/api/v2/order", "{}"), "ZPfORdoeWwYu8ee8+EkCOj6juzwcHoyh6lgYAa2Thtg="),
        (post("/api/v2/order", ""), "9IhGIBlsjTFkC2a8tZCg3+jCc0VYnecCW/NdKfKvJTQ="),
        (post("/api/v2/order", BEYOND_ASCII), "3Fb/L181mz2PSozXAgggCbgdTyZrRQdJxl4drIrA3VQ="),
        (post("/api/v2/order?a=b%20c", r#"{"size": "0.5"}"#), "YO513oQSjjg5+TOzCJbvKVtbKiMn0e/D2CRojvuov0U="),
    ];
    for (sent, signature) in cases {
        let signed = bitget_signed(sent, signature);
        assert_eq!(code(&bitget::EXCHANGE, bitget_key(), &signed).await, ok(), "{signed:?}");
    }
}

#[tokio::test]
async fn bitget_signatures_of_anything_else_are_refused() {
    let signed = |sent: Sent, text: &str| bitget_signed(sent, &hmac(SECRET, text));
    let orders = "/api/v2/orders?symbol=%E9%BE%99&b=1&a=2";
    let right = format!("{TIME}GET/api/v2/orders?symbol=龙&b=1&a=2");
    assert_eq!(code(&bitget::EXCHANGE, bitget_key(), &signed(get(orders), &right)).await, ok());
    let body = r#"{"size":"1"}"#;
    let cases = [
        (get(orders), format!("{TIME}GET{orders}")),
        (get(orders), format!("{TIME}GET/api/v2/orders?a=2&b=1&symbol=龙")),
        (get(orders), format!("{TIME}GET/api/v2/orders")),
        (get(orders), format!("{TIME}get/api/v2/orders?symbol=龙&b=1&a=2")),
        (get(orders), format!("{}GET/api/v2/orders?symbol=龙&b=1&a=2", TIME + 1)),
        (get(orders), format!("{right}{{}}")),
        (get("/api/v2/orders?"), format!("{TIME}GET/api/v2/orders?")),
        (get("/api/v2/orders?"), format!("{TIME}GET/api/v2/orders")),
        (get("/api/v2/orders"), format!("{TIME}GET/api/v2/orders?")),
        (get("/api/v2/orders?a=%4"), format!("{TIME}GET/api/v2/orders?a=%4")),
        (post("/api/v2/order", body), format!("{TIME}POST/api/v2/order")),
        (post("/api/v2/order", body), format!(r#"{TIME}POST/api/v2/order{{"size": "1"}}"#)),
        (post("/api/v2/order", ""), format!("{TIME}POST/api/v2/order{{}}")),
    ];
    for (sent, text) in cases {
        let signed = signed(sent, &text);
        let expected = (401, "40009".to_owned());
        assert_eq!(code(&bitget::EXCHANGE, bitget_key(), &signed).await, expected, "{signed:?}");
    }
}

#[tokio::test]
async fn each_fault_of_bitget_headers_has_its_code() {
    let text = format!("{TIME}GET/api/v2/info");
    let right = bitget_signed(get("/api/v2/info"), &hmac(SECRET, &text));
    let hex = text.bytes().map(|byte| format!("{byte:02x}")).collect::<String>();
    let twice =
        Sent { headers: [right.headers.clone(), vec![("access-key", "other".into())]].concat(), ..right.clone() };
    let cases = [
        (right.clone(), 200, "00000"),
        (right.clone().header("ACCESS-KEY", ""), 401, "40001"),
        (right.clone().header("ACCESS-SIGN", ""), 401, "40003"),
        (right.clone().header("ACCESS-TIMESTAMP", ""), 400, "40005"),
        (right.clone().header("ACCESS-PASSPHRASE", ""), 401, "40011"),
        (right.clone().header("ACCESS-KEY", "no such key"), 401, "40037"),
        (right.clone().header("ACCESS-PASSPHRASE", "Phrase"), 401, "40012"),
        (right.clone().header("ACCESS-TIMESTAMP", "2023-11-14T22:13:20Z"), 400, "40005"),
        (right.clone().header("ACCESS-TIMESTAMP", "-5"), 400, "40005"),
        (right.clone().header("ACCESS-TIMESTAMP", "99999999999999999999"), 400, "40005"),
        (right.clone().header("ACCESS-TIMESTAMP", "1700000000.123"), 400, "40005"),
        (right.clone().header("ACCESS-SIGN", "not base64!"), 401, "40009"),
        (right.clone().header("ACCESS-SIGN", hex), 401, "40009"),
        (right.clone().header("ACCESS-SIGN", hmac("another secret", &text)), 401, "40009"),
        (twice, 401, "40001"),
    ];
    for (sent, status, expected) in cases {
        let found = code(&bitget::EXCHANGE, bitget_key(), &sent).await;
        assert_eq!(found, (status, expected.to_owned()), "{sent:?}");
    }
}

#[tokio::test]
async fn bitget_takes_times_within_its_window() {
    let mock = mock(&bitget::EXCHANGE, Method::Get, "/api/v2/info", bitget_key()).await;
    let check = async |off: i64, expected: (u16, &str)| {
        let time = TIME + off;
        let sent = bitget_signed(get("/api/v2/info"), &hmac(SECRET, &format!("{time}GET/api/v2/info")));
        let answer = sent.header("ACCESS-TIMESTAMP", time.to_string()).to(&mock).await;
        assert_eq!(answer.code(), (expected.0, expected.1.to_owned()), "{off}");
    };
    for off in [0, 30_000, -30_000] {
        check(off, (200, "00000")).await;
    }
    for off in [30_001, -30_001, 10_000_000_000_000, -TIME] {
        check(off, (400, "40008")).await;
    }
    mock.timestamp_window(Duration::from_secs(1));
    check(1000, (200, "00000")).await;
    check(-1001, (400, "40008")).await;
}

#[tokio::test]
async fn clocks_run_ahead_and_behind() {
    let mock = MockExchange::start(&bitget::EXCHANGE, &[]).await.unwrap();
    mock.on_path(Method::Get, "/api/v2/info", Reply::data("1")).unwrap();
    let check = async |off: i64, expected: u16| {
        let sent = get("/api/v2/info").bitget(crate::wire::now_ms() + off);
        assert_eq!(sent.to(&mock).await.status, expected, "{off}");
    };
    check(0, 200).await;
    mock.clock_ahead(Duration::from_secs(3600));
    check(0, 400).await;
    check(3_600_000, 200).await;
    mock.clock_behind(Duration::from_secs(3600));
    check(0, 400).await;
    check(-3_600_000, 200).await;
    mock.clock_behind(Duration::MAX);
    check(0, 400).await;
}

const RSA_CANDLES: &str = "\
    YgQFQ6rHpQl2Cutj0Lkn0ghLu7PIq51Nx9bBQMKK2VO9cNXt1cdu9DXLVx9dHmb/7iZdlqwpLUqIn45q/Mjn9cMsP/B5Upj43uS+WvwY20nsMq\
    r8VjGo0rbcmB09dGfHB2UJtV06uxtmqBRS+CD3vrVdYcIMaX1Pkb+UA86KKrOQS8ArfcnqU2dbX7p/Q/B8u0IXlWmvdKMPn+8IFx0kvQZWskHp\
    BJXjYpSycv5Rrz5G5oCH1Y2luNGkIN/F3LJbx5ONHDb1xriIjBr6HOauuhX4hX/9C/KdYcsVJYOWB7xZQwP9OI4Rx4BSotvPRSIt7edchd3yiM\
    1b5GgaipEfdg==";

#[tokio::test]
async fn bitget_takes_rsa_signatures_of_openssl() {
    let key = || ApiKey::rsa("vector-key", RSA).unwrap().passphrase("phrase");
    let candles = |symbol: &str| get(&format!("/api/v2/candles?symbol={symbol}USDT&granularity=1min"));
    let right = bitget_signed(candles("%E9%BE%99%E8%99%BE"), RSA_CANDLES);
    assert_eq!(code(&bitget::EXCHANGE, key(), &right).await, ok());
    let other = bitget_signed(candles("BTC"), RSA_CANDLES);
    assert_eq!(code(&bitget::EXCHANGE, key(), &other).await, (401, "40009".to_owned()));
}

#[test]
fn public_keys_are_read_or_refused_with_a_reason() {
    let check = |key: Result<ApiKey, MockError>, expected: &str| {
        let message = key.unwrap_err().to_string();
        assert!(message.contains(expected), "{message}");
    };
    check(ApiKey::rsa("k", ED25519), "another algorithm");
    check(ApiKey::ed25519("k", RSA), "another algorithm");
    check(ApiKey::rsa("k", ""), "BEGIN PUBLIC KEY");
    check(ApiKey::rsa("k", "-----BEGIN PUBLIC KEY-----\nAAAA"), "END PUBLIC KEY");
    check(ApiKey::rsa("k", "-----BEGIN PUBLIC KEY-----\n!\n-----END PUBLIC KEY-----"), "base64");
    for (end, _) in RSA.char_indices().filter(|(at, _)| *at > 28 && *at < RSA.len() - 26) {
        let cut = format!("{}\n-----END PUBLIC KEY-----\n", &RSA[..end]);
        check(ApiKey::rsa("k", &cut), "the public key is not");
    }
}

#[tokio::test]
async fn a_key_is_replaced_by_one_of_its_name() {
    let mock = mock(&bitget::EXCHANGE, Method::Get, "/api/v2/info", bitget_key()).await;
    let sent = get("/api/v2/info").bitget(TIME);
    assert_eq!(sent.to(&mock).await.status, 200);
    mock.add_key(ApiKey::new(API_KEY, "another secret"));
    assert_eq!(sent.to(&mock).await.code(), (401, "40009".to_owned()));
}
