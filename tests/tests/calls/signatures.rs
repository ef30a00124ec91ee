//! Signatures of every kind, verified by the mock in its own way.

use crate::support::{bitget, cancel, check_accepted, close, current, htx, trailing, unlimited};
use exbind::credentials::{Algorithm, SignFuture, Signer, SignerError};
use exbind::meta::{ErrorKind, Method, Retry};
use exbind::runtime::RawRequest;
use exbind::{Credentials, Error, bitget, htx};
use exbind_testkit::{API_KEY, API_PASSPHRASE, API_SECRET, ApiKey, MockExchange, Reply};
use ring::signature::Ed25519KeyPair;
use std::time::Duration;

const RSA: &str = include_str!("../../../runtime/src/sign/testdata/rsa_pkcs8.pem");
const RSA_PUBLIC: &str = include_str!("../mock/keys/rsa_public.pem");
const ED25519: &str = include_str!("../../../runtime/src/sign/testdata/ed25519_v1.pem");
const ED25519_PUBLIC: &str = include_str!("../mock/keys/ed25519_public.pem");

const SYMBOLS: [&str; 7] = ["龙虾USDT", " +,/='$~&?#%\"", "BTC-USD", "%41", "a b", "", "!*()[]{}|\\^`<>;:@"];
const PATH: &str = "/api/v2/no/spec";

/// Requests that signatures have failed on: odd values in a query, no parameters at all, a body beyond ASCII.
async fn check_raw_calls(mock: &MockExchange, client: &exbind::Client) {
    for method in [Method::Get, Method::Post, Method::Put, Method::Delete] {
        mock.on_path(method, PATH, Reply::data("true")).unwrap();
        client.raw_call(RawRequest::new(method, PATH)).await.unwrap();
        assert_eq!(mock.requests().pop().unwrap().text(), "");
        let pairs = RawRequest::new(method, PATH).pair("z", "1").pair("a-b", "2").pair("a", "3").pair("Z", "4");
        client.raw_call(pairs).await.unwrap();
        for symbol in SYMBOLS {
            client.raw_call(RawRequest::new(method, PATH).pair("symbol", symbol)).await.unwrap();
            assert_eq!(mock.requests().pop().unwrap().pair("symbol").as_deref(), Some(symbol));
            if method.has_body() {
                let body = format!("{{ \"symbol\": {} }}", serde_json::Value::from(symbol));
                let request = RawRequest::new(method, PATH).pair("symbol", symbol).body_json(&body);
                client.raw_call(request).await.unwrap();
                assert_eq!(mock.requests().pop().unwrap().text(), body);
            }
        }
    }
    check_accepted(mock);
}

async fn check_bitget(key: ApiKey, credentials: Credentials) {
    let mock = bitget().await;
    mock.add_key(key);
    mock.rate_limits(false);
    let client = mock.connect(bitget::Client::builder()).credentials(credentials).build().unwrap();
    client.mix().order().cancel_all_orders(cancel()).await.unwrap();
    for symbol in SYMBOLS {
        client.copy().mix_trader().close_tracking_orders(close().symbol(symbol)).await.unwrap();
        client.copy().mix_trader().current_tracking_orders(current().symbol(symbol)).await.unwrap();
    }
    check_raw_calls(&mock, &client).await;
}

async fn check_htx(key: ApiKey, credentials: Credentials) {
    let mock = htx().await;
    mock.add_key(key);
    mock.rate_limits(false);
    let client = mock.connect(htx::Client::builder()).credentials(credentials).build().unwrap();
    client.coin_swap().strategy().cancel_trailing_orders(trailing()).await.unwrap();
    check_raw_calls(&mock, &client).await;
}

fn passphrase(credentials: Credentials) -> Credentials {
    credentials.passphrase("a phrase: of $ome kind")
}

fn with_phrase(key: ApiKey) -> ApiKey {
    key.passphrase("a phrase: of $ome kind")
}

