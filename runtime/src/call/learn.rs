//! What answers tell of the exchange's time.

use super::Job;
use crate::clock::{Sample, unix_seconds};
use crate::observe;
use http::HeaderMap;
use http::header::{AGE, DATE};

/// An answer, as far as time is concerned.
pub(super) struct Heard<'a> {
    pub(super) headers: &'a HeaderMap,
    /// The exchange's time in its envelope.
    pub(super) told_ms: Option<i64>,
    /// When it was sent and answered, by this machine's clock.
    pub(super) sent_ms: i64,
    pub(super) received_ms: i64,
}

impl Job {
    /// Corrects the clock of the service that was called, where that is needed; tells whether the answer told the time.
    /// `was_wrong` says that the exchange refused the call for its timestamp.
    pub(super) fn learn(&self, heard: &Heard<'_>, was_wrong: bool) -> bool {
        let signed = self.target.is_signed();
        let Some((told, resolution)) = heard.time(signed).filter(|_| self.client.clock.learns) else { return false };
        let Some(offset) = self.clock() else { return false };
        let sample = Sample { told, resolution, sent: heard.sent_ms, received: heard.received_ms, signed };
        let learned = if was_wrong { offset.correct(&sample) } else { offset.learn(&sample) };
        if let Some(offset_ms) = learned {
            observe::clock_learned(offset_ms);
        }
        true
    }
}

impl Heard<'_> {
    /// A time, and by how much it may be more than written. What a cache kept of a public answer is no time.
    fn time(&self, signed: bool) -> Option<(i64, i64)> {
        if !signed && self.headers.contains_key(AGE) {
            return None;
        }
        let date = || unix_seconds(self.headers.get(DATE)?.as_bytes());
        self.told_ms.map(|ms| (ms, 1)).or_else(|| Some((date()?.saturating_mul(1_000), 1_000)))
    }
}
