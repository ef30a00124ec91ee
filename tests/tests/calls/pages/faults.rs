//! Errors in the middle of a list.

use super::lists::{Acme, Answers, Numbered as _, rest};
use crate::support::{bitget, check_accepted};
use exbind::bitget::ProductType;
use exbind::bitget::copy::mix_trader::CurrentTrackingOrders;
use exbind::page::End;
use exbind::runtime::Limiter;
use exbind::{Error, bitget};
use exbind_testkit::{Listing, Reply, id};
use own_specs::acme::trade::orders::history::{Fills, ListOrders};
use serde_json::json;
use std::time::{Duration, Instant};

#[tokio::test]
async fn an_error_loses_neither_items_nor_the_place() {
    let faults = [
        Reply::drop_before_reading(),
        Reply::drop_after_reading(),
        Reply::example().truncate(5),
        Reply::garbage("no HTTP"),
        Reply::http(502, "<html>"),
        Reply::reject("1001", "no"),
        Reply::data(r#"[{"tradeId": "5"}]"#),
        Reply::data("7"),
    ];
    for fault in faults {
        let acme = Acme::serving(Answers::fills(7).page_size(3)).await;
        let mut items = acme.client.trade().orders().history().fills(Fills::new()).no_retries().items();
        let mut seen = Vec::new();
        for _ in 0..3 {
            seen.push(items.next().await.unwrap().unwrap().number());
        }
        for _ in 0..2 {
            acme.mock.next(fault.clone());
            let before = items.position();
            assert!(items.next().await.unwrap().is_err(), "{fault:?}");
            assert_eq!((items.position(), items.end()), (before, None), "{fault:?}");
        }
        seen.extend(rest(&mut items).await);
        assert_eq!((seen, items.end()), (vec![7, 6, 5, 4, 3, 2, 1], Some(End::Empty)), "{fault:?}");
        assert_eq!(acme.asked("idLessThan").into_iter().filter(|asked| asked == "5").count(), 3, "{fault:?}");
    }
}

#[tokio::test]
async fn a_failed_first_page_is_asked_for_again() {
    let acme = Acme::serving(Answers::orders(3).page_size(2)).await;
    let mut items = acme.client.trade().orders().history().list_orders(ListOrders::new()).no_retries().items();
    acme.mock.next(Reply::http(500, ""));
    assert!(items.next().await.unwrap().is_err());
    assert_eq!(rest(&mut items).await, [3, 2, 1]);
    assert_eq!(acme.asked("page_index"), ["1", "1", "2"]);
}

#[tokio::test]
async fn a_wait_that_is_given_up_loses_nothing() {
    let acme = Acme::serving(Answers::fills(4).page_size(2)).await;
    let mut items = acme.client.trade().orders().history().fills(Fills::new()).items();
    acme.mock
        .once(
            id::<Fills>(),
            Reply::with(|request| {
                assert_eq!(request.query, "");
                Reply::data(r#"[{"tradeId": "4", "side": "BUY", "time": 4}]"#).delay(Duration::from_millis(100))
            }),
        )
        .unwrap();
    assert!(tokio::time::timeout(Duration::from_millis(5), items.next()).await.is_err());
    assert_eq!(rest(&mut items).await, [4, 3, 2, 1]);
    assert_eq!(acme.mock.requests().len(), 4, "the call that was on its way is waited for");
}

#[tokio::test]
async fn each_page_has_the_timeout_and_the_retries_of_its_call() {
    let acme = Acme::serving(Answers::fills(4).page_size(2)).await;
    let call = || acme.client.trade().orders().history().fills(Fills::new());
    let mut items = call().timeout(Duration::from_millis(1500)).items();
    for _ in 0..2 {
        items.next().await.unwrap().unwrap();
    }
    acme.mock.next(Reply::hang());
    let error = items.next().await.unwrap().unwrap_err();
    assert!(matches!(error, Error::OutcomeUnknown(_)) && !error.may_have_acted(), "{error}");
    assert_eq!(rest(&mut call().items()).await, [4, 3, 2, 1]);

    // Reads are repeated by themselves, so that the stream never sees this.
    let mut items = call().items();
    items.next().await.unwrap().unwrap();
    acme.mock.next(Reply::drop_after_reading());
    assert_eq!(rest(&mut items).await, [3, 2, 1]);
}

#[tokio::test]
async fn pages_keep_to_the_rate_limit() {
    let mock = bitget().await;
    let order = |id: i64| json!({"trackingNo": id.to_string(), "symbol": "BTCUSDT"});
    let listing = Listing::of::<CurrentTrackingOrders>((1..=12).rev().map(order).collect()).ids("trackingNo");
    mock.on(id::<CurrentTrackingOrders>(), Reply::pages(listing.page_size(1))).unwrap();
    let limiter = Limiter::new().margin(Duration::from_millis(400));
    let client = mock.connect(bitget::Client::builder()).limiter(limiter).build().unwrap();
    let start = Instant::now();
    let request = CurrentTrackingOrders::new(ProductType::UsdtFutures);
    let mut items = client.copy().mix_trader().current_tracking_orders(request).items();
    let mut count = 0;
    while let Some(item) = items.next().await {
        item.unwrap();
        count += 1;
    }
    assert_eq!((count, items.end(), mock.requests().len()), (12, Some(End::Empty), 13));
    assert!(mock.peak(id::<CurrentTrackingOrders>()) <= 5 && start.elapsed() >= Duration::from_secs(2));
    check_accepted(&mock);
}