#[tokio::test]
async fn bitget_accepts_hmac() {
    let secret = "a secret / longer than the block of SHA-256, which is sixty-four bytes long = ✓";
    check_bitget(with_phrase(ApiKey::new("key", secret)), passphrase(Credentials::new("key", secret))).await;
}

#[tokio::test]
async fn bitget_accepts_rsa() {
    let key = ApiKey::rsa("rsa", RSA_PUBLIC).unwrap();
    check_bitget(with_phrase(key), passphrase(Credentials::rsa("rsa", RSA).unwrap())).await;
}

#[tokio::test]
async fn htx_accepts_hmac() {
    let key = "a key+with/odd=signs";
    check_htx(ApiKey::new(key, "secret"), Credentials::new(key, "secret")).await;
}

#[tokio::test]
async fn htx_accepts_ed25519() {
    let key = ApiKey::ed25519("ed", ED25519_PUBLIC).unwrap();
    check_htx(key, Credentials::ed25519("ed", ED25519).unwrap()).await;
}

/// Keeps its key to itself, and takes its time.
struct Remote {
    pair: Ed25519KeyPair,
    delay: Duration,
}

impl Remote {
    fn new(delay: Duration) -> Self {
        let pem: String = ED25519.lines().filter(|line| !line.starts_with('-')).collect();
        let der = base64::Engine::decode(&base64::engine::general_purpose::STANDARD, pem).unwrap();
        Self { pair: Ed25519KeyPair::from_pkcs8_maybe_unchecked(&der).unwrap(), delay }
    }
}

impl Signer for Remote {
    fn algorithm(&self) -> Algorithm {
        Algorithm::Ed25519
    }

    fn sign<'a>(&'a self, text: &'a [u8]) -> SignFuture<'a> {
        Box::pin(async move {
            tokio::time::sleep(self.delay).await;
            Ok(self.pair.sign(text).as_ref().to_vec())
        })
    }
}

#[tokio::test]
async fn a_remote_signer_signs() {
    let remote = Remote::new(Duration::from_millis(1));
    check_htx(ApiKey::ed25519("remote", ED25519_PUBLIC).unwrap(), Credentials::signer("remote", remote)).await;
}

/// Has lost its key.
struct Broken;

impl Signer for Broken {
    fn algorithm(&self) -> Algorithm {
        Algorithm::HmacSha256
    }

    fn sign<'a>(&'a self, _: &'a [u8]) -> SignFuture<'a> {
        Box::pin(async { Err(SignerError::new("the module is locked")) })
    }
}

#[tokio::test]
async fn without_a_signature_nothing_is_sent() {
    let mock = htx().await;
    let check = async |credentials: Credentials, part: &str| {
        let client = mock.connect(htx::Client::builder()).credentials(credentials).build().unwrap();
        let call = client.coin_swap().strategy().cancel_trailing_orders(trailing());
        let error = call.timeout(Duration::from_millis(50)).await.unwrap_err();
        assert!(matches!(&error, Error::NotSent(_)) && error.to_string().contains(part), "{error}");
    };
    check(Credentials::signer("key", Broken), "the module is locked").await;
    check(Credentials::signer("key", Remote::new(Duration::from_secs(60))), "50ms").await;
    assert!(mock.requests().is_empty());
}

