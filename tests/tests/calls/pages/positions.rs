//! Going on from a position another time, in another process.

use super::lists::{Acme, Answers, histories, rest};
use crate::support::{htx, unlimited};
use exbind::htx::{self, coin_swap::reference::InsuranceFundHistory};
use exbind::page::{End, Position};
use exbind_testkit::{Reply, id};
use own_specs::acme::trade::orders::OpenOrders;
use own_specs::acme::trade::orders::history::{Fills, ListOrders};

#[tokio::test]
async fn a_list_is_read_on_from_the_text_of_a_position() {
    let acme = Acme::serving(Answers::fills(7).page_size(2)).await;
    let call = || acme.client.trade().orders().history().fills(Fills::new());
    let mut position = call().pages().position().to_string();
    let mut seen = Vec::new();
    loop {
        let mut pages = call().pages().resume(position.parse().unwrap()).max_pages(1);
        while let Some(page) = pages.next().await {
            seen.extend(page.unwrap().into_iter().map(|fill| fill.trade_id));
        }
        position = pages.position().to_string();
        if pages.end() != Some(End::MaxPages) {
            assert_eq!(pages.end(), Some(End::Empty));
            break;
        }
    }
    assert_eq!(seen, ["7", "6", "5", "4", "3", "2", "1"]);
    assert_eq!(position, "acme.trade.orders.history.fills/older/1");
}

#[tokio::test]
async fn the_page_at_hand_comes_again() {
    let acme = Acme::serving(Answers::orders(5).page_size(2)).await;
    let call = || acme.client.trade().orders().history().list_orders(ListOrders::new());
    let mut items = call().items();
    let mut check = async |expected_id: &str, position: &str| {
        assert_eq!(items.next().await.unwrap().unwrap().order_id.as_deref(), Some(expected_id));
        assert_eq!(items.position().to_string(), format!("acme.trade.orders.history.list_orders/{position}"));
    };
    check("5", "page/1").await;
    check("4", "page/2").await;
    check("3", "page/2").await;
    let mut resumed = call().pages().resume(items.position()).items();
    assert_eq!(rest(&mut resumed).await, [3, 2, 1]);
    assert_eq!(resumed.position().to_string(), "acme.trade.orders.history.list_orders/end");
    // It was read to its end.
    let mut over = call().pages().resume(resumed.position()).items();
    acme.check_all(&mut over, &[], End::Before).await;
}

#[tokio::test]
async fn what_came_since_is_read_from_where_it_ended() {
    let mock = htx().await;
    let client = unlimited(&mock, htx::Client::builder());
    let read = async |position: Option<Position<InsuranceFundHistory>>| {
        let pages = client.coin_swap().reference().insurance_fund_history(InsuranceFundHistory::new()).pages().newer();
        let mut items = position.into_iter().fold(pages, |pages, position| pages.resume(position)).items();
        let mut seen = Vec::new();
        while let Some(item) = items.next().await {
            seen.push(item.unwrap().query_id);
        }
        (seen, items.position())
    };
    for inclusive in [false, true] {
        let serve = |count| {
            let listing = histories(count).page_size(3);
            let listing = if inclusive { listing.inclusive() } else { listing };
            mock.on(id::<InsuranceFundHistory>(), Reply::pages(listing)).unwrap();
        };
        serve(4);
        let (seen, position) = read(None).await;
        assert_eq!(seen, [1, 2, 3, 4]);
        assert_eq!(position.to_string(), "htx.coin_swap.reference.insurance_fund_history/newer/4");
        serve(6);
        let (seen, position) = read(Some(position)).await;
        assert_eq!(seen, [5, 6]);
        assert_eq!(read(Some(position)).await.0, [0; 0]);
    }
}

#[test]
fn positions_are_read_as_they_were_written() {
    let check = |text: &str| assert_eq!(text.parse::<Position<OpenOrders>>().unwrap().to_string(), text);
    check("acme.trade.orders.open_orders/start");
    check("acme.trade.orders.open_orders/start/newer");
    check("acme.trade.orders.open_orders/older/7");
    check("acme.trade.orders.open_orders/newer/a/b 龙");
    check("acme.trade.orders.open_orders/end");
    let text = "acme.trade.orders.history.list_orders/page/3";
    assert_eq!(text.parse::<Position<ListOrders>>().unwrap().to_string(), text);
}

#[test]
fn what_is_no_position_of_the_endpoint_is_refused() {
    let check = |rest: &str| {
        let error = format!("acme.trade.orders.open_orders{rest}").parse::<Position<OpenOrders>>().unwrap_err();
        assert!(error.to_string().contains("acme.trade.orders.open_orders/"), "{error}");
    };
    for rest in ["", "/", "/older", "/older/", "/page/3", "/end/", "/start/", "/start/up", "s/older/1", "/Older/1"] {
        check(rest);
    }
    let foreign = "acme.trade.orders.open_orders/older/1";
    assert!(foreign.parse::<Position<Fills>>().is_err());
    for number in ["", "x", "99999999999999999999", "1/2"] {
        assert!(
            format!("acme.trade.orders.history.list_orders/page/{number}").parse::<Position<ListOrders>>().is_err()
        );
    }
    assert!("acme.trade.orders.history.list_orders/older/1".parse::<Position<ListOrders>>().is_err());
}
