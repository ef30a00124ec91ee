//! Waiting for what a stream gives next.

use futures_core::Stream;
use std::pin::Pin;
use std::task::{Context, Poll};

/// What a stream gives next; `None` at the end.
///
/// Giving up the wait loses nothing: the call that was on its way is waited for by whoever asks next.
#[derive(Debug)]
#[must_use = "nothing happens until it is awaited"]
pub struct Next<'s, S>(pub(super) &'s mut S);

impl<S: Stream + Unpin> Future for Next<'_, S> {
    type Output = Option<S::Item>;

    fn poll(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Self::Output> {
        Pin::new(&mut *self.0).poll_next(cx)
    }
}
