//! The exchanges' own examples, in a tree that mirrors the specs.

use super::library::{common_cfg, section_cfg};
use super::{Context, Files, folder, ident};
use crate::model::{Argument, Endpoint, Example, Model, Module, Sample, SampleCall, TypeId};
use crate::options::Options;
use proc_macro2::{Literal, TokenStream};
use quote::quote;

pub(super) fn files(model: &Model, options: &Options, files: &mut Files) {
    let exchanges: Vec<_> = model.exchanges.iter().collect();
    let modules = exchanges.iter().map(|exchange| {
        let (name, feature) = (ident(&exchange.name), common_cfg(options, &exchange.name));
        quote!(#feature mod #name;)
    });
    let collects = exchanges.iter().map(|exchange| {
        let (name, feature) = (ident(&exchange.name), common_cfg(options, &exchange.name));
        quote!(#feature #name::collect(&mut all);)
    });
    let runtime = super::parse(&options.runtime);
    let items = quote! {
        #(#modules)*

        pub use #runtime::example::{Example, ExampleRequest};

        /// Every example of the endpoints that are compiled in.
        #[must_use]
        pub fn all() -> Vec<&'static Example> {
            #[allow(unused_mut)]
            let mut all = Vec::new();
            #(#collects)*
            all
        }
    };
    files.add("examples/mod.rs".to_owned(), ".", || items);
    for exchange in exchanges {
        let context = Context { exchange, options };
        for module in exchange.root.walk() {
            module_files(&context, module, files);
        }
    }
}

fn module_files(context: &Context<'_>, module: &Module, files: &mut Files) {
    let folder = folder(&module.path);
    let shown: Vec<&Endpoint> = module.endpoints.iter().filter(|endpoint| !endpoint.examples.is_empty()).collect();
    let names: Vec<_> = shown.iter().map(|endpoint| ident(&endpoint.module)).collect();
    let inner: Vec<_> = module.modules.iter().filter_map(|inner| inner.path.last()).map(ident).collect();
    let features: Vec<_> = module.modules.iter().map(|inner| section_cfg(context.options, &inner.path)).collect();
    let runtime = super::parse(&context.options.runtime);
    let items = quote! {
        #(mod #names;)*
        #(#features mod #inner;)*

        use #runtime::generated::Example;

        pub(super) fn collect(all: &mut Vec<&'static Example>) {
            #(all.extend(#names::EXAMPLES);)*
            #(#features #inner::collect(all);)*
        }
    };
    files.add(format!("examples/{folder}/mod.rs"), &folder, || items);
    for endpoint in shown {
        let path = format!("examples/{folder}/{}.rs", endpoint.module);
        files.add(path, &endpoint.source, || endpoint_items(context, module, endpoint));
    }
}

fn endpoint_items(context: &Context<'_>, module: &Module, endpoint: &Endpoint) -> TokenStream {
    let request = ident(&endpoint.name);
    let examples = endpoint.examples.iter().map(|example| self::example(context, endpoint, example));
    let published = context.module(&module.path);
    let runtime = context.runtime();
    quote! {
        use #published::#request;
        use #runtime::generated::*;

        pub(super) const EXAMPLES: &[Example] = &[#(#examples),*];
    }
}

fn example(context: &Context<'_>, endpoint: &Endpoint, example: &Example) -> TokenStream {
    let name = ident(&endpoint.name);
    let request = match &example.call {
        Some(call) => {
            let SampleCall { path, query, body, arguments } = call;
            let (query, body) = (raw(query), raw(body));
            let built = build(context, quote!(#name), arguments);
            quote!(Some(ExampleRequest { encode: |params| #built.encode(params), path: #path, query: #query, body: #body }))
        }
        None => quote!(None),
    };
    let response = match &example.response {
        Some(response) => {
            let response = raw(response);
            quote!(Some(#response))
        }
        None => quote!(None),
    };
    quote! {
        Example { meta: <#name as Endpoint>::META, request: #request, response: #response, recode: recode::<#name> }
    }
}

/// A raw string: JSON stays readable.
fn raw(text: &str) -> TokenStream {
    let mut hashes = "#".to_owned();
    while text.contains(&format!("\"{hashes}")) {
        hashes.push('#');
    }
    let literal = if text.contains('\r') { format!("{text:?}") } else { format!("r{hashes}\"{text}\"{hashes}") };
    literal.parse().unwrap_or_else(|_| quote!(#text))
}

fn build(context: &Context<'_>, name: TokenStream, arguments: &[Argument]) -> TokenStream {
    let required =
        arguments.iter().filter(|argument| argument.required).map(|argument| value(context, &argument.value));
    let setters = arguments.iter().filter(|argument| !argument.required).map(|argument| {
        let (setter, value) = (ident(&argument.field), value(context, &argument.value));
        quote!(.#setter(#value))
    });
    quote!(#name::new(#(#required),*) #(#setters)*)
}

fn value(context: &Context<'_>, sample: &Sample) -> TokenStream {
    let values = |samples: &[Sample]| samples.iter().map(|sample| value(context, sample)).collect::<Vec<_>>();
    match sample {
        Sample::Text(text) => quote!(#text.to_owned()),
        Sample::Secret(text) => quote!(Secret::from(#text)),
        Sample::Decimal(digits) => quote!(parse_decimal(#digits).unwrap_or_default()),
        Sample::Integer(number) => literal(*number),
        Sample::Boolean(value) => quote!(#value),
        Sample::Timestamp(millis) => {
            let millis = literal(*millis);
            quote!(Timestamp::from_millis(#millis))
        }
        Sample::Json(text) => {
            let text = raw(text);
            quote!(Json::new(#text.to_owned()).unwrap_or_default())
        }
        Sample::Choice(id, wire) => choice(context, *id, wire),
        Sample::List(items) => {
            let items = values(items);
            quote!(Vec::from([#(#items),*]))
        }
        Sample::Csv(items) => {
            let items = values(items);
            quote!(Csv::from_iter([#(#items),*]))
        }
        Sample::Embedded(inner) => {
            let inner = value(context, inner);
            quote!(Embedded(#inner))
        }
        Sample::Map(entries) => {
            let entries = entries.iter().map(|(name, sample)| {
                let value = value(context, sample);
                quote!((#name.to_owned(), #value))
            });
            quote!(Map::from([#(#entries),*]))
        }
        Sample::Object(id, arguments) => build(context, type_path(context, *id), arguments),
    }
}

fn literal(number: i64) -> TokenStream {
    let literal = Literal::i64_unsuffixed(number);
    quote!(#literal)
}

fn choice(context: &Context<'_>, id: TypeId, wire: &str) -> TokenStream {
    let ty = type_path(context, id);
    let variants = context.exchange.types.get(id).variants();
    match variants.iter().find(|variant| variant.wire == wire) {
        Some(variant) => {
            let name = ident(&variant.rust);
            quote!(#ty::#name)
        }
        None => quote!(#ty::from(#wire)),
    }
}

fn type_path(context: &Context<'_>, id: TypeId) -> TokenStream {
    let def = context.exchange.types.get(id);
    let (module, name) = (context.module(&def.module), ident(&def.name));
    quote!(#module::#name)
}
