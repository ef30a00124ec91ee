//! What is known already: how the exchange's other specs type a name, and which enums there are.

use crate::model::{Body, Exchange, Field, Form, Kind, Type, TypeDef, Types};
use std::collections::BTreeMap;

/// How names are typed by the specs that stand.
#[derive(Debug, Default)]
pub(super) struct Known {
    /// Wire name → type and form, with how many say so.
    names: BTreeMap<String, Vec<(Type, Form, usize)>>,
}

impl Known {
    /// Takes in what an exchange's specs say.
    pub(super) fn of(exchange: &Exchange) -> Self {
        let mut known = Self::default();
        // Places of tuples have no names on the wire.
        let params = exchange.endpoints().flat_map(|endpoint| &endpoint.params);
        let fields =
            exchange.types.iter().filter(|(_, def)| def.kind() == Kind::Object).flat_map(|(_, def)| def.fields());
        params.chain(fields).for_each(|field| known.add(field));
        known
    }

    fn add(&mut self, field: &Field) {
        let types = self.names.entry(field.wire.clone()).or_default();
        match types.iter_mut().find(|(ty, ..)| *ty == field.ty) {
            Some((.., count)) => *count += 1,
            None => types.push((field.ty.clone(), field.form, 1)),
        }
    }

    /// How a name is typed, most often first.
    pub(super) fn types(&self, name: &str) -> impl Iterator<Item = (&Type, Form)> {
        let mut types: Vec<_> = self.names.get(name).into_iter().flatten().collect();
        types.sort_by_key(|(.., count)| std::cmp::Reverse(*count));
        types.into_iter().map(|(ty, form, _)| (ty, *form))
    }
}

/// Whether a type is seen by the endpoints of a folder: whether it stands in the `types.yaml` of that folder or of one
/// above it.
pub(super) fn visible(def: &TypeDef, folder: &str) -> bool {
    let file: &str = &def.place.file;
    file.strip_suffix("/types.yaml").is_some_and(|home| folder == home || folder.starts_with(&format!("{home}/")))
}

/// Whether all named types in a type are seen.
pub(super) fn all_visible(ty: &Type, types: &Types, folder: &str) -> bool {
    match ty.leaf() {
        Type::Named(id) => visible(types.get(*id), folder),
        _ => true,
    }
}

/// The smallest enum that is seen and has all these values, however they are spelt.
pub(super) fn enum_with<'t>(values: &[String], types: &'t Types, folder: &str) -> Option<&'t TypeDef> {
    let has = |def: &&TypeDef| values.iter().all(|value| def.variant(value).is_some());
    let seen = types.iter().map(|(_, def)| def).filter(|def| matches!(def.body, Body::Enum(_)) && visible(def, folder));
    // Two words such as `open` and `close` mean little by themselves: an enum of many more is another one.
    let near = |def: &&TypeDef| def.variants().len() <= values.len() * 2;
    seen.filter(has).filter(near).min_by_key(|def| def.variants().len())
}
