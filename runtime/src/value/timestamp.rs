//! Points in time as exchanges write them.

use crate::decode::{Scalar, Token};
use crate::params::{Encode, Form, Params};
use std::fmt;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

/// A point in time: Unix milliseconds.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Timestamp(i64);

impl Timestamp {
    /// From Unix milliseconds.
    pub const fn from_millis(millis: i64) -> Self {
        Self(millis)
    }

    /// Unix milliseconds.
    pub const fn as_millis(self) -> i64 {
        self.0
    }

    /// The present, by this machine's clock.
    pub fn now() -> Self {
        SystemTime::now().into()
    }
}

/// Before 1970 becomes 1970.
impl From<SystemTime> for Timestamp {
    fn from(time: SystemTime) -> Self {
        let since = time.duration_since(UNIX_EPOCH).unwrap_or_default();
        Self(i64::try_from(since.as_millis()).unwrap_or(i64::MAX))
    }
}

/// Before 1970 becomes 1970.
impl From<Timestamp> for SystemTime {
    fn from(timestamp: Timestamp) -> Self {
        UNIX_EPOCH + Duration::from_millis(u64::try_from(timestamp.0).unwrap_or_default())
    }
}

impl From<i64> for Timestamp {
    fn from(millis: i64) -> Self {
        Self(millis)
    }
}

impl fmt::Display for Timestamp {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl Scalar for Timestamp {
    const EXPECTED: &'static str = "a time in Unix milliseconds";

    fn from_token(token: &Token<'_>) -> Option<Self> {
        token.text()?.parse().ok().map(Self)
    }
}

impl Encode for Timestamp {
    fn encode(&self, form: Form, out: &mut Params) {
        self.0.encode(form, out);
    }
}
