//! What can be set on a shared limiter.

use super::link::Link;
use super::shares::Shares;
use super::{RedisLimiter, Shared, prefix};
use std::fmt;
use std::sync::{Arc, Mutex};
use std::time::Duration;
use zeroize::Zeroizing;

/// What to do with calls while Redis cannot be asked.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub enum WhenLost {
    /// Let this process use its share of each quota: an N-th of it, N being the number of processes.
    #[default]
    Share,
    /// Refuse them: [`NotSentReason::LimiterFailed`](crate::error::NotSentReason::LimiterFailed).
    Refuse,
}

#[derive(Clone, Debug)]
pub(super) struct Settings {
    pub(super) processes: u32,
    pub(super) when_lost: WhenLost,
    pub(super) timeout: Duration,
    pub(super) margin: Option<Duration>,
}

/// Builds a shared limiter.
#[must_use = "a builder does nothing until `build` is called"]
pub struct RedisLimiterBuilder {
    url: Zeroizing<String>,
    secret: Zeroizing<Vec<u8>>,
    settings: Settings,
}

impl RedisLimiterBuilder {
    pub(super) fn new(url: &str, secret: &str, processes: u32) -> Self {
        let settings = Settings {
            processes: processes.max(1),
            when_lost: WhenLost::default(),
            timeout: Duration::from_millis(250),
            margin: None,
        };
        Self { url: Zeroizing::new(url.to_owned()), secret: Zeroizing::new(secret.as_bytes().to_owned()), settings }
    }

    /// What to do with calls while Redis cannot be asked. [`WhenLost::Share`] unless set.
    pub fn when_lost(mut self, when_lost: WhenLost) -> Self {
        self.settings.when_lost = when_lost;
        self
    }

    /// How long Redis may take to answer before it counts as lost. 250 ms unless set.
    pub fn timeout(mut self, timeout: Duration) -> Self {
        self.settings.timeout = timeout;
        self
    }

    /// What is added to the length of every window, for calls that overtake each other on the way from Redis's count
    /// to the exchange's: they may take longer one time than another, or from one machine than from another.
    /// Without it: 50 ms, or a twentieth of the window where that is less. The same in all processes.
    pub fn margin(mut self, margin: Duration) -> Self {
        self.settings.margin = Some(margin);
        self
    }

    /// Builds the limiter.
    ///
    /// # Errors
    ///
    /// When the URL is not one of a Redis, or the secret is empty.
    pub fn build(self) -> Result<RedisLimiter, RedisSettingsError> {
        if self.secret.is_empty() {
            return Err(RedisSettingsError("the secret is empty; choose a text that nobody can guess".to_owned()));
        }
        if self.url.starts_with("rediss:") {
            let advice = "call Redis on a private network, by redis+unix:///path, or through a tunnel";
            return Err(RedisSettingsError(format!("TLS to Redis is not offered; {advice}")));
        }
        // The error may quote the URL, and that the password.
        let client = redis::Client::open(self.url.as_str()).map_err(|_| {
            RedisSettingsError(
                "the URL does not lead to a Redis; write redis://host:port/ or redis+unix:///path".into(),
            )
        })?;
        let Settings { processes, timeout, margin, .. } = self.settings;
        let link = Link::new(client, timeout, format!("{}memory", prefix(&self.secret)));
        let shares = Mutex::new(Shares::new(processes, margin));
        let shared = Shared { settings: self.settings, secret: self.secret, link, shares };
        Ok(RedisLimiter { shared: Arc::new(shared) })
    }
}

impl fmt::Debug for RedisLimiterBuilder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("RedisLimiterBuilder").field("settings", &self.settings).finish_non_exhaustive()
    }
}

/// A shared limiter cannot be built.
#[derive(Debug)]
pub struct RedisSettingsError(String);

impl fmt::Display for RedisSettingsError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for RedisSettingsError {}
