//! Scalars: one JSON value, seen as the text that arrived.

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
    fn from_token(token: &Token<'_>) -> Option<Self>;
}
