//! A call: a value until it is awaited.
//!
//! Its generic part is only what must be: the request is encoded when the call is made, everything after that is
//! the same code for all endpoints, and the answer is decoded at the end. Bodies of generic async functions would
//! be compiled once for each endpoint, in the user's crate.

mod answered;
mod job;
mod preview;
mod raw;
mod target;

pub use preview::Preview;
pub use raw::{RawAnswer, RawRequest};

pub(crate) use job::Job;
pub(crate) use target::Target;

use crate::decode::Decode;
use crate::envelope;
use crate::error::Error;
use answered::Answered;
use std::fmt;
use std::marker::PhantomData;
use std::pin::Pin;
use std::task::{Context, Poll, ready};
use std::time::Duration;

/// A call that was not made yet. Await it for the answer, or ask for something else first.
///
/// Awaiting needs a tokio runtime. A call that is dropped while it is awaited may have been sent all the same.
#[must_use = "a call does nothing until it is awaited"]
pub struct Call<R> {
    job: Job,
    answer: PhantomData<fn() -> R>,
}

impl<R> Call<R> {
    pub(crate) fn new(job: Job) -> Self {
        Self { job, answer: PhantomData }
    }

    /// Sets how long this call may take, from waiting for the rate limit to the last byte of the answer.
    pub fn timeout(mut self, timeout: Duration) -> Self {
        self.job.timeout = timeout;
        self
    }

    /// Makes the call and gives whatever HTTP answer arrived, unread: a refusal is no error here.
    ///
    /// # Errors
    ///
    /// [`Error::NotSent`] or [`Error::OutcomeUnknown`], when there is no complete answer.
    pub async fn raw(self) -> Result<RawAnswer, Error> {
        self.job.raw().await
    }

    /// The exact request that would be sent now, signed. It is not sent and draws on no quota.
    ///
    /// # Errors
    ///
    /// [`Error::NotSent`], when the request is invalid or cannot be signed.
    pub async fn preview(self) -> Result<Preview, Error> {
        self.job.preview().await
    }
}

impl<R: Decode> IntoFuture for Call<R> {
    type Output = Result<R, Error>;
    type IntoFuture = Decoding<R>;

    fn into_future(self) -> Decoding<R> {
        Decoding { answered: self.job.start(), answer: PhantomData }
    }
}

impl<R> fmt::Debug for Call<R> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Call")
            .field("endpoint", &self.job.target.id())
            .field("timeout", &self.job.timeout)
            .finish_non_exhaustive()
    }
}

/// A call being made. Dropping it gives the call up; what the exchange makes of it is then unknown.
#[must_use = "a call does nothing until it is awaited"]
pub struct Decoding<R> {
    answered: Pin<Box<dyn Future<Output = Result<Box<Answered>, Error>> + Send>>,
    answer: PhantomData<fn() -> R>,
}

impl<R: Decode> Future for Decoding<R> {
    type Output = Result<R, Error>;

    fn poll(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Self::Output> {
        let answered = ready!(self.answered.as_mut().poll(cx))?;
        Poll::Ready(read(&answered))
    }
}

impl<R> fmt::Debug for Decoding<R> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Decoding").finish_non_exhaustive()
    }
}

fn read<R: Decode>(answered: &Answered) -> Result<R, Error> {
    let reading = match answered.text() {
        Ok(text) => envelope::read::<R>(answered.envelope(), text),
        Err(error) => return Err(error),
    };
    match reading {
        Ok(answer) => {
            answered.was_read();
            Ok(answer)
        }
        Err(problem) => Err(answered.without_answer(problem)),
    }
}
