//! Files that no one writes: each is refused, and soon.

#![allow(clippy::unwrap_used)] // helpers of tests are tests, which clippy cannot tell

use exbind_codegen::{Specs, check};
use std::time::{Duration, Instant};

/// A small exchange, with one file replaced.
fn acme(role: &str, text: String) -> Specs {
    let exchange = include_bytes!("wrong/base/acme/exchange.yaml").to_vec();
    let fields = include_bytes!("wrong/base/acme/fields.yaml").to_vec();
    let mut files = vec![("acme/exchange.yaml".to_owned(), exchange), ("acme/fields.yaml".to_owned(), fields)];
    files.retain(|(name, _)| name != role);
    files.push((role.to_owned(), text.into_bytes()));
    Specs::new(files)
}

const MEGABYTE: usize = 1 << 20;

/// What this thread has used of a processor, which other work on the machine does not lengthen; where the system does
/// not tell it, the time that passed.
fn used(since: Instant) -> Duration {
    let told = std::fs::read_to_string("/proc/thread-self/schedstat").ok();
    let nanos = told.and_then(|told| told.split(' ').next()?.parse().ok());
    nanos.map_or_else(|| since.elapsed(), Duration::from_nanos)
}

/// A file that no one writes is told to be wrong, and soon.
fn refused_soon(what: &str, role: &str, text: String) {
    let start = Instant::now();
    let before = used(start);
    let refused = check(&acme(role, text)).unwrap_err().to_string();
    let took = used(start) - before;
    assert!(refused.starts_with("error[E"), "{what} in {role}: {refused:.200}");
    assert!(took < Duration::from_secs(2), "{what} in {role} took {took:?}");
}

#[test]
fn monstrous_files_are_refused_soon() {
    let nested_lists: String = (0..1400).map(|depth| format!("{}-\n", " ".repeat(depth))).collect();
    let keys: String = (0..100_000).map(|number| format!("k{number}: 1\n")).collect();
    let files = [
        ("a megabyte of [", "[".repeat(MEGABYTE)),
        ("a megabyte of {a: ", "{a: ".repeat(MEGABYTE / 4)),
        ("a megabyte of nested lists", nested_lists),
        ("a megabyte of dashes", "- ".repeat(MEGABYTE / 2)),
        ("a line of a megabyte", "x".repeat(MEGABYTE)),
        ("a quoted line of a megabyte", format!("'{}'", "x".repeat(MEGABYTE))),
        ("a megabyte of question marks", "? ".repeat(MEGABYTE / 2)),
        ("a megabyte of open quotes", "\"".repeat(MEGABYTE)),
        ("a hundred thousand wrong entries", "- x\n".repeat(100_000)),
        ("a hundred thousand keys in a line", format!("{{ {} }}", keys.replace('\n', ", "))),
    ];
    for (what, text) in &files {
        for role in ["acme/orders/place_order.yaml", "acme/exchange.yaml"] {
            refused_soon(what, role, text.clone());
        }
    }
    refused_soon("a hundred thousand keys", "acme/orders/place_order.yaml", keys);
}

#[test]
fn monstrous_values_are_refused_soon() {
    let endpoint = |rest: &str| {
        let head = "summary: A.\ndoc: https://acme.example\nmethod: GET\npath: /v1/a\naccess: read\n";
        format!("{head}{rest}\n")
    };
    let deep_type = format!("response: {}string{}", "list<".repeat(10_000), ">".repeat(10_000));
    let open_type = format!("response: {}", "list<".repeat(100_000));
    let example = |json: String| endpoint(&format!("response: json\nexamples:\n  - response: '{json}'"));
    let types: String =
        (0..5000).map(|number| format!("  T{number}:\n    - {{ name: id, type: T{} }}\n", number + 1)).collect();
    let fields = (0..5000).map(|number| format!("  - {{ name: f{number}, type: strin }}\n")).collect::<String>();
    let values = [
        ("a type of ten thousand lists", endpoint(&deep_type)),
        ("a type that never closes", endpoint(&open_type)),
        ("a type name of a megabyte", endpoint(&format!("response: {}", "T".repeat(MEGABYTE)))),
        ("an example nested a hundred thousand times", example("[".repeat(100_000))),
        ("an example nested and closed", example(format!("{}{}", "[".repeat(100_000), "]".repeat(100_000)))),
        ("a chain of five thousand types", endpoint(&format!("response: T0\ntypes:\n{types}"))),
        ("five thousand wrong parameters", endpoint(&format!("response: none\nrequest:\n{fields}"))),
        ("a path of a megabyte", endpoint("response: none").replace("/v1/a", &"/{a".repeat(MEGABYTE / 3))),
        (
            "a bound of a megabyte",
            endpoint(&format!(
                "response: none\nrequest:\n  - {{ name: limit, type: integer, max: {} }}",
                "9".repeat(MEGABYTE)
            )),
        ),
    ];
    for (what, text) in values {
        refused_soon(what, "acme/orders/place_order.yaml", text);
    }
}
