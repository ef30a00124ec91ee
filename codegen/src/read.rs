//! Spec files as they are read.

use crate::diagnostic::{Diagnostic, Diagnostics, Place, Rule};
use std::collections::BTreeMap;
use std::io;
use std::path::Path;
use std::sync::Arc;

/// The files of a specs folder: paths from it, with `/`, and their bytes.
#[derive(Clone, Debug, Default, Hash)]
pub struct Specs {
    /// What stands before the paths when they are shown.
    pub(crate) folder: String,
    files: Vec<(Arc<str>, Vec<u8>)>,
}

impl Specs {
    /// Takes files as they are. Their order does not matter.
    pub fn new(files: impl IntoIterator<Item = (String, Vec<u8>)>) -> Self {
        let mut files: Vec<_> = files.into_iter().map(|(path, bytes)| (Arc::from(path), bytes)).collect();
        files.sort();
        Self { folder: String::new(), files }
    }

    /// Reads a folder and all folders in it. Hidden files and those that are not YAML are left out.
    ///
    /// # Errors
    ///
    /// When the folder or a file cannot be read, or there is none: a wrong folder would leave nothing of what was
    /// generated from the right one.
    pub fn read(folder: &Path) -> io::Result<Self> {
        let mut files = Vec::new();
        read_folder(folder, "", &mut files)?;
        if files.is_empty() {
            return Err(io::Error::new(
                io::ErrorKind::NotFound,
                format!("{}: no specs in this folder", folder.display()),
            ));
        }
        let folder = format!("{}/", folder.display().to_string().trim_end_matches('/'));
        Ok(Self { folder, ..Self::new(files) })
    }

    /// How many files there are.
    pub fn len(&self) -> usize {
        self.files.len()
    }

    /// Whether there are no files.
    pub fn is_empty(&self) -> bool {
        self.files.is_empty()
    }

    /// The files' texts, by path; without those that are not UTF-8.
    pub(crate) fn texts_by_path(&self) -> BTreeMap<Arc<str>, String> {
        let text = |(path, bytes): &(Arc<str>, Vec<u8>)| Some((path.clone(), String::from_utf8(bytes.clone()).ok()?));
        self.files.iter().filter_map(text).collect()
    }

    /// The files' texts; notes those that are not UTF-8.
    pub(crate) fn texts(&self, found: &mut Diagnostics) -> Vec<(Arc<str>, &str)> {
        let mut texts = Vec::new();
        for (path, bytes) in &self.files {
            match std::str::from_utf8(bytes) {
                Ok(text) => texts.push((path.clone(), text)),
                Err(error) => {
                    let message = format!("byte {} of the file is not UTF-8", error.valid_up_to() + 1);
                    found.push(Diagnostic::new(Rule::NotUtf8, &Place::file(path), message));
                }
            }
        }
        texts
    }
}

fn read_folder(folder: &Path, prefix: &str, files: &mut Vec<(String, Vec<u8>)>) -> io::Result<()> {
    let named = |error: io::Error, path: &Path| io::Error::new(error.kind(), format!("{}: {error}", path.display()));
    for entry in std::fs::read_dir(folder).map_err(|error| named(error, folder))? {
        let entry = entry?;
        let path = entry.path();
        let name = entry.file_name().to_string_lossy().into_owned();
        if name.starts_with('.') {
            continue;
        }
        if path.is_dir() {
            read_folder(&path, &format!("{prefix}{name}/"), files)?;
        } else if path.extension().is_some_and(|extension| extension == "yaml" || extension == "yml") {
            files.push((format!("{prefix}{name}"), std::fs::read(&path).map_err(|error| named(error, &path))?));
        }
    }
    Ok(())
}
