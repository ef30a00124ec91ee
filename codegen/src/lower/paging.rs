//! How an endpoint pages: every name must be a parameter, a field of the answer, or a field of its items.

use crate::diagnostic::{Diagnostic, Diagnostics, Rule, Spanned};
use crate::model::{Field, PageStyle, Paging, Type, Types};
use crate::spec::endpoint::{PAGE_PARAMETERS, PAGE_ROLES, PagingSpec};

pub(super) fn lower(
    spec: &PagingSpec,
    params: &[Field],
    response: Option<&Type>,
    types: &Types,
    found: &mut Diagnostics,
) -> Paging {
    let name_of = |role: &str| spec.names.iter().find(|(known, _)| *known == role).map(|(_, name)| name);
    let answer = response.map(|ty| object_fields(ty, types)).unwrap_or_default();
    let (items, place) = match name_of("items") {
        Some(name) => (answer.iter().find(|field| field.wire == name.value).map(|field| &field.ty), &name.place),
        None => (response, &spec.place),
    };
    let item = match items {
        Some(Type::List(item)) => object_fields(item, types),
        _ => Vec::new(),
    };
    if items.is_some_and(|items| !matches!(items, Type::List(_))) {
        let message = "what pages must be a list: the answer itself, or the field that `items` names";
        found.push(Diagnostic::new(Rule::Paging, place, message));
    }
    needs(spec, found);
    for (role, name) in &spec.names {
        let parameter = PAGE_ROLES[..PAGE_PARAMETERS].contains(role);
        match (parameter, *role) {
            (true, _) => known(name, params.iter(), "parameter of this endpoint", found),
            (false, "item_id") => known(name, item.iter().copied(), "field of an item", found),
            (false, _) if response.is_some() => known(name, answer.iter().copied(), "field of the answer", found),
            (false, _) => {}
        }
    }
    Paging { style: spec.style, names: spec.names.iter().map(|(role, name)| (*role, name.value.clone())).collect() }
}

/// What each style cannot page without: one name of each set.
fn needs(spec: &PagingSpec, found: &mut Diagnostics) {
    let sets: &[&[&str]] = match spec.style {
        PageStyle::Cursor => &[&["older", "newer"], &["next", "item_id"]],
        PageStyle::Page => &[&["number"]],
        PageStyle::FromId => &[&["older", "newer"], &["item_id", "next"]],
        PageStyle::Time => &[&["older", "newer"]],
    };
    for set in sets {
        if !spec.names.iter().any(|(role, _)| set.contains(role)) {
            let message = format!("this style of paging needs `{}`", set.join("` or `"));
            found.push(Diagnostic::new(Rule::Paging, &spec.place, message));
        }
    }
}

fn object_fields<'t>(ty: &Type, types: &'t Types) -> Vec<&'t Field> {
    match ty {
        Type::Named(id) => types.get(*id).fields().iter().collect(),
        _ => Vec::new(),
    }
}

fn known<'f>(name: &Spanned<String>, fields: impl Iterator<Item = &'f Field>, what: &str, found: &mut Diagnostics) {
    let wires: Vec<&str> = fields.map(|field| field.wire.as_str()).collect();
    if !wires.contains(&name.as_str()) {
        let message = format!("`{}` is no {what}", name.value);
        found.push(Diagnostic::new(Rule::Paging, &name.place, message).did_you_mean(&name.value, wires));
    }
}
