//! HTX's nesting: rows `DATA_START` and `DATA_END` around the rows of `data`, and brackets in names.
//!
//! Markers were typed by hand: some close what another opened, some open twice instead of closing, some name no key.
//! Rows in what was not closed properly are marked, and `place` asks the example about them.

use super::draft::Nesting;
use super::notes::Notes;
use super::place::Place;
use super::shape::Shape;
use super::{Row, Word, marker};
use marker::Mark;

/// No table nests deeper by far.
const DEEPEST: usize = 16;

/// HTX's nesting.
pub(super) struct Markers;

impl Nesting for Markers {
    fn request(&self, rows: Vec<Row>, shape: Option<&Shape>, notes: &mut Notes) -> Vec<Place> {
        nest(rows, shape, "request", notes)
    }

    fn response(&self, rows: Vec<Row>, _: usize, shape: Option<&Shape>, notes: &mut Notes) -> Vec<Place> {
        nest(rows, shape, "response", notes)
    }
}

fn nest(rows: Vec<Row>, shape: Option<&Shape>, side: &str, notes: &mut Notes) -> Vec<Place> {
    let mut nester = Nester { root: shape, places: Vec::new(), frames: Vec::new(), side, notes };
    for row in rows {
        nester.row(row);
    }
    while let Some(frame) = nester.frames.pop() {
        nester.unclosed(&frame);
    }
    nester.places
}

/// What has been opened.
struct Frame<'s> {
    /// What closes it: its key, and the word of its kind where it has one.
    names: [String; 2],
    /// Its row; none where it stands for the items of the row around it.
    place: Option<usize>,
    /// How many rows there were before it.
    start: usize,
    line: usize,
    shape: Option<&'s Shape>,
}

struct Nester<'s, 'n> {
    root: Option<&'s Shape>,
    places: Vec<Place>,
    frames: Vec<Frame<'s>>,
    side: &'s str,
    notes: &'n mut Notes,
}

