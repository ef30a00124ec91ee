//! Several changes: their places are those of the spec as it was.

use crate::bench::{Bench, TYPES, add, fact, set};
use exbind_codegen::diagnostic::Place;
use exbind_codegen::drift::{Change, ListAt};

#[test]
fn those_added_behind_one_neighbour_stand_in_the_order_in_which_they_come() {
    let mut bench = Bench::endpoint();
    let list = bench.request();
    for (after, name) in [(Some("symbol"), "x"), (None, "a"), (Some("symbol"), "y"), (None, "b")] {
        bench.apply(&add(list.clone(), after, name)).unwrap();
    }
    let order =
        ["a", "b", "symbol", "x", "y", "side"].map(|name| bench.text().find(&format!("name: {name},")).unwrap());
    assert!(order.is_sorted(), "{}", bench.diff());
}

#[test]
fn one_that_two_pages_add_is_added_once() {
    let mut bench = Bench::types();
    let change = add(bench.ty("Level"), Some("price"), "count");
    bench.apply(&change).unwrap();
    assert_eq!(bench.change(&change), "+  - { name: count, type: string }\n");
}

#[test]
fn several_keys_of_one_entry_are_set() {
    let mut bench = Bench::endpoint().writing(&[("type", "integer")], &[]);
    let place = bench.field("note");
    bench.apply(&Change::Retype(place.clone(), fact("note"))).unwrap();
    bench.apply(&set(place.clone(), "max", Some("9"))).unwrap();
    bench.apply(&set(place.clone(), "name", Some("memo"))).unwrap();
    bench.apply(&set(place, "min", Some("-1"))).unwrap();
    assert!(bench.text().contains("  - { name: memo, type: integer, min: -1, max: 9, about: What it is for. }\n"));
}

#[test]
fn places_move_with_what_is_changed_before_them() {
    let mut bench = Bench::endpoint();
    let file = Place::file(&bench.file);
    let changes = [
        Change::SetTop(file.clone(), "path", "/a/much/longer/path/than/before".to_owned()),
        set(bench.field("symbol"), "about", Some("What is traded.")),
        add(bench.request(), None, "first"),
        Change::Remove(bench.field("side")),
        set(bench.field("size"), "min", Some("1")),
        add(bench.ty("Order"), Some("id"), "coin"),
        Change::AddValue(bench.name("Side"), "x".to_owned()),
        Change::AddValue(bench.name("Word"), "x".to_owned()),
        set(bench.field("b"), "name", Some("c")),
    ];
    for change in &changes {
        bench.apply(change).unwrap();
    }
    let expected = "\
-path: '/v1/place'
+path: /a/much/longer/path/than/before
+  - { name: first, type: string }
-  - { name: symbol, type: string, required: true } # behind the symbol
-  - { name: side, type: Side, about: \"Which way # it: trades.\" }
+  - { name: symbol, type: string, required: true, about: What is traded. } # behind the symbol
+    min: 1
+      - { name: coin, type: string }
-  Flow: { about: In brackets., fields: [{ name: a, type: string }, { name: b, type: string }] }
-  Word: { enum: { open: It opens., close: } }
+      \"x\":
+  Flow: { about: In brackets., fields: [{ name: a, type: string }, { name: c, type: string }] }
+  Word: { enum: { open: It opens., close:, x: } }
";
    assert_eq!(bench.diff(), expected);
}

#[test]
fn what_is_gone_cannot_be_changed() {
    let mut bench = Bench::endpoint();
    let place = bench.field("side");
    bench.apply(&Change::Remove(place.clone())).unwrap();
    let before = bench.text().to_owned();
    for change in [
        Change::Remove(place.clone()),
        set(place.clone(), "required", Some("true")),
        Change::Retype(place, fact("side")),
        add(bench.request(), Some("side"), "x"),
    ] {
        bench.apply(&change).unwrap_err();
        assert_eq!(bench.text(), before);
    }
}

#[test]
fn places_where_nothing_stands_are_refused() {
    let mut bench = Bench::endpoint();
    let nowhere = |start: usize| Place::new(&bench.file, start..start);
    let inside = bench.at("trades.");
    for place in [nowhere(0), nowhere(usize::MAX), nowhere(bench.before.len()), inside] {
        for change in [
            Change::Remove(place.clone()),
            set(place.clone(), "about", Some("x")),
            Change::AddValue(place.clone(), "x".to_owned()),
            add(ListAt::Type(place.clone()), None, "x"),
        ] {
            bench.apply(&change).unwrap_err();
            assert_eq!(bench.text(), bench.before);
        }
    }
    let elsewhere = Place::file(&"acme/none.yaml".into());
    let why = bench.apply(&Change::SetTop(elsewhere, "method", "GET".to_owned())).unwrap_err();
    assert_eq!(why, "there is no file `acme/none.yaml`");
}

#[test]
fn files_keep_their_line_breaks() {
    let mut bench = Bench::new("acme/types.yaml", &TYPES.replace('\n', "\r\n"));
    bench.written.types = vec![("Fee".to_owned(), "- { name: coin, type: string }\n".to_owned())];
    let changes = [
        add(bench.ty("Level"), Some("price"), "x"),
        Change::AddValue(bench.name("State"), "3".to_owned()),
        Change::Remove(bench.field("size")),
    ];
    for change in &changes {
        bench.apply(change).unwrap();
    }
    assert_eq!(bench.text().matches('\n').count(), bench.text().matches("\r\n").count());
    let expected = "\
-  - { name: size, type: decimal }\r
+  - { name: x, type: string }\r
+    \"3\": { rust: Code3 }\r
+\r
+Fee:\r
+  - { name: coin, type: string }\r
";
    assert_eq!(bench.diff(), expected);
}

#[test]
fn a_file_without_a_last_line_break_gets_none() {
    let mut bench =
        Bench::new("acme/types.yaml", "Level:\n  - { name: a, type: string }\n  - { name: b, type: string }");
    bench.apply(&add(bench.ty("Level"), Some("b"), "c")).unwrap();
    assert!(bench.text().ends_with("\n  - { name: c, type: string }"));
    bench.apply(&Change::Remove(bench.field("b"))).unwrap();
    assert!(bench.text().ends_with("a, type: string }\n  - { name: c, type: string }"));
}

#[test]
fn a_mark_of_the_byte_order_stays() {
    let mut bench = Bench::new("acme/a.yaml", "\u{feff}method: GET\npath: /a\n");
    bench
        .apply(&Change::SetTop(Place::file(&bench.file), "rate_limit", "{ requests: 1, per: 1s, by: ip }".to_owned()))
        .unwrap();
    assert_eq!(bench.text(), "\u{feff}method: GET\npath: /a\nrate_limit: { requests: 1, per: 1s, by: ip }\n");
}
