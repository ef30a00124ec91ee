//! The hand-written half of exbind: everything that is the same for all endpoints of all exchanges.
//!
//! A call goes through these steps, each in its own module:
//!
//! ```text
//! request ─encode─▶ limit ─▶ sign ─▶ send ─▶ envelope ─decode─▶ answer
//! ```
//!
//! - [`ClientBuilder`] and [`Client`]: addresses, credentials, settings.
//! - [`Call`]: a call before it is made. Await it; or look at it first with [`Call::preview`].
//! - [`Error`]: what a failed call tells about the order: not sent, rejected, unknown, unreadable.
//! - [`limit`]: keeps calls within the exchange's quotas.
//! - [`clock`]: signs with the exchange's time, learned from its answers.
//! - [`retry`]: repeats failed calls where that cannot act twice.
//! - [`page`]: lists that come in pages, as streams.
//! - [`transport`]: HTTP; replaceable.
//! - [`hook`]: watches calls; metrics (feature `metrics`) are made of it.
//! - [`drift`]: tells what answers hold and the spec does not say.
//! - [`cassette`]: records calls, and replays them without an exchange.
//! - `blocking` (feature `blocking`): calls without async, for scripts.
//! - [`meta`], [`endpoint`], [`params`], [`decode`], [`value`]: what generated code is made of.

#[cfg(feature = "blocking")]
pub mod blocking;
mod call;
pub mod cassette;
mod client;
pub mod clock;
pub mod credentials;
pub mod decode;
pub mod drift;
pub mod endpoint;
pub mod envelope;
pub mod error;
pub mod example;
#[doc(hidden)]
pub mod generated;
pub mod hook;
pub mod limit;
pub mod meta;
#[cfg(feature = "metrics")]
pub mod metrics;
mod observe;
pub mod page;
pub mod params;
pub mod retry;
mod sign;
pub mod transport;
pub mod value;

#[cfg(feature = "blocking")]
pub use blocking::Blocking;
pub use call::{Call, Decoding, Preview, RawAnswer, RawRequest};
pub use client::{BuildError, Client, ClientBuilder};
pub use credentials::Credentials;
pub use endpoint::Endpoint;
pub use error::Error;
pub use hook::Hook;
pub use limit::{LimitMode, Limiter, RateLimiter, Usage};
#[cfg(feature = "metrics")]
pub use metrics::Metrics;
pub use retry::Retries;

#[doc(hidden)]
pub use serde;
