//! JSON inside a JSON string.

use crate::decode::{Decode, Fault, Reader, Token};
use crate::params::{Encode, Form, Params};
use std::ops::Deref;

/// A value that travels as JSON text inside a JSON string, such as Bitget's spot `feeDetail`.
///
/// The same field also arrives unwrapped on some endpoints; both are read.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Embedded<T>(pub T);

impl<T> Deref for Embedded<T> {
    type Target = T;

    fn deref(&self) -> &T {
        &self.0
    }
}

impl<T> From<T> for Embedded<T> {
    fn from(value: T) -> Self {
        Self(value)
    }
}

impl<T: Decode> Decode for Embedded<T> {
    fn decode_option(from: &mut Reader<'_>) -> Result<Option<Self>, Fault> {
        let inner = match from.token()? {
            Token::Text(text) if text.is_empty() => None,
            Token::Text(text) => from.inside::<Option<T>>(&text)?,
            Token::Number(json) | Token::Nested(json) => from.inside::<Option<T>>(json)?,
            Token::Bool(value) => from.inside::<Option<T>>(if value { "true" } else { "false" })?,
            Token::Null => None,
        };
        Ok(inner.map(Self))
    }
}

impl<T: Encode> Encode for Embedded<T> {
    fn encode(&self, _form: Form, out: &mut Params) {
        out.embedded(&self.0);
    }
}
