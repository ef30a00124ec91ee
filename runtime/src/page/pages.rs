//! The streams.

use super::course::{Arrived, Course, Verdict};
use super::written::Written;
use super::{BothWays, Direction, End, Items, Next, Paged, Position, Turn};
use crate::call::{Call, Decoding, Job};
use crate::endpoint::Endpoint;
use crate::error::Error;
use crate::meta::Meta;
use crate::params::Params;
use futures_core::Stream;
use std::fmt;
use std::pin::Pin;
use std::task::{Context, Poll, ready};

/// All pages of a list, as a stream: every page that has an item which was not on the page before, and the first in
/// any case.
///
/// An error is an item like others: the stream stays where it stood, and goes on when it is polled again. See the
/// [module](crate::page) for what is promised.
#[must_use = "a stream does nothing until it is polled"]
pub struct Pages<E: Paged> {
    /// What calls have in common.
    job: Job,
    request: E,
    course: Course,
    call: Option<Decoding<Written<E::Response>>>,
}

/// A stream is pinned nowhere: the call within has a place of its own.
impl<E: Paged> Unpin for Pages<E> {}

impl<E: Paged> Pages<E> {
    pub(super) fn new(job: Job, request: E) -> Self {
        Self { job, request, course: Course::new(E::META), call: None }
    }

    /// Ends after so many pages. The [position](Self::position) is that of the next one.
    pub fn max_pages(mut self, most: u32) -> Self {
        self.course.most = Some(most);
        self
    }

    /// Goes on from a position, whatever the request says of direction and place.
    pub fn resume(mut self, position: Position<E>) -> Self {
        self.course.resume(position.spot);
        self
    }

    /// Where it stands: the page that is asked for next, or again after an error.
    pub fn position(&self) -> Position<E> {
        Position::new(self.course.spot.clone())
    }

    /// Where the page stands that came last.
    pub(super) fn last_position(&self) -> Position<E> {
        Position::new(self.course.last.clone())
    }

    /// Why it is over; `None` as long as it is not.
    pub fn end(&self) -> Option<End> {
        self.course.end
    }

    /// The items of all pages.
    pub fn items(self) -> Items<E> {
        Items::new(self)
    }

    /// The next page; `None` at the end.
    #[allow(clippy::should_implement_trait, reason = "streams have a method of this name everywhere")]
    pub fn next(&mut self) -> Next<'_, Self> {
        Next(self)
    }

    /// The next page that is worth handing out, and which of its items were not on the one before.
    pub(super) fn poll_page(&mut self, cx: &mut Context<'_>) -> Poll<Option<Result<Turned<E>, Error>>> {
        loop {
            if self.call.is_none() {
                let job = ask(&mut self.course, &self.job, E::META, &mut self.request);
                self.call = job.map(|job| Call::new(Box::new(job)).into_future());
            }
            let Some(call) = &mut self.call else { return Poll::Ready(None) };
            let answer = ready!(Pin::new(call).poll(cx));
            self.call = None;
            let Written { mut page, text } = match answer {
                Ok(written) => written,
                Err(error) => return Poll::Ready(Some(Err(error))),
            };
            let told = E::told(&page);
            let mut ids = Vec::new();
            for item in E::items(&mut page).iter() {
                ids.push(E::id(item));
            }
            let Verdict { give, fresh } = self.course.arrived(Arrived { ids, told, text });
            if give {
                return Poll::Ready(Some(Ok((page, fresh))));
            }
        }
    }
}

/// A page, and which of its items were not on the one before.
pub(super) type Turned<E> = (<E as Endpoint>::Response, Vec<bool>);

/// What a request of any type can do.
trait Ask {
    fn turn(&mut self, turn: &mut Turn);
    fn encode(&self, params: &mut Params);
}

impl<E: Paged> Ask for E {
    fn turn(&mut self, turn: &mut Turn) {
        Paged::turn(self, turn);
    }

    fn encode(&self, params: &mut Params) {
        Endpoint::encode(self, params);
    }
}

/// The call of the next page, unless it is over. The same code for all requests.
fn ask(course: &mut Course, job: &Job, meta: &Meta, request: &mut dyn Ask) -> Option<Job> {
    let mut turn = course.turn()?;
    request.turn(&mut turn);
    let encoded = course.ask(turn).and_then(|()| {
        let mut params = Params::new(meta);
        request.encode(&mut params);
        params.finish()
    });
    Some(job.again(encoded))
}

impl<E: Paged> Stream for Pages<E> {
    type Item = Result<E::Response, Error>;

    fn poll_next(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let turned = ready!(self.get_mut().poll_page(cx));
        Poll::Ready(turned.map(|turned| {
            let (mut page, fresh) = turned?;
            let mut fresh = fresh.into_iter();
            E::items(&mut page).retain(|_| fresh.next().unwrap_or(true));
            Ok(page)
        }))
    }
}

impl<E: BothWays> Pages<E> {
    /// Turns to what is newer, from the id that the request names. A list in pages that start from an id begins with
    /// its oldest item where the request names none; where pages are named by cursors, it has to.
    pub fn newer(mut self) -> Self {
        self.course.spot.direction = Some(Direction::Newer);
        self
    }
}

impl<E: Paged> fmt::Debug for Pages<E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let position = self.position();
        f.debug_struct("Pages").field("position", &position).field("end", &self.course.end).finish_non_exhaustive()
    }
}
