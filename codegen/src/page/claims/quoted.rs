//! Values in backticks or quotes: `` `buy`: Buy `sell`: Sell ``, `"open", "close"`.

use super::token;
use crate::page::Value;

/// A word in backticks or quotes.
struct Quoted<'t> {
    word: &'t str,
    /// What stands between it and the one before.
    before: &'t str,
    /// What stands between it and the next.
    after: &'t str,
}

/// What a text says with the words that it puts in backticks or quotes.
#[derive(Default)]
pub(super) struct Found {
    /// The values.
    pub(super) values: Vec<Value>,
    /// The one that is called the default.
    pub(super) default: Option<String>,
}

/// Words behind which another parameter or one of its values is named, in lower case.
const BEFORE_REFERENCE: &[&str] = &[
    "when", "if", "for", "the", "of", "is", "are", "=", "==", "between", "within", "by", "with", "to", "accepts", "be",
    "either", "unless", "than", "in", "and", "ignore", "from", "as", "per", "query",
];

/// Words before which another parameter is named, in lower case.
const AFTER_REFERENCE: &[&str] =
    &["=", "==", "is", "are", "should", "must", "parameter", "field", "fill", "and", "exist", "interface", "exists"];

/// Words that call the value behind them the default, in lower case.
pub(super) const DEFAULT: &[&str] =
    &["default", "deafult", "default value", "default is", "default value is", "defaults to", "default to"];

/// Reads the values of a text between a pair of marks.
pub(super) fn read(text: &str, mark: char) -> Found {
    let words = split(text, mark);
    let mut found = Found::default();
    let mut reference = false;
    let joined_by = |marks: &[&str]| words.iter().any(|quoted| marks.contains(&quoted.before.trim()));
    // `"a": "b", "c": "d"` says what each means; `"a": "b": "c"` is a list.
    let meanings = joined_by(&[":"]) && joined_by(&[",", ";"]);
    for quoted in &words {
        let before = quoted.before.trim_end_matches([' ', ':', '(']).to_ascii_lowercase();
        if DEFAULT.iter().any(|word| before.ends_with(word)) {
            found.default = Some(quoted.word.to_owned());
            reference = false;
            continue;
        }
        reference = is_reference(quoted, &before, reference, mark);
        let meaning = meanings && quoted.before.trim() == ":";
        if reference || meaning || !token::is_token(quoted.word) {
            continue;
        }
        // A colon begins another list, which is about something else.
        if mark == '`'
            && found.values.len() > 1
            && quoted.before.trim_end().ends_with(':')
            && quoted.before.trim().len() > 1
        {
            break;
        }
        if marks_default(quoted.after) {
            found.default = Some(quoted.word.to_owned());
        }
        if !found.values.iter().any(|value| value.value == quoted.word) {
            let text = quoted.after.trim_matches([' ', ':', ',', ';', '=', '-', '/', '.', ']']);
            found.values.push(Value { value: quoted.word.to_owned(), text: token::meaning(text) });
        }
    }
    found
}

fn is_reference(quoted: &Quoted<'_>, before: &str, after_reference: bool, mark: char) -> bool {
    let between = before.trim_matches([' ', '\'', '"', ',']);
    if after_reference && matches!(between, "is" | "=" | "==" | "and" | "or" | "/" | "are") {
        return true;
    }
    let last = before.rsplit([' ', '(', ',', ';']).next().unwrap_or_default().trim_end_matches('.');
    let next = quoted.after.trim_start_matches([' ', ',']).to_ascii_lowercase();
    let next = next.split([' ', ',']).next().unwrap_or_default();
    let said_of = AFTER_REFERENCE.contains(&next) && (mark == '`' || next != "and");
    BEFORE_REFERENCE.contains(&last) || said_of || quoted.word.contains('=')
}

/// Whether the words behind a value call it the default.
pub(super) fn marks_default(after: &str) -> bool {
    let after = after.trim_start().to_ascii_lowercase();
    let head: &str = after.split([',', ';']).next().unwrap_or_default();
    let bracket = ["(default", "(deafult"].iter().filter_map(|word| head.find(word)).any(|at| {
        let rest = head[at..].split(')').next().unwrap_or_default();
        rest.len() <= "(default value".len() + 1
    });
    bracket || head.starts_with("by default")
}

fn split(text: &str, mark: char) -> Vec<Quoted<'_>> {
    let mut marks = text.char_indices().filter(|(at, c)| *c == mark && stands_alone(text, *at, mark)).map(|(at, _)| at);
    let mut spans = Vec::new();
    while let (Some(open), Some(close)) = (marks.next(), marks.next()) {
        spans.push((open, close));
    }
    let quoted = |(at, (open, close)): (usize, &(usize, usize))| {
        let start = at.checked_sub(1).map_or(0, |at| spans[at].1 + 1);
        let end = spans.get(at + 1).map_or(text.len(), |next| next.0);
        Quoted { word: text[open + 1..*close].trim(), before: &text[start..*open], after: &text[close + 1..end] }
    };
    spans.iter().enumerate().map(quoted).collect()
}

/// An apostrophe stands between letters, a single quote does not.
fn stands_alone(text: &str, at: usize, mark: char) -> bool {
    let letter = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
    mark != '\'' || !(letter(text[..at].chars().next_back()) && letter(text[at + 1..].chars().next()))
}
