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

/// One of so many parts of the work. Tokens stay within a thread, so that threads share the files and not their items.
#[derive(Clone, Copy, Debug)]
pub struct Part {
    /// Its number, from 0.
    pub number: usize,
    /// How many parts there are.
    pub of: usize,
}

/// The files of a part, as they come.
struct Files {
    part: Part,
    /// How many files were named so far, those of other parts as well.
    named: usize,
    files: BTreeMap<String, File>,
}

impl Files {
    /// Adds a file if it is one of this part.
    fn add(&mut self, path: String, source: &str, items: impl FnOnce() -> TokenStream) {
        if self.named % self.part.of == self.part.number {
            self.files.insert(path, File { source: source.to_owned(), items: items() });
        }
        self.named += 1;
    }
}

/// Emits every file of a part: its path from the source folder, and its content.
pub fn emit(model: &Model, options: &Options, part: Part) -> BTreeMap<String, File> {
    let mut files = Files { part, named: 0, files: BTreeMap::new() };
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
    files.files
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

fn exchange_files(context: &Context<'_>, files: &mut Files) {
    let name = &context.exchange.name;
    files.add(format!("{name}/exchange.rs"), &format!("{name}/exchange.yaml"), || exchange::items(context));
    files.add(format!("{name}/errors.rs"), &format!("{name}/errors.yaml"), || exchange::errors(context));
}

fn module_files(context: &Context<'_>, module: &Module, files: &mut Files) {
    let folder = folder(&module.path);
    files.add(format!("{folder}/mod.rs"), &folder, || module::items(context, module));
    if !module.types.is_empty() {
        files.add(format!("{folder}/types.rs"), &format!("{folder}/types.yaml"), || types::file(context, module));
    }
    for endpoint in &module.endpoints {
        let path = format!("{folder}/{}.rs", endpoint.module);
        files.add(path, &endpoint.source, || endpoint::file(context, module, endpoint));
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
