//! Tree → values, noting what does not fit and going on.

use super::node::{Node, Value};
use crate::diagnostic::{Diagnostic, Diagnostics, Place, Rule, Spanned, nearest, shown};

/// A map whose keys are being read.
pub struct Map<'n> {
    entries: &'n [(Spanned<String>, Node)],
    place: &'n Place,
    /// Known keys that an unknown one seems to mean: they are misspelt, not missing.
    meant: Vec<&'static str>,
}

/// Reads a map and notes keys that are not among `known`.
pub fn map<'n>(node: &'n Node, known: &[&'static str], found: &mut Diagnostics) -> Option<Map<'n>> {
    let entries = entries(node, found)?;
    let mut meant = Vec::new();
    let unknown = entries.iter().filter(|(key, _)| !known.contains(&key.as_str()));
    for (number, (key, _)) in unknown.enumerate() {
        // A map with more is something else altogether.
        let guess = number < 100;
        let near = if guess { nearest(key.as_str(), known.iter().copied()) } else { None };
        meant.extend(near);
        let help = match near {
            Some(name) => format!("did you mean `{name}`?"),
            None => format!("known here: {}", known.join(", ")),
        };
        let message = format!("unknown key `{}`", shown(&key.value));
        found.push(Diagnostic::new(Rule::UnknownKey, &key.place, message).help(help));
    }
    Some(Map { entries, place: &node.place, meant })
}

/// Reads a map whose keys are free.
pub fn entries<'n>(node: &'n Node, found: &mut Diagnostics) -> Option<&'n [(Spanned<String>, Node)]> {
    match &node.value {
        Value::Map(entries) => Some(entries),
        _ => wrong_kind(node, "a map", found),
    }
}

/// Reads a list.
pub fn list<'n>(node: &'n Node, found: &mut Diagnostics) -> Option<&'n [Node]> {
    match &node.value {
        Value::List(items) => Some(items),
        _ => wrong_kind(node, "a list", found),
    }
}

/// Reads a text. Numbers and words such as `no` are text too: YAML's guesses are not followed.
pub fn text(node: &Node, found: &mut Diagnostics) -> Option<Spanned<String>> {
    match &node.value {
        Value::Scalar { text, .. } => Some(Spanned { value: text.clone(), place: node.place.clone() }),
        _ => wrong_kind(node, "a text", found),
    }
}

/// Reads a text for people, which says something.
pub fn prose(node: &Node, found: &mut Diagnostics) -> Option<Spanned<String>> {
    let text = text(node, found)?;
    if text.value.trim().is_empty() {
        found.push(Diagnostic::new(Rule::Text, &text.place, "this text says nothing"));
    }
    Some(text)
}

/// Reads the address of a document.
fn link(node: &Node, found: &mut Diagnostics) -> Option<Spanned<String>> {
    let text = text(node, found)?;
    let rest = text.value.strip_prefix("https://").or_else(|| text.value.strip_prefix("http://"));
    let plain = |c: char| c.is_ascii_graphic() && !"<>()[]{}\"`\\".contains(c);
    if rest.is_none_or(|rest| rest.is_empty() || !rest.chars().all(plain)) {
        let message = format!("`{}` is not the address of a document", shown(&text.value));
        let help = "write `https://...`; brackets and what is not ASCII are percent-encoded";
        found.push(Diagnostic::new(Rule::Link, &text.place, message).help(help));
    }
    Some(text)
}

/// Reads a list of texts.
pub fn texts(node: &Node, found: &mut Diagnostics) -> Option<Vec<Spanned<String>>> {
    Some(list(node, found)?.iter().filter_map(|item| text(item, found)).collect())
}

/// Reads a boolean.
pub fn boolean(node: &Node, found: &mut Diagnostics) -> Option<bool> {
    match &node.value {
        Value::Scalar { text, plain: true } if text == "true" => Some(true),
        Value::Scalar { text, plain: true } if text == "false" => Some(false),
        _ => wrong_kind(node, "`true` or `false`", found),
    }
}

/// Reads a whole number that is not negative.
pub fn count(node: &Node, found: &mut Diagnostics) -> Option<Spanned<u32>> {
    let parsed = match &node.value {
        Value::Scalar { text, plain: true } => text.parse().ok(),
        _ => None,
    };
    match parsed {
        Some(value) => Some(Spanned { value, place: node.place.clone() }),
        None => wrong_kind(node, "a whole number", found),
    }
}

