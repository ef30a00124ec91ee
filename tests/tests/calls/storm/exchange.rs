//! An exchange that follows a script, and remembers what it did.

use super::fault::Fault;
use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard};

/// What the exchange saw and did, by the number of the call.
#[derive(Clone, Default)]
pub(super) struct Exchange {
    calls: Arc<Mutex<HashMap<usize, Seen>>>,
}

/// One call as the exchange saw it.
#[derive(Debug, Default)]
pub(super) struct Seen {
    script: Vec<Fault>,
    /// What met each attempt.
    pub(super) met: Vec<Fault>,
    /// What each attempt that got here looked like.
    pub(super) arrived: Vec<Arrived>,
    /// How often it was processed.
    pub(super) acted: usize,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Arrived {
    pub(super) body: String,
    pub(super) signature: String,
    pub(super) timestamp: i64,
}

/// What becomes of a request that arrived.
pub(super) enum Outcome {
    /// As the script has it.
    Scripted(Fault),
    /// The id was used before.
    Duplicate,
}

impl Exchange {
    pub(super) fn expect(&self, number: usize, script: Vec<Fault>) {
        self.calls().insert(number, Seen { script, ..Seen::default() });
    }

    /// The fault that meets the next attempt of a call, if that comes before anything else.
    pub(super) fn meet(&self, number: usize) -> Fault {
        let mut calls = self.calls();
        let seen = calls.get_mut(&number).unwrap();
        let fault = seen.script.get(seen.met.len()).copied().unwrap_or(Fault::None);
        seen.met.push(fault);
        fault
    }

    /// A request that met this fault has arrived. What is sent twice under one key is processed once.
    pub(super) fn arrive(&self, number: usize, fault: Fault, arrived: Arrived) -> Outcome {
        let mut calls = self.calls();
        let seen = calls.get_mut(&number).unwrap();
        let is_known = seen.acted > 0 && arrived.body.contains("clientOid");
        seen.arrived.push(arrived);
        if !fault.acts() {
            return Outcome::Scripted(fault);
        }
        if is_known {
            return if matches!(fault, Fault::None) { Outcome::Duplicate } else { Outcome::Scripted(fault) };
        }
        seen.acted += 1;
        Outcome::Scripted(fault)
    }

    pub(super) fn take(&self, number: usize) -> Seen {
        self.calls().remove(&number).unwrap()
    }

    fn calls(&self) -> MutexGuard<'_, HashMap<usize, Seen>> {
        self.calls.lock().unwrap()
    }
}

/// The number of the call that a body belongs to.
pub(super) fn number(body: &str) -> usize {
    let (_, rest) = body.split_once(r#""number":""#).unwrap();
    rest.split_once('"').unwrap().0.parse().unwrap()
}

/// An answer with its time.
pub(super) fn wrapped(code: &str, data: &str, now_ms: i64) -> String {
    format!(r#"{{"code":"{code}","msg":"it is told so","requestTime":{now_ms},"data":{data}}}"#)
}
