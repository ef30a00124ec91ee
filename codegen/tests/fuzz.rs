//! Nothing that a file can contain makes the generator panic or emit what is not Rust.

#![allow(clippy::unwrap_used)] // helpers of tests are tests, which clippy cannot tell

mod seeds;

use exbind_codegen::{Options, Specs, check, generate};
use proptest::prelude::*;

type Files = Vec<(String, Vec<u8>)>;

/// Each kind of file that a spec can be.
const ROLES: &[&str] =
    &["acme/exchange.yaml", "acme/types.yaml", "acme/fields.yaml", "acme/errors.yaml", "acme/orders/place_order.yaml"];

/// A small exchange, with one file replaced.
fn acme(role: &str, bytes: Vec<u8>) -> Files {
    let exchange = include_bytes!("wrong/base/acme/exchange.yaml").to_vec();
    let fields = include_bytes!("wrong/base/acme/fields.yaml").to_vec();
    let mut files = vec![("acme/exchange.yaml".to_owned(), exchange), ("acme/fields.yaml".to_owned(), fields)];
    files.retain(|(name, _)| name != role);
    files.push((role.to_owned(), bytes));
    files
}

/// Checks specs, and generates from those that are right: what comes out is Rust to the last token.
fn survives(files: Files) {
    let Ok(model) = check(&Specs::new(files)) else { return };
    for options in [Options::library(), Options::modules("crate::exchanges").examples()] {
        for (name, text) in generate(&model, &options) {
            syn::parse_file(&text).unwrap_or_else(|error| panic!("{name}: {error}\n{text}"));
        }
    }
}

/// What specs are made of, and what they should not be.
const WORDS: &[&str] = &[
    "summary",
    "doc",
    "method",
    "path",
    "access",
    "effect",
    "request",
    "response",
    "types",
    "examples",
    "paging",
    "name",
    "type",
    "required",
    "enum",
    "fields",
    "tuple",
    "rust",
    "about",
    "in",
    "as",
    "default",
    "min",
    "max",
    "rate_limit",
    "GET",
    "POST",
    "public",
    "write",
    "string",
    "decimal",
    "integer",
    "boolean",
    "timestamp",
    "json",
    "list<string>",
    "csv<Order>",
    "embedded<json>",
    "map<list<T>>",
    "Order",
    "order",
    "true",
    "1",
    "-1",
    "1s",
    "uid",
    "https://a.b",
    "/v1/{id}",
    "{",
    "}",
    "[",
    "]",
    ",",
    ":",
    ": ",
    "- ",
    "? ",
    "|",
    ">",
    "&a",
    "*a",
    "!!str",
    "#",
    "'",
    "\"",
    "\\",
    "%",
    "@",
    "`",
    "<>",
    "<",
    ">>",
    "~",
    "null",
    "---",
    "...",
    "\n",
    "\n  ",
    "\n    ",
    "\n- ",
    "\t",
    "\r",
    "\0",
    "\u{feff}",
    "\u{202e}",
    "龙虾",
    "é",
    "r#type",
    "self",
    "Self",
    "fn",
    "{}",
    "'{\"a\": [1, {}]}'",
    "1e999",
    "99999999999999999999",
];

/// Values that stand in for a scalar of a real spec.
fn odd_value() -> impl Strategy<Value = String> {
    prop_oneof![
        proptest::sample::select(WORDS).prop_map(str::to_owned),
        "[ -~]{0,12}",
        "\\PC{0,6}",
        Just("''".to_owned()),
        Just("x".repeat(10_000)),
        Just("\"\\0\\r\\u2028\"".to_owned()),
        Just("'*/ \\\" #![x] */'".to_owned()),
        Just("\"a\\nb\\n\\n    c\\n```\\nd\"".to_owned()),
    ]
}

/// A change to a text, at a place between its start and its end.
#[derive(Clone, Debug)]
enum Change {
    DropLine(f64),
    DoubleLine(f64),
    ReplaceLine(f64, String),
    SwapLines(f64, f64),
    DropChar(f64),
    InsertText(f64, String),
    ReplaceScalar(f64, String),
}

fn change() -> impl Strategy<Value = Change> {
    let at = 0.0..1.0;
    prop_oneof![
        1 => at.clone().prop_map(Change::DropLine),
        1 => at.clone().prop_map(Change::DoubleLine),
        1 => (at.clone(), odd_value()).prop_map(|(at, value)| Change::ReplaceLine(at, value)),
        1 => (at.clone(), at.clone()).prop_map(|(one, other)| Change::SwapLines(one, other)),
        1 => at.clone().prop_map(Change::DropChar),
        1 => (at.clone(), odd_value()).prop_map(|(at, value)| Change::InsertText(at, value)),
        4 => (at, odd_value()).prop_map(|(at, value)| Change::ReplaceScalar(at, value)),
    ]
}

impl Change {
    fn apply(&self, text: &str) -> String {
        let mut lines: Vec<String> = text.lines().map(str::to_owned).collect();
        let index = |at: f64, count: usize| ((at * count as f64) as usize).min(count.saturating_sub(1));
        let chars: Vec<char> = text.chars().collect();
        if lines.is_empty() {
            return text.to_owned();
        }
        let count = lines.len();
        match self {
            Self::DropLine(at) => drop(lines.remove(index(*at, count))),
            Self::DoubleLine(at) => lines.insert(index(*at, count), lines[index(*at, count)].clone()),
            Self::ReplaceLine(at, value) => lines[index(*at, count)].clone_from(value),
            Self::SwapLines(one, other) => lines.swap(index(*one, count), index(*other, count)),
            Self::DropChar(at) => {
                let at = index(*at, chars.len());
                return chars[..at].iter().chain(&chars[at + 1..]).collect();
            }
            Self::InsertText(at, value) => {
                let (before, after) = chars.split_at(index(*at, chars.len()));
                return before.iter().copied().chain(value.chars()).chain(after.iter().copied()).collect();
            }
            Self::ReplaceScalar(at, value) => return replace_scalar(text, *at, value),
        }
        lines.join("\n") + "\n"
    }
}

