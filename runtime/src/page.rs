//! Lists that come in pages, as streams.
//!
//! A call of an endpoint that pages can be awaited like any other, for one page. [`Call::pages`] turns it into a
//! stream of all pages from there on, [`Call::items`] into a stream of what is on them. Other endpoints have neither.
//!
//! ```
//! use exbind_runtime::page::{Paged, Position};
//! use exbind_runtime::{Call, Error};
//!
//! async fn read<E: Paged>(call: Call<E::Response, E>) -> Result<Vec<E::Item>, Error> {
//!     let mut orders = call.items(); // `client.mix().order().order_history(request).items()`
//!     let mut all = Vec::new();
//!     while let Some(order) = orders.next().await {
//!         all.push(order?);
//!     }
//!     Ok(all)
//! }
//!
//! async fn a_few_more<E: Paged>(
//!     call: Call<E::Response, E>,
//!     bookmark: &str,
//! ) -> Result<String, Box<dyn std::error::Error>> {
//!     let position: Position<E> = bookmark.parse()?;
//!     let mut pages = call.pages().resume(position).max_pages(10);
//!     while let Some(page) = pages.next().await {
//!         let _store_it = page?;
//!     }
//!     Ok(pages.position().to_string())
//! }
//! ```
//!
//! # What is promised
//!
//! - **Each page is an ordinary call**: it waits for the rate limit, has the [`timeout`](Call::timeout) of the call
//!   that it came from, is signed anew. It is made when it is asked for, not ahead.
//! - **An error loses nothing.** The stream stays where it stands, and polling it again makes the failed call again.
//!   It never passes over a page. So a loop that goes on after errors has to wait, or to give up, by itself: one that
//!   does neither repeats a call that is refused as fast as the rate limit allows.
//! - **It ends**, and [`Pages::end`] tells why; an exchange that sends the same page for ever is left. An empty page
//!   is the end, and so is one that tells no successor where it should. A page that is shorter than asked for is the
//!   end only where the spec says that the exchange fills its pages; elsewhere one more call makes sure.
//! - **No item is left out and none comes twice** as long as the list stands still. What two neighbouring pages share
//!   is dropped from the second, where the spec says by what the items are told apart (`item_id`): exchanges differ in
//!   whether a page that starts from an id begins with that item or behind it.
//! - **A [`Position`] is a text** that can be stored and be gone on from later, in another process too. That of
//!   [`Pages`] is behind the last page that came. That of [`Items`] is the page of the next item, so that items of a
//!   page half used come again: better twice than never.
//!
//! # What is not
//!
//! A list that changes while it is read is not read at one moment. Pages named by an id hold on to that item, so that
//! what is new at the front does not matter; what vanishes, such as an order that was filled, is just not there. Pages
//! with numbers move: for each item that is added in front, one comes again with the next page (it is dropped where
//! items are told apart), and for each that vanishes, one is passed over unseen. For what must be complete, ask by id
//! or keep the time of what is asked for in the past.
//!
//! Whether newer pages come with their oldest items first is for the exchange to decide; items come as they stand on
//! the page. Many exchanges bound the time that a list reaches back, pages or not.
//!
//! Lists that are cut by time alone (candles) have no streams: exchanges leave open what a page does where there is a
//! gap in time, and whether its bounds belong to it.
//!
//! # Directions
//!
//! Streams go from what is new to what is old, unless the request itself says otherwise, or only the other way is
//! there. [`Pages::newer`] turns them, where the endpoint has both ways ([`BothWays`]).

mod course;
mod cursor;
mod items;
mod next;
mod paged;
mod pages;
mod position;
mod turn;
mod written;

pub use course::End;
pub use cursor::{AsCursor, Cursor, CursorParam};
pub use items::Items;
pub use next::Next;
pub use paged::{BothWays, Paged};
pub use pages::Pages;
pub use position::{Direction, Position, PositionError};
pub use turn::Turn;

use crate::call::Call;

impl<E: Paged> Call<E::Response, E> {
    /// This page and all that follow, as a stream.
    pub fn pages(self) -> Pages<E> {
        let (job, request) = self.into_parts();
        Pages::new(job, request)
    }

    /// The items of this page and of all that follow, as a stream. What else a page holds is only in
    /// [`pages`](Self::pages).
    pub fn items(self) -> Items<E> {
        self.pages().items()
    }
}
