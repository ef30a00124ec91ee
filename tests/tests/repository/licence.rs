//! Whether a licence lets users do as they like.

const PERMISSIVE: [&str; 12] = [
    "0BSD",
    "Apache-2.0",
    "Apache-2.0 WITH LLVM-exception",
    "BSD-2-Clause",
    "BSD-3-Clause",
    "BSL-1.0",
    "CC0-1.0",
    "ISC",
    "MIT",
    "MIT-0",
    "Unicode-3.0",
    "Zlib",
];

/// Whether a licence expression leaves a choice of permissive licences only.
pub(crate) fn is_permissive(expression: &str) -> bool {
    let expression = expression.replace('/', " OR ");
    any(&expression)
}

fn any(expression: &str) -> bool {
    split(expression, " OR ").iter().any(|choice| split(choice, " AND ").iter().all(|licence| one(licence)))
}

fn one(licence: &str) -> bool {
    let licence = licence.trim();
    match licence.strip_prefix('(').and_then(|inner| inner.strip_suffix(')')) {
        Some(inner) => any(inner),
        None => PERMISSIVE.contains(&licence),
    }
}

/// Splits outside of parentheses.
fn split<'e>(expression: &'e str, separator: &str) -> Vec<&'e str> {
    let mut parts = Vec::new();
    let (mut depth, mut start) = (0, 0);
    for (at, char) in expression.char_indices() {
        match char {
            '(' => depth += 1,
            ')' => depth -= 1,
            _ if depth == 0 && at >= start && expression[at..].starts_with(separator) => {
                parts.push(&expression[start..at]);
                start = at + separator.len();
            }
            _ => {}
        }
    }
    parts.push(&expression[start..]);
    parts
}

#[test]
fn expressions_are_understood() {
    for permissive in [
        "MIT",
        "MIT OR Apache-2.0",
        "MIT/Apache-2.0",
        "GPL-3.0 OR MIT",
        "(MIT OR Apache-2.0) AND Unicode-3.0",
        "Apache-2.0 AND ISC",
        "Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT",
    ] {
        assert!(is_permissive(permissive), "{permissive}");
    }
    for other in ["", "GPL-3.0", "MIT AND GPL-3.0", "(MIT OR Apache-2.0) AND OpenSSL", "MPL-2.0", "MITX"] {
        assert!(!is_permissive(other), "{other}");
    }
}
