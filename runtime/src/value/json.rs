//! JSON that the documents leave open.

use crate::decode::{Decode, Fault, Reader, from_str};
use crate::params::{Encode, Form, Params};
use serde_json::value::RawValue;
use std::fmt;

/// A JSON value as it arrived, every digit kept. For fields whose shape the documents leave open.
#[derive(Clone)]
pub struct Json(Box<RawValue>);

impl Json {
    /// Takes JSON text.
    ///
    /// # Errors
    ///
    /// When the text is not JSON.
    pub fn new(json: String) -> Result<Self, serde_json::Error> {
        RawValue::from_string(json).map(Self)
    }

    /// The text.
    pub fn get(&self) -> &str {
        self.0.get()
    }

    /// Reads the value as any type that answers are made of.
    ///
    /// # Errors
    ///
    /// When the value is not what `T` expects.
    pub fn parse<T: Decode>(&self) -> Result<T, Fault> {
        from_str(self.get())
    }
}

impl Default for Json {
    fn default() -> Self {
        Self(RawValue::NULL.to_owned())
    }
}

impl fmt::Debug for Json {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.get())
    }
}

impl PartialEq for Json {
    fn eq(&self, other: &Self) -> bool {
        self.get() == other.get()
    }
}

impl Decode for Json {
    fn decode(from: &mut Reader<'_>) -> Result<Self, Fault> {
        Self::new(from.raw()?.to_owned()).map_err(|error| Fault::new(error.to_string()))
    }

    fn decode_option(from: &mut Reader<'_>) -> Result<Option<Self>, Fault> {
        let json = Self::decode(from)?;
        Ok((json.get() != "null").then_some(json))
    }
}

impl Encode for Json {
    fn encode(&self, _form: Form, out: &mut Params) {
        out.raw(self.get());
    }
}
