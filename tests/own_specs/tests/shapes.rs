//! Objects, rows and lists in all the shapes that arrive → typed values, or an error that names the place.

mod support;

use own_specs::acme::Side;
use own_specs::acme::account::{AccountBalance, LedgerPage, Member, UserProfile};
use own_specs::acme::market::{Candle, MarketStatistics, SpotBook};
use own_specs::acme::trade::Position;
use own_specs::acme::trade::orders::history::Fill;
use own_specs::acme::trade::orders::{CancelError, CancelOrdersResult};
use support::{check_fails, decimal, read};

fn statistics(member: &str) -> MarketStatistics {
    read(&format!(r#"{{"symbol": "s", {member}}}"#))
}

#[test]
fn what_is_missing_is_named_with_its_path() {
    check_fails::<Position>("{}", &["at $.symbol: the field is missing"]);
    check_fails::<Position>(r#"{"symbol": null}"#, &["at $.symbol: a value is missing"]);
    check_fails::<LedgerPage>(
        r#"{"list": [{"record-id": 1, "amount": 1}, {"record-id": 2, "amount": ""}]}"#,
        &["at $.list[1].amount: a value is missing"],
    );
    check_fails::<CancelOrdersResult>(
        r#"{"errors": [{"order_id": "1"}]}"#,
        &["at $.errors[0].err_code: the field is missing"],
    );
    let deep = r#"{"id": 1, "type": "spot", "list": [{"coin": "BTC", "details": {"available": 1, "locks": [{"fees": [{"coin": "x"}, {}]}]}}]}"#;
    check_fails::<AccountBalance>(deep, &["at $.list[0].details.locks[0].fees[1].coin"]);
    check_fails::<Position>("null", &["expected an object"]);
}

#[test]
fn what_is_of_another_kind_is_named_with_its_path() {
    check_fails::<Position>(r#"{"symbol": {"a": 1}}"#, &["at $.symbol: expected a string", r#"{"a": 1}"#]);
    check_fails::<Position>(r#"{"symbol": "s", "leverage": true}"#, &["at $.leverage: expected a decimal", "true"]);
    check_fails::<Position>(r#"{"symbol": "s", "last": "x"}"#, &["at $.last", "expected an object", "\"x\""]);
    check_fails::<Position>("[1]", &["expected an object"]);
    check_fails::<SpotBook>(r#"{"bids": [[1, 2], [1]], "asks": []}"#, &["at $.bids[1]", "2 places"]);
    check_fails::<SpotBook>(r#"{"bids": [[1, "x"]], "asks": []}"#, &["at $.bids[0][1]: expected a decimal"]);
    check_fails::<SpotBook>(r#"{"bids": [{"price": 1}], "asks": []}"#, &["at $.bids[0]", "expected a list"]);
    check_fails::<UserProfile>(r#"{"uid": "1", "groups": {"a": [{"name": []}]}}"#, &["at $.groups.a[0].name"]);
    check_fails::<UserProfile>(r#"{"uid": "1", "feeDetail": "{\"coin\": {}}"}"#, &["at $.feeDetail.coin"]);
    check_fails::<UserProfile>(r#"{"uid": "1", "feeDetail": "oops"}"#, &["at $.feeDetail"]);
}

#[test]
fn order_repetition_and_unknown_members_do_not_matter() {
    let plain: CancelError = read(r#"{"order_id": "1", "err_code": 2, "err_msg": "x"}"#);
    let deep = format!("{}1{}", "[{\"a\":".repeat(50), "}]".repeat(50));
    for json in [
        r#"{"err_msg": "x", "err_code": "2", "order_id": 1}"#.to_owned(),
        r#"{"order_id": "0", "err_code": 2, "order_id": "1", "err_msg": "x"}"#.to_owned(),
        format!(r#"{{"order_id": "1", "new": {deep}, "err_code": 2, "": null, "err_msg": "x", "Order_Id": 5}}"#),
    ] {
        assert_eq!(read::<CancelError>(&json), plain, "{json}");
    }
}

#[test]
fn escapes_are_resolved_in_keys_and_texts() {
    let escaped: CancelError = read(r#"{"order\u005fid": "\u00e9\"\\\ud83d\ude00", "err_code": 1, "\u9f99": "\n"}"#);
    assert_eq!(escaped.order_id, "é\"\\😀");
    assert_eq!(statistics(r#""\u9f99\u867e": "\u9f99""#).lobster.as_deref(), Some("龙"));
    assert_eq!(statistics(r#""active\u0020price": "\u0031""#).active_price, decimal("1"));
    check_fails::<CancelError>(r#"{"order_id": "\ud800", "err_code": 1}"#, &["$.order_id"]);
}

#[test]
fn odd_wire_names_reach_their_fields() {
    let read = statistics(r#""24h": "-0.01", "active price": 1, "fee asset": "x", "err-code": 5, "self": "y""#);
    assert_eq!((read.change_of_a_day, read.active_price), (decimal("-0.01"), decimal("1")));
    assert_eq!((read.fee_asset.as_deref(), read.err_code, read.self_.as_deref()), (Some("x"), Some(5), Some("y")));
}

#[test]
fn rows_may_be_longer_or_shorter_than_documented() {
    let short: Candle = read(r#"["1695835800000", 26210.5, "26194.5"]"#);
    let exact: Candle = read(r#"[1695835800000, "26210.5", 26194.5, "", null]"#);
    let long: Candle = read(r#"["1695835800000", "26210.5", "26194.5", null, [], "more", {"even": [1]}]"#);
    assert_eq!(short, exact);
    assert_eq!(short, long);
    assert_eq!((short.time.as_millis(), Some(short.open), short.volume), (1_695_835_800_000, decimal("26210.5"), None));
    let full: Candle = read(r#"[1, 1, 1, 26.269, ["halted"]]"#);
    assert_eq!((full.volume, full.notes), (decimal("26.269"), vec!["halted".to_owned()]));
    check_fails::<Candle>(r#"["1", "2"]"#, &["at least 3 places, found 2"]);
    check_fails::<Candle>(r#"["1", "", "2"]"#, &["at $[1]: a value is missing"]);
    check_fails::<Candle>(r#"["1", "2", "3", "x"]"#, &["at $[3]: expected a decimal"]);
}

#[test]
fn json_in_texts_is_read_wrapped_or_not() {
    let fee = |json: &str| read::<UserProfile>(&format!(r#"{{"uid": "1", "feeDetail": {json}}}"#)).fee_detail;
    let wrapped = fee(r#""{\"coin\": \"BTC\", \"amount\": \"-0.1\"}""#).expect("a fee");
    assert_eq!((wrapped.coin.as_str(), wrapped.amount), ("BTC", decimal("-0.1")));
    assert_eq!(fee(r#"{"coin": "BTC", "amount": -0.1}"#), Some(wrapped));
    for nothing in [r#""""#, "null", "[]", r#""null""#] {
        assert_eq!(fee(nothing), None, "{nothing}");
    }
    let fees = |json: &str| read::<UserProfile>(&format!(r#"{{"uid": "1", "fees": {json}}}"#)).fees;
    assert_eq!(fees(r#"[{"coin": "x"}]"#), fees(r#""[{\"coin\": \"x\"}]""#));
}

#[test]
fn open_values_are_kept_as_text() {
    let profile: UserProfile = read(r#"{"uid": 1, "extra": {"a": [1.50, 12345678901234567890123]}}"#);
    assert_eq!(profile.extra.expect("something").get(), r#"{"a": [1.50, 12345678901234567890123]}"#);
    assert!(read::<UserProfile>(r#"{"uid": 1, "extra": null}"#).extra.is_none());
}

#[test]
fn types_may_come_back_to_themselves() {
    let depth = |member: &Member| member.members.first().map_or(0, |_| 1);
    let top: Member = read(r#"{"name": "x", "members": [{"name": "y", "members": [{"name": "z"}]}]}"#);
    assert_eq!((depth(&top), top.members[0].members[0].name.as_str()), (1, "z"));
    let endless = format!("{}{}", r#"{"name": "x", "members": ["#.repeat(200), "]}".repeat(200));
    check_fails::<Member>(&endless, &["nested deeper"]);
}

#[test]
fn serde_reads_generated_types_too() {
    let fills: Vec<Fill> = serde_json::from_str(r#"[{"tradeId": 1, "side": "BUY", "time": "5"}]"#).expect("fills");
    assert_eq!((fills[0].trade_id.as_str(), &fills[0].side), ("1", &Side::Buy));
    let candles: Vec<Candle> = serde_json::from_str("[[1, 2, 3]]").expect("candles");
    assert_eq!(candles[0].time.as_millis(), 1);
    let sides: Vec<Side> = serde_json::from_str(r#"["sell"]"#).expect("sides");
    assert_eq!(sides, [Side::Sell]);
    let error = serde_json::from_str::<Vec<Fill>>(r#"[{"tradeId": 1}]"#).expect_err("a missing field");
    assert!(error.to_string().contains("$.side"), "{error}");
}
