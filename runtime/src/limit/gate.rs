//! The limiter as one client uses it.

use super::limiter::after;
use super::{Asked, Caller, Counters, LimitMode, RateLimiter, Route, Usage, Verdict};
use crate::error::NotSentReason;
use crate::meta::Quota;
use http::HeaderMap;
use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;
use tokio::time::{Instant, timeout_at};

/// What a client's calls pass before they are signed.
pub(crate) struct Gate {
    limiter: Arc<dyn RateLimiter>,
    mode: LimitMode,
    exchange: &'static str,
    caller: Caller,
    tier: Option<String>,
    /// Asked for once for each endpoint.
    routes: Mutex<BTreeMap<&'static str, Arc<dyn Route>>>,
}

/// A call that may go.
pub(crate) struct Pass {
    route: Option<Arc<dyn Route>>,
    /// When, or a little earlier.
    at: Instant,
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
        after(self.start, self.timeout)
    }
}

impl Gate {
    pub(crate) fn new(
        exchange: &'static str,
        limiter: Arc<dyn RateLimiter>,
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
            return Ok(Pass { route: None, at: term.start, waited: Duration::ZERO });
        }
        let route = self.route(name, quotas);
        let (verdict, at, waited) = self.verdict(&*route, term).await?;
        match verdict {
            Verdict::Pass => Ok(Pass { route: Some(route), at, waited }),
            Verdict::Wait(wait) => Err(self.full(term, Some(wait))),
            Verdict::Refused(error) => Err(NotSentReason::LimiterFailed(error)),
        }
    }

    /// What the limiter says, when, and how long that took. A verdict that is known at once is told without another
    /// look at the clock.
    async fn verdict(&self, route: &dyn Route, term: Term) -> Result<(Verdict, Instant, Duration), NotSentReason> {
        let asked = match self.mode {
            LimitMode::Refuse => route.ask(),
            _ => route.queue(term.end()),
        };
        match asked {
            Asked::Now(verdict) => Ok((verdict, term.start, Duration::ZERO)),
            Asked::Later(verdict) => {
                let start = Instant::now();
                let verdict = timeout_at(term.end(), verdict).await.map_err(|_| self.full(term, None))?;
                let end = Instant::now();
                Ok((verdict, end, end - start))
            }
        }
    }

    fn full(&self, term: Term, wait: Option<Duration>) -> NotSentReason {
        match (self.mode, wait) {
            (LimitMode::Refuse, Some(retry_after)) => NotSentReason::Limited { retry_after },
            _ => NotSentReason::LimitTimedOut { timeout: term.timeout, retry_after: wait },
        }
    }

    /// Tells that the exchange refused a call for its rate, and how long it asks to wait.
    pub(crate) fn penalize(&self, pass: &Pass, wait: Option<Duration>) {
        if let Some(route) = &pass.route {
            route.refused(wait);
        }
    }

    /// Looks for what the exchange has counted.
    pub(crate) fn counted(&self, pass: &Pass, headers: &HeaderMap) {
        if let Some(route) = &pass.route
            && let Some(counters) = Counters::read(headers, || pass.at.elapsed())
        {
            route.counted(&counters);
        }
    }

    /// How much of the quotas is used that calls drew on so far.
    pub(crate) fn usage(&self) -> Vec<Usage> {
        let mut all: Vec<Usage> = Vec::new();
        for usage in self.routes().values().flat_map(|route| route.usage()) {
            let same = |known: &Usage| {
                (known.name, known.scope, known.limit, known.window)
                    == (usage.name, usage.scope, usage.limit, usage.window)
            };
            if !all.iter().any(same) {
                all.push(usage);
            }
        }
        all
    }

    fn route(&self, name: &'static str, quotas: &'static [Quota]) -> Arc<dyn Route> {
        let mut routes = self.routes();
        let made = routes.entry(name).or_insert_with(|| {
            let quotas = self.caller.quotas(self.exchange, name, quotas, self.tier.as_deref());
            self.limiter.route(&quotas)
        });
        Arc::clone(made)
    }

    fn routes(&self) -> MutexGuard<'_, BTreeMap<&'static str, Arc<dyn Route>>> {
        self.routes.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