/// Reads one of a closed set of words.
pub fn word<T: Copy>(node: &Node, words: &[(&'static str, T)], found: &mut Diagnostics) -> Option<T> {
    let text = text(node, found)?;
    let named = words.iter().find(|(name, _)| *name == text.value);
    if named.is_none() {
        let names: Vec<_> = words.iter().map(|(name, _)| *name).collect();
        let message = format!("`{}` is not known here", shown(&text.value));
        let unknown = Diagnostic::new(Rule::UnknownWord, &text.place, message);
        let near = unknown.did_you_mean(&text.value, names.iter().copied());
        let all = format!("one of: {}", names.join(", "));
        found.push(if near.help.is_some() { near } else { near.help(all) });
    }
    named.map(|(_, value)| *value)
}

fn wrong_kind<T>(node: &Node, expected: &str, found: &mut Diagnostics) -> Option<T> {
    let what = match &node.value {
        Value::Scalar { text, plain: true } => format!("`{}`", shown(text)),
        Value::Scalar { text, plain: false } => format!("the text \"{}\"", shown(text)),
        other => other.kind().to_owned(),
    };
    let message = format!("expected {expected}, found {what}");
    found.push(Diagnostic::new(Rule::WrongKind, &node.place, message));
    None
}

impl<'n> Map<'n> {
    /// Where the map stands.
    pub fn place(&self) -> &'n Place {
        self.place
    }

    /// The value of a key, if it is there.
    pub fn get(&self, key: &str) -> Option<&'n Node> {
        self.entries.iter().find(|(known, _)| known.value == key).map(|(_, node)| node)
    }

    /// The value of a key that must be there.
    pub fn need(&self, key: &'static str, found: &mut Diagnostics) -> Option<&'n Node> {
        let node = self.get(key);
        if node.is_none() && !self.meant.contains(&key) {
            let place = Place { end: self.place.start + 1, ..self.place.clone() };
            found.push(Diagnostic::new(Rule::MissingKey, &place, format!("the key `{key}` is missing")));
        }
        node
    }

    /// A text that must be there.
    pub fn need_text(&self, key: &'static str, found: &mut Diagnostics) -> Option<Spanned<String>> {
        text(self.need(key, found)?, found)
    }

    /// An empty text in place of one that is missing, to go on with.
    pub fn nothing(&self) -> Spanned<String> {
        Spanned { value: String::new(), place: self.place.clone() }
    }

    /// A text for people that must be there.
    pub fn need_prose(&self, key: &'static str, found: &mut Diagnostics) -> Option<Spanned<String>> {
        prose(self.need(key, found)?, found)
    }

    /// A text for people, if it is there.
    pub fn prose(&self, key: &str, found: &mut Diagnostics) -> Option<Spanned<String>> {
        prose(self.get(key)?, found)
    }

    /// The address of a document, which must be there.
    pub fn need_link(&self, key: &'static str, found: &mut Diagnostics) -> Option<Spanned<String>> {
        link(self.need(key, found)?, found)
    }

    /// A text, if it is there.
    pub fn text(&self, key: &str, found: &mut Diagnostics) -> Option<Spanned<String>> {
        text(self.get(key)?, found)
    }

    /// Texts; none when the key is not there.
    pub fn texts(&self, key: &str, found: &mut Diagnostics) -> Vec<Spanned<String>> {
        self.get(key).and_then(|node| texts(node, found)).unwrap_or_default()
    }

    /// A boolean; false when the key is not there.
    pub fn flag(&self, key: &str, found: &mut Diagnostics) -> bool {
        self.get(key).and_then(|node| boolean(node, found)).unwrap_or_default()
    }

    /// A number, if it is there.
    pub fn count(&self, key: &str, found: &mut Diagnostics) -> Option<Spanned<u32>> {
        count(self.get(key)?, found)
    }

    /// One of a closed set of words, if the key is there.
    pub fn word<T: Copy>(&self, key: &str, words: &[(&'static str, T)], found: &mut Diagnostics) -> Option<T> {
        word(self.get(key)?, words, found)
    }
}
