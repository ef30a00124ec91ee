//! Environment variables → credentials.

use super::key::SigningKey;
use super::{Credentials, CredentialsError, error, secret_header};
use http::HeaderValue;
use std::env::VarError;
use std::sync::Arc;
use zeroize::Zeroizing;

/// Reads a variable. A parameter, so that tests need not change the process's own environment.
pub(super) type Lookup<'a> = &'a dyn Fn(&str) -> Result<String, VarError>;

/// Reads credentials; see [`Credentials::from_env`].
pub(super) fn read(prefix: &str, lookup: Lookup<'_>) -> Result<Credentials, CredentialsError> {
    let variable = |part: &str| Variable::read(format!("{prefix}_API_{part}"), lookup);
    let key = variable("KEY")?.required("set it to the API key")?;
    let signing = signing_key(variable("SECRET")?, variable("PRIVATE_KEY")?)?;
    let passphrase = variable("PASSPHRASE")?.header()?;
    Ok(Credentials { key, passphrase, signing: Arc::new(signing), fault: None })
}

fn signing_key(secret: Variable, private_key: Variable) -> Result<SigningKey, CredentialsError> {
    match (&secret.text, &private_key.text) {
        (Some(text), None) => {
            error::check_ends(&secret.name, text)?;
            Ok(SigningKey::hmac(text))
        }
        (None, Some(pem)) => SigningKey::from_pem(&private_key.name, &Zeroizing::new(pem.replace("\\n", "\n"))),
        (Some(_), Some(_)) => {
            let both = format!("{} and {}", secret.name, private_key.name);
            Err(CredentialsError::new(both, "are both set; keep the one that belongs to the API key"))
        }
        (None, None) => {
            Err(secret.missing(&format!("set it to the API secret, or {} to a private key", private_key.name)))
        }
    }
}

/// A variable by its name, and its text where it is set.
struct Variable {
    name: String,
    text: Option<Zeroizing<String>>,
}

impl Variable {
    fn read(name: String, lookup: Lookup<'_>) -> Result<Self, CredentialsError> {
        match lookup(&name) {
            Ok(text) if text.is_empty() => {
                Err(CredentialsError::new(name, "is set but empty; give it a value or unset it"))
            }
            Ok(text) => Ok(Self { name, text: Some(text.into()) }),
            Err(VarError::NotPresent) => Ok(Self { name, text: None }),
            Err(VarError::NotUnicode(_)) => Err(CredentialsError::new(name, "is not valid Unicode; set it anew")),
        }
    }

    fn required(self, advice: &str) -> Result<HeaderValue, CredentialsError> {
        let missing = self.missing(advice);
        self.header()?.ok_or(missing)
    }

    fn header(self) -> Result<Option<HeaderValue>, CredentialsError> {
        self.text.map(|text| secret_header(&self.name, text)).transpose()
    }

    fn missing(&self, advice: &str) -> CredentialsError {
        CredentialsError::new(&self.name, format!("is not set; {advice}"))
    }
}
