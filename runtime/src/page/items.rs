//! The stream of what is on the pages.

use super::{End, Next, Paged, Pages, Position};
use crate::error::Error;
use futures_core::Stream;
use std::fmt;
use std::pin::Pin;
use std::task::{Context, Poll, ready};
use std::vec;

/// The items of all pages, as a stream. The next page is asked for when the items of the one before are used up.
///
/// An error is an item like others: the stream stays where it stood, and goes on when it is polled again. See the
/// [module](crate::page) for what is promised.
#[must_use = "a stream does nothing until it is polled"]
pub struct Items<E: Paged> {
    pages: Pages<E>,
    items: vec::IntoIter<E::Item>,
    /// Which of them were not on the page before.
    fresh: vec::IntoIter<bool>,
}

/// A stream is pinned nowhere: items are moved out whole.
impl<E: Paged> Unpin for Items<E> {}

impl<E: Paged> Items<E> {
    pub(super) fn new(pages: Pages<E>) -> Self {
        Self { pages, items: Vec::new().into_iter(), fresh: Vec::new().into_iter() }
    }

    /// Where it stands: the page that the next item is on. Items of it that were handed out come again.
    pub fn position(&self) -> Position<E> {
        if self.holds_any() { self.pages.last_position() } else { self.pages.position() }
    }

    /// Why it is over; `None` as long as it is not.
    pub fn end(&self) -> Option<End> {
        self.pages.end().filter(|_| !self.holds_any())
    }

    /// The next item; `None` at the end.
    #[allow(clippy::should_implement_trait, reason = "streams have a method of this name everywhere")]
    pub fn next(&mut self) -> Next<'_, Self> {
        Next(self)
    }

    /// Whether the page at hand has items that are still to be handed out.
    fn holds_any(&self) -> bool {
        self.fresh.as_slice().contains(&true)
    }
}

impl<E: Paged> Stream for Items<E> {
    type Item = Result<E::Item, Error>;

    fn poll_next(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let this = self.get_mut();
        loop {
            for item in this.items.by_ref() {
                if this.fresh.next().unwrap_or(true) {
                    return Poll::Ready(Some(Ok(item)));
                }
            }
            match ready!(this.pages.poll_page(cx)) {
                Some(Ok((mut page, fresh))) => {
                    this.items = std::mem::take(E::items(&mut page)).into_iter();
                    this.fresh = fresh.into_iter();
                }
                Some(Err(error)) => return Poll::Ready(Some(Err(error))),
                None => return Poll::Ready(None),
            }
        }
    }
}

impl<E: Paged> fmt::Debug for Items<E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Items").field("position", &self.position()).field("end", &self.end()).finish_non_exhaustive()
    }
}
