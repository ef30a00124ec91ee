//! What the mock remembers, shared by its handle and its connections.

use crate::clock::Clock;
use crate::quota::Windows;
use crate::record::Recorded;
use crate::route::Route;
use crate::script::Scripts;
use crate::verify::ApiKey;
use exbind_runtime::meta::Exchange;
use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;
use tokio::sync::watch;

/// Everything that handle and connections share.
pub(crate) struct Shared {
    pub(crate) exchange: &'static Exchange,
    state: Mutex<State>,
    arrived: watch::Sender<()>,
}

/// What changes while the mock runs.
pub(crate) struct State {
    pub(crate) settings: Settings,
    pub(crate) routes: Vec<Route>,
    /// Example answers by endpoint.
    pub(crate) examples: HashMap<String, Arc<str>>,
    pub(crate) scripts: Scripts,
    pub(crate) windows: Windows,
    pub(crate) requests: Vec<Recorded>,
}

/// How the mock checks.
#[derive(Clone)]
pub(crate) struct Settings {
    pub(crate) keys: Vec<ApiKey>,
    pub(crate) clock: Clock,
    /// How far a request's time may be off.
    pub(crate) window: Duration,
    pub(crate) rate_limits: bool,
    pub(crate) strict: bool,
    pub(crate) tier: Option<String>,
}

impl Shared {
    pub(crate) fn new(exchange: &'static Exchange, state: State) -> Self {
        Self { exchange, state: Mutex::new(state), arrived: watch::Sender::new(()) }
    }

    /// A panic in one test must not become a panic in the mock: what is behind the lock is whole at any time.
    pub(crate) fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(crate) fn example(&self, endpoint: &str) -> Option<Arc<str>> {
        self.state().examples.get(endpoint).cloned()
    }

    /// Tells those who wait for requests that one arrived.
    pub(crate) fn arrived(&self) {
        self.arrived.send_replace(());
    }

    /// Waits until so many requests are there.
    pub(crate) async fn wait_for(&self, requests: usize) {
        let mut arrived = self.arrived.subscribe();
        while self.state().requests.len() < requests {
            // The sender lives as long as `self`.
            let _ = arrived.changed().await;
        }
    }
}
