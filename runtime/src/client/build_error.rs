//! Clients that cannot be.

use crate::error::BoxError;
use std::fmt;

/// Why a client was not built.
#[derive(Debug)]
#[non_exhaustive]
pub enum BuildError {
    /// The exchange has no such environment.
    #[non_exhaustive]
    UnknownEnvironment {
        /// The exchange.
        exchange: &'static str,
        /// What was asked for.
        name: String,
        /// What there is.
        known: Vec<&'static str>,
    },
    /// The exchange has no such service.
    #[non_exhaustive]
    UnknownService {
        /// The exchange.
        exchange: &'static str,
        /// What was asked for.
        name: String,
        /// What there is.
        known: Vec<&'static str>,
    },
    /// A service's address cannot be used.
    #[non_exhaustive]
    Url {
        /// The service.
        service: &'static str,
        /// What is wrong with its address.
        reason: String,
    },
    /// The exchange has nothing of the kind: demo trading, a choice of language, channel codes.
    #[non_exhaustive]
    Unsupported {
        /// The exchange.
        exchange: &'static str,
        /// What it does not have.
        what: &'static str,
    },
    /// A text that no HTTP header can carry.
    #[non_exhaustive]
    Header {
        /// What the text was given for.
        what: &'static str,
    },
    /// Settings of connections together with a transport that has its own.
    Conflict,
    /// The credentials cannot sign for the exchange.
    Credentials(BoxError),
    /// The transport could not be set up: TLS, certificates, proxy.
    Transport(BoxError),
}

impl fmt::Display for BuildError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::UnknownEnvironment { exchange, name, known } => {
                write!(f, "{exchange} has no environment `{name}`; it has: {}", known.join(", "))
            }
            Self::UnknownService { exchange, name, known } => {
                write!(f, "{exchange} has no service `{name}`; it has: {}", known.join(", "))
            }
            Self::Url { service, reason } => write!(f, "the URL of service `{service}` {reason}"),
            Self::Unsupported { exchange, what } => write!(f, "{exchange} has no {what}"),
            Self::Header { what } => write!(f, "the {what} holds a character that an HTTP header cannot carry"),
            Self::Conflict => f.write_str(
                "a custom HTTP client or transport was given together with settings of connections (timeout for \
                 connecting, proxy, pool, TCP) or with another one; set these on it instead",
            ),
            Self::Credentials(error) => write!(f, "the credentials cannot be used: {error}"),
            Self::Transport(error) => {
                write!(f, "the HTTP client could not be set up: {error}")?;
                match error.source() {
                    Some(cause) => write!(f, " ({cause})"),
                    None => Ok(()),
                }
            }
        }
    }
}

impl std::error::Error for BuildError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Self::Credentials(error) | Self::Transport(error) => Some(&**error),
            _ => None,
        }
    }
}
