//! No cassette holds a key, a secret, a passphrase or a signature, whoever quotes them.

use crate::support::{Tape, bitget, htx, replayed};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD as BASE64;
use exbind::bitget::ProductType;
use exbind::bitget::copy::mix_trader::CurrentTrackingOrders;
use exbind::bitget::mix::order::CancelAllOrders;
use exbind::htx::coin_swap::strategy::CancelTrailingOrders;
use exbind::meta::Method;
use exbind::runtime::cassette::Recorder;
use exbind::runtime::{LimitMode, RawRequest, Retries};
use exbind::value::Secret;
use exbind::{Credentials, bitget, htx};
use exbind_testkit::{ApiKey, MockExchange, Recorded, Reply};
use own_specs::acme;
use own_specs::acme::account::{CreateKey, KeyOwner};
use std::time::Duration;

const RSA: &str = include_str!("../../../runtime/src/sign/testdata/rsa_pkcs8.pem");
const RSA_PUBLIC: &str = include_str!("../mock/keys/rsa_public.pem");
const ED25519: &str = include_str!("../../../runtime/src/sign/testdata/ed25519_v1.pem");
const ED25519_PUBLIC: &str = include_str!("../mock/keys/ed25519_public.pem");

const KEY: &str = "kEy+of/the-User=";
const SECRET: &str = "sEcret+of/the-User=";
const PASSPHRASE: &str = "pHrase+of \"the\"/User=";

/// For the calls that must be answered; the others come to whatever they come to.
const PATIENCE: Duration = Duration::from_secs(30);

/// Answers that give back all that was sent: as JSON, as JSON in JSON, as a page, as bytes, in headers.
fn replies() -> Vec<Reply> {
    let all = |request: &Recorded| {
        let headers = request.headers.iter().map(|(name, value)| format!("{name}: {}\n", value.to_str().unwrap()));
        format!(
            "{} {}?{}\n{}\n{}",
            request.method,
            request.path,
            request.query,
            headers.collect::<String>(),
            request.text()
        )
    };
    let json = |request: &Recorded| {
        let headers = request.headers.iter().map(|(name, value)| (name.as_str(), value.to_str().unwrap()));
        let headers: serde_json::Map<_, _> = headers.map(|(name, value)| (name.to_owned(), value.into())).collect();
        let pairs = ["AccessKeyId", "Signature"].map(|name| request.pair(name));
        serde_json::json!({"headers": headers, "pairs": pairs, "query": request.query, "body": request.text()})
    };
    let quoting = move |status: u16| {
        vec![
            Reply::with(move |request| Reply::http(status, all(request))),
            Reply::with(move |request| Reply::http(status, all(request).replace('&', "&amp;").replace('"', "&quot;"))),
            Reply::with(move |request| Reply::http(status, [b"\xff\xfe", all(request).as_bytes(), b"\x80"].concat())),
            Reply::with(move |request| Reply::http(status, json(request).to_string())),
            Reply::with(move |request| {
                Reply::http(status, serde_json::json!({"msg": json(request).to_string()}).to_string())
            }),
            Reply::with(move |request| {
                Reply::http(status, serde_json::json!({"code": "1", "msg": all(request)}).to_string())
            }),
        ]
    };
    let redirect = Reply::with(|request| Reply::redirect(format!("http://127.0.0.1:9/x?{}", request.query)));
    let headers = Reply::with(|request| {
        let secret = request.header("access-passphrase").unwrap_or("none").to_owned()
            + request.header("access-key").unwrap_or_default();
        let reply = Reply::example().header("Set-Cookie", format!("session={secret}"));
        reply
            .header("X-Forwarded-For", "203.0.113.7")
            .header("Content-Type", secret)
            .header("Date", request.query.clone())
    });
    let faults = [Reply::drop_after_reading(), Reply::example().truncate(5), Reply::hang(), Reply::garbage(KEY)];
    [200, 302, 400, 502]
        .into_iter()
        .flat_map(quoting)
        .chain([Reply::example(), redirect, headers])
        .chain(faults)
        .collect()
}

