//! Whether anything changed since the last run, told without parsing.
//!
//! A stamp is one hash over the generator itself, the specs, and the crate as it stands. When it is the same as after
//! the last run, that run would be repeated to the letter. It lives beside the crate, outside version control; `--check`
//! does not look at it.

use crate::Specs;
use std::collections::hash_map::DefaultHasher;
use std::hash::{Hash, Hasher};
use std::io;
use std::path::Path;

const NAME: &str = ".stamp";

/// Whether the crate's stamp is that of these specs and of the crate as it stands.
///
/// # Errors
///
/// When a file cannot be read.
pub fn is_current(specs: &Specs, package: &Path) -> io::Result<bool> {
    match std::fs::read_to_string(package.join(NAME)) {
        Ok(stamp) => Ok(stamp == of(specs, package)?),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(false),
        Err(error) => Err(error),
    }
}

/// Writes the stamp of these specs and of the crate as it stands.
///
/// # Errors
///
/// When a file cannot be read or written.
pub fn write(specs: &Specs, package: &Path) -> io::Result<()> {
    std::fs::write(package.join(NAME), of(specs, package)?)
}

fn of(specs: &Specs, package: &Path) -> io::Result<String> {
    let mut hasher = DefaultHasher::new();
    let generator = std::fs::metadata(std::env::current_exe()?)?;
    (generator.len(), generator.modified()?).hash(&mut hasher);
    specs.hash(&mut hasher);
    std::fs::read(package.join("Cargo.toml"))?.hash(&mut hasher);
    for path in crate::tree::sources(&package.join("src"))? {
        path.hash(&mut hasher);
        std::fs::read(&path)?.hash(&mut hasher);
    }
    Ok(format!("{:016x}\n", hasher.finish()))
}
