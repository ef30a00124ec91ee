//! Bitget's nesting: `>` before a name for each level.

use super::draft::Nesting;
use super::notes::Notes;
use super::place::Place;
use super::shape::Shape;
use super::{Row, Word};

/// No table nests deeper by far.
const DEEPEST: usize = 16;

/// The field of the envelope that holds the answer.
const DATA: &str = "data";

/// Fields of the envelope: a table that has one of them is of the whole answer.
const ENVELOPE: &[&str] = &["code", "msg", "message", "requestTime"];

/// Bitget's nesting.
#[derive(Default)]
pub(super) struct Marks {
    /// What the answer holds, where a sentence tells it.
    pub(super) answer: Option<Word>,
}

impl Nesting for Marks {
    fn request(&self, rows: Vec<Row>, _: Option<&Shape>, _: &mut Notes) -> Vec<Place> {
        within(rows, None)
    }

    fn response(&self, rows: Vec<Row>, line: usize, shape: Option<&Shape>, notes: &mut Notes) -> Vec<Place> {
        let data = shape.and_then(|shape| shape.member(DATA)).map(|(_, data)| data);
        if is_whole(&rows, data) {
            return within(rows, None);
        }
        let word = self.answer.or_else(|| data.map(Shape::word)).unwrap_or_default();
        if rows.is_empty() && word == Word::Unknown {
            return Vec::new();
        }
        if shape.is_some() && !rows.is_empty() && data.is_none_or(|data| !data.object && !data.list) {
            notes.contradicts(line, "response.data", "the table has rows, and the example's `data` holds nothing");
        }
        let row = Row { name: DATA.to_owned(), word, line, ..Row::default() };
        let mut places = vec![Place { row, marker: true, ..Place::default() }];
        places.extend(within(rows, Some(0)));
        places
    }
}

/// Whether a table tells the envelope too, or at least its `data`.
fn is_whole(rows: &[Row], data: Option<&Shape>) -> bool {
    let top = rows.iter().filter(|row| depth(&row.name).0 == 0);
    let named = |name: &str| top.clone().any(|row| row.name == name);
    let inner = data.is_some_and(|data| data.has(DATA));
    (named(DATA) && !inner) || ENVELOPE.iter().filter(|name| named(name)).count() > 1
}

/// How deep a name is, and the name.
fn depth(name: &str) -> (usize, &str) {
    let bare = name.trim_start_matches(['>', ' ', '\u{a0}']);
    (name[..name.len() - bare.len()].matches('>').count().min(DEEPEST), bare)
}

/// Puts rows below those with fewer marks. Where even the first row has marks, what they are within is not in the
/// table.
fn within(rows: Vec<Row>, holder: Option<usize>) -> Vec<Place> {
    let base = rows.first().map_or(0, |row| depth(&row.name).0);
    let first = usize::from(holder.is_some());
    let mut places = Vec::with_capacity(rows.len());
    let mut open: Vec<(usize, usize)> = Vec::new();
    for (at, mut row) in rows.into_iter().enumerate() {
        let (marks, name) = depth(&row.name);
        row.name = name.to_owned();
        while open.last().is_some_and(|(level, _)| *level >= marks.saturating_sub(base)) {
            open.pop();
        }
        let parent = open.last().map(|(_, at)| *at).or(holder);
        open.push((marks.saturating_sub(base), first + at));
        places.push(Place { row, parent, ..Place::default() });
    }
    places
}
