//! Rows in the order of a table → rows within rows.
//!
//! Marks and markers say where a row belongs, and where they are at odds with themselves the example decides: a row
//! moves only when the example does not have it where it was put, and has it where it moves to.

use super::draft::RESPONSE;
use super::notes::Notes;
use super::shape::Shape;
use super::{Row, Word};
use std::collections::{BTreeMap, BTreeSet};

/// A row and where the table puts it.
#[derive(Debug, Default)]
pub(super) struct Place {
    /// The row.
    pub(super) row: Row,
    /// The row that it belongs to: one before it.
    pub(super) parent: Option<usize>,
    /// Whether it is in what was never closed.
    pub(super) open: bool,
    /// Whether it was put here only because it begins what it holds.
    pub(super) marker: bool,
}

/// How many rows back a home is looked for.
const NEAREST: usize = 16;

/// Puts rows within rows. `side` is what notes call the table.
pub(super) fn settle(places: Vec<Place>, shape: Option<&Shape>, side: &str, notes: &mut Notes) -> Vec<Row> {
    let mut named: BTreeSet<(Option<usize>, String)> = BTreeSet::new();
    for place in &places {
        named.insert((place.parent, place.row.name.to_ascii_lowercase()));
    }
    let count = places.len();
    let order = (0..count).collect();
    let mut settler = Settler {
        root: shape,
        places,
        order,
        shapes: vec![None; count],
        holders: BTreeMap::new(),
        named,
        first: BTreeMap::new(),
        homes: BTreeMap::new(),
        moved: BTreeMap::new(),
        side,
        notes,
    };
    for at in 0..count {
        settler.settle(at);
    }
    settler.tell_moved();
    (0..settler.places.len()).for_each(|at| settler.complete(at));
    settler.tree()
}

struct Settler<'s, 'n> {
    root: Option<&'s Shape>,
    places: Vec<Place>,
    /// The place in the table: for a row that was added, that of the first row in it.
    order: Vec<usize>,
    shapes: Vec<Option<&'s Shape>>,
    /// Rows that can hold others, by the row that they belong to.
    holders: BTreeMap<Option<usize>, Vec<usize>>,
    named: BTreeSet<(Option<usize>, String)>,
    /// Rows that have been settled: the first of each name, by the row that the table puts them into.
    first: BTreeMap<(Option<usize>, String), usize>,
    /// Where the rows of a row that cannot hold them went.
    homes: BTreeMap<usize, usize>,
    /// Rows that the example put elsewhere, by where it put them.
    moved: BTreeMap<Option<usize>, Vec<usize>>,
    side: &'s str,
    notes: &'n mut Notes,
}

