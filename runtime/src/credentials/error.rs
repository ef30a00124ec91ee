//! What can be wrong with credentials.

use std::borrow::Cow;
use std::fmt;

/// Credentials that cannot be right. Says which part of them and what to do, and never shows a value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CredentialsError {
    what: String,
    reason: Cow<'static, str>,
}

impl CredentialsError {
    pub(super) fn new(what: impl Into<String>, reason: impl Into<Cow<'static, str>>) -> Self {
        Self { what: what.into(), reason: reason.into() }
    }

    pub(super) fn unsendable(what: &str) -> Self {
        Self::new(what, "holds a character that an HTTP header cannot carry; only printable ASCII can be sent")
    }
}

impl fmt::Display for CredentialsError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.what, self.reason)
    }
}

impl std::error::Error for CredentialsError {}

/// Refuses a text that is empty or was copied with white space around it.
pub(super) fn check_ends(what: &str, text: &str) -> Result<(), CredentialsError> {
    if text.is_empty() {
        return Err(CredentialsError::new(what, "is empty; give it the text that the exchange showed"));
    }
    if text.trim().len() != text.len() {
        return Err(CredentialsError::new(
            what,
            "begins or ends with white space; remove it (a line break is easily copied along)",
        ));
    }
    Ok(())
}

/// The same for a text that is sent as a header. Bytes above ASCII are refused too: servers disagree on what they mean.
pub(super) fn check_sendable(what: &str, text: &str) -> Result<(), CredentialsError> {
    check_ends(what, text)?;
    let printable = |byte: u8| (b' '..=b'~').contains(&byte);
    if text.bytes().all(printable) { Ok(()) } else { Err(CredentialsError::unsendable(what)) }
}
