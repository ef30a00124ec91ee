//! Scalars: one JSON value, seen as the text that arrived.

use serde::de::{Deserialize, Deserializer, Error as _};
use serde_json::value::RawValue;
use std::borrow::Cow;

/// A JSON value as it was written.
#[derive(Debug)]
pub enum Token<'a> {
    /// `null`
    Null,
    /// `true` or `false`
    Bool(bool),
    /// A bare number, every digit as it arrived.
    Number(&'a str),
    /// A string, unescaped.
    Text(Cow<'a, str>),
    /// The JSON of an array or object.
    Nested(&'a str),
}

impl<'a> Token<'a> {
    pub(crate) fn read(json: &'a str) -> Result<Self, serde_json::Error> {
        Ok(match json.as_bytes() {
            [b'"', inner @ .., b'"'] if !inner.contains(&b'\\') => Self::Text(Cow::Borrowed(&json[1..json.len() - 1])),
            [b'"', ..] => Self::Text(Cow::Owned(serde_json::from_str(json)?)),
            [b'n', ..] => Self::Null,
            [b't', ..] => Self::Bool(true),
            [b'f', ..] => Self::Bool(false),
            [b'{' | b'[', ..] => Self::Nested(json),
            _ => Self::Number(json),
        })
    }

    /// The text of a string or number.
    pub fn text(&self) -> Option<&str> {
        match self {
            Self::Text(text) => Some(text),
            Self::Number(text) => Some(text),
            Self::Null | Self::Bool(_) | Self::Nested(_) => None,
        }
    }

    /// What stands here, for an error message, cut to a readable length.
    pub fn describe(&self) -> String {
        match self {
            Self::Null => "null".to_owned(),
            Self::Bool(value) => value.to_string(),
            Self::Number(text) => cut(text),
            Self::Text(text) => format!("{:?}", cut(text)),
            Self::Nested(json) => cut(json),
        }
    }
}

fn cut(text: &str) -> String {
    const LENGTH: usize = 60;
    match text.char_indices().nth(LENGTH) {
        Some((end, _)) => format!("{}...", &text[..end]),
        None => text.to_owned(),
    }
}

/// A value that one token holds.
pub trait Scalar: Sized {
    /// What is expected here, with an article: `a decimal`.
    const EXPECTED: &'static str;

    /// Whether `""` stands for nothing.
    const EMPTY_IS_NONE: bool = true;

    /// Reads the value; `None` when the token holds something else.
    fn from_token(token: Token<'_>) -> Option<Self>;
}

impl<'de, T: Scalar> crate::decode::Decode<'de> for T {
    #[inline(never)] // else every field would carry a copy of reading JSON
    fn decode_option<D: Deserializer<'de>>(from: D) -> Result<Option<Self>, D::Error> {
        let raw = <&'de RawValue>::deserialize(from)?;
        read_option(raw.get()).map_err(D::Error::custom)
    }
}

/// Whether JSON says that there is nothing: `null`, `""` or `[]`.
pub(super) fn is_nothing(json: &str) -> bool {
    match json.as_bytes() {
        b"null" | b"\"\"" => true,
        [b'[', inner @ .., b']'] => inner.iter().all(u8::is_ascii_whitespace),
        _ => false,
    }
}

fn read_option<T: Scalar>(json: &str) -> Result<Option<T>, String> {
    let token = Token::read(json).map_err(|error| error.to_string())?;
    match &token {
        Token::Null => return Ok(None),
        Token::Text(text) if T::EMPTY_IS_NONE && text.is_empty() => return Ok(None),
        _ => {}
    }
    T::from_token(token).map(Some).ok_or_else(|| mismatch(T::EXPECTED, json))
}

#[cold]
fn mismatch(expected: &str, json: &str) -> String {
    let found = Token::read(json).map_or_else(|_| cut(json), |token| token.describe());
    format!("expected {expected}, found {found}")
}
