//! The commands, and what they share.

pub(crate) mod arguments;
pub(crate) mod check;
pub(crate) mod drift;
pub(crate) mod generate;
pub(crate) mod import;
pub(crate) mod stats;

use exbind_codegen::{Pages, Specs, check as check_specs, model};
use std::error::Error;
use std::path::Path;
use std::process::ExitCode;

/// How a command ends: 0 all is well, 1 it found what it was asked to look for, 2 it could not do it.
pub(crate) type Ended = Result<ExitCode, Box<dyn Error>>;

pub(crate) fn read(folder: &Path) -> Result<Specs, Box<dyn Error>> {
    if !folder.is_dir() {
        let help = "run this from the workspace's root, or name it with `--specs`";
        return Err(format!("there is no folder `{}` here; {help}", folder.display()).into());
    }
    Ok(Specs::read(folder)?)
}

pub(crate) fn checked(specs: &Specs) -> Option<model::Model> {
    match check_specs(specs) {
        Ok(model) => Some(model),
        Err(invalid) => {
            eprint!("{invalid}");
            eprintln!("{}; nothing was written", counted(invalid.diagnostics.len(), "error"));
            None
        }
    }
}

/// Tells which files gave no page, and why.
pub(crate) fn tell_left_out(pages: &Pages) {
    for name in &pages.others {
        eprintln!("not the page of an endpoint: {name}");
    }
    for (name, why) in &pages.unreadable {
        eprintln!("could not read {name}: {why}");
    }
}

pub(crate) fn counted(number: usize, what: &str) -> String {
    format!("{number} {what}{}", if number == 1 { "" } else { "s" })
}

pub(crate) fn counts(model: &model::Model) -> String {
    let modules = model.exchanges.iter().flat_map(|exchange| exchange.root.walk());
    let endpoints: usize = modules.map(|module| module.endpoints.len()).sum();
    let types: usize = model.exchanges.iter().map(|exchange| exchange.types.iter().count()).sum();
    let exchanges = counted(model.exchanges.len(), "exchange");
    format!("{} and {} of {exchanges}", counted(endpoints, "endpoint"), counted(types, "type"))
}
