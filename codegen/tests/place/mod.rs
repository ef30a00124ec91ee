//! A place to run the command in.
#![allow(dead_code, reason = "each test file takes what it needs")]

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::process::{Command, Output};
use std::time::SystemTime;

/// A folder with specs and a crate to generate, gone when the test is over.
pub(crate) struct Place(PathBuf);

const MANIFEST: &str = "\
[package]
name = \"acme\"

[features]
# Features of sections, written by `cargo gen`:
# End of what `cargo gen` writes.
";

pub(crate) const EXCHANGE: &str = include_str!("../wrong/base/acme/exchange.yaml");
const FIELDS: &str = include_str!("../wrong/base/acme/fields.yaml");

pub(crate) fn endpoint(path: &str) -> String {
    format!(
        "summary: Lists.\ndoc: https://acme.example/docs\nmethod: GET\npath: {path}\naccess: read\nresponse: json\n"
    )
}

impl Place {
    /// Two endpoints in two folders.
    pub(crate) fn new(name: &str) -> Self {
        let place = Self(PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(format!("cli-{name}-{}", std::process::id())));
        let _ = std::fs::remove_dir_all(&place.0);
        place.write("specs/acme/exchange.yaml", EXCHANGE);
        place.write("specs/acme/fields.yaml", FIELDS);
        place.write("specs/acme/orders/list_orders.yaml", &endpoint("/v1/orders"));
        place.write("specs/acme/trades/list_trades.yaml", &endpoint("/v1/trades"));
        place.write("generated/Cargo.toml", MANIFEST);
        place
    }

    /// One that has been generated.
    pub(crate) fn generated(name: &str) -> Self {
        let place = Self::new(name);
        assert!(place.run(&["generate"]).status.success());
        place
    }

    pub(crate) fn path(&self, name: &str) -> PathBuf {
        self.0.join(name)
    }

    pub(crate) fn write(&self, name: &str, text: &str) {
        let path = self.path(name);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, text).unwrap();
    }

    pub(crate) fn remove(&self, name: &str) {
        std::fs::remove_file(self.path(name)).unwrap();
    }

    pub(crate) fn run(&self, arguments: &[&str]) -> Output {
        Command::new(env!("CARGO_BIN_EXE_exbind")).args(arguments).current_dir(&self.0).output().unwrap()
    }

    /// Everything in the crate: path → text and time of the last change. The stamp is no part of it.
    pub(crate) fn tree(&self) -> BTreeMap<PathBuf, (String, SystemTime)> {
        let mut open = vec![self.path("generated")];
        let mut files = BTreeMap::new();
        while let Some(path) = open.pop() {
            if path.is_dir() {
                open.extend(std::fs::read_dir(&path).unwrap().map(|entry| entry.unwrap().path()));
            } else if !path.ends_with(".stamp") {
                let changed = path.metadata().unwrap().modified().unwrap();
                files.insert(path.clone(), (std::fs::read_to_string(&path).unwrap(), changed));
            }
        }
        files
    }

    pub(crate) fn folders(&self) -> usize {
        let mut open = vec![self.path("generated")];
        let mut count = 0;
        while let Some(path) = open.pop() {
            count += 1;
            let entries = std::fs::read_dir(&path).unwrap().map(|entry| entry.unwrap().path());
            open.extend(entries.filter(|path| path.is_dir()));
        }
        count
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}
