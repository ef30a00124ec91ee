//! The exchanges' own examples, as generated code holds them: answers for the mock exchange, and tests of the specs.

use crate::endpoint::Endpoint;
use crate::envelope::{self, Problem};
use crate::meta::Meta;
use crate::params::{Encode, Encoded, Params, to_json};

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
    pub recode: fn(&str) -> Result<String, String>,
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

/// Reads an answer of `E` and writes it again.
///
/// # Errors
///
/// When the answer is a refusal, or not what the schema says.
pub fn recode<E: Endpoint<Response: Encode>>(body: &str) -> Result<String, String> {
    match envelope::read::<E::Response>(E::META.envelope, body) {
        Ok(answer) => Ok(to_json(&answer)),
        Err(Problem::Refused(head)) => Err(format!("the example is a refusal: {head:?}")),
        Err(Problem::Mismatch { path, reason, .. }) => Err(format!("at {path}: {reason}")),
    }
}
