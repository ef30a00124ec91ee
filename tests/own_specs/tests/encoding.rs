//! Requests → the exact text on the wire.

#![allow(deprecated, reason = "deprecated calls are part of the format")]

use exbind::runtime::params::{Encoded, Params};
use exbind::value::{Csv, Decimal, Embedded, Json, Map, Timestamp};
use exbind::{Client as Runtime, Endpoint};
use own_specs::acme::account::{
    AccountKind, Balance, DeleteKey, Ledger, PageDirection, PositionMode, Settings, UpdateSettings,
};
use own_specs::acme::market::{Candles, Kind, Statistics};
use own_specs::acme::trade::SetMargin;
use own_specs::acme::trade::orders::history::ListOrders;
use own_specs::acme::trade::orders::{
    BatchCancel, BatchPlace, CancelAllOrders, CancelOrders, NewOrder, OrderLeg, OrderSource, OrderType, PlaceOrder,
    Preset, PresetStep,
};
use own_specs::acme::{CloseAll, Period, ServerTime, Side};
use own_specs::zenith;

fn encoded<E: Endpoint>(request: &E) -> Result<Encoded, String> {
    let mut params = Params::new(E::META);
    request.encode(&mut params);
    params.finish()
}

fn decimal(text: &str) -> Decimal {
    text.parse().expect("a decimal")
}

fn order() -> PlaceOrder {
    PlaceOrder::new("BTCUSDT", Side::Buy).size(decimal("1"))
}

fn check_path<E: Endpoint>(request: &E, expected: &str) {
    assert_eq!(encoded(request).map(|call| call.path).as_deref(), Ok(expected));
}

fn check_query<E: Endpoint>(request: &E, expected: &str) {
    let call = encoded(request).expect("no fault");
    assert_eq!((call.query.as_str(), call.body.as_str()), (expected, ""));
}

fn check_body<E: Endpoint>(request: &E, expected: &str) {
    let call = encoded(request).expect("no fault");
    assert_eq!((call.query.as_str(), call.body.as_str()), ("", expected));
}

fn check_fault<E: Endpoint>(request: &E, parts: &[&str]) {
    let fault = encoded(request).expect_err("a fault");
    assert!(parts.iter().all(|part| fault.contains(part)), "{fault}");
}

#[test]
fn calls_without_parameters_send_none() {
    check_query(&ServerTime::new(), "");
    check_query(&zenith::Ping::default(), "");
    check_body(&CloseAll::new(), "{}");
}

#[test]
fn path_parameters_are_filled_in_and_encoded() {
    check_path(&Balance::new(100_009, AccountKind::SuperMargin), "/v1/accounts/100009/balance/super-margin");
    check_path(&Balance::new(-1, "other kind".into()), "/v1/accounts/-1/balance/other%20kind");
    check_path(&DeleteKey::new("a/b 龙"), "/v1/keys/a%2Fb%20%E9%BE%99");
    check_fault(&DeleteKey::new(""), &["`key-id`"]);
    check_fault(&DeleteKey::new(".."), &["`key-id`"]);
}

#[test]
fn queries_hold_what_is_set_in_the_order_of_the_spec() {
    let candles = Candles::new("龙虾USDT", Period::OneMinute);
    check_query(&candles, "symbol=%E9%BE%99%E8%99%BEUSDT&period=1m");
    let from = candles.size(5).from(Timestamp::from_millis(7));
    check_query(&from, "symbol=%E9%BE%99%E8%99%BEUSDT&period=1m&from=7&size=5");
    check_query(&DeleteKey::new("1").force(true), "force=true");
    let ledger = Ledger::new("1").from_id(i64::MAX).direct(PageDirection::Next);
    check_query(&ledger, "account-id=1&from-id=9223372036854775807&direct=next");
    check_query(&CancelAllOrders::new().symbol("a b+c"), "symbol=a%20b%2Bc");
}

