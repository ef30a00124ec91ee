//! The attempts of a call, the same for all endpoints: when one fails, whether another follows.

use super::RawAnswer;
use super::answered::Answered;
use super::job::{Arrival, Job};
use crate::error::Error;
use crate::limit::Term;
use crate::observe::Trace;
use crate::retry::{self, Remedy};
use std::time::Duration;
use tokio::time::{Instant, sleep};
use tracing::Span;

/// A call being made, over all of its attempts.
pub(crate) struct Run {
    pub(super) job: Box<Job>,
    pub(super) trace: Trace,
    /// What the attempts before left to be said.
    earlier: Option<Error>,
    /// Whether the last answer told the exchange's time.
    pub(super) knows_time: bool,
    /// Whether an attempt was made for the timestamp's sake. There is one.
    was_reset: bool,
}

impl Run {
    pub(super) fn begin(job: Box<Job>, span: Span) -> Self {
        let trace = Trace::begin(span, Term::begin(job.timeout), job.target.effect(), job.watch());
        Self { job, trace, earlier: None, knows_time: false, was_reset: false }
    }

    /// The call has its answer.
    pub(super) fn answered(&mut self) {
        self.job.client.budget.refill();
        self.trace.answered();
    }

    /// Makes attempts until one has an answer with a status of success.
    pub(super) async fn checked(mut self) -> Result<Box<Answered>, Error> {
        loop {
            let arrival = self.arrival().await?;
            let answered = Answered::new(self, arrival);
            let Some(error) = answered.fault() else { return Ok(Box::new(answered)) };
            self = answered.given_up(&error);
            self.reconsider(error).await?;
        }
    }

    /// Makes attempts until one has an answer.
    pub(super) async fn raw(mut self) -> Result<RawAnswer, Error> {
        let arrival = self.arrival().await?;
        Ok(Answered::new(self, arrival).into_raw())
    }

    /// The same after an answer that failed the call.
    pub(super) async fn again(mut self, error: Error) -> Result<Box<Answered>, Error> {
        self.reconsider(error).await?;
        self.checked().await
    }

    async fn arrival(&mut self) -> Result<Arrival, Error> {
        loop {
            self.trace.attempt();
            match self.job.attempt(&mut self.trace).await {
                Ok(arrival) => return Ok(arrival),
                Err(error) => {
                    self.knows_time = false;
                    self.reconsider(error).await?;
                }
            }
        }
    }

    /// Waits until the call may be attempted again, or gives it up with what is known of it.
    async fn reconsider(&mut self, error: Error) -> Result<(), Error> {
        self.trace.attempt_failed(&error);
        let Some(wait) = self.wait_after(&error) else { return Err(self.conclude(error)) };
        self.trace.repeated(&error, wait);
        // A doubt stays, whatever comes after it.
        let doubt = self.earlier.take().filter(Error::may_have_acted);
        self.earlier = Some(doubt.unwrap_or(error));
        if !wait.is_zero() {
            sleep(wait).await;
        }
        Ok(())
    }

    /// How long to wait before another attempt; `None` if there must be none.
    fn wait_after(&mut self, error: &Error) -> Option<Duration> {
        let (job, attempts) = (&self.job, self.trace.attempts);
        let (retries, effect) = (job.retries(), job.target.effect());
        if !retries.allow(effect, attempts) {
            return None;
        }
        match retry::remedy(error, effect, || job.idempotency_key().is_some()) {
            Remedy::None => None,
            Remedy::Clock => {
                let first = !std::mem::replace(&mut self.was_reset, true);
                (first && self.knows_time).then_some(Duration::ZERO)
            }
            Remedy::Later => {
                let budget = &job.client.budget;
                let wait = retries.wait(attempts, budget.chance()).max(error.retry_after().unwrap_or_default());
                let end = Instant::now().checked_add(wait)?;
                (end < self.trace.term.end() && budget.draw()).then_some(wait)
            }
        }
    }

    fn conclude(&mut self, error: Error) -> Error {
        let known = match self.earlier.take() {
            Some(earlier) => retry::known_after(earlier, error),
            None => error,
        };
        let known = known.after(self.trace.attempts);
        self.trace.failed(&known);
        known
    }
}
