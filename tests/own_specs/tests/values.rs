//! Scalars as exchanges really write them → typed values, or an error that names the place.

mod support;

use exbind::value::{Decimal, Timestamp};
use own_specs::acme::Side;
use own_specs::acme::account::{Permission, PositionMode, Settings, UserProfile};
use own_specs::acme::market::{FuturesBook, MarketStatistics, MarketStatus};
use own_specs::acme::trade::orders::history::Fill;
use own_specs::acme::trade::orders::{CancelOrdersResult, OpenOrder, OrderSource, OrderState};
use own_specs::acme::trade::{OrderRef, Position};
use support::{check_fails, decimal, read};

fn position(member: &str) -> Position {
    read(&format!(r#"{{"symbol": "s", {member}}}"#))
}

fn statistics(member: &str) -> MarketStatistics {
    read(&format!(r#"{{"symbol": "s", {member}}}"#))
}

#[test]
fn nothing_is_never_turned_into_zero() {
    for nothing in ["null", r#""""#] {
        let all = format!(
            r#"{{"symbol": "s", "side": {nothing}, "leverage": {nothing}, "risk_rate": {nothing}, "volume": {nothing},
                "protected": {nothing}, "last": {nothing}, "fee": {nothing}}}"#
        );
        assert_eq!(read::<Position>(&all), read::<Position>(r#"{"symbol": "s"}"#), "{nothing}");
    }
    let empty = position(r#""side": null"#);
    assert_eq!((empty.side, empty.leverage, empty.volume, empty.protected), (None, None, None, None));
    assert_eq!(statistics(r#""cTime": """#).c_time, None);
    assert_eq!(statistics(r#""price": 0"#).price, decimal("0"));
}

#[test]
fn an_empty_text_stays_a_text() {
    let order: OrderRef = read(r#"{"orderId": "", "clientOid": null}"#);
    assert_eq!((order.order_id.as_deref(), order.client_oid), (Some(""), None));
}

#[test]
fn an_empty_list_in_place_of_an_object_is_nothing() {
    for nothing in ["[]", "null", r#""""#] {
        let book: FuturesBook = read(&format!(r#"{{"ask": {nothing}, "bid": [1, 2]}}"#));
        assert!(book.ask.is_none() && book.bid.is_some(), "{nothing}");
        assert_eq!(position(&format!(r#""fee": {nothing}"#)).fee, None, "{nothing}");
    }
    check_fails::<Position>(r#"{"symbol": "s", "fee": [{"coin": "x"}]}"#, &["at $.fee", "expected an object"]);
}

#[test]
fn a_field_may_be_a_number_or_a_text() {
    let check = |json: &str, leverage: Option<Decimal>, volume| {
        let position = position(&format!(r#""leverage": {json}, "volume": {json}"#));
        assert_eq!((position.leverage, position.volume), (leverage, volume), "{json}");
    };
    check("10", decimal("10"), Some(10));
    check(r#""10""#, decimal("10"), Some(10));
    check(r#""-9223372036854775808""#, decimal("-9223372036854775808"), Some(i64::MIN));
    let order = |json: &str| read::<OrderRef>(&format!(r#"{{"orderId": {json}, "clientOid": {json}}}"#)).order_id;
    assert_eq!(order("9007199254740993"), order(r#""9007199254740993""#));
    assert_eq!(statistics(r#""cTime": "1695801601016""#).c_time, Some(Timestamp::from_millis(1_695_801_601_016)));
    assert_eq!(statistics(r#""cTime": 1695801601016"#).c_time, Some(Timestamp::from_millis(1_695_801_601_016)));
}

#[test]
fn booleans_are_read_in_every_spelling() {
    for (json, expected) in [
        ("true", true),
        ("false", false),
        (r#""true""#, true),
        (r#""False""#, false),
        (r#""YES""#, true),
        (r#""no""#, false),
        (r#""on""#, true),
        (r#""OFF""#, false),
        ("1", true),
        ("0", false),
        (r#""1""#, true),
    ] {
        let all = format!(r#"{{"text": {json}, "bare": {json}, "upper": {json}, "digit": {json}, "many": [{json}]}}"#);
        let read: Settings = read(&all);
        assert_eq!(
            (read.text, read.bare, read.upper, read.digit),
            (Some(expected), Some(expected), Some(expected), Some(expected))
        );
        assert_eq!(read.many, [expected], "{json}");
    }
    for wrong in ["2", r#""maybe""#, "{}", "[true]"] {
        check_fails::<Settings>(&format!(r#"{{"lower": {wrong}}}"#), &["$.lower", "expected a boolean"]);
    }
}

#[test]
fn enums_are_read_in_any_case_and_any_documented_spelling() {
    for (text, expected) in [
        ("api", OrderSource::Api),
        ("API", OrderSource::Api),
        ("WEB", OrderSource::Web),
        ("ios", OrderSource::Ios),
        ("iPhone", OrderSource::Ios),
    ] {
        let order: OpenOrder = read(&format!(r#"{{"orderId": "1", "source": "{text}"}}"#));
        assert_eq!(order.source, Some(expected), "{text}");
    }
    assert_eq!(position(r#""side": "BID_SIDE""#).side, Some(Side::Buy));
    for (json, expected) in [("7", OrderState::Canceled), (r#""1""#, OrderState::Waiting)] {
        let order: OpenOrder = read(&format!(r#"{{"orderId": "1", "state": {json}}}"#));
        assert_eq!(order.state, Some(expected), "{json}");
    }
    assert_eq!(statistics(r#""status": -1"#).status, Some(MarketStatus::Delisted));
}

#[test]
fn values_without_a_name_are_kept_as_they_are() {
    let side = position(r#""side": "Neither""#).side.expect("a side");
    assert_eq!((side.as_str(), side.to_string().as_str()), ("Neither", "Neither"));
    assert!(matches!(side, Side::Unknown(_)));
    assert_eq!(statistics(r#""status": 99"#).status.map(|status| status.to_string()).as_deref(), Some("99"));
    let profile: UserProfile = read(r#"{"uid": 1, "permissions": "read, SELF,fly"}"#);
    assert_eq!(profile.permissions.to_vec(), [Permission::Read, Permission::Own, Permission::from("fly")]);
    let settings: Settings = read(r#"{"mode": "two_way_mode"}"#);
    assert_eq!(settings.mode, Some(PositionMode::from("two_way_mode")));
    check_fails::<Position>(r#"{"symbol": "s", "side": true}"#, &["$.side", "`Side`"]);
}

#[test]
fn missing_null_and_empty_lists_are_the_same() {
    let none: CancelOrdersResult = read("{}");
    for json in [r#"{"errors": null, "successes": null}"#, r#"{"errors": "", "successes": ""}"#, r#"{"errors": []}"#] {
        assert_eq!(read::<CancelOrdersResult>(json), none, "{json}");
    }
    let profile: UserProfile = read(r#"{"uid": "1", "limits": [], "groups": "", "team": null, "levels": ""}"#);
    assert!(
        profile.limits.is_empty() && profile.groups.is_empty() && profile.team.is_empty() && profile.levels.is_empty()
    );
    check_fails::<CancelOrdersResult>(r#"{"errors": "x"}"#, &["$.errors", "expected a list"]);
    check_fails::<UserProfile>(r#"{"uid": "1", "limits": [1]}"#, &["$.limits", "expected an object"]);
}

#[test]
fn lists_joined_by_commas_are_split() {
    let successes = |json: &str| read::<CancelOrdersResult>(&format!(r#"{{"successes": {json}}}"#)).successes.0;
    assert_eq!(successes(r#""1,2""#), ["1", "2"]);
    assert_eq!(successes(r#"" 1 , 2 ""#), ["1", "2"]);
    assert_eq!(successes("825057948169748480"), ["825057948169748480"]);
    assert_eq!(read::<UserProfile>(r#"{"uid": "1", "levels": "1,-2"}"#).levels.0, [1, -2]);
    check_fails::<UserProfile>(r#"{"uid": "1", "levels": "1,x"}"#, &["$.levels", "1,x"]);
}

#[test]
fn texts_keep_every_digit_of_numbers_that_fit_nowhere() {
    let turnover = "1234567890123456789012345678901234567890";
    assert_eq!(statistics(&format!(r#""turnover": {turnover}"#)).turnover.as_deref(), Some(turnover));
    assert_eq!(statistics(r#""turnover": 1.50e10"#).turnover.as_deref(), Some("1.50e10"));
    let fill: Fill = read(r#"{"tradeId": 1234567890123456789012345678, "side": "buy", "time": 1}"#);
    assert_eq!(fill.trade_id, "1234567890123456789012345678");
}

#[test]
fn decimals_keep_their_digits() {
    let check = |json: &str, expected: &str| {
        let price = statistics(&format!(r#""price": {json}"#)).price.map(|price| price.to_string());
        assert_eq!(price.as_deref(), Some(expected), "{json}");
    };
    check("0.123456789012345678", "0.123456789012345678");
    check(r#""91.850043797676510303""#, "91.850043797676510303");
    check("1.65E8", "165000000");
    check(r#""1e-8""#, "0.00000001");
    check("0.1000000000000000", "0.1000000000000000");
    check(r#""0.12345678901234567890123456789""#, "0.1234567890123456789012345679");
    check("-0", "0");
}

#[test]
fn numbers_that_do_not_fit_are_errors_and_never_other_numbers() {
    let digits = "9".repeat(40);
    for json in [&digits, &format!("\"{digits}\""), &format!("{digits}.5"), "1e40", "1e999999999999"] {
        check_fails::<MarketStatistics>(
            &format!(r#"{{"symbol": "s", "price": {json}}}"#),
            &["$.price", "expected a decimal"],
        );
    }
    for json in ["9223372036854775808", "1.5", r#""1.0""#, "1e3", r#""x""#] {
        check_fails::<Position>(
            &format!(r#"{{"symbol": "s", "volume": {json}}}"#),
            &["$.volume", "expected an integer"],
        );
    }
    for json in [r#""2024-01-01""#, "1.5"] {
        check_fails::<MarketStatistics>(
            &format!(r#"{{"symbol": "s", "cTime": {json}}}"#),
            &["$.cTime", "milliseconds"],
        );
    }
}
