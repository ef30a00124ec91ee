//! What exchanges tell of their own counting, in headers of their answers.

use super::QuotaId;
use http::HeaderMap;
use std::time::Duration;

/// What an exchange says is left of a quota. It counts all calls of a caller, those of other programs included.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Counters {
    /// Calls left.
    pub remaining: u32,
    /// Calls allowed in each window, and its length, where the exchange says it.
    pub of: Option<(u32, Duration)>,
    /// How long ago the call was passed by the limiter that the exchange answered with this.
    pub age: Duration,
}

impl Counters {
    /// What an exchange says, for tests of limiters.
    pub const fn new(remaining: u32, of: Option<(u32, Duration)>, age: Duration) -> Self {
        Self { remaining, of, age }
    }

    /// What stands in an answer's headers, if anything does.
    pub(super) fn read(headers: &HeaderMap, age: impl FnOnce() -> Duration) -> Option<Self> {
        let number = |name: &str| headers.get(name)?.to_str().ok()?.trim().parse::<u32>().ok();
        if let Some(remaining) = number("ratelimit-remaining") {
            let (limit, interval) = (number("ratelimit-limit")?, number("ratelimit-interval")?);
            let of = Some((limit, Duration::from_millis(interval.into())));
            return Some(Self { remaining, of, age: age() });
        }
        // Its companion, X-HB-RateLimit-Requests-Expire, is documented without a unit.
        let remaining = number("x-hb-ratelimit-requests-remain")?;
        Some(Self { remaining, of: None, age: age() })
    }

    /// How many calls of a quota the exchange has counted at least, if it can be this quota that it tells of. Which
    /// one it is, no exchange documents; only a window of the same length is taken for it, or, where no window is
    /// told, the endpoint's own.
    pub fn used_of(&self, quota: &QuotaId) -> Option<u32> {
        let meant = match self.of {
            Some((limit, per)) => per == quota.per && limit <= quota.requests,
            None => !quota.shared,
        };
        meant.then(|| quota.requests.saturating_sub(self.remaining))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::meta::{Quota, Scope};

    fn read(headers: &[(&'static str, &'static str)]) -> Option<(u32, Option<(u32, u64)>)> {
        let pairs = headers.iter().map(|(name, value)| (name.parse().unwrap(), value.parse().unwrap()));
        let read = Counters::read(&HeaderMap::from_iter(pairs), || Duration::ZERO)?;
        Some((read.remaining, read.of.map(|(limit, per)| (limit, per.as_secs()))))
    }

    #[test]
    fn headers_are_read_if_they_make_sense() {
        let [limit, interval, left] = ["ratelimit-limit", "ratelimit-interval", "ratelimit-remaining"];
        assert_eq!(read(&[(limit, "72"), (interval, "3000"), (left, "70")]), Some((70, Some((72, 3)))));
        assert_eq!(read(&[("X-HB-RateLimit-Requests-Remain", " 9 ")]), Some((9, None)));
        assert_eq!(read(&[]), None);
        assert_eq!(read(&[(left, "70")]), None);
        assert_eq!(read(&[(limit, "72"), (interval, "soon"), (left, "70")]), None);
        assert_eq!(read(&[(limit, "72"), (interval, "3000"), (left, "-1")]), None);
    }

    #[test]
    fn only_a_quota_that_may_be_meant_is_taken_for_it() {
        let own = QuotaId::new("x", "a", &Quota::own(10, Duration::from_secs(1), Scope::Uid), 0);
        let shared = QuotaId::new("x", "a", &Quota::shared("trade", 72, Duration::from_secs(3), Scope::Uid), 0);
        let told = |remaining, of: Option<(u32, u64)>| {
            let of = of.map(|(limit, seconds)| (limit, Duration::from_secs(seconds)));
            let counters = Counters { remaining, of, age: Duration::ZERO };
            (counters.used_of(&own), counters.used_of(&shared))
        };
        assert_eq!(told(70, Some((72, 3))), (None, Some(2)));
        assert_eq!(told(6, Some((36, 3))), (None, Some(66)), "the limit is lower than we knew");
        assert_eq!(told(70, Some((144, 3))), (None, None), "another quota, or a higher limit: never loosened");
        assert_eq!(told(70, Some((72, 60))), (None, None));
        assert_eq!(told(4, None), (Some(6), None));
        assert_eq!(told(1000, None), (Some(0), None));
    }
}
