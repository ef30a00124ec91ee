//! Words of type cells and of cells that tell what is required.

use super::Word;

/// Type words: lower case, without blanks.
const TYPES: &[(&str, Word)] = &[
    ("string", Word::Text),
    ("stirng", Word::Text),
    ("sting", Word::Text),
    ("text", Word::Text),
    ("int", Word::Integer),
    ("intege", Word::Integer),
    ("integer", Word::Integer),
    ("long", Word::Integer),
    ("number", Word::Decimal),
    ("float", Word::Decimal),
    ("double", Word::Decimal),
    ("decima", Word::Decimal),
    ("decimal", Word::Decimal),
    ("bigdecimal", Word::Decimal),
    ("bool", Word::Boolean),
    ("boolean", Word::Boolean),
    ("booleanint", Word::Boolean),
    ("object", Word::Object),
    ("dict", Word::Object),
    ("dictobject", Word::Object),
    ("list", Word::List),
    ("array", Word::List),
    ("objectarray", Word::ObjectList),
    ("arrayobject", Word::ObjectList),
    ("klinedata", Word::ObjectList),
];

/// Words of a list around the word of its items: before and behind it.
const LISTS: &[(&str, &str)] =
    &[("list<", ">"), ("array<", ">"), ("arrayof", ""), ("listof", ""), ("", "[]"), ("", "array"), ("", "list")];

/// Ends of the names that a server gives to its types: they tell an object.
const CLASSES: &[&str] = &["vo", "dto", "resp", "res"];

/// What is longer says something else.
const LONGEST: usize = 64;

/// What a type cell means.
pub(super) fn word(cell: &str) -> Word {
    if cell.len() > LONGEST {
        return Word::Unknown;
    }
    let text: String = cell.chars().filter(|c| !c.is_whitespace() && *c != '\\').collect();
    let lower = text.to_ascii_lowercase();
    if let Some((_, word)) = TYPES.iter().find(|(known, _)| *known == lower) {
        return *word;
    }
    if let Some(name) = lower.strip_suffix(')').and_then(|lower| lower.split_once('(')) {
        return if name.0 == "decimal" { Word::Decimal } else { Word::Unknown };
    }
    for (before, behind) in LISTS {
        let Some(item) = lower.strip_prefix(before).and_then(|rest| rest.strip_suffix(behind)) else { continue };
        let cased = &text[before.len()..before.len() + item.len()];
        return match word(cased) {
            Word::Object => Word::ObjectList,
            Word::Text | Word::Integer | Word::Decimal => Word::ScalarList,
            _ => continue,
        };
    }
    let class = text.starts_with(|c: char| c.is_ascii_uppercase()) && text.chars().all(char::is_alphanumeric);
    let named = class && CLASSES.iter().any(|end| lower.ends_with(end));
    if named { Word::Object } else { Word::Unknown }
}

/// Words that tell whether a parameter is required, in lower case.
const REQUIRED: &[(&str, bool)] = &[
    ("yes", true),
    ("true", true),
    ("required", true),
    ("y", true),
    ("no", false),
    ("false", false),
    ("optional", false),
    ("n", false),
];

/// What a cell says about being required.
pub(super) fn required(cell: &str) -> Option<bool> {
    let cell = cell.trim().to_ascii_lowercase();
    REQUIRED.iter().find(|(word, _)| *word == cell).map(|(_, required)| *required)
}
