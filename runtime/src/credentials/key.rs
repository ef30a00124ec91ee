//! What signs: a keyed HMAC, a private key, or somebody else.

use super::{Algorithm, CredentialsError, Signer, SignerError};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD as BASE64;
use hmac::{Hmac, KeyInit as _, Mac as _};
use ring::rand::SystemRandom;
use ring::signature::{Ed25519KeyPair, RSA_PKCS1_SHA256, RsaKeyPair};
use rustls_pki_types::PrivateKeyDer;
use rustls_pki_types::pem::PemObject as _;
use sha2::Sha256;
use zeroize::Zeroizing;

pub(super) enum SigningKey {
    /// Keyed once; each signature starts from a copy of this state, which saves hashing the key again.
    Hmac(Box<Hmac<Sha256>>),
    Rsa(Box<RsaKeyPair>),
    Ed25519(Box<Ed25519KeyPair>),
    Elsewhere(Box<dyn Signer>),
}

impl SigningKey {
    pub(super) fn hmac(secret: &str) -> Self {
        let keyed = Hmac::new_from_slice(secret.as_bytes()).expect("HMAC takes keys of any length");
        Self::Hmac(Box::new(keyed))
    }

    /// Reads a private key; `what` is how errors call it.
    pub(super) fn from_pem(what: &str, pem: &str) -> Result<Self, CredentialsError> {
        let der = PrivateKeyDer::from_pem_slice(pem.as_bytes()).map(Zeroizing::new);
        let der = der.map_err(|_| CredentialsError::new(what, unreadable(pem)))?;
        match (&*der, pkcs8_algorithm(der.secret_der())) {
            (PrivateKeyDer::Pkcs1(key), _) => rsa(what, RsaKeyPair::from_der(key.secret_pkcs1_der())),
            (PrivateKeyDer::Pkcs8(key), Some(Algorithm::RsaSha256)) => {
                rsa(what, RsaKeyPair::from_pkcs8(key.secret_pkcs8_der()))
            }
            (PrivateKeyDer::Pkcs8(key), Some(Algorithm::Ed25519)) => ed25519(what, key.secret_pkcs8_der()),
            _ => Err(CredentialsError::new(what, "is neither an RSA nor an Ed25519 key; make one of these")),
        }
    }

    /// Refuses a key of another kind.
    pub(super) fn only(self, expected: Algorithm) -> Result<Self, CredentialsError> {
        let found = self.algorithm();
        if found == expected {
            return Ok(self);
        }
        let reason =
            format!("is for {found}, but {expected} was asked for; give the other key or call the other function");
        Err(CredentialsError::new("the private key", reason))
    }

    pub(super) fn algorithm(&self) -> Algorithm {
        match self {
            Self::Hmac(_) => Algorithm::HmacSha256,
            Self::Rsa(_) => Algorithm::RsaSha256,
            Self::Ed25519(_) => Algorithm::Ed25519,
            Self::Elsewhere(signer) => signer.algorithm(),
        }
    }

    /// Signs a text; the signature comes in base64.
    pub(super) async fn sign(&self, text: &[u8]) -> Result<String, SignerError> {
        Ok(match self {
            Self::Hmac(keyed) => BASE64.encode(Hmac::clone(keyed).chain_update(text).finalize().into_bytes()),
            Self::Rsa(pair) => BASE64.encode(rsa_signature(pair, text)?),
            Self::Ed25519(pair) => BASE64.encode(pair.sign(text)),
            Self::Elsewhere(signer) => BASE64.encode(signature_from(signer.as_ref(), text).await?),
        })
    }
}

fn rsa(what: &str, pair: Result<RsaKeyPair, ring::error::KeyRejected>) -> Result<SigningKey, CredentialsError> {
    let refuse = |reason| {
        let advice = "use one of 2048 to 4096 bits with the exponent 65537, as `openssl genpkey -algorithm RSA` makes";
        CredentialsError::new(what, format!("is an RSA key that cannot be used ({reason}); {advice}"))
    };
    pair.map(|pair| SigningKey::Rsa(Box::new(pair))).map_err(refuse)
}

fn ed25519(what: &str, pkcs8: &[u8]) -> Result<SigningKey, CredentialsError> {
    // A file of version 1, which is what openssl writes, holds no public key that the private one could be checked
    // against; "unchecked" is about no more than that.
    let pair = Ed25519KeyPair::from_pkcs8_maybe_unchecked(pkcs8);
    let refuse = |reason| {
        let advice = "make another by `openssl genpkey -algorithm ED25519`";
        CredentialsError::new(what, format!("is an Ed25519 key that cannot be used ({reason}); {advice}"))
    };
    pair.map(|pair| SigningKey::Ed25519(Box::new(pair))).map_err(refuse)
}

/// The algorithm that a PKCS#8 file names.
fn pkcs8_algorithm(der: &[u8]) -> Option<Algorithm> {
    const RSA: &[u8] = &[0x06, 0x09, 0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x01, 0x01];
    const ED25519: &[u8] = &[0x06, 0x03, 0x2b, 0x65, 0x70];
    // SEQUENCE (its length in one byte, or in as many as that byte says), version (3 bytes), SEQUENCE (2), OID.
    let long_form = der.get(1).filter(|byte| **byte > 0x80).map_or(0, |byte| usize::from(byte & 0x7f));
    let oid = der.get(2 + long_form + 3 + 2..)?;
    match () {
        () if oid.starts_with(RSA) => Some(Algorithm::RsaSha256),
        () if oid.starts_with(ED25519) => Some(Algorithm::Ed25519),
        () => None,
    }
}

/// Why a text holds no private key, as far as it shows. The parser's own words are no use: they quote the text.
fn unreadable(pem: &str) -> &'static str {
    if pem.contains("ENCRYPTED PRIVATE KEY") || pem.contains("4,ENCRYPTED") {
        "is encrypted; write it out in plain by `openssl pkey -in key.pem -out plain.pem`"
    } else if pem.contains("OPENSSH PRIVATE KEY") {
        "is in OpenSSH's own format; make a new one by `openssl genpkey`"
    } else if pem.contains("-----BEGIN PUBLIC KEY") || pem.contains("-----BEGIN RSA PUBLIC KEY") {
        "is the public key; that one goes to the exchange, the private one belongs here"
    } else {
        "is no readable PEM; it needs its BEGIN and END lines, each on a line of its own, with base64 between them"
    }
}

fn rsa_signature(pair: &RsaKeyPair, text: &[u8]) -> Result<Vec<u8>, SignerError> {
    let mut signature = vec![0; pair.public().modulus_len()];
    let signed = pair.sign(&RSA_PKCS1_SHA256, &SystemRandom::new(), text, &mut signature);
    signed.map_err(|_| SignerError::new("the parts of the RSA key do not fit together; make a new key"))?;
    Ok(signature)
}

async fn signature_from(signer: &dyn Signer, text: &[u8]) -> Result<Vec<u8>, SignerError> {
    let (algorithm, signature) = (signer.algorithm(), signer.sign(text).await?);
    match algorithm.signature_len() {
        Some(expected) if expected != signature.len() => Err(SignerError::new(format!(
            "a signature by {algorithm} has {expected} bytes, this one has {}; give the bytes as they are, not encoded",
            signature.len()
        ))),
        _ => Ok(signature),
    }
}
