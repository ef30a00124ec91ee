use super::found::Kinds;
use super::*;
use crate::credentials::Credentials;
use crate::decode::{Fault, from_str};
use crate::envelope;
use crate::meta::{Envelope, Meta};
use crate::value::{Csv, Secret};
use std::cell::Cell;
use std::sync::{Arc, Mutex};

static ENVELOPE: Envelope = Envelope {
    success: Some(("code", &["0"])),
    code: &["code"],
    message: &["msg"],
    data: Some("data"),
    time: None,
    other: &["ch"],
};

static META: Meta = Meta { id: "acme.list", envelope: &ENVELOPE, ..Meta::BASE };

fn drift(place: &str, kind: DriftKind) -> Drift {
    Drift { endpoint: "acme.list", path: place.to_owned(), kind, place: place.to_owned() }
}

fn value(text: impl Into<String>) -> DriftKind {
    DriftKind::UnknownValue { value: text.into() }
}

/// What an observer is told of answers, all to one client.
fn told(meta: &'static Meta, bodies: &[&str]) -> Vec<String> {
    let told = Arc::new(Mutex::new(Vec::new()));
    let list = Arc::clone(&told);
    let observer = Observer::new(move |drift| list.lock().expect("no test panics here").push(drift.to_string()));
    let credentials = Credentials::new("the-key-of-the-user", "secret");
    let secrets = [Secret::from("swordfish")];
    let watcher = Watcher { observer: &observer, meta, credentials: Some(&credentials), secrets: &secrets };
    for body in bodies {
        let _ = envelope::read::<Vec<i64>>(meta.envelope, body, &Cell::default(), Some(&watcher));
    }
    let told = told.lock().expect("no test panics here");
    told.clone()
}

#[test]
fn each_kind_is_told_once() {
    let check = |body: &str, expected: &str| assert_eq!(told(&META, &[body, body]), [expected], "{body}");
    check(r#"{"code":0,"data":[1],"new":"x"}"#, "acme.list at $.new: an unknown field, a string");
    check(r#"{"code":0,"data":[1,"x","y"]}"#, "acme.list at $.data[1]: expected an integer, found a string");
    check(r#"{"code":0,"data":{}}"#, "acme.list at $.data: expected a list, found an object");
    check(r#"{"code":0,"data":[null]}"#, "acme.list at $.data[0]: a required value is missing");
    let both = [r#"{"code":0,"data":["x"]}"#, r#"{"code":0,"data":[[]]}"#];
    let expected = [
        "acme.list at $.data[0]: expected an integer, found a string",
        "acme.list at $.data[0]: expected an integer, found a list",
    ];
    assert_eq!(told(&META, &both), expected);
}

#[test]
fn what_fits_and_what_is_no_answer_is_not_told() {
    for body in [
        r#"{"code":0,"msg":"ok","data":[1],"ch":"x"}"#,
        r#"{"code":0}"#,
        r#"{"code":1,"msg":"no","data":{},"new":1}"#,
        r#"{"data":["x"],"new":1}"#,
        r#"{"code":0,"code":1,"new":1}"#,
        "<html>",
        "",
    ] {
        assert_eq!(told(&META, &[body]), [""; 0], "{body}");
    }
}

#[test]
fn memory_is_bounded() {
    let mut kinds = Kinds::default();
    let fields = (0..1000).filter(|n| kinds.add(&drift(&format!("$.f{n}"), DriftKind::Missing))).count();
    assert_eq!((fields, kinds.0.len()), (100, 100));
    let mut kinds = Kinds::default();
    let values = (0..1000).filter(|n| kinds.add(&drift("$.side", value(n.to_string())))).count();
    assert_eq!(values, 20);
    assert!(kinds.add(&drift("$.side", DriftKind::Missing)) && kinds.add(&drift("$.other", value("1"))));
    let many: String = (0..10_000).map(|n| format!(r#","field{n}":0"#)).collect();
    assert_eq!(told(&META, &[&format!(r#"{{"code":0{many}}}"#)]).len(), 100);
}

#[test]
fn paths_are_cut_and_hold_neither_secrets_nor_line_breaks() {
    let told = |name: &str| told(&META, &[&format!(r#"{{"code":0,"{name}":1}}"#)]).remove(0);
    assert_eq!(told("of the-key-of-the-user"), "acme.list at $.of ***: an unknown field, a number");
    assert_eq!(told("swordfish"), "acme.list at $.***: an unknown field, a number");
    assert_eq!(told("a\\nb\\u001bc"), "acme.list at $.abc: an unknown field, a number");
    assert!(told(&"x".repeat(100_000)).len() < 400);
}

#[test]
fn values_are_cut_and_masked_where_answers_hold_secrets() {
    static SECRET: Meta = Meta { secret_answer: true, ..META };
    static META: Meta = Meta { id: "acme.key", envelope: &ENVELOPE, ..Meta::BASE };
    let note = |meta: &'static Meta, text: &str| {
        let list = Arc::new(Mutex::new(Vec::new()));
        let told = Arc::clone(&list);
        let observer = Observer::new(move |drift| told.lock().expect("no test panics here").push(drift.kind.clone()));
        let watcher = Watcher { observer: &observer, meta, credentials: None, secrets: &[] };
        let mut watch = watcher.watch();
        watch.unknown_value(text);
        watcher.tell(watch);
        let told = list.lock().expect("no test panics here");
        told.clone()
    };
    assert_eq!(note(&META, "new"), [value("new")]);
    assert_eq!(note(&SECRET, "new"), [value("***")]);
    assert_eq!(note(&META, &"x".repeat(1000)), [value(format!("{}...", "x".repeat(60)))]);
}

#[test]
fn faults_are_told_without_what_was_found() {
    let mut watch = Watch::new("acme.list", &ENVELOPE);
    let fault: Fault = from_str::<Csv<i64>>(r#""1,swordfish""#).expect_err("no list of integers");
    watch.unreadable(&fault, r#""1,swordfish""#);
    let told = format!("{:?}", watch.found);
    assert!(told.contains("expected a list joined by commas") && !told.contains("swordfish"), "{told}");
}
