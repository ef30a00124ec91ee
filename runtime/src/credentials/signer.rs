//! Signing with a secret that is held elsewhere.

use std::error::Error;
use std::fmt;
use std::pin::Pin;

/// Signs with a secret that never enters this process's memory, or not through this crate: a hardware module, a
/// key service, another process.
pub trait Signer: Send + Sync {
    /// What its signatures are. It must not change.
    fn algorithm(&self) -> Algorithm;

    /// Signs a text. The signature is raw bytes; the caller encodes it.
    ///
    /// A signature ages while this runs: exchanges refuse calls whose timestamp is some seconds old.
    fn sign<'a>(&'a self, text: &'a [u8]) -> SignFuture<'a>;
}

/// A signature in the making.
pub type SignFuture<'a> = Pin<Box<dyn Future<Output = Result<Vec<u8>, SignerError>> + Send + 'a>>;

/// How a signature is made.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Algorithm {
    /// HMAC with SHA-256, from a secret that the exchange knows too.
    HmacSha256,
    /// RSA with SHA-256, PKCS#1 v1.5.
    RsaSha256,
    /// Ed25519.
    Ed25519,
}

impl Algorithm {
    /// The length of its signatures, where all have the same.
    pub(super) const fn signature_len(self) -> Option<usize> {
        match self {
            Self::HmacSha256 => Some(32),
            Self::Ed25519 => Some(64),
            Self::RsaSha256 => None,
        }
    }
}

impl fmt::Display for Algorithm {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::HmacSha256 => "HMAC-SHA256",
            Self::RsaSha256 => "RSA-SHA256",
            Self::Ed25519 => "Ed25519",
        })
    }
}

/// Why no signature was made. Its text is shown to users: it must not hold secrets.
#[derive(Debug)]
pub struct SignerError(Box<dyn Error + Send + Sync>);

impl SignerError {
    /// From an error, or from a text that says what is wrong.
    pub fn new(error: impl Into<Box<dyn Error + Send + Sync>>) -> Self {
        Self(error.into())
    }
}

impl fmt::Display for SignerError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl Error for SignerError {
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        self.0.source()
    }
}
