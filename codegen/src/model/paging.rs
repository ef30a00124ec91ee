//! How endpoints page.

use super::{FieldName, PageStyle, Type, VariantName};

/// How an endpoint pages.
#[derive(Debug)]
pub struct Paging {
    /// The family.
    pub style: PageStyle,
    /// Names by role, as the runtime's `Paging` calls them.
    pub names: Vec<(&'static str, String)>,
    /// Whether every page but the last is as long as asked for.
    pub filled: bool,
    /// How its pages are followed; `None` where that cannot be done for certain.
    pub follow: Option<Follow>,
}

/// Which fields of requests and answers lead from page to page.
#[derive(Debug)]
pub struct Follow {
    /// What is on a page.
    pub item: Type,
    /// The field of the answer with the items; `None` where the answer is the list.
    pub items: Option<FieldName>,
    /// The field that tells items apart.
    pub id: Option<FieldName>,
    /// The field of the answer with the next cursor, or the number of pages.
    pub told: Option<FieldName>,
    /// The parameter for the number of a page.
    pub number: Option<FieldName>,
    /// The parameter that turns the direction.
    pub turner: Option<Turner>,
    /// The parameter for what is older than a cursor.
    pub older: Option<FieldName>,
    /// The parameter for what is newer than a cursor.
    pub newer: Option<FieldName>,
    /// The parameter for the size of a page, and its default, where all pages but the last are full.
    pub size: Option<(FieldName, Option<i64>)>,
}

/// A parameter that turns the direction.
#[derive(Debug)]
pub struct Turner {
    /// The parameter.
    pub field: FieldName,
    /// Its type, an enum.
    pub ty: Type,
    /// The value for what is older.
    pub older: Option<VariantName>,
    /// The value for what is newer.
    pub newer: Option<VariantName>,
}
