//! A folder's module: what it publishes, and the handle that its call functions hang on.

use super::{Context, call, docs, ident, imports, library};
use crate::model::{Endpoint, Module, TypeId};
use proc_macro2::TokenStream;
use quote::quote;

pub(super) fn items(context: &Context<'_>, module: &Module) -> TokenStream {
    let exchange = module.path.len() == 1;
    let declarations = declarations(context, module);
    let publications = publications(context, module);
    let endpoints = if exchange { endpoints(context, module) } else { quote!() };
    let handle = if exchange { client(context, module) } else { api(context, module) };
    quote! {
        #declarations
        #publications
        #handle
        #endpoints
    }
}

fn declarations(context: &Context<'_>, module: &Module) -> TokenStream {
    let endpoints = module.endpoints.iter().map(|endpoint| ident(&endpoint.module));
    let types = (!module.types.is_empty()).then(|| {
        quote!(
            mod types;
        )
    });
    let tables = (module.path.len() == 1).then(|| {
        quote!(
            mod errors;
            mod exchange;
        )
    });
    let folders = module.modules.iter().map(|inner| {
        let doc = docs::doc(&call::about(inner));
        let feature = library::section_cfg(context.options, &inner.path);
        let name = inner.path.last().map(ident);
        quote!(#doc #feature pub mod #name;)
    });
    quote! {
        #tables
        #(mod #endpoints;)*
        #types
        #(#folders)*
    }
}

fn publications(context: &Context<'_>, module: &Module) -> TokenStream {
    let name = |id: &TypeId| ident(&context.exchange.types.get(*id).name);
    let endpoint = |endpoint: &Endpoint| {
        let (file, request) = (ident(&endpoint.module), ident(&endpoint.name));
        let types: Vec<_> = endpoint.types.iter().map(name).collect();
        match types.is_empty() {
            true => quote!(pub use #file::#request;),
            false => quote!(pub use #file::{#request, #(#types),*};),
        }
    };
    let endpoints = module.endpoints.iter().map(endpoint);
    let shared: Vec<_> = module.types.iter().map(name).collect();
    let shared = match shared.as_slice() {
        [] => quote!(),
        [one] => quote!(pub use types::#one;),
        several => quote!(pub use types::{#(#several),*};),
    };
    let exchange = (module.path.len() == 1).then(|| {
        quote!(
            pub use exchange::EXCHANGE;
            pub(crate) use exchange::META;
        )
    });
    quote!(#exchange #(#endpoints)* #shared)
}

/// The handle of a folder.
fn api(context: &Context<'_>, module: &Module) -> TokenStream {
    let imports = handle_imports(context, module, Some("Client"));
    let client = quote!(self.0);
    let lifetime = quote!('c);
    let accessors = module.modules.iter().map(|inner| call::accessor(context, inner, &client, &lifetime));
    let functions = module.endpoints.iter().map(|endpoint| call::function(context, endpoint, &client));
    let doc = docs::doc(&call::about(module));
    quote! {
        #imports

        #doc
        #[derive(Clone, Copy, Debug)]
        pub struct Api<'c>(pub(crate) &'c Client);

        impl<'c> Api<'c> {
            #(#accessors)*
            #(#functions)*
        }
    }
}

/// The handle of an exchange.
fn client(context: &Context<'_>, module: &Module) -> TokenStream {
    let imports = handle_imports(context, module, None);
    let runtime = context.runtime();
    let client = quote!(self);
    let lifetime = quote!('_);
    let accessors = module.modules.iter().map(|inner| call::accessor(context, inner, &client, &lifetime));
    let functions = module.endpoints.iter().map(|endpoint| call::function(context, endpoint, &client));
    let title = &context.exchange.title;
    let doc = docs::doc(&format!(
        "A client of {title}: cheap to clone, safe to share, all calls take `&self`.\n\n\
         What does not depend on endpoints (raw calls, usage of rate limits, warming up) comes from the runtime's \
         client, which this one dereferences to.\n\n[{title} documentation]({})",
        context.exchange.doc
    ));
    let builder_doc = docs::doc(&format!("Starts a client of {title}."));
    quote! {
        #imports

        #doc
        #[derive(Clone, Debug)]
        pub struct Client(#runtime::Client);

        impl Client {
            #builder_doc
            pub fn builder() -> ClientBuilder<Self> {
                ClientBuilder::new(&EXCHANGE)
            }

            #(#accessors)*
            #(#functions)*
        }

        impl From<#runtime::Client> for Client {
            fn from(client: #runtime::Client) -> Self {
                Self(client)
            }
        }

        impl std::ops::Deref for Client {
            type Target = #runtime::Client;

            fn deref(&self) -> &Self::Target {
                &self.0
            }
        }
    }
}

/// Imports for answers of call functions.
fn handle_imports(context: &Context<'_>, module: &Module, extra: Option<&str>) -> TokenStream {
    let own = module.endpoints.iter().flat_map(|endpoint| endpoint.types.iter()).chain(&module.types);
    let own: Vec<TypeId> = own.copied().collect();
    let types = imports::imports(context, &own, module.endpoints.iter().map(|endpoint| &endpoint.response), extra);
    let calls = !module.endpoints.is_empty() || extra.is_none();
    let runtime = calls.then(|| imports::runtime(context));
    quote!(#types #runtime)
}

/// Every endpoint, for tools and for the mock exchange.
fn endpoints(context: &Context<'_>, root: &Module) -> TokenStream {
    let entries = root.walk().into_iter().flat_map(|module| {
        let feature = library::section_cfg(context.options, &module.path);
        let path = module.path.iter().skip(1).map(ident).collect::<Vec<_>>();
        let entry = move |endpoint: &Endpoint| {
            let name = ident(&endpoint.name);
            quote!(#feature <#(#path::)* #name as Endpoint>::META)
        };
        module.endpoints.iter().map(entry)
    });
    let doc = docs::doc(&format!("Every endpoint of {} that is compiled in.", context.exchange.title));
    quote! {
        #doc
        pub static ENDPOINTS: &[&Meta] = &[#(#entries),*];
    }
}
