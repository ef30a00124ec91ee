//! Texts that nobody may read by accident: exchanges hand out API keys and ask for passphrases in calls like any other.

use crate::decode::{Decode, Fault, Reader, without_finding};
use crate::params::{Encode, Form, Params, percent_encode, quoted};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD as BASE64;
use std::collections::HashSet;
use std::fmt;
use zeroize::Zeroizing;

/// What stands in the place of a secret wherever something is shown.
pub(crate) const MASK: &str = "***";

/// A secret: read and sent like a string, and never shown. Wiped from memory when it is dropped; the bodies that it
/// was sent or received in are not.
///
/// ```
/// # use exbind_runtime::value::Secret;
/// let secret = Secret::from("swordfish");
/// assert_eq!(format!("{secret:?}"), "***");
/// assert_eq!(secret.expose(), "swordfish");
/// ```
#[derive(Clone, Default, PartialEq, Eq)]
pub struct Secret(Zeroizing<String>);

impl Secret {
    /// The text itself.
    pub fn expose(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(MASK)
    }
}

impl From<String> for Secret {
    fn from(text: String) -> Self {
        Self(Zeroizing::new(text))
    }
}

impl From<&str> for Secret {
    fn from(text: &str) -> Self {
        text.to_owned().into()
    }
}

/// Takes what a string takes; what else stands there is not told.
impl Decode for Secret {
    fn decode_option(from: &mut Reader<'_>) -> Result<Option<Self>, Fault> {
        let text = String::decode_option(from).map_err(|fault| Fault::new(without_finding(fault.reason())))?;
        Ok(text.map(Self::from))
    }
}

impl Encode for Secret {
    fn encode(&self, form: Form, out: &mut Params) {
        out.secret(form, self);
    }
}

/// A text without the secrets that a request held.
pub(crate) fn hidden(text: &str, secrets: &[Secret]) -> String {
    secrets.iter().fold(text.to_owned(), |text, secret| without(&text, secret.expose()))
}

/// A text without a secret, however it is written there.
pub(crate) fn without(text: &str, secret: &str) -> String {
    spellings(secret).iter().fold(text.to_owned(), |text, form| text.replace(form, MASK))
}

/// The ways to write a secret: JSON inside a text of JSON, JSON, as it is; each of these percent-encoded too, in
/// either case, or in HTML. And in base64. None is a part of one behind it.
pub(crate) fn spellings(secret: &str) -> Vec<String> {
    let inner = |text: &str| {
        let quoted = quoted(text);
        quoted[1..quoted.len() - 1].to_owned()
    };
    let escaped = inner(secret);
    let mut all = vec![BASE64.encode(secret)];
    for form in [inner(&escaped), escaped, secret.to_owned()] {
        let mut encoded = String::new();
        percent_encode(&form, &mut encoded);
        all.extend([lower_hex(&encoded), encoded, html(&form), form]);
    }
    let mut seen = HashSet::new();
    all.retain(|form| !form.is_empty() && seen.insert(form.clone()));
    all
}

fn lower_hex(encoded: &str) -> String {
    let mut parts = encoded.split('%');
    let first = parts.next().unwrap_or_default().to_owned();
    parts.fold(first, |text, part| {
        let (hex, rest) = part.split_at(part.len().min(2));
        format!("{text}%{}{rest}", hex.to_ascii_lowercase())
    })
}

fn html(text: &str) -> String {
    let escapes = [("&", "&amp;"), ("<", "&lt;"), (">", "&gt;"), ("\"", "&quot;"), ("'", "&#39;")];
    escapes.iter().fold(text.to_owned(), |text, (plain, escape)| text.replace(plain, escape))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::decode::from_str;
    use crate::params::to_json;

    #[test]
    fn nothing_is_shown_not_even_its_length() {
        for text in ["", "a", "swordfish", "***"] {
            let secret = Secret::from(text);
            assert_eq!(format!("{secret:?} {secret:#?} {:?}", Some(&secret)), "*** *** Some(***)");
            assert_eq!((secret.expose(), &secret), (text, &Secret::from(text.to_owned())));
        }
        assert_ne!(Secret::from("a"), Secret::default());
    }

    #[test]
    fn it_is_read_and_written_like_a_string() {
        for (json, text) in [("\"a\\\"b\"", "a\"b"), ("17", "17"), ("\"\"", ""), ("true", "true")] {
            let secret: Secret = from_str(json).expect("a secret");
            assert_eq!(secret.expose(), text);
            assert_eq!(to_json(&secret), to_json(&text.to_owned()));
        }
        assert_eq!(from_str::<Option<Secret>>("null"), Ok(None));
    }

    #[test]
    fn what_stands_in_its_place_is_not_told() {
        for json in ["[\"swordfish\"]", "{\"a\": \"swordfish\"}", "swordfish", "\"swordfish"] {
            let fault = from_str::<Secret>(json).expect_err("no secret").to_string();
            assert!(!fault.contains("sword"), "{fault}");
        }
        assert_eq!(from_str::<Secret>("[1]").expect_err("no secret").to_string(), "expected a string");
    }

    #[test]
    fn it_is_taken_out_of_texts_however_they_write_it() {
        let secret = "a \"b\"/é";
        let urls = ["a%20%22b%22%2F%C3%A9", "a%20%22b%22%2f%c3%a9"];
        let json = [r#"a \"b\"/é"#, r#"a \\\"b\\\"/é"#];
        for text in urls.into_iter().chain(json).chain([secret, "a &quot;b&quot;/é", "YSAiYiIvw6k="]) {
            assert_eq!(without(&format!("<{text}>"), secret), "<***>", "{text}");
        }
        assert_eq!(without("abc", ""), "abc");
    }
}
