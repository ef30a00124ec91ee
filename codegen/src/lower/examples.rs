//! Examples: each must be what the schema says, and becomes a request that can be built and an answer that decodes.

mod response;
mod sample;
mod text;

use super::wire;
use crate::diagnostic::{Diagnostic, Diagnostics, Rule, Spanned, shown};
use crate::json::Json;
use crate::model::{Endpoint, Envelope, Example, Exchange, Module, ParamPlace, SampleCall, Type, TypeDef, Types};
use crate::spec::endpoint::ExampleSpec;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;
use text::Text;

/// Lowers the examples of all endpoints.
///
/// Those of an `incomplete` file, or of one whose shared types are incomplete, are only read: they would contradict a
/// schema that is not what it shall be.
pub(super) fn lower(
    exchange: &mut Exchange,
    specs: &BTreeMap<String, Vec<ExampleSpec>>,
    files: &[(Arc<str>, &str)],
    incomplete: &BTreeSet<Arc<str>>,
    found: &mut Diagnostics,
) {
    let Exchange { name, root, types, envelopes, .. } = exchange;
    let shared = |file: &str| file.starts_with(&format!("{name}/")) && SHARED.iter().any(|end| file.ends_with(end));
    let all = incomplete.iter().any(|file| shared(file));
    let judged = |endpoint: &Endpoint| !all && !incomplete.contains(&endpoint.place.file);
    let files = files.iter().map(|(path, text)| (&**path, *text)).collect();
    let source = Source { types, envelopes, specs, files, judged: &judged };
    lower_module(root, &source, found);
}

const SHARED: &[&str] = &["/exchange.yaml", "/types.yaml"];

/// What examples are held against.
struct Source<'s> {
    types: &'s Types,
    envelopes: &'s [Envelope],
    specs: &'s BTreeMap<String, Vec<ExampleSpec>>,
    files: BTreeMap<&'s str, &'s str>,
    judged: &'s dyn Fn(&Endpoint) -> bool,
}

fn lower_module(module: &mut Module, source: &Source<'_>, found: &mut Diagnostics) {
    let Source { envelopes, specs, judged, .. } = source;
    for endpoint in &mut module.endpoints {
        let envelope = match &endpoint.envelope {
            Some(name) => envelopes.iter().find(|envelope| envelope.name == *name),
            None => envelopes.first(),
        };
        let own = specs.get(&endpoint.id).map(Vec::as_slice).unwrap_or_default();
        if !judged(endpoint) {
            own.iter()
                .flat_map(|spec| spec.request.iter().chain(&spec.response))
                .for_each(|text| drop(Text::new(text, source).parse(found)));
            continue;
        }
        endpoint.examples = own.iter().map(|spec| example(spec, endpoint, envelope, source, found)).collect();
    }
    for inner in &mut module.modules {
        lower_module(inner, source, found);
    }
}

fn example(
    spec: &ExampleSpec,
    endpoint: &Endpoint,
    envelope: Option<&Envelope>,
    source: &Source<'_>,
    found: &mut Diagnostics,
) -> Example {
    let call = spec.request.as_ref().and_then(|text| request(text, endpoint, source, found));
    let response = spec.response.as_ref().map(|spanned| {
        let text = Text::new(spanned, source);
        if let (Some(json), Some(envelope)) = (text.parse(found), envelope) {
            let mut check = Check { text, types: source.types, found };
            response::check(&json, &endpoint.response, envelope, &mut check);
        }
        spanned.value.trim().to_owned()
    });
    Example { call, response }
}

fn request(
    text: &Spanned<String>,
    endpoint: &Endpoint,
    source: &Source<'_>,
    found: &mut Diagnostics,
) -> Option<SampleCall> {
    let text = Text::new(text, source);
    let json = text.parse(found)?;
    let types = source.types;
    let mut check = Check { text, types, found };
    let arguments = match endpoint.params.first() {
        Some(whole) if whole.sent_in == ParamPlace::WholeBody => sample::whole_body(&json, whole, &mut check)?,
        _ => sample::arguments(&json, &endpoint.params, "", &mut check)?,
    };
    let (path, query, body) = wire::write(&arguments, endpoint, types);
    Some(SampleCall { arguments, path, query, body })
}

/// What checking a part of an example needs.
struct Check<'c> {
    text: Text<'c>,
    types: &'c Types,
    found: &'c mut Diagnostics,
}

impl Check<'_> {
    /// Notes what is wrong with the value at a JSON path.
    fn fail(&mut self, rule: Rule, at: &str, message: String) {
        self.found.push(Diagnostic::new(rule, &self.text.place_of(at), message));
    }

    /// Notes a text that is no value of an enum.
    fn no_value(&mut self, at: &str, text: &str, def: &TypeDef) {
        let message = format!("`{at}` is `{}` here, which is no value of `{}`", shown(text), def.name);
        let wires = def.variants().iter().map(|variant| variant.wire.as_str());
        let unknown = Diagnostic::new(Rule::ExampleType, &self.text.place_of(at), message);
        self.found.push(unknown.did_you_mean(text, wires));
    }

    /// Notes a key that nothing describes.
    fn unknown<'k>(&mut self, at: &str, name: &str, known: impl Iterator<Item = &'k str>) {
        let message = format!("`{}` stands in the example, but not in the schema", shown(at));
        let unknown = Diagnostic::new(Rule::ExampleField, &self.text.place_of(at), message);
        self.found.push(unknown.did_you_mean(name, known));
    }

    fn mismatch(&mut self, at: &str, ty: &Type, json: &Json) {
        let what = json.text().map_or_else(|| json.kind().to_owned(), |text| format!("`{}`", shown(text)));
        let message = format!("{} is {what} here, which is no `{}`", subject(at), self.types.written(ty));
        self.fail(Rule::ExampleType, at, message);
    }
}

fn subject(at: &str) -> String {
    if at.is_empty() { "the example".to_owned() } else { format!("`{}`", shown(at)) }
}

/// Extends a JSON path by a key.
fn key(at: &str, name: &str) -> String {
    if at.is_empty() { name.to_owned() } else { format!("{at}.{name}") }
}
