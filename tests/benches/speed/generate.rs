//! The generator over 800 synthetic specs, from the folder that they stand in to the folder of the crate.

use super::measure::nanos;
use super::support::Fallible;
use super::support::table::Row;
use cpu_time::ProcessTime;
use exbind_codegen::tree::{self, Changes};
use exbind_codegen::{Options, Specs, check, generate, stamp};
use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime};
use std::{env, fs, process};

const SECTIONS: usize = 20;
const ENDPOINTS: usize = 40;
const PARAMETERS: usize = 8;
const FIELDS: usize = 12;
/// The best one counts: others use the machine as well.
const RUNS: usize = 5;
const TYPES: [&str; 5] = ["string", "decimal", "integer", "timestamp", "boolean"];

/// Everything into an empty folder; then the same again.
pub(crate) fn rows() -> Fallible<[Row; 2]> {
    let folder = Folder::new("exbind-bench")?;
    write_specs(&folder.specs())?;
    let mut best = [Duration::MAX; 2];
    for _ in 0..RUNS {
        folder.empty_crate()?;
        let cold = timed(|| run(&folder))?;
        let written = times(&folder.package())?;
        let again = timed(|| run(&folder))?;
        assert!(written.len() > SECTIONS * ENDPOINTS && written == times(&folder.package())?, "a file was touched");
        best = [best[0].min(cold), best[1].min(again)];
    }
    let row = |measure, time: Duration, most| {
        let seconds = nanos(time) / 1e9;
        Row { measure, ours: format!("{seconds:.3} s"), bar: Some((seconds, most)), ..Row::default() }
    };
    Ok([
        row("generate 800 endpoints, cold (best of 5)", best[0], 1.0),
        row("generate again: nothing changed or touched", best[1], 0.2),
    ])
}

/// What `exbind generate` does.
fn run(folder: &Folder) -> Fallible<()> {
    let specs = Specs::read(&folder.specs())?;
    let package = folder.package();
    if stamp::is_current(&specs, &package)? {
        return Ok(());
    }
    let model = check(&specs).map_err(|invalid| invalid.to_string())?;
    Changes::plan(&package.join("src"), &generate(&model, &Options::library()))?.apply()?;
    Ok(stamp::write(&specs, &package)?)
}

/// CPU time of all threads, that of the system for files included.
fn timed(run: impl FnOnce() -> Fallible<()>) -> Fallible<Duration> {
    let start = ProcessTime::now();
    run()?;
    Ok(start.elapsed())
}

fn times(package: &Path) -> Fallible<Vec<(PathBuf, SystemTime)>> {
    let mut times = Vec::new();
    for path in tree::sources(&package.join("src"))? {
        let time = fs::metadata(&path)?.modified()?;
        times.push((path, time));
    }
    Ok(times)
}

/// A temporary folder with specs and crate, gone with its value.
struct Folder(PathBuf);

impl Folder {
    fn new(name: &str) -> Fallible<Self> {
        let folder = env::temp_dir().join(format!("{name}-{}", process::id()));
        fs::create_dir_all(&folder)?;
        Ok(Self(folder))
    }

    fn specs(&self) -> PathBuf {
        self.0.join("specs")
    }

    fn package(&self) -> PathBuf {
        self.0.join("crate")
    }

    fn empty_crate(&self) -> Fallible<()> {
        let package = self.package();
        if package.exists() {
            fs::remove_dir_all(&package)?;
        }
        fs::create_dir_all(package.join("src"))?;
        Ok(fs::write(package.join("Cargo.toml"), "[package]\n")?)
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

fn write_specs(folder: &Path) -> Fallible<()> {
    let exchange = folder.join("synthetic");
    fs::create_dir_all(&exchange)?;
    fs::write(exchange.join("exchange.yaml"), EXCHANGE)?;
    let glossary = (0..PARAMETERS.max(FIELDS)).map(|index| format!("fieldNumber{index}: Field number {index}.\n"));
    fs::write(exchange.join("fields.yaml"), glossary.collect::<String>())?;
    for section in 0..SECTIONS {
        let folder = exchange.join(format!("section_{section}"));
        fs::create_dir_all(&folder)?;
        for endpoint in 0..ENDPOINTS {
            fs::write(folder.join(format!("do_thing_{endpoint}.yaml")), endpoint_yaml(section, endpoint))?;
        }
    }
    Ok(())
}

fn endpoint_yaml(section: usize, endpoint: usize) -> String {
    let mut yaml = format!(
        "summary: Does thing {endpoint} of section {section}.\n\
         doc: https://synthetic.example/docs/{section}/{endpoint}\n\
         method: POST\npath: /api/v1/section-{section}/thing-{endpoint}\naccess: trade\neffect: write\n\
         rate_limit: {{ requests: 10, per: 1s, by: uid }}\nrequest:\n"
    );
    push_fields(&mut yaml, "", PARAMETERS);
    let name = format!("Thing{endpoint}Of{section}");
    let _ = write!(yaml, "response: list<{name}>\ntypes:\n  {name}:\n    about: What became of it.\n    fields:\n");
    push_fields(&mut yaml, "    ", FIELDS);
    yaml
}

/// The first two are required.
fn push_fields(yaml: &mut String, indent: &str, count: usize) {
    for index in 0..count {
        let (of, required) = (TYPES[index % TYPES.len()], index < 2);
        let _ = writeln!(yaml, "{indent}  - {{ name: fieldNumber{index}, type: {of}, required: {required} }}");
    }
}

const EXCHANGE: &str = r#"title: Synthetic
doc: https://synthetic.example/docs
signing: bitget
services:
  api: { main: "https://api.synthetic.example" }
envelopes:
  standard:
    success: { field: code, values: ["0"] }
    code: [code]
    message: [msg]
    data: data
buckets:
  all_calls: { requests: 6000, per: 1m, by: ip }
every_call: [all_calls]
"#;
