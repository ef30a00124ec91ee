//! Error messages that carry the JSON path of what went wrong.
//!
//! A failing value reports only its reason. Each list and object that the error passes on its way out puts its
//! own segment in front: `at $.data[3].price: expected a decimal, found "x"`. Costs nothing until it fails.

use serde::de::Error;
use std::fmt::Display;

const MARK: &str = "at $";

/// Puts `.key` in front of the path of `error`.
#[cold]
pub(crate) fn in_field<E: Error>(error: E, key: &str) -> E {
    E::custom(prefix(&error, format_args!(".{key}")))
}

/// Puts `[index]` in front of the path of `error`.
#[cold]
pub(crate) fn in_item<E: Error>(error: E, index: usize) -> E {
    E::custom(prefix(&error, format_args!("[{index}]")))
}

fn prefix(error: &dyn Display, segment: std::fmt::Arguments<'_>) -> String {
    let text = error.to_string();
    match text.strip_prefix(MARK) {
        Some(rest) => format!("{MARK}{segment}{rest}"),
        None => format!("{MARK}{segment}: {text}"),
    }
}

/// The message of an error in a text that was taken out of another: without its line and column, which count from the
/// start of that text.
pub(crate) fn inner(error: &serde_json::Error) -> String {
    without_position(&error.to_string()).to_owned()
}

fn without_position(message: &str) -> &str {
    message.rfind(" at line ").map_or(message, |end| &message[..end])
}

/// Takes a message apart into JSON path and reason; the path of a message without one is `$`. A line and column, which
/// count from the answer in the envelope, would only mislead beside it.
pub(crate) fn split(message: &str) -> (String, String) {
    let message = without_position(message);
    let parts = message.strip_prefix(MARK).and_then(|rest| rest.split_once(": "));
    match parts {
        Some((path, reason)) => (format!("${path}"), reason.to_owned()),
        None => ("$".to_owned(), message.to_owned()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde::de::value::Error as Text;

    #[test]
    fn segments_are_put_in_front_and_split_off_again() {
        let reason = Text::custom("expected a decimal");
        let error = in_field(in_item(in_field(reason, "price"), 3), "data");
        assert_eq!(error.to_string(), "at $.data[3].price: expected a decimal");
        assert_eq!(split(&error.to_string()), ("$.data[3].price".into(), "expected a decimal".into()));
        assert_eq!(split("no path"), ("$".into(), "no path".into()));
    }
}
