//! What the runtime must know of an endpoint, as data.

use super::{Context, ident};
use crate::model::{
    Access, Effect, Endpoint, Field, Limit, Method, Module, PageStyle, Paging, ParamPlace, Scope, Type,
};
use proc_macro2::{Literal, TokenStream};
use quote::quote;

/// A `Meta`: what differs from the exchange's base.
pub(super) fn meta(context: &Context<'_>, module: &Module, endpoint: &Endpoint) -> TokenStream {
    let Endpoint { id, path, doc, .. } = endpoint;
    let first_service = context.exchange.hosts.first().map(|(service, ..)| service);
    let service = (first_service != Some(&endpoint.service)).then(|| {
        let service = &endpoint.service;
        quote!(service: #service,)
    });
    let method = (endpoint.method != Method::Get).then(|| {
        let method = method(endpoint.method);
        quote!(method: #method,)
    });
    let access = (endpoint.access != Access::Public).then(|| {
        let access = access(endpoint.access);
        quote!(access: #access,)
    });
    let effect = (endpoint.effect == Effect::Write).then(|| quote!(effect: Effect::Write,));
    let base = context.module(&module.path[..1]);
    let envelope = endpoint.envelope.as_ref().map(|name| {
        let name = ident(name);
        quote!(envelope: &#base::exchange::#name,)
    });
    let quotas = quotas(context, endpoint);
    let params = params(context, endpoint);
    let types = &context.exchange.types;
    let secret = types.hold_secrets(&endpoint.response).then(|| quote!(secret_answer: true,));
    let paging = endpoint.paging.as_ref().map(paging);
    let key = endpoint.idempotency_key.as_ref().map(|name| quote!(idempotency_key: Some(#name),));
    let deprecated = endpoint.deprecated.as_ref().map(|why| quote!(deprecated: Some(#why),));
    quote! {
        Meta {
            id: #id, #service #method path: #path, #access #effect #envelope #quotas #params #secret #paging #key #deprecated
            doc: #doc,
            ..META
        }
    }
}

fn quotas(context: &Context<'_>, endpoint: &Endpoint) -> Option<TokenStream> {
    if endpoint.limits.is_empty() && endpoint.buckets.is_empty() {
        return None;
    }
    let base = context.module(&context.exchange.root.path);
    let own = endpoint.limits.iter().map(own_quota);
    let shared = endpoint.buckets.iter().chain(&context.exchange.every_call).map(|name| {
        let name = ident(name);
        quote!(#base::exchange::#name)
    });
    let all = own.chain(shared);
    Some(quote!(quotas: &[#(#all),*],))
}

fn own_quota(limit: &Limit) -> TokenStream {
    let numbers = numbers(limit);
    let tier = limit.tier.as_ref().map(|tier| quote!(.tier(#tier)));
    quote!(Quota::own(#numbers) #tier)
}

/// Calls, time and scope, as the runtime's constructors take them.
pub(super) fn numbers(limit: &Limit) -> TokenStream {
    let requests = Literal::u32_unsuffixed(limit.requests);
    let millis = u64::try_from(limit.per.as_millis()).unwrap_or(u64::MAX);
    let per = if millis.is_multiple_of(1000) {
        let seconds = Literal::u64_unsuffixed(millis / 1000);
        quote!(Duration::from_secs(#seconds))
    } else {
        let millis = Literal::u64_unsuffixed(millis);
        quote!(Duration::from_millis(#millis))
    };
    let by = match limit.by {
        Scope::Uid => quote!(Scope::Uid),
        Scope::Ip => quote!(Scope::Ip),
        Scope::Key => quote!(Scope::Key),
    };
    quote!(#requests, #per, #by)
}

fn params(context: &Context<'_>, endpoint: &Endpoint) -> Option<TokenStream> {
    let param = |field: &Field| {
        let make = if field.required { quote!(required) } else { quote!(optional) };
        let wire = &field.wire;
        let place = match field.sent_in {
            ParamPlace::Path => quote!(Place::Path),
            ParamPlace::Query => quote!(Place::Query),
            ParamPlace::Body => quote!(Place::Body),
            ParamPlace::WholeBody => quote!(Place::WholeBody),
        };
        let values = match field.ty {
            Type::Named(id) => context.exchange.types.get(id).variants(),
            _ => &[],
        };
        let wires = values.iter().map(|variant| &variant.wire);
        let values = (!values.is_empty()).then(|| quote!(.values(&[#(#wires),*])));
        let secret = context.exchange.types.hold_secrets(&field.ty).then(|| quote!(.secret()));
        quote!(Param::#make(#wire, #place) #values #secret)
    };
    let params: Vec<TokenStream> = endpoint.params.iter().map(param).collect();
    (!params.is_empty()).then(|| quote!(params: &[#(#params),*],))
}

fn paging(paging: &Paging) -> TokenStream {
    let style = match paging.style {
        PageStyle::Cursor => quote!(PageStyle::Cursor),
        PageStyle::Page => quote!(PageStyle::Page),
        PageStyle::FromId => quote!(PageStyle::FromId),
        PageStyle::Time => quote!(PageStyle::Time),
    };
    let names = paging.names.iter().map(|(role, name)| {
        let role = ident(role);
        quote!(#role: Some(#name))
    });
    let filled = paging.filled.then(|| quote!(filled: true,));
    quote!(paging: Some(Paging { #(#names,)* #filled ..Paging::new(#style) }),)
}

fn method(method: Method) -> TokenStream {
    match method {
        Method::Get => quote!(Method::Get),
        Method::Post => quote!(Method::Post),
        Method::Put => quote!(Method::Put),
        Method::Delete => quote!(Method::Delete),
    }
}

fn access(access: Access) -> TokenStream {
    match access {
        Access::Public => quote!(Access::Public),
        Access::Read => quote!(Access::Read),
        Access::Trade => quote!(Access::Trade),
        Access::Transfer => quote!(Access::Transfer),
        Access::Withdraw => quote!(Access::Withdraw),
    }
}
