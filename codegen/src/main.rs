//! `exbind`: checks specs, and generates code from them.

use exbind_codegen::tree::Changes;
use exbind_codegen::{Options, Specs, check, emit, generate, manifest, stamp};
use std::collections::BTreeMap;
use std::error::Error;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::time::Instant;

const USAGE: &str = "\
exbind: Rust bindings from specs

usage:
  exbind check [--specs DIR]                              check the specs
  exbind generate [--check] [--specs DIR] [--crate DIR]   generate the crate, or compare it with the specs

options:
  --specs DIR   the specs (default: specs)
  --crate DIR   the crate that is generated (default: generated)
  --check       write nothing; exit 1 with a diff when the committed code is not what the specs give
";

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    match run(&arguments) {
        Ok(code) => code,
        Err(error) => {
            eprintln!("{error}");
            ExitCode::from(2)
        }
    }
}

struct Arguments {
    specs: PathBuf,
    package: PathBuf,
    check: bool,
}

fn run(arguments: &[String]) -> Result<ExitCode, Box<dyn Error>> {
    let Some((command, rest)) = arguments.split_first() else { return Err(USAGE.into()) };
    match command.as_str() {
        "check" => check_specs(&options(rest, false)?),
        "generate" => generate_crate(&options(rest, true)?),
        "help" | "--help" | "-h" => {
            eprint!("{USAGE}");
            Ok(ExitCode::SUCCESS)
        }
        other => Err(format!("unknown command `{other}`\n\n{USAGE}").into()),
    }
}

fn options(arguments: &[String], generate: bool) -> Result<Arguments, Box<dyn Error>> {
    let mut read = Arguments { specs: "specs".into(), package: "generated".into(), check: false };
    let mut rest = arguments.iter();
    while let Some(argument) = rest.next() {
        let mut value = || rest.next().map(PathBuf::from).ok_or_else(|| format!("`{argument}` needs a value"));
        match argument.as_str() {
            "--specs" => read.specs = value()?,
            "--crate" if generate => read.package = value()?,
            "--check" if generate => read.check = true,
            other => return Err(format!("unknown option `{other}`\n\n{USAGE}").into()),
        }
    }
    Ok(read)
}

fn read(folder: &Path) -> Result<Specs, Box<dyn Error>> {
    if !folder.is_dir() {
        let help = "run this from the workspace's root, or name it with `--specs`";
        return Err(format!("there is no folder `{}` here; {help}", folder.display()).into());
    }
    Ok(Specs::read(folder)?)
}

fn check_specs(arguments: &Arguments) -> Result<ExitCode, Box<dyn Error>> {
    let start = Instant::now();
    let specs = read(&arguments.specs)?;
    let Some(model) = checked(&specs) else { return Ok(ExitCode::from(1)) };
    let (counts, files) = (counts(&model), counted(specs.len(), "file"));
    eprintln!("no errors: {counts} in {files} ({:.2?})", start.elapsed());
    Ok(ExitCode::SUCCESS)
}

fn generate_crate(arguments: &Arguments) -> Result<ExitCode, Box<dyn Error>> {
    let start = Instant::now();
    let specs = read(&arguments.specs)?;
    if !arguments.check && stamp::is_current(&specs, &arguments.package)? {
        eprintln!("nothing changed in {} spec files since the last run ({:.2?})", specs.len(), start.elapsed());
        return Ok(ExitCode::SUCCESS);
    }
    let Some(model) = checked(&specs) else { return Ok(ExitCode::from(1)) };
    eprintln!("{} in {}", counts(&model), counted(specs.len(), "file"));
    let files = generate(&model, &Options::library());
    let mut changes = Changes::plan(&arguments.package.join("src"), &files)?;
    add_manifest(&mut changes, &arguments.package, &emit::features(&model))?;
    if arguments.check {
        return Ok(compare(&changes, start));
    }
    changes.apply()?;
    stamp::write(&specs, &arguments.package)?;
    let Changes { write, remove, unchanged } = &changes;
    let (written, removed) = (write.len(), remove.len());
    eprintln!("{written} written, {unchanged} unchanged, {removed} removed ({:.2?})", start.elapsed());
    Ok(ExitCode::SUCCESS)
}

fn compare(changes: &Changes, start: Instant) -> ExitCode {
    if changes.is_empty() {
        eprintln!("{} files are what the specs give ({:.2?})", changes.unchanged, start.elapsed());
        return ExitCode::SUCCESS;
    }
    eprint!("{}", changes.diff());
    let count = changes.write.len() + changes.remove.len();
    let are = if count == 1 { "is" } else { "are" };
    eprintln!("{} {are} not what the specs give; run `cargo gen` and commit the result", counted(count, "file"));
    ExitCode::from(1)
}

fn checked(specs: &Specs) -> Option<exbind_codegen::model::Model> {
    match check(specs) {
        Ok(model) => Some(model),
        Err(invalid) => {
            eprint!("{invalid}");
            eprintln!("{}; nothing was written", counted(invalid.diagnostics.len(), "error"));
            None
        }
    }
}

fn counted(number: usize, what: &str) -> String {
    format!("{number} {what}{}", if number == 1 { "" } else { "s" })
}

fn counts(model: &exbind_codegen::model::Model) -> String {
    let modules = model.exchanges.iter().flat_map(|exchange| exchange.root.walk());
    let endpoints: usize = modules.map(|module| module.endpoints.len()).sum();
    let types: usize = model.exchanges.iter().map(|exchange| exchange.types.iter().count()).sum();
    let exchanges = counted(model.exchanges.len(), "exchange");
    format!("{} and {} of {exchanges}", counted(endpoints, "endpoint"), counted(types, "type"))
}

fn add_manifest(
    changes: &mut Changes,
    package: &Path,
    features: &BTreeMap<String, Vec<String>>,
) -> Result<(), Box<dyn Error>> {
    let path = package.join("Cargo.toml");
    let old = std::fs::read_to_string(&path).map_err(|error| format!("{}: {error}", path.display()))?;
    let new = manifest::with_features(&old, features)
        .ok_or_else(|| format!("{} lacks the lines between which features are written", path.display()))?;
    match old == new {
        true => changes.unchanged += 1,
        false => changes.write.push((path, Some(old), new)),
    }
    Ok(())
}