/// Every secret as it is, in base64, percent-encoded, in JSON.
fn spellings(secret: &str) -> Vec<String> {
    let percent: String = secret
        .bytes()
        .map(|byte| match byte {
            b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'-' | b'_' | b'.' | b'~' => char::from(byte).to_string(),
            _ => format!("%{byte:02X}"),
        })
        .collect();
    let json = serde_json::Value::from(secret).to_string();
    let inner = json[1..json.len() - 1].to_owned();
    vec![BASE64.encode(secret), percent.to_lowercase(), percent, inner.replace('\\', "\\\\"), inner, secret.to_owned()]
}

/// Searches a cassette for all that its calls were signed with.
fn check(tape: &Tape, requests: &[Recorded], own: &[&str]) {
    let signatures = requests.iter().flat_map(|request| {
        let header = |name| request.header(name).map(str::to_owned);
        [
            header("access-sign"),
            header("access-key"),
            header("access-passphrase"),
            request.pair("Signature"),
            request.pair("AccessKeyId"),
        ]
    });
    let mut secrets: Vec<String> = signatures.flatten().chain(own.iter().map(|own| (*own).to_owned())).collect();
    secrets.sort();
    secrets.dedup();
    assert!(secrets.len() > own.len(), "{secrets:?}");
    let text = tape.text();
    for secret in secrets.iter().flat_map(|secret| spellings(secret)) {
        if let Some(at) = text.find(&secret) {
            panic!("{secret} stands in {}", text[..at + secret.len()].lines().last().unwrap());
        }
    }
    for other in ["203.0.113.7", "session="] {
        assert!(!text.contains(other), "{other} stands in {text}");
    }
}

fn lines(pem: &str) -> Vec<&str> {
    pem.lines().filter(|line| !line.starts_with('-')).collect()
}

async fn bitget_calls(key: ApiKey, credentials: Credentials, own: &[&str]) {
    let (tape, mock) = (Tape::default(), bitget().await);
    mock.add_key(key);
    mock.on_path(Method::Post, "/x", Reply::example()).unwrap();
    let recorder = tape.recorder();
    let builder = mock.connect(bitget::Client::builder()).credentials(credentials).record(&recorder);
    let client = builder
        .limit_mode(LimitMode::Off)
        .retries(Retries::none())
        .timeout(Duration::from_millis(300))
        .build()
        .unwrap();
    for reply in replies() {
        for _ in 0..3 {
            mock.next(reply.clone());
        }
        let _ = client.mix().order().cancel_all_orders(CancelAllOrders::new(ProductType::UsdtFutures)).await;
        let _ = client
            .copy()
            .mix_trader()
            .current_tracking_orders(CurrentTrackingOrders::new(ProductType::UsdtFutures))
            .await;
        let body = serde_json::json!({"apiKey": "other-key-1", "passphrase": PASSPHRASE, "note": KEY, "size": "1"});
        let raw = RawRequest::new(Method::Post, "/x")
            .pair("password", "other-key-2")
            .pair("n", KEY)
            .body_json(body.to_string());
        let _ = client.raw_call(raw).await;
    }
    mock.next(Reply::data(
        r#"{"apiKey": "other-key-3", "secretKey": "other-key-4", "list": [{"subAccountApiKey": "other-key-5"}]}"#,
    ));
    client.raw_call(RawRequest::new(Method::Post, "/x")).timeout(PATIENCE).await.unwrap();
    check(&tape, &mock.requests(), &[own, &["other-key"]].concat());
    assert!(recorder.finish().unwrap() > 90);
}

async fn htx_calls(key: ApiKey, credentials: Credentials, own: &[&str]) {
    let (tape, mock) = (Tape::default(), htx().await);
    mock.add_key(key);
    mock.on_path(Method::Get, "/v1/x", Reply::example()).unwrap();
    let recorder = tape.recorder();
    let builder = mock.connect(htx::Client::builder()).credentials(credentials).record(&recorder);
    let client = builder
        .limit_mode(LimitMode::Off)
        .retries(Retries::none())
        .timeout(Duration::from_millis(300))
        .build()
        .unwrap();
    for reply in replies() {
        for _ in 0..2 {
            mock.next(reply.clone());
        }
        let _ = client
            .coin_swap()
            .strategy()
            .cancel_trailing_orders(CancelTrailingOrders::new("BTC-USD", vec!["1".into()]))
            .await;
        let _ = client.raw_call(RawRequest::new(Method::Get, "/v1/x").pair("a", "b c").pair("n", KEY)).await;
    }
    check(&tape, &mock.requests(), own);
    assert!(recorder.finish().unwrap() > 60);
}

