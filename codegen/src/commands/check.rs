//! `exbind check`: whether the specs are right.

use super::arguments::Arguments;
use super::{Ended, checked, counted, counts, read};
use std::process::ExitCode;
use std::time::Instant;

pub(crate) fn run(arguments: &Arguments) -> Ended {
    let start = Instant::now();
    let specs = read(&arguments.specs)?;
    let Some(model) = checked(&specs) else { return Ok(ExitCode::from(1)) };
    let (counts, files) = (counts(&model), counted(specs.len(), "file"));
    eprintln!("no errors: {counts} in {files} ({:.2?})", start.elapsed());
    Ok(ExitCode::SUCCESS)
}
