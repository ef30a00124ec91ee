//! Which values a row may have, where its words list them all.

use super::{Cells, lists, pairs, quoted, token};
use crate::page::notes::Notes;
use crate::page::{Row, Value, Word};

/// Reads the values of a row; none where they are not a closed set.
pub(super) fn read(row: &Row, cells: Cells<'_>, about: &str, notes: &mut Notes) -> Vec<Value> {
    if matches!(row.word, Word::Object | Word::ObjectList) {
        return Vec::new();
    }
    let number = matches!(row.word, Word::Integer | Word::Decimal);
    let found = of_range(cells.range, number).or_else(|| of_description(cells.description, number));
    let Some(values) = found else { return Vec::new() };
    if values.iter().any(|value| token::is_glued(&value.value)) {
        notes.unread(row.line, about, "its values hang on the words before them");
        return Vec::new();
    }
    if row.word == Word::Decimal || (number && values.iter().any(|value| value.value.parse::<i64>().is_err())) {
        let list: Vec<&str> = values.iter().map(|value| value.value.as_str()).collect();
        notes.guessed(
            row.line,
            about,
            format!("a number with words for values, which are not read: {}", list.join(", ")),
        );
        return Vec::new();
    }
    values
}

type Reader = fn(&str) -> Vec<Value>;

fn of_range(cell: &str, number: bool) -> Option<Vec<Value>> {
    let text = token::plain(cell);
    if token::is_open(&text) {
        return None;
    }
    let numbers: Reader = |text| pairs::of_numbers(text, true);
    let words: &[Reader] = &[lists::of_cell, pairs::of_meanings, numbers, quotes_or_words, lists::of_tail];
    let digits: &[Reader] = &[numbers, lists::of_cell];
    first(&text, if number { digits } else { words })
}

fn of_description(cell: &str, number: bool) -> Option<Vec<Value>> {
    let text = token::plain(cell);
    let ticks: Reader = |text| quoted::read(text, '`').values;
    let numbers: Reader = |text| pairs::of_numbers(text, false);
    if number {
        return first(&text, &[numbers]);
    }
    if let Some(values) = first(&text, &[ticks]) {
        return Some(values);
    }
    if token::is_open(&text) {
        return None;
    }
    let bare = text.replace('`', "");
    first(&bare, &[lists::of_cell, pairs::of_meanings, quotes_or_words, lists::of_tail, numbers, apostrophes])
}

/// Some cells put only some of their values in quotes.
fn quotes_or_words(text: &str) -> Vec<Value> {
    let quoted = quoted::read(text, '"').values;
    let words = pairs::of_words(text);
    if words.len() > quoted.len() { words } else { quoted }
}

fn apostrophes(text: &str) -> Vec<Value> {
    // Elsewhere the values are said to be, and what is quoted here is something else.
    if text.contains("refer to") { Vec::new() } else { quoted::read(text, '\'').values }
}

/// What the first reader finds that finds a set.
fn first(text: &str, readers: &[Reader]) -> Option<Vec<Value>> {
    readers.iter().map(|read| read(text)).find(|values| is_set(values))
}

/// Whether values are a closed set: one is none, and coins never are.
fn is_set(values: &[Value]) -> bool {
    values.len() > 1 && !values.iter().any(|value| token::is_market(&value.value))
}
