//! Calls without async, for scripts.
//!
//! [`Blocking::wait`] makes any call and gives what it comes to. Clients, requests and answers are the same as ever.
//!
//! ```no_run
//! use exbind_runtime::{Blocking, Client, RawRequest, meta::Method};
//!
//! # fn script(client: Client) -> Result<(), Box<dyn std::error::Error>> {
//! let blocking = Blocking::new()?;
//! let tickers = RawRequest::new(Method::Get, "/api/v2/spot/market/tickers").unsigned();
//! println!("{:?}", blocking.wait(client.raw_call(tickers))?);
//! # Ok(())
//! # }
//! ```
//!
//! In a script on a generated client:
//!
//! ```text
//! let position = blocking.wait(client.mix().position().single_position(request))?;
//! ```
//!
//! # What it promises
//!
//! - Every call can be waited for, and whatever else clients give as a future: [`Call::raw`](crate::Call::raw),
//!   [`Call::preview`](crate::Call::preview), [`Client::warm_up`](crate::Client::warm_up).
//! - Timeouts, limits and retries are those of the client.
//! - Connections live on between calls, and are seen to close when the exchange closes them: a thread in the background
//!   looks after them. It ends with the [`Blocking`], and so do they.
//! - It can be shared between threads, each of which waits for its own calls.
//!
//! # What it does not
//!
//! - It is not for async code, where it would stop everything else that runs on the thread: there, and on threads that
//!   tokio keeps for blocking work, waiting fails with [`Error::NotSent`] before anything is sent. Await the call there.

use crate::error::{Error, NotSent, NotSentReason};
use futures_core::Stream;
use std::borrow::Cow;
use std::future::poll_fn;
use std::io;
use std::pin::Pin;
use std::thread::{self, JoinHandle};
use tokio::runtime::{Builder, Handle};
use tokio::sync::oneshot;

/// Waits for calls on behalf of code that is not async. See the [module](self).
#[derive(Debug)]
pub struct Blocking {
    handle: Handle,
    /// Dropped to end the thread in the background.
    stop: Option<oneshot::Sender<()>>,
    thread: Option<JoinHandle<()>>,
}

impl Blocking {
    /// Starts the thread in the background. One is enough for any number of clients.
    ///
    /// # Errors
    ///
    /// When the operating system has no thread, or no files for its network events, to give.
    pub fn new() -> io::Result<Self> {
        let runtime = Builder::new_current_thread().enable_all().build()?;
        let handle = runtime.handle().clone();
        let (stop, stopped) = oneshot::channel::<()>();
        // Connections are looked after between calls as well: an exchange closes them when it likes, and a request that
        // meets the closing has an unknown outcome.
        let run = move || {
            let _ = runtime.block_on(stopped);
            runtime.shutdown_background();
        };
        let thread = thread::Builder::new().name("exbind".to_owned()).spawn(run)?;
        Ok(Self { handle, stop: Some(stop), thread: Some(thread) })
    }

    /// Makes a call and waits for what it comes to.
    ///
    /// # Errors
    ///
    /// Those of the call. Within async code [`Error::NotSent`], at once.
    pub fn wait<T>(&self, call: impl IntoFuture<Output = Result<T, Error>>) -> Result<T, Error> {
        if Handle::try_current().is_ok() {
            return Err(within_async_code());
        }
        self.handle.block_on(call.into_future())
    }

    /// The items of a stream, each waited for when it is asked for: of [pages](crate::page), and of the items on them.
    /// To look at the stream afterwards, give a reference to it.
    ///
    /// # Errors
    ///
    /// Those of the stream, as items. Within async code [`Error::NotSent`], for each item.
    pub fn iter<T>(
        &self,
        mut stream: impl Stream<Item = Result<T, Error>> + Unpin,
    ) -> impl Iterator<Item = Result<T, Error>> {
        std::iter::from_fn(move || {
            let next = poll_fn(|cx| Pin::new(&mut stream).poll_next(cx));
            self.wait(async { Ok(next.await) }).unwrap_or_else(|error| Some(Err(error)))
        })
    }
}

/// Ends all connections before it returns: a call that the client makes elsewhere afterwards must not meet the end of one.
impl Drop for Blocking {
    fn drop(&mut self) {
        drop(self.stop.take());
        let others = |thread: &JoinHandle<()>| thread.thread().id() != thread::current().id();
        if let Some(thread) = self.thread.take().filter(others) {
            // It fails where the thread panicked, and then it has ended as well.
            let _ = thread.join();
        }
    }
}

#[cold]
fn within_async_code() -> Error {
    let fault =
        "it was to be waited for by `Blocking` within async code, where that would stop all other tasks; await it";
    let (endpoint, reason) = (Cow::Borrowed("a call"), NotSentReason::Invalid(fault.to_owned()));
    NotSent { endpoint, reason, attempts: 0 }.into()
}
