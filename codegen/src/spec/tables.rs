//! Error codes and the glossary.

use super::node::Node;
use super::read;
use crate::diagnostic::{Diagnostics, Spanned};

/// An error code.
#[derive(Debug)]
pub struct ErrorSpec {
    /// The code as text.
    pub code: Spanned<String>,
    /// Name of its kind in the runtime.
    pub kind: &'static str,
    /// Whether repeating helps, where it differs from the kind's way.
    pub retry: Option<RetrySpec>,
    /// What it means.
    pub about: Spanned<String>,
}

/// Whether repeating a call helps.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[allow(missing_docs)]
pub enum RetrySpec {
    Never,
    Later,
    Resync,
}

const RETRIES: &[(&str, RetrySpec)] =
    &[("never", RetrySpec::Never), ("later", RetrySpec::Later), ("resync", RetrySpec::Resync)];

/// Kinds of errors: the word of the format and the variant of the runtime's `ErrorKind`.
pub const KINDS: &[(&str, &str)] = &[
    ("authentication", "Authentication"),
    ("permission", "Permission"),
    ("timestamp", "Timestamp"),
    ("rate_limit", "RateLimit"),
    ("insufficient_funds", "InsufficientFunds"),
    ("order_not_found", "OrderNotFound"),
    ("order_state", "OrderState"),
    ("duplicate", "Duplicate"),
    ("invalid_parameter", "InvalidParameter"),
    ("invalid_symbol", "InvalidSymbol"),
    ("limit_exceeded", "LimitExceeded"),
    ("position", "Position"),
    ("account_state", "AccountState"),
    ("restricted", "Restricted"),
    ("unsupported", "Unsupported"),
    ("not_found", "NotFound"),
    ("maintenance", "Maintenance"),
    ("unavailable", "Unavailable"),
    ("other", "Other"),
];

/// Reads `errors.yaml`.
pub fn errors(node: &Node, found: &mut Diagnostics) -> Vec<ErrorSpec> {
    let items = read::list(node, found).unwrap_or_default();
    items.iter().filter_map(|item| error(item, found)).collect()
}

fn error(node: &Node, found: &mut Diagnostics) -> Option<ErrorSpec> {
    let map = read::map(node, &["code", "kind", "retry", "about"], found)?;
    let code = map.need_text("code", found);
    let kind = map.need("kind", found).and_then(|node| read::word(node, KINDS, found));
    let about = map.need_prose("about", found);
    let retry = map.word("retry", RETRIES, found);
    Some(ErrorSpec { code: code?, kind: kind?, retry, about: about? })
}

/// Reads `fields.yaml`: wire name → one line.
pub fn glossary(node: &Node, found: &mut Diagnostics) -> Vec<(Spanned<String>, Spanned<String>)> {
    let entries = read::entries(node, found).unwrap_or_default();
    // What is not a text has been told; the name is described all the same.
    let nothing = |name: &Spanned<String>| Spanned { value: String::new(), place: name.place.clone() };
    let entry = |(name, node): &(Spanned<String>, Node)| {
        (name.clone(), read::prose(node, found).unwrap_or_else(|| nothing(name)))
    };
    entries.iter().map(entry).collect()
}
