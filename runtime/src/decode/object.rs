//! Objects and tuples: the two loops behind every generated type.

use super::{Fault, Reader};

/// A generated type that is written as a JSON object.
pub trait Object: Default {
    /// Wire names that the exchange always sends. At most 64.
    const REQUIRED: &'static [&'static str];

    /// Reads the value of `key` into its field, or reads over it.
    ///
    /// # Errors
    ///
    /// When the value is not what the field expects.
    fn set(&mut self, key: &str, value: &mut Reader<'_>) -> Result<(), Fault>;
}

/// Reads an object that must be there.
///
/// # Errors
///
/// When the JSON is malformed, no object, or a required field is missing.
pub fn decode_object<T: Object>(from: &mut Reader<'_>) -> Result<T, Fault> {
    let mut object = T::default();
    from.object(T::REQUIRED, &mut |key, value| object.set(key, value))?;
    Ok(object)
}

/// A generated type that is written as a JSON array of fixed places, such as a candle.
pub trait Tuple: Default {
    /// How many places the exchange always fills.
    const REQUIRED: usize;

    /// Reads the value at `index` into its field, or reads over it.
    ///
    /// # Errors
    ///
    /// When the value is not what the field expects.
    fn set(&mut self, index: usize, value: &mut Reader<'_>) -> Result<(), Fault>;
}

/// Reads a tuple that must be there.
///
/// # Errors
///
/// When the JSON is malformed, no array, or shorter than [`Tuple::REQUIRED`].
pub fn decode_tuple<T: Tuple>(from: &mut Reader<'_>) -> Result<T, Fault> {
    let mut tuple = T::default();
    let count = from.places(&mut |index, value| tuple.set(index, value))?;
    if count < T::REQUIRED {
        return Err(Fault::new(format!("expected a list of at least {} places, found {count}", T::REQUIRED)));
    }
    Ok(tuple)
}
