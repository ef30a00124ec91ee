//! Which types are used, and for what; and which have no end.

use super::scope::Scope;
use crate::diagnostic::{Diagnostic, Diagnostics, Rule};
use crate::model::{Module, ModuleName, Type, TypeId, Types};
use std::collections::BTreeSet;
use std::sync::Arc;

/// Marks types that are sent, and notes types that nobody uses. Where a file of the exchange is `incomplete`, what it
/// uses is not known.
pub(super) fn settle(root: &Module, scope: &mut Scope, incomplete: &BTreeSet<Arc<str>>, found: &mut Diagnostics) {
    let prefix = format!("{}/", root.path.first().map(ModuleName::as_str).unwrap_or_default());
    let complete = !incomplete.iter().any(|file| file.starts_with(&prefix));
    let mut sent = BTreeSet::new();
    let mut used = BTreeSet::new();
    for endpoint in root.walk().iter().flat_map(|module| &module.endpoints) {
        for param in &endpoint.params {
            reach(&param.ty, &scope.types, &mut sent);
        }
        reach(&endpoint.response, &scope.types, &mut used);
    }
    let all: Vec<TypeId> = scope.types.iter().map(|(id, _)| id).collect();
    for id in all {
        let def = scope.types.get_mut(id);
        def.sent = sent.contains(&id);
        if complete && !def.sent && !used.contains(&id) {
            let message = format!("the type `{}` is not used", def.name);
            found.push(Diagnostic::new(Rule::UnusedType, &def.place, message).help("use it, or remove it"));
        }
    }
    recursion(&scope.types, found);
}

fn reach(ty: &Type, types: &Types, reached: &mut BTreeSet<TypeId>) {
    let mut open = vec![ty];
    while let Some(ty) = open.pop() {
        let Type::Named(id) = ty.leaf() else { continue };
        if reached.insert(*id) {
            open.extend(types.get(*id).fields().iter().map(|field| &field.ty));
        }
    }
}

/// A type may come back to itself only through a list or map: else it has no end, in memory and on the wire.
fn recursion(types: &Types, found: &mut Diagnostics) {
    let mut done = BTreeSet::new();
    for (start, _) in types.iter() {
        let mut open = if done.contains(&start) { Vec::new() } else { vec![(start, 0)] };
        let mut above = BTreeSet::from([start]);
        while let Some((id, next)) = open.pop() {
            let Some(field) = types.get(id).fields().get(next) else {
                above.remove(&id);
                done.insert(id);
                continue;
            };
            open.push((id, next + 1));
            let Some(inner) = direct(&field.ty).filter(|inner| !done.contains(inner)) else { continue };
            if above.insert(inner) {
                open.push((inner, 0));
            } else {
                let message = format!("`{}` contains itself without a list between", types.get(inner).name);
                found.push(Diagnostic::new(Rule::Recursion, &field.place, message));
            }
        }
    }
}

fn direct(ty: &Type) -> Option<TypeId> {
    match ty {
        Type::Named(id) => Some(*id),
        Type::Embedded(inner) => direct(inner),
        _ => None,
    }
}
