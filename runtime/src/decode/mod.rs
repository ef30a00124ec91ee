//! JSON → typed values, as exchanges write JSON: numbers as text or bare, `""` for nothing, `[]` for no object.
//!
//! [`Decode`] is serde's `Deserialize` with two changes that the field needs. Scalars are read from the
//! original text of the JSON value, so that no number passes through `f64`; and a failure names the JSON path
//! of the value (`at $.data[3].price: ...`) without a second pass. Generated types implement both traits.

mod list;
mod object;
pub(crate) mod path;
mod token;
mod tuple;

pub use object::{Field, Object, decode_object, decode_unless_nothing};
pub use token::{Scalar, Token};
pub use tuple::{Element, Tuple, decode_tuple};

use serde::de::{DeserializeSeed, Deserializer, Error as _, IgnoredAny};
use std::marker::PhantomData;

/// A type that can be read from an exchange's JSON.
///
/// Decode from `&str` or `&[u8]`: numbers borrow their text from the input.
pub trait Decode<'de>: Sized {
    /// Reads a value that must be there.
    ///
    /// # Errors
    ///
    /// When the JSON is malformed, of another kind, or says "nothing".
    fn decode<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        Self::decode_option(from)?.ok_or_else(|| D::Error::custom("a value is missing here"))
    }

    /// Reads a value for which the exchange may write `null` or, depending on the type, `""` or `[]`.
    ///
    /// # Errors
    ///
    /// When the JSON is malformed or of another kind.
    fn decode_option<D: Deserializer<'de>>(from: D) -> Result<Option<Self>, D::Error>;
}

/// A type that can be read from JSON without borrowing from it.
pub trait DecodeOwned: for<'de> Decode<'de> {}
impl<T: for<'de> Decode<'de>> DecodeOwned for T {}

/// Reads a value from JSON text.
///
/// # Errors
///
/// When the text is not JSON, or not what `T` expects; the message names the JSON path.
pub fn from_str<'de, T: Decode<'de>>(json: &'de str) -> Result<T, serde_json::Error> {
    let mut from = serde_json::Deserializer::from_str(json);
    let value = T::decode(&mut from)?;
    from.end()?;
    Ok(value)
}

impl<'de, T: Decode<'de>> Decode<'de> for Option<T> {
    fn decode<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        T::decode_option(from)
    }

    fn decode_option<D: Deserializer<'de>>(from: D) -> Result<Option<Self>, D::Error> {
        T::decode_option(from).map(Some)
    }
}

/// The answer of endpoints that only acknowledge: whatever stands there is read over.
impl<'de> Decode<'de> for () {
    fn decode_option<D: Deserializer<'de>>(from: D) -> Result<Option<Self>, D::Error> {
        serde::Deserialize::deserialize(from).map(|IgnoredAny| Some(()))
    }
}

/// Reads a required `T` where serde asks for a seed.
pub(crate) struct Required<T>(PhantomData<T>);

impl<T> Required<T> {
    pub(crate) fn new() -> Self {
        Self(PhantomData)
    }
}

impl<'de, T: Decode<'de>> DeserializeSeed<'de> for Required<T> {
    type Value = T;

    fn deserialize<D: Deserializer<'de>>(self, from: D) -> Result<T, D::Error> {
        T::decode(from)
    }
}

/// Reads an optional `T` where serde asks for a seed.
pub(crate) struct Optional<T>(PhantomData<T>);

impl<T> Optional<T> {
    pub(crate) fn new() -> Self {
        Self(PhantomData)
    }
}

impl<'de, T: Decode<'de>> DeserializeSeed<'de> for Optional<T> {
    type Value = Option<T>;

    fn deserialize<D: Deserializer<'de>>(self, from: D) -> Result<Option<T>, D::Error> {
        T::decode_option(from)
    }
}

/// Makes generated objects readable by [`Decode`] and by serde.
#[macro_export]
macro_rules! object {
    ($name:ident) => {
        $crate::decode_impl!($name, $crate::decode::decode_object);
    };
}

/// Makes generated tuples (objects written as JSON arrays) readable by [`Decode`] and by serde.
#[macro_export]
macro_rules! tuple {
    ($name:ident) => {
        $crate::decode_impl!($name, $crate::decode::decode_tuple);
    };
}

#[doc(hidden)]
#[macro_export]
macro_rules! decode_impl {
    ($name:ident, $decode:path) => {
        impl<'de> $crate::decode::Decode<'de> for $name {
            fn decode<D: $crate::serde::Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
                $decode(from)
            }

            fn decode_option<D: $crate::serde::Deserializer<'de>>(from: D) -> Result<Option<Self>, D::Error> {
                $crate::decode::decode_unless_nothing(from)
            }
        }

        impl<'de> $crate::serde::Deserialize<'de> for $name {
            fn deserialize<D: $crate::serde::Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
                <Self as $crate::decode::Decode<'de>>::decode(from)
            }
        }
    };
}
