//! `exbind stats`: how much the specs describe.

use super::arguments::Arguments;
use super::{Ended, checked, read};
use exbind_codegen::stats::{Stats, json, table, with_numbers};
use exbind_codegen::tree::Changes;
use std::path::Path;
use std::process::ExitCode;

#[allow(clippy::print_stdout)] // the numbers are the output; all else is told on standard error
pub(crate) fn run(arguments: &Arguments) -> Ended {
    if arguments.check && arguments.readme.is_none() {
        return Err("name the document to compare: `exbind stats --readme README.md --check`".into());
    }
    let Some(model) = checked(&read(&arguments.specs)?) else { return Ok(ExitCode::from(1)) };
    let stats = Stats::of(&model);
    let Some(document) = &arguments.readme else {
        print!("{}", if arguments.json { json(&stats) } else { table(&stats) });
        return Ok(ExitCode::SUCCESS);
    };
    keep(document, &stats, arguments.check)
}

/// Writes the numbers of a document, or tells whether they are current.
fn keep(path: &Path, stats: &Stats, check: bool) -> Ended {
    let name = path.display();
    let old = std::fs::read_to_string(path).map_err(|error| format!("{name}: {error}"))?;
    let new = with_numbers(&old, stats)
        .ok_or_else(|| format!("{name} lacks the marks `<!-- stats -->` and `<!-- /stats -->`, each in a line"))?;
    if old == new {
        eprintln!("the numbers in {name} are current");
        return Ok(ExitCode::SUCCESS);
    }
    let changes = Changes { write: vec![(path.to_owned(), Some(old), new)], ..Changes::default() };
    if check {
        eprint!("{}", changes.diff());
        eprintln!("the numbers in {name} are out of date; run `cargo exbind stats --readme {name}`");
        return Ok(ExitCode::from(1));
    }
    changes.apply()?;
    eprintln!("{name} written");
    Ok(ExitCode::SUCCESS)
}
