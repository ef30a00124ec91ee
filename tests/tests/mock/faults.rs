//! What goes wrong on the way, byte by byte.

use crate::wire::{Connection, Sent, get, now_ms, post};
use exbind::bitget;
use exbind_runtime::meta::Method;
use exbind_testkit::{MockExchange, Reply};
use flate2::read::GzDecoder;
use std::io::{ErrorKind, Read as _};
use std::time::Duration;
use tokio::time::{Instant, timeout};

async fn mock() -> MockExchange {
    let mock = MockExchange::start(&bitget::EXCHANGE, &[]).await.unwrap();
    mock.on_path(Method::Get, "/info", Reply::body("hello")).unwrap();
    mock.on_path(Method::Post, "/order", Reply::body("hello")).unwrap();
    mock
}

/// Everything that comes back after a request but the date, and how the connection ends.
async fn after(reply: Reply) -> (String, Result<(), ErrorKind>) {
    let mock = mock().await;
    mock.next(reply);
    let mut connection = Connection::open(&mock.url()).await;
    connection.write(&get("/info").bytes()).await;
    let (bytes, end) = connection.rest().await;
    let text = String::from_utf8(bytes).unwrap();
    (text.split_inclusive("\r\n").filter(|line| !line.starts_with("date: ")).collect(), end)
}

#[tokio::test]
async fn connections_end_as_they_are_told() {
    let check = async |reply: Reply, bytes: &str, end: Result<(), ErrorKind>| {
        assert_eq!(after(reply.clone()).await, (bytes.to_owned(), end), "{reply:?}");
    };
    check(Reply::drop_before_reading(), "", Err(ErrorKind::ConnectionReset)).await;
    check(Reply::drop_after_reading(), "", Ok(())).await;
    check(Reply::garbage("HTTP/9.9 nonsense\r\n"), "HTTP/9.9 nonsense\r\n", Ok(())).await;
    check(Reply::garbage(""), "", Ok(())).await;
    let head = "HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: 5\r\n\r\n";
    check(Reply::body("hello").truncate(0), head, Ok(())).await;
    check(Reply::body("hello").truncate(2), &format!("{head}he"), Ok(())).await;
    check(Reply::body("hello").truncate(99), &format!("{head}hello"), Ok(())).await;
    let head = "HTTP/1.1 503 Service Unavailable\r\ncontent-type: text/html\r\ncontent-length: 6\r\n\r\n";
    let html = Reply::http(503, "<html>").header("Content-Type", "text/html").truncate(3);
    check(html, &format!("{head}<ht"), Ok(())).await;
}

#[tokio::test]
async fn a_drop_before_reading_needs_neither_body_nor_signature() {
    let mock = mock().await;
    mock.once("POST /order", Reply::drop_before_reading()).unwrap();
    let mut connection = Connection::open(&mock.url()).await;
    connection.write(b"POST /order HTTP/1.1\r\nHost: x\r\nACCESS-SIGN: wrong\r\nContent-Length: 100\r\n\r\nhalf").await;
    assert_eq!(connection.rest().await, (Vec::new(), Err(ErrorKind::ConnectionReset)));
    let requests = mock.requests();
    assert_eq!((requests.len(), requests[0].body.len(), mock.pending()), (1, 0, 0));
    assert_eq!(requests[0].endpoint.as_deref(), Some("POST /order"));
    assert_eq!(post("/order", "{}").to(&mock).await.text(), "hello");
}

#[tokio::test]
async fn a_drop_before_reading_waits_its_turn() {
    let mock = mock().await;
    mock.on("GET /info", Reply::drop_before_reading()).unwrap();
    mock.once("GET /info", Reply::body("second")).unwrap();
    mock.next(Reply::body("first"));
    let mut found = Vec::new();
    for _ in 0..2 {
        found.push(get("/info").to(&mock).await.text().to_owned());
    }
    assert_eq!(found, ["first", "second"]);
    for _ in 0..2 {
        let mut connection = Connection::open(&mock.url()).await;
        connection.write(&get("/info").bytes()).await;
        assert_eq!(connection.rest().await, (Vec::new(), Err(ErrorKind::ConnectionReset)));
    }
    mock.once("GET /info", Reply::drop_before_reading()).unwrap();
    mock.next(Reply::body("third"));
    assert_eq!(get("/info").to(&mock).await.text(), "third");
    assert_eq!(mock.pending(), 1);
}

#[tokio::test]
async fn a_drop_after_reading_has_read_everything() {
    let mock = mock().await;
    mock.next(Reply::drop_after_reading());
    let body = "x".repeat(1 << 20);
    let mut connection = Connection::open(&mock.url()).await;
    connection.write(&post("/order", &body).bytes()).await;
    assert_eq!(connection.rest().await, (Vec::new(), Ok(())));
    assert_eq!(mock.requests()[0].text(), body);
}

