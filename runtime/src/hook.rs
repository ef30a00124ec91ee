//! Watches calls: what is sent, how long each step takes, and what comes of it.
//!
//! A [`Hook`] given to [`ClientBuilder::hook`](crate::ClientBuilder::hook) is told of each attempt before it is sent and
//! when it is over, and of each call when it is over. It is what metrics, logs and alarms of your own are made of; ready
//! made are `Metrics` (feature `metrics`), and the spans and events of `tracing`, which need no hook.
//!
//! ```
//! use exbind_runtime::ClientBuilder;
//! use exbind_runtime::hook::{CallEnd, CallInfo, Hook, Outcome};
//!
//! /// Tells a person when nobody knows what became of an order.
//! struct Alarm;
//!
//! impl Hook for Alarm {
//!     fn after_call(&self, call: &CallInfo, end: &CallEnd) {
//!         if end.outcome == Outcome::Unknown {
//!             eprintln!("{} after {:?}: {}", call.endpoint, end.took, end.reason.unwrap_or_default());
//!         }
//!     }
//! }
//!
//! # fn build(builder: ClientBuilder) -> ClientBuilder {
//! builder.hook(Alarm)
//! # }
//! ```
//!
//! # What it promises
//!
//! - **Hooks cannot see secrets.** What they are told has no place for one: of a URL neither the query nor the values of
//!   path parameters, no headers, no bodies, no texts of the exchange.
//! - **What begins ends.** Each [`before_send`](Hook::before_send) is followed by one
//!   [`after_attempt`](Hook::after_attempt) of the same attempt, and each call ends with one
//!   [`after_call`](Hook::after_call); a call whose future is dropped ends as [`Outcome::Dropped`].
//! - A hook that panics harms no call: whoever waits for an order's outcome still gets it. The panic is told by an event
//!   of `tracing`.
//! - Without hooks a call does nothing for them: no clock is read and nothing is allocated.
//!
//! # What it does not
//!
//! - Hooks decide nothing: they can neither change a call nor stop it.
//! - They run within the call, one after the other. One that takes its time makes all calls wait.
//! - [`Call::preview`](crate::Call::preview) and [`Client::warm_up`](crate::Client::warm_up) are no calls, and a future
//!   that was never polled is none either.
//! - When the first byte of an answer came is not known, only when it was complete.

mod outcome;
mod watch;

pub use outcome::Outcome;

pub(crate) use watch::{End, Hooks, Watch};

use crate::meta::{Effect, Meta, Method};
use http::StatusCode;
use std::borrow::Cow;
use std::time::Duration;

/// Is told what calls do. See the [module](self) for what holds of it. Each method does nothing unless it is written.
pub trait Hook: Send + Sync + 'static {
    /// An attempt has waited for its limit, is signed, and is about to be sent.
    fn before_send(&self, call: &CallInfo, attempt: &Attempt) {
        let _ = (call, attempt);
    }

    /// An attempt is over, whether it was sent or not. Another may follow.
    fn after_attempt(&self, call: &CallInfo, attempt: &Attempt, end: &AttemptEnd) {
        let _ = (call, attempt, end);
    }

    /// A call is over, after all of its attempts.
    fn after_call(&self, call: &CallInfo, end: &CallEnd) {
        let _ = (call, end);
    }
}

/// What is called.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct CallInfo {
    /// Name of the exchange: `bitget`.
    pub exchange: &'static str,
    /// Id of the endpoint: `bitget.mix.order.cancel_all_orders`. Of a path that no spec covers, exchange, method and
    /// path: as many ids as there are paths.
    pub endpoint: Cow<'static, str>,
    /// The endpoint, for all that is known of it; `None` for a path that no spec covers.
    pub meta: Option<&'static Meta>,
    /// HTTP method.
    pub method: Method,
    /// Scheme, host and path, with `{name}` in place of a path parameter's value, without the query.
    pub url: String,
    /// Whether the call can change anything.
    pub effect: Effect,
}

/// An attempt at a call.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Attempt {
    /// Which one, from 1.
    pub number: u32,
    /// How long it waited for the rate limit.
    pub waited: Duration,
    /// How long it took to sign it and to put it together.
    pub signing: Duration,
}

/// How an attempt ended.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct AttemptEnd {
    /// HTTP status, if there was an answer.
    pub status: Option<StatusCode>,
    /// What came of it.
    pub outcome: Outcome,
    /// Why it failed, in one of a fixed set of words; `None` for an answer, and for a call that was dropped. Of a refusal
    /// it is the [kind](crate::meta::ErrorKind): `rate_limit`; otherwise what happened: `connection_lost`.
    pub reason: Option<&'static str>,
    /// From sending to the last byte of the answer, or to whatever came in its place, opening a connection included.
    /// `None` if it was not sent.
    pub sending: Option<Duration>,
}

/// How a call ended.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct CallEnd {
    /// How many attempts there were.
    pub attempts: u32,
    /// HTTP status of the last attempt, if there was an answer to it.
    pub status: Option<StatusCode>,
    /// What came of it, over all attempts.
    pub outcome: Outcome,
    /// Why it failed; see [`AttemptEnd::reason`].
    pub reason: Option<&'static str>,
    /// How long its attempts waited for rate limits, together.
    pub waited: Duration,
    /// How long it took, all waits and decoding included.
    pub took: Duration,
}
