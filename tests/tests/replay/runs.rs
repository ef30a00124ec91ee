//! A replayed call comes to what the recorded one came to, be it an answer or an error.

use crate::support::{Tape, bitget, cancel, htx, recorded, replayed, told};
use exbind::bitget::ProductType;
use exbind::bitget::copy::mix_trader::{CloseTrackingOrders, CurrentTrackingOrders};
use exbind::htx::coin_swap::strategy::CancelTrailingOrders;
use exbind::meta::Method;
use exbind::runtime::{LimitMode, RawRequest, Retries};
use exbind::{Client, bitget, htx};
use exbind_testkit::{Reply, id};
use std::net::TcpListener;
use std::time::Duration;

/// Answers and faults of all kinds.
fn replies() -> Vec<Reply> {
    vec![
        Reply::example(),
        Reply::reject("22001", "No order to cancel"),
        Reply::reject("40009", "sign signature error").header("Retry-After", "7"),
        Reply::http(429, "").header("Retry-After", "3"),
        Reply::http(502, "<html>\n<h1>Bad gateway</h1>\r\n</html>"),
        Reply::redirect("http://127.0.0.1:9/elsewhere?Signature=x"),
        Reply::drop_after_reading(),
        Reply::drop_before_reading(),
        Reply::garbage("what?"),
        Reply::example().truncate(20),
        Reply::example().gzip(),
        Reply::example().chunked(),
        Reply::empty(),
        Reply::not_utf8(),
        Reply::oversized(200_000),
        Reply::data("{\"successList\": [{\"orderId\": 123456789012345678901234567890}], \"failureList\": null}"),
        Reply::data("[[]]"),
        Reply::body("{\"code\": \"00000\", "),
        Reply::example(),
    ]
}

/// The same program, whatever answers it.
async fn bitget_run(client: &bitget::Client) -> Vec<String> {
    let mut all = Vec::new();
    let close = CloseTrackingOrders::new(ProductType::UsdtFutures).symbol("龙虾USDT");
    all.push(told(client.copy().mix_trader().close_tracking_orders(close).await));
    for page in 0..3 {
        let read = CurrentTrackingOrders::new(ProductType::UsdtFutures).symbol("a b&c=d").limit(20 + page);
        all.push(told(client.copy().mix_trader().current_tracking_orders(read).await));
    }
    for _ in replies() {
        all.push(told(client.mix().order().cancel_all_orders(cancel()).await));
    }
    let hanging = client.mix().order().cancel_all_orders(cancel()).timeout(Duration::from_secs(2));
    all.push(told(hanging.await));
    let raw = RawRequest::new(Method::Get, "/no/spec").pair("a", "b c");
    all.push(told(client.raw_call(raw.clone()).await));
    let answer = client.raw_call(raw).raw().await.unwrap();
    all.push(format!("{} {:?}", answer.status, answer.body));
    all
}

#[tokio::test]
async fn everything_that_can_happen_on_bitget_happens_again() {
    let (tape, mock) = (Tape::default(), bitget().await);
    let recorder = tape.recorder();
    let builder = || bitget::Client::builder().max_answer_bytes(100_000).retries(Retries::none());
    let client = recorded(&mock, builder(), &recorder);
    mock.on_path(Method::Get, "/no/spec", Reply::data("[0.10, 1e5]")).unwrap();
    for reply in replies().into_iter().chain([Reply::hang()]) {
        mock.once(id::<bitget::mix::order::CancelAllOrders>(), reply).unwrap();
    }
    let live = bitget_run(&client).await;
    let calls = mock.requests().len();
    drop(mock);
    assert_eq!(recorder.finish().unwrap(), calls as u64);
    let replay = tape.replay();
    let again = bitget_run(&replayed(builder(), &replay)).await;
    for (live, again) in live.iter().zip(&again) {
        assert_eq!(again, live);
    }
    assert_eq!((again.len(), replay.unused()), (live.len(), Vec::new()));
    let seen = live.join("\n");
    for part in ["was refused", "connection was lost", "broke off", "redirect", "not UTF-8", "within 2s", "larger than"]
    {
        assert!(seen.contains(part), "{part} is not in {seen}");
    }
}

#[tokio::test]
async fn repeats_are_repeated() {
    let (tape, mock) = (Tape::default(), bitget().await);
    let client = recorded(&mock, bitget::Client::builder(), &tape.recorder());
    let read = async |client: &bitget::Client| {
        let read = CurrentTrackingOrders::new(ProductType::UsdtFutures);
        told(client.copy().mix_trader().current_tracking_orders(read).timeout(Duration::from_secs(30)).await)
    };
    for reply in [Reply::drop_after_reading(), Reply::http(502, "<html>"), Reply::data("{\"trackingList\": []}")] {
        mock.next(reply);
    }
    let live = read(&client).await;
    let replay = tape.replay();
    assert_eq!(replay.unused().len(), 3);
    assert_eq!(read(&replayed(bitget::Client::builder(), &replay)).await, live);
    assert!(replay.unused().is_empty() && live.starts_with("TrackingOrderPage"), "{live}");
}

