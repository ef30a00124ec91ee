//! JSON → typed values, as exchanges write JSON: numbers as text or bare, `""` for nothing, `[]` for no object.
//!
//! Scalars are read from the original text of the JSON value, so that no number passes through `f64`; a failure names
//! the JSON path of the value (`at $.data[3].price: ...`) without a second pass. Of a name that stands twice in an
//! object the last value counts, as in most readers of JSON. Generated types implement serde's
//! `Deserialize` as well, for `serde_json::from_str` and the like.

mod fault;
mod list;
mod object;
mod plain;
mod reader;
mod token;
mod watched;

pub use fault::Fault;
pub use object::{Object, Tuple, decode_object, decode_tuple};
pub use reader::Reader;
pub use token::{Scalar, Token};

pub(crate) use fault::without_finding;
pub(crate) use token::cut;

use serde::de::{Deserialize, Deserializer, Error as _};
use serde_json::value::RawValue;

/// A type that can be read from an exchange's JSON.
pub trait Decode: Sized {
    /// Reads a value that must be there.
    ///
    /// # Errors
    ///
    /// When the JSON is malformed, of another kind, or says "nothing".
    fn decode(from: &mut Reader<'_>) -> Result<Self, Fault> {
        Self::decode_option(from)?.ok_or_else(Fault::missing)
    }

    /// Reads a value for which the exchange may write `null` or, depending on the type, `""` or `[]`.
    ///
    /// # Errors
    ///
    /// When the JSON is malformed or of another kind.
    fn decode_option(from: &mut Reader<'_>) -> Result<Option<Self>, Fault>;
}

/// Reads a value from JSON text.
///
/// # Errors
///
/// When the text is not JSON, or not what `T` expects; the fault names the JSON path.
pub fn from_str<T: Decode>(json: &str) -> Result<T, Fault> {
    let mut from = Reader::new(json);
    let value = T::decode(&mut from)?;
    from.end()?;
    Ok(value)
}

/// Reads a value where serde asks for one. Works with deserializers that borrow: from `&str` or `&[u8]`.
#[doc(hidden)]
pub fn deserialize<'de, T: Decode, D: Deserializer<'de>>(from: D) -> Result<T, D::Error> {
    let raw = <&'de RawValue>::deserialize(from)?;
    from_str(raw.get()).map_err(D::Error::custom)
}

impl<T: Decode> Decode for Option<T> {
    fn decode(from: &mut Reader<'_>) -> Result<Self, Fault> {
        T::decode_option(from)
    }

    fn decode_option(from: &mut Reader<'_>) -> Result<Option<Self>, Fault> {
        T::decode_option(from).map(Some)
    }
}

/// The answer of endpoints that only acknowledge: whatever stands there is read over.
impl Decode for () {
    fn decode_option(from: &mut Reader<'_>) -> Result<Option<Self>, Fault> {
        from.raw().map(|_| Some(()))
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
        impl $crate::decode::Decode for $name {
            #[inline]
            fn decode(from: &mut $crate::decode::Reader<'_>) -> Result<Self, $crate::decode::Fault> {
                $decode(from)
            }

            #[inline]
            fn decode_option(from: &mut $crate::decode::Reader<'_>) -> Result<Option<Self>, $crate::decode::Fault> {
                if from.is_nothing() { Ok(None) } else { Self::decode(from).map(Some) }
            }
        }

        $crate::deserialize_impl!($name);
    };
}

#[doc(hidden)]
#[macro_export]
macro_rules! deserialize_impl {
    ($name:ident) => {
        impl<'de> $crate::serde::Deserialize<'de> for $name {
            fn deserialize<D: $crate::serde::Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
                $crate::decode::deserialize(from)
            }
        }
    };
}

#[cfg(test)]
mod tests;
