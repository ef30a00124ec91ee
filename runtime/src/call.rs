//! A call: a value until it is awaited.
//!
//! Its generic part is only what must be: the request is encoded when the call is made, everything after that is
//! the same code for all endpoints, and the answer is decoded at the end. Bodies of generic async functions would
//! be compiled once for each endpoint, in the user's crate.

mod answered;
mod job;
mod learn;
mod preview;
mod raw;
mod run;
mod target;
mod watched;

pub use preview::Preview;
pub use raw::{RawAnswer, RawRequest};

pub(crate) use job::Job;
pub(crate) use target::Target;

use crate::decode::Decode;
use crate::envelope;
use crate::error::Error;
use crate::retry::Retries;
use answered::Answered;
use job::Running;
use std::fmt;
use std::marker::PhantomData;
use std::pin::Pin;
use std::task::{Context, Poll, ready};
use std::time::Duration;

/// A call that was not made yet. Await it for the answer, or ask for something else first.
///
/// Awaiting needs a tokio runtime. A call that is dropped while it is awaited may have been sent all the same.
///
/// `R` is the answer. `Q` is the request, where the endpoint pages and more calls may follow; see
/// [`page`](crate::page).
#[must_use = "a call does nothing until it is awaited"]
pub struct Call<R, Q = ()> {
    /// In a box: calls are moved several times before they are made.
    job: Box<Job>,
    request: Q,
    answer: PhantomData<fn() -> R>,
}

impl<R> Call<R> {
    pub(crate) fn new(job: Box<Job>) -> Self {
        Self::keeping(job, ())
    }
}

impl<R, Q> Call<R, Q> {
    pub(crate) fn keeping(job: Box<Job>, request: Q) -> Self {
        Self { job, request, answer: PhantomData }
    }

    pub(crate) fn into_parts(self) -> (Job, Q) {
        (*self.job, self.request)
    }

    /// Sets how long this call may take, from waiting for the rate limit to the last byte of the answer, over all
    /// attempts and the waits between them.
    pub fn timeout(mut self, timeout: Duration) -> Self {
        self.job.timeout = timeout;
        self
    }

    /// Sets how often this call is repeated when it fails, in place of what the client was told.
    pub fn retries(mut self, retries: Retries) -> Self {
        self.job.retries = Some(Box::new(retries));
        self
    }

    /// Makes this call once. See [`retry`](crate::retry) for what is repeated otherwise.
    pub fn no_retries(self) -> Self {
        self.retries(Retries::none())
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

impl<R: Decode, Q> IntoFuture for Call<R, Q> {
    type Output = Result<R, Error>;
    type IntoFuture = Decoding<R>;

    fn into_future(self) -> Decoding<R> {
        Decoding { running: self.job.start(), answer: PhantomData }
    }
}

impl<R, Q> fmt::Debug for Call<R, Q> {
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
    running: Running<Box<Answered>>,
    answer: PhantomData<fn() -> R>,
}

impl<R: Decode> Future for Decoding<R> {
    type Output = Result<R, Error>;

    fn poll(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Self::Output> {
        loop {
            let answered = ready!(self.running.as_mut().poll(cx))?;
            match read(&answered) {
                Ok(answer) => {
                    answered.was_read();
                    return Poll::Ready(Ok(answer));
                }
                Err(error) => answered.again(error, &mut self.running),
            }
        }
    }
}

impl<R> fmt::Debug for Decoding<R> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Decoding").finish_non_exhaustive()
    }
}

fn read<R: Decode>(answered: &Answered) -> Result<R, Error> {
    match answered.text() {
        Ok(text) => envelope::read(answered.envelope(), text, &answered.told, answered.watcher().as_ref())
            .map_err(|problem| answered.without_answer(problem)),
        Err(error) => Err(error),
    }
}
