//! Lists and maps: `null`, absent, `""` and `[]` are all empty.

use super::{Decode, Fault, Reader};
use std::collections::BTreeMap;

impl<T: Decode> Decode for Vec<T> {
    fn decode(from: &mut Reader<'_>) -> Result<Self, Fault> {
        let mut items = Self::new();
        if !from.is_nothing() {
            from.array(&mut |_, item| {
                items.push(T::decode(item)?);
                Ok(())
            })?;
        }
        Ok(items)
    }

    fn decode_option(from: &mut Reader<'_>) -> Result<Option<Self>, Fault> {
        Self::decode(from).map(Some)
    }
}

impl<T: Decode> Decode for BTreeMap<String, T> {
    fn decode(from: &mut Reader<'_>) -> Result<Self, Fault> {
        let mut entries = Self::new();
        if !from.is_nothing() {
            from.entries(&mut |key, value| {
                entries.insert(key.to_owned(), T::decode(value)?);
                Ok(())
            })?;
        }
        Ok(entries)
    }

    fn decode_option(from: &mut Reader<'_>) -> Result<Option<Self>, Fault> {
        Self::decode(from).map(Some)
    }
}
