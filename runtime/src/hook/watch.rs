//! What is noted of a call for its hooks. A call without hooks has none of this.

use super::outcome::reason;
use super::{Attempt, AttemptEnd, CallEnd, CallInfo, Hook, Outcome};
use crate::error::Error;
use http::StatusCode;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
use std::time::Duration;
use tokio::time::Instant;
use tracing::error;

/// The hooks of a client.
pub(crate) type Hooks = Arc<[Box<dyn Hook>]>;

/// A call as its hooks are told of it.
pub(crate) struct Watch {
    hooks: Hooks,
    call: CallInfo,
    began: Instant,
    /// Over all attempts.
    waited: Duration,
    /// The attempt that is under way.
    attempt: Option<Steps>,
}

/// How far an attempt has come.
struct Steps {
    attempt: Attempt,
    step: Step,
    since: Instant,
    sending: Option<Duration>,
}

#[derive(Clone, Copy)]
enum Step {
    Waiting,
    Signing,
    Sending,
    Reading,
}

impl Watch {
    /// Begins to watch a call. `info` is asked for only where there are hooks.
    pub(crate) fn begin(hooks: &Hooks, info: impl FnOnce() -> CallInfo) -> Option<Box<Self>> {
        let begin = || {
            let (hooks, began, waited) = (Arc::clone(hooks), Instant::now(), Duration::ZERO);
            Box::new(Self { hooks, call: info(), began, waited, attempt: None })
        };
        (!hooks.is_empty()).then(begin)
    }

    /// An attempt begins to wait for its limit.
    pub(crate) fn attempt(&mut self, number: u32) {
        let attempt = Attempt { number, waited: Duration::ZERO, signing: Duration::ZERO };
        self.attempt = Some(Steps { attempt, step: Step::Waiting, since: Instant::now(), sending: None });
    }

    /// It may go.
    pub(crate) fn passed(&mut self, waited: Duration) {
        self.enter(Step::Signing);
        if let Some(Steps { attempt, .. }) = &mut self.attempt {
            attempt.waited = waited;
        }
    }

    /// It is signed.
    pub(crate) fn before_send(&mut self) {
        self.enter(Step::Sending);
        if let Some(Steps { attempt, .. }) = &self.attempt {
            self.tell(|hook| hook.before_send(&self.call, attempt));
        }
        // Time that hooks take is theirs.
        if let Some(steps) = &mut self.attempt {
            steps.since = Instant::now();
        }
    }

    /// Its answer arrived, or something in its place.
    pub(crate) fn returned(&mut self) {
        self.enter(Step::Reading);
    }

    /// It is over.
    pub(crate) fn after_attempt(&mut self, end: End) {
        let Some(mut steps) = self.attempt.take() else { return };
        steps.enter(Step::Reading);
        self.waited += steps.attempt.waited;
        let End { outcome, reason, .. } = end;
        let end = AttemptEnd { status: end.status(), outcome, reason, sending: steps.sending };
        self.tell(|hook| hook.after_attempt(&self.call, &steps.attempt, &end));
    }

    /// The call is over, and with it the attempt that was under way.
    pub(crate) fn after_call(mut self: Box<Self>, attempts: u32, end: End) {
        self.after_attempt(end);
        let End { outcome, reason, .. } = end;
        let (waited, took) = (self.waited, self.began.elapsed());
        let end = CallEnd { attempts, status: end.status(), outcome, reason, waited, took };
        self.tell(|hook| hook.after_call(&self.call, &end));
    }

    fn enter(&mut self, step: Step) {
        if let Some(steps) = &mut self.attempt {
            steps.enter(step);
        }
    }

    /// The outcome of an order must not be lost to a hook's panic.
    fn tell(&self, tell: impl Fn(&dyn Hook)) {
        for hook in &*self.hooks {
            if catch_unwind(AssertUnwindSafe(|| tell(&**hook))).is_err() {
                error!(target: "exbind", endpoint = &*self.call.endpoint, "a hook panicked");
            }
        }
    }
}

impl Steps {
    fn enter(&mut self, step: Step) {
        let now = Instant::now();
        let took = now - self.since;
        match self.step {
            Step::Waiting => self.attempt.waited = took,
            Step::Signing => self.attempt.signing = took,
            Step::Sending => self.sending = Some(took),
            Step::Reading => {}
        }
        (self.step, self.since) = (step, now);
    }
}

/// What came of an attempt, or of a call.
#[derive(Clone, Copy)]
pub(crate) struct End {
    /// Zero if there was no answer.
    status: u16,
    outcome: Outcome,
    reason: Option<&'static str>,
}

impl End {
    pub(crate) fn answered(status: u16) -> Self {
        Self { status, outcome: Outcome::Answered, reason: None }
    }

    pub(crate) fn failed(status: u16, error: &Error) -> Self {
        Self { status, outcome: Outcome::of(error), reason: Some(reason(error)) }
    }

    /// The caller gave up.
    pub(crate) fn dropped(status: u16) -> Self {
        Self { status, outcome: Outcome::Dropped, reason: None }
    }

    fn status(&self) -> Option<StatusCode> {
        StatusCode::from_u16(self.status).ok()
    }
}
