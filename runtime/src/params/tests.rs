use super::*;
use crate::meta::Method;
use crate::value::{Csv, Decimal, Embedded, Json, Secret, Timestamp};
use std::collections::BTreeMap;

fn encode(method: Method, write: impl FnOnce(&mut Params)) -> Encoded {
    let mut params = Params::new(&Meta { method, path: "/a/{id}/b", ..Meta::BASE });
    write(&mut params);
    params.finish().expect("no fault")
}

fn fault(write: impl FnOnce(&mut Params)) -> String {
    let mut params = Params::new(&Meta { method: Method::Post, ..Meta::BASE });
    write(&mut params);
    params.finish().expect_err("a fault")
}

fn body(write: impl FnOnce(&mut Params)) -> String {
    encode(Method::Post, write).body
}

fn query(write: impl FnOnce(&mut Params)) -> String {
    encode(Method::Get, write).query
}

#[test]
fn queries_are_percent_encoded_in_the_order_put() {
    let written = query(|params| {
        params.put("symbol", "龙虾USDT");
        params.put("limit", &20i64);
        params.put("after", &None::<String>);
        params.put("odd", " +,/='$~&?#%\"");
    });
    let odd = "%20%2B%2C%2F%3D%27%24~%26%3F%23%25%22";
    assert_eq!(written, format!("symbol=%E9%BE%99%E8%99%BEUSDT&limit=20&odd={odd}"));
}

#[test]
fn bodies_hold_what_is_set_in_the_form_asked_for() {
    let written = body(|params| {
        params.put("a", "x\"\\\n龙");
        params.put("b", &Decimal::new(100, 2));
        params.put_bare("c", &Decimal::new(-15, 1));
        params.put_bare("d", &true);
        params.put_as(Form::UpperYesNo, "e", &false);
        params.put_as(Form::OneZero, "f", &true);
        params.put("g", &Timestamp::from_millis(5));
        params.put("h", &None::<i64>);
    });
    assert_eq!(written, r#"{"a":"x\"\\\n龙","b":"1.00","c":-1.5,"d":true,"e":"NO","f":1,"g":"5"}"#);
}

#[test]
fn nothing_set_is_an_empty_query_and_an_empty_object() {
    assert_eq!(query(|_| ()), "");
    assert_eq!(body(|_| ()), "{}");
}

#[test]
fn nested_values_are_json_everywhere() {
    struct Leg(i64);
    impl Encode for Leg {
        fn encode(&self, _form: Form, out: &mut Params) {
            out.object(|out| {
                out.put_bare("id", &self.0);
            });
        }
    }
    let legs = vec![Leg(1), Leg(2)];
    let map = BTreeMap::from([("k".to_owned(), 1i64)]);
    let written = body(|params| {
        params.put("legs", &legs);
        params.put("csv", &Csv(vec![1i64, 2]));
        params.put_bare("map", &map);
        params.put("inner", &Embedded(vec!["x".to_owned()]));
        params.put("any", &Json::new("[1.50]".into()).expect("JSON"));
    });
    assert_eq!(written, r#"{"legs":[{"id":1},{"id":2}],"csv":"1,2","map":{"k":1},"inner":"[\"x\"]","any":[1.50]}"#);
    let written = query(|params| {
        params.put("ids", &vec!["1".to_owned(), "2".to_owned()]);
        params.put("leg", &Leg(1));
    });
    assert_eq!(written, "ids=1%2C2&leg=%7B%22id%22%3A1%7D");
}

#[test]
fn a_whole_body_may_be_a_list() {
    let orders = vec!["1".to_owned()];
    assert_eq!(body(|params| _ = params.put_body("orders", &orders)), r#"["1"]"#);
}

#[test]
fn path_parameters_are_encoded_and_never_empty() {
    assert_eq!(encode(Method::Get, |params| params.put_path("id", "a/b")).path, "/a/a%2Fb/b");
    assert!(fault(|params| params.put_path("id", "")).contains("path parameter `id`"));
    assert!(fault(|params| params.put_path("id", "..")).contains("path parameter `id`"));
}

#[test]
fn bounds_and_groups_are_faults_that_name_the_parameter() {
    assert!(fault(|params| _ = params.put("limit", &51i64).min("1").max("50")).contains("`limit` is 51"));
    assert!(fault(|params| _ = params.put("ratio", &Decimal::new(5, 2)).min("0.1")).contains("at least 0.1"));
    let ids = Csv(vec![1i64, 2, 3]);
    assert!(fault(|params| _ = params.put("ids", &ids).max_items(2)).contains("at most 2"));
    assert!(fault(|params| params.require_any(&[("a", false), ("b", false)])).contains("`a`, `b`"));
    assert!(fault(|params| params.allow_one(&[("a", true), ("b", true)])).contains("`a`, `b`"));
    assert_eq!(body(|params| _ = params.put("limit", &None::<i64>).max("50")), "{}");
}

#[test]
fn bare_texts_are_numbers_of_json_or_in_quotes() {
    let check = |text: &str, expected: &str| {
        let written = body(|params| _ = params.put_bare("id", text));
        assert_eq!(written, format!(r#"{{"id":{expected}}}"#));
        assert!(serde_json::from_str::<serde_json::Value>(&written).is_ok(), "{written}");
    };
    check("0", "0");
    check("-7", "-7");
    check("12345678901234567890123456789", "12345678901234567890123456789");
    for text in ["", "-", "+7", "007", "-01", "1.5", "1e5", "abc", "٣"] {
        check(text, &format!("{text:?}"));
    }
}

#[test]
fn items_that_a_comma_would_split_are_faults() {
    let csv = |items: &[&str]| Csv(items.iter().map(|item| (*item).to_owned()).collect::<Vec<_>>());
    for items in [&["1,2"][..], &["1", ",2"], &["1", ""]] {
        assert!(fault(|params| _ = params.put("ids", &csv(items))).contains("comma-joined"), "{items:?}");
        assert!(fault(|params| params.put_path("ids", &csv(items))).contains("comma-joined"), "{items:?}");
    }
    assert_eq!(query(|params| _ = params.put("ids", &csv(&["1", "2"]))), "ids=1%2C2");
    assert_eq!(query(|params| _ = params.put("ids", &csv(&[]))), "ids=");
    let mut params = Params::new(&Meta::BASE);
    params.put("ids", &vec!["1,2".to_owned()]);
    assert!(params.finish().is_err_and(|fault| fault.contains("comma-joined")));
}

#[test]
fn secrets_are_written_and_never_shown() {
    let secrets = vec![Secret::from("swordfish"), Secret::from("swordfish-2/é")];
    let call = encode(Method::Get, |params| {
        params.put("all", &secrets);
        assert!(!format!("{params:?}").contains("sword"), "{params:?}");
    });
    assert_eq!(call.query, "all=swordfish%2Cswordfish-2%2F%C3%A9");
    assert_eq!(format!("{call:?}"), "Encoded { path: \"/a/{id}/b\", query: \"all=***%2C***\", body: \"\" }");
    let mut params = Params::new(&Meta::BASE);
    params.put("all", &vec![Secret::from("sword,fish \"1\""), Secret::from("")]);
    let fault = params.finish().expect_err("a comma in an item");
    assert!(fault.starts_with("\"***\" cannot be an item"), "{fault}");
}
