//! The crate's root, and which Cargo feature a module belongs to.

use super::{Files, docs, ident, parse};
use crate::model::{Exchange, Model, ModuleName};
use crate::options::Options;
use proc_macro2::TokenStream;
use quote::quote;
use std::collections::{BTreeMap, BTreeSet};

/// `lib.rs`.
pub(super) fn files(model: &Model, options: &Options, files: &mut Files) {
    let runtime = parse(&options.runtime);
    let modules = model.exchanges.iter().map(|exchange| {
        let doc = docs::doc(&format!("{}: the client, its requests and its answers.", exchange.title));
        let (name, feature) = (ident(&exchange.name), common(&exchange.name));
        quote! {
            #doc
            #[cfg(feature = #feature)]
            #[rustfmt::skip]
            pub mod #name;
        }
    });
    let items = quote! {
        #![doc = include_str!("../README.md")]

        /// The exchanges' own examples, as data: for the mock exchange and for tests.
        #[cfg(feature = "examples")]
        #[rustfmt::skip]
        pub mod examples;

        #(#modules)*

        pub use #runtime as runtime;
        pub use #runtime::meta::{ErrorKind, Retry};
        pub use #runtime::{BuildError, Call, Client, ClientBuilder, Credentials};
        pub use #runtime::{Endpoint, Error, LimitMode, Limiter};
        pub use #runtime::{Preview, RawAnswer, RawRequest, Usage};
        pub use #runtime::{credentials, decode, error, meta, page, value};
    };
    files.add("lib.rs".to_owned(), ".", || items);
}

/// The condition under which a module is compiled: the feature of its section.
pub(super) fn section_cfg(options: &Options, path: &[ModuleName]) -> Option<TokenStream> {
    match (options.library, path) {
        (true, [exchange, section, ..]) => {
            let feature = feature(exchange, section);
            Some(quote!(#[cfg(feature = #feature)]))
        }
        _ => None,
    }
}

fn feature(exchange: &ModuleName, section: &ModuleName) -> String {
    format!("{exchange}-{}", section.as_str().replace('_', "-"))
}

/// The feature that an exchange's common part is compiled with: any of its sections needs it.
pub(super) fn common(exchange: &ModuleName) -> String {
    format!("_{exchange}")
}

/// The condition under which an exchange is compiled.
pub(super) fn common_cfg(options: &Options, exchange: &ModuleName) -> Option<TokenStream> {
    let feature = common(exchange);
    options.library.then(|| quote!(#[cfg(feature = #feature)]))
}

/// Cargo features: one for each section, one for all of an exchange, and all exchanges by default.
pub fn features(model: &Model) -> BTreeMap<String, Vec<String>> {
    let mut features = BTreeMap::new();
    for Exchange { name, root, .. } in &model.exchanges {
        let sections = root.modules.iter().filter_map(|module| Some(feature(name, module.path.get(1)?)));
        let sections: BTreeSet<String> = sections.collect();
        features.extend(sections.iter().map(|section| (section.clone(), vec![common(name)])));
        features.insert(common(name), Vec::new());
        features.insert(name.to_string(), std::iter::once(common(name)).chain(sections).collect());
    }
    features.insert("default".to_owned(), model.exchanges.iter().map(|exchange| exchange.name.to_string()).collect());
    features
}
