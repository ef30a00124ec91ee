//! The limiter as one client uses it.

use super::route::{Plan, Route};
use super::{Caller, LimitMode, Limiter, Usage};
use crate::error::NotSentReason;
use crate::meta::{Quota, Scope};
use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;
use tokio::time::{Instant, timeout_at};

/// What a client's calls pass before they are signed.
pub(crate) struct Gate {
    limiter: Limiter,
    mode: LimitMode,
    exchange: &'static str,
    caller: Caller,
    tier: Option<String>,
    /// Worked out once for each endpoint.
    routes: Mutex<HashMap<&'static str, Arc<Route>>>,
}

/// A call that may go.
pub(crate) struct Pass {
    route: Option<Arc<Route>>,
    /// How long it waited.
    pub(crate) waited: Duration,
}

/// When a call began and how long it may take.
#[derive(Clone, Copy)]
pub(crate) struct Term {
    pub(crate) start: Instant,
    pub(crate) timeout: Duration,
}

impl Term {
    pub(crate) fn begin(timeout: Duration) -> Self {
        Self { start: Instant::now(), timeout }
    }

    pub(crate) fn end(&self) -> Instant {
        /// What "never" is to a timer.
        const YEARS: Duration = Duration::from_secs(30 * 365 * 24 * 3600);
        self.start + self.timeout.min(YEARS)
    }
}

impl Gate {
    pub(crate) fn new(
        exchange: &'static str,
        limiter: Limiter,
        mode: LimitMode,
        caller: Caller,
        tier: Option<String>,
    ) -> Self {
        Self { limiter, mode, exchange, caller, tier, routes: Mutex::default() }
    }

    /// Waits for a call's turn, or refuses it. `name` is the name of the quotas that have no bucket, and always
    /// comes with the same quotas.
    pub(crate) async fn pass(
        &self,
        name: &'static str,
        quotas: &'static [Quota],
        term: Term,
    ) -> Result<Pass, NotSentReason> {
        if self.mode == LimitMode::Off || quotas.is_empty() {
            return Ok(Pass { route: None, waited: Duration::ZERO });
        }
        let route = self.route(name, quotas);
        let mut waited = Duration::ZERO;
        if self.mode == LimitMode::Refuse {
            let entered = self.limiter.enter_now(&route);
            entered.map_err(|retry_after| NotSentReason::Limited { retry_after })?;
        } else if !self.limiter.enter_free(&route) {
            self.queue(&route, term).await?;
            waited = term.start.elapsed();
        }
        Ok(Pass { route: Some(route), waited })
    }

    async fn queue(&self, route: &Route, term: Term) -> Result<(), NotSentReason> {
        let timeout = term.timeout;
        match timeout_at(term.end(), self.limiter.enter_queued(route, term.end())).await {
            Ok(Ok(())) => Ok(()),
            Ok(Err(until)) => {
                let retry_after = Some(until.duration_since(Instant::now()));
                Err(NotSentReason::LimitTimedOut { timeout, retry_after })
            }
            Err(_) => Err(NotSentReason::LimitTimedOut { timeout, retry_after: None }),
        }
    }

    /// Tells that the exchange refused a call for its rate, and how long it asks to wait.
    pub(crate) fn penalize(&self, pass: &Pass, wait: Option<Duration>) {
        if let Some(route) = &pass.route {
            self.limiter.penalize(route, wait);
        }
    }

    /// How much of this client's quotas is used.
    pub(crate) fn usage(&self) -> Vec<Usage> {
        let own = |scope: Scope, who: u64| who == self.caller.identity(scope);
        self.limiter.usage_of(|id| id.exchange == self.exchange && own(id.scope, id.who))
    }

    fn route(&self, name: &'static str, quotas: &'static [Quota]) -> Arc<Route> {
        let mut routes = self.routes.lock().unwrap_or_else(PoisonError::into_inner);
        let made = routes.entry(name).or_insert_with(|| {
            let (exchange, caller, tier) = (self.exchange, self.caller, self.tier.as_deref());
            Arc::new(Plan { exchange, name, quotas, tier, caller }.route(&mut self.limiter.table()))
        });
        Arc::clone(made)
    }
}
