//! Lists and maps: `null`, absent, `""` and `[]` are all empty.

use super::{Decode, Required, path, token};
use serde::de::{Deserialize, Deserializer, Error, MapAccess, SeqAccess, Visitor};
use serde_json::value::RawValue;
use std::collections::BTreeMap;
use std::fmt;
use std::marker::PhantomData;

impl<'de, T: Decode<'de>> Decode<'de> for Vec<T> {
    fn decode<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        from.deserialize_option(ListVisitor(PhantomData))
    }

    fn decode_option<D: Deserializer<'de>>(from: D) -> Result<Option<Self>, D::Error> {
        Self::decode(from).map(Some)
    }
}

struct ListVisitor<T>(PhantomData<T>);

impl<'de, T: Decode<'de>> Visitor<'de> for ListVisitor<T> {
    type Value = Vec<T>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a list")
    }

    fn visit_none<E>(self) -> Result<Vec<T>, E> {
        Ok(Vec::new())
    }

    /// Of serde_json's methods, this one takes a list or a text and nothing else; `deserialize_any` would bring code
    /// for every kind of value into each list type.
    fn visit_some<D: Deserializer<'de>>(self, from: D) -> Result<Vec<T>, D::Error> {
        from.deserialize_bytes(self)
    }

    fn visit_bytes<E: Error>(self, text: &[u8]) -> Result<Vec<T>, E> {
        match text {
            [] => Ok(Vec::new()),
            _ => Err(E::custom("expected a list, found a text")),
        }
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<Vec<T>, A::Error> {
        let mut items = Vec::new();
        loop {
            match seq.next_element_seed(Required::new()) {
                Ok(Some(item)) => items.push(item),
                Ok(None) => return Ok(items),
                Err(error) => return Err(path::in_item(error, items.len())),
            }
        }
    }
}

impl<'de, T: Decode<'de>> Decode<'de> for BTreeMap<String, T> {
    fn decode<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        let json = <&'de RawValue>::deserialize(from)?.get();
        if token::is_nothing(json) {
            return Ok(Self::new());
        }
        let mut from = serde_json::Deserializer::from_str(json);
        from.deserialize_map(MapVisitor(PhantomData)).map_err(|error| D::Error::custom(path::inner(&error)))
    }

    fn decode_option<D: Deserializer<'de>>(from: D) -> Result<Option<Self>, D::Error> {
        Self::decode(from).map(Some)
    }
}

struct MapVisitor<T>(PhantomData<T>);

impl<'de, T: Decode<'de>> Visitor<'de> for MapVisitor<T> {
    type Value = BTreeMap<String, T>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
        let mut entries = BTreeMap::new();
        while let Some(key) = map.next_key::<String>()? {
            match map.next_value_seed(Required::new()) {
                Ok(value) => entries.insert(key, value),
                Err(error) => return Err(path::in_field(error, &key)),
            };
        }
        Ok(entries)
    }
}
