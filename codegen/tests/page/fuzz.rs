//! No text whatever makes the reader panic, or take longer than its length allows.

use crate::shown::ALL;
use exbind_codegen::page::read;
use proptest::prelude::*;
use std::time::{Duration, Instant};

/// What pages are made of, and what they should not be.
const PIECES: &[&str] = &[
    "|",
    "||",
    "| --- |",
    "---|---",
    "`",
    "```",
    "```json\n",
    "\n",
    "\n\n",
    "\r\n",
    "#",
    "### ",
    "* GET /a",
    "<!--",
    "-->",
    "<",
    ">",
    "> ",
    ">>",
    "{",
    "}",
    "[",
    "]",
    "\\",
    "\\_",
    "\\[",
    "\"",
    "“",
    "'",
    ":",
    "：",
    ",",
    "，",
    "0:{",
    "NULL",
    "//",
    "curl",
    "https://",
    "-d ",
    "%",
    "%f",
    "?",
    "&",
    "=",
    "DATA_START",
    "DATA_END",
    "_START",
    "LIST>(A: B_START",
    "<list>",
    "[{",
    "}]",
    "~~",
    "Request Example",
    "Response parameters",
    "Request type: POST",
    "Rate Limit: 9/9s",
    "default",
    "maximum 99",
    "[1,",
    "by default",
    "1: a",
    "\u{200b}",
    "\u{feff}",
    "\0",
    "龙",
    "é",
    "\u{1f3ee}",
    "99999999999999999999999",
    "-",
    "...",
    "**",
    "&lt;",
    "List<",
];

fn cut(text: &str, at: f64) -> usize {
    let mut at = (text.len() as f64 * at) as usize;
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    at
}

/// So many cases, or as many as `PROPTEST_CASES` says.
fn cases(count: u32) -> ProptestConfig {
    let usual = ProptestConfig { failure_persistence: None, ..ProptestConfig::default() };
    let cases = if std::env::var_os("PROPTEST_CASES").is_some() { usual.cases } else { count };
    ProptestConfig { cases, ..usual }
}

proptest! {
    #![proptest_config(cases(300))]

    #[test]
    fn anything(text in "\\PC{0,300}") {
        let _ = read("page.md", &text);
    }

    #[test]
    fn pieces(pieces in proptest::collection::vec(proptest::sample::select(PIECES), 0..80)) {
        let _ = read("page.md", &pieces.concat());
    }

    #[test]
    fn mutated_pages(
        page in proptest::sample::select(ALL),
        changes in proptest::collection::vec((0.0..1.0, 0.0..1.0, proptest::sample::select(PIECES)), 1..12),
    ) {
        let mut text = page.to_owned();
        for (one, other, piece) in changes {
            let (one, other) = (cut(&text, one), cut(&text, other));
            let (start, end) = (one.min(other), one.max(other));
            let end = end.min(start + 40);
            let end = (start..=end).rev().find(|at| text.is_char_boundary(*at)).unwrap_or(start);
            text.replace_range(start..end, piece);
        }
        let _ = read("page.md", &text);
    }

    #[test]
    fn cut_pages(page in proptest::sample::select(ALL), at in 0.0..1.0) {
        let _ = read("page.md", &page[..cut(page, at)]);
        let _ = read("page.md", &page[cut(page, at)..]);
    }
}

const LONG: usize = 1 << 20;

fn quick(what: &str, text: &str) {
    let start = Instant::now();
    let _ = read("page.md", text);
    assert!(start.elapsed() < Duration::from_secs(20), "{what} took {:?}", start.elapsed());
}

#[test]
fn what_is_longer_than_any_page_is_not_read() {
    quick("bars", &"|".repeat(10 << 20));
    assert!(read("page.md", &"|".repeat(10 << 20)).is_err());
}

#[test]
fn long_texts_take_no_longer_than_they_must() {
    for piece in
        ["|", "[", "{", "`", "*", ">", "> ", "\\", "\"", "0:{", "a\n", "| a |\n", "|-|\n", "# a\n", "_START", "- "]
    {
        quick(piece, &piece.repeat(LONG / piece.len() - 1));
    }
}

/// Long parts at each place of a page.
#[test]
fn long_parts_take_no_longer_than_they_must() {
    let bitget = |rows: &str, answer: &str| {
        format!(
            "# A\n\n* GET /a\n\n### Request Parameters\n\n| Parameter | Type | Required | Description |\n\
             |---|---|---|---|\n{rows}\n\nResponse Example\n\n```json\n{answer}\n```\n\n### Response Parameters\n\n\
             | Parameter | Type | Description |\n|---|---|---|\n{}\n",
            rows.replace("| No ", "")
        )
    };
    let many = 8_000;
    let numbered: String = (0..many).map(|at| format!("| a{at} | String | No | a |\n")).collect();
    let nested: String = (0..many).map(|at| format!("| {} a{at} | List | No | a |\n", ">".repeat(at % 40))).collect();
    let keys: String = (0..many).map(|at| format!("\"a{at}\": {{\"b{at}\": 1}},")).collect();
    let row = |text: &str| format!("| a | String | No | {} |", text.repeat(200_000 / text.len()));
    quick("rows", &bitget(&numbered, &format!("{{\"data\": {{{keys}}}}}")));
    quick("depth", &bitget(&nested, "{}"));
    quick("brackets", &bitget("", &"[".repeat(400_000)));
    quick("objects", &bitget("", &"{\"a\":".repeat(80_000)));
    for text in [
        "`a` ",
        "a: b ",
        "1: a ",
        "default ",
        "max 1 ",
        "[",
        "[1,",
        "'a' ",
        "\"a\" ",
        "(",
        "by default ",
        "a/",
        "when ",
        "…",
    ] {
        quick(text, &bitget(&row(text), "{}"));
    }
    quick("limits", &format!("# A\n\n* GET /a\n\n{}\n\nResponse Example\n\n{{}}\n", "1/1s ".repeat(100_000)));
    let markers: String = (0..many).map(|at| format!("| A{}_START | object | true | a | a |\n", at % 50)).collect();
    quick(
        "markers",
        &format!(
            "### /a/b (A)\n\nRequest type: GET\n\n#### Response Parameter\n\n\
             | Parameter | Data Type | Required | Description | Value Range |\n|---|---|---|---|---|\n{markers}"
        ),
    );
}
