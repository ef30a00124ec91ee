//! Parameters and fields that stand there: other keys, other types, and none.

use crate::bench::{Bench, fact, set};
use exbind_codegen::drift::Change;

fn changed(name: &str, key: &'static str, value: Option<&str>) -> String {
    let mut bench = Bench::endpoint();
    let change = set(bench.field(name), key, value);
    bench.change(&change)
}

#[test]
fn a_key_is_set_in_brackets() {
    assert_eq!(
        changed("side", "required", Some("true")),
        "-  - { name: side, type: Side, about: \"Which way # it: trades.\" }\n\
         +  - { name: side, type: Side, required: true, about: \"Which way # it: trades.\" }\n"
    );
    assert_eq!(
        changed("symbol", "about", Some("What: is traded.")),
        "-  - { name: symbol, type: string, required: true } # behind the symbol\n\
         +  - { name: symbol, type: string, required: true, about: \"What: is traded.\" } # behind the symbol\n"
    );
    assert_eq!(
        changed("note", "default", Some("a, b")),
        "-  - { name: note, type: string, default: 'none', about: What it is for. }\n\
         +  - { name: note, type: string, default: \"a, b\", about: What it is for. }\n"
    );
    assert_eq!(
        changed("side", "rust", Some("way")),
        "-  - { name: side, type: Side, about: \"Which way # it: trades.\" }\n\
         +  - { name: side, rust: way, type: Side, about: \"Which way # it: trades.\" }\n"
    );
}

#[test]
fn a_key_is_taken_away_in_brackets() {
    assert_eq!(
        changed("symbol", "required", None),
        "-  - { name: symbol, type: string, required: true } # behind the symbol\n\
         +  - { name: symbol, type: string } # behind the symbol\n"
    );
    assert_eq!(
        changed("note", "default", None),
        "-  - { name: note, type: string, default: 'none', about: What it is for. }\n\
         +  - { name: note, type: string, about: What it is for. }\n"
    );
    assert_eq!(changed("note", "max", None), "");
}

#[test]
fn a_key_is_set_on_lines() {
    assert_eq!(changed("price", "max", Some("10")), "+    max: 10\n");
    assert_eq!(changed("price", "required", Some("true")), "+    required: true\n");
    assert_eq!(changed("size", "about", Some("How much.")), "+    about: How much.\n");
    assert_eq!(changed("price", "min", Some("0.5")), "-    min: 0\n+    min: 0.5\n");
    assert_eq!(
        changed("price", "about", Some("Short.")),
        "-    about: |\n-      First line # no comment.\n-\n-      Last line.\n+    about: Short.\n"
    );
}

#[test]
fn a_key_is_taken_away_on_lines_but_not_its_comment() {
    assert_eq!(changed("price", "min", None), "-    min: 0\n");
    assert_eq!(changed("size", "required", None), "-    required: true # behind required\n+    # behind required\n");
    assert_eq!(
        changed("price", "about", None),
        "-    about: |\n-      First line # no comment.\n-\n-      Last line.\n"
    );
}

#[test]
fn a_name_is_set_and_nothing_else() {
    assert_eq!(
        changed("price", "name", Some("limitPrice")),
        "-  - name: price   # behind the price's name\n+  - name: limitPrice   # behind the price's name\n"
    );
    assert_eq!(changed("size", "name", Some("24h")), "-  - name: \"size\"\n+  - name: 24h\n");
}

#[test]
fn what_becomes_required_loses_its_default() {
    assert_eq!(
        changed("note", "required", Some("true")),
        "-  - { name: note, type: string, default: 'none', about: What it is for. }\n\
         +  - { name: note, type: string, required: true, about: What it is for. }\n"
    );
}

#[test]
fn a_key_that_says_so_already_stays_as_it_is_written() {
    assert_eq!(changed("symbol", "required", Some("true")), "");
    assert_eq!(changed("price", "min", Some("0")), "");
}

#[test]
fn keys_that_make_no_field_are_refused() {
    for (key, value, why) in [
        ("name", None, "a parameter or field without `name` is none"),
        ("type", None, "a parameter or field without `type` is none"),
        ("name", Some("side"), "`side` stands there already"),
        ("max_items", Some("many"), "expected a whole number, found `many`"),
        ("in", Some("header"), "`header` is not known here"),
        ("color", Some("red"), "unknown key `color`"),
    ] {
        let mut bench = Bench::endpoint();
        let change = set(bench.field("note"), key, value);
        assert_eq!(bench.apply(&change).unwrap_err(), why);
        assert_eq!(bench.text(), bench.before);
    }
}

