//! New YAML, before it is known where it will stand.

use super::super::write::scalar;
use crate::diagnostic::{Diagnostics, Spanned};
use crate::spec;
use crate::spec::node::{Node, Value};
use std::sync::Arc;

/// The longest line of a spec.
const WIDTH: usize = 120;

/// A value as YAML, not indented.
pub(super) enum Fragment {
    /// On one line; nothing where the value is.
    Line(String),
    /// On lines of its own.
    Lines(String),
}

impl Fragment {
    /// A text.
    pub(super) fn scalar(text: &str) -> Self {
        Self::Line(scalar(text))
    }

    /// YAML as it stands behind a key.
    pub(super) fn yaml(text: &str) -> Self {
        match text.trim_end().contains('\n') {
            true => Self::Lines(dedented(text)),
            false => Self::Line(text.trim().to_owned()),
        }
    }

    /// An entry of a list of fields that stands so far from the left: on one line if it fits.
    pub(super) fn field(name: &str, keys: &[(&'static str, String)], column: usize) -> Self {
        let line = Self::field_line(name, keys);
        let width = column + "- ".len() + line.chars().count();
        if width <= WIDTH { Self::Line(line) } else { Self::Lines(pairs(name, keys).join("\n")) }
    }

    /// An entry of a list of fields, on one line.
    pub(super) fn field_line(name: &str, keys: &[(&'static str, String)]) -> String {
        format!("{{ {} }}", pairs(name, keys).join(", "))
    }

    /// As it stands behind a key at a column, from the colon on.
    pub(super) fn behind_key(&self, column: usize) -> String {
        match self {
            Self::Line(line) if line.is_empty() => String::new(),
            Self::Line(line) => format!(" {line}"),
            Self::Lines(lines) => format!("\n{}", indented(lines, column + 2)),
        }
    }

    /// As an item of a list whose dashes stand at a column, from the dash on.
    pub(super) fn behind_dash(&self, column: usize) -> String {
        match self {
            Self::Line(line) => format!("- {line}"),
            Self::Lines(lines) => format!("- {}", indented(lines, column + 2).trim_start()),
        }
    }

    /// What it says, behind a key that is given as YAML.
    pub(super) fn entry(&self, key: &str) -> Result<(Spanned<String>, Node), String> {
        let text = format!("{key}:{}\n", self.behind_key(0));
        match parse(&Arc::from(""), &text)?.value {
            Value::Map(entries) if entries.len() == 1 => entries.into_iter().next().ok_or_else(String::new),
            _ => Err(format!("`{text}` is not the value of a key")),
        }
    }

    /// What it says.
    pub(super) fn node(&self) -> Result<Node, String> {
        Ok(self.entry("key")?.1)
    }
}

/// Reads YAML that must be right.
pub(super) fn parse(file: &Arc<str>, text: &str) -> Result<Node, String> {
    let mut found = Diagnostics::default();
    let root = spec::parse(file, text, &mut found);
    match (root, found.iter().next()) {
        (Some(root), None) => Ok(root),
        (_, Some(wrong)) => Err(wrong.message.clone()),
        (None, None) => Err("there is nothing".to_owned()),
    }
}

/// A text as another is written: in quotes if that is.
pub(super) fn quoted_like(other: &str, text: &str) -> String {
    let plain = scalar(text);
    match other.chars().next() {
        Some(quote @ ('"' | '\'')) if plain == text && !text.contains(['"', '\'', '\\']) => {
            format!("{quote}{text}{quote}")
        }
        _ => plain,
    }
}

fn pairs(name: &str, keys: &[(&'static str, String)]) -> Vec<String> {
    let rest = keys.iter().map(|(key, value)| format!("{key}: {}", scalar(value)));
    std::iter::once(format!("name: {}", scalar(name))).chain(rest).collect()
}

/// Lines, each moved to the right.
pub(super) fn indented(text: &str, by: usize) -> String {
    let pad = " ".repeat(by);
    let line = |line: &str| if line.is_empty() { String::new() } else { format!("{pad}{line}") };
    text.lines().map(line).collect::<Vec<_>>().join("\n")
}

/// Lines, all moved to the left as far as the first can be.
fn dedented(text: &str) -> String {
    let text = text.trim_start_matches('\n').trim_end();
    let pad = &text[..text.len() - text.trim_start_matches(' ').len()];
    let line = |line: &str| line.strip_prefix(pad).unwrap_or(line.trim_start()).to_owned();
    text.lines().map(line).collect::<Vec<_>>().join("\n")
}
