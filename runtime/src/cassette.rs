//! Recording calls, and replaying them without an exchange: for tests, and for reports of what went wrong.
//!
//! [`Recorder`] writes what a client sends and what comes back into a *cassette*, a file. [`Replay`] is a transport
//! that answers from one, with no server and no network.
//!
//! ```no_run
//! use exbind_runtime::cassette::{Recorder, Replay};
//! use exbind_runtime::{ClientBuilder, Credentials};
//!
//! # async fn example(builder: fn() -> ClientBuilder) -> Result<(), Box<dyn std::error::Error>> {
//! // Once, with the exchange:
//! let recorder = Recorder::create("cancel.jsonl")?;
//! let client = builder().credentials(Credentials::from_env("BITGET")?).record(&recorder).build()?;
//! // ... calls ...
//! recorder.finish()?;
//!
//! // From then on, without it. Calls are signed, so that there must be a key; any will do.
//! let replay = Replay::open("cancel.jsonl")?;
//! let any = Credentials::new("any", "any").passphrase("any");
//! let client = builder().credentials(any).transport(replay.clone()).build()?;
//! // ... the same calls ...
//! assert!(replay.unused().is_empty());
//! # Ok(())
//! # }
//! ```
//!
//! # What is recorded
//!
//! All that passes the transport: answers, refusals, redirects, pages of gateways, and the faults of a network. A
//! broken connection is replayed as a broken connection, so that a replayed call comes to the same result or the same
//! error as the recorded one. A call that was given up, because its time was over or because its future was dropped,
//! is replayed as one that nobody answered in time. What the client decides by itself (parameters out of bounds,
//! quotas used up) passes no transport and is not there.
//!
//! # What is not
//!
//! No cassette holds the key, the passphrase or a signature: headers of requests are left out, the pairs that signing
//! adds to a query too, and where an answer or an error quotes them, `***` stands instead. The same goes for parameters
//! of type [`Secret`](crate::value::Secret), for whatever is called like a secret (`apiKey`, `password`, ...) in a
//! request or an answer, and for all texts and numbers of answers that hold secrets by their spec: these have their
//! shape replayed, and what cannot be read from `***` is a [decoding error](crate::error::DecodeError). Of an answer's
//! headers only those are kept that errors and limits are made of; cookies and addresses are not.
//!
//! Everything else is there: orders, positions, balances, account numbers. Look at a cassette before you send it to
//! anybody, as at any record of an account.
//!
//! # What fits
//!
//! A request is answered if method, path, query and body are those of a recorded one. Pairs and members may stand in
//! any order; numbers are compared as they are written. Host, headers, key, time and signature do not count, nor does
//! what [`Replay::ignoring`] names, nor how secrets differ. Equal requests are answered in the order in which they were
//! recorded, which is that in which they ended; then [`AfterLast`] decides. A request that fits nothing is
//! [`NotSent`](crate::error::NotSent), with an error that names the nearest recorded one and what differs. No clock and
//! no chance is involved. What the client does by itself it still does: it waits for quotas unless
//! [`LimitMode::Off`](crate::LimitMode::Off) is set, and between repeats.
//!
//! # Writing
//!
//! A line is complete in the file when the call returns, in one write that does not wait for the disk. After a crash
//! the last line may be half there: it is left out in reading ([`Replay::is_torn`]) and cut off by
//! [`Recorder::append`]. If the disk is full, calls go on undisturbed, recording stops, and a warning in `tracing` and
//! [`Recorder::finish`] say so. Recording copies and searches every message; it is not for code that counts
//! microseconds. A client that does not record pays nothing.
//!
//! # The format
//!
//! Lines of JSON, UTF-8. The first is `{"exbind_cassette":1}`, where 1 is the version of the format: a reader refuses
//! versions that it does not know, and reads over members that it does not know. Each other line is a call (here
//! broken up for reading):
//!
//! ```json
//! {"request": {"endpoint": "bitget.mix.order.cancel_all_orders", "method": "POST", "host": "api.bitget.com",
//!              "path": "/api/v2/mix/order/cancel-all-orders", "query": "a=1&b=2", "body": "{\"symbol\":\"BTCUSDT\"}"},
//!  "answer": {"status": 200, "headers": {"content-type": "application/json"}, "body": "{\"code\":\"00000\"}"},
//!  "micros": 18250}
//! ```
//!
//! In place of `answer` stands `"fault": {"kind": "lost", "cause": "connection reset by peer"}` where there was none;
//! kinds are those of [`Fault`](crate::transport::Fault). Bodies are the text that was sent or arrived, not JSON within
//! JSON, so that no digit changes; one that is no text is `body_base64`. What is empty is left out. `micros` is how long
//! the call took, for readers. Cassettes can be edited, and written, by hand.

mod error;
mod fit;
mod format;
mod json;
mod mask;
mod recorder;
mod replay;
mod tape;

pub use error::CassetteError;
pub use recorder::Recorder;
pub use replay::{AfterLast, Replay};

/// How errors call a cassette that is no file.
const NAMELESS: &str = "the cassette";
