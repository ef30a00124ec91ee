//! What can go wrong in setting a mock up.

use std::error::Error;
use std::{fmt, io};

/// Why the mock could not be set up as asked.
#[derive(Debug)]
#[non_exhaustive]
pub enum MockError {
    /// No port could be opened on loopback.
    Listen(io::Error),
    /// The mock serves no endpoint of this id.
    UnknownEndpoint {
        /// The id that was asked for.
        id: String,
        /// The ids that it serves.
        known: Vec<String>,
    },
    /// A public key cannot be read.
    PublicKey(String),
    /// A path does not begin with `/`, or holds a brace that is not closed.
    Path(String),
}

impl fmt::Display for MockError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Listen(error) => write!(f, "no port could be opened on loopback: {error}"),
            Self::UnknownEndpoint { id, known } => {
                write!(f, "the mock serves no endpoint `{id}`; it serves: {}", known.join(", "))
            }
            Self::PublicKey(reason) => write!(f, "the public key {reason}"),
            Self::Path(path) => write!(f, "`{path}` is no path; write `/` first, and `{{name}}` for a parameter"),
        }
    }
}

impl Error for MockError {
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        match self {
            Self::Listen(error) => Some(error),
            _ => None,
        }
    }
}

impl From<io::Error> for MockError {
    fn from(error: io::Error) -> Self {
        Self::Listen(error)
    }
}
