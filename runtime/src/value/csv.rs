//! Lists that travel as one comma-joined text.

use crate::decode::{Decode, Fault, Reader, Scalar, Token};
use crate::params::{Encode, Form, Params};
use std::ops::Deref;

/// A list written as one text, its items joined by commas: HTX's `order_id: "1,2"`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Csv<T>(pub Vec<T>);

impl<T> Default for Csv<T> {
    fn default() -> Self {
        Self(Vec::new())
    }
}

impl<T> Deref for Csv<T> {
    type Target = [T];

    fn deref(&self) -> &[T] {
        &self.0
    }
}

impl<T> From<Vec<T>> for Csv<T> {
    fn from(items: Vec<T>) -> Self {
        Self(items)
    }
}

impl<T> FromIterator<T> for Csv<T> {
    fn from_iter<I: IntoIterator<Item = T>>(items: I) -> Self {
        Self(items.into_iter().collect())
    }
}

impl<T> IntoIterator for Csv<T> {
    type Item = T;
    type IntoIter = std::vec::IntoIter<T>;

    fn into_iter(self) -> Self::IntoIter {
        self.0.into_iter()
    }
}

/// A single item becomes a list of one, so that `cancel("1")` reads as it should.
impl From<&str> for Csv<String> {
    fn from(item: &str) -> Self {
        Self(vec![item.to_owned()])
    }
}

impl<T: Scalar> Decode for Csv<T> {
    fn decode(from: &mut Reader<'_>) -> Result<Self, Fault> {
        Ok(Self::decode_option(from)?.unwrap_or_default())
    }

    fn decode_option(from: &mut Reader<'_>) -> Result<Option<Self>, Fault> {
        Ok(Items::decode_option(from)?.map(|Items(items)| Self(items)))
    }
}

struct Items<T>(Vec<T>);

impl<T: Scalar> Scalar for Items<T> {
    const EXPECTED: &'static str = "a list joined by commas";

    fn from_token(token: &Token<'_>) -> Option<Self> {
        let parts = token.text()?.split(',').map(|part| T::from_token(&Token::Text(part.trim().into())));
        parts.collect::<Option<_>>().map(Self)
    }

    fn tell_unnamed(&self, from: &mut Reader<'_>) {
        self.0.iter().for_each(|item| item.tell_unnamed(from));
    }
}

impl<T: Encode> Encode for Csv<T> {
    fn encode(&self, form: Form, out: &mut Params) {
        out.joined(form, &self.0);
    }

    fn count(&self) -> usize {
        self.0.len()
    }
}
