//! The mock as a server: what it records, where it listens, what it survives, when it ends.

use crate::wire::{Connection, get, in_query, now_ms, post};
use exbind::{bitget, htx};
use exbind_runtime::meta::{Meta, Method};
use exbind_testkit::{API_KEY, API_PASSPHRASE, API_SECRET, ApiKey, MockExchange, Reply};
use std::sync::Arc;
use std::time::Duration;
use tokio::io::AsyncWriteExt as _;
use tokio::net::TcpStream;
use tokio::time::timeout;

async fn mock() -> MockExchange {
    let mock = MockExchange::start(&bitget::EXCHANGE, bitget::ENDPOINTS).await.unwrap();
    mock.on_path(Method::Get, "/info", Reply::data("1")).unwrap();
    mock.on_path(Method::Post, "/info", Reply::data("1")).unwrap();
    mock
}

#[tokio::test]
async fn requests_are_recorded_as_they_arrive() {
    let mock = mock().await;
    let mut connection = Connection::open(&mock.url()).await;
    connection.ask(&post("/info?a=%20b&c=", r#"{"d": 1}"#).header("Locale", "en-US")).await;
    connection.ask(&get("/nowhere")).await;
    get("/info").to(&mock).await;
    let requests = mock.requests();
    let [first, second, third] = &requests[..] else { panic!("{requests:?}") };
    assert_eq!((first.method.as_str(), first.path.as_str(), first.query.as_str()), ("POST", "/info", "a=%20b&c="));
    assert_eq!((first.endpoint.as_deref(), first.refused.as_deref()), (Some("POST /info"), None));
    assert_eq!((&first.json()["d"], &*first.text()), (&1.into(), r#"{"d": 1}"#));
    assert_eq!((first.pair("a").as_deref(), first.pair("c").as_deref(), first.pair("d")), (Some(" b"), Some(""), None));
    assert_eq!((first.header("locale"), first.header("x")), (Some("en-US"), None));
    assert_eq!(second.endpoint, None);
    assert_eq!(second.refused.as_deref(), Some("nothing is served at /nowhere"));
    assert!(second.json().is_null());
    assert_eq!([first, second, third].map(|request| request.connection), [1, 1, 2]);
    assert!(first.at <= second.at && second.at <= third.at);
    assert_eq!((mock.count("POST /info"), mock.count("GET /info"), mock.count("x")), (1, 1, 0));
    assert_eq!(mock.connections(), 2);
    mock.clear();
    assert!(mock.requests().is_empty());
}

#[tokio::test]
async fn secrets_are_not_printed() {
    let mock = mock().await;
    get("/info").bitget(now_ms()).to(&mock).await;
    get("/info").bitget(0).to(&mock).await;
    get("/info").bitget(now_ms()).header("ACCESS-SIGN", "forged-signature").to(&mock).await;
    let htx = MockExchange::start(&htx::EXCHANGE, &[]).await.unwrap();
    htx.on_path(Method::Get, "/info", Reply::data("1")).unwrap();
    htx.clock_stopped_at(1_700_000_000_000);
    let signed = get("/info").htx("x", "2023-11-14T22%3A13%3A20");
    let forged = get(&signed.target.replace("/info?", "/info?a=1&"));
    assert_eq!((signed.to(&htx).await.status, forged.to(&htx).await.code().1.as_str()), (200, "513"));
    get("/info?%41ccessKeyId=mock-api-key&b=2").to(&htx).await;
    let key = ApiKey::new(API_KEY, API_SECRET).passphrase(API_PASSPHRASE);
    let printed = format!("{:?} {:?} {mock:?} {key:?} {:?}", mock.requests(), htx.requests(), mock.refused());
    let signatures: Vec<_> = mock.requests().iter().map(|r| r.header("access-sign").unwrap().to_owned()).collect();
    let pair = htx.requests()[0].pair("Signature").unwrap();
    let secrets = [API_KEY, API_SECRET, API_PASSPHRASE, &pair, &in_query(&pair)];
    for secret in secrets.into_iter().chain(signatures.iter().map(String::as_str)) {
        assert!(!printed.contains(secret), "{secret} in {printed}");
    }
    for shown in ["access-timestamp", "SignatureMethod=HmacSHA256", "a=1", "b=2", "is not one of"] {
        assert!(printed.contains(shown), "{shown} not in {printed}");
    }
}

const SPOT: Meta = Meta { id: "spot", service: "spot", path: "/a", exchange: &htx::EXCHANGE, ..Meta::BASE };
const CONTRACTS: Meta = Meta { id: "contracts", service: "contracts", ..SPOT };
const ONLY_SPOT: Meta = Meta { id: "only_spot", path: "/b", ..SPOT };

#[tokio::test]
async fn services_have_addresses_of_their_own() {
    let mock = MockExchange::start(&htx::EXCHANGE, &[&SPOT, &CONTRACTS, &ONLY_SPOT]).await.unwrap();
    for id in ["spot", "contracts", "only_spot"] {
        mock.on(id, Reply::data(format!("{id:?}"))).unwrap();
    }
    let check = async |url: String, path: &str, expected: &str| {
        let answer = get(path).to_url(&url).await;
        let found = if answer.status == 200 { answer.json().to_string() } else { answer.status.to_string() };
        assert_eq!(found.trim_matches('"'), expected, "{url} {path}");
    };
    let (spot, contracts) = (mock.url_of("spot").unwrap(), mock.url_of("contracts").unwrap());
    check(mock.url(), "/a", "spot").await;
    check(spot.clone(), "/a", "spot").await;
    check(contracts.clone(), "/a", "contracts").await;
    check(mock.url(), "/b", "only_spot").await;
    check(spot, "/b", "only_spot").await;
    check(contracts, "/b", "404").await;
    assert_eq!(mock.url_of("futures"), None);
}

#[tokio::test]
async fn odd_bytes_break_nothing() {
    let mock = mock().await;
    let long = "x".repeat(100_000);
    let odd: Vec<Vec<u8>> = vec![
        b"".into(),
        b"\0\0\0\0".into(),
        b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03".into(),
        b"GET\r\n\r\n".into(),
        b"GET /info HTTP/1.1\r\n\r\n".into(),
        b"GET info HTTP/1.1\r\nHost: x\r\n\r\n".into(),
        b"GET /info HTTP/9.9\r\nHost: x\r\n\r\n".into(),
        b"OPTIONS * HTTP/1.1\r\nHost: x\r\n\r\n".into(),
        b"CONNECT x:443 HTTP/1.1\r\nHost: x\r\n\r\n".into(),
        b"HEAD / HTTP/1.1\r\nHost: x\r\n\r\n".into(),
        b"GET http://other/info HTTP/1.1\r\nHost: x\r\n\r\n".into(),
        b"GET /\xff\xfe?\xff HTTP/1.1\r\nHost: x\r\n\r\n".into(),
        b"GET /%?%%% HTTP/1.1\r\nHost: x\r\nACCESS-KEY: \xff\r\nACCESS-SIGN: \xff\r\n\r\n".into(),
        b"POST /info HTTP/1.1\r\nHost: x\r\nContent-Length: 99\r\n\r\nhalf".into(),
        b"POST /info HTTP/1.1\r\nHost: x\r\nContent-Length: -1\r\n\r\n".into(),
        b"POST /info HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\nZZ\r\n".into(),
        format!("GET /{long} HTTP/1.1\r\nHost: x\r\n\r\n").into(),
        format!("GET /info HTTP/1.1\r\nHost: x\r\nX: {long}{long}{long}{long}{long}\r\n\r\n").into(),
        format!("POST {} HTTP/1.1\r\nHost: x\r\nContent-Length: 200000\r\n\r\n{}", "/info", "[".repeat(200_000)).into(),
    ];
    for bytes in odd {
        let mut connection = Connection::open(&mock.url()).await;
        // The mock may have hung up before it read everything.
        let _ = connection.0.write_all(&bytes).await;
        let _ = connection.0.shutdown().await;
        let _ = timeout(Duration::from_secs(5), connection.rest()).await.unwrap();
    }
    assert_eq!(get("/info").to(&mock).await.status, 200);
}

#[tokio::test]
async fn deep_json_is_refused_not_followed() {
    let mock = mock().await;
    let deep = format!(r#"{{"productType": {}1{}}}"#, "[".repeat(100_000), "]".repeat(100_000));
    let sent = post("/api/v2/mix/order/cancel-all-orders", &deep).bitget(now_ms());
    assert_eq!(sent.to(&mock).await.code(), (400, "40017".to_owned()));
}

#[tokio::test]
async fn it_stops_when_it_is_dropped() {
    let mock = mock().await;
    mock.next(Reply::hang());
    let (url, service) = (mock.url(), mock.url_of("api").unwrap());
    let mut hanging = Connection::open(&url).await;
    hanging.write(&get("/info").bytes()).await;
    mock.wait_for_requests(1).await;
    drop(mock);
    assert_eq!(hanging.rest().await.0, b"");
    for url in [url, service] {
        let refused = async {
            while TcpStream::connect(url.strip_prefix("http://").unwrap()).await.is_ok() {
                tokio::task::yield_now().await;
            }
        };
        timeout(Duration::from_secs(5), refused).await.unwrap();
    }
}

#[tokio::test]
async fn many_run_side_by_side() {
    let mut mocks = Vec::new();
    for number in 0..20 {
        let mock = MockExchange::start(&bitget::EXCHANGE, &[]).await.unwrap();
        mock.on_path(Method::Get, "/number", Reply::data(number.to_string())).unwrap();
        mocks.push(mock);
    }
    for (number, mock) in mocks.iter().enumerate() {
        assert_eq!(get("/number").to(mock).await.json()["data"], number);
        assert_eq!(mock.requests().len(), 1);
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_hundred_calls_at_once_are_all_answered_and_recorded() {
    let mock = Arc::new(mock().await);
    let calls: Vec<_> = (0..100)
        .map(|number| {
            let mock = Arc::clone(&mock);
            tokio::spawn(async move {
                let sent = get(&format!("/info?number={number}")).bitget(now_ms());
                sent.to(&mock).await.status
            })
        })
        .collect();
    mock.wait_for_requests(100).await;
    for call in calls {
        assert_eq!(call.await.unwrap(), 200);
    }
    let mut numbers: Vec<usize> =
        mock.requests().iter().map(|request| request.pair("number").unwrap().parse().unwrap()).collect();
    numbers.sort_unstable();
    assert!(numbers.into_iter().eq(0..100));
    assert_eq!(mock.connections(), 100);
}

#[test]
fn it_can_be_shared_between_threads() {
    fn check<T: Send + Sync + 'static>() {}
    check::<MockExchange>();
    check::<Reply>();
    check::<ApiKey>();
}
