//! Model → Rust, one function per kind of item. Names and decisions come from the model; nothing is decided here.

mod call;
mod docs;
mod endpoint;
mod examples;
mod exchange;
mod fields;
mod imports;
mod library;
mod meta;
mod module;
mod paging;
mod types;

use crate::model::{Exchange, Model, Module, ModuleName};
pub use library::features;

use crate::options::Options;
use proc_macro2::{Ident, Span, TokenStream};
use std::collections::BTreeMap;
use std::fmt::Display;

/// A file to be: the spec it comes from, and its items.
pub struct File {
    /// What the header names: a spec's path, or a folder's.
    pub source: String,
    /// The items.
    pub items: TokenStream,
}

/// Emits every file: its path from the source folder, and its content.
pub fn emit(model: &Model, options: &Options) -> BTreeMap<String, File> {
    let mut files = BTreeMap::new();
    for exchange in &model.exchanges {
        let context = Context { exchange, options };
        exchange_files(&context, &mut files);
        for module in exchange.root.walk() {
            module_files(&context, module, &mut files);
        }
    }
    if options.library {
        library::files(model, options, &mut files);
    }
    if options.examples {
        examples::files(model, options, &mut files);
    }
    files
}

/// What every emitter needs to know.
struct Context<'m> {
    exchange: &'m Exchange,
    options: &'m Options,
}

impl Context<'_> {
    /// The path of a module in generated code.
    fn module(&self, path: &[ModuleName]) -> TokenStream {
        let names = path.iter().map(ModuleName::as_str);
        let path: Vec<&str> = self.options.root.split("::").chain(names).collect();
        parse(&path.join("::"))
    }

    fn runtime(&self) -> TokenStream {
        parse(&self.options.runtime)
    }
}

fn exchange_files(context: &Context<'_>, files: &mut BTreeMap<String, File>) {
    let name = &context.exchange.name;
    let file = |stem: &str, items| (format!("{name}/{stem}.rs"), File { source: format!("{name}/{stem}.yaml"), items });
    files.extend([file("exchange", exchange::items(context)), file("errors", exchange::errors(context))]);
}

fn module_files(context: &Context<'_>, module: &Module, files: &mut BTreeMap<String, File>) {
    let folder = folder(&module.path);
    files.insert(format!("{folder}/mod.rs"), File { source: folder.clone(), items: module::items(context, module) });
    if !module.types.is_empty() {
        let items = types::file(context, module);
        files.insert(format!("{folder}/types.rs"), File { source: format!("{folder}/types.yaml"), items });
    }
    for endpoint in &module.endpoints {
        let items = endpoint::file(context, module, endpoint);
        files.insert(format!("{folder}/{}.rs", endpoint.module), File { source: endpoint.source.clone(), items });
    }
}

fn folder(path: &[ModuleName]) -> String {
    let names: Vec<&str> = path.iter().map(ModuleName::as_str).collect();
    names.join("/")
}

fn ident(name: &impl Display) -> Ident {
    Ident::new(&name.to_string(), Span::call_site())
}

/// Tokens of a path, given by the user or made of checked names.
fn parse(path: &str) -> TokenStream {
    let root = path.starts_with("::").then(|| quote::quote!(::));
    let segments = path.split("::").map(str::trim).filter(|segment| !segment.is_empty()).map(|segment| ident(&segment));
    quote::quote!(#root #(#segments)::*)
}
