//! The mock's own time, which need not be right.

use std::time::{Duration, SystemTime, UNIX_EPOCH};

/// The exchange's clock, against this machine's.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Clock {
    /// Runs, so many milliseconds ahead; behind where it is below zero.
    Ahead(i64),
    /// Stands at a time in Unix milliseconds.
    Stopped(i64),
}

impl Clock {
    pub(crate) fn now_ms(self) -> i64 {
        let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
        match self {
            Self::Ahead(ms) => millis(since).saturating_add(ms),
            Self::Stopped(ms) => ms,
        }
    }
}

/// A length of time in milliseconds, as far as they can be counted.
pub(crate) fn millis(duration: Duration) -> i64 {
    i64::try_from(duration.as_millis()).unwrap_or(i64::MAX)
}
