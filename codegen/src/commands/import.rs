//! `exbind import`: pages become specs.

use super::arguments::Arguments;
use super::{Ended, counted, read, tell_left_out};
use exbind_codegen::import::{Outcome, import};
use exbind_codegen::tree::Changes;
use exbind_codegen::{Pages, understand};
use std::collections::BTreeMap;
use std::path::Path;
use std::process::ExitCode;

#[allow(clippy::print_stdout)] // the report is the output; all else is told on standard error
pub(crate) fn run(arguments: &Arguments) -> Ended {
    let Some(exchange) = &arguments.exchange else { return Err("say whose pages they are: `--exchange NAME`".into()) };
    if arguments.names.is_empty() {
        return Err("name the pages: `exbind import --exchange NAME PAGE...`".into());
    }
    let specs = read(&arguments.specs)?;
    let model = understand(&specs).map_err(|invalid| format!("{invalid}\nthe specs are wrong; nothing was written"))?;
    let Some(exchange) = model.exchanges.iter().find(|known| known.name.as_str() == exchange) else {
        let help = format!("describe it first in {}/{exchange}/exchange.yaml", arguments.specs.display());
        return Err(format!("there is no exchange `{exchange}` in the specs; {help}").into());
    };
    let pages = Pages::read(&arguments.names)?;
    let imported = import(&specs, exchange, &pages.pages, arguments.into.as_deref());
    let changes = changes(&arguments.specs, &imported.texts)?;
    if !arguments.check {
        changes.apply()?;
    }
    if let Some(path) = &arguments.report {
        std::fs::write(path, imported.report.json()).map_err(|error| format!("{}: {error}", path.display()))?;
    }
    print!("{}", if arguments.json { imported.report.json() } else { imported.report.table() });
    eprintln!("{}", imported.report.summary());
    tell_left_out(&pages);
    let refused = imported.report.pages.iter().any(|page| matches!(page.outcome, Outcome::Refused(_)));
    if refused || !pages.unreadable.is_empty() || pages.pages.is_empty() {
        return Ok(ExitCode::from(2));
    }
    if arguments.check && !changes.is_empty() {
        eprint!("{}", changes.diff());
        eprintln!("{} would be written", counted(changes.write.len(), "file"));
        return Ok(ExitCode::from(1));
    }
    Ok(ExitCode::SUCCESS)
}

fn changes(specs: &Path, texts: &BTreeMap<String, String>) -> std::io::Result<Changes> {
    let mut changes = Changes::default();
    for (name, text) in texts {
        let path = specs.join(name);
        let old = if path.exists() { Some(std::fs::read_to_string(&path)?) } else { None };
        changes.write.push((path, old, text.clone()));
    }
    Ok(changes)
}