#[tokio::test]
async fn a_clock_that_was_set_is_set_again() {
    let (tape, mock) = (Tape::default(), bitget().await);
    mock.clock_ahead(Duration::from_secs(3600));
    let client = recorded(&mock, bitget::Client::builder(), &tape.recorder());
    let live = told(client.mix().order().cancel_all_orders(cancel()).await);
    assert_eq!(mock.refused().len(), 1, "{live}");
    let replay = tape.replay();
    let again = replayed(bitget::Client::builder(), &replay).mix().order().cancel_all_orders(cancel()).await;
    assert_eq!((told(again), replay.unused()), (live, Vec::new()));
}

async fn htx_run(client: &htx::Client) -> Vec<String> {
    let mut all = Vec::new();
    for _ in 0..4 {
        let cancel = CancelTrailingOrders::new("BTC-USD", vec!["1".to_owned(), "2".to_owned()]);
        all.push(told(client.coin_swap().strategy().cancel_trailing_orders(cancel).await));
    }
    let raw = RawRequest::new(Method::Get, "/v1/no/spec").pair("Z", "1").pair("a", "2").service("spot");
    all.push(told(client.raw_call(raw).await));
    all
}

#[tokio::test]
async fn everything_on_htx_happens_again() {
    let (tape, mock) = (Tape::default(), htx().await);
    let recorder = tape.recorder();
    let client = recorded(&mock, htx::Client::builder(), &recorder);
    mock.on_path(Method::Get, "/v1/no/spec", Reply::data("{\"a\": 1.10}")).unwrap();
    for reply in
        [Reply::example(), Reply::reject("1061", "no"), Reply::drop_after_reading(), Reply::example().truncate(9)]
    {
        mock.next(reply);
    }
    let live = htx_run(&client).await;
    drop(mock);
    let replay = tape.replay();
    assert_eq!(htx_run(&replayed(htx::Client::builder(), &replay)).await, live);
    assert!(replay.unused().is_empty() && live[4].contains("1.10"), "{live:?}");
}

#[tokio::test]
async fn a_missing_connection_is_missing_again() {
    let free = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
    let (tape, url) = (Tape::default(), format!("http://{free}"));
    let builder = || exbind::ClientBuilder::<Client>::new(&bitget::EXCHANGE).base_url(&url).limit_mode(LimitMode::Off);
    let call = |client: Client| async move {
        let raw = RawRequest::new(Method::Post, "/x").body_json("{}").unsigned();
        told(client.raw_call(raw).await)
    };
    let live = call(builder().record(&tape.recorder()).build().unwrap()).await;
    assert!(live.contains("no connection to http://127.0.0.1"), "{live}");
    assert_eq!(call(builder().transport(tape.replay()).build().unwrap()).await, live);
}

#[tokio::test]
async fn a_call_that_was_given_up_is_one_that_nobody_answered() {
    let (tape, mock) = (Tape::default(), bitget().await);
    let client = recorded(&mock, bitget::Client::builder(), &tape.recorder());
    mock.next(Reply::hang());
    let call = tokio::spawn(client.mix().order().cancel_all_orders(cancel()).into_future());
    mock.wait_for_requests(1).await;
    call.abort();
    assert!(call.await.unwrap_err().is_cancelled());
    let calls = tape.calls();
    assert_eq!((calls.len(), &calls[0]["fault"]["kind"]), (1, &"timed_out".into()));
    let again = replayed(bitget::Client::builder(), &tape.replay()).mix().order().cancel_all_orders(cancel()).await;
    assert!(again.unwrap_err().may_have_acted());
}

#[tokio::test]
async fn bodies_are_recorded_to_the_byte() {
    let (tape, mock) = (Tape::default(), bitget().await);
    let client = recorded(&mock, bitget::Client::builder(), &tape.recorder());
    let bodies: [&[u8]; 4] = [
        b"{ \"code\" : \"00000\",\n\t\"data\":[ 0.10000000000000000000000000001, 1e-7, \"\\u9f99\\/\" ] }",
        b"\xff\x00\xfe",
        "龙虾\u{2028}\r\n".as_bytes(),
        b"",
    ];
    mock.on_path(Method::Post, "/x", Reply::empty()).unwrap();
    let call = |client: &bitget::Client| {
        let raw = RawRequest::new(Method::Post, "/x").body_json("{ \"n\": 1.50 }");
        client.raw_call(raw).raw()
    };
    for body in bodies {
        mock.next(Reply::body(body.to_vec()));
        assert_eq!(call(&client).await.unwrap().body, body);
    }
    let client = replayed(bitget::Client::builder(), &tape.replay());
    for body in bodies {
        assert_eq!(call(&client).await.unwrap().body, body);
    }
    assert_eq!(tape.calls()[0]["request"]["body"], "{ \"n\": 1.50 }");
}

#[tokio::test]
async fn a_replay_keeps_to_the_bounds_of_its_client() {
    let (tape, mock) = (Tape::default(), bitget().await);
    let client = recorded(&mock, bitget::Client::builder(), &tape.recorder());
    client.mix().order().cancel_all_orders(cancel()).await.unwrap();
    let small = replayed(bitget::Client::builder().max_answer_bytes(10), &tape.replay());
    let error = small.mix().order().cancel_all_orders(cancel()).await.unwrap_err();
    assert!(error.to_string().contains("larger than 10 bytes"), "{error}");
}