#[tokio::test]
async fn none_of_bitgets_with_hmac() {
    let key = ApiKey::new(KEY, SECRET).passphrase(PASSPHRASE);
    bitget_calls(key, Credentials::new(KEY, SECRET).passphrase(PASSPHRASE), &[KEY, SECRET, PASSPHRASE]).await;
}

#[tokio::test]
async fn none_of_bitgets_with_rsa() {
    let key = ApiKey::rsa(KEY, RSA_PUBLIC).unwrap().passphrase(PASSPHRASE);
    let credentials = Credentials::rsa(KEY, RSA).unwrap().passphrase(PASSPHRASE);
    bitget_calls(key, credentials, &[vec![KEY, PASSPHRASE], lines(RSA)].concat()).await;
}

#[tokio::test]
async fn none_of_htxs_with_hmac() {
    htx_calls(ApiKey::new(KEY, SECRET), Credentials::new(KEY, SECRET), &[KEY, SECRET]).await;
}

#[tokio::test]
async fn none_of_htxs_with_ed25519() {
    let key = ApiKey::ed25519(KEY, ED25519_PUBLIC).unwrap();
    htx_calls(key, Credentials::ed25519(KEY, ED25519).unwrap(), &[vec![KEY], lines(ED25519)].concat()).await;
}

const ANSWER: &str = r#"{"key": "opensesame-1", "secret": "opensesame-2", "codes": ["opensesame-3"], "made_at": 17,
    "by_use": {"reset": "opensesame-4"}, "history": [["old", "opensesame-5"]], "other": {"name": "opensesame-6"},
    "sealed": "{\"name\": \"x\", \"proof\": \"opensesame-7\"}"}"#;

fn create(passphrase: &str) -> CreateKey {
    let owner = KeyOwner::new("x").proof("swordfish-2");
    CreateKey::new(passphrase).pin("swordfish-pin").backups(vec![Secret::from("swordfish")]).owner(owner)
}

async fn create_keys(recorder: &Recorder) {
    let mock = MockExchange::start(&acme::EXCHANGE, acme::ENDPOINTS).await.unwrap();
    mock.rate_limits(false);
    let builder = mock.connect(acme::Client::builder()).limit_mode(LimitMode::Off);
    let client = builder.record(recorder).timeout(Duration::from_millis(300)).build().unwrap();
    mock.next(Reply::data(ANSWER));
    client.account().create_key(create("swordfish \"1\"/é")).timeout(PATIENCE).await.unwrap();
    for reply in replies() {
        mock.next(reply);
        let _ = client.account().create_key(create("swordfish \"1\"/é")).await;
    }
    for broken in [format!("{{\"status\": \"ok\", \"data\": {ANSWER}"), ANSWER.replace('"', "'")] {
        mock.next(Reply::body(broken));
        client.account().create_key(create("swordfish \"1\"/é")).await.unwrap_err();
    }
}

#[tokio::test]
async fn none_of_those_that_calls_send_and_make() {
    let tape = Tape::default();
    create_keys(&tape.recorder()).await;
    let text = tape.text();
    for trace in ["swordfish", "opensesame"] {
        assert!(!text.contains(trace), "{text}");
        let encoded = BASE64.encode(trace);
        assert!(!text.contains(&encoded[..8]), "{text}");
    }
    let sent = &tape.calls()[0]["request"]["body"];
    assert_eq!(sent, r#"{"passphrase":"***","pin":"***","backups":["***"],"owner":{"name":"x","proof":"***"}}"#);
    // Whatever the secrets, the call is the same one.
    let client = replayed(acme::Client::builder(), &tape.replay());
    let made = client.account().create_key(create("another")).await.unwrap();
    assert_eq!((made.key.expose(), made.codes.len()), ("***", 1));
}
