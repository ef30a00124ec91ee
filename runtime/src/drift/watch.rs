//! An answer while it is looked at: where the reader is, and what it has found so far.

use super::found::Kinds;
use super::{Drift, DriftKind, JsonKind};
use crate::decode::{Fault, cut, without_finding};
use crate::meta::Envelope;
use std::fmt::Write as _;

/// What a reader tells that looks for drift.
#[derive(Debug)]
pub(crate) struct Watch {
    endpoint: &'static str,
    envelope: &'static Envelope,
    /// `$.data[3].price`
    path: String,
    /// The same for all items of a list: `$.data[].price`.
    place: String,
    pub(super) found: Kinds,
}

/// A step from a value to one inside it.
#[derive(Clone, Copy)]
pub(crate) enum Segment<'a> {
    /// A field of an object.
    Field(&'a str),
    /// An entry of a map, whose keys are data.
    Entry(&'a str),
    /// An item of a list.
    Item(usize),
    /// A place of a tuple.
    Place(usize),
}

/// Where the reader was before a step.
pub(crate) struct Mark {
    path: usize,
    place: usize,
}

impl Watch {
    pub(super) fn new(endpoint: &'static str, envelope: &'static Envelope) -> Self {
        let (path, place) = ("$".to_owned(), "$".to_owned());
        Self { endpoint, envelope, path, place, found: Kinds::default() }
    }

    pub(crate) fn enter(&mut self, segment: Segment<'_>) -> Mark {
        let mark = Mark { path: self.path.len(), place: self.place.len() };
        match segment {
            Segment::Field(name) | Segment::Entry(name) => {
                self.path.push('.');
                self.path.push_str(name);
            }
            Segment::Item(index) | Segment::Place(index) => {
                // Writing to a string never fails.
                let _ = write!(self.path, "[{index}]");
            }
        }
        match segment {
            Segment::Entry(_) => self.place.push_str(".*"),
            Segment::Item(_) => self.place.push_str("[]"),
            Segment::Field(_) | Segment::Place(_) => self.place.push_str(&self.path[mark.path..]),
        }
        mark
    }

    pub(crate) fn leave(&mut self, mark: &Mark) {
        self.path.truncate(mark.path);
        self.place.truncate(mark.place);
    }

    /// No field stands for the value at hand. Those of the envelope may stand beside an answer without a field of its
    /// own.
    pub(crate) fn unknown_field(&mut self, json: &str) {
        let of_envelope = self.path.strip_prefix("$.").is_some_and(|name| self.envelope.names(name));
        if !of_envelope {
            self.note(DriftKind::UnknownField { found: JsonKind::of(json) });
        }
    }

    /// The value at hand, or an item of it, has no name.
    pub(crate) fn unknown_value(&mut self, text: &str) {
        self.note(DriftKind::UnknownValue { value: cut(text) });
    }

    /// The value at hand lacks a field.
    pub(crate) fn missing(&mut self, name: &str) {
        let mark = self.enter(Segment::Field(name));
        self.note(DriftKind::Missing);
        self.leave(&mark);
    }

    /// The value at hand is not what its type expects.
    pub(crate) fn unreadable(&mut self, fault: &Fault, json: &str) {
        let found = JsonKind::of(json);
        let missing = found == JsonKind::Null || fault.is_missing();
        let retyped = || DriftKind::Retyped { reason: without_finding(fault.reason()).to_owned(), found };
        self.note(if missing { DriftKind::Missing } else { retyped() });
    }

    fn note(&mut self, kind: DriftKind) {
        let (endpoint, path, place) = (self.endpoint, self.path.clone(), self.place.clone());
        self.found.add(&Drift { endpoint, path, kind, place });
    }
}
