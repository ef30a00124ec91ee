//! The time that calls are signed with.

use std::time::{SystemTime, UNIX_EPOCH};

/// Unix time in milliseconds by this machine's clock; zero, which no exchange accepts, for a clock before 1970.
pub(crate) fn now_ms() -> i64 {
    let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    i64::try_from(since.as_millis()).unwrap_or(i64::MAX)
}
