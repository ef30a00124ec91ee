//! Files on disk: writes what changed, removes what lost its spec, or tells the difference.

use crate::print::MARK;
use std::collections::BTreeMap;
use std::io;
use std::path::{Path, PathBuf};

/// What is to be done to a folder.
#[derive(Debug, Default)]
pub struct Changes {
    /// Files to write: path, what stands there, what shall stand there.
    pub write: Vec<(PathBuf, Option<String>, String)>,
    /// Files to remove, and what stands there.
    pub remove: Vec<(PathBuf, String)>,
    /// How many files stay as they are.
    pub unchanged: usize,
}

impl Changes {
    /// Whether there is nothing to do.
    pub fn is_empty(&self) -> bool {
        self.write.is_empty() && self.remove.is_empty()
    }

    /// Compares a folder with what shall stand in it. Files without the generator's mark are left alone, and never
    /// overwritten.
    ///
    /// # Errors
    ///
    /// When a file cannot be read, or a hand-written one stands in the way.
    pub fn plan(folder: &Path, files: &BTreeMap<String, String>) -> io::Result<Self> {
        let mut changes = Self::default();
        for (name, text) in files {
            let path = folder.join(name);
            match read(&path)? {
                Some(old) if old == *text => changes.unchanged += 1,
                Some(old) if !old.starts_with(MARK) => return Err(in_the_way(&path)),
                old => changes.write.push((path, old, text.clone())),
            }
        }
        for path in sources(folder)? {
            let name = path.strip_prefix(folder).unwrap_or(&path).to_string_lossy().replace('\\', "/");
            if files.contains_key(&name) {
                continue;
            }
            if let Some(old) = read(&path)?.filter(|old| old.starts_with(MARK)) {
                changes.remove.push((path, old));
            }
        }
        Ok(changes)
    }

    /// Does it. Each file is written beside its place and moved there, so that none is ever half written; when one
    /// fails, everything gets its old text back.
    ///
    /// # Errors
    ///
    /// When a file cannot be written or removed.
    pub fn apply(&self) -> io::Result<()> {
        for (done, (path, _, text)) in self.write.iter().enumerate() {
            if let Err(error) = replace(path, text) {
                remove_empty_parents(path);
                self.restore(done, 0);
                return Err(named(path, &error));
            }
        }
        for (done, (path, _)) in self.remove.iter().enumerate() {
            if let Err(error) = std::fs::remove_file(path) {
                self.restore(self.write.len(), done);
                return Err(named(path, &error));
            }
        }
        self.remove.iter().for_each(|(path, _)| remove_empty_parents(path));
        Ok(())
    }

    /// Undoes the first so many writes and removals. The error that led here is the one to report; what cannot be
    /// restored is in version control.
    fn restore(&self, written: usize, removed: usize) {
        for (path, old, _) in &self.write[..written] {
            let _ = match old {
                Some(old) => replace(path, old),
                None => std::fs::remove_file(path).map(|()| remove_empty_parents(path)),
            };
        }
        for (path, old) in &self.remove[..removed] {
            let _ = replace(path, old);
        }
    }

    /// The difference as a unified diff.
    pub fn diff(&self) -> String {
        let written = self.write.iter().map(|(path, old, new)| (path, old.as_deref().unwrap_or(""), new.as_str()));
        let removed = self.remove.iter().map(|(path, old)| (path, old.as_str(), ""));
        written.chain(removed).map(|(path, old, new)| file_diff(path, old, new)).collect()
    }
}

fn file_diff(path: &Path, old: &str, new: &str) -> String {
    let name = path.display();
    let diff = similar::TextDiff::from_lines(old, new);
    diff.unified_diff().context_radius(3).header(&format!("committed {name}"), &format!("generated {name}")).to_string()
}

fn read(path: &Path) -> io::Result<Option<String>> {
    match std::fs::read_to_string(path) {
        Ok(text) => Ok(Some(text)),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(error) if error.kind() == io::ErrorKind::InvalidData => Ok(Some(String::new())),
        Err(error) => Err(named(path, &error)),
    }
}

fn named(path: &Path, error: &io::Error) -> io::Error {
    io::Error::new(error.kind(), format!("{}: {error}", path.display()))
}

fn in_the_way(path: &Path) -> io::Error {
    let message = format!("{} was not written by the generator; move it away first", path.display());
    io::Error::new(io::ErrorKind::AlreadyExists, message)
}

fn replace(path: &Path, text: &str) -> io::Result<()> {
    if let Some(parent) = path.parent() {
        std::fs::create_dir_all(parent)?;
    }
    let beside = path.with_extension("rs.new");
    std::fs::write(&beside, text).and_then(|()| std::fs::rename(&beside, path)).inspect_err(|_| {
        let _ = std::fs::remove_file(&beside);
    })
}

fn remove_empty_parents(path: &Path) {
    let mut parent = path.parent();
    // Removing a folder that is not empty fails, which ends this.
    while let Some(folder) = parent.filter(|folder| std::fs::remove_dir(folder).is_ok()) {
        parent = folder.parent();
    }
}

/// The Rust files of a folder and of all folders in it, sorted.
///
/// # Errors
///
/// When a folder cannot be read.
pub fn sources(folder: &Path) -> io::Result<Vec<PathBuf>> {
    let mut files = Vec::new();
    list(folder, &mut files)?;
    files.sort();
    Ok(files)
}

fn list(folder: &Path, files: &mut Vec<PathBuf>) -> io::Result<()> {
    let entries = match std::fs::read_dir(folder) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(()),
        entries => entries?,
    };
    for entry in entries {
        let path = entry?.path();
        if path.is_dir() {
            list(&path, files)?;
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            files.push(path);
        }
    }
    Ok(())
}
