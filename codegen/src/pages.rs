//! Page files on disk.

use crate::page::{self, Page, Unreadable};
use std::io;
use std::path::{Path, PathBuf};

/// What was read from page files.
#[derive(Debug, Default)]
pub struct Pages {
    /// The pages.
    pub pages: Vec<Page>,
    /// Files that are no page of an endpoint.
    pub others: Vec<String>,
    /// Files that could not be read, and why.
    pub unreadable: Vec<(String, String)>,
}

impl Pages {
    /// Reads files, and folders with all folders in them, leaving out those whose name begins with `.` or `_` and
    /// files that are neither Markdown nor text.
    ///
    /// # Errors
    ///
    /// When a file or folder cannot be read from disk.
    pub fn read(paths: &[PathBuf]) -> io::Result<Self> {
        let mut files = Vec::new();
        for path in paths {
            match path.is_dir() {
                true => list(path, &mut files)?,
                false => files.push(path.clone()),
            }
        }
        files.sort();
        files.dedup();
        let mut read = Self::default();
        for path in files {
            read.add(&path)?;
        }
        Ok(read)
    }

    fn add(&mut self, path: &Path) -> io::Result<()> {
        let name = path.display().to_string();
        let bytes = std::fs::read(path).map_err(|error| io::Error::new(error.kind(), format!("{name}: {error}")))?;
        match String::from_utf8(bytes) {
            Err(error) => {
                let byte = error.utf8_error().valid_up_to() + 1;
                self.unreadable.push((name, format!("byte {byte} is not UTF-8")));
            }
            Ok(text) => match page::read(&name, &text) {
                Ok(page) => self.pages.push(page),
                Err(Unreadable::NoEndpoint) => self.others.push(name),
                Err(Unreadable::Torn(what, line)) => self.unreadable.push((format!("{name}:{line}"), what)),
            },
        }
        Ok(())
    }
}

fn list(folder: &Path, files: &mut Vec<PathBuf>) -> io::Result<()> {
    let named = |error: io::Error| io::Error::new(error.kind(), format!("{}: {error}", folder.display()));
    for entry in std::fs::read_dir(folder).map_err(named)? {
        let path = entry.map_err(named)?.path();
        let hidden = path.file_name().is_some_and(|name| name.to_string_lossy().starts_with(['.', '_']));
        let page = path.extension().is_some_and(|extension| extension == "md" || extension == "txt");
        match path.is_dir() {
            _ if hidden => {}
            true => list(&path, files)?,
            false if page => files.push(path),
            false => {}
        }
    }
    Ok(())
}
