//! The exchange's time, learned from its answers.
//!
//! Exchanges refuse calls whose timestamp is off: Bitget by more than 30 seconds, HTX by more than five minutes. The
//! clocks of laptops, containers and machines that slept are off by more than that now and then, so that calls are
//! signed with the exchange's time as it was last heard, not with this machine's.
//!
//! # What it promises
//!
//! - **No extra calls.** Each answer tells the exchange's time: a field of its envelope that is read anyway, or else
//!   the header `Date`. It was written between sending and receiving, which bounds by how much the two clocks differ.
//! - **A clock that is right is left alone.** The difference in use changes only when an answer proves it wrong; it
//!   then becomes what it would be if the time had been written midway. Drift is followed, a jump is seen with the
//!   next answer, and no call waits for any of this.
//! - **What proves little is ignored:** answers that took longer than two seconds, answers out of a cache (header
//!   `Age`), times before 2017 or after 2099. What answers to signed calls told is not overruled by public ones, which
//!   caches may have kept.
//! - **A call refused for its timestamp is set right and made once more**, writes too: the exchange refused it before
//!   it did anything. That answer is believed however long it took. [Retries](crate::retry) that are switched off
//!   switch this off as well; the time is learned all the same, for the next call.
//! - Each service of an exchange has its own clock.
//!
//! # What it does not
//!
//! - It does not set this machine's clock, and times in your own parameters are yours.
//! - It is as exact as the way to the exchange is short: to about half a round trip, and half a second where only
//!   `Date` tells the time. Accepted windows are far wider.
//!
//! ```
//! # use exbind_runtime::{Client, ClientBuilder, error::Error};
//! # fn build(builder: ClientBuilder) -> Result<(), Box<dyn std::error::Error>> {
//! // This machine's clock is kept right by other means; nothing is to be learned.
//! let client = builder.learn_clock(false).build()?;
//! # Ok(())
//! # }
//! ```

mod date;
mod offset;

pub(crate) use date::unix_seconds;
pub(crate) use offset::{Offset, Sample};

use std::fmt;
use std::time::SystemTime;

use crate::value::Timestamp;

/// This machine's time, and whether it is corrected.
pub(crate) struct Clock {
    /// `None` is the system's.
    pub(crate) local: Option<Box<dyn Fn() -> SystemTime + Send + Sync>>,
    /// Whether answers correct it.
    pub(crate) learns: bool,
}

impl Clock {
    /// Unix time in milliseconds by this machine's clock; zero, which no exchange accepts, for a clock before 1970.
    pub(crate) fn local_ms(&self) -> i64 {
        let now = self.local.as_ref().map_or_else(SystemTime::now, |local| local());
        Timestamp::from(now).as_millis()
    }

    /// The time of a service.
    pub(crate) fn now_ms(&self, offset: &Offset) -> i64 {
        self.local_ms().saturating_add(offset.ms())
    }
}

impl Default for Clock {
    fn default() -> Self {
        Self { local: None, learns: true }
    }
}

impl fmt::Debug for Clock {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Clock").field("learns", &self.learns).finish_non_exhaustive()
    }
}
