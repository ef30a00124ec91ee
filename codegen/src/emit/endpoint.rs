//! An endpoint's file: its request, what the runtime must know of it, and its own types.

use super::{Context, docs, fields, ident, imports, meta, paging, types};
use crate::model::{Endpoint, Field, Module};
use proc_macro2::TokenStream;
use quote::quote;

pub(super) fn file(context: &Context<'_>, module: &Module, endpoint: &Endpoint) -> TokenStream {
    let defs = &context.exchange.types;
    let own_fields = endpoint.types.iter().flat_map(|id| defs.get(*id).fields());
    let used = endpoint.params.iter().chain(own_fields).map(|field| &field.ty).chain([&endpoint.response]);
    let used = used.chain(paging::follow(endpoint).map(|follow| &follow.item));
    let imports = imports::imports(context, &endpoint.types, used, Some("META"));
    let request = request(context, endpoint);
    let implementation = implementation(context, module, endpoint);
    let paging = paging::implementation(context, endpoint);
    let types = endpoint.types.iter().map(|id| types::definition(context, *id));
    let runtime = imports::runtime(context);
    quote! {
        #imports
        #runtime
        #request
        #implementation
        #paging
        #(#types)*
    }
}

fn request(context: &Context<'_>, endpoint: &Endpoint) -> TokenStream {
    let doc = docs::doc(&docs::endpoint(endpoint, context.exchange));
    let name = ident(&endpoint.name);
    let definitions = fields::definitions(context, &endpoint.params, optional);
    let constructor = fields::constructor(context, &endpoint.params, optional);
    let default = endpoint.params.iter().all(|param| !param.required).then(|| quote!(, Default));
    quote! {
        #doc
        #[derive(Clone, Debug #default)]
        #[non_exhaustive]
        pub struct #name { #(#definitions),* }

        impl #name { #constructor }
    }
}

/// What may be left out is an `Option`, lists too: an empty list may mean something when it is sent.
fn optional(field: &Field) -> bool {
    !field.required
}

fn implementation(context: &Context<'_>, module: &Module, endpoint: &Endpoint) -> TokenStream {
    let name = ident(&endpoint.name);
    let response = context.value_type(&endpoint.response);
    let meta = meta::meta(context, module, endpoint);
    let params = quote!(params);
    let puts = endpoint.params.iter().map(|param| fields::put(param, &params));
    let groups = |groups: &[Vec<usize>], check: TokenStream| -> Vec<TokenStream> {
        let group = |members: &Vec<usize>| {
            let members = members.iter().map(|index| {
                let param = &endpoint.params[*index];
                let (wire, name) = (&param.wire, ident(&param.rust));
                quote!((#wire, self.#name.is_some()))
            });
            quote!(params.#check(&[#(#members),*]);)
        };
        groups.iter().map(group).collect()
    };
    let needed = groups(&endpoint.one_of, quote!(require_any));
    let exclusive = groups(&endpoint.at_most_one, quote!(allow_one));
    let argument = if endpoint.params.is_empty() { quote!(_params) } else { params.clone() };
    quote! {
        impl Endpoint for #name {
            type Response = #response;

            const META: &'static Meta = &#meta;

            #[inline]
            fn encode(&self, #argument: &mut Params) {
                #(#puts)*
                #(#needed)*
                #(#exclusive)*
            }
        }
    }
}
