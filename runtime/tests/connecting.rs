//! Connections: kept, lost, refused, through proxies; and calls that are given up.

#![allow(clippy::unwrap_used)] // in helpers of tests

mod support;

use exbind_runtime::error::{NotSentReason, UnknownReason};
use exbind_runtime::transport::Stage;
use exbind_runtime::{Client, Error, Limiter};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};
use support::*;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpListener;
use tokio::time::sleep;

#[tokio::test]
async fn connections_are_kept_and_a_closed_one_costs_no_second_order() {
    // Announces to keep the connection, and closes it.
    let server = Server::start(vec![Reply::SendAndClose(accepted())]).await;
    let client = client(&server);
    for round in 1..=30 {
        match client.call(place()).await {
            Ok(_) => {}
            Err(Error::OutcomeUnknown(_)) => {}
            Err(error) => panic!("{error}"),
        }
        assert!(server.requests().len() <= round, "an order was sent twice");
        tokio::time::sleep(Duration::from_millis(u64::try_from(round).unwrap() % 4)).await;
    }
    let kept = Server::start(vec![Reply::Send(accepted())]).await;
    let client = support::client(&kept);
    for _ in 0..5 {
        client.call(place()).await.unwrap();
    }
    assert_eq!((kept.requests().len(), *kept.connections.lock().unwrap()), (5, 1));
}

#[tokio::test]
async fn an_order_whose_connection_dies_is_not_sent_again() {
    let server = Server::start(vec![Reply::Send(accepted()), Reply::SendAndClose(Vec::new())]).await;
    let client = client(&server);
    client.call(place()).await.unwrap();
    let error = client.call(place()).await.unwrap_err();
    assert!(error.may_have_acted(), "{error}");
    tokio::time::sleep(Duration::from_millis(50)).await;
    assert_eq!(server.requests().len(), 2);
}

#[tokio::test]
async fn a_call_ends_with_its_time() {
    let body = http("200 OK", "", ACCEPTED.as_bytes());
    for reply in
        [Reply::Hang, Reply::SendAndHang(body[..30].to_vec()), Reply::SendAndHang(body[..body.len() - 4].to_vec())]
    {
        let server = Server::start(vec![reply]).await;
        let start = Instant::now();
        let error = client(&server).call(place()).timeout(Duration::from_millis(100)).await.unwrap_err();
        assert!(start.elapsed() < Duration::from_secs(2));
        let Error::OutcomeUnknown(unknown) = &error else { panic!("{error:?}") };
        assert!(matches!(unknown.reason, UnknownReason::TimedOut(timeout) if timeout == Duration::from_millis(100)));
    }
}

#[tokio::test]
async fn a_connection_refused_means_that_nothing_was_sent() {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    drop(listener);
    let client = bitget().base_url(&url).build().unwrap();
    check_stage(&client, Stage::Tcp, &url).await;
    let warm_up = client.warm_up().await.unwrap_err();
    assert!(matches!(warm_up, Error::NotSent(_)), "{warm_up}");
    check_stage(&bitget().proxy(&url).build().unwrap(), Stage::Proxy, "https://api.bitget.com").await;
}

#[tokio::test]
async fn no_tls_means_that_nothing_was_sent() {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("https://{}", listener.local_addr().unwrap());
    let server = tokio::spawn(async move {
        let (mut stream, _) = listener.accept().await.unwrap();
        stream.write_all(&http("400 Bad Request", "", b"speak plainly")).await.unwrap();
    });
    check_stage(&bitget().base_url(&url).build().unwrap(), Stage::Tls, &url).await;
    server.await.unwrap();
}

async fn check_stage(client: &Client, expected: Stage, address: &str) {
    let error = client.call(place()).await.unwrap_err();
    let Error::NotSent(not_sent) = &error else { panic!("{error:?}") };
    assert!(
        matches!(&not_sent.reason, NotSentReason::NotConnected { stage, host, .. } if *stage == expected && host == address),
        "{error:?}"
    );
    assert!(std::error::Error::source(&error).is_some());
}

#[tokio::test]
async fn connecting_that_takes_too_long_means_that_nothing_was_sent() {
    // Accepts and never speaks TLS.
    let server = Server::start(vec![Reply::Hang]).await;
    let url = server.url.replace("http://", "https://");
    let client = bitget().base_url(&url).connect_timeout(Duration::from_millis(100)).build().unwrap();
    check_stage(&client, Stage::TimedOut, &url).await;
}