impl<'s> Settler<'s, '_> {
    /// What the example shows within a row, or at the root.
    fn scope(&self, parent: Option<usize>) -> Option<&'s Shape> {
        parent.map_or(self.root, |at| self.shapes[at]).filter(|shape| !shape.is_empty())
    }

    fn settle(&mut self, at: usize) {
        let parent = self.places[at].parent;
        let name = self.places[at].row.name.clone();
        self.first.entry((parent, name.clone())).or_insert(at);
        let home = match parent {
            Some(holder) if !self.can_hold(holder) => self.instead_of(holder, &name),
            _ if self.scope(parent).is_some_and(|shape| !shape.has(&name)) => self.elsewhere(at, parent, &name),
            _ if self.first.get(&(parent, name.clone())).is_some_and(|first| *first < at) => self.again(parent, &name),
            _ => None,
        };
        if let Some(home) = home {
            self.move_to(at, home);
        }
        self.know(at);
        // Rows that follow it may belong to it, wherever it is now.
        if self.places[at].parent != parent && self.can_hold(at) {
            self.holders.entry(parent).or_default().push(at);
        }
    }

    /// Notes where a row stands in the example, and whether it can hold others.
    fn know(&mut self, at: usize) {
        let parent = self.places[at].parent;
        self.shapes[at] = self.scope(parent).and_then(|shape| shape.member(&self.places[at].row.name)).map(|(_, s)| s);
        if self.can_hold(at) {
            self.holders.entry(parent).or_default().push(at);
        }
    }

    fn can_hold(&self, at: usize) -> bool {
        let word = self.places[at].row.word;
        let scalar = matches!(word, Word::Text | Word::Integer | Word::Decimal | Word::Boolean);
        self.places[at].marker || !scalar || self.shapes[at].is_some_and(|shape| shape.object)
    }

    fn move_to(&mut self, at: usize, home: Option<usize>) {
        self.moved.entry(home).or_default().push(at);
        self.places[at].parent = home;
    }

    /// Notes which rows moved, home by home.
    fn tell_moved(&mut self) {
        for (home, rows) in std::mem::take(&mut self.moved) {
            let home = home.map_or(self.side, |home| self.places[home].row.name.as_str());
            let names: Vec<&str> = rows.iter().map(|at| self.places[*at].row.name.as_str()).collect();
            let text = format!("put into `{home}`, where the example has them: {}", names.join(", "));
            let line = rows.first().map_or(0, |at| self.places[*at].row.line);
            self.notes.guessed(line, &format!("{}.{home}", self.side), text);
        }
    }

    /// Another home for a row whose own cannot hold it.
    fn instead_of(&mut self, holder: usize, name: &str) -> Option<Option<usize>> {
        let above = self.places[holder].parent;
        let before = self.holders.get(&above).into_iter().flatten().rev().take(NEAREST);
        let fits = |home: &&usize| self.scope(Some(**home)).map_or(self.root.is_none(), |shape| shape.has(name));
        if let Some(home) = before.into_iter().find(fits).copied() {
            self.follow(holder, home);
            self.homes.insert(holder, home);
            return Some(Some(home));
        }
        // What the example leaves out goes with the rows before it.
        if let Some(home) = self.homes.get(&holder) {
            return Some(Some(*home));
        }
        let above_has = self.scope(above).is_some_and(|shape| shape.has(name));
        above_has.then_some(above)
    }

    /// A row that interrupts the rows of another belongs there too, unless the example says otherwise.
    fn follow(&mut self, at: usize, home: usize) {
        let (above, name) = (self.places[at].parent, self.places[at].row.name.clone());
        let twice = self.first.get(&(above, name.clone())).is_some_and(|first| *first < at);
        let within = self.scope(Some(home)).is_some_and(|shape| shape.has(&name));
        let without = self.scope(above).is_some_and(|shape| !shape.has(&name));
        if within && (twice || without) {
            self.move_to(at, Some(home));
        }
    }

    /// Another home for a row that the example does not have where the table puts it.
    fn elsewhere(&mut self, at: usize, parent: Option<usize>, name: &str) -> Option<Option<usize>> {
        if self.places[at].open {
            let mut above = parent;
            while let Some(holder) = above {
                above = self.places[holder].parent;
                if self.scope(above).is_some_and(|shape| shape.has(name)) {
                    return Some(above);
                }
            }
        }
        let before = self.holders.get(&parent).into_iter().flatten().rev().take(NEAREST);
        let fits = |home: &&usize| self.scope(Some(**home)).is_some_and(|shape| shape.has(name));
        if let Some(home) = before.into_iter().find(fits) {
            return Some(Some(*home));
        }
        self.unnamed(at, parent, name).or_else(|| self.among_moved(at)).map(Some)
    }

    /// Requests list the members of their items flat. One that the example leaves out goes with the row before it.
    fn among_moved(&self, at: usize) -> Option<usize> {
        let before = at.checked_sub(1).filter(|_| self.side != RESPONSE)?;
        self.moved.iter().find(|(_, rows)| rows.contains(&before)).and_then(|(home, _)| *home)
    }

    /// A home for a name that stands twice: what was named before it, has that name too, and is empty so far.
    fn again(&mut self, parent: Option<usize>, name: &str) -> Option<Option<usize>> {
        let before = self.holders.get(&parent).into_iter().flatten().rev().take(NEAREST);
        let lower = name.to_ascii_lowercase();
        let fits = |home: &&usize| {
            let has = self.scope(Some(**home)).is_some_and(|shape| shape.has(name));
            has && !self.named.contains(&(Some(**home), lower.clone()))
        };
        before.into_iter().find(fits).map(|home| Some(*home))
    }

    /// A home that the table does not name, and the example does.
    fn unnamed(&mut self, at: usize, parent: Option<usize>, name: &str) -> Option<usize> {
        let scope = self.scope(parent)?;
        let mut homes = scope
            .containers()
            .filter(|(home, shape)| shape.has(name) && !self.named.contains(&(parent, home.to_ascii_lowercase())));
        let (home, shape) = homes.next().filter(|_| homes.next().is_none())?;
        let line = self.places[at].row.line;
        let row = Row { name: home.to_owned(), word: shape.word(), line, ..Row::default() };
        self.named.insert((parent, home.to_ascii_lowercase()));
        self.places.push(Place { row, parent, ..Place::default() });
        self.order.push(at);
        self.shapes.push(Some(shape));
        let added = self.places.len() - 1;
        self.holders.entry(parent).or_default().push(added);
        Some(added)
    }

    /// Adds what the example tells: the case of a name, and what a cell without a word is.
    fn complete(&mut self, at: usize) {
        let Some(scope) = self.scope(self.places[at].parent) else { return };
        let Place { row, marker, .. } = &mut self.places[at];
        let Some((name, shape)) = scope.member(&row.name) else { return };
        let about = format!("{}.{name}", self.side);
        if row.name != name {
            if !*marker {
                let text = format!("the table writes `{}`, the example `{name}`", row.name);
                self.notes.contradicts(row.line, &about, text);
            }
            // An answer is recorded, a request is typed.
            if *marker || self.side == RESPONSE {
                name.clone_into(&mut row.name);
            }
        }
        row.claims.embedded |= shape.text;
        let shown = shape.word();
        let differ = (row.word == Word::Object && shape.list) || (row.word == Word::ObjectList && !shape.list);
        if row.word == Word::Unknown && shown != Word::Unknown {
            row.word = shown;
        } else if differ && shape.object {
            let text = format!("the table says `{}`, the example shows {}", row.written, word_text(shown));
            self.notes.contradicts(row.line, &about, text);
        }
    }

    fn tree(self) -> Vec<Row> {
        let Self { places, order, notes, side, .. } = self;
        let mut children: BTreeMap<Option<usize>, Vec<usize>> = BTreeMap::new();
        let mut all: Vec<usize> = (0..places.len()).collect();
        all.sort_by_key(|at| (order[*at], *at));
        for at in all {
            children.entry(places[at].parent).or_default().push(at);
        }
        let mut rows: Vec<Option<Row>> = places.into_iter().map(|place| Some(place.row)).collect();
        gather(None, &children, &mut rows, side, notes)
    }
}

/// The rows of a row; of two with one name, the first stays.
fn gather(
    parent: Option<usize>,
    children: &BTreeMap<Option<usize>, Vec<usize>>,
    rows: &mut [Option<Row>],
    side: &str,
    notes: &mut Notes,
) -> Vec<Row> {
    let mut found: Vec<Row> = Vec::new();
    let mut known: BTreeMap<String, usize> = BTreeMap::new();
    for at in children.get(&parent).into_iter().flatten() {
        let within = gather(Some(*at), children, rows, side, notes);
        let Some(mut row) = rows[*at].take() else { continue };
        row.rows = within;
        match known.get(&row.name) {
            Some(first) => {
                let text =
                    format!("`{}` stands here again; the first, of line {}, is read", row.name, found[*first].line);
                notes.guessed(row.line, &format!("{side}.{}", row.name), text);
                found[*first].rows.append(&mut row.rows);
            }
            None => {
                known.insert(row.name.clone(), found.len());
                found.push(row);
            }
        }
    }
    found
}

fn word_text(word: Word) -> &'static str {
    match word {
        Word::ObjectList => "a list of objects",
        Word::Object => "an object",
        _ => "a list",
    }
}
