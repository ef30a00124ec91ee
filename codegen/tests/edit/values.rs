//! New values of enums.

use crate::bench::Bench;
use exbind_codegen::drift::Change;

fn added(mut bench: Bench, ty: &str, value: &str) -> String {
    let change = Change::AddValue(bench.name(ty), value.to_owned());
    bench.change(&change)
}

#[test]
fn a_value_stands_last() {
    assert_eq!(added(Bench::endpoint(), "Side", "both:"), "+      \"both:\":\n");
    assert_eq!(added(Bench::endpoint(), "Side", "buy_back"), "+      \"buy_back\":\n");
    let mut bench = Bench::endpoint();
    let change = Change::AddValue(bench.name("Side"), "x".to_owned());
    bench.change(&change);
    assert!(bench.text().contains("# behind sell\n      \"x\":\n  Flow:"));
}

#[test]
fn a_value_stands_last_in_brackets() {
    assert_eq!(
        added(Bench::endpoint(), "Word", "half open"),
        "-  Word: { enum: { open: It opens., close: } }\n+  Word: { enum: { open: It opens., close:, half open: } }\n"
    );
}

#[test]
fn a_number_gets_a_name_in_rust() {
    assert_eq!(added(Bench::types(), "State", "10"), "+    \"10\": { rust: Code10 }\n");
}

#[test]
fn a_value_that_stands_there_stays_as_it_is() {
    assert_eq!(added(Bench::endpoint(), "Side", "sell"), "");
}

#[test]
fn what_is_no_enum_gets_no_values() {
    let mut bench = Bench::types();
    let change = Change::AddValue(bench.name("Level"), "x".to_owned());
    assert_eq!(bench.apply(&change).unwrap_err(), "it is no enum any more");
    let change = Change::AddValue(bench.at("about: A step"), "x".to_owned());
    assert_eq!(bench.apply(&change).unwrap_err(), "no type stands here any more");
    assert_eq!(bench.text(), bench.before);
}
