//! Tables → rows, not nested yet.

use super::claims;
use super::markdown::Table;
use super::notes::Notes;
use super::words;
use super::{Row, Unreadable, Word};

/// What a column holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Column {
    Name,
    Type,
    Required,
    Text,
    Range,
    Default,
}

/// Heads of columns, in lower case.
const HEADS: &[(&str, Column)] = &[
    ("parameter", Column::Name),
    ("parameter name", Column::Name),
    ("field", Column::Name),
    ("name", Column::Name),
    ("type", Column::Type),
    ("data type", Column::Type),
    ("parameter type", Column::Type),
    ("required", Column::Required),
    ("comments", Column::Text),
    ("description", Column::Text),
    ("note", Column::Text),
    ("value range", Column::Range),
    ("default value", Column::Default),
];

/// A table whose columns are known.
pub(super) struct Known<'t> {
    table: &'t Table,
    columns: Vec<Option<Column>>,
}

/// Names of rows that stand for "no rows", in lower case.
const NOTHING: &[&str] = &["n/a", "na", "none", "null", "-", "no"];

impl<'t> Known<'t> {
    /// A table of parameters or fields; `None` where it is something else.
    pub(super) fn new(table: &'t Table) -> Option<Self> {
        let column = |head: &String| {
            let head = head.trim().to_ascii_lowercase();
            HEADS.iter().find(|(known, _)| *known == head).map(|(_, column)| *column)
        };
        let columns: Vec<_> = table.head.iter().map(column).collect();
        let has = |wanted| columns.contains(&Some(wanted));
        (has(Column::Name) && has(Column::Type)).then_some(Self { table, columns })
    }

    /// Whether it tells what is required.
    pub(super) fn tells_required(&self) -> bool {
        self.columns.contains(&Some(Column::Required))
    }

    /// The line of its head.
    pub(super) fn line(&self) -> usize {
        self.table.line
    }

    /// Its rows in order. `side` is what notes call the table.
    pub(super) fn rows(&self, side: &str, notes: &mut Notes) -> Vec<Row> {
        for (head, _) in self.table.head.iter().zip(&self.columns).filter(|(_, column)| column.is_none()) {
            notes.unread(self.table.line, side, format!("the column `{head}` is not known"));
        }
        self.table.rows.iter().filter_map(|(cells, line)| self.row(cells, *line, side, notes)).collect()
    }

    fn row(&self, cells: &[String], line: usize, side: &str, notes: &mut Notes) -> Option<Row> {
        if cells.iter().all(|cell| cell.is_empty()) {
            return None;
        }
        let cells = self.straight(cells, line, side, notes);
        let cell = |column| {
            let at = self.columns.iter().position(|known| *known == Some(column));
            at.and_then(|at| cells.get(at)).map(|cell| cell.trim()).unwrap_or_default()
        };
        let name = cell(Column::Name).to_owned();
        if NOTHING.contains(&name.to_ascii_lowercase().as_str()) && cell(Column::Type).len() < 4 {
            return None;
        }
        let about = format!("{side}.{}", name.trim_start_matches(['>', ' ']));
        let mut row = Row { name, line, written: cell(Column::Type).to_owned(), ..Row::default() };
        row.word = words::word(&row.written);
        let mut required = cell(Column::Required);
        if row.word == Word::Unknown
            && words::required(&row.written).is_some()
            && words::word(required) != Word::Unknown
        {
            notes.guessed(line, &about, "type and required stand in each other's column");
            row.word = words::word(required);
            (row.written, required) = (required.to_owned(), cell(Column::Type));
        }
        if row.word == Word::Unknown && !row.written.is_empty() && !is_marker(&row.name) {
            notes.unread(line, &about, format!("`{}` is no type", row.written));
        }
        row.required = words::required(required);
        if row.required.is_none() && !required.is_empty() {
            let text = format!("`{required}` does not tell whether it is required");
            notes.unread(line, &about, text);
        }
        let texts = [cell(Column::Text), cell(Column::Range), cell(Column::Default)];
        row.text = texts.iter().filter(|text| !text.is_empty()).copied().collect::<Vec<_>>().join(" | ");
        row.claims = claims::read(&row, texts, &about, notes);
        row.name = bare(&row.name);
        Some(row)
    }

    /// The cells, as many as the head has.
    fn straight(&self, cells: &[String], line: usize, side: &str, notes: &mut Notes) -> Vec<String> {
        let mut cells = cells.to_vec();
        let wanted = self.columns.len();
        let typed = |at: usize| cells.get(at).is_some_and(|cell| words::word(cell) != Word::Unknown);
        if cells[0].is_empty() && (cells.len() > wanted || (typed(2) && !typed(1))) {
            notes.guessed(line, side, "the row has an empty cell too many before its name");
            cells.remove(0);
            cells.resize(wanted.max(cells.len()), String::new());
        }
        if cells.len() > wanted && cells[wanted..].iter().any(|cell| !cell.is_empty()) {
            notes.unread(line, side, format!("the row has {} cells, the head {wanted}", cells.len()));
        }
        if cells.len() < wanted {
            notes.unread(line, side, format!("the row has only {} cells of {wanted}", cells.len()));
        }
        cells
    }
}

/// Names are at most a few words.
const LONGEST_NAME: usize = 3;

/// Tells that a table is torn where a row holds nothing but a sentence: the rest of the cell above it.
pub(super) fn whole(table: &Table) -> Result<(), Unreadable> {
    let rest = |cells: &[String]| {
        let name = cells.first().map(String::as_str).unwrap_or_default();
        let sentence = name.contains(['`', ',']) || name.split_whitespace().count() > LONGEST_NAME;
        sentence && !name.contains('(') && cells[1..].iter().all(|cell| cell.is_empty())
    };
    match table.rows.iter().find(|(cells, _)| rest(cells)) {
        Some((_, line)) => Err(super::torn(*line)),
        None => Ok(()),
    }
}

/// A name without what calls it deprecated: `~~name~~`, `name (Deprecated)`.
fn bare(name: &str) -> String {
    if let Some(place) = place_of(name) {
        return place;
    }
    let bracket = name.find(['(', '（']).filter(|at| *at > 0 && claims::deprecated(&name[*at..]).is_some());
    bracket.map_or(name, |at| &name[..at]).trim().trim_matches('~').to_owned()
}

/// Types of markers tell what the rows within are, in words of their own.
fn is_marker(name: &str) -> bool {
    name.ends_with("_START") || name.ends_with("_END")
}

/// Places of a list that stands for an object, in one spelling: `index[0]` and `Index 0` are `[0]`. Marks of nesting
/// stay before it.
fn place_of(name: &str) -> Option<String> {
    let bare = name.trim_start_matches(['>', ' ']);
    let place = bare.to_ascii_lowercase();
    let place = place.strip_prefix("index")?.trim_matches(['[', ']', ' ']);
    let number = !place.is_empty() && place.len() < 4 && place.bytes().all(|byte| byte.is_ascii_digit());
    number.then(|| format!("{}[{place}]", &name[..name.len() - bare.len()]))
}
