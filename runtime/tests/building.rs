//! What a client can be built from.

mod support;

use exbind_runtime::error::BoxError;
use exbind_runtime::transport::{Answer, Request, Sending, Transport};
use exbind_runtime::{
    BuildError, Call, Client, ClientBuilder, Credentials, Decoding, Error, Limiter, Preview, RawAnswer,
};
use std::time::Duration;
use support::*;

#[test]
fn everything_can_cross_threads() {
    fn shared<T: Send + Sync + 'static>() {}
    fn sent<T: Send + 'static>() {}
    shared::<Client>();
    shared::<Limiter>();
    shared::<Error>();
    shared::<BuildError>();
    shared::<Preview>();
    shared::<RawAnswer>();
    sent::<Call<Vec<String>>>();
    sent::<Decoding<Vec<String>>>();
    sent::<ClientBuilder>();
}

#[test]
fn what_the_exchange_does_not_have_is_refused() {
    let check = |built: Result<Client, BuildError>, expected: &str| {
        let error = built.unwrap_err().to_string();
        assert!(error.contains(expected), "{error}");
    };
    check(bitget().environment("aws").build(), "bitget has no environment `aws`; it has: main");
    check(htx().environment("tokyo").build(), "it has: aws, main");
    check(htx().service_url("futures", "https://x.com").build(), "it has: contracts, spot");
    check(htx().demo().build(), "htx has no demo trading");
    check(htx().locale("en-US").build(), "htx has no choice of language");
    check(htx().channel("abc").build(), "htx has no channel codes");
    check(bitget().locale("a\nb").build(), "the locale holds a character");
    check(bitget().user_agent("a\u{0}").build(), "the user agent holds");
    check(bitget().base_url("http://api.bitget.com").build(), "allow_plain_http");
    check(bitget().service_url("api", "https://a.com/x").build(), "the URL of service `api` must end after the host");
    let credentials = Credentials::new(KEY, SECRET);
    check(ClientBuilder::new(&BITGET).credentials(credentials).build(), "passphrase");
    check(bitget().proxy("http://user:s3cret@[").build(), "could not be set up");
}

#[test]
fn build_errors_show_no_secrets() {
    let check = |built: Result<Client, BuildError>| {
        let error = built.unwrap_err();
        assert!(!format!("{error} {error:?}").contains("s3cret"), "{error:?}");
    };
    check(bitget().proxy("http://user:s3cret@[").build());
    check(bitget().proxy("s3cret").base_url("https://user:s3cret@x").build());
    check(ClientBuilder::new(&BITGET).credentials(Credentials::new("s3cret\n", "s3cret\n")).build());
}

#[test]
fn a_custom_transport_excludes_settings_of_connections() {
    let conflict = |builder: ClientBuilder| assert!(matches!(builder.build(), Err(BuildError::Conflict)));
    conflict(bitget().transport(Nowhere).transport(Nowhere));
    conflict(bitget().transport(Nowhere).connect_timeout(Duration::from_secs(1)));
    conflict(bitget().transport(Nowhere).proxy("http://127.0.0.1:1"));
    conflict(bitget().transport(Nowhere).pool_idle_timeout(Duration::from_secs(1)));
    conflict(bitget().transport(Nowhere).pool_max_idle_per_host(1));
    conflict(bitget().transport(Nowhere).tcp_nodelay(true));
    conflict(bitget().transport(Nowhere).tcp_keepalive(Duration::from_secs(1)));
    assert!(bitget().transport(Nowhere).timeout(Duration::from_secs(1)).build().is_ok());
}

#[tokio::test]
async fn environments_and_urls_choose_the_host() {
    let check = async |builder: ClientBuilder, expected: &str| {
        let client = builder.transport(Nowhere).build().unwrap();
        let preview = client.call(HtxOrders { symbol: "x".to_owned() }).preview().await.unwrap();
        assert!(preview.url().starts_with(expected), "{}", preview.url());
    };
    check(htx(), "https://api.huobi.pro/v1/").await;
    check(htx().environment("aws"), "https://api-aws.huobi.pro/v1/").await;
    check(htx().base_url("https://a.com"), "https://a.com/v1/").await;
    check(htx().base_url("https://a.com").service_url("spot", "https://b.com/"), "https://b.com/v1/").await;
    check(htx().service_url("contracts", "https://b.com"), "https://api.huobi.pro/v1/").await;
    check(htx().base_url("http://10.0.0.1").allow_plain_http(), "http://10.0.0.1/v1/").await;
}

#[tokio::test]
async fn the_host_is_part_of_the_signature() {
    let signature = async |builder: ClientBuilder| {
        let client = builder.transport(Nowhere).build().unwrap();
        let preview = client.call(HtxOrders { symbol: "x".to_owned() }).preview().await.unwrap();
        preview.url().split_once("Signature=").unwrap().1.to_owned()
    };
    assert_ne!(signature(htx()).await, signature(htx().environment("aws")).await);
}

#[test]
fn clients_and_builders_show_no_secrets() {
    let shown = format!("{:?} {:?}", bitget(), bitget().build().unwrap());
    assert!(![KEY, SECRET, PASSPHRASE].iter().any(|secret| shown.contains(secret)), "{shown}");
}

#[test]
fn an_exchange_has_its_own_client_type() {
    struct Bitget(Client);
    impl From<Client> for Bitget {
        fn from(client: Client) -> Self {
            Self(client)
        }
    }
    let client: Bitget = ClientBuilder::<Bitget>::new(&BITGET).build().unwrap();
    assert_eq!(client.0.exchange().name, "bitget");
}

#[tokio::test]
async fn a_transport_of_ones_own_answers_calls() {
    let client = bitget().transport(Nowhere).build().unwrap();
    assert_eq!(client.call(place()).await.unwrap().len(), 2);
    let failing = bitget().transport(Failing).build().unwrap();
    assert!(!failing.call(place()).await.unwrap_err().may_have_acted());
}

struct Nowhere;

impl Transport for Nowhere {
    fn send(&self, request: Request) -> Sending<'_> {
        assert!(!format!("{request:?}").contains(KEY));
        let (status, headers, body) = (http::StatusCode::OK, http::HeaderMap::new(), ACCEPTED.as_bytes());
        Box::pin(async move { Ok(Answer::new(status, headers, body)) })
    }
}

struct Failing;

impl Transport for Failing {
    fn send(&self, _request: Request) -> Sending<'_> {
        use exbind_runtime::transport::{Fault, Stage, TransportError};
        let cause: BoxError = "no route".into();
        Box::pin(async move { Err(TransportError::new(Fault::NotConnected(Stage::Tcp)).because(cause)) })
    }
}
