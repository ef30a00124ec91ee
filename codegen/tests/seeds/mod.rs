//! The specs of this repository, as raw material for tests.

#![allow(dead_code)] // each test binary takes what it needs

use std::path::{Path, PathBuf};

/// Every file of `specs/`: its path from there, and its bytes.
pub(crate) fn specs() -> Vec<(String, Vec<u8>)> {
    below("../specs")
}

/// The same of a few specs that use every construct.
pub(crate) fn constructs() -> Vec<(String, Vec<u8>)> {
    below("../tests/own_specs/specs")
}

fn below(folder: &str) -> Vec<(String, Vec<u8>)> {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join(folder);
    let mut files = Vec::new();
    read(&folder, "", &mut files);
    files
}

fn read(folder: &Path, prefix: &str, files: &mut Vec<(String, Vec<u8>)>) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let name = format!("{prefix}{}", path.file_name().unwrap().to_string_lossy());
        if path.is_dir() {
            read(&path, &format!("{name}/"), files);
        } else if name.ends_with(".yaml") {
            files.push((name, std::fs::read(&path).unwrap()));
        }
    }
}
