//! Lists in pages, followed over real HTTP: each style, and what ends it.

mod faults;
mod lists;
mod positions;
mod random;

use lists::{Acme, Answers, History, Numbered as _, funding, histories};

use crate::support::{bitget, check_accepted, htx, unlimited};
use exbind::bitget::ProductType;
use exbind::bitget::mix::market::FundingRateHistory;
use exbind::htx::coin_swap::reference::InsuranceFundHistory;
use exbind::page::End;
use exbind::{Error, bitget, htx};
use exbind_testkit::{Reply, id};
use own_specs::acme::account::Ledger;
use own_specs::acme::trade::orders::OpenOrders;
use own_specs::acme::trade::orders::history::{Fills, ListOrders};

#[tokio::test]
async fn a_cursor_is_the_last_items_own_id() {
    let acme = Acme::serving(Answers::fills(7).page_size(3)).await;
    let mut items = acme.client.trade().orders().history().fills(Fills::new()).items();
    acme.check_all(&mut items, &[7, 6, 5, 4, 3, 2, 1], End::Empty).await;
    assert_eq!(acme.asked("idLessThan"), ["", "5", "2", "1"]);
}

#[tokio::test]
async fn a_cursor_is_what_the_page_names() {
    let acme = Acme::serving(Answers::open_orders(7).page_size(3)).await;
    let mut items = acme.client.trade().orders().open_orders(OpenOrders::new()).items();
    acme.check_all(&mut items, &[7, 6, 5, 4, 3, 2, 1], End::Empty).await;
    assert_eq!(acme.asked("idLessThan"), ["", "5", "2", "1"]);
}

#[tokio::test]
async fn pages_have_numbers() {
    let acme = Acme::serving(Answers::orders(7).page_size(3)).await;
    let mut items = acme.client.trade().orders().history().list_orders(ListOrders::new()).items();
    acme.check_all(&mut items, &[7, 6, 5, 4, 3, 2, 1], End::LastPage).await;
    assert_eq!(acme.asked("page_index"), ["1", "2", "3"]);
    // An empty list has one page on exchanges that exist.
    let acme = Acme::serving(Answers::orders(0)).await;
    let mut items = acme.client.trade().orders().history().list_orders(ListOrders::new()).items();
    acme.check_all(&mut items, &[], End::Empty).await;
}

#[tokio::test]
async fn pages_start_from_what_the_page_before_names() {
    let acme = Acme::serving(Answers::ledger(7).page_size(3).inclusive()).await;
    let mut items = acme.client.account().ledger(Ledger::new("1")).items();
    acme.check_all(&mut items, &[7, 6, 5, 4, 3, 2, 1], End::Untold).await;
    assert_eq!(acme.asked("from-id"), ["", "4", "1"]);
    assert_eq!(acme.asked("direct"), ["next", "next", "next"]);
}

#[tokio::test]
async fn pages_from_an_id_go_both_ways_wherever_the_border_belongs() {
    let (down, up): (Vec<i64>, Vec<i64>) = ((1..=7).rev().collect(), (1..=7).collect());
    for (inclusive, end) in [(false, End::Empty), (true, End::Repeated)] {
        let mock = htx().await;
        let client = unlimited(&mock, htx::Client::builder());
        let listing = histories(7).page_size(3);
        let listing = if inclusive { listing.inclusive() } else { listing };
        mock.on(id::<InsuranceFundHistory>(), Reply::pages(listing)).unwrap();
        let pages = |request| client.coin_swap().reference().insurance_fund_history(request).pages();
        let next = || InsuranceFundHistory::new().direct(htx::coin_swap::PageDirection::Next);
        let check = async |mut items: History, expected: &[i64], direct: &str| {
            mock.clear();
            let mut seen = Vec::new();
            while let Some(item) = items.next().await {
                seen.push(item.unwrap().query_id);
            }
            assert_eq!((&*seen, items.end()), (expected, Some(end)));
            assert!(mock.requests().iter().all(|request| request.pair("direct").as_deref() == Some(direct)));
            check_accepted(&mock);
        };
        check(pages(InsuranceFundHistory::new()).items(), &down, "prev").await;
        check(pages(InsuranceFundHistory::new()).newer().items(), &up, "next").await;
        // What the request says counts, unless the stream is told otherwise.
        check(pages(next()).items(), &up, "next").await;
        check(pages(next().from_id(4)).items(), if inclusive { &up[3..] } else { &up[4..] }, "next").await;
    }
}

