//! Whether what a caller was told agrees with what the exchange did.

use super::exchange::Seen;
use super::fault::Fault;
use exbind::Error;
use exbind::error::{OutcomeUnknown, UnknownReason};
use exbind::meta::ErrorKind;
use exbind::runtime::envelope::Verdict;

/// How often each outcome was seen, so that none of them goes untested.
#[derive(Debug, Default)]
pub(super) struct Tally {
    pub(super) faults: usize,
    pub(super) repeats: usize,
    pub(super) ok: usize,
    pub(super) not_sent: usize,
    pub(super) rejected: usize,
    pub(super) unknown: usize,
    pub(super) duplicate: usize,
    pub(super) refused_after_doubt: usize,
    pub(super) undecodable: usize,
}

/// A call, as far as it matters here.
#[derive(Clone, Copy, Debug)]
pub(super) struct Kind {
    pub(super) is_write: bool,
    pub(super) is_keyed: bool,
}

impl Tally {
    /// Checks one call. `attempts` is how often the caller is told that it was attempted, if it is told.
    pub(super) fn check(&mut self, kind: Kind, seen: &Seen, result: &Result<i64, Error>) {
        self.faults += seen.met.iter().filter(|fault| !matches!(fault, Fault::None)).count();
        self.repeats += seen.met.len().saturating_sub(1);
        check_attempts(kind, seen, result);
        match result {
            Ok(_) => {
                self.ok += 1;
                assert!(!kind.is_write || seen.acted == 1, "{seen:?}");
            }
            Err(error) => self.check_error(kind, seen, error),
        }
    }

    fn check_error(&mut self, kind: Kind, seen: &Seen, error: &Error) {
        assert_eq!(error.attempts() as usize, seen.met.len(), "{error:?} {seen:?}");
        if kind.is_write && !error.may_have_acted() {
            assert_eq!(seen.acted, 0, "{error:?} {seen:?}");
        }
        match error {
            Error::NotSent(_) => self.not_sent += 1,
            Error::Rejected(_) => self.rejected += 1,
            Error::OutcomeUnknown(unknown) => {
                self.unknown += 1;
                self.check_repeat(kind, seen, unknown);
            }
            Error::Decode(decode) => {
                self.undecodable += 1;
                assert_ne!(decode.verdict, Verdict::Accepted, "{seen:?}");
            }
            other => panic!("{other:?}"),
        }
    }

    /// A refusal after a doubt is told with both.
    fn check_repeat(&mut self, kind: Kind, seen: &Seen, unknown: &OutcomeUnknown) {
        assert_eq!(unknown.idempotency_key.is_some(), kind.is_write && kind.is_keyed);
        let UnknownReason::RepeatRefused { refusal, .. } = &unknown.reason else { return };
        assert!(kind.is_keyed && seen.met.len() > 1, "{seen:?}");
        if refusal.kind == ErrorKind::Duplicate {
            self.duplicate += 1;
            assert_eq!(seen.acted, 1, "{seen:?}");
        } else {
            self.refused_after_doubt += 1;
        }
    }
}

/// What was sent again could be sent again.
fn check_attempts(kind: Kind, seen: &Seen, result: &Result<i64, Error>) {
    assert!(!seen.met.is_empty() && seen.met.len() <= 3, "{seen:?} {result:?}");
    let (_, earlier) = seen.met.split_last().unwrap();
    if kind.is_write {
        assert!(seen.acted <= 1, "{seen:?} {result:?}");
        let harmless = |fault: &Fault| fault.is_refusal() || matches!(fault, Fault::NoConnection);
        assert!(kind.is_keyed || earlier.iter().all(harmless), "{seen:?} {result:?}");
    }
    // The very same parameters, signed anew.
    for pair in seen.arrived.windows(2) {
        assert_eq!(pair[0].body, pair[1].body);
        assert!(pair[0].timestamp <= pair[1].timestamp, "{pair:?}");
        assert_eq!(pair[0].timestamp == pair[1].timestamp, pair[0].signature == pair[1].signature, "{pair:?}");
    }
}
