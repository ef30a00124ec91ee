//! Cassettes that cannot be read or written.

use std::fmt;
use std::io;

/// Why a cassette cannot be read, or what is missing in one that was recorded.
#[derive(Debug)]
#[non_exhaustive]
pub enum CassetteError {
    /// The file could not be opened or read.
    #[non_exhaustive]
    Unreadable {
        /// The file, as it was named.
        cassette: String,
        /// What the system says.
        source: io::Error,
    },
    /// The file could not be made or written; nothing was recorded from there on.
    #[non_exhaustive]
    Unwritable {
        /// The file, as it was named.
        cassette: String,
        /// How much was recorded before.
        recorded: u64,
        /// What the system says.
        source: io::Error,
    },
    /// A call and its answer are longer than a line may be, and were left out.
    #[non_exhaustive]
    TooLong {
        /// The file, as it was named.
        cassette: String,
        /// Length of the line that was not written, in bytes.
        bytes: usize,
    },
    /// The file is no cassette.
    #[non_exhaustive]
    NotACassette {
        /// The file, as it was named.
        cassette: String,
        /// How that shows.
        reason: String,
    },
    /// The cassette has a format that another version of this crate writes.
    #[non_exhaustive]
    Version {
        /// The file, as it was named.
        cassette: String,
        /// Its format.
        found: i64,
    },
    /// A line cannot be read.
    #[non_exhaustive]
    Line {
        /// The file, as it was named.
        cassette: String,
        /// Number of the line; the first is 1.
        line: usize,
        /// What is wrong with it.
        reason: String,
    },
}

impl fmt::Display for CassetteError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Unreadable { cassette, source } => write!(f, "{cassette} cannot be read: {source}"),
            Self::Unwritable { cassette, recorded, source } => {
                write!(f, "{cassette} cannot be written after {recorded} recorded calls: {source}")
            }
            Self::TooLong { cassette, bytes } => {
                let most = super::format::LONGEST_LINE;
                write!(f, "a call of {bytes} bytes was left out of {cassette}; a line has at most {most}")
            }
            Self::NotACassette { cassette, reason } => {
                write!(f, "{cassette} is no cassette: {reason}; record one with ClientBuilder::record")
            }
            Self::Version { cassette, found } => {
                let known = super::format::VERSION;
                write!(f, "{cassette} has format {found}, but only {known} can be read; record it again")
            }
            Self::Line { cassette, line, reason } => {
                write!(f, "line {line} of {cassette} cannot be read: {reason}; mend it, or record the cassette again")
            }
        }
    }
}

impl std::error::Error for CassetteError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Self::Unreadable { source, .. } | Self::Unwritable { source, .. } => Some(source),
            _ => None,
        }
    }
}