impl<'s> Nester<'s, '_> {
    fn parent(&self) -> Option<usize> {
        self.frames.iter().rev().find_map(|frame| frame.place)
    }

    fn scope(&self) -> Option<&'s Shape> {
        self.frames.last().map_or(self.root, |frame| frame.shape)
    }

    fn about(&self, name: &str) -> String {
        format!("{}.{name}", self.side)
    }

    fn row(&mut self, mut row: Row) {
        match marker::read(&row.name) {
            Mark::None(name) => {
                row.name = name;
                self.add(row);
            }
            Mark::Start { key, kind } => self.start(row, &key, &kind),
            Mark::End(key) => self.end(&key, row.line),
            Mark::Shaped { key, kind, word } => {
                row.name = key.clone();
                row.word = if row.word == Word::Unknown { word } else { row.word };
                self.open(row, [key, kind]);
            }
            Mark::Bracket { opens, name, closes } => self.bracket(row, opens, name, closes),
        }
    }

    fn add(&mut self, row: Row) -> usize {
        self.places.push(Place { row, parent: self.parent(), ..Place::default() });
        self.places.len() - 1
    }

    fn start(&mut self, mut row: Row, key: &str, kind: &str) {
        let known = self.scope().and_then(|shape| shape.member(key));
        let twice = self.frames.last().is_some_and(|frame| frame.names[0].eq_ignore_ascii_case(key));
        if twice && known.is_none() {
            let text = format!("`{key}` is opened again instead of closed");
            self.notes.guessed(row.line, &self.about(key), text);
            return self.end(key, row.line);
        }
        let item = marker::is_item(key) && known.is_none();
        if item || self.frames.len() >= DEEPEST {
            let (place, start, shape, line) = (None, self.places.len(), self.scope(), row.line);
            self.frames.push(Frame { names: [key.to_owned(), kind.to_owned()], place, start, line, shape });
            return;
        }
        row.name = match known {
            Some((name, _)) => name.to_owned(),
            None => {
                let name = key.to_ascii_lowercase();
                if !SURE.contains(&name.as_str()) {
                    let text = "the capitals of the marker are read as lower case";
                    self.notes.guessed(row.line, &self.about(&name), text);
                }
                name
            }
        };
        self.open(row, [key.to_owned(), kind.to_owned()]);
    }

    /// Opens a row: the one that is there already, or else a new one.
    fn open(&mut self, row: Row, names: [String; 2]) {
        let (parent, line) = (self.parent(), row.line);
        let shape = self.scope().and_then(|shape| shape.member(&row.name)).map(|(_, shape)| shape);
        let since = self.frames.last().map_or(0, |frame| frame.start);
        let before = self.places[since..].iter().position(|place| place.parent == parent && place.row.name == row.name);
        let at = match before.map(|at| since + at) {
            Some(at) => {
                let known = &mut self.places[at].row;
                if known.word == Word::Unknown {
                    (known.word, known.written) = (row.word, row.written);
                }
                at
            }
            None => self.add(row),
        };
        self.places[at].marker = true;
        self.frames.push(Frame { names, place: Some(at), start: self.places.len(), line, shape });
    }

    fn end(&mut self, key: &str, line: usize) {
        let named = |frame: &Frame<'_>| frame.names.iter().any(|name| name.eq_ignore_ascii_case(key));
        let Some(at) = self.frames.iter().rposition(named) else { return self.late(key, line) };
        while self.frames.len() > at + 1 {
            if let Some(frame) = self.frames.pop() {
                self.unclosed(&frame);
            }
        }
        self.frames.pop();
    }

    /// Something ends that never began: a row of that name began it, or nothing did.
    fn late(&mut self, key: &str, line: usize) {
        let parent = self.parent();
        let since = self.frames.last().map_or(0, |frame| frame.start);
        let began = |place: &Place| place.parent == parent && place.row.name.eq_ignore_ascii_case(key);
        let text = match self.places[since..].iter().rposition(began).map(|at| since + at) {
            Some(at) => {
                self.places[at].marker = true;
                let within = self.places[at + 1..].iter_mut().filter(|place| place.parent == parent);
                within.for_each(|place| place.parent = Some(at));
                "what ends here was not opened: its own row begins it"
            }
            None => "what ends here was not opened",
        };
        self.notes.guessed(line, &self.about(key), text);
    }

    fn unclosed(&mut self, frame: &Frame<'_>) {
        self.places[frame.start..].iter_mut().for_each(|place| place.open = true);
        let key = frame.place.map_or_else(|| frame.names[0].clone(), |at| self.places[at].row.name.clone());
        self.notes.guessed(frame.line, &self.about(&key), "it is never closed: the example tells what it holds");
    }

    /// `{id` begins what the row before it holds, `updated_at}` ends it.
    fn bracket(&mut self, mut row: Row, opens: Option<Word>, name: String, closes: bool) {
        if let Some(word) = opens.filter(|_| self.frames.len() < DEEPEST) {
            let parent = self.parent();
            let place = self.places.last().filter(|place| place.parent == parent).map(|_| self.places.len() - 1);
            if let Some(at) = place {
                let holder = &mut self.places[at];
                holder.marker = true;
                holder.row.word = if holder.row.word == Word::Unknown { word } else { holder.row.word };
            }
            let key = place.map(|at| self.places[at].row.name.clone()).unwrap_or_default();
            let inner = self.scope().and_then(|shape| shape.member(&key)).map(|(_, shape)| shape);
            let shape = if place.is_some() { inner } else { self.scope() };
            let names = [BRACKET.to_owned(), BRACKET.to_owned()];
            self.frames.push(Frame { names, place, start: self.places.len(), line: row.line, shape });
        }
        let line = row.line;
        if name.chars().any(char::is_alphanumeric) {
            row.name = name;
            self.add(row);
        } else if !row.text.is_empty() {
            self.notes.prose(row.line, self.side, row.text);
        }
        if closes {
            self.end(BRACKET, line);
        }
    }
}

/// Names that no page writes in another case.
const SURE: &[&str] = &["data", "tick", "list"];

/// What a bracket is called among the frames; no key is.
const BRACKET: &str = "}";
