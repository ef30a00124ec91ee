//! By how much a service's clock differs from this machine's.

use std::sync::atomic::{AtomicBool, AtomicI64, Ordering};

/// What took longer says too little of the time.
const LONGEST_ROUND_TRIP_MS: i64 = 2_000;

/// 2017 to 2099. Times outside are none, or no milliseconds.
const PLAUSIBLE_MS: std::ops::Range<i64> = 1_483_228_800_000..4_102_444_800_000;

/// The difference in use. Calls at the same time may each correct it: whatever the last one stores holds for its
/// answer, as any other would.
#[derive(Debug, Default)]
pub(crate) struct Offset {
    ms: AtomicI64,
    /// Whether a signed call taught it.
    from_signed: AtomicBool,
}

/// What an answer tells of the time. All times are in milliseconds.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Sample {
    /// The exchange's time, as written.
    pub(crate) told: i64,
    /// By how much it may be more than written.
    pub(crate) resolution: i64,
    /// When the request was sent and its answer received, by this machine's clock.
    pub(crate) sent: i64,
    pub(crate) received: i64,
    /// Whether the call was signed.
    pub(crate) signed: bool,
}

impl Offset {
    /// What to add to this machine's time.
    pub(crate) fn ms(&self) -> i64 {
        self.ms.load(Ordering::Relaxed)
    }

    /// Takes an answer's word for the time if it proves that the difference in use is wrong; gives the new one.
    #[inline]
    pub(crate) fn learn(&self, sample: &Sample) -> Option<i64> {
        let quick = (0..=LONGEST_ROUND_TRIP_MS).contains(&sample.received.saturating_sub(sample.sent));
        if quick { self.correct(sample) } else { None }
    }

    /// The same for an answer that says that the time was wrong: it is worth believing however long it took.
    pub(crate) fn correct(&self, sample: &Sample) -> Option<i64> {
        let (least, most) = sample.bounds();
        if (least..=most).contains(&self.ms()) || !PLAUSIBLE_MS.contains(&sample.told) {
            return None;
        }
        if !sample.signed && self.from_signed.load(Ordering::Relaxed) {
            return None;
        }
        let middle = least.midpoint(most);
        self.ms.store(middle, Ordering::Relaxed);
        self.from_signed.fetch_or(sample.signed, Ordering::Relaxed);
        Some(middle)
    }
}

impl Sample {
    /// The least and the greatest difference that it leaves possible, this machine's time being cut to milliseconds.
    fn bounds(&self) -> (i64, i64) {
        let least = self.told.saturating_sub(self.received).saturating_sub(1);
        let most = self.told.saturating_add(self.resolution).saturating_sub(self.sent);
        (least.min(most), most)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOW: i64 = 1_700_000_000_000;

    /// An answer of a clock so much ahead, written midway of a round trip.
    fn sample(ahead: i64, round_trip: i64) -> Sample {
        let told = NOW + ahead + round_trip / 2;
        Sample { told, resolution: 1, sent: NOW, received: NOW + round_trip, signed: true }
    }

    #[test]
    fn a_right_clock_is_left_alone() {
        let offset = Offset::default();
        for round_trip in [0, 1, 40, 900] {
            for ahead in [-round_trip / 2, 0, round_trip / 2] {
                assert_eq!(offset.learn(&sample(ahead, round_trip)), None, "{ahead} of {round_trip}");
            }
        }
    }

    #[test]
    fn a_wrong_clock_is_set_to_the_middle() {
        for ahead in [-6 * 365 * 86_400_000, -300_000, -22, 22, 300_000] {
            let offset = Offset::default();
            let learned = offset.learn(&sample(ahead, 40)).unwrap();
            assert!((learned - ahead).abs() <= 1, "{ahead}: {learned}");
            assert_eq!((offset.ms(), offset.learn(&sample(ahead, 900))), (learned, None));
        }
        // This machine has forgotten what year it is.
        let forgotten = Sample { sent: 0, received: 10, ..sample(0, 10) };
        assert!(Offset::default().learn(&forgotten).is_some_and(|learned| (learned - NOW).abs() <= 1));
    }

    #[test]
    fn drift_and_jumps_are_followed() {
        let offset = Offset::default();
        for ahead in (0..5_000).step_by(7).chain([-100_000, 100_000, 0]) {
            offset.learn(&sample(ahead, 30));
            assert!((offset.ms() - ahead).abs() <= 16, "{ahead}: {}", offset.ms());
        }
    }

    #[test]
    fn what_proves_little_is_ignored() {
        let offset = Offset::default();
        assert_eq!(offset.learn(&sample(300_000, 2_001)), None);
        assert_eq!(offset.learn(&sample(300_000, -1)), None);
        for told in [0, 1, 1_700_000_000, NOW * 1_000, i64::MAX, i64::MIN] {
            assert_eq!(offset.correct(&Sample { told, ..sample(0, 0) }), None, "{told}");
        }
        assert_eq!(offset.correct(&sample(300_000, 60_000)), Some(300_000));
    }

    #[test]
    fn public_answers_do_not_overrule_signed_ones() {
        let offset = Offset::default();
        let public = |ahead| Sample { signed: false, ..sample(ahead, 0) };
        assert!(offset.learn(&public(60_000)).is_some());
        assert!(offset.learn(&sample(-60_000, 0)).is_some());
        assert_eq!(offset.learn(&public(60_000)), None);
        assert!(offset.learn(&sample(60_000, 0)).is_some());
    }

    #[test]
    fn whole_seconds_are_understood_as_such() {
        let told = (NOW + 90_500) / 1_000 * 1_000;
        let date = Sample { told, resolution: 1_000, ..sample(0, 20) };
        let offset = Offset::default();
        let learned = offset.learn(&date).unwrap();
        assert!((learned - 90_500).abs() <= 520, "{learned}");
        assert_eq!(Offset::default().learn(&Sample { told: NOW / 1_000 * 1_000, ..date }), None);
    }
}
