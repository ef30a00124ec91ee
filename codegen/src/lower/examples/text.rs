//! An example as it stands in its file, so that what is wrong in it can be pointed at.

use super::Source;
use crate::diagnostic::{Diagnostic, Diagnostics, Place, Rule, Spanned};
use crate::json::Json;

/// The text of an example, and the part of the file that it is written in.
pub(super) struct Text<'t> {
    text: &'t Spanned<String>,
    raw: &'t str,
}

impl<'t> Text<'t> {
    pub(super) fn new(text: &'t Spanned<String>, source: &Source<'t>) -> Self {
        let file = source.files.get(&*text.place.file).copied().unwrap_or_default();
        Self { text, raw: file.get(text.place.start..text.place.end).unwrap_or_default() }
    }

    pub(super) fn parse(&self, found: &mut Diagnostics) -> Option<Json> {
        let text = &self.text.value;
        if text.trim().is_empty() {
            found.push(Diagnostic::new(Rule::ExampleJson, &self.text.place, "this example is empty"));
            return None;
        }
        let parsed = Json::parse(text);
        if let Err(error) = &parsed {
            let message = format!("the example is not JSON: {error}");
            found.push(Diagnostic::new(Rule::ExampleJson, &self.place_at(error.offset(text)), message));
        }
        parsed.ok()
    }

    /// Where the last key of a JSON path stands. Items of lists are not counted: the first that has the key is shown.
    pub(super) fn place_of(&self, at: &str) -> Place {
        let mut from = 0;
        let mut last = None;
        for key in at.split('.').map(|part| part.split('[').next().unwrap_or_default()) {
            let quoted = format!("\"{key}\"");
            let Some(found) = self.raw.get(from..).and_then(|rest| rest.find(&quoted)) else { break };
            from += found + quoted.len();
            last = Some(from - quoted.len()..from);
        }
        last.map_or_else(|| self.text.place.clone(), |range| self.place(range))
    }

    /// Where a byte of the text stands. A block's lines are indented in the file, and quotes come before the first.
    fn place_at(&self, offset: usize) -> Place {
        let before = self.text.value.get(..offset).unwrap_or_default();
        let line_start = before.rfind('\n').map_or(0, |newline| newline + 1);
        let line = self.text.value[line_start..].lines().next().unwrap_or_default();
        let number = before.matches('\n').count();
        let raw_start: usize = self.raw.split_inclusive('\n').take(number).map(str::len).sum();
        match self.raw[raw_start..].find(line) {
            Some(indent) => {
                let at = raw_start + indent + offset - line_start;
                self.place(at..at + 1)
            }
            None => self.text.place.clone(),
        }
    }

    fn place(&self, range: std::ops::Range<usize>) -> Place {
        let start = self.text.place.start;
        Place::new(&self.text.place.file, start + range.start..start + range.end)
    }
}
