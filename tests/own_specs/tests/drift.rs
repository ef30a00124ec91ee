//! Drift in every construct of the format: where it is told to be.

use exbind::Endpoint;
use exbind::runtime::example::recode;
use exbind::runtime::params::Encode;
use own_specs::acme::account::{CreateKey, Profile};
use own_specs::acme::market::Candles;
use own_specs::acme::trade::{LastOrder, Positions};
use own_specs::acme::{Heartbeat, ServerTime};

fn told<E: Endpoint<Response: Encode>>(body: &str) -> Vec<String> {
    let start = format!("{} at $", E::META.id);
    let drift = recode::<E>(body).drift;
    drift.iter().map(|drift| drift.to_string().strip_prefix(&start).expect("endpoint and path").to_owned()).collect()
}

fn check_candles(data: &str, expected: &[&str]) {
    assert_eq!(told::<Candles>(&format!(r#"{{"code": 200, "data": {data}}}"#)), expected, "{data}");
}

fn check_profile(fields: &str, expected: &[&str]) {
    let body = format!(r#"{{"code": 200, "data": {{"uid": "1", {fields}}}}}"#);
    assert_eq!(told::<Profile>(&body), expected, "{fields}");
}

#[test]
fn fields_are_told_wherever_they_stand() {
    check_profile(r#""new": [1]"#, &[".data.new: an unknown field, a list"]);
    check_profile(
        r#""team": [{"name": "x"}, {"name": "y", "members": [{"name": "z", "new": true}]}]"#,
        &[".data.team[1].members[0].new: an unknown field, a boolean"],
    );
    check_profile(
        r#""groups": {"a": [{"name": "x", "new": 1}]}"#,
        &[".data.groups.a[0].new: an unknown field, a number"],
    );
    check_profile(
        r#""feeDetail": "{\"coin\": \"x\", \"new\": null}""#,
        &[".data.feeDetail.new: an unknown field, null"],
    );
    check_profile(
        r#""fees": "[{\"coin\": \"x\"}, {\"coin\": \"x\", \"new\": {}}]""#,
        &[".data.fees[1].new: an unknown field, an object"],
    );
}

#[test]
fn items_of_lists_and_entries_of_maps_are_alike() {
    check_profile(
        r#""team": [{"name": "x", "new": 1}, {"name": "y", "new": 2, "newer": 3}]"#,
        &[".data.team[0].new: an unknown field, a number", ".data.team[1].newer: an unknown field, a number"],
    );
    check_profile(
        r#""limits": {"BTC": "x", "ETH": "y"}"#,
        &[".data.limits.BTC: expected a decimal of at most 28 digits, found a string"],
    );
}

#[test]
fn places_of_a_tuple_are_not_alike() {
    check_candles(
        r#"[[1, 2, 3, 4, [], "new", "newer"], [2, "x", "y", 4, [], "new"]]"#,
        &[
            ".data[0][5]: an unknown field, a string",
            ".data[0][6]: an unknown field, a string",
            ".data[1][1]: expected a decimal of at most 28 digits, found a string",
            ".data[1][2]: expected a decimal of at most 28 digits, found a string",
        ],
    );
    check_candles("[[1, 2]]", &[".data[0]: expected a list of at least 3 places, found a list"]);
}

#[test]
fn values_of_enums_are_told_in_lists_too() {
    check_profile(
        r#""permissions": "read,fly,TRADE,swim""#,
        &[".data.permissions: an unknown value, \"fly\"", ".data.permissions: an unknown value, \"swim\""],
    );
}

#[test]
fn all_of_an_answer_is_told_though_the_call_fails() {
    let body = r#"{"code": 200, "data": {"levels": "1,x", "team": [{}, {"name": []}], "feeDetail": 7, "new": 1}}"#;
    let expected = [
        ".data.levels: expected a list joined by commas, found a string",
        ".data.team[].name: a required value is missing",
        ".data.team[1].name: expected a string, found a list",
        ".data.feeDetail: expected an object, found a number",
        ".data.new: an unknown field, a number",
        ".data.uid: a required value is missing",
    ]
    .map(|told| told.replace("[]", "[0]"));
    assert_eq!(told::<Profile>(body), expected);
}

#[test]
fn half_of_a_name_ends_no_looking() {
    let body = r#"{"code": 200, "data": {"uid": "1", "team": [{"name": "x", "\ud800": 1}], "new": 1}}"#;
    let told = told::<Profile>(body);
    assert!(
        told.len() == 2 && told[0].starts_with(".data.team[0]: ") && told[1].starts_with(".data.new: "),
        "{told:?}"
    );
}

#[test]
fn nothing_that_is_secret_is_told() {
    let told = told::<CreateKey>(
        r#"{"status": "ok", "data": {"key": {"sword": "fish"}, "codes": [["swordfish"]], "new": "swordfish"}}"#,
    );
    assert_eq!(told.len(), 3, "{told:?}");
    assert!(told.iter().all(|told| !told.contains("sword") && !told.contains("fish")), "{told:?}");
}

#[test]
fn answers_in_every_envelope_are_looked_at() {
    assert_eq!(told::<Heartbeat>(r#"{"heartbeat": 1, "new": 1}"#), [".new: an unknown field, a number"]);
    assert_eq!(told::<ServerTime>(r#"{"status": "ok", "data": 1, "new": 1}"#), [".new: an unknown field, a number"]);
    assert_eq!(told::<ServerTime>(r#"{"status": "ok", "ts": 1}"#), [".data: a required value is missing"]);
    assert_eq!(told::<LastOrder>(r#"{"status": "ok", "data": null}"#), [""; 0]);
    assert_eq!(told::<Positions>(r#"{"status": "ok", "data": ""}"#), [""; 0]);
}