#[tokio::test]
async fn a_call_given_up_leaves_connections_and_quotas_usable() {
    let done = http("200 OK", "", br#"{"code":"00000","data":null}"#);
    let server = Server::start(vec![Reply::Send(done.clone()), Reply::Hang, Reply::Send(done)]).await;
    let client = client(&server);
    drop(client.call(Limited).into_future());
    assert!(client.usage().is_empty());
    client.call(Limited).await.unwrap();
    // Given up while the server thinks.
    let call = tokio::spawn(client.call(Limited).into_future());
    while server.requests().len() < 2 {
        tokio::time::sleep(Duration::from_millis(1)).await;
    }
    call.abort();
    assert!(call.await.unwrap_err().is_cancelled());
    // Given up at any point on the way.
    for micros in 0..50 {
        let call = client.call(orders()).into_future();
        let _ = tokio::time::timeout(Duration::from_micros(micros * 20), call).await;
    }
    client.call(Limited).await.unwrap();
    assert_eq!(client.usage()[0].used, 3);
}

#[tokio::test]
async fn plain_calls_go_through_the_proxy_that_was_set() {
    let proxy = Server::start(vec![Reply::Send(accepted())]).await;
    let client = bitget().base_url("http://127.0.0.1:9").proxy(&proxy.url).build().unwrap();
    client.call(place()).await.unwrap();
    assert!(proxy.requests()[0].head.starts_with("POST http://127.0.0.1:9/api/v2/place HTTP/1.1"));
}

#[tokio::test]
async fn secure_calls_ask_the_proxy_for_a_tunnel() {
    let proxy = Server::start(vec![Reply::SendAndClose(http("407 Proxy Authentication Required", "", b""))]).await;
    let client = bitget().proxy(&proxy.url).build().unwrap();
    check_stage(&client, Stage::Proxy, "https://api.bitget.com").await;
    let arrived = proxy.requests();
    assert!(arrived[0].head.starts_with("CONNECT api.bitget.com:443 "), "{arrived:?}");
    assert!(!arrived[0].head.contains(KEY));
}

#[tokio::test]
async fn calls_can_go_through_a_socks_proxy() {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("socks5://{}", listener.local_addr().unwrap());
    let proxy = tokio::spawn(async move {
        let (mut stream, _) = listener.accept().await.unwrap();
        let mut greeting = [0; 3];
        stream.read_exact(&mut greeting).await.unwrap();
        stream.write_all(&[5, 0]).await.unwrap();
        let mut request = [0; 10];
        stream.read_exact(&mut request).await.unwrap();
        stream.write_all(&[5, 0, 0, 1, 127, 0, 0, 1, 0, 9]).await.unwrap();
        let mut head = [0; 22];
        stream.read_exact(&mut head).await.unwrap();
        stream.write_all(&accepted()).await.unwrap();
        (request, head)
    });
    let client = bitget().base_url("http://127.0.0.1:9").proxy(url).build().unwrap();
    client.call(place()).await.unwrap();
    let (request, head) = proxy.await.unwrap();
    assert_eq!(request, [5, 1, 0, 1, 127, 0, 0, 1, 0, 9]);
    assert_eq!(&head, b"POST /api/v2/place HTT");
}

#[tokio::test]
async fn warming_up_opens_a_connection_that_calls_use() {
    let server = Server::start(vec![Reply::Send(http("404 Not Found", "", b"")), Reply::Send(accepted())]).await;
    let client = client(&server);
    client.warm_up().await.unwrap();
    client.call(place()).await.unwrap();
    let arrived = server.requests();
    assert!(arrived[0].head.starts_with("HEAD / HTTP/1.1"));
    assert_eq!(arrived[0].header("access-key"), None);
    assert_eq!(*server.connections.lock().unwrap(), 1);
}

#[tokio::test]
async fn no_time_is_too_long_to_be_set() {
    static OVERFLOWS: AtomicUsize = AtomicUsize::new(0);
    let before = std::panic::take_hook();
    std::panic::set_hook(Box::new(move |panic| {
        OVERFLOWS.fetch_add(usize::from(panic.to_string().contains("overflow")), Ordering::SeqCst);
        before(panic);
    }));
    let server = Server::start(vec![Reply::Send(accepted())]).await;
    let forever = Duration::MAX;
    let builder = bitget().base_url(&server.url).timeout(forever).connect_timeout(forever).tcp_keepalive(forever);
    let client = builder.pool_idle_timeout(forever).limiter(Limiter::new().margin(forever)).build().unwrap();
    for _ in 0..2 {
        assert!(client.call(place()).timeout(forever).await.is_ok());
    }
    // The pool sees to its idle connections in a task of its own.
    sleep(Duration::from_millis(20)).await;
    assert_eq!(OVERFLOWS.load(Ordering::SeqCst), 0);
}
