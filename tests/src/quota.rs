//! Counts calls, each quota in an exact sliding window.

use crate::verify::Caller;
use exbind_runtime::meta::{Quota, Scope};
use std::collections::{BTreeSet, VecDeque};
use std::time::Duration;
use tokio::time::Instant;

/// How full one quota of one caller ever was.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Peak {
    /// Name of the shared bucket, or id of the endpoint that has the quota alone.
    pub name: String,
    /// Who is counted.
    pub by: Scope,
    /// Calls allowed in each window.
    pub limit: u32,
    /// Length of the window.
    pub per: Duration,
    /// The most calls that arrived within any one window, refused ones included.
    pub most: u32,
}

impl Peak {
    /// Whether no window held more calls than it may.
    pub fn is_within_limit(&self) -> bool {
        self.most <= self.limit
    }
}

/// All windows that were counted in so far.
#[derive(Debug, Default)]
pub(crate) struct Windows {
    windows: Vec<Window>,
}

#[derive(Debug)]
struct Window {
    peak: Peak,
    who: String,
    arrived: VecDeque<Instant>,
    accepted: VecDeque<Instant>,
}

/// What is left of the fullest quota of a call.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Left {
    pub(crate) limit: u32,
    pub(crate) per: Duration,
    pub(crate) remaining: u32,
    /// How long until the oldest call counted is forgotten.
    pub(crate) reset: Duration,
}

/// A quota is used up.
#[derive(Debug)]
pub(crate) struct Full {
    pub(crate) quota: String,
    pub(crate) wait: Duration,
}

/// One call, as far as quotas are concerned.
pub(crate) struct Counted<'a> {
    pub(crate) endpoint: &'a str,
    pub(crate) quotas: &'static [Quota],
    pub(crate) tier: Option<&'a str>,
    pub(crate) caller: &'a Caller,
    pub(crate) enforce: bool,
}

impl Windows {
    /// Counts a call against all of its quotas, or against none where one is used up.
    pub(crate) fn count(&mut self, call: &Counted<'_>, now: Instant) -> Result<Option<Left>, Full> {
        let quotas = call.quotas.iter().filter(|quota| applies(quota, call.quotas, call.tier));
        // A quota that stands twice in the tables counts once.
        let indices: BTreeSet<_> = quotas.map(|quota| self.index(quota, call)).collect();
        for &index in &indices {
            self.windows[index].arrive(now);
        }
        if call.enforce {
            let full = indices.iter().map(|&index| &self.windows[index]).filter(|window| window.is_full());
            if let Some(window) = full.max_by_key(|window| window.wait(now)) {
                return Err(Full { quota: window.to_string(), wait: window.wait(now) });
            }
        }
        for &index in &indices {
            self.windows[index].accepted.push_back(now);
        }
        Ok(indices.iter().map(|&index| self.windows[index].left(now)).min_by_key(|left| left.remaining))
    }

    pub(crate) fn peaks(&self) -> Vec<Peak> {
        self.windows.iter().map(|window| window.peak.clone()).collect()
    }

    fn index(&mut self, quota: &Quota, call: &Counted<'_>) -> usize {
        let name = quota.bucket.unwrap_or(call.endpoint);
        let who = match quota.by {
            Scope::Uid => call.caller.uid.as_str(),
            Scope::Key => call.caller.key.as_str(),
            _ => "",
        };
        let same = |window: &Window| {
            let Peak { name: known, by, limit, per, .. } = &window.peak;
            known == name && *by == quota.by && *limit == quota.requests && *per == quota.per && window.who == who
        };
        if let Some(index) = self.windows.iter().position(same) {
            return index;
        }
        let peak = Peak { name: name.to_owned(), by: quota.by, limit: quota.requests, per: quota.per, most: 0 };
        let (arrived, accepted) = (VecDeque::new(), VecDeque::new());
        self.windows.push(Window { peak, who: who.to_owned(), arrived, accepted });
        self.windows.len() - 1
    }
}

impl Window {
    fn arrive(&mut self, now: Instant) {
        for times in [&mut self.arrived, &mut self.accepted] {
            while times.front().is_some_and(|time| now.duration_since(*time) >= self.peak.per) {
                times.pop_front();
            }
        }
        self.arrived.push_back(now);
        self.peak.most = self.peak.most.max(u32::try_from(self.arrived.len()).unwrap_or(u32::MAX));
    }

    fn is_full(&self) -> bool {
        self.used() >= self.peak.limit
    }

    fn used(&self) -> u32 {
        u32::try_from(self.accepted.len()).unwrap_or(u32::MAX)
    }

    /// How long until there is room again. More may be counted than allowed: limits can be switched off and on.
    fn wait(&self, now: Instant) -> Duration {
        self.until_forgotten(self.used().saturating_sub(self.peak.limit), now)
    }

    fn until_forgotten(&self, index: u32, now: Instant) -> Duration {
        let time = usize::try_from(index).ok().and_then(|index| self.accepted.get(index));
        time.map_or(self.peak.per, |time| self.peak.per.saturating_sub(now.duration_since(*time)))
    }

    fn left(&self, now: Instant) -> Left {
        let Peak { limit, per, .. } = self.peak;
        Left { limit, per, remaining: limit.saturating_sub(self.used()), reset: self.until_forgotten(0, now) }
    }
}

impl std::fmt::Display for Window {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let Peak { name, by, limit, per, .. } = &self.peak;
        write!(f, "{limit} calls per {per:?} by {by:?} of {name}")
    }
}

/// Whether a quota holds for users of a tier: it is theirs, or it is everybody's and they have none of their own in
/// its place.
fn applies(quota: &Quota, all: &[Quota], tier: Option<&str>) -> bool {
    let own = |other: &Quota| other.tier.is_some() && other.tier == tier;
    let replaced = || all.iter().any(|other| own(other) && other.bucket == quota.bucket && other.by == quota.by);
    own(quota) || (quota.tier.is_none() && !replaced())
}
