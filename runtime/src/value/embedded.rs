//! JSON inside a JSON string.

use crate::decode::{Decode, DecodeOwned, from_str, path};
use crate::params::{Encode, Form, Params};
use serde::de::{Deserialize, Deserializer, Error as _};
use serde_json::value::RawValue;
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

impl<'de, T: DecodeOwned> Decode<'de> for Embedded<T> {
    fn decode_option<D: Deserializer<'de>>(from: D) -> Result<Option<Self>, D::Error> {
        let raw = <&'de RawValue>::deserialize(from)?.get();
        let read = if raw.starts_with('"') {
            let inner: String = serde_json::from_str(raw).map_err(D::Error::custom)?;
            if inner.is_empty() {
                return Ok(None);
            }
            from_str::<Option<T>>(&inner)
        } else {
            from_str::<Option<T>>(raw)
        };
        Ok(read.map_err(|error| D::Error::custom(path::inner(&error)))?.map(Self))
    }
}

impl<T: Encode> Encode for Embedded<T> {
    fn encode(&self, _form: Form, out: &mut Params) {
        out.embedded(&self.0);
    }
}
