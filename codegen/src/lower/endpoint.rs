//! An endpoint's file.

use super::exchange::{self, Context};
use super::layout::{EndpointSource, Folder};
use super::scope::{self, Scope};
use super::type_expr::{self, From};
use super::{fields, paging};
use crate::diagnostic::{Diagnostic, Diagnostics, Place, Rule, Spanned, nearest, shown};
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
    path(file, &params, scope, found);
    let name = source.module.to_type();
    scope::reserved(&name, &Place::file(&source.path), "the file's name becomes a type; choose another", found);
    let response = match &file.response {
        Some(expression) => type_expr::resolve_answer(expression, &from, scope, found),
        None => Some(Type::Nothing),
    };
    let id = id(&folder.path, &source.module);
    let effect = effect(file, found);
    scope.examples.insert(id.clone(), file.examples.clone());
    let groups = |groups: &[Vec<Spanned<String>>], found: &mut Diagnostics| {
        groups.iter().filter_map(|names| group(names, &params, found)).collect()
    };
    let text = |text: &Option<Spanned<String>>| text.as_ref().map(|text| text.value.clone());
    Some(Endpoint {
        source: source.path.to_string(),
        name,
        place: file.path.place.clone(),
        module: source.module.clone(),
        summary: file.summary.value.clone(),
        doc: file.doc.value.clone(),
        method: file.method,
        path: file.path.value.clone(),
        access: file.access,
        effect,
        envelope: file.envelope.as_ref().and_then(|name| exchange.envelope(name, found)),
        limits: file.rate_limit.iter().filter_map(|limit| exchange::limit(limit, found)).collect(),
        buckets: file.buckets.iter().filter_map(|name| exchange.bucket(name, found)).collect(),
        one_of: groups(&file.one_of, found),
        at_most_one: groups(&file.at_most_one, found),
        types: scope.own(&source.path),
        paging: file.paging.as_ref().map(|spec| {
            let of = paging::Of { params: &params, response: response.as_ref(), effect, types: &scope.types };
            paging::lower(spec, &of, found)
        }),
        idempotency_key: idempotency_key(file, &params, found),
        deprecated: text(&file.deprecated),
        departures: file.departures.iter().map(|from| from.value.clone()).collect(),
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
    let alone = params.len() == 1;
    for param in params {
        match (param.sent_in, body) {
            (ParamPlace::Body, false) => param.sent_in = ParamPlace::Query,
            (ParamPlace::WholeBody, _) if !body || !alone || !param.required => {
                let message = "a whole body is the only parameter of a POST or PUT, and required";
                found.push(Diagnostic::new(Rule::BadType, &param.place, message));
            }
            (ParamPlace::Path, _) if !param.required => {
                let message = format!("the path parameter `{}` is required by its nature", param.wire);
                found.push(Diagnostic::new(Rule::PathParameter, &param.place, message).help("add `required: true`"));
            }
            _ => {}
        }
    }
}

fn path(file: &EndpointFile, params: &[Field], scope: &Scope, found: &mut Diagnostics) {
    let path = &file.path;
    let plain = |c: char| c.is_ascii_alphanumeric() || "/-_.{}".contains(c);
    if !path.value.starts_with('/') || !path.value.chars().all(plain) {
        let message = format!("`{}` is not a path", shown(&path.value));
        let help = "a path starts with `/` and holds neither host nor query; parameters are written `{name}`";
        found.push(Diagnostic::new(Rule::Path, &path.place, message).help(help));
        return;
    }
    let Some(named) = placeholders(&path.value) else {
        let message = format!("the braces of `{}` do not match, or hold nothing", shown(&path.value));
        found.push(Diagnostic::new(Rule::Path, &path.place, message));
        return;
    };
    for (index, name) in named.iter().enumerate() {
        if named[..index].contains(name) {
            let message = format!("the path holds `{{{name}}}` twice");
            found.push(Diagnostic::new(Rule::Path, &path.place, message));
        } else if !params.iter().any(|param| param.wire == *name && param.sent_in == ParamPlace::Path) {
            found.push(undeclared(name, path, params));
        }
    }
    for param in params.iter().filter(|param| param.sent_in == ParamPlace::Path) {
        // One that is misspelt in the path has been told there.
        let misspelt = || named.iter().any(|name| path_parameter_like(name, params) == Some(param.wire.as_str()));
        if !named.contains(&param.wire.as_str()) && !misspelt() {
            let message = format!("the path does not hold `{{{}}}`", param.wire);
            found.push(Diagnostic::new(Rule::PathParameter, &param.place, message));
        }
        if !matches!(param.ty, Type::Csv(_)) && !type_expr::is_scalar(&param.ty, scope) {
            let why = if param.ty == Type::Secret { "is a secret" } else { "is more than one value" };
            let message = format!("`{}` cannot stand in a path: it {why}", param.wire);
            found.push(Diagnostic::new(Rule::PathParameter, &param.place, message));
        }
    }
}

fn undeclared(name: &str, path: &Spanned<String>, params: &[Field]) -> Diagnostic {
    let at = path.value.find(&format!("{{{name}}}")).unwrap_or_default();
    let message = format!("the path holds `{{{name}}}`, but no parameter is declared for it");
    let undeclared = Diagnostic::new(Rule::PathParameter, &path.part(at..at + name.len() + 2), message);
    if let Some(param) = params.iter().find(|param| param.wire == name) {
        return undeclared.other(&param.place, "sent elsewhere").help("add `in: path` to the parameter");
    }
    match path_parameter_like(name, params) {
        Some(near) => undeclared.help(format!("did you mean `{{{near}}}`?")),
        None => undeclared.help(format!("add `- {{ name: {name}, type: string, required: true, in: path }}`")),
    }
}

fn path_parameter_like<'p>(name: &str, params: &'p [Field]) -> Option<&'p str> {
    let declared = params.iter().filter(|param| param.sent_in == ParamPlace::Path);
    nearest(name, declared.map(|param| param.wire.as_str()))
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
        match params.iter().position(|param| param.wire == name.value) {
            Some(index) if members.contains(&index) => {
                let message = format!("`{}` stands twice in this group", name.value);
                found.push(Diagnostic::new(Rule::Group, &name.place, message));
            }
            Some(index) if params[index].required => {
                let message = format!("`{}` is required, so there is nothing to choose", name.value);
                found.push(Diagnostic::new(Rule::Group, &name.place, message).other(&params[index].place, "here"));
            }
            Some(index) => members.push(index),
            None => {
                let message = format!("`{}` is no parameter of this endpoint", shown(&name.value));
                let wires = params.iter().filter(|param| !param.required).map(|param| param.wire.as_str());
                found.push(Diagnostic::new(Rule::Group, &name.place, message).did_you_mean(&name.value, wires));
            }
        }
    }
    Some(members).filter(|members| !members.is_empty())
}

fn idempotency_key(file: &EndpointFile, params: &[Field], found: &mut Diagnostics) -> Option<String> {
    let key = file.idempotency_key.as_ref()?;
    let name = shown(&key.value);
    let mut wrong = |message: String| {
        let wires = params.iter().map(|param| param.wire.as_str());
        found.push(Diagnostic::new(Rule::IdempotencyKey, &key.place, message).did_you_mean(&key.value, wires));
    };
    match params.iter().find(|param| param.wire == key.value) {
        None => wrong(format!("`{name}` is no parameter of this endpoint")),
        Some(param) if !matches!(param.ty, Type::Text | Type::Integer) => {
            wrong(format!("`{name}` is neither a text nor an integer, and cannot be a key"));
        }
        Some(_) if effect_reads(file) => wrong("a call that reads can be repeated anyway; it needs no key".to_owned()),
        Some(_) => {}
    }
    Some(key.value.clone())
}

fn effect_reads(file: &EndpointFile) -> bool {
    file.effect.unwrap_or(if file.method == Method::Get { Effect::Read } else { Effect::Write }) == Effect::Read
}
