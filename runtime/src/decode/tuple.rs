//! Tuples: objects that an exchange writes as JSON arrays, such as candles.

use super::{Decode, Optional, Required, path};
use serde::de::{Deserializer, Error as _, IgnoredAny, SeqAccess, Visitor};
use std::fmt;
use std::marker::PhantomData;

/// A generated type that is written as a JSON array of fixed places.
pub trait Tuple<'de>: Default {
    /// How many places the exchange always fills.
    const REQUIRED: usize;

    /// Reads the value at `index` into its field; false where no field stands.
    ///
    /// # Errors
    ///
    /// When the value is not what the field expects.
    fn set<A: SeqAccess<'de>>(&mut self, index: usize, element: &mut Element<'_, A>) -> Result<bool, A::Error>;
}

/// The value of the place at hand.
pub struct Element<'a, A> {
    seq: &'a mut A,
    ended: bool,
}

impl<'de, A: SeqAccess<'de>> Element<'_, A> {
    /// Reads a value that must be there.
    ///
    /// # Errors
    ///
    /// When the value is not what `T` expects.
    #[inline(never)] // one copy for each type of value, not for each place
    pub fn required<T: Decode<'de> + Default>(&mut self) -> Result<T, A::Error> {
        let value = self.seq.next_element_seed(Required::new())?;
        self.ended = value.is_none();
        Ok(value.unwrap_or_default())
    }

    /// Reads a value that may be missing.
    ///
    /// # Errors
    ///
    /// When the value is not what `T` expects.
    #[inline(never)]
    pub fn optional<T: Decode<'de>>(&mut self) -> Result<Option<T>, A::Error> {
        let value = self.seq.next_element_seed(Optional::new())?;
        self.ended = value.is_none();
        Ok(value.flatten())
    }

    /// Reads a list or map, for which "missing" and "empty" are the same.
    ///
    /// # Errors
    ///
    /// When the value is not what `T` expects.
    pub fn or_empty<T: Decode<'de> + Default>(&mut self) -> Result<T, A::Error> {
        self.optional().map(Option::unwrap_or_default)
    }
}

/// Reads a tuple that must be there.
///
/// # Errors
///
/// When the JSON is malformed, of another kind, or shorter than [`Tuple::REQUIRED`].
pub fn decode_tuple<'de, T: Tuple<'de>, D: Deserializer<'de>>(from: D) -> Result<T, D::Error> {
    from.deserialize_seq(TupleVisitor(PhantomData))
}

struct TupleVisitor<T>(PhantomData<T>);

impl<'de, T: Tuple<'de>> Visitor<'de> for TupleVisitor<T> {
    type Value = T;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a list of fixed places")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<T, A::Error> {
        let mut tuple = T::default();
        let mut count = 0;
        loop {
            let mut element = Element { seq: &mut seq, ended: false };
            let known = tuple.set(count, &mut element).map_err(|error| path::in_item(error, count))?;
            if !known || element.ended {
                break;
            }
            count += 1;
        }
        while seq.next_element::<IgnoredAny>()?.is_some() {}
        match count {
            short if short < T::REQUIRED => {
                Err(A::Error::custom(format_args!("expected a list of at least {} places, found {short}", T::REQUIRED)))
            }
            _ => Ok(tuple),
        }
    }
}
