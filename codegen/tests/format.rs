//! The written description of the format says what the code does.

#![allow(clippy::unwrap_used)] // helpers of tests are tests, which clippy cannot tell

use exbind_codegen::diagnostic::Rule;
use exbind_codegen::{Options, Specs, check, generate};
use std::path::PathBuf;

fn folder() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

fn description() -> String {
    std::fs::read_to_string(folder().join("../specs/README.md")).unwrap()
}

fn source(name: &str) -> String {
    std::fs::read_to_string(folder().join("src").join(name)).unwrap()
}

/// The files of the complete example: each block of the section begins with its path.
fn example() -> Vec<(String, Vec<u8>)> {
    let text = description();
    let section = text.split("## A complete example\n").nth(1).unwrap().split("\n## ").next().unwrap();
    let file = |block: &str| {
        let (path, _) = block.strip_prefix("# specs/").unwrap().split_once('\n').unwrap();
        (path.to_owned(), block.split("```").next().unwrap().as_bytes().to_vec())
    };
    section.split("```yaml\n").skip(1).map(file).collect()
}

#[test]
fn the_complete_example_is_right_and_generates() {
    let model = check(&Specs::new(example())).unwrap_or_else(|invalid| panic!("{invalid}"));
    let files = generate(&model, &Options::library());
    assert!(files.contains_key("acme/orders/amend_order.rs"), "{:?}", files.keys());
    assert!(files["examples/acme/orders/amend_order.rs"].contains("/api/v1/BTCUSDT/orders/amend"));
}

#[test]
fn the_complete_example_is_complete() {
    let names: Vec<String> = example().into_iter().map(|(name, _)| name).collect();
    let kinds = ["exchange.yaml", "fields.yaml", "types.yaml", "errors.yaml", "orders/amend_order.yaml"];
    assert_eq!(names, kinds.map(|kind| format!("acme/{kind}")));
}

/// The rules' own comments are the table.
#[test]
fn every_rule_is_listed_as_the_code_says_it() {
    let text = source("diagnostic/rule.rs");
    let mut about = "";
    let mut rows = Vec::new();
    for line in text.lines().map(str::trim) {
        match (line.strip_prefix("/// "), line.split_once(" = \"E")) {
            (Some(doc), _) => about = doc,
            (None, Some((_, number))) => rows.push(format!("| E{} | {about} |", number.trim_end_matches("\","))),
            (None, None) => {}
        }
    }
    assert_eq!(rows.len(), Rule::ALL.len());
    let text = description();
    let table: Vec<&str> = text.lines().filter(|line| line.starts_with("| E0")).collect();
    assert_eq!(table, rows);
}

/// Every key and word that the reader knows: the texts of its lists.
fn known_words() -> Vec<String> {
    let mut words = Vec::new();
    for file in ["endpoint.rs", "exchange.rs", "field.rs", "tables.rs"] {
        let text = source(&format!("spec/{file}"));
        for list in text.split("&[").skip(1) {
            let list = list.split(']').next().unwrap();
            let texts = list.split('"').skip(1).step_by(2);
            words.extend(texts.filter(|text| !is_variant(text)).map(str::to_owned));
        }
    }
    words
}

/// Whether a text is the other half of an error's kind: the name of a variant.
fn is_variant(text: &str) -> bool {
    matches!(text.as_bytes(), [first, second, ..] if first.is_ascii_uppercase() && second.is_ascii_lowercase())
}

#[test]
fn every_key_and_word_is_explained() {
    let text = description();
    let words = known_words();
    assert!(words.len() > 100, "{words:?}");
    let missing: Vec<_> = words.iter().filter(|word| !text.contains(&format!("`{word}`"))).collect();
    assert!(missing.is_empty(), "{missing:?}");
}

#[test]
fn every_type_is_listed() {
    let text = source("lower/type_expr.rs");
    let own = text.split("const DEEPEST").next().unwrap();
    let words: Vec<&str> = own.split("(\"").skip(1).map(|rest| rest.split('"').next().unwrap()).collect();
    assert!(words.contains(&"string") && words.contains(&"embedded"), "{words:?}");
    let listed = description();
    for word in words {
        assert!(listed.contains(&format!("| `{word}`")) || listed.contains(&format!("| `{word}<T>`")), "{word}");
    }
}
