//! Ids by which pages and items are named, whatever type the exchange gives them.

use crate::value::Timestamp;
use std::fmt;

/// An id, as a text that is not empty: of a page, of an item, or the number of pages.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Cursor(String);

impl Cursor {
    /// The cursor that a field holds. Nothing and an empty text are none.
    pub fn of(field: &impl AsCursor) -> Option<Self> {
        field.cursor()
    }

    /// The cursor as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    pub(crate) fn from_text(text: &str) -> Option<Self> {
        (!text.is_empty()).then(|| Self(text.to_owned()))
    }

    /// Its value, where it is a whole number. Ids have up to 28 digits.
    pub(crate) fn number(&self) -> Option<i128> {
        self.0.parse().ok()
    }
}

impl fmt::Display for Cursor {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// A field that can name a page or an item.
pub trait AsCursor {
    /// The cursor that it holds; `None` where it holds nothing.
    fn cursor(&self) -> Option<Cursor>;
}

impl AsCursor for String {
    fn cursor(&self) -> Option<Cursor> {
        Cursor::from_text(self)
    }
}

impl AsCursor for i64 {
    fn cursor(&self) -> Option<Cursor> {
        Some(Cursor(self.to_string()))
    }
}

impl AsCursor for Timestamp {
    fn cursor(&self) -> Option<Cursor> {
        self.as_millis().cursor()
    }
}

impl<T: AsCursor> AsCursor for Option<T> {
    fn cursor(&self) -> Option<Cursor> {
        self.as_ref().and_then(T::cursor)
    }
}

/// A parameter that asks for a page by a cursor.
pub trait CursorParam {
    /// Whether it holds anything.
    fn is_set(&self) -> bool;

    /// Takes a cursor; false where the cursor is none of its kind.
    fn set(&mut self, cursor: &Cursor) -> bool;
}

impl CursorParam for Option<String> {
    fn is_set(&self) -> bool {
        self.is_some()
    }

    fn set(&mut self, cursor: &Cursor) -> bool {
        *self = Some(cursor.0.clone());
        true
    }
}

impl CursorParam for Option<i64> {
    fn is_set(&self) -> bool {
        self.is_some()
    }

    fn set(&mut self, cursor: &Cursor) -> bool {
        *self = cursor.0.parse().ok();
        self.is_some()
    }
}
