//! Specs → Rust: the generator of exbind's bindings, as a library.
//!
//! The core is pure: [`generate`] takes the text of spec files and gives the text of Rust files, or everything that
//! is wrong with the specs. Reading and writing stand at the edge: [`Specs::read`] and [`tree`].
//!
//! ```text
//! text ─spec─▶ files ─lower─▶ model ─emit─▶ items ─print─▶ text
//! ```
//!
//! For specs of your own, call [`build`] from `build.rs`.

pub mod diagnostic;
pub mod drift;
pub mod emit;
pub mod facts;
pub mod import;
pub mod json;
mod lower;
pub mod manifest;
pub mod model;
mod options;
pub mod page;
mod pages;
pub mod print;
mod read;
pub mod spec;
pub mod stamp;
pub mod stats;
pub mod tree;

pub use options::Options;
pub use pages::Pages;
pub use read::Specs;

use diagnostic::{Diagnostic, Diagnostics, Rule};
use emit::Part;
use model::Model;
use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Arc;

/// What is wrong with specs.
pub struct Invalid {
    /// Everything that is wrong, by file and place.
    pub diagnostics: Vec<Diagnostic>,
    rendered: String,
}

impl std::fmt::Display for Invalid {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.rendered)
    }
}

/// As `Display`: a build script that returns an error shows it in this way.
impl std::fmt::Debug for Invalid {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "\n{self}")
    }
}

impl std::error::Error for Invalid {}

/// Checks specs and tells what they mean.
///
/// # Errors
///
/// Everything that is wrong with them.
pub fn check(specs: &Specs) -> Result<Model, Invalid> {
    checked(specs, |_| true)
}

/// Tells what specs mean, though some of their fields may not be described yet: for comparing them with documents,
/// which give fields before somebody finds words for them.
///
/// # Errors
///
/// Everything else that is wrong with them.
pub fn understand(specs: &Specs) -> Result<Model, Invalid> {
    checked(specs, |rule| rule != Rule::Undescribed)
}

fn checked(specs: &Specs, matters: impl Fn(Rule) -> bool) -> Result<Model, Invalid> {
    let mut found = Diagnostics::default();
    let files = specs.texts(&mut found);
    let model = lower::lower(&files, &mut found);
    if !found.iter().any(|diagnostic| matters(diagnostic.rule)) {
        return Ok(model);
    }
    let sources: BTreeMap<Arc<str>, String> =
        files.iter().map(|(path, text)| (path.clone(), (*text).to_owned())).collect();
    let diagnostics = found.into_sorted();
    Err(Invalid { rendered: diagnostic::render(&diagnostics, &specs.folder, &sources), diagnostics })
}

/// Generates Rust: path from the source folder → text.
///
/// # Panics
///
/// When the generator emitted what is not Rust, which no spec that passes [`check`] can bring about.
pub fn generate(model: &Model, options: &Options) -> BTreeMap<String, String> {
    let of = std::thread::available_parallelism().map_or(1, std::num::NonZero::get).min(MOST_THREADS);
    std::thread::scope(|scope| {
        let parts = (0..of).map(|number| scope.spawn(move || generate_part(model, options, Part { number, of })));
        let running: Vec<_> = parts.collect();
        let joined =
            running.into_iter().map(|part| part.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic)));
        joined.flatten().collect()
    })
}

/// More gain nothing: files are many, but small.
const MOST_THREADS: usize = 8;

fn generate_part(model: &Model, options: &Options, part: Part) -> BTreeMap<String, String> {
    let files = emit::emit(model, options, part);
    let print = |(path, file): (String, emit::File)| {
        let text = print::print(&file, options).unwrap_or_else(|error| panic!("{path}: {error}"));
        (path, text)
    };
    files.into_iter().map(print).collect()
}

/// Generates modules from a folder of specs into `OUT_DIR`; for `build.rs`.
///
/// ```no_run
/// // build.rs
/// fn main() -> Result<(), Box<dyn std::error::Error>> {
///     exbind_codegen::build("specs", &exbind_codegen::Options::modules("crate"))
/// }
/// ```
///
/// The crate then includes each exchange's module, here that of `specs/acme`:
///
/// ```ignore
/// pub mod acme {
///     include!(concat!(env!("OUT_DIR"), "/acme/mod.rs"));
/// }
/// ```
///
/// # Errors
///
/// When the specs cannot be read or are wrong, or files cannot be written.
pub fn build(specs: impl AsRef<Path>, options: &Options) -> Result<(), Box<dyn std::error::Error>> {
    let folder = std::env::var_os("OUT_DIR").ok_or("OUT_DIR is not set: call this from build.rs")?;
    let folder = Path::new(&folder);
    let specs = specs.as_ref();
    emit_instruction(&format!("cargo::rerun-if-changed={}", specs.display()));
    let model = check(&Specs::read(specs)?)?;
    tree::Changes::plan(folder, &generate(&model, options))?.apply()?;
    Ok(())
}

/// Cargo reads instructions of build scripts from standard output.
#[allow(clippy::print_stdout)]
fn emit_instruction(line: &str) {
    println!("{line}");
}
