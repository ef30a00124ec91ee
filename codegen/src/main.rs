//! `exbind`: checks specs, generates code from them, and keeps them true to the exchanges' documents.

mod commands;

use commands::arguments::read;
use std::process::ExitCode;

const USAGE: &str = "\
exbind: Rust bindings from specs, specs from documents

usage:
  exbind check                               check the specs
  exbind generate [--check]                  generate the crate, or compare it with the specs
  exbind import --exchange NAME PAGE...      write or update specs from an exchange's pages
  exbind drift PAGES_DIR                     tell where pages and specs differ: 0 nowhere, 1 somewhere, 2 not readable
  exbind stats [--readme FILE [--check]]     count what the specs describe; write it into a document, or compare

options:
  --specs DIR       the specs (default: specs)
  --crate DIR       the crate that is generated (default: generated)
  --check           write nothing; exit 1 with a diff when something would be written
  --exchange NAME   the exchange whose pages they are: a folder of the specs
  --into FOLDER     the folder for new specs, such as `mix/order` (default: that of their nearest relatives)
  --report FILE     write the report of an import as JSON too
  --readme FILE     the document whose numbers, between `<!-- stats -->` and `<!-- /stats -->`, are kept
  --format FORMAT   `table` or `json` (default: table)
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

fn run(arguments: &[String]) -> commands::Ended {
    let Some((command, rest)) = arguments.split_first() else { return Err(USAGE.into()) };
    if rest.iter().any(|argument| matches!(argument.as_str(), "--help" | "-h")) {
        eprint!("{USAGE}");
        return Ok(ExitCode::SUCCESS);
    }
    match command.as_str() {
        "check" => commands::check::run(&read(rest, &["--specs"], false)?),
        "generate" => commands::generate::run(&read(rest, &["--specs", "--crate", "--check"], false)?),
        "import" => commands::import::run(&read(
            rest,
            &["--specs", "--exchange", "--into", "--report", "--format", "--check"],
            true,
        )?),
        "drift" => commands::drift::run(&read(rest, &["--specs", "--exchange", "--format"], true)?),
        "stats" => commands::stats::run(&read(rest, &["--specs", "--format", "--readme", "--check"], false)?),
        "help" | "--help" | "-h" => {
            eprint!("{USAGE}");
            Ok(ExitCode::SUCCESS)
        }
        other => Err(format!("unknown command `{other}`\n\n{USAGE}").into()),
    }
}
