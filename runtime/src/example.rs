//! The exchanges' own examples, as generated code holds them: answers for the mock exchange, and tests of the specs.

use crate::drift::{Drift, Observer, Watcher};
use crate::endpoint::Endpoint;
use crate::envelope::{self, Problem};
use crate::meta::Meta;
use crate::params::{Encode, Encoded, Params, to_json};
use std::cell::Cell;
use std::sync::{Arc, Mutex, PoisonError};

/// An exchange's own example of an endpoint.
#[derive(Debug)]
pub struct Example {
    /// The endpoint.
    pub meta: &'static Meta,
    /// The request, where the exchange shows one.
    pub request: Option<ExampleRequest>,
    /// The whole answer, where the exchange shows one.
    pub response: Option<&'static str>,
    /// Reads an answer and writes it again, to tell whether every field was understood.
    pub recode: fn(&str) -> Recoded,
}

/// An example request.
#[derive(Debug)]
pub struct ExampleRequest {
    /// Writes the request as a program would build it.
    pub encode: fn(&mut Params),
    /// The path that must come of it.
    pub path: &'static str,
    /// The query that must come of it.
    pub query: &'static str,
    /// The body that must come of it.
    pub body: &'static str,
}

impl ExampleRequest {
    /// Encodes the request.
    ///
    /// # Errors
    ///
    /// When the example breaks a bound that the spec states.
    pub fn encoded(&self, meta: &Meta) -> Result<Encoded, String> {
        let mut params = Params::new(meta);
        (self.encode)(&mut params);
        params.finish()
    }
}

/// What becomes of an answer that is read and written again.
#[derive(Debug)]
pub struct Recoded {
    /// The answer as JSON, or why it cannot be read: `at $.data[3].price: ...`.
    pub json: Result<String, String>,
    /// What an [observer](crate::ClientBuilder::on_drift) would be told of it.
    pub drift: Vec<Drift>,
}

/// Reads an answer of `E` and writes it again.
pub fn recode<E: Endpoint<Response: Encode>>(body: &str) -> Recoded {
    let found = Arc::default();
    let observer = collecting(&found);
    let watcher = Watcher { observer: &observer, meta: E::META, credentials: None, secrets: &[] };
    let json = match envelope::read::<E::Response>(E::META.envelope, body, &Cell::default(), Some(&watcher)) {
        Ok(answer) => Ok(to_json(&answer)),
        Err(problem) => Err(told(problem)),
    };
    let drift = std::mem::take(&mut *found.lock().unwrap_or_else(PoisonError::into_inner));
    Recoded { json, drift }
}

fn collecting(found: &Arc<Mutex<Vec<Drift>>>) -> Observer {
    let found = Arc::clone(found);
    Observer::new(move |drift| found.lock().unwrap_or_else(PoisonError::into_inner).push(drift.clone()))
}

fn told(problem: Problem<'_>) -> String {
    match problem {
        Problem::Refused(head) => format!("the example is a refusal: {head:?}"),
        Problem::Mismatch { path, reason, .. } => format!("at {path}: {reason}"),
    }
}