fn retyped(name: &str, keys: &[(&'static str, &str)]) -> String {
    let mut bench = Bench::endpoint().writing(keys, &[]);
    let change = Change::Retype(bench.field(name), fact(name));
    bench.change(&change)
}

#[test]
fn another_type_keeps_what_goes_with_it() {
    assert_eq!(retyped("price", &[("type", "integer")]), "-    type: decimal\n+    type: integer\n");
    assert_eq!(
        retyped("size", &[("type", "list<decimal>"), ("as", "bare")]),
        "-    type: \"decimal\"\n+    type: list<decimal>\n+    as: bare\n"
    );
}

#[test]
fn another_type_takes_away_what_does_not_go_with_it() {
    assert_eq!(retyped("price", &[("type", "string")]), "-    type: decimal\n+    type: string\n-    min: 0\n");
    assert_eq!(
        retyped("note", &[("type", "integer"), ("default", "7")]),
        "-  - { name: note, type: string, default: 'none', about: What it is for. }\n\
         +  - { name: note, type: integer, default: 7, about: What it is for. }\n"
    );
    assert_eq!(
        retyped("note", &[("type", "boolean")]),
        "-  - { name: note, type: string, default: 'none', about: What it is for. }\n\
         +  - { name: note, type: boolean, about: What it is for. }\n"
    );
}

#[test]
fn another_type_brings_types_along() {
    let mut bench = Bench::types().writing(&[("type", "Amount")], &[("Amount", "- { name: coin, type: string }\n")]);
    let change = Change::Retype(bench.field("price"), fact("price"));
    let expected = "\
-  - { name: price, type: decimal }
+  - { name: price, type: Amount }
+
+Amount:
+  - { name: coin, type: string }
";
    assert_eq!(bench.change(&change), expected);
}

fn removed(mut bench: Bench, name: &str) -> String {
    let change = Change::Remove(bench.field(name));
    bench.change(&change)
}

#[test]
fn what_is_removed_leaves_its_comments() {
    assert_eq!(
        removed(Bench::endpoint(), "symbol"),
        "-  - { name: symbol, type: string, required: true } # behind the symbol\n+  # behind the symbol\n"
    );
    let expected = "\
-  - name: price   # behind the price's name
-    type: decimal
+  # behind the price's name
-    min: 0
-    about: |
-      First line # no comment.
-
-      Last line.
";
    assert_eq!(removed(Bench::endpoint(), "price"), expected);
}

#[test]
fn what_is_removed_takes_its_lines_along() {
    assert_eq!(
        removed(Bench::endpoint(), "note"),
        "-  - { name: note, type: string, default: 'none', about: What it is for. }\n"
    );
    assert_eq!(removed(Bench::endpoint(), "id"), "-      - { name: id, type: string, required: true }\n");
}

#[test]
fn what_is_removed_in_brackets_takes_a_comma_along() {
    for (name, left) in [("a", "[{ name: b, type: string }]"), ("b", "[{ name: a, type: string }]")] {
        let mut bench = Bench::endpoint();
        let change = Change::Remove(bench.field(name));
        bench.change(&change);
        assert!(bench.text().contains(left), "{}", bench.diff());
    }
}

#[test]
fn the_last_parameter_takes_the_key_along() {
    let text =
        "summary: S.\naccess: read\n\nrequest: # what it takes\n  - { name: x, type: string }\n\nresponse: none\n";
    let bench = Bench::new("acme/a.yaml", text);
    assert_eq!(removed(bench, "x"), "-request: # what it takes\n-  - { name: x, type: string }\n+# what it takes\n");
    let text = text.replace(" # what it takes", "");
    let mut bench = Bench::new("acme/a.yaml", &text);
    let change = Change::Remove(bench.field("x"));
    bench.change(&change);
    assert_eq!(bench.text(), "summary: S.\naccess: read\n\nresponse: none\n");
}

#[test]
fn the_last_field_of_a_type_stays() {
    let mut bench = Bench::types();
    let change = Change::Remove(bench.field("at"));
    assert_eq!(bench.apply(&change).unwrap_err(), "nothing would be left of its type");
    assert_eq!(bench.text(), bench.before);
}
