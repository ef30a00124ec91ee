//! What can be set while the mock runs.

use super::MockExchange;
use crate::clock::{Clock, millis};
use crate::verify::ApiKey;
use std::time::Duration;

/// What it checks.
impl MockExchange {
    /// Accepts one more API key. A key of the same name is replaced.
    pub fn add_key(&self, key: ApiKey) {
        let keys = &mut self.shared.state().settings.keys;
        keys.retain(|known| known.name() != key.name());
        keys.push(key);
    }

    /// Whether calls above a rate limit are refused. They are unless set; they are counted in any case.
    pub fn rate_limits(&self, enforced: bool) {
        self.shared.state().settings.rate_limits = enforced;
    }

    /// The kind of user that callers are, where the exchange has rate limits by kind: `copy_trader`.
    pub fn tier(&self, name: impl Into<String>) {
        self.shared.state().settings.tier = Some(name.into());
    }

    /// Whether parameters that the tables lack are refused. They are unless set.
    pub fn strict_parameters(&self, strict: bool) {
        self.shared.state().settings.strict = strict;
    }

    /// How far a request's time may be off, either way: 30 seconds on Bitget and 5 minutes on HTX unless set.
    pub fn timestamp_window(&self, window: Duration) {
        self.shared.state().settings.window = window;
    }

    /// Lets the exchange's clock run ahead of this machine's. It judges timestamps by it, and tells it in its answers: in the
    /// envelope, and in the header `Date`.
    pub fn clock_ahead(&self, by: Duration) {
        self.set_clock(Clock::Ahead(millis(by)));
    }

    /// Lets the exchange's clock run behind this machine's.
    pub fn clock_behind(&self, by: Duration) {
        self.set_clock(Clock::Ahead(-millis(by)));
    }

    /// Stops the exchange's clock at a time in Unix milliseconds.
    pub fn clock_stopped_at(&self, unix_ms: i64) {
        self.set_clock(Clock::Stopped(unix_ms));
    }

    fn set_clock(&self, clock: Clock) {
        self.shared.state().settings.clock = clock;
    }
}
