//! Text → tree. The one file that knows the YAML crate.
//!
//! serde would stop at a file's first error, and every error of a file is wanted in one run, so the tree is built
//! from the parser's events and read by [`super::read`].

use super::node::{Node, Value};
use crate::diagnostic::{Diagnostic, Diagnostics, Place, Rule, Spanned};
use serde_yaml::granit_parser::{Event, Parser, ScalarStyle, Span};
use std::collections::BTreeMap;
use std::sync::Arc;

/// No spec nests deeper by far; a file that does is an accident or an attack.
const DEEPEST: usize = 48;

/// Reads a file. `None` when nothing can be said about its content; why is noted.
pub fn parse(file: &Arc<str>, text: &str, found: &mut Diagnostics) -> Option<Node> {
    let mut builder = Builder { file: file.clone(), open: Vec::new(), root: None, found };
    for event in Parser::new_from_str(text) {
        let more = match event {
            Ok((event, span)) => builder.take(event, &span),
            Err(error) => {
                let at = error.marker().byte_offset().unwrap_or(text.len()).min(text.len());
                builder.fail(&(at..at + 1), &format!("this is not YAML: {}", error.info()));
                false
            }
        };
        if !more {
            return None;
        }
    }
    let root = builder.root.take();
    if root.as_ref().is_none_or(|root| matches!(root.value, Value::Null)) {
        let message = "the file says nothing";
        found.push(
            Diagnostic::new(Rule::EmptyFile, &Place::file(file), message).help("write the spec, or remove the file"),
        );
        return None;
    }
    root
}

struct Builder<'d> {
    file: Arc<str>,
    open: Vec<Open>,
    root: Option<Node>,
    found: &'d mut Diagnostics,
}

/// A list or map that has not ended yet.
struct Open {
    start: usize,
    content: Content,
}

enum Content {
    List(Vec<Node>),
    Map { entries: Vec<(Spanned<String>, Node)>, known: BTreeMap<String, usize>, key: Option<Spanned<String>> },
}

impl Builder<'_> {
    /// Takes an event; false when reading cannot go on.
    fn take(&mut self, event: Event<'_>, span: &Span) -> bool {
        let range = byte_range(span);
        match event {
            Event::Scalar(text, style, anchor, tag) => {
                let plain = style == ScalarStyle::Plain;
                let null = plain && matches!(&*text, "" | "~" | "null");
                self.readable(&text, &range);
                let value = if null { Value::Null } else { Value::Scalar { text: text.into_owned(), plain } };
                let simple = self.simple(anchor, tag.is_some(), &range);
                simple && self.add(Node { place: self.place(range), value })
            }
            Event::SequenceStart(_, anchor, tag) => {
                self.simple(anchor, tag.is_some(), &range) && self.enter(range, Content::List(Vec::new()))
            }
            Event::MappingStart(_, anchor, tag) => {
                let content = Content::Map { entries: Vec::new(), known: BTreeMap::new(), key: None };
                self.simple(anchor, tag.is_some(), &range) && self.enter(range, content)
            }
            Event::SequenceEnd | Event::MappingEnd => self.leave(range.end),
            Event::Alias(_) | Event::UnresolvedAlias(_) => {
                self.fail(&range, "aliases are not used in specs; write the value out")
            }
            Event::DocumentStart(..) if self.root.is_some() => self.fail(&range, "a file holds one document"),
            _ => true,
        }
    }

    fn simple(&mut self, anchor: usize, tagged: bool, range: &std::ops::Range<usize>) -> bool {
        match (anchor, tagged) {
            (0, false) => true,
            (_, true) => self.fail(range, "tags are not used in specs; write the plain value"),
            (_, false) => self.fail(range, "anchors are not used in specs; write the value out"),
        }
    }

    /// Notes what would not be seen by whoever reads the spec, or the code that is made of it.
    fn readable(&mut self, text: &str, range: &std::ops::Range<usize>) {
        if let Some(hidden) = text.chars().find(|c| hidden(*c)) {
            let message = format!("this text holds the invisible character U+{:04X}", u32::from(hidden));
            self.found.push(Diagnostic::new(Rule::Text, &self.place(range.clone()), message).help("remove it"));
        }
    }

    fn enter(&mut self, range: std::ops::Range<usize>, content: Content) -> bool {
        if self.open.len() == DEEPEST {
            return self.fail(&range, &format!("nested deeper than {DEEPEST} levels"));
        }
        if let Some(Open { content: Content::Map { key: None, .. }, .. }) = self.open.last() {
            return self.fail(&range, "a key is a text, not a list or map");
        }
        self.open.push(Open { start: range.start, content });
        true
    }

    fn leave(&mut self, end: usize) -> bool {
        let Some(Open { start, content }) = self.open.pop() else { return false };
        let value = match content {
            Content::List(items) => Value::List(items),
            Content::Map { entries, .. } => Value::Map(entries),
        };
        self.add(Node { place: self.place(start..end), value })
    }

    fn add(&mut self, node: Node) -> bool {
        let Some(open) = self.open.last_mut() else {
            self.root = Some(node);
            return true;
        };
        match &mut open.content {
            Content::List(items) => items.push(node),
            Content::Map { entries, known, key } => match key.take() {
                Some(key) => add_entry(entries, known, key, node, self.found),
                None => *key = Some(key_of(node)),
            },
        }
        true
    }

    fn fail(&mut self, range: &std::ops::Range<usize>, message: &str) -> bool {
        self.found.push(Diagnostic::new(Rule::Yaml, &self.place(range.clone()), message));
        false
    }

    fn place(&self, range: std::ops::Range<usize>) -> Place {
        Place::new(&self.file, range)
    }
}

fn add_entry(
    entries: &mut Vec<(Spanned<String>, Node)>,
    known: &mut BTreeMap<String, usize>,
    key: Spanned<String>,
    node: Node,
    found: &mut Diagnostics,
) {
    match known.get(&key.value).and_then(|first| entries.get(*first)) {
        Some((first, _)) => found.push(
            Diagnostic::new(Rule::DuplicateKey, &key.place, format!("the key `{}` stands twice", key.value))
                .other(&first.place, "first here"),
        ),
        None => {
            known.insert(key.value.clone(), entries.len());
            entries.push((key, node));
        }
    }
}

/// A null key is the word that was written: keys are always text.
fn key_of(node: Node) -> Spanned<String> {
    let value = match node.value {
        Value::Scalar { text, .. } => text,
        Value::Null | Value::List(_) | Value::Map(_) => String::new(),
    };
    Spanned { value, place: node.place }
}

/// Characters that control rather than show: some end a comment in Rust, some turn the direction of what follows.
fn hidden(c: char) -> bool {
    let turns = matches!(c, '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
    turns || matches!(c, '\u{200b}' | '\u{feff}') || (c.is_control() && !matches!(c, '\n' | '\t'))
}

fn byte_range(span: &Span) -> std::ops::Range<usize> {
    let start = span.start.byte_offset().unwrap_or_default();
    start..span.end.byte_offset().unwrap_or(start)
}
