//! The numbers that the command tells, and the document that it keeps.

#![allow(clippy::unwrap_used)] // helpers of tests are tests, which clippy cannot tell

mod place;

use place::Place;
use std::process::Output;

const FILLS: &str = "\
summary: Lists.
doc: https://acme.example/docs
method: GET
path: /v1/fills
access: public
request:
  - { name: symbol, type: string }
  - { name: side, type: Side }
response: list<Row>
types:
  Row:
    tuple:
      - { name: price, type: decimal }
      - { name: size, type: decimal }
  Side:
    enum: { buy: It buys., sell: It sells. }
examples:
  - request: '{}'
";

const CANCEL: &str = "\
summary: Cancels.
doc: https://acme.example/docs
method: POST
path: /v1/cancel
access: trade
effect: write
response: Canceled
types:
  Canceled:
    - { name: id, type: string }
";

/// The two endpoints of every place, and two more in a folder of their own and below.
fn place(name: &str) -> Place {
    let place = Place::new(&format!("stats-{name}"));
    place.write("specs/acme/errors.yaml", "- { code: \"1\", kind: other, about: It failed. }\n");
    place.write("specs/acme/orders/cancel.yaml", CANCEL);
    place.write("specs/acme/orders/history/list_fills.yaml", FILLS);
    place
}

/// Standard output and error, after checking how it ended.
fn ended(output: &Output, code: i32) -> (String, String) {
    let text = |bytes: &[u8]| String::from_utf8(bytes.to_vec()).unwrap();
    let (out, told) = (text(&output.stdout), text(&output.stderr));
    assert_eq!(output.status.code(), Some(code), "{told}");
    (out, told)
}

#[test]
fn numbers_stand_in_aligned_columns() {
    let expected =
        "             endpoints  public  signed  reads  writes  types  objects  enums  tuples  fields  errors  examples
acme                 4       1       3      3       1      3        1      1       1       5       1         1
  orders             3       1       2      2       1      3        1      1       1       5       0         1
    history          1       1       0      1       0      2        0      1       1       4       0         1
  trades             1       0       1      1       0      0        0      0       0       0       0         0
total                4       1       3      3       1      3        1      1       1       5       1         1
";
    assert_eq!(ended(&place("table").run(&["stats"]), 0), (expected.to_owned(), String::new()));
}

#[test]
fn numbers_can_be_read_by_programs() {
    let (out, told) = ended(&place("json").run(&["stats", "--format", "json"]), 0);
    assert_eq!(told, "");
    let read: serde_json::Value = serde_json::from_str(&out).unwrap();
    assert_eq!(read["total"]["endpoints"], 4);
    let acme = &read["exchanges"][0];
    assert_eq!((&acme["name"], &acme["errors"]), (&"acme".into(), &1.into()));
    let history = &acme["folders"][0]["folders"][0];
    assert_eq!((&history["name"], &history["fields"]), (&"history".into(), &4.into()));
    assert_eq!(history["folders"].as_array().map(Vec::len), Some(0));
}

const TABLE: &str = "\
| | endpoints | public | signed | reads | writes | types | fields | error codes | examples |
|---|--:|--:|--:|--:|--:|--:|--:|--:|--:|
| **Acme** | 4 | 1 | 3 | 3 | 1 | 3 | 5 | 1 | 1 |
| `orders` | 3 | 1 | 2 | 2 | 1 | 3 | 5 | | 1 |
| `trades` | 1 | | 1 | 1 | | | | | |
| **all** | 4 | 1 | 3 | 3 | 1 | 3 | 5 | 1 | 1 |
";

#[test]
fn a_document_keeps_the_numbers_between_its_marks() {
    let place = place("document");
    let document = |numbers: &str| format!("# Acme\n\n<!-- stats -->\n{numbers}<!-- /stats -->\n\nMore.\n");
    let current = document(TABLE);
    let written = || std::fs::read_to_string(place.path("README.md")).unwrap();
    let run = |arguments: &[&str], code| {
        ended(&place.run(&[&["stats", "--readme", "README.md"], arguments].concat()), code).1
    };

    place.write("README.md", &document("| old |\n"));
    let told = run(&["--check"], 1);
    for part in ["-| old |", "+| **all** | 4 |", "out of date; run `cargo exbind stats --readme README.md`"] {
        assert!(told.contains(part), "{told}");
    }
    assert_eq!(written(), document("| old |\n"));
    assert_eq!(run(&[], 0), "README.md written\n");
    assert_eq!(written(), current);
    assert_eq!(run(&["--check"], 0), "the numbers in README.md are current\n");
    assert_eq!(run(&[], 0), "the numbers in README.md are current\n");
    place.write("README.md", &document(""));
    run(&[], 0);
    assert_eq!(written(), current);
    let left: Vec<_> = std::fs::read_dir(place.path("")).unwrap().map(|entry| entry.unwrap().file_name()).collect();
    assert_eq!(left.len(), 3, "{left:?}");
}

#[test]
fn what_cannot_be_kept_is_told() {
    let place = place("wrong");
    let told = |arguments: &[&str], code| ended(&place.run(arguments), code).1;
    assert!(told(&["stats", "--check"], 2).contains("--readme README.md --check"));
    assert!(told(&["stats", "--readme", "NOWHERE.md"], 2).contains("NOWHERE.md: "));
    for text in ["", "<!-- stats -->\n", "<!-- /stats -->\n<!-- stats -->\n"] {
        place.write("README.md", text);
        assert!(told(&["stats", "--readme", "README.md"], 2).contains("lacks the marks"), "{text}");
        assert_eq!(std::fs::read_to_string(place.path("README.md")).unwrap(), text);
    }
    place.write("specs/acme/orders/cancel.yaml", "");
    assert!(told(&["stats"], 1).contains("cancel.yaml"));
}
