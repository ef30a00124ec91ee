//! What a generated request is to the runtime.

use crate::decode::Decode;
use crate::meta::Meta;
use crate::params::Params;

/// A request of one endpoint: data about the endpoint, how its parameters are written, and what answers it.
///
/// Implemented by generated code only; every implementation is data.
pub trait Endpoint {
    /// What the exchange answers.
    type Response: Decode;

    /// What is known of the endpoint.
    const META: &'static Meta;

    /// Writes the parameters that are set.
    fn encode(&self, params: &mut Params);
}
