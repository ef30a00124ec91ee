//! Signs requests: text to sign, signature, where it goes. The only code that knows exchanges' rules for it.

mod bitget;
mod htx;
pub(crate) mod traces;

use crate::credentials::{Algorithm, Credentials, CredentialsError, SignerError};
use crate::meta::{Method, Signing};
use http::HeaderMap;
use std::error::Error;
use std::fmt;

/// A request about to be signed. All parts are exactly what will be sent.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Unsigned<'a> {
    pub(crate) method: Method,
    /// The host in lower case, with the port where it is not the scheme's own.
    pub(crate) authority: &'a str,
    pub(crate) path: &'a str,
    /// Percent-encoded as [`crate::params`] does it, without `?`; empty where there is none.
    pub(crate) query: &'a str,
    /// Empty where there is none.
    pub(crate) body: &'a [u8],
    /// The exchange's time, as well as it is known, in Unix milliseconds.
    pub(crate) time_ms: i64,
}

/// What signing adds to a request.
pub(crate) struct Signature {
    /// The query to send in place of the unsigned one, where they differ.
    pub(crate) query: Option<String>,
    /// Headers to add; those with secrets are marked sensitive.
    pub(crate) headers: HeaderMap,
}

/// Room for all headers of a request, those that the transport adds too: growing a map costs more than empty places.
pub(crate) const HEADER_ROOM: usize = 12;

/// Signs a request.
pub(crate) async fn sign(
    scheme: Signing,
    credentials: &Credentials,
    request: &Unsigned<'_>,
) -> Result<Signature, SignError> {
    check(scheme, credentials)?;
    check_time(request.time_ms)?;
    match scheme {
        Signing::Bitget => bitget::sign(credentials, request).await,
        Signing::Htx => htx::sign(credentials, request).await,
    }
}

/// Whether credentials can sign by a scheme at all, to be known before the first call.
pub(crate) fn check(scheme: Signing, credentials: &Credentials) -> Result<(), SignError> {
    if let Some(fault) = credentials.fault() {
        return Err(SignError::Credentials(fault.clone()));
    }
    let algorithm = credentials.algorithm();
    match scheme {
        Signing::Bitget => bitget::check(credentials),
        Signing::Htx => htx::method_name(algorithm).map(|_| ()),
    }
}

/// Years 1970 to 9999, which have four digits.
fn check_time(time_ms: i64) -> Result<(), SignError> {
    const END: i64 = 253_402_300_800_000;
    if (0..END).contains(&time_ms) { Ok(()) } else { Err(SignError::Time(time_ms)) }
}

/// Whether a header's value must be masked when a request is shown.
pub(crate) fn is_secret_header(name: &str) -> bool {
    bitget::SECRET_HEADERS.iter().any(|secret| name.eq_ignore_ascii_case(secret))
}

/// Whether the value of a query pair must be masked when a request is shown.
pub(crate) fn is_secret_pair(name: &str) -> bool {
    htx::SECRET_PAIRS.contains(&name)
}

/// Why a request was not signed. Nothing was sent.
#[derive(Debug)]
pub(crate) enum SignError {
    /// The credentials cannot be right.
    Credentials(CredentialsError),
    /// The exchange wants a passphrase.
    NoPassphrase { exchange: &'static str },
    /// The exchange does not know this kind of signature.
    Algorithm { exchange: &'static str, found: Algorithm, accepted: &'static str },
    /// The key, or whoever holds it, made no signature.
    Signer(SignerError),
    /// The time to sign with cannot be right.
    Time(i64),
}

impl fmt::Display for SignError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Credentials(error) => error.fmt(f),
            Self::NoPassphrase { exchange } => write!(
                f,
                "{exchange} asks for the passphrase of the API key; add it by `Credentials::passphrase`, \
                 or set the environment variable that ends in _API_PASSPHRASE"
            ),
            Self::Algorithm { exchange, found, accepted } => {
                write!(f, "{exchange} takes signatures by {accepted}, but these credentials sign by {found}")
            }
            Self::Signer(error) => write!(f, "no signature was made: {error}"),
            Self::Time(ms) => write!(f, "{ms} ms since 1970 is no time to sign with; check the clock"),
        }
    }
}

impl Error for SignError {
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        match self {
            Self::Credentials(error) => error.source(),
            Self::Signer(error) => error.source(),
            Self::NoPassphrase { .. } | Self::Algorithm { .. } | Self::Time(_) => None,
        }
    }
}

impl From<SignerError> for SignError {
    fn from(error: SignerError) -> Self {
        Self::Signer(error)
    }
}

#[cfg(test)]
mod tests;