#[tokio::test]
async fn faults_other_than_an_early_drop_leave_wrong_requests_alone() {
    let mock = mock().await;
    mock.next(Reply::drop_after_reading());
    assert_eq!(get("/info").bitget(0).to(&mock).await.code(), (400, "40008".to_owned()));
    assert_eq!(get("/nowhere").to(&mock).await.status, 404);
    assert_eq!(mock.pending(), 1);
    let mut connection = Connection::open(&mock.url()).await;
    connection.write(&get("/info").bitget(now_ms()).bytes()).await;
    assert_eq!(connection.rest().await, (Vec::new(), Ok(())));
}

#[tokio::test]
async fn delays_come_before_answers_and_before_faults() {
    let delay = Duration::from_millis(150);
    let faults = [Reply::drop_before_reading(), Reply::drop_after_reading(), Reply::garbage("x"), Reply::example()];
    for reply in faults {
        let mock = mock().await;
        mock.next(reply.clone().delay(delay));
        let mut connection = Connection::open(&mock.url()).await;
        let start = Instant::now();
        connection.write(&Sent { method: "GET", ..get("/info") }.header("Connection", "close").bytes()).await;
        let _ = connection.rest().await;
        assert!(start.elapsed() >= delay, "{reply:?}");
    }
}

#[tokio::test]
async fn a_hanging_call_holds_up_nothing_else() {
    let mock = mock().await;
    mock.next(Reply::hang());
    let mut hanging = Connection::open(&mock.url()).await;
    hanging.write(&get("/info").bytes()).await;
    mock.wait_for_requests(1).await;
    assert_eq!(get("/info").to(&mock).await.text(), "hello");
    assert!(timeout(Duration::from_millis(100), hanging.answer()).await.is_err());
    mock.close_connections();
    assert_eq!(hanging.rest().await.0, b"");
}

#[tokio::test]
async fn bodies_are_what_they_are_said_to_be() {
    let mock = mock().await;
    let body = async |reply: Reply| {
        mock.next(reply);
        get("/info").to(&mock).await
    };
    let empty = body(Reply::empty()).await;
    assert_eq!((empty.status, empty.body.len(), empty.header("content-length")), (200, 0, Some("0")));
    assert!(String::from_utf8(body(Reply::not_utf8()).await.body).is_err());
    for length in [0, 1, 2, 100_000] {
        let answer = body(Reply::oversized(length)).await;
        assert_eq!(answer.body.len(), length);
        assert!(length < 2 || answer.json().is_string());
    }
    let zipped = body(Reply::oversized(100_000).gzip()).await;
    assert_eq!(zipped.header("content-encoding"), Some("gzip"));
    assert!(zipped.body.len() < 1000);
    let mut plain = Vec::new();
    GzDecoder::new(&zipped.body[..]).read_to_end(&mut plain).unwrap();
    assert_eq!(plain.len(), 100_000);
    let redirect = body(Reply::redirect("http://127.0.0.1:1/x")).await;
    assert_eq!((redirect.status, redirect.header("location")), (307, Some("http://127.0.0.1:1/x")));
    let html = body(Reply::http(502, "<html>").header("X-A", "1").header("x-a", "2")).await;
    assert_eq!((html.status, html.text(), html.header("x-a")), (502, "<html>", Some("2")));
}

#[tokio::test]
async fn a_length_can_be_kept_back() {
    let mock = mock().await;
    mock.next(Reply::body("hello").chunked());
    let mut connection = Connection::open(&mock.url()).await;
    connection.write(&get("/info").header("Connection", "close").bytes()).await;
    let (bytes, _) = connection.rest().await;
    let text = String::from_utf8(bytes).unwrap();
    assert!(text.contains("transfer-encoding: chunked"), "{text}");
    assert!(!text.contains("content-length"), "{text}");
    assert!(text.ends_with("5\r\nhello\r\n0\r\n\r\n"), "{text}");
}

#[tokio::test]
async fn what_cannot_be_sent_is_a_501_that_says_why() {
    let mock = mock().await;
    let check = async |reply: Reply, expected: &str| {
        mock.next(reply);
        let answer = get("/info").to(&mock).await;
        assert_eq!(answer.status, 501);
        let message = answer.json()["msg"].as_str().unwrap().to_owned();
        assert!(message.contains(expected), "{message}");
    };
    check(Reply::http(0, ""), "0 is no status").await;
    check(Reply::http(101, ""), "101 is no status").await;
    check(Reply::http(1000, ""), "1000 is no status").await;
    check(Reply::body("").header("a b", "c"), "is no header").await;
    check(Reply::body("").header("a", "b\r\nc"), "is no header").await;
    check(Reply::example(), "no example of `GET /info`").await;
    fn endless() -> Reply {
        Reply::with(|_| endless())
    }
    check(endless(), "no example").await;
}
