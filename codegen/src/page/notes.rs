//! What reading a page brought to light.

use super::{Note, NoteKind};

/// Notes, in the order in which they were made.
#[derive(Debug, Default)]
pub(super) struct Notes(Vec<Note>);

impl Notes {
    /// All of them, by line.
    pub(super) fn into_sorted(mut self) -> Vec<Note> {
        self.0.sort_by_key(|note| note.line);
        self.0.dedup();
        self.0
    }

    fn push(&mut self, kind: NoteKind, line: usize, about: &str, text: impl Into<String>) {
        self.0.push(Note { kind, line, about: about.to_owned(), text: text.into() });
    }

    /// Read in one of several ways.
    pub(super) fn guessed(&mut self, line: usize, about: &str, text: impl Into<String>) {
        self.push(NoteKind::Guessed, line, about, text);
    }

    /// Contradicted by another place of the page.
    pub(super) fn contradicts(&mut self, line: usize, about: &str, text: impl Into<String>) {
        self.push(NoteKind::Contradicts, line, about, text);
    }

    /// Repaired.
    pub(super) fn repaired(&mut self, line: usize, about: &str, text: impl Into<String>) {
        self.push(NoteKind::Repaired, line, about, text);
    }

    /// Left to people.
    pub(super) fn prose(&mut self, line: usize, about: &str, text: impl Into<String>) {
        self.push(NoteKind::Prose, line, about, text);
    }

    /// Not understood.
    pub(super) fn unread(&mut self, line: usize, about: &str, text: impl Into<String>) {
        self.push(NoteKind::Unread, line, about, text);
    }
}
