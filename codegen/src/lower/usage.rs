//! Which types are used, and for what; and what can only be checked once all of them are known.

use super::scope::Scope;
use crate::diagnostic::{Diagnostic, Diagnostics, Rule};
use crate::model::{Field, Kind, Module, Type, TypeId, Types};
use std::collections::BTreeSet;

/// Marks types that are sent, and notes types that nobody uses.
pub(super) fn settle(root: &Module, scope: &mut Scope, found: &mut Diagnostics) {
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
        if !def.sent && !used.contains(&id) {
            let message = format!("the type `{}` is not used", def.name);
            found.push(Diagnostic::new(Rule::UnusedType, &def.place, message).help("use it, or remove it"));
        }
        recursion(id, &scope.types, found);
    }
    let params = root.walk().into_iter().flat_map(|module| &module.endpoints).flat_map(|endpoint| &endpoint.params);
    let fields = scope.types.iter().flat_map(|(_, def)| def.fields());
    for field in params.chain(fields) {
        choice_default(field, &scope.types, found);
    }
}

fn reach(ty: &Type, types: &Types, reached: &mut BTreeSet<TypeId>) {
    let Type::Named(id) = ty.leaf() else { return };
    if reached.insert(*id) {
        for field in types.get(*id).fields() {
            reach(&field.ty, types, reached);
        }
    }
}

/// A type may come back to itself only through a list or map: else it has no end, in memory and on the wire.
fn recursion(start: TypeId, types: &Types, found: &mut Diagnostics) {
    let mut seen = BTreeSet::new();
    let mut open = vec![start];
    while let Some(id) = open.pop() {
        for field in types.get(id).fields() {
            let Some(inner) = direct(&field.ty) else { continue };
            if inner == start {
                let message = format!("`{}` contains itself without a list between", types.get(start).name);
                found.push(Diagnostic::new(Rule::Recursion, &field.place, message));
                return;
            }
            if seen.insert(inner) {
                open.push(inner);
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

fn choice_default(field: &Field, types: &Types, found: &mut Diagnostics) {
    let (Some(default), Type::Named(id)) = (&field.default, &field.ty) else { return };
    let def = types.get(*id);
    let named = def.variants().iter().any(|variant| variant.wire.eq_ignore_ascii_case(default));
    if def.kind() == Kind::Enum && !named {
        let message = format!("the default `{default}` is no value of `{}`", def.name);
        let wires = def.variants().iter().map(|variant| variant.wire.as_str());
        found.push(Diagnostic::new(Rule::Default, &field.place, message).did_you_mean(default, wires));
    }
}
