//! What leads a request from page to page: which parameters to point, and what a page says of the next.

use super::{Context, ident};
use crate::model::{Endpoint, FieldName, Follow, Turner};
use proc_macro2::{Literal, TokenStream};
use quote::quote;

/// How the pages of an endpoint are followed, where they can be.
pub(super) fn implementation(context: &Context<'_>, endpoint: &Endpoint) -> Option<TokenStream> {
    let follow = follow(endpoint)?;
    let name = ident(&endpoint.name);
    let (page, item) = (context.value_type(&endpoint.response), context.value_type(&follow.item));
    let turn = turn(context, follow);
    let items = match &follow.items {
        Some(field) => {
            let field = ident(field);
            quote!(&mut page.#field)
        }
        None => quote!(page),
    };
    let told = follow.told.as_ref().map(|field| cursor(&quote!(told), &quote!(page), &page, field));
    let id = follow.id.as_ref().map(|field| cursor(&quote!(id), &quote!(item), &item, field));
    let both = (follow.older.is_some() && follow.newer.is_some()).then(|| quote!(impl BothWays for #name {}));
    Some(quote! {
        impl Paged for #name {
            type Item = #item;

            #[inline]
            fn turn(&mut self, turn: &mut Turn) { #turn }

            #[inline]
            fn items(page: &mut #page) -> &mut Vec<#item> { #items }

            #told
            #id
        }

        #both
    })
}

/// How the pages of an endpoint are followed.
pub(super) fn follow(endpoint: &Endpoint) -> Option<&Follow> {
    endpoint.paging.as_ref()?.follow.as_ref()
}

/// Shows each parameter to the turn; the direction goes first, as the others depend on it.
fn turn(context: &Context<'_>, follow: &Follow) -> TokenStream {
    let turner = follow.turner.as_ref().map(|turner| direction(context, turner));
    let point = |role: TokenStream, field: &Option<FieldName>| {
        let field = ident(field.as_ref()?);
        Some(quote!(turn.#role(&mut self.#field);))
    };
    let older = point(quote!(older), &follow.older);
    let newer = point(quote!(newer), &follow.newer);
    let number = point(quote!(number), &follow.number);
    let size = follow.size.as_ref().map(|(field, default)| {
        let field = ident(field);
        let default = match default {
            Some(default) => {
                let default = Literal::i64_unsuffixed(*default);
                quote!(Some(#default))
            }
            None => quote!(None),
        };
        quote!(turn.size(&self.#field, #default);)
    });
    quote!(#turner #older #newer #number #size)
}

fn direction(context: &Context<'_>, turner: &Turner) -> TokenStream {
    let (field, ty) = (ident(&turner.field), context.value_type(&turner.ty));
    match (&turner.older, &turner.newer) {
        (Some(older), Some(newer)) => {
            let (older, newer) = (ident(older), ident(newer));
            quote!(turn.direction(&mut self.#field, #ty::#older, #ty::#newer);)
        }
        (Some(only), None) | (None, Some(only)) => {
            let only = ident(only);
            quote!(self.#field = Some(#ty::#only);)
        }
        (None, None) => quote!(),
    }
}

/// A function that reads a cursor out of a field.
fn cursor(function: &TokenStream, argument: &TokenStream, ty: &TokenStream, field: &FieldName) -> TokenStream {
    let field = ident(field);
    quote! {
        #[inline]
        fn #function(#argument: &#ty) -> Option<Cursor> {
            Cursor::of(&#argument.#field)
        }
    }
}
