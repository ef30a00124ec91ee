//! An endpoint's file.

use super::exchange::{self, Context};
use super::layout::{EndpointSource, Folder};
use super::scope::Scope;
use super::type_expr::{self, From};
use super::{fields, paging};
use crate::diagnostic::{Diagnostic, Diagnostics, Rule, Spanned};
use crate::model::{Effect, Endpoint, Field, Method, ModuleName, ParamPlace, Type};
use crate::spec::EndpointFile;

pub(super) fn lower(
    source: &EndpointSource,
    folder: &Folder,
    exchange: &Context,
    scope: &mut Scope,
    found: &mut Diagnostics,
) -> Option<Endpoint> {
    let file = &source.file;
    let from = From { module: &folder.path, file: Some(&source.path) };
    let mut params = fields::fields(&file.request, &from, scope, found);
    settle_places(&mut params, file.method, found);
    path(file, &params, found);
    let response = match &file.response {
        Some(expression) => type_expr::resolve(expression, &from, scope, found),
        None => Some(Type::Nothing),
    };
    let id = id(&folder.path, &source.module);
    scope.examples.insert(id.clone(), file.examples.clone());
    let groups = |groups: &[Vec<Spanned<String>>], found: &mut Diagnostics| {
        groups.iter().filter_map(|names| group(names, &params, found)).collect()
    };
    let text = |text: &Option<Spanned<String>>| text.as_ref().map(|text| text.value.clone());
    Some(Endpoint {
        source: source.path.to_string(),
        name: source.module.to_type(),
        module: source.module.clone(),
        summary: file.summary.value.clone(),
        doc: file.doc.value.clone(),
        method: file.method,
        path: file.path.value.clone(),
        access: file.access,
        effect: effect(file, found),
        envelope: file.envelope.as_ref().and_then(|name| exchange.envelope(name, found)),
        limits: file.rate_limit.iter().filter_map(|limit| exchange::limit(limit, found)).collect(),
        buckets: file.buckets.iter().filter_map(|name| exchange.bucket(name, found)).collect(),
        one_of: groups(&file.one_of, found),
        at_most_one: groups(&file.at_most_one, found),
        types: scope.own(&source.path),
        paging: file.paging.as_ref().map(|spec| paging::lower(spec, &params, response.as_ref(), &scope.types, found)),
        idempotency_key: idempotency_key(file, &params, found),
        deprecated: text(&file.deprecated),
        examples: Vec::new(),
        service: exchange.service(file.service.as_ref(), found)?,
        response: response?,
        id,
        params,
    })
}

fn id(folder: &[ModuleName], module: &ModuleName) -> String {
    let names: Vec<&str> = folder.iter().chain([module]).map(ModuleName::as_str).collect();
    names.join(".")
}

/// A call without a body reads unless told otherwise; one with a body must tell, as HTX reads with POST.
fn effect(file: &EndpointFile, found: &mut Diagnostics) -> Effect {
    match (file.effect, file.method) {
        (Some(effect), _) => effect,
        (None, Method::Get) => Effect::Read,
        (None, Method::Post | Method::Put | Method::Delete) => {
            let message = "this call does not say whether it changes anything";
            let help = "add `effect: write`, or `effect: read` if repeating it is harmless";
            found.push(Diagnostic::new(Rule::MissingEffect, &file.place, message).help(help));
            Effect::Write
        }
    }
}

fn settle_places(params: &mut [Field], method: Method, found: &mut Diagnostics) {
    let body = matches!(method, Method::Post | Method::Put);
    let mut whole: Option<Field> = None;
    let others = params.iter().filter(|param| param.sent_in == ParamPlace::Body).count();
    for param in params {
        match (param.sent_in, body) {
            (ParamPlace::Body, false) => param.sent_in = ParamPlace::Query,
            (ParamPlace::WholeBody, _) => {
                if !body || others > 0 || whole.is_some() || !param.required {
                    let message = "a whole body is the one parameter of a POST or PUT, and required";
                    found.push(Diagnostic::new(Rule::BadType, &param.place, message));
                }
                whole = Some(param.clone());
            }
            (ParamPlace::Path, _) if !param.required => {
                let message = format!("the path parameter `{}` is required by its nature", param.wire);
                found.push(Diagnostic::new(Rule::PathParameter, &param.place, message).help("add `required: true`"));
            }
            _ => {}
        }
    }
}