#[tokio::test]
async fn the_host_that_is_called_is_the_host_that_is_signed() {
    let mock = htx().await;
    mock.rate_limits(false);
    mock.on_path(Method::Get, PATH, Reply::data("1")).unwrap();
    let (contracts, spot) = (mock.url_of("contracts").unwrap(), mock.url_of("spot").unwrap());
    let port = |url: &str| url.rsplit_once(':').unwrap().1.to_owned();
    // Names beside numbers: the mock listens on both, and each is signed as it is written.
    let other = format!("http://localhost:{}", port(&contracts));
    let urls = [&contracts, &other, &mock.url()].map(String::clone);
    for url in &urls {
        let client = mock.connect(htx::Client::builder()).service_url("contracts", url).build().unwrap();
        client.coin_swap().strategy().cancel_trailing_orders(trailing()).await.unwrap();
        let arrived = mock.requests().pop().unwrap();
        assert_eq!(arrived.header("host"), url.strip_prefix("http://"));
        for (service, expected) in [("contracts", url), ("spot", &spot)] {
            client.raw_call(RawRequest::new(Method::Get, PATH).service(service)).await.unwrap();
            let arrived = mock.requests().pop().unwrap();
            assert_eq!(arrived.header("host"), expected.strip_prefix("http://"));
        }
    }
    check_accepted(&mock);
    assert_eq!(mock.requests().len(), 9);
}

#[tokio::test]
async fn wrong_keys_are_told_to_be_wrong() {
    let phrase = |credentials: Credentials| credentials.passphrase(API_PASSPHRASE);
    let wrong = [
        (phrase(Credentials::new("other", API_SECRET)), "40037"),
        (phrase(Credentials::new(API_KEY, "other")), "40009"),
        (Credentials::new(API_KEY, API_SECRET).passphrase("other"), "40012"),
        (phrase(Credentials::rsa(API_KEY, RSA).unwrap()), "40009"),
    ];
    let mock = bitget().await;
    for (credentials, code) in wrong {
        let client = mock.connect(bitget::Client::builder()).credentials(credentials).build().unwrap();
        check_authentication(client.mix().order().cancel_all_orders(cancel()).await.unwrap_err(), code);
    }
    let wrong = [
        (Credentials::new("other", API_SECRET), "12007"),
        (Credentials::new(API_KEY, "other"), "513"),
        (Credentials::ed25519(API_KEY, ED25519).unwrap(), "12003"),
    ];
    let mock = htx().await;
    for (credentials, code) in wrong {
        let client = mock.connect(htx::Client::builder()).credentials(credentials).build().unwrap();
        let call = client.coin_swap().strategy().cancel_trailing_orders(trailing());
        check_authentication(call.await.unwrap_err(), code);
    }
}

fn check_authentication(error: Error, code: &str) {
    let Error::Rejected(rejected) = &error else { panic!("{code}: {error:?}") };
    assert_eq!(error.code(), Some(code), "{error}");
    assert_eq!((rejected.kind, rejected.retry), (ErrorKind::Authentication, Retry::Never), "{error}");
    assert!(!error.may_have_acted());
}

#[tokio::test]
async fn a_clock_that_is_off_is_told_to_be_off() {
    let check = |error: Error, code: &str| {
        assert!(matches!(error, Error::Rejected(_)), "{error:?}");
        assert_eq!((error.code(), error.kind()), (Some(code), Some(ErrorKind::Timestamp)), "{error}");
        assert_eq!((error.retry(), error.may_have_acted()), (Retry::Resync, false), "{error}");
    };
    let (bitget, htx) = (bitget().await, htx().await);
    let client = unlimited(&bitget, bitget::Client::builder().learn_clock(false));
    let swaps = unlimited(&htx, htx::Client::builder().learn_clock(false));
    let cancel_trailing = || swaps.coin_swap().strategy().cancel_trailing_orders(trailing());
    for move_clock in [MockExchange::clock_ahead, MockExchange::clock_behind] {
        move_clock(&bitget, Duration::from_secs(35));
        check(client.mix().order().cancel_all_orders(cancel()).await.unwrap_err(), "40008");
        move_clock(&bitget, Duration::from_secs(25));
        client.mix().order().cancel_all_orders(cancel()).await.unwrap();
        move_clock(&htx, Duration::from_secs(305));
        check(cancel_trailing().await.unwrap_err(), "12001");
        move_clock(&htx, Duration::from_secs(295));
        cancel_trailing().await.unwrap();
    }
}
