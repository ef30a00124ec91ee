//! JSON of examples, every number as it is written.

use serde_json::value::RawValue;
use std::collections::BTreeMap;

/// No answer nests deeper by far.
const DEEPEST: usize = 64;

/// A JSON value.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Json {
    Null,
    Boolean(bool),
    Number(String),
    Text(String),
    List(Vec<Json>),
    Object(BTreeMap<String, Json>),
}

/// Why a text is not JSON.
#[derive(Debug)]
pub(super) struct NotJson(serde_json::Error);

impl NotJson {
    /// The byte of a text that is wrong.
    pub(super) fn offset(&self, text: &str) -> usize {
        let before: usize = text.split_inclusive('\n').take(self.0.line().saturating_sub(1)).map(str::len).sum();
        (before + self.0.column().saturating_sub(1)).min(text.len())
    }
}

impl std::fmt::Display for NotJson {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let message = self.0.to_string();
        f.write_str(message.split(" at line ").next().unwrap_or_default())
    }
}

impl Json {
    /// Reads JSON.
    pub(super) fn parse(text: &str) -> Result<Self, NotJson> {
        // Checks the whole text first: errors of the parts below would be placed within those parts.
        serde_json::from_str::<serde::de::IgnoredAny>(text).map_err(NotJson)?;
        Self::read(text.trim(), 0).map_err(NotJson)
    }

    fn read(text: &str, depth: usize) -> Result<Self, serde_json::Error> {
        if depth > DEEPEST {
            return Err(serde::de::Error::custom(format!("nested deeper than {DEEPEST} levels")));
        }
        Ok(match text.as_bytes().first() {
            Some(b'n') => Self::Null,
            Some(b't') => Self::Boolean(true),
            Some(b'f') => Self::Boolean(false),
            Some(b'"') => Self::Text(serde_json::from_str(text)?),
            Some(b'[') => {
                let items: Vec<&RawValue> = serde_json::from_str(text)?;
                Self::List(items.iter().map(|item| Self::read(item.get(), depth + 1)).collect::<Result<_, _>>()?)
            }
            Some(b'{') => {
                let entries: BTreeMap<String, &RawValue> = serde_json::from_str(text)?;
                let read = |(key, value): (String, &RawValue)| Ok((key, Self::read(value.get(), depth + 1)?));
                Self::Object(entries.into_iter().map(read).collect::<Result<_, serde_json::Error>>()?)
            }
            _ => Self::Number(text.to_owned()),
        })
    }

    /// What it is, with an article.
    pub(super) fn kind(&self) -> &'static str {
        match self {
            Self::Null => "null",
            Self::Boolean(_) => "a boolean",
            Self::Number(_) => "a number",
            Self::Text(_) => "a string",
            Self::List(_) => "a list",
            Self::Object(_) => "an object",
        }
    }

    /// The text of a string or number.
    pub(super) fn text(&self) -> Option<&str> {
        match self {
            Self::Text(text) | Self::Number(text) => Some(text),
            Self::Null | Self::Boolean(_) | Self::List(_) | Self::Object(_) => None,
        }
    }

    /// Whether it says "nothing": `null`, `""` or `[]`.
    pub(super) fn is_nothing(&self) -> bool {
        match self {
            Self::Null => true,
            Self::Text(text) => text.is_empty(),
            Self::List(items) => items.is_empty(),
            Self::Boolean(_) | Self::Number(_) | Self::Object(_) => false,
        }
    }
}
