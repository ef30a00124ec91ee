//! New parameters and fields.

use crate::bench::{Bench, add};
use exbind_codegen::import::FieldText;

#[test]
fn stands_behind_its_neighbour_and_the_comment_there() {
    let mut bench = Bench::endpoint();
    let change = add(bench.request(), Some("symbol"), "coin");
    assert_eq!(bench.change(&change), "+  - { name: coin, type: string }\n");
    assert!(bench.text().contains("# behind the symbol\n  - { name: coin, type: string }\n  - { name: side"));
}

#[test]
fn stands_behind_a_neighbour_of_many_lines() {
    let mut bench = Bench::endpoint();
    let change = add(bench.request(), Some("price"), "coin");
    assert_eq!(bench.change(&change), "+  - { name: coin, type: string }\n");
    assert!(bench.text().contains("      Last line.\n  - { name: coin, type: string }\n  - name: \"size\""));
}

#[test]
fn stands_first_with_the_comment_of_the_next_still_above_that() {
    let mut bench = Bench::endpoint();
    let change = add(bench.request(), None, "coin");
    bench.change(&change);
    assert!(
        bench.text().contains("request:\n  - { name: coin, type: string }\n  # About the symbol.\n  - { name: symbol")
    );
}

#[test]
fn stands_last() {
    let mut bench = Bench::endpoint();
    let change = add(bench.request(), Some("note"), "coin");
    assert_eq!(bench.change(&change), "+  - { name: coin, type: string }\n");
    assert!(bench.text().contains("What it is for. }\n  - { name: coin, type: string }\n\nresponse"));
}

#[test]
fn stands_among_the_fields_of_a_type() {
    let mut bench = Bench::endpoint();
    let change = add(bench.ty("Order"), Some("side"), "coin");
    assert_eq!(bench.change(&change), "+      - { name: coin, type: string }\n");
    assert!(bench.text().contains("Side }\n      - { name: coin, type: string }\n      # At the end of the fields.\n"));
}

#[test]
fn stands_among_fields_in_brackets() {
    for (after, expected) in [
        (None, "[{ name: c, type: string }, { name: a, type: string }, { name: b, type: string }]"),
        (Some("a"), "[{ name: a, type: string }, { name: c, type: string }, { name: b, type: string }]"),
        (Some("b"), "[{ name: a, type: string }, { name: b, type: string }, { name: c, type: string }]"),
    ] {
        let mut bench = Bench::endpoint();
        let change = add(bench.ty("Flow"), after, "c");
        bench.change(&change);
        assert!(bench.text().contains(expected), "{}", bench.diff());
    }
}

#[test]
fn stands_in_a_list_that_is_not_indented() {
    for (after, expected) in [
        (None, "+- { name: c, type: string }\n"),
        (Some("a"), "+- { name: c, type: string }\n"),
        (Some("b"), "+- { name: c, type: string }\n"),
    ] {
        let text = "Level:\n- { name: a, type: string }\n- name: b\n  type: string\n";
        let mut bench = Bench::new("acme/types.yaml", text);
        let change = add(bench.ty("Level"), after, "c");
        assert_eq!(bench.change(&change), expected);
    }
}

#[test]
fn is_quoted_where_yaml_needs_it() {
    let mut bench = Bench::endpoint().writing(&[("type", "list<string>"), ("about", "So: it #is, \"a\" \\ [b].")], &[]);
    let change = add(bench.request(), Some("symbol"), "24h #");
    let line = r#"+  - { name: "24h #", type: list<string>, about: "So: it #is, \"a\" \\ [b]." }"#;
    assert_eq!(bench.change(&change), format!("{line}\n"));
}

#[test]
fn takes_lines_of_its_own_where_one_is_too_short() {
    let about = "a".repeat(80);
    for (length, lines) in [(82, 1), (83, 3)] {
        let mut bench = Bench::endpoint().writing(&[("type", "string"), ("about", &"a".repeat(length))], &[]);
        let change = add(bench.request(), Some("symbol"), "x");
        let diff = bench.change(&change);
        let longest = diff.lines().map(|line| line.len() - "+".len()).max().unwrap();
        assert_eq!((diff.lines().count(), longest == 120), (lines, lines == 1), "{diff}");
    }
    let mut bench = Bench::endpoint().writing(&[("type", "string"), ("about", &about)], &[]);
    let change = add(bench.ty("Order"), Some("id"), "x");
    let expected = format!("+      - name: x\n+        type: string\n+        about: {about}\n");
    assert_eq!(bench.change(&change), expected);
}

