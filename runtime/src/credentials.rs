//! API keys: what a caller proves who it is with.
//!
//! Nothing of a key can be read back or printed. Texts and HMAC states are wiped from memory when the last clone is
//! dropped. The RSA and Ed25519 keys are held by `ring`, which keeps them to itself but does not wipe them.

mod environment;
mod error;
mod key;
mod signer;

pub use error::CredentialsError;
pub use signer::{Algorithm, SignFuture, Signer, SignerError};

use crate::value::secret::{MASK, without};
use bytes::Bytes;
use http::HeaderValue;
use key::SigningKey;
use std::env;
use std::fmt;
use std::sync::Arc;
use zeroize::Zeroizing;

/// What is shorter is no key and no passphrase: no exchange makes such.
pub(crate) const SHORTEST_TO_BLOT: usize = 6;

/// An API key with what signs for it. Cheap to clone; shows nothing of itself.
///
/// ```
/// # use exbind_runtime::credentials::Credentials;
/// let bitget = Credentials::new("key", "secret").passphrase("phrase");
/// let htx = Credentials::new("key", "secret");
/// ```
///
/// A text that cannot be right (empty, a line break copied along, a character that no header can carry) is refused
/// when a client is built with it, or at the latest when a call is signed; nothing is sent then.
#[derive(Clone)]
pub struct Credentials {
    key: HeaderValue,
    passphrase: Option<HeaderValue>,
    signing: Arc<SigningKey>,
    /// The first thing found wrong; kept, so that the constructors from plain texts need not fail.
    fault: Option<CredentialsError>,
}

impl Credentials {
    /// A key and its secret, which sign by HMAC-SHA256.
    pub fn new(key: impl Into<String>, secret: impl Into<String>) -> Self {
        let secret = Zeroizing::new(secret.into());
        let fault = error::check_ends("the API secret", &secret).err();
        let credentials = Self::assemble(key.into(), SigningKey::hmac(&secret));
        Self { fault: credentials.fault.or(fault), ..credentials }
    }

    /// The same with the passphrase that was chosen when the key was made. Bitget asks for it, HTX has none.
    #[must_use]
    pub fn passphrase(mut self, passphrase: impl Into<String>) -> Self {
        match secret_header("the API passphrase", passphrase.into().into()) {
            Ok(header) => self.passphrase = Some(header),
            Err(fault) => self.fault = self.fault.or(Some(fault)),
        }
        self
    }

    /// A key that signs by RSA-SHA256 (PKCS#1 v1.5), for Bitget. The private key is PEM text, PKCS#8 or PKCS#1.
    ///
    /// # Errors
    ///
    /// When the text is no usable RSA key of 2048 to 4096 bits, or the key's name cannot be sent.
    pub fn rsa(key: impl Into<String>, private_key_pem: &str) -> Result<Self, CredentialsError> {
        let signing = SigningKey::from_pem("the private key", private_key_pem)?.only(Algorithm::RsaSha256)?;
        Self::assemble(key.into(), signing).checked()
    }

    /// A key that signs by Ed25519, for HTX. The private key is PEM text, PKCS#8, as `openssl genpkey` writes it.
    ///
    /// # Errors
    ///
    /// When the text is no usable Ed25519 key, or the key's name cannot be sent.
    pub fn ed25519(key: impl Into<String>, private_key_pem: &str) -> Result<Self, CredentialsError> {
        let signing = SigningKey::from_pem("the private key", private_key_pem)?.only(Algorithm::Ed25519)?;
        Self::assemble(key.into(), signing).checked()
    }

    /// A key whose secret is held elsewhere: in a hardware module, or by another process.
    pub fn signer(key: impl Into<String>, signer: impl Signer + 'static) -> Self {
        Self::assemble(key.into(), SigningKey::Elsewhere(Box::new(signer)))
    }

    /// Reads a key from environment variables. With the prefix `BITGET`: `BITGET_API_KEY`; `BITGET_API_SECRET`, or
    /// in its place `BITGET_API_PRIVATE_KEY` (RSA or Ed25519, PEM text; line breaks may be written as `\n`);
    /// `BITGET_API_PASSPHRASE`, where there is one.
    ///
    /// # Errors
    ///
    /// Names the variable that is missing, empty, not Unicode, or holds what cannot be right; never its value.
    pub fn from_env(prefix: &str) -> Result<Self, CredentialsError> {
        environment::read(prefix, &|name| env::var(name))
    }

    /// What was found wrong with the texts, if anything.
    pub(crate) fn fault(&self) -> Option<&CredentialsError> {
        self.fault.as_ref()
    }

    /// The key, ready to be sent as a header.
    pub(crate) fn key_header(&self) -> HeaderValue {
        self.key.clone()
    }

    /// The key as text.
    pub(crate) fn key_text(&self) -> &str {
        self.key.to_str().unwrap_or_default()
    }

    /// The passphrase, ready to be sent as a header.
    pub(crate) fn passphrase_header(&self) -> Option<&HeaderValue> {
        self.passphrase.as_ref()
    }

    /// How it signs.
    pub(crate) fn algorithm(&self) -> Algorithm {
        self.signing.algorithm()
    }

    /// Signs a text; the signature comes in base64.
    pub(crate) async fn sign(&self, text: &[u8]) -> Result<String, SignerError> {
        self.signing.sign(text).await
    }

    /// A text without key and passphrase. Very short ones stay: they would blot out half of any text, and no exchange
    /// makes such.
    pub(crate) fn blotted_out_of(&self, text: &str) -> String {
        let own = [Some(self.key_text()), self.passphrase.as_ref().and_then(|header| header.to_str().ok())];
        own.into_iter()
            .flatten()
            .filter(|own| own.len() >= SHORTEST_TO_BLOT)
            .fold(text.to_owned(), |text, own| without(&text, own))
    }

    fn assemble(key: String, signing: SigningKey) -> Self {
        let (key, fault) = match secret_header("the API key", key.into()) {
            Ok(header) => (header, None),
            Err(fault) => (HeaderValue::from_static(""), Some(fault)),
        };
        Self { key, passphrase: None, signing: Arc::new(signing), fault }
    }

    fn checked(self) -> Result<Self, CredentialsError> {
        match self.fault {
            Some(fault) => Err(fault),
            None => Ok(self),
        }
    }
}

impl fmt::Debug for Credentials {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let hidden = format_args!("{MASK}");
        let passphrase = self.passphrase.as_ref().map(|_| hidden);
        f.debug_struct("Credentials")
            .field("algorithm", &self.algorithm())
            .field("key", &hidden)
            .field("passphrase", &passphrase)
            .finish_non_exhaustive()
    }
}

/// A header value that owns its text, wipes it at the end, and is not shown by what prints headers.
fn secret_header(what: &str, text: Zeroizing<String>) -> Result<HeaderValue, CredentialsError> {
    error::check_sendable(what, &text)?;
    let value = HeaderValue::from_maybe_shared(Bytes::from_owner(text));
    let mut value = value.map_err(|_| CredentialsError::unsendable(what))?;
    value.set_sensitive(true);
    Ok(value)
}

#[cfg(test)]
mod tests;
