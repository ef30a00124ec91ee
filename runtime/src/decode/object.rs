//! Objects: the one visitor behind every generated type.

use super::{Decode, Optional, Required, path, token};
use serde::de::{Deserialize, Deserializer, Error as _, IgnoredAny, MapAccess, Visitor};
use serde_json::value::RawValue;
use std::borrow::Cow;
use std::fmt;
use std::marker::PhantomData;

/// A generated type that is written as a JSON object.
pub trait Object<'de>: Default {
    /// Wire names that the exchange always sends. At most 64.
    const REQUIRED: &'static [&'static str];

    /// Reads the value of `key` into its field, or reads over it.
    ///
    /// # Errors
    ///
    /// When the value is not what the field expects.
    fn set<A: MapAccess<'de>>(&mut self, key: &str, field: &mut Field<'_, A>) -> Result<(), A::Error>;
}

/// The value of the key at hand.
pub struct Field<'a, A> {
    map: &'a mut A,
    seen: u64,
}

impl<'de, A: MapAccess<'de>> Field<'_, A> {
    /// Reads a value that must be there; `index` is its place in [`Object::REQUIRED`].
    ///
    /// # Errors
    ///
    /// When the value is missing or not what `T` expects.
    #[inline(never)] // one copy for each type of value, not for each field
    pub fn required<T: Decode<'de>>(&mut self, index: u32) -> Result<T, A::Error> {
        self.seen |= 1 << index;
        self.map.next_value_seed(Required::new())
    }

    /// Reads a value that may be missing.
    ///
    /// # Errors
    ///
    /// When the value is not what `T` expects.
    #[inline(never)]
    pub fn optional<T: Decode<'de>>(&mut self) -> Result<Option<T>, A::Error> {
        self.map.next_value_seed(Optional::new())
    }

    /// Reads a list or map, for which "missing" and "empty" are the same.
    ///
    /// # Errors
    ///
    /// When the value is not what `T` expects.
    #[inline(never)]
    pub fn or_empty<T: Decode<'de> + Default>(&mut self) -> Result<T, A::Error> {
        self.optional().map(Option::unwrap_or_default)
    }

    /// Reads over a value that no field stands for.
    ///
    /// # Errors
    ///
    /// When the JSON is malformed.
    #[inline(never)]
    pub fn unknown(&mut self) -> Result<(), A::Error> {
        self.map.next_value().map(|IgnoredAny| ())
    }
}

/// Reads an object that must be there.
///
/// # Errors
///
/// When the JSON is malformed, no object, or a required field is missing.
pub fn decode_object<'de, T: Object<'de>, D: Deserializer<'de>>(from: D) -> Result<T, D::Error> {
    from.deserialize_map(ObjectVisitor(PhantomData))
}

/// Reads a value for which `null`, `""` and `[]` say that there is none: exchanges write "no position" in all three
/// ways.
///
/// # Errors
///
/// When the JSON is malformed, or no `T`.
pub fn decode_unless_nothing<'de, T: Decode<'de>, D: Deserializer<'de>>(from: D) -> Result<Option<T>, D::Error> {
    let json = <&'de RawValue>::deserialize(from)?.get();
    if token::is_nothing(json) {
        return Ok(None);
    }
    super::from_str(json).map(Some).map_err(|error| D::Error::custom(path::inner(&error)))
}

struct ObjectVisitor<T>(PhantomData<T>);

impl<'de, T: Object<'de>> Visitor<'de> for ObjectVisitor<T> {
    type Value = T;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<T, A::Error> {
        let mut object = T::default();
        let mut seen = 0;
        while let Some(key) = next_key(&mut map)? {
            let mut field = Field { map: &mut map, seen };
            if let Err(error) = object.set(&key, &mut field) {
                return Err(path::in_field(error, &key));
            }
            seen = field.seen;
        }
        match first_missing(T::REQUIRED, seen) {
            None => Ok(object),
            Some(name) => Err(path::in_field(A::Error::custom("the field is missing"), name)),
        }
    }
}

fn first_missing(required: &'static [&'static str], seen: u64) -> Option<&'static str> {
    let all = u64::MAX.checked_shr(64 - required.len() as u32).unwrap_or(0);
    let missing = all & !seen;
    required.get(missing.trailing_zeros() as usize).copied()
}

#[inline(never)] // the same for all objects
fn next_key<'de, A: MapAccess<'de>>(map: &mut A) -> Result<Option<Cow<'de, str>>, A::Error> {
    map.next_key_seed(Key)
}

/// A key, borrowed from the input unless it has escapes.
struct Key;

impl<'de> serde::de::DeserializeSeed<'de> for Key {
    type Value = Cow<'de, str>;

    fn deserialize<D: Deserializer<'de>>(self, from: D) -> Result<Self::Value, D::Error> {
        from.deserialize_str(self)
    }
}

impl<'de> Visitor<'de> for Key {
    type Value = Cow<'de, str>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a key")
    }

    fn visit_borrowed_str<E>(self, key: &'de str) -> Result<Self::Value, E> {
        Ok(Cow::Borrowed(key))
    }

    fn visit_str<E>(self, key: &str) -> Result<Self::Value, E> {
        Ok(Cow::Owned(key.to_owned()))
    }
}
