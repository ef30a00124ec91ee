//! An exchange's own file and its error codes.

use super::{Context, docs, ident, meta};
use crate::model::{Bucket, Envelope, ErrorCode, Exchange, Retry, Signing};
use proc_macro2::TokenStream;
use quote::quote;

pub(super) fn items(context: &Context<'_>) -> TokenStream {
    let Exchange { name, title, doc, hosts, envelopes, buckets, every_call, .. } = context.exchange;
    let runtime = context.runtime();
    let name = name.as_str();
    let summary =
        docs::doc(&format!("{title}: addresses, signing, envelopes and error codes.\n\n[Documentation]({doc})"));
    let hosts = hosts
        .iter()
        .map(|(service, environment, url)| quote!(Host { service: #service, environment: #environment, url: #url }));
    let signing = match context.exchange.signing {
        Signing::Bitget => quote!(Signing::Bitget),
        Signing::Htx => quote!(Signing::Htx),
    };
    let locale = option(context.exchange.locale_header.as_ref());
    let channel = option(context.exchange.channel_header.as_ref());
    let demo = match &context.exchange.demo_header {
        Some((name, value)) => quote!(Some((#name, #value))),
        None => quote!(None),
    };
    let quotas: Vec<_> = every_call.iter().map(ident).collect();
    let first = envelopes.first().map(|envelope| ident(&envelope.name));
    let service = context.exchange.hosts.first().map(|(service, ..)| service);
    let envelopes = envelopes.iter().map(envelope);
    let buckets = buckets.iter().map(|bucket| self::bucket(name, bucket));
    quote! {
        use super::errors::ERRORS;
        use #runtime::generated::*;

        #summary
        pub static EXCHANGE: Exchange = Exchange {
            name: #name,
            title: #title,
            hosts: &[#(#hosts),*],
            signing: #signing,
            locale_header: #locale,
            channel_header: #channel,
            demo_header: #demo,
            quotas: QUOTAS,
            envelope: &#first,
            errors: ERRORS,
        };

        /// What its endpoints have in common.
        pub(crate) const META: Meta = Meta {
            exchange: &EXCHANGE,
            service: #service,
            envelope: &#first,
            quotas: QUOTAS,
            ..Meta::BASE
        };

        /// What every call counts against.
        const QUOTAS: &[Quota] = &[#(#quotas),*];

        #(#envelopes)*
        #(#buckets)*
    }
}

fn option(text: Option<&String>) -> TokenStream {
    text.map_or_else(|| quote!(None), |text| quote!(Some(#text)))
}

fn envelope(envelope: &Envelope) -> TokenStream {
    let Envelope { code, message, other, .. } = envelope;
    let name = ident(&envelope.name);
    let success = match &envelope.success {
        Some((field, values)) => quote!(Some((#field, &[#(#values),*]))),
        None => quote!(None),
    };
    let (data, time) = (option(envelope.data.as_ref()), option(envelope.time.as_ref()));
    // The section that uses it may not be compiled in.
    quote! {
        #[allow(dead_code)]
        pub(crate) static #name: Envelope = Envelope {
            success: #success,
            code: &[#(#code),*],
            message: &[#(#message),*],
            data: #data,
            time: #time,
            other: &[#(#other),*],
        };
    }
}

fn bucket(exchange: &str, bucket: &Bucket) -> TokenStream {
    let constant = ident(&bucket.constant);
    let name = format!("{exchange}.{}", bucket.name);
    let numbers = meta::numbers(&bucket.limit);
    let tier = bucket.limit.tier.as_ref().map(|tier| quote!(.tier(#tier)));
    // As with envelopes.
    quote!(#[allow(dead_code)] pub(crate) const #constant: Quota = Quota::shared(#name, #numbers) #tier;)
}

pub(super) fn errors(context: &Context<'_>) -> TokenStream {
    let runtime = context.runtime();
    let entries = context.exchange.errors.iter().map(error);
    quote! {
        use #runtime::generated::*;

        /// Known error codes, sorted as text.
        pub(super) static ERRORS: &[ErrorCode] = &[#(#entries),*];
    }
}

fn error(error: &ErrorCode) -> TokenStream {
    let ErrorCode { code, about, .. } = error;
    let kind = ident(&error.kind);
    let retry = match error.retry {
        Retry::Never => quote!(Retry::Never),
        Retry::Later => quote!(Retry::Later),
        Retry::Resync => quote!(Retry::Resync),
    };
    quote!(ErrorCode { code: #code, kind: ErrorKind::#kind, retry: #retry, about: #about })
}