#[test]
fn brings_the_key_along_where_there_was_no_parameter() {
    let text = "summary: S.\nmethod: GET\npath: /v1\naccess: read # who\n# About the answer.\nresponse: none\n";
    let mut bench = Bench::new("acme/a.yaml", text);
    let change = add(bench.request(), None, "x");
    bench.change(&change);
    let expected =
        "access: read # who\n\nrequest:\n  - { name: x, type: string }\n\n# About the answer.\nresponse: none\n";
    assert!(bench.text().ends_with(expected), "{}", bench.text());
}

#[test]
fn fills_a_key_that_has_none_yet() {
    for empty in ["request:", "request: []", "request: # none"] {
        let text = format!("summary: S.\nmethod: GET\npath: /v1\naccess: read\n{empty}\nresponse: none\n");
        let mut bench = Bench::new("acme/a.yaml", &text);
        let change = add(bench.request(), None, "x");
        bench.change(&change);
        let key = empty.trim_end_matches(" []");
        let expected = format!("{key}\n  - {{ name: x, type: string }}\nresponse");
        assert!(bench.text().contains(&expected), "{}", bench.text());
    }
}

const TYPES: &[(&str, &str)] = &[
    ("Fee", "- { name: coin, type: string }\n- { name: kind, type: FeeKind }\n"),
    ("FeeKind", "enum:\n  maker:\n  taker:\n"),
];

#[test]
fn brings_types_to_the_end_of_those_of_its_file() {
    let mut bench = Bench::endpoint().writing(&[("type", "list<Fee>")], TYPES);
    let change = add(bench.ty("Order"), Some("side"), "fees");
    let expected = "\
+      - { name: fees, type: list<Fee> }
+  Fee:
+    - { name: coin, type: string }
+    - { name: kind, type: FeeKind }
+  FeeKind:
+    enum:
+      maker:
+      taker:
";
    assert_eq!(bench.change(&change), expected);
    assert!(bench.text().ends_with("      taker:\n# The end.\n"));
}

#[test]
fn brings_types_to_the_file_of_the_type_that_it_is_added_to() {
    let mut bench = Bench::types().writing(&[("type", "Fee")], &TYPES[..1]);
    let change = add(bench.ty("Level"), Some("size"), "fee");
    let expected = "\
+  - { name: fee, type: Fee }
+
+Fee:
+  - { name: coin, type: string }
+  - { name: kind, type: FeeKind }
";
    assert_eq!(bench.change(&change), expected);
}

#[test]
fn brings_the_key_of_types_along() {
    let text = "summary: S.\ndoc: https://a.example\nmethod: GET\npath: /v1\naccess: read\nresponse: none\nexamples:\n  - request: '{}'\n";
    let mut bench = Bench::new("acme/a.yaml", text).writing(&[("type", "Fee")], &TYPES[..1]);
    let change = add(bench.request(), None, "fee");
    bench.change(&change);
    let expected = "\
access: read

request:
  - { name: fee, type: Fee }

response: none

types:
  Fee:
    - { name: coin, type: string }
    - { name: kind, type: FeeKind }

examples:
  - request: '{}'
";
    assert!(bench.text().ends_with(expected), "{}", bench.text());
}

#[test]
fn is_refused_where_it_cannot_stand() {
    let mut bench = Bench::endpoint();
    let request = bench.request();
    let refused = |bench: &mut Bench, change| bench.apply(&change).unwrap_err();
    assert_eq!(refused(&mut bench, add(request.clone(), None, "side")), "`side` stands there already");
    let missing = refused(&mut bench, add(request.clone(), Some("nothing"), "x"));
    assert_eq!(missing, "it belongs behind `nothing`, which does not stand there");
    let enumeration = add(bench.ty("Side"), None, "x");
    assert_eq!(refused(&mut bench, enumeration), "it is no object or tuple any more");
    bench.written.types = vec![("Order".to_owned(), "- { name: x, type: string }".to_owned())];
    let taken = refused(&mut bench, add(request.clone(), None, "x"));
    assert_eq!(taken, "there is another type `Order` already");
    bench.written = FieldText::default();
    assert_eq!(refused(&mut bench, add(request, None, "x")), "the key `type` is missing");
    assert_eq!(bench.text(), bench.before);
}
