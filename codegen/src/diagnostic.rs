//! What is wrong with a spec, where, and what to do about it.
//!
//! Nothing stops at the first error: every layer notes what it finds and goes on with what it understood.

mod render;
mod rule;

pub use render::render;
pub use rule::Rule;

use std::ops::Range;
use std::sync::Arc;

/// A place in a spec file.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Place {
    /// The file, as it was named when it was read.
    pub file: Arc<str>,
    /// Byte offset of the first character.
    pub start: usize,
    /// Byte offset behind the last character.
    pub end: usize,
}

impl Place {
    /// A file as a whole.
    pub fn file(file: &Arc<str>) -> Self {
        Self { file: file.clone(), start: 0, end: 0 }
    }

    /// The folder of the file; empty for a file in none.
    pub fn folder(&self) -> &str {
        self.file.rsplit_once('/').map_or("", |(folder, _)| folder)
    }

    /// A range of a file.
    pub fn new(file: &Arc<str>, range: Range<usize>) -> Self {
        Self { file: file.clone(), start: range.start, end: range.end.max(range.start) }
    }
}

/// A value and where it stands.
#[derive(Clone, Debug)]
pub struct Spanned<T> {
    /// The value.
    pub value: T,
    /// Where it stands.
    pub place: Place,
}

impl<T> Spanned<T> {
    /// The same place with another value.
    pub fn map<U>(self, change: impl FnOnce(T) -> U) -> Spanned<U> {
        Spanned { value: change(self.value), place: self.place }
    }
}

impl Spanned<String> {
    /// The text.
    pub fn as_str(&self) -> &str {
        &self.value
    }

    /// Where a part of the text stands; the whole text's place when it was written with quotes or escapes, since its
    /// bytes are not the file's then.
    pub fn part(&self, range: Range<usize>) -> Place {
        let Place { file, start, end } = &self.place;
        match end - start == self.value.len() {
            true => Place::new(file, start + range.start..start + range.end),
            false => self.place.clone(),
        }
    }
}

/// One thing that is wrong.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Diagnostic {
    /// Where.
    pub place: Place,
    /// Which rule it breaks.
    pub rule: Rule,
    /// What is wrong.
    pub message: String,
    /// A second place that belongs to it, and what stands there.
    pub other: Option<(Place, String)>,
    /// What to do.
    pub help: Option<String>,
}

impl Diagnostic {
    /// Something wrong at a place.
    pub fn new(rule: Rule, place: &Place, message: impl Into<String>) -> Self {
        Self { place: place.clone(), rule, message: message.into(), other: None, help: None }
    }

    /// Says what to do.
    #[must_use]
    pub fn help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }

    /// Proposes the candidate that is spelt most like `found`, if one is near.
    #[must_use]
    pub fn did_you_mean<'a>(self, found: &str, candidates: impl IntoIterator<Item = &'a str>) -> Self {
        match nearest(found, candidates) {
            Some(name) => self.help(format!("did you mean `{name}`?")),
            None => self,
        }
    }

    /// Points at a second place.
    #[must_use]
    pub fn other(mut self, place: &Place, note: impl Into<String>) -> Self {
        self.other = Some((place.clone(), note.into()));
        self
    }
}

/// The candidate that is spelt most like `found`, if one is near.
pub(crate) fn nearest<'a>(found: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    const LONGEST: usize = 64;
    if found.len() > LONGEST {
        return None;
    }
    let raw = found;
    let found = raw.to_lowercase();
    let others = candidates.into_iter().filter(|name| *name != raw);
    let scored = others.map(|name| (strsim::damerau_levenshtein(&found, &name.to_lowercase()), name));
    let (distance, name) = scored.min_by_key(|(distance, _)| *distance)?;
    (distance <= 1 + found.chars().count() / 4).then_some(name)
}

/// A text as a message shows it: on one line, and not all of a long one.
pub(crate) fn shown(text: &str) -> String {
    const LONGEST: usize = 60;
    let line: String = text.chars().map(|c| if c.is_control() { ' ' } else { c }).take(LONGEST).collect();
    if line.len() < text.len() { format!("{line}...") } else { line }
}

/// Everything found so far.
#[derive(Debug, Default)]
pub struct Diagnostics(Vec<Diagnostic>);

impl Diagnostics {
    /// Notes something.
    pub fn push(&mut self, diagnostic: Diagnostic) {
        self.0.push(diagnostic);
    }

    /// What was found so far, in the order of finding.
    pub fn iter(&self) -> impl Iterator<Item = &Diagnostic> {
        self.0.iter()
    }

    /// Whether nothing is wrong.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// All, by file and place, without repetitions.
    pub fn into_sorted(mut self) -> Vec<Diagnostic> {
        self.0.sort();
        self.0.dedup();
        self.0
    }
}
