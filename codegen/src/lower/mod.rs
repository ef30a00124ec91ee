//! Specs → model: resolves types, decides every Rust name, binds limits and envelopes, and holds every rule.
//!
//! Nothing is formatted here. What breaks a rule is noted and left out, so that one run finds everything; a model
//! that came with a note is never generated from.

mod collisions;
mod decimal;
mod endpoint;
mod examples;
mod exchange;
mod fields;
mod layout;
mod paging;
mod scope;
mod type_expr;
mod usage;
mod wire;

use crate::diagnostic::{Diagnostic, Diagnostics, Place, Rule};
use crate::model::{Exchange, Model, Module};
use layout::{ExchangeDir, Folder};
use scope::Scope;
use std::collections::BTreeSet;
use std::sync::Arc;

/// Lowers spec files: their paths from the specs folder, with `/`, and their texts.
pub(crate) fn lower(files: &[(Arc<str>, &str)], found: &mut Diagnostics) -> Model {
    let dirs = layout::arrange(files, found);
    let unreadable = blamed(found, &[Rule::NotUtf8, Rule::Yaml, Rule::EmptyFile]);
    Model { exchanges: dirs.iter().filter_map(|dir| lower_exchange(dir, files, &unreadable, found)).collect() }
}

/// What breaks these leaves something out of the model, and what refers to that cannot be judged.
const LEAVING_OUT: &[Rule] = &[
    Rule::NotUtf8,
    Rule::Yaml,
    Rule::EmptyFile,
    Rule::UnknownKey,
    Rule::MissingKey,
    Rule::WrongKind,
    Rule::UnknownWord,
    Rule::UnknownType,
    Rule::BadType,
    Rule::DuplicateType,
    Rule::DuplicateField,
    Rule::RustName,
    Rule::Layout,
    Rule::UnknownEnvelope,
    Rule::UnknownService,
];

/// The files that break one of some rules.
fn blamed(found: &Diagnostics, rules: &[Rule]) -> BTreeSet<Arc<str>> {
    let blamed = found.iter().filter(|diagnostic| rules.contains(&diagnostic.rule));
    blamed.map(|diagnostic| diagnostic.place.file.clone()).collect()
}

fn lower_exchange(
    dir: &ExchangeDir,
    files: &[(Arc<str>, &str)],
    unreadable: &BTreeSet<Arc<str>>,
    found: &mut Diagnostics,
) -> Option<Exchange> {
    let file = dir.exchange.as_ref().and_then(|node| crate::spec::exchange::exchange(node, found));
    let Some(file) = file else {
        if dir.exchange.is_none() && !unreadable.contains(&*format!("{}/exchange.yaml", dir.name)) {
            let message = format!("the exchange `{}` has no `exchange.yaml`", dir.name);
            let help = format!("describe it in `{}/exchange.yaml`", dir.name);
            found.push(Diagnostic::new(Rule::Layout, &Place::file(&dir.first), message).help(help));
        }
        dir.read_tables(found);
        return None;
    };
    let mut exchange = exchange::lower(dir, file, found);
    let mut scope = Scope::new(dir, &exchange.file, unreadable, found);
    let root = lower_folder(&dir.root, &exchange, &mut scope, found);
    exchange.sections(&root, found);
    let incomplete = blamed(found, LEAVING_OUT);
    usage::settle(&root, &mut scope, &incomplete, found);
    collisions::check(&root, &scope.types, found);
    exchange.lowered.types = scope.types;
    exchange.lowered.root = root;
    examples::lower(&mut exchange.lowered, &scope.examples, files, &incomplete, found);
    Some(exchange.lowered)
}

fn lower_folder(folder: &Folder, exchange: &exchange::Context, scope: &mut Scope, found: &mut Diagnostics) -> Module {
    let mut endpoints = Vec::new();
    for file in &folder.endpoints {
        endpoints.extend(endpoint::lower(file, folder, exchange, scope, found));
    }
    let modules = folder.folders.values().map(|inner| lower_folder(inner, exchange, scope, found)).collect();
    let about = exchange.section(&folder.path).unwrap_or_default();
    Module { path: folder.path.clone(), about, types: scope.published(&folder.path), endpoints, modules }
}
