//! Words of a row → what they claim.
//!
//! Precision goes before recall: a closed set that is not one rejects right calls, and one that was not read costs
//! only comfort.

mod bounds;
mod default;
mod flags;
mod lists;
mod pairs;
mod quoted;
mod token;
mod values;

use super::notes::Notes;
use super::{Claims, Row, Word};

/// The cells of a row that say something in words.
#[derive(Clone, Copy)]
struct Cells<'c> {
    description: &'c str,
    range: &'c str,
    default: &'c str,
}

impl<'c> Cells<'c> {
    /// Description and range.
    fn prose(self) -> [&'c str; 2] {
        [self.description, self.range]
    }
}

/// No cell says as much by far.
const LONGEST: usize = 4096;

/// Reads description, range and default of a row, which notes call `about`.
pub(super) fn read(row: &Row, texts: [&str; 3], about: &str, notes: &mut Notes) -> Claims {
    if texts.iter().any(|text| text.len() > LONGEST) {
        notes.unread(row.line, about, "its words are longer than those of any page");
        return Claims::default();
    }
    let cells = straight(row, texts, about, notes);
    let mut claims = Claims { values: values::read(row, cells, about, notes), ..Claims::default() };
    let list = matches!(row.word, Word::List | Word::ScalarList | Word::ObjectList);
    flags::read(row, cells, &mut claims);
    bounds::read(cells, list || claims.joined, &mut claims);
    claims.default = default::read(row, cells, &claims, about, notes);
    claims
}

/// The cells, those of the range taken back from the column of defaults, where many pages have them.
fn straight<'c>(row: &Row, texts: [&'c str; 3], about: &str, notes: &mut Notes) -> Cells<'c> {
    let [description, range, default] = texts;
    let words = default::is_words(default);
    if words && range.is_empty() {
        notes.guessed(row.line, about, "the column of defaults holds the range");
        return Cells { description, range: default, default: "" };
    }
    if words {
        notes.prose(row.line, about, default);
        return Cells { description, range, default: "" };
    }
    Cells { description, range, default }
}

/// The sentence of a text that calls something deprecated.
pub(super) fn deprecated(text: &str) -> Option<String> {
    flags::deprecated(text)
}

/// The sentence of a text that calls its endpoint deprecated.
pub(super) fn deprecated_endpoint(text: &str) -> Option<String> {
    flags::deprecated_endpoint(text)
}
