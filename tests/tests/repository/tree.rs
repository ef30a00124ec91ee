//! The project's files.

use std::fs;
use std::path::{Path, PathBuf};

pub(crate) fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap().to_owned()
}

/// A file's text, by its path from the root.
pub(crate) fn read(path: &str) -> String {
    fs::read_to_string(root().join(path)).unwrap_or_else(|error| panic!("{path}: {error}"))
}

/// A file that a person wrote or that was generated, by its path from the root.
#[derive(Debug)]
pub(crate) struct File {
    pub(crate) path: String,
    pub(crate) text: String,
}

/// All text files below a folder, but what builds leave behind.
pub(crate) fn files(below: &str) -> Vec<File> {
    let mut files = Vec::new();
    collect(&root().join(below), &mut files);
    files.sort_by(|one, other| one.path.cmp(&other.path));
    assert!(!files.is_empty(), "{below} is empty");
    files
}

/// The Rust files of a folder.
pub(crate) fn rust(below: &str) -> Vec<File> {
    files(below).into_iter().filter(|file| file.path.ends_with(".rs")).collect()
}

fn collect(folder: &Path, files: &mut Vec<File>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_name().unwrap().to_string_lossy();
        if path.is_dir() {
            if !matches!(&*name, "target" | ".git") {
                collect(&path, files);
            }
        } else if let Ok(text) = fs::read_to_string(&path) {
            let path = path.strip_prefix(root()).unwrap().to_string_lossy().replace('\\', "/");
            files.push(File { path, text });
        }
    }
}

impl File {
    /// Numbered lines of code: neither comments nor tests.
    pub(crate) fn code(&self) -> impl Iterator<Item = (usize, &str)> {
        let end = self.text.find("#[cfg(test)]").filter(|_| !self.is_test()).unwrap_or(self.text.len());
        let lines = self.text[..end].lines().enumerate();
        lines.map(|(index, line)| (index + 1, without_comment(line))).filter(|(_, line)| !line.trim().is_empty())
    }

    /// Whether the whole file is there for tests.
    pub(crate) fn is_test(&self) -> bool {
        self.path.split('/').any(|part| matches!(part, "tests.rs" | "benches" | "examples"))
            || self.path.split('/').skip(1).any(|part| part == "tests")
    }

    /// Whether the generator wrote it.
    pub(crate) fn is_generated(&self) -> bool {
        self.text.starts_with("// @generated ")
    }
}

fn without_comment(line: &str) -> &str {
    let trimmed = line.trim_start();
    if trimmed.starts_with("//") { "" } else { line.split(" // ").next().unwrap_or_default() }
}
