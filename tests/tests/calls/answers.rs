//! Typed answers, field by field.

use crate::support::{bitget, cancel, check_accepted, close, current, htx, trailing, unlimited};
use exbind::bitget::{PositionSide, ProductType};
use exbind::value::{Decimal, Timestamp};
use exbind::{Error, bitget, htx};
use exbind_testkit::{Reply, id};

fn decimal(text: &str) -> Option<Decimal> {
    Some(text.parse().unwrap())
}

fn text(text: &str) -> Option<String> {
    Some(text.to_owned())
}

#[tokio::test]
async fn closed_tracking_orders_are_typed() {
    let mock = bitget().await;
    let client = unlimited(&mock, bitget::Client::builder());
    let closed = client.copy().mix_trader().close_tracking_orders(close().tracking_no("1")).await.unwrap();
    let seen: Vec<_> = closed.iter().map(|order| (&*order.tracking_no, &*order.symbol, &order.product_type)).collect();
    assert_eq!(seen, [("123", "ETHUSDT", &ProductType::UsdtFutures), ("32123", "BTCUSDT", &ProductType::UsdtFutures)]);
    assert_eq!(mock.requests()[0].text(), r#"{"trackingNo":"1","productType":"USDT-FUTURES"}"#);
    check_accepted(&mock);
}

#[tokio::test]
async fn open_tracking_orders_are_typed() {
    let mock = bitget().await;
    let client = unlimited(&mock, bitget::Client::builder());
    let request = current().symbol("BTCUSDT").start_time(Timestamp::from_millis(1)).limit(20).id_less_than("9");
    let page = client.copy().mix_trader().current_tracking_orders(request).await.unwrap();
    assert_eq!((page.end_id, page.tracking_list.len()), (text("1"), 1));
    let order = &page.tracking_list[0];
    assert_eq!((&*order.tracking_no, &*order.symbol), ("1231231231", "BTCUSDT"));
    assert_eq!((&order.pos_side, &order.open_order_id), (&Some(PositionSide::Long), &text("123123123123")));
    assert_eq!((order.open_leverage, order.open_price_avg), (decimal("20"), decimal("26248.9")));
    assert_eq!(order.open_time, Some(Timestamp::from_millis(1_695_801_595_658)));
    assert_eq!(order.open_size.map(|size| size.to_string()), text("0.1000000000000000"));
    assert_eq!(order.preset_stop_surplus_price, decimal("27561.34"));
    assert_eq!(order.preset_stop_loss_price, decimal("25855.16"));
    assert_eq!((order.open_fee, order.follow_count), (decimal("-2.62489"), Some(1)));
    let arrived = &mock.requests()[0];
    assert_eq!(arrived.query, "symbol=BTCUSDT&productType=USDT-FUTURES&startTime=1&limit=20&idLessThan=9");
    check_accepted(&mock);
}

#[tokio::test]
async fn canceled_orders_are_typed() {
    let mock = bitget().await;
    let client = unlimited(&mock, bitget::Client::builder());
    let result = client.mix().order().cancel_all_orders(cancel().margin_coin("USDT")).await.unwrap();
    let [canceled] = &*result.success_list else { panic!("{result:?}") };
    assert_eq!((&*canceled.order_id, &canceled.client_oid), ("121211212122", &text("BITGET#121211212122")));
    let [kept] = &*result.failure_list else { panic!("{result:?}") };
    assert_eq!((&*kept.order_id, &kept.client_oid), ("232", &text("321342")));
    assert_eq!((&kept.error_msg, &kept.error_code), (&text("notExistend"), &None));
    check_accepted(&mock);
}

#[tokio::test]
async fn an_accepted_call_of_htx_tells_failures_beside_successes() {
    let mock = htx().await;
    let client = unlimited(&mock, htx::Client::builder());
    let result = client.coin_swap().strategy().cancel_trailing_orders(trailing()).await.unwrap();
    assert_eq!(result.successes.0, ["825057948169748480"]);
    let [error] = &*result.errors else { panic!("{result:?}") };
    assert_eq!((&*error.order_id, error.err_code), ("825057948169748481", Some(1061)));
    assert_eq!(error.err_msg, text("This order doesnt exist."));
    assert_eq!(mock.requests()[0].text(), r#"{"contract_code":"BTC-USD","order_id":"1,2"}"#);

    let none = r#"{"errors": [{"order_id": 9007199254740993}], "successes": ""}"#;
    mock.next(Reply::data(none));
    let result = client.coin_swap().strategy().cancel_trailing_orders(trailing()).await.unwrap();
    assert_eq!((&*result.errors[0].order_id, result.errors[0].err_code), ("9007199254740993", None));
    assert!(result.successes.is_empty());
    mock.next(Reply::data(r#"{"errors": [], "successes": "1,2,3"}"#));
    let result = client.coin_swap().strategy().cancel_trailing_orders(trailing()).await.unwrap();
    assert_eq!((result.successes.0, result.errors.len()), (["1", "2", "3"].map(str::to_owned).to_vec(), 0));
    check_accepted(&mock);
}

#[tokio::test]
async fn values_without_a_name_survive_both_ways() {
    let mock = bitget().await;
    mock.strict_parameters(false);
    let client = unlimited(&mock, bitget::Client::builder());
    mock.next(Reply::data(r#"[{"trackingNo": "1", "symbol": "X", "productType": "SUSDT-FUTURES-9"}]"#));
    let closed = client.copy().mix_trader().close_tracking_orders(close()).await.unwrap();
    let unnamed = &closed[0].product_type;
    assert!(matches!(unnamed, ProductType::Unknown(_)), "{unnamed:?}");
    assert_eq!((unnamed.as_str(), unnamed.to_string().as_str()), ("SUSDT-FUTURES-9", "SUSDT-FUTURES-9"));
    // What the mock refuses was sent as it was read.
    let again = exbind::bitget::copy::mix_trader::CloseTrackingOrders::new(unnamed.clone());
    assert!(client.copy().mix_trader().close_tracking_orders(again).await.is_err());
    assert_eq!(mock.requests()[1].json()["productType"], "SUSDT-FUTURES-9");
}

#[tokio::test]
async fn no_digit_is_lost_and_nothing_missing_becomes_zero() {
    let mock = bitget().await;
    let client = unlimited(&mock, bitget::Client::builder());
    let read = async |size: &str| {
        let list = format!(r#"{{"trackingList": [{{"trackingNo": 1, "symbol": "X", "openSize": {size}}}]}}"#);
        mock.next(Reply::data(list));
        let page = client.copy().mix_trader().current_tracking_orders(current()).await.unwrap();
        page.tracking_list[0].open_size.map(|size| size.to_string())
    };
    for number in ["0.1000000000000000", "0.1", "-0.00000001", "79228162514264337593543950335", "20", "0"] {
        assert_eq!(read(number).await, text(number));
        assert_eq!(read(&format!("\"{number}\"")).await, text(number));
    }
    for nothing in ["null", "\"\""] {
        assert_eq!(read(nothing).await, None);
    }
}

#[tokio::test]
async fn missing_promises_and_wrong_types_are_named_by_path() {
    let mock = bitget().await;
    let client = unlimited(&mock, bitget::Client::builder());
    let check = async |data: &str, path: &str, part: &str| {
        mock.next(Reply::data(data));
        let error = client.copy().mix_trader().current_tracking_orders(current()).await.unwrap_err();
        let Error::Decode(decode) = &error else { panic!("{error:?}") };
        let message = error.to_string();
        assert!(message.contains(&format!("{path}:")) && message.contains(part), "{message}");
        assert!(str::from_utf8(&decode.body).unwrap().contains(data));
    };
    let order = |fields: &str| format!(r#"{{"trackingList": [{{"trackingNo": "1", {fields}}}]}}"#);
    check(&order(r#""openSize": "1""#), "$.data.trackingList[0].symbol", "missing").await;
    check(&order(r#""symbol": "X", "openSize": "a lot""#), "$.data.trackingList[0].openSize", "decimal").await;
    check(&order(r#""symbol": "X", "openTime": {}"#), "$.data.trackingList[0].openTime", "a time in Unix milliseconds")
        .await;
    check(r#"{"trackingList": {"a": 1}}"#, "$.data.trackingList", "expected").await;
    check("7", "$.data", "expected").await;
    assert_eq!(mock.count(id::<exbind::bitget::copy::mix_trader::CurrentTrackingOrders>()), 5);
}
