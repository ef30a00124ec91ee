//! Strings, integers and booleans.

use crate::decode::{Scalar, Token};

/// Also takes a bare number, since ids come as numbers on some endpoints; `""` stays an empty string.
impl Scalar for String {
    const EXPECTED: &'static str = "a string";
    const EMPTY_IS_NONE: bool = false;

    fn from_token(token: &Token<'_>) -> Option<Self> {
        match token {
            Token::Text(text) => Some(text.clone().into_owned()),
            Token::Number(text) => Some((*text).to_owned()),
            Token::Bool(value) => Some(value.to_string()),
            Token::Null | Token::Nested(_) => None,
        }
    }
}

impl Scalar for i64 {
    const EXPECTED: &'static str = "an integer";

    fn from_token(token: &Token<'_>) -> Option<Self> {
        token.text()?.parse().ok()
    }
}

/// Takes every spelling that the exchanges use.
impl Scalar for bool {
    const EXPECTED: &'static str = "a boolean (true, yes, on or 1; false, no, off or 0)";

    fn from_token(token: &Token<'_>) -> Option<Self> {
        let is = |words: &[&str], text: &str| words.iter().any(|word| word.eq_ignore_ascii_case(text));
        match token {
            Token::Bool(value) => Some(*value),
            Token::Text(_) | Token::Number(_) => match token.text()? {
                text if is(&["true", "yes", "on", "1"], text) => Some(true),
                text if is(&["false", "no", "off", "0"], text) => Some(false),
                _ => None,
            },
            Token::Null | Token::Nested(_) => None,
        }
    }
}
