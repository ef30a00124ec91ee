//! Scalars: one JSON value, seen as the text that arrived.

use super::{Decode, Fault, Reader};
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

    /// This is not what was expected.
    #[cold]
    pub(super) fn mismatch(&self, expected: &str) -> Fault {
        Fault::new(format!("expected {expected}, found {}", self.describe()))
    }
}

/// A text cut to a readable length.
pub(crate) fn cut(text: &str) -> String {
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

    /// Tells a reader that looks for drift which values have no name. Only those of enums can.
    fn tell_unnamed(&self, from: &mut Reader<'_>) {
        let _ = from;
    }
}

impl<T: Scalar> Decode for T {
    fn decode_option(from: &mut Reader<'_>) -> Result<Option<Self>, Fault> {
        let token = from.token()?;
        match &token {
            Token::Null => return Ok(None),
            Token::Text(text) if T::EMPTY_IS_NONE && text.is_empty() => return Ok(None),
            _ => {}
        }
        let value = T::from_token(&token).ok_or_else(|| token.mismatch(T::EXPECTED))?;
        if from.is_watched() {
            value.tell_unnamed(from);
        }
        Ok(Some(value))
    }
}
