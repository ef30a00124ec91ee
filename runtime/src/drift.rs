//! Drift seen live: what answers hold and the spec does not say, told while calls go on as ever.
//!
//! Exchanges change their answers before they change their documents, and neither tells anybody. A client that was
//! built with [`ClientBuilder::on_drift`](crate::ClientBuilder::on_drift) looks at every answer to a typed call for
//! what its spec does not know, and tells an observer: any function that takes a [`Drift`]. [`log`] is one.
//!
//! ```
//! # fn example(builder: exbind_runtime::ClientBuilder) -> Result<(), Box<dyn std::error::Error>> {
//! // A warning in `tracing` for each kind of drift:
//! let client = builder.on_drift(exbind_runtime::drift::log).build()?;
//! # Ok(())
//! # }
//! # fn alert(_: &str) {}
//! # fn other(builder: exbind_runtime::ClientBuilder) -> Result<(), Box<dyn std::error::Error>> {
//! // Or whatever else should come of it:
//! use exbind_runtime::drift::DriftKind;
//! let client = builder.on_drift(|drift| match &drift.kind {
//!     DriftKind::Missing | DriftKind::Retyped { .. } => alert(&format!("calls fail: {drift}")),
//!     _ => println!("{drift}"),
//! });
//! # client.build()?;
//! # Ok(())
//! # }
//! ```
//!
//! # What is told
//!
//! Fields without a name in the spec, values without a name in an enum, required fields that are missing, and values
//! that their type cannot read; each with the endpoint's id and its path, `$.data[3].price`. All of an answer, not only
//! the first, also where the call fails because of one. The envelope around an answer counts, and so does JSON in texts.
//!
//! Each kind of drift at a place is told once in the life of a client and its clones, whichever item of a list it is
//! found in; another value of an enum is another kind. At most 100 kinds are told of an endpoint and 20 values of a
//! field, so that memory stays bounded whatever an exchange sends.
//!
//! # What is not
//!
//! - Calls end as they would without an observer: same answer, same error. What the types do not allow still fails.
//! - Nothing is told of values, but for those of enums, cut to 60 characters: they may be secrets. Where an endpoint
//!   answers with secrets, not even those.
//! - Optional fields that are gone, a number where a text stood and the other way round: types read all of these, and
//!   exchanges mix them freely. `exbind drift` tells what the documents say about them.
//! - Refusals, answers that are no JSON, [`raw`](crate::Call::raw) answers, and calls without a spec.
//!
//! # What it costs
//!
//! Without an observer, nothing. With one, every answer is read twice, before its call ends: some microseconds for
//! a small one, half a millisecond for 400 tickers. The observer runs there too; it should be quick and must not panic.

mod found;
mod observer;
mod watch;

pub use found::{Drift, DriftKind, JsonKind};
pub use observer::log;

pub(crate) use observer::{Observer, Watcher};
pub(crate) use watch::{Segment, Watch};

#[cfg(test)]
mod tests;
