//! `exbind generate`: the crate as the specs give it.

use super::arguments::Arguments;
use super::{Ended, checked, counted, counts, read};
use exbind_codegen::tree::Changes;
use exbind_codegen::{Options, emit, generate, manifest, stamp};
use std::collections::BTreeMap;
use std::error::Error;
use std::path::Path;
use std::process::ExitCode;
use std::time::Instant;

pub(crate) fn run(arguments: &Arguments) -> Ended {
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
