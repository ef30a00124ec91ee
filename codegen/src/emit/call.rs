//! Call functions, and the way to them.

use super::{Context, docs, ident, library, paging};
use crate::model::{Endpoint, Module};
use proc_macro2::TokenStream;
use quote::quote;

/// The function that makes a call; `client` is the expression that reaches the client.
pub(super) fn function(context: &Context<'_>, endpoint: &Endpoint, client: &TokenStream) -> TokenStream {
    let doc = docs::doc(&format!("{}\n\nSee [`{}`].", docs::plain(&endpoint.summary), endpoint.name));
    let (function, request) = (ident(&endpoint.module), ident(&endpoint.name));
    let response = context.value_type(&endpoint.response);
    let deprecated = endpoint.deprecated.as_ref().map(|why| quote!(#[deprecated = #why]));
    let (argument, value) = match endpoint.params.is_empty() {
        true => (quote!(), quote!(#request::new())),
        false => (quote!(, request: #request), quote!(request)),
    };
    let (call, make) = match paging::follow(endpoint) {
        Some(_) => (quote!(Call<#response, #request>), quote!(paged_call)),
        None => (quote!(Call<#response>), quote!(call)),
    };
    quote! {
        #doc
        #deprecated
        pub fn #function(&self #argument) -> #call {
            #client.#make(#value)
        }
    }
}

/// The function that leads to a module's calls.
pub(super) fn accessor(
    context: &Context<'_>,
    module: &Module,
    client: &TokenStream,
    lifetime: &TokenStream,
) -> TokenStream {
    let Some(name) = module.path.last() else { return quote!() };
    let doc = docs::doc(&about(module));
    let name = ident(name);
    let feature = library::section_cfg(context.options, &module.path);
    quote! {
        #doc
        #feature
        pub fn #name(&self) -> #name::Api<#lifetime> {
            #name::Api(#client)
        }
    }
}

/// What a module is for.
pub(super) fn about(module: &Module) -> String {
    let name = module.path.last().map(|name| name.as_str().replace('_', " ")).unwrap_or_default();
    if module.about.is_empty() { format!("Calls of the section \"{name}\".") } else { docs::plain(&module.about) }
}
