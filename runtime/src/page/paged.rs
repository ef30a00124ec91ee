//! What a generated request that pages is to the runtime.

use super::{Cursor, Turn};
use crate::endpoint::Endpoint;

/// A request of an endpoint that pages. Implemented by generated code only; every implementation is data: which
/// parameters and fields have the roles that [`Meta::paging`](crate::meta::Meta::paging) names.
pub trait Paged: Endpoint {
    /// What is on a page.
    type Item;

    /// Shows the parameters that page to a turn, which reads what they say and points them at the next page.
    fn turn(&mut self, turn: &mut Turn);

    /// The items of a page.
    fn items(page: &mut Self::Response) -> &mut Vec<Self::Item>;

    /// What a page tells of those that follow: the cursor of the next, or the number of pages.
    fn told(_page: &Self::Response) -> Option<Cursor> {
        None
    }

    /// What tells an item from all others.
    fn id(_item: &Self::Item) -> Option<Cursor> {
        None
    }
}

/// An endpoint whose pages can be followed both ways.
pub trait BothWays: Paged {}
