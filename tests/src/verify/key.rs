//! API keys that the mock accepts.

use super::{Caller, pem};
use crate::error::MockError;
use hmac::{Hmac, KeyInit as _, Mac as _};
use ring::signature::{ED25519, RSA_PKCS1_2048_8192_SHA256, UnparsedPublicKey};
use sha2::Sha256;
use std::fmt;

/// An API key that the mock accepts: the exchange's half of it.
///
/// ```
/// use exbind_testkit::ApiKey;
///
/// let main = ApiKey::new("main-key", "secret").passphrase("phrase").uid("main");
/// let second = ApiKey::new("second-key", "secret").passphrase("phrase").uid("main"); // shares main's quotas
/// ```
#[derive(Clone)]
#[must_use = "give it to MockExchange::add_key"]
pub struct ApiKey {
    key: String,
    passphrase: Option<String>,
    uid: Option<String>,
    proof: Proof,
}

/// What signatures are checked with.
#[derive(Clone)]
enum Proof {
    Secret(String),
    Rsa(Vec<u8>),
    Ed25519(Vec<u8>),
}

impl ApiKey {
    /// A key whose secret signs by HMAC-SHA256.
    pub fn new(key: impl Into<String>, secret: impl Into<String>) -> Self {
        Self::of(key.into(), Proof::Secret(secret.into()))
    }

    /// A key that signs by RSA-SHA256. Takes the public key, as `openssl rsa -pubout` writes it.
    ///
    /// # Errors
    ///
    /// When the text is no RSA public key.
    pub fn rsa(key: impl Into<String>, public_key_pem: &str) -> Result<Self, MockError> {
        let public = pem::public_key(public_key_pem, pem::RSA)?;
        Ok(Self::of(key.into(), Proof::Rsa(public)))
    }

    /// A key that signs by Ed25519. Takes the public key, as `openssl pkey -pubout` writes it.
    ///
    /// # Errors
    ///
    /// When the text is no Ed25519 public key.
    pub fn ed25519(key: impl Into<String>, public_key_pem: &str) -> Result<Self, MockError> {
        let public = pem::public_key(public_key_pem, pem::ED25519)?;
        Ok(Self::of(key.into(), Proof::Ed25519(public)))
    }

    /// The passphrase that must come with it, on exchanges that ask for one. Any will do unless it is set.
    pub fn passphrase(self, passphrase: impl Into<String>) -> Self {
        Self { passphrase: Some(passphrase.into()), ..self }
    }

    /// The account that it belongs to; its own unless set. Keys of one account share the account's quotas.
    pub fn uid(self, uid: impl Into<String>) -> Self {
        Self { uid: Some(uid.into()), ..self }
    }

    fn of(key: String, proof: Proof) -> Self {
        Self { key, passphrase: None, uid: None, proof }
    }

    pub(crate) fn name(&self) -> &str {
        &self.key
    }

    pub(super) fn caller(&self) -> Caller {
        let uid = self.uid.as_ref().unwrap_or(&self.key);
        Caller { key: self.key.clone(), uid: uid.clone() }
    }

    pub(super) fn has_passphrase(&self, passphrase: &str) -> bool {
        self.passphrase.as_ref().is_none_or(|own| own == passphrase)
    }

    /// How HTX calls the way it signs.
    pub(super) fn htx_method(&self) -> &'static str {
        match self.proof {
            Proof::Secret(_) => "HmacSHA256",
            Proof::Rsa(_) => "RSA-SHA256",
            Proof::Ed25519(_) => "Ed25519",
        }
    }

    pub(super) fn verifies(&self, text: &[u8], signature: &[u8]) -> bool {
        match &self.proof {
            Proof::Secret(secret) => Hmac::<Sha256>::new_from_slice(secret.as_bytes())
                .is_ok_and(|hmac| hmac.chain_update(text).verify_slice(signature).is_ok()),
            Proof::Rsa(public) => {
                UnparsedPublicKey::new(&RSA_PKCS1_2048_8192_SHA256, public).verify(text, signature).is_ok()
            }
            Proof::Ed25519(public) => UnparsedPublicKey::new(&ED25519, public).verify(text, signature).is_ok(),
        }
    }
}

impl fmt::Debug for ApiKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ApiKey").field("uid", &self.uid.as_ref().map(|_| "***")).finish_non_exhaustive()
    }
}