#[tokio::test]
async fn cursors_go_to_what_is_newer_from_where_they_are_told() {
    let acme = Acme::serving(Answers::open_orders(7).page_size(2)).await;
    let call = |request| acme.client.trade().orders().open_orders(request);
    let mut items = call(OpenOrders::new().id_greater_than("2")).pages().newer().items();
    acme.check_all(&mut items, &[3, 4, 5, 6, 7], End::Empty).await;
    assert_eq!(acme.asked("idGreaterThan"), ["2", "4", "6", "7"]);
    // As the request names an id to start from, there is no need to say so.
    let mut items = call(OpenOrders::new().id_greater_than("2")).items();
    acme.check_all(&mut items, &[3, 4, 5, 6, 7], End::Empty).await;
    // Where it names both, one is a bound and stays.
    let mut items = call(OpenOrders::new().id_greater_than("2").id_less_than("7")).items();
    acme.check_all(&mut items, &[6, 5, 4, 3], End::Empty).await;
    assert_eq!(
        (acme.asked("idGreaterThan"), acme.asked("idLessThan")),
        (vec!["2".into(); 3], ["7", "5", "3"].map(String::from).to_vec())
    );

    let error = call(OpenOrders::new()).pages().newer().next().await.unwrap().unwrap_err();
    assert!(matches!(error, Error::NotSent(_)) && error.to_string().contains("idGreaterThan"), "{error}");
}

#[tokio::test]
async fn a_page_that_comes_again_ends_a_list_without_a_count() {
    let mock = bitget().await;
    let client = unlimited(&mock, bitget::Client::builder());
    let request = || FundingRateHistory::new("BTCUSDT", ProductType::UsdtFutures).page_size(2);
    let listings = [(4, false, End::Empty, 3), (4, true, End::Repeated, 4), (3, true, End::Repeated, 4)];
    for (count, clamped, end, calls) in listings {
        let listing = if clamped { funding(count).clamped() } else { funding(count) };
        mock.on(id::<FundingRateHistory>(), Reply::pages(listing)).unwrap();
        mock.clear();
        let mut items = client.mix().market().funding_rate_history(request()).items();
        let mut seen = 0;
        while let Some(item) = items.next().await {
            seen += 1;
            assert_eq!(item.unwrap().funding_time.map(|time| time.as_millis()), Some(count + 1 - seen));
        }
        assert_eq!((seen, items.end(), mock.requests().len()), (count, Some(end), calls));
    }
}

#[tokio::test]
async fn a_page_that_is_not_full_ends_a_list_whose_pages_are_filled() {
    let acme = Acme::serving(Answers::fills(5)).await;
    let mut items = acme.client.trade().orders().history().fills(Fills::new().limit(2)).items();
    acme.check_all(&mut items, &[5, 4, 3, 2, 1], End::Short).await;
    assert_eq!(acme.asked("limit"), ["2", "2", "2"]);
}

#[tokio::test]
async fn what_else_a_page_says_is_in_its_pages() {
    let acme = Acme::serving(Answers::orders(5).page_size(2)).await;
    let mut pages = acme.client.trade().orders().history().list_orders(ListOrders::new()).pages();
    let mut seen = Vec::new();
    while let Some(page) = pages.next().await {
        let page = page.unwrap();
        seen.push((page.orders.len(), page.total_page));
    }
    assert_eq!(seen, [(2, Some(3)), (2, Some(3)), (1, Some(3))]);
    // The first one comes even when it is empty.
    let acme = Acme::serving(Answers::orders(0)).await;
    let mut pages = acme.client.trade().orders().history().list_orders(ListOrders::new()).pages();
    assert_eq!(pages.next().await.unwrap().unwrap().total_page, Some(1));
    assert!(pages.next().await.is_none());
}

#[tokio::test]
async fn items_added_or_gone_while_a_list_is_read_do_not_matter_to_cursors() {
    let acme = Acme::serving(Answers::fills(6).page_size(2)).await;
    let mut items = acme.client.trade().orders().history().fills(Fills::new()).items();
    let mut seen = Vec::new();
    while let Some(item) = items.next().await {
        seen.push(item.unwrap().number());
        // The cursor's own item is gone as well.
        acme.serve(Answers::fills(9).without(&[5, 3]).page_size(2));
    }
    assert_eq!(seen, [6, 5, 4, 2, 1]);
}

#[tokio::test]
async fn a_call_that_pages_is_a_call_like_others() {
    let acme = Acme::serving(Answers::orders(5).page_size(2)).await;
    let call = || acme.client.trade().orders().history().list_orders(ListOrders::new());
    assert_eq!(call().await.unwrap().orders.len(), 2);
    assert!(call().raw().await.unwrap().status.is_success());
    assert!(call().preview().await.unwrap().to_curl().contains("/v3/order/history"));
    assert!(format!("{:?}", call().pages()).contains("start"));
}
