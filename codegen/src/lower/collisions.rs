//! Names and endpoints that would become one.

use crate::diagnostic::{Diagnostic, Diagnostics, Place, Rule};
use crate::model::{Endpoint, Field, Module, Types};
use std::collections::BTreeMap;

pub(super) fn check(root: &Module, types: &Types, found: &mut Diagnostics) {
    let mut calls: BTreeMap<(&str, &str, &str), &Endpoint> = BTreeMap::new();
    for (_, def) in types.iter().filter(|(_, def)| def.sent) {
        functions_of_its_own(def.fields(), found);
    }
    for module in root.walk() {
        type_names(module, types, found);
        functions(module, found);
        for endpoint in &module.endpoints {
            functions_of_its_own(&endpoint.params, found);
            let method = endpoint.method.as_str();
            if let Some(first) = calls.insert((method, &endpoint.path, &endpoint.service), endpoint) {
                let message = format!("`{method} {}` is described twice", endpoint.path);
                let twice = Diagnostic::new(Rule::DuplicateEndpoint, &endpoint.place, message);
                found.push(twice.other(&first.place, "first here"));
            }
        }
    }
}

/// Request types, own types and shared types of a module stand side by side.
fn type_names(module: &Module, types: &Types, found: &mut Diagnostics) {
    let mut names: BTreeMap<&str, Place> = BTreeMap::new();
    let shared = module.types.iter().map(|id| (types.get(*id).name.as_str(), types.get(*id).place.clone()));
    let endpoints = module.endpoints.iter().flat_map(|endpoint| {
        let own = endpoint.types.iter().map(|id| (types.get(*id).name.as_str(), types.get(*id).place.clone()));
        std::iter::once((endpoint.name.as_str(), file(endpoint))).chain(own)
    });
    for (name, place) in shared.chain(endpoints) {
        match names.get(name) {
            Some(first) => {
                let message = format!("two types of this module are called `{name}`");
                let help = "types that several endpoints share belong into `types.yaml`";
                let collision = Diagnostic::new(Rule::NameCollision, &place, message);
                found.push(collision.other(first, "first here").help(help));
            }
            None => drop(names.insert(name, place)),
        }
    }
}

/// An endpoint and a folder of one name would be the same function.
fn functions(module: &Module, found: &mut Diagnostics) {
    for endpoint in &module.endpoints {
        if module.modules.iter().any(|inner| inner.path.last() == Some(&endpoint.module)) {
            let message = format!("an endpoint and a folder are both called `{}`", endpoint.module);
            found.push(Diagnostic::new(Rule::NameCollision, &file(endpoint), message).help("rename one of them"));
        }
    }
}

/// What is sent is built by `new` and written by `encode`: setters have other names.
fn functions_of_its_own(fields: &[Field], found: &mut Diagnostics) {
    for field in fields.iter().filter(|field| matches!(field.rust.as_str(), "new" | "encode")) {
        let message = format!("a setter `{}` would take the name of a function that each request has", field.rust);
        found.push(
            Diagnostic::new(Rule::NameCollision, &field.place, message).help("give it another name with `rust:`"),
        );
    }
}

/// The file as a whole: an endpoint's name is the file's.
fn file(endpoint: &Endpoint) -> Place {
    Place::file(&endpoint.place.file)
}