#[test]
fn lists_in_a_query_are_joined_by_commas() {
    let all = Statistics::new()
        .symbols(vec!["A".to_owned(), "B;C".to_owned()])
        .ids(vec![1, -2])
        .kinds(vec![Kind::Spot, "odd kind".into()])
        .open_only(false)
        .type_("x");
    check_query(&all, "symbols=A%2CB%3BC&ids=1%2C-2&kinds=spot%2Codd%20kind&open-only=0&type=x");
    check_query(&Statistics::new().symbols("A"), "symbols=A");
    check_query(&Statistics::new().symbols(vec![]), "symbols=");
    check_fault(&Statistics::new().symbols("A,B"), &["\"A,B\"", "comma-joined"]);
}

#[test]
fn booleans_are_written_as_each_field_says() {
    let mut update = UpdateSettings::new(Settings::new());
    check_body(&update, r#"{"settings":{}}"#);
    update = update.text(true).bare(true).upper(true).lower(true).switch(true).digit(true);
    check_body(
        &update,
        r#"{"settings":{},"text":"true","bare":true,"upper":"YES","lower":"yes","switch":"on","digit":1}"#,
    );
    let inner = Settings::new().text(false).bare(false).upper(false).lower(false).switch(false).digit(false);
    let inner = inner.many(vec![true, false]).mode(PositionMode::HedgeMode).ratio(decimal("0.50"));
    check_body(
        &UpdateSettings::new(inner),
        r#"{"settings":{"text":"false","bare":false,"upper":"NO","lower":"no","switch":"off","digit":0,"many":["yes","no"],"mode":"hedge_mode","ratio":0.50}}"#,
    );
}

#[test]
fn numbers_are_written_as_the_exchange_or_the_field_says() {
    let margin = SetMargin::new("s", Side::Sell, "c", decimal("0.00000001"), 5, -1, Timestamp::from_millis(9), "n");
    check_body(
        &margin,
        r#"{"symbol":"s","side":"sell","coin":"c","amount":"0.00000001","price":"5","size":"-1","time":"9","name":"n"}"#,
    );
    let parts = vec![zenith::wallet::TransferPart::new(1).note("12"), zenith::wallet::TransferPart::new(2).note("1x")];
    let transfer = zenith::wallet::Transfer::new(zenith::wallet::Side::Out, decimal("1.50"))
        .time(Timestamp::from_millis(5))
        .number(7)
        .force(true)
        .parts(parts)
        .amounts(vec![decimal("1"), decimal("2.0")])
        .switches(vec![true, false])
        .ids(vec![1, 2]);
    check_body(
        &transfer,
        r#"{"side":2,"amount":1.50,"time":5,"number":"7","force":1,"parts":[{"amount":1,"note":12},{"amount":2,"note":"1x"}],"amounts":[1,2.0],"switches":[1,0],"ids":"1,2"}"#,
    );
}

#[test]
fn bodies_nest_as_the_spec_does() {
    let step = PresetStep::new(1).sides(vec![Side::Buy, Side::from("BID"), Side::from("neither")]);
    let preset = Preset::new(decimal("1.0")).loss(decimal("2.50")).steps(vec![step]);
    let nested = order()
        .type_(OrderType::PostOnly)
        .preset(preset.clone())
        .tags(vec!["a\"".to_owned()])
        .note(Json::new(r#"{"any": [1.50]}"#.to_owned()).expect("JSON"))
        .weights(Map::from([("BTC".to_owned(), decimal("0.5")), ("龙".to_owned(), decimal("1"))]))
        .meta(Embedded(Preset::new(3)));
    let preset = r#"{"profit":"1.0","loss":2.50,"steps":[{"ratio":"1","sides":"buy,buy,neither"}]}"#;
    check_body(
        &nested,
        &format!(
            r#"{{"symbol":"BTCUSDT","side":"buy","type":"post-only","size":"1","preset":{preset},"tags":["a\""],"note":{{"any": [1.50]}},"weights":{{"BTC":0.5,"龙":1}},"meta":"{{\"profit\":\"3\"}}"}}"#
        ),
    );
}

#[test]
fn a_body_may_be_a_list() {
    check_body(&BatchCancel::new(vec!["1".to_owned(), "龙".to_owned()]), r#"["1","龙"]"#);
    check_body(&BatchCancel::new(vec![]), "[]");
    check_body(&zenith::wallet::Remove::new(vec![1, 2]), "[1,2]");
    let legs = vec![OrderLeg::new(Side::Buy).size(decimal("1.0")), OrderLeg::new(Side::Sell)];
    let orders = vec![
        NewOrder::new("s", OrderType::Limit).legs(legs),
        NewOrder::new("t", OrderType::Market).is_new(true).client_order_id("c"),
    ];
    check_body(
        &BatchPlace::new(orders),
        r#"[{"symbol":"s","type":"limit","legs":[{"side":"buy","size":1.0},{"side":"sell"}]},{"symbol":"t","type":"market","new":"true","client-order-id":"c"}]"#,
    );
}

#[test]
fn lists_joined_by_commas_are_one_text_in_a_body() {
    check_body(&CancelOrders::new().order_id(vec!["1".to_owned(), "2".to_owned()]), r#"{"order_id":"1,2"}"#);
    check_body(&CancelOrders::new().client_order_id(vec![1, 2]), r#"{"client_order_id":"1,2"}"#);
    check_body(
        &ListOrders::new().page_size(5).page_index(1).sources(vec![OrderSource::Ios]),
        r#"{"page_index":"1","page_size":5,"sources":["IOS"]}"#,
    );
}

#[test]
fn switches_keep_their_form_in_lists_of_a_query() {
    let flags = zenith::wallet::Flags::new()
        .enabled(true)
        .several(vec![true, false])
        .joined(Csv(vec![false, true]))
        .numbers(vec![decimal("1.50"), decimal("-2")])
        .filter(zenith::wallet::FlagFilter::new().least(1).on(false));
    let filter = "%7B%22least%22%3A1%2C%22on%22%3A0%7D";
    check_query(&flags, &format!("enabled=1&several=1%2C0&joined=0%2C1&numbers=1.50%2C-2&filter={filter}"));
}

#[test]
fn bounds_are_held_before_anything_is_sent() {
    check_fault(&Candles::new("s", Period::In).size(0), &["`size` is 0", "at least 1"]);
    check_fault(&Candles::new("s", Period::In).size(1001), &["`size` is 1001", "at most 1000"]);
    check_fault(&order().price(decimal("0.009")), &["`price` is 0.009", "at least 0.01"]);
    check_fault(&order().leverage(126), &["`leverage` is 126", "at most 125"]);
    check_fault(&order().tags(vec![String::new(); 3]), &["`tags` holds 3", "at most 2"]);
    check_fault(&order().preset(Preset::new(-1)), &["`profit` is -1", "at least 0"]);
    check_fault(&order().meta(Embedded(Preset::new(-1))), &["`profit` is -1"]);
    check_fault(&UpdateSettings::new(Settings::new().ratio(decimal("0.01"))), &["`ratio` is 0.01", "at least 0.1"]);
    check_fault(&BatchPlace::new(vec![NewOrder::new("s", OrderType::Limit); 3]), &["`orders` holds 3"]);
    check_fault(&Statistics::new().symbols(vec!["x".to_owned(); 4]), &["`symbols` holds 4", "at most 3"]);
    assert!(encoded(&order().price(decimal("0.010")).leverage(1).tags(vec![String::new(); 2])).is_ok());
}

#[test]
fn groups_are_held_before_anything_is_sent() {
    let bare = PlaceOrder::new("s", Side::Buy);
    check_fault(&bare, &["one of `size`, `quoteSize` is required"]);
    check_fault(&order().quote_size(1), &["at most one of `size`, `quoteSize`"]);
    check_fault(&order().take_profit(1).preset(Preset::new(1)), &["`takeProfit`, `preset`"]);
    check_fault(&CancelOrders::new(), &["`order_id`, `client_order_id`"]);
    assert!(encoded(&bare.quote_size(1)).is_ok());
    assert!(encoded(&order().take_profit(1)).is_ok());
}

#[test]
fn two_exchanges_have_clients_of_their_own() {
    fn clients(runtime: Runtime) -> (own_specs::acme::Client, zenith::Client) {
        (runtime.clone().into(), runtime.into())
    }
    let _: fn(Runtime) -> (own_specs::acme::Client, zenith::Client) = clients;
    assert_eq!((own_specs::acme::EXCHANGE.name, zenith::EXCHANGE.name), ("acme", "zenith"));
}
