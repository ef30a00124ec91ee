//! Whole answers, in each of the envelopes.

use exbind::Endpoint;
use exbind::runtime::example::recode;
use exbind::runtime::params::Encode;
use own_specs::acme::account::{Balance, ReadSettings, UpdateSettings};
use own_specs::acme::market::{Candles, SpotDepth, Symbols};
use own_specs::acme::trade::orders::OpenOrders;
use own_specs::acme::trade::orders::history::Fills;
use own_specs::acme::trade::{LastOrder, Positions};
use own_specs::acme::{CloseAll, Heartbeat, ServerTime};
use own_specs::zenith::wallet::{Flags, Remove, Transfer};

/// A whole answer of `E` is read, and what was understood of its data is `expected`.
fn check_answer<E: Endpoint<Response: Encode>>(body: &str, expected: &str) {
    assert_eq!(recode::<E>(body).json.as_deref(), Ok(expected), "{body}");
}

fn check_refused<E: Endpoint<Response: Encode>>(body: &str, parts: &[&str]) {
    let error = recode::<E>(body).json.expect_err(body);
    assert!(parts.iter().all(|part| error.contains(part)), "{body}: {error}");
}

#[test]
fn each_envelope_gives_its_data() {
    check_answer::<ServerTime>(r#"{"status": "ok", "data": 1, "ts": 5}"#, r#""1""#);
    check_answer::<ServerTime>(r#"{"ts": "5", "data": "1", "status": "ok"}"#, r#""1""#);
    check_answer::<Fills>(r#"{"code": 200, "msg": "success", "data": [], "ts": 5}"#, "[]");
    check_answer::<Fills>(r#"{"code": "200", "message": "success", "data": null}"#, "[]");
    check_answer::<CloseAll>(r#"{"code": 200, "data": true, "message": "OK", "success": true}"#, r#""true""#);
    check_answer::<CloseAll>(r#"{"success": "true", "data": 0}"#, r#""false""#);
    check_answer::<SpotDepth>(
        r#"{"ch": "x", "status": "ok", "ts": 5, "tick": {"bids": [[1.5, "2"]], "asks": ""}}"#,
        r#"{"bids":[["1.5","2"]],"asks":[]}"#,
    );
    check_answer::<Symbols>(r#"{"data": ["a"]}"#, r#"["a"]"#);
    check_answer::<Heartbeat>(r#"{"heartbeat": 1}"#, r#"{"heartbeat":"true"}"#);
    check_answer::<Flags>(r#"{"status": "ok", "data": {"a": 1}}"#, r#"{"a":"1"}"#);
}

#[test]
fn the_time_of_an_envelope_is_no_field_of_the_answer() {
    check_answer::<Fills>(r#"{"code": 200, "ts": 5, "requestTime": {"x": []}, "data": [], "unknown": [1]}"#, "[]");
}

#[test]
fn bare_data_of_every_kind_is_read() {
    check_answer::<UpdateSettings>(r#"{"status": "ok", "data": null}"#, "null");
    for anything in [r#""success""#, r#""""#, "true", "{}", "[]", "1"] {
        check_answer::<UpdateSettings>(&format!(r#"{{"status": "ok", "data": {anything}}}"#), "null");
    }
    check_answer::<UpdateSettings>(r#"{"status": "ok"}"#, "null");
    check_answer::<Transfer>(r#"{"status": "ok", "data": "176520"}"#, r#""176520""#);
    check_answer::<Remove>(r#"{"status": "ok", "data": [true, 0]}"#, r#"["true","false"]"#);
    check_answer::<Positions>(r#"{"status": "ok", "data": ""}"#, "[]");
    check_answer::<Candles>(r#"{"code": 200, "data": null}"#, "[]");
}

#[test]
fn an_answer_may_be_nothing_where_the_spec_says_so() {
    check_answer::<LastOrder>(r#"{"status": "ok", "data": {"orderId": 1}}"#, r#"{"orderId":"1"}"#);
    for nothing in ["[]", "null", r#""""#] {
        check_answer::<LastOrder>(&format!(r#"{{"status": "ok", "data": {nothing}}}"#), "null");
        check_refused::<OpenOrders>(&format!(r#"{{"code": 200, "data": {nothing}}}"#), &["at $.data"]);
    }
    check_answer::<LastOrder>(r#"{"status": "ok"}"#, "null");
    check_refused::<LastOrder>(r#"{"status": "ok", "data": "x"}"#, &["at $.data", "expected an object"]);
}

#[test]
fn refusals_are_told_from_answers() {
    check_refused::<ServerTime>(
        r#"{"status": "error", "err-code": "x-y", "err-msg": "no", "data": null}"#,
        &["refusal", "x-y", "no"],
    );
    check_refused::<ServerTime>(r#"{"status": "error", "err_code": 1017, "err_msg": "no"}"#, &["refusal", "1017"]);
    check_refused::<Fills>(r#"{"code": 40004, "message": "late"}"#, &["refusal", "40004", "late"]);
    check_refused::<CloseAll>(r#"{"success": false, "code": 500, "data": true}"#, &["refusal", "500"]);
    check_refused::<CloseAll>("[]", &["at $"]);
}

#[test]
fn paths_start_at_the_body() {
    check_refused::<Balance>(
        r#"{"status": "ok", "data": {"id": 1, "type": "spot", "list": [{}]}}"#,
        &["at $.data.list[0].coin"],
    );
    check_refused::<OpenOrders>(
        r#"{"code": 200, "data": {"items": [{"orderId": {}}]}}"#,
        &["at $.data.items[0].orderId"],
    );
    check_refused::<SpotDepth>(r#"{"status": "ok", "tick": {"bids": []}}"#, &["at $.tick.asks"]);
    check_refused::<Heartbeat>(r#"{"heartbeat": "maybe"}"#, &["at $.heartbeat"]);
    check_refused::<ReadSettings>(r#"{"status": "ok"}"#, &["at $.data"]);
}
