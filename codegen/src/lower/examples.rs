//! Examples: each must be what the schema says, and becomes a request that can be built and an answer that decodes.

mod response;
mod sample;

use super::json::Json;
use super::wire;
use crate::diagnostic::{Diagnostic, Diagnostics, Place, Rule, Spanned};
use crate::model::{Endpoint, Envelope, Example, Exchange, Module, ParamPlace, SampleCall, Type, Types};
use crate::spec::endpoint::ExampleSpec;
use std::collections::BTreeMap;

/// Lowers the examples of all endpoints.
pub(super) fn lower(exchange: &mut Exchange, specs: &BTreeMap<String, Vec<ExampleSpec>>, found: &mut Diagnostics) {
    let Exchange { root, types, envelopes, .. } = exchange;
    lower_module(root, types, envelopes, specs, found);
}

fn lower_module(
    module: &mut Module,
    types: &Types,
    envelopes: &[Envelope],
    specs: &BTreeMap<String, Vec<ExampleSpec>>,
    found: &mut Diagnostics,
) {
    for endpoint in &mut module.endpoints {
        let envelope = match &endpoint.envelope {
            Some(name) => envelopes.iter().find(|envelope| envelope.name == *name),
            None => envelopes.first(),
        };
        let own = specs.get(&endpoint.id).map(Vec::as_slice).unwrap_or_default();
        endpoint.examples = own.iter().map(|spec| example(spec, endpoint, envelope, types, found)).collect();
    }
    for inner in &mut module.modules {
        lower_module(inner, types, envelopes, specs, found);
    }
}

fn example(
    spec: &ExampleSpec,
    endpoint: &Endpoint,
    envelope: Option<&Envelope>,
    types: &Types,
    found: &mut Diagnostics,
) -> Example {
    let call = spec.request.as_ref().and_then(|text| request(text, endpoint, types, found));
    let response = spec.response.as_ref().map(|text| {
        if let (Some(json), Some(envelope)) = (parse(text, found), envelope) {
            let mut check = Check { place: &text.place, types, found };
            response::check(&json, &endpoint.response, envelope, &mut check);
        }
        text.value.trim().to_owned()
    });
    Example { call, response }
}

fn parse(text: &Spanned<String>, found: &mut Diagnostics) -> Option<Json> {
    let parsed = Json::parse(&text.value);
    if let Err(error) = &parsed {
        let message = format!("the example is not JSON: {error}");
        found.push(Diagnostic::new(Rule::ExampleJson, &text.place, message));
    }
    parsed.ok()
}

fn request(
    text: &Spanned<String>,
    endpoint: &Endpoint,
    types: &Types,
    found: &mut Diagnostics,
) -> Option<SampleCall> {
    let json = parse(text, found)?;
    let mut check = Check { place: &text.place, types, found };
    let arguments = match endpoint.params.first() {
        Some(whole) if whole.sent_in == ParamPlace::WholeBody => sample::whole_body(&json, whole, &mut check)?,
        _ => sample::arguments(&json, &endpoint.params, "", &mut check)?,
    };
    let (path, query, body) = wire::write(&arguments, endpoint, types);
    Some(SampleCall { arguments, path, query, body })
}

/// What checking a part of an example needs.
struct Check<'c> {
    place: &'c Place,
    types: &'c Types,
    found: &'c mut Diagnostics,
}

impl Check<'_> {
    fn fail(&mut self, rule: Rule, message: String) {
        self.found.push(Diagnostic::new(rule, self.place, message));
    }

    fn mismatch(&mut self, at: &str, ty: &Type, json: &Json) {
        let message = format!("`{}` is {} here, which is no {}", shown(at), json.kind(), self.name(ty));
        self.fail(Rule::ExampleType, message);
    }

    /// A type as specs write it.
    fn name(&self, ty: &Type) -> String {
        let inner = |word: &str, inner: &Type| format!("{word}<{}>", self.name(inner));
        match ty {
            Type::Text => "string".to_owned(),
            Type::Decimal => "decimal".to_owned(),
            Type::Integer => "integer".to_owned(),
            Type::Boolean => "boolean".to_owned(),
            Type::Timestamp => "timestamp".to_owned(),
            Type::Json => "json".to_owned(),
            Type::Nothing => "none".to_owned(),
            Type::List(ty) => inner("list", ty),
            Type::Csv(ty) => inner("csv", ty),
            Type::Embedded(ty) => inner("embedded", ty),
            Type::Map(ty) => inner("map", ty),
            Type::Named(id) => self.types.get(*id).name.to_string(),
        }
    }
}

fn shown(at: &str) -> &str {
    if at.is_empty() { "the example" } else { at }
}

/// Extends a JSON path by a key.
fn key(at: &str, name: &str) -> String {
    if at.is_empty() { name.to_owned() } else { format!("{at}.{name}") }
}