/// Replaces what stands behind one of the `: ` of a text.
fn replace_scalar(text: &str, at: f64, value: &str) -> String {
    let starts: Vec<usize> = text.match_indices(": ").map(|(at, _)| at + 2).collect();
    let Some(start) = starts.get((at * starts.len() as f64) as usize) else { return text.to_owned() };
    let rest = &text[*start..];
    let end = rest.find([',', '}', '\n']).unwrap_or(rest.len());
    format!("{}{value}{}", &text[..*start], &rest[end..])
}

/// So many cases, or as many as `PROPTEST_CASES` says.
fn cases(count: u32) -> ProptestConfig {
    let usual = ProptestConfig { failure_persistence: None, ..ProptestConfig::default() };
    let cases = if std::env::var_os("PROPTEST_CASES").is_some() { usual.cases } else { count };
    ProptestConfig { cases, ..usual }
}

proptest! {
    #![proptest_config(cases(250))]

    #[test]
    fn bytes_at_random(role in proptest::sample::select(ROLES), bytes in proptest::collection::vec(any::<u8>(), 0..300)) {
        survives(acme(role, bytes));
    }

    #[test]
    fn words_of_the_format_at_random(
        role in proptest::sample::select(ROLES),
        words in proptest::collection::vec((proptest::sample::select(WORDS), proptest::bool::ANY), 0..60),
    ) {
        let spaced = words.iter().map(|(word, spaced)| format!("{word}{}", if *spaced { " " } else { "" }));
        survives(acme(role, spaced.collect::<String>().into_bytes()));
    }
}

proptest! {
    #![proptest_config(cases(150))]

    #[test]
    fn right_specs_with_changes(file in 0.0..1.0, changes in proptest::collection::vec(change(), 1..4)) {
        let mut files = seeds::constructs();
        let index = (file * files.len() as f64) as usize;
        let text = String::from_utf8(files[index].1.clone()).unwrap();
        let changed = changes.iter().fold(text, |text, change| change.apply(&text));
        files[index].1 = changed.into_bytes();
        survives(files);
    }
}

/// A right spec whose names, values and texts are anything that can be printed.
fn odd_but_right(texts: &[String]) -> Files {
    let text = |number: usize| format!("{number} {}", texts[number % texts.len()]);
    let quoted = |number: usize| serde_json::to_string(&text(number)).unwrap();
    let json = |json: &str| format!("'{}'", json.replace('\'', "''"));
    let exchange = format!(
        "title: {}\ndoc: https://acme.example\nsigning: htx\nservices:\n  {}: {{ {}: 'https://a.example' }}\n\
         headers: {{ locale: {}, demo: {{ name: {}, value: {} }} }}\n\
         envelopes:\n  usual: {{ success: {{ field: {}, values: [{}] }}, data: {}, time: {}, other: [{}] }}\n\
         sections: {{ orders: {} }}\n",
        quoted(0),
        quoted(1),
        quoted(2),
        quoted(3),
        quoted(4),
        quoted(5),
        quoted(6),
        quoted(7),
        quoted(8),
        quoted(9),
        quoted(10),
        quoted(11),
    );
    let request = format!("{{{}: {}, {}: [{}]}}", quoted(14), quoted(15), quoted(16), quoted(17));
    let response = format!("{{{}: {}, {}: {{{}: {}}}}}", quoted(6), quoted(7), quoted(8), quoted(18), quoted(17));
    let endpoint = format!(
        "summary: {}\ndoc: https://acme.example\nmethod: PUT\npath: /v1/a\naccess: trade\neffect: write\ndeprecated: {}\n\
         rate_limit: {{ requests: 1, per: 1s, by: key, for: {} }}\n\
         request:\n  - {{ name: {}, type: string, rust: odd, default: {}, about: {} }}\n  \
         - {{ name: {}, type: list<Kind>, rust: kinds, about: {} }}\n\
         at_most_one: [[{}, {}]]\nidempotency_key: {}\nresponse: Answer\n\
         types:\n  Answer:\n    about: {}\n    fields:\n      - {{ name: {}, type: Kind, rust: kind, about: {} }}\n  \
         Kind:\n    enum:\n      {}: {{ rust: Odd, about: {}, also: [{}] }}\n\
         examples:\n  - request: {}\n    response: {}\n",
        quoted(12),
        quoted(13),
        quoted(30),
        quoted(14),
        quoted(15),
        quoted(20),
        quoted(16),
        quoted(21),
        quoted(14),
        quoted(16),
        quoted(14),
        quoted(22),
        quoted(18),
        quoted(23),
        quoted(17),
        quoted(24),
        quoted(25),
        json(&request),
        json(&response),
    );
    let errors = format!("- {{ code: {}, kind: other, about: {} }}\n", quoted(26), quoted(27));
    let files = [("exchange", exchange), ("orders/put_order", endpoint), ("errors", errors)];
    files.map(|(name, text)| (format!("acme/{name}.yaml"), text.into_bytes())).to_vec()
}

proptest! {
    #![proptest_config(cases(150))]

    #[test]
    fn right_specs_with_odd_texts_give_rust(texts in proptest::collection::vec("[\"\\\\#{}/*'!a-z\n\t-]{0,8}|\\PC{0,12}", 1..31)) {
        let files = odd_but_right(&texts);
        if let Err(invalid) = check(&Specs::new(files.clone())) {
            panic!("{invalid}");
        }
        survives(files);
    }
}
