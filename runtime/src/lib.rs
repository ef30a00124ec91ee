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
//! - [`transport`]: HTTP; replaceable.
//! - [`meta`], [`endpoint`], [`params`], [`decode`], [`value`]: what generated code is made of.

mod call;
mod client;
mod clock;
pub mod credentials;
pub mod decode;
pub mod endpoint;
pub mod envelope;
pub mod error;
pub mod example;
#[doc(hidden)]
pub mod generated;
pub mod limit;
pub mod meta;
mod observe;
pub mod params;
mod sign;
pub mod transport;
pub mod value;

pub use call::{Call, Decoding, Preview, RawAnswer, RawRequest};
pub use client::{BuildError, Client, ClientBuilder};
pub use credentials::Credentials;
pub use endpoint::Endpoint;
pub use error::Error;
pub use limit::{LimitMode, Limiter, Usage};

#[doc(hidden)]
pub use serde;
