//! What the specs mean: checked, resolved, every name decided. Knows neither YAML nor tokens.

pub mod names;
mod paging;
mod sample;
mod types;

pub use names::{ConstName, FieldName, ModuleName, TypeName, VariantName};
pub use paging::{Follow, Paging, Turner};
pub use sample::{Argument, Sample, SampleCall};
pub use types::{Body, Field, Form, Kind, ParamPlace, Type, TypeDef, TypeId, Types, Variant};

pub use crate::spec::endpoint::PageStyleSpec as PageStyle;
pub use crate::spec::endpoint::{AccessSpec as Access, EffectSpec as Effect, MethodSpec as Method};
pub use crate::spec::exchange::{ScopeSpec as Scope, SigningSpec as Signing};
pub use crate::spec::tables::RetrySpec as Retry;

use crate::diagnostic::Place;
use std::time::Duration;

/// Everything that the specs say.
#[derive(Debug, Default)]
pub struct Model {
    /// The exchanges, by name.
    pub exchanges: Vec<Exchange>,
}

/// An exchange.
#[derive(Debug)]
pub struct Exchange {
    /// Its module.
    pub name: ModuleName,
    /// Its name for people.
    pub title: String,
    /// Where its documents are.
    pub doc: String,
    /// Signing scheme.
    pub signing: Signing,
    /// Addresses: service, environment, URL.
    pub hosts: Vec<(String, String, String)>,
    /// Header that selects the language.
    pub locale_header: Option<String>,
    /// Header that carries a channel code.
    pub channel_header: Option<String>,
    /// Header and value that select demo trading.
    pub demo_header: Option<(String, String)>,
    /// How numbers are written in JSON, unless a field says otherwise.
    pub numbers: Form,
    /// How booleans are written in JSON, unless a field says otherwise.
    pub booleans: Form,
    /// Envelopes; the first is the default.
    pub envelopes: Vec<Envelope>,
    /// Rate limits that several endpoints share.
    pub buckets: Vec<Bucket>,
    /// Those that every call draws from.
    pub every_call: Vec<ConstName>,
    /// Error codes, sorted as text.
    pub errors: Vec<ErrorCode>,
    /// All named types.
    pub types: Types,
    /// Its endpoints, by folder.
    pub root: Module,
}

impl Exchange {
    /// All its endpoints.
    pub fn endpoints(&self) -> impl Iterator<Item = &Endpoint> {
        self.root.walk().into_iter().flat_map(|module| &module.endpoints)
    }

    /// All parameters of its endpoints, and all fields and places of its types.
    pub fn fields(&self) -> impl Iterator<Item = &Field> {
        let params = self.endpoints().flat_map(|endpoint| &endpoint.params);
        params.chain(self.types.iter().flat_map(|(_, def)| def.fields()))
    }
}

/// A folder of specs.
#[derive(Debug)]
pub struct Module {
    /// Names from the exchange down; the exchange's own is the first.
    pub path: Vec<ModuleName>,
    /// What it is for.
    pub about: String,
    /// Types of its `types.yaml`.
    pub types: Vec<TypeId>,
    /// Its endpoints, by name.
    pub endpoints: Vec<Endpoint>,
    /// Its folders, by name.
    pub modules: Vec<Module>,
}

impl Module {
    /// This module and all below it.
    pub fn walk(&self) -> Vec<&Module> {
        let mut all = vec![self];
        all.extend(self.modules.iter().flat_map(Module::walk));
        all
    }
}

/// An endpoint.
#[derive(Debug)]
pub struct Endpoint {
    /// The spec's path, as it is shown.
    pub source: String,
    /// Where its path stands.
    pub place: Place,
    /// Dotted id.
    pub id: String,
    /// Its module and the name of its call function.
    pub module: ModuleName,
    /// Its request type.
    pub name: TypeName,
    /// What it does.
    pub summary: String,
    /// The exchange's document.
    pub doc: String,
    /// HTTP method.
    pub method: Method,
    /// Path.
    pub path: String,
    /// The service that answers it.
    pub service: String,
    /// What the key must be allowed to do.
    pub access: Access,
    /// Whether it can change anything.
    pub effect: Effect,
    /// Its envelope; `None` for the exchange's default.
    pub envelope: Option<ConstName>,
    /// Its own limits.
    pub limits: Vec<Limit>,
    /// Shared limits besides those of every call.
    pub buckets: Vec<ConstName>,
    /// Its parameters.
    pub params: Vec<Field>,
    /// Groups of parameters of which at least one is needed.
    pub one_of: Vec<Vec<usize>>,
    /// Groups of parameters of which at most one may be set.
    pub at_most_one: Vec<Vec<usize>>,
    /// Type of the answer.
    pub response: Type,
    /// Types of its own.
    pub types: Vec<TypeId>,
    /// How it pages.
    pub paging: Option<Paging>,
    /// The parameter that makes a repeated call harmless.
    pub idempotency_key: Option<String>,
    /// Why it should no longer be used.
    pub deprecated: Option<String>,
    /// Differences from the exchange's document that are meant.
    pub departures: Vec<String>,
    /// The exchange's own examples.
    pub examples: Vec<Example>,
}

/// An envelope.
#[derive(Clone, Debug)]
pub struct Envelope {
    /// Name of its constant.
    pub name: ConstName,
    /// The field that tells success, and its values.
    pub success: Option<(String, Vec<String>)>,
    /// Fields of the code.
    pub code: Vec<String>,
    /// Fields of the message.
    pub message: Vec<String>,
    /// Field of the answer.
    pub data: Option<String>,
    /// Field of the time.
    pub time: Option<String>,
    /// Fields that say nothing more.
    pub other: Vec<String>,
}

/// A rate limit.
#[derive(Clone, Debug)]
pub struct Limit {
    /// Calls.
    pub requests: u32,
    /// Time.
    pub per: Duration,
    /// Who is counted.
    pub by: Scope,
    /// The kind of user it holds for.
    pub tier: Option<String>,
}

/// A shared rate limit.
#[derive(Debug)]
pub struct Bucket {
    /// Name of its constant.
    pub constant: ConstName,
    /// Its name.
    pub name: String,
    /// The limit.
    pub limit: Limit,
}

/// An error code.
#[derive(Debug)]
pub struct ErrorCode {
    /// The code as text.
    pub code: String,
    /// Variant of the runtime's `ErrorKind`.
    pub kind: &'static str,
    /// Whether repeating helps.
    pub retry: Retry,
    /// What it means.
    pub about: String,
}

/// An exchange's own example.
#[derive(Debug)]
pub struct Example {
    /// The request, and what it is on the wire.
    pub call: Option<SampleCall>,
    /// The answer, as it arrives.
    pub response: Option<String>,
}
