//! What may be done after a failed attempt, and what is known after several.

use crate::error::{Error, NotSentReason, OutcomeUnknown, UnknownReason};
use crate::meta::{Effect, ErrorKind, Retry};

/// What can help after a failed attempt.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Remedy {
    /// Nothing that could not act twice.
    None,
    /// Another attempt, a little later.
    Later,
    /// Another attempt, by the exchange's time.
    Clock,
}

/// What can help after this error. `is_keyed` tells whether the call carries its idempotency key.
pub(crate) fn remedy(error: &Error, effect: Effect, is_keyed: impl FnOnce() -> bool) -> Remedy {
    let is_read = effect == Effect::Read;
    let later = match error {
        Error::NotSent(error) => matches!(error.reason, NotSentReason::NotConnected { .. }),
        Error::Rejected(error) => match error.retry {
            Retry::Resync => return Remedy::Clock,
            Retry::Later => is_read || is_before_processing(error.kind),
            Retry::Never => false,
        },
        Error::OutcomeUnknown(error) => error.reason.is_passing() && (is_read || is_keyed()),
        Error::Decode(_) => false,
    };
    if later { Remedy::Later } else { Remedy::None }
}

/// Whether a refusal of this kind comes before anything was done.
fn is_before_processing(kind: ErrorKind) -> bool {
    matches!(kind, ErrorKind::RateLimit | ErrorKind::Maintenance)
}

/// What is known after two attempts. One in doubt leaves the call in doubt whatever the other says; and why a call
/// failed is told by what was sent, rather than by what was not.
pub(crate) fn known_after(earlier: Error, later: Error) -> Error {
    let in_doubt = earlier.may_have_acted();
    match (earlier, later) {
        (Error::OutcomeUnknown(doubt), Error::Rejected(refusal)) if in_doubt => {
            let OutcomeUnknown { endpoint, effect, idempotency_key, reason, attempts } = *doubt;
            let reason = UnknownReason::RepeatRefused { doubt: Box::new(reason), refusal };
            OutcomeUnknown { endpoint, effect, idempotency_key, reason, attempts }.into()
        }
        (earlier, later) if in_doubt && !later.may_have_acted() => earlier,
        (earlier, Error::NotSent(error)) if !matches!(error.reason, NotSentReason::NotConnected { .. }) => earlier,
        (_, later) => later,
    }
}