fn path(file: &EndpointFile, params: &[Field], found: &mut Diagnostics) {
    let path = &file.path;
    let plain = |c: char| c.is_ascii_alphanumeric() || "/-_.{}".contains(c);
    if !path.value.starts_with('/') || !path.value.chars().all(plain) {
        let message = format!("`{}` is not a path", path.value);
        let help = "a path starts with `/` and holds neither host nor query; parameters are written `{name}`";
        found.push(Diagnostic::new(Rule::Path, &path.place, message).help(help));
        return;
    }
    let Some(named) = placeholders(&path.value) else {
        let message = format!("the braces of `{}` do not match", path.value);
        found.push(Diagnostic::new(Rule::Path, &path.place, message));
        return;
    };
    for name in &named {
        if !params.iter().any(|param| param.wire == *name && param.sent_in == ParamPlace::Path) {
            let message = format!("the path holds `{{{name}}}`, but no parameter is declared for it");
            let help = format!("add `- {{ name: {name}, type: string, required: true, in: path }}`");
            found.push(Diagnostic::new(Rule::PathParameter, &path.place, message).help(help));
        }
    }
    for param in params.iter().filter(|param| param.sent_in == ParamPlace::Path) {
        if !named.contains(&param.wire.as_str()) {
            let message = format!("the path does not hold `{{{}}}`", param.wire);
            found.push(Diagnostic::new(Rule::PathParameter, &param.place, message));
        }
    }
}

fn placeholders(path: &str) -> Option<Vec<&str>> {
    let mut names = Vec::new();
    let mut rest = path;
    while let Some(open) = rest.find(['{', '}']) {
        let inner = rest[open..].strip_prefix('{')?;
        let close = inner.find(['{', '}'])?;
        let name = &inner[..close];
        rest = inner[close..].strip_prefix('}')?;
        names.push(Some(name).filter(|name| !name.is_empty())?);
    }
    Some(names)
}

fn group(names: &[Spanned<String>], params: &[Field], found: &mut Diagnostics) -> Option<Vec<usize>> {
    let mut members = Vec::new();
    for name in names {
        match params.iter().position(|param| param.wire == name.value && !param.required) {
            Some(index) => members.push(index),
            None => {
                let message = format!("`{}` is no optional parameter of this endpoint", name.value);
                let wires = params.iter().filter(|param| !param.required).map(|param| param.wire.as_str());
                found.push(Diagnostic::new(Rule::Group, &name.place, message).did_you_mean(&name.value, wires));
            }
        }
    }
    Some(members).filter(|members| !members.is_empty())
}

fn idempotency_key(file: &EndpointFile, params: &[Field], found: &mut Diagnostics) -> Option<String> {
    let key = file.idempotency_key.as_ref()?;
    let good = params.iter().any(|param| param.wire == key.value && matches!(param.ty, Type::Text | Type::Integer));
    if !good || effect_reads(file) {
        let message = format!("`{}` is no text or integer parameter of a call that writes", key.value);
        let wires = params.iter().map(|param| param.wire.as_str());
        found.push(Diagnostic::new(Rule::IdempotencyKey, &key.place, message).did_you_mean(&key.value, wires));
    }
    Some(key.value.clone())
}

fn effect_reads(file: &EndpointFile) -> bool {
    file.effect.unwrap_or(if file.method == Method::Get { Effect::Read } else { Effect::Write }) == Effect::Read
}
