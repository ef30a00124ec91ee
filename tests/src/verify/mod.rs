//! Whether a request is signed as the exchange wants it.
//!
//! Written from the exchanges' documents and over the bytes that arrived, on purpose without the client's signer: a
//! mistake there must not be excused here.

mod bitget;
mod htx;
mod key;
mod pem;

pub use key::ApiKey;

use crate::record::Recorded;
use crate::refusal::{Cause, Refusal};
use exbind_runtime::meta::Signing;
use std::time::Duration;

/// What a signature is checked against.
#[derive(Clone, Copy)]
pub(crate) struct Verifier<'a> {
    pub(crate) keys: &'a [ApiKey],
    pub(crate) now_ms: i64,
    /// How far a request's time may be from the exchange's, either way.
    pub(crate) window: Duration,
    pub(crate) request: &'a Recorded,
}

/// Who calls, as far as quotas tell callers apart.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Caller {
    pub(crate) key: String,
    pub(crate) uid: String,
}

impl Verifier<'_> {
    pub(crate) fn caller(&self, scheme: Signing) -> Result<Caller, Refusal> {
        match scheme {
            Signing::Bitget => bitget::caller(self),
            Signing::Htx => htx::caller(self),
            other => Err(Refusal::new(Cause::SignatureMethod, format!("this mock cannot verify {other:?} signatures"))),
        }
    }

    fn key(&self, name: &str) -> Result<&ApiKey, Refusal> {
        let unknown = || Refusal::new(Cause::UnknownKey, "the mock has no such API key; see MockExchange::add_key");
        self.keys.iter().find(|key| key.name() == name).ok_or_else(unknown)
    }

    fn check_time(&self, ms: i64) -> Result<(), Refusal> {
        let off = ms.saturating_sub(self.now_ms);
        if u128::from(off.unsigned_abs()) <= self.window.as_millis() {
            return Ok(());
        }
        let window = self.window;
        let reason = format!("the request's time is off by {off} ms from the exchange's; it may be by {window:?}");
        Err(Refusal::new(Cause::StaleTimestamp, reason))
    }
}

/// Whether a request to a path that the tables lack claims to be signed.
pub(crate) fn is_signed(scheme: Signing, request: &Recorded) -> bool {
    match scheme {
        Signing::Bitget => request.headers.contains_key("access-sign") || request.headers.contains_key("access-key"),
        _ => request.query.contains("AccessKeyId=") || request.query.contains("Signature="),
    }
}

/// Names in a query that belong to the signature and are no parameters.
pub(crate) fn signing_pairs(scheme: Signing) -> &'static [&'static str] {
    match scheme {
        Signing::Htx => &htx::PAIRS,
        _ => &[],
    }
}

/// How far off an exchange lets a request's time be.
pub(crate) fn usual_window(scheme: Signing) -> Duration {
    match scheme {
        Signing::Htx => Duration::from_secs(5 * 60),
        _ => Duration::from_secs(30),
    }
}
