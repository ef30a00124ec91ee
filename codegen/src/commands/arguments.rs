//! What stands behind a command's name.

use std::error::Error;
use std::path::PathBuf;

/// The options and names that were given.
#[derive(Debug)]
pub(crate) struct Arguments {
    pub(crate) specs: PathBuf,
    pub(crate) package: PathBuf,
    pub(crate) check: bool,
    pub(crate) exchange: Option<String>,
    pub(crate) into: Option<String>,
    pub(crate) report: Option<PathBuf>,
    pub(crate) readme: Option<PathBuf>,
    pub(crate) json: bool,
    /// Names without an option.
    pub(crate) names: Vec<PathBuf>,
}

/// Reads arguments; `known` are the options of the command, `names` whether it takes names.
pub(crate) fn read(arguments: &[String], known: &[&str], names: bool) -> Result<Arguments, Box<dyn Error>> {
    let mut read = Arguments {
        specs: "specs".into(),
        package: "generated".into(),
        check: false,
        exchange: None,
        into: None,
        report: None,
        readme: None,
        json: false,
        names: Vec::new(),
    };
    let mut rest = arguments.iter();
    while let Some(argument) = rest.next() {
        let option = argument.starts_with('-');
        if !option && names {
            read.names.push(argument.into());
            continue;
        }
        if !option || !known.contains(&argument.as_str()) {
            return Err(format!("unknown option `{argument}`; see `exbind help`").into());
        }
        let mut value = || rest.next().ok_or_else(|| format!("`{argument}` needs a value"));
        match argument.as_str() {
            "--specs" => read.specs = value()?.into(),
            "--crate" => read.package = value()?.into(),
            "--exchange" => read.exchange = Some(value()?.clone()),
            "--into" => read.into = Some(value()?.clone()),
            "--report" => read.report = Some(value()?.into()),
            "--readme" => read.readme = Some(value()?.into()),
            "--format" => read.json = is_json(value()?)?,
            _ => read.check = true,
        }
    }
    Ok(read)
}

fn is_json(format: &str) -> Result<bool, Box<dyn Error>> {
    match format {
        "json" => Ok(true),
        "table" => Ok(false),
        other => Err(format!("unknown format `{other}`; there are `table` and `json`").into()),
    }
}
