//! `use` lines: exactly the named types that a file takes from other modules.

use super::{Context, ident};
use crate::model::{ModuleName, Type, TypeId};
use proc_macro2::{Ident, TokenStream};
use quote::quote;
use std::collections::{BTreeMap, BTreeSet};

/// Imports of a file that defines `own`, uses `types`, and needs `extra` from the exchange's own module.
pub(super) fn imports<'t>(
    context: &Context<'_>,
    own: &[TypeId],
    types: impl Iterator<Item = &'t Type>,
    extra: Option<&str>,
) -> TokenStream {
    let mut names: BTreeMap<&[ModuleName], BTreeSet<String>> = BTreeMap::new();
    if let Some(name) = extra {
        names.entry(&context.exchange.root.path).or_default().insert(name.to_owned());
    }
    for ty in types {
        let Type::Named(id) = ty.leaf() else { continue };
        if !own.contains(id) {
            let def = context.exchange.types.get(*id);
            names.entry(&def.module).or_default().insert(def.name.to_string());
        }
    }
    let lines = names.iter().map(|(module, names)| {
        let module = context.module(module);
        let names: Vec<Ident> = names.iter().map(ident).collect();
        match names.as_slice() {
            [name] => quote!(use #module::#name;),
            names => quote!(use #module::{#(#names),*};),
        }
    });
    quote!(#(#lines)*)
}

/// All that generated code names of the runtime.
pub(super) fn runtime(context: &Context<'_>) -> TokenStream {
    let runtime = context.runtime();
    quote!(use #runtime::generated::*;)
}
