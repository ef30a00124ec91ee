//! Whether what was read of an answer is what the answer holds, whatever both are written like.

use crate::json::Members;
use exbind::value::Decimal;
use exbind_runtime::meta::Meta;
use serde_json::value::RawValue;

/// Compares an answer, envelope and all, with what was read of it and written again: by
/// [`Example::recode`](exbind_runtime::example::Example::recode), say. Every member has to be on both sides.
///
/// Texts and numbers are the same by their text, in any case: `1.50` is not `1.5`. `null`, `""`, `[]`, `{}` and no
/// member at all are one and the same, and so are all spellings of yes and no. JSON in a text is compared as JSON.
///
/// # Errors
///
/// The first difference, and where it is.
pub fn same_answer(meta: &Meta, answer: &str, read: &str) -> Result<(), String> {
    same_answer_but(meta, answer, read, &|_, _| false)
}

/// As [`same_answer`], where `may` says which texts may become which others: other spellings of an enum's value.
///
/// # Errors
///
/// The first difference, and where it is.
pub fn same_answer_but(meta: &Meta, answer: &str, read: &str, may: May<'_>) -> Result<(), String> {
    let Some(field) = meta.envelope.data else { return compare(answer, read, "$", may) };
    let Members(members) = Members::of(answer).ok_or("the answer is no JSON object")?;
    compare(member(&members, field), read, &format!("$.{field}"), may)
}

/// Whether one text may become the other.
type May<'m> = &'m dyn Fn(&str, &str) -> bool;

enum Shape<'a> {
    Nothing,
    Scalar(String),
    List(Vec<&'a RawValue>),
    Object(Vec<(String, &'a RawValue)>),
}

impl<'a> Shape<'a> {
    fn of(json: &'a str) -> Result<Self, String> {
        let json = json.trim();
        let read = match json.as_bytes().first() {
            Some(b'{') => serde_json::from_str(json).map(|Members(members)| Self::Object(members)),
            Some(b'[') => serde_json::from_str(json).map(Self::List),
            Some(b'"') => serde_json::from_str(json).map(Self::Scalar),
            _ => Ok(Self::Scalar(json.to_owned())),
        };
        let shape = read.map_err(|error| format!("{json} is no JSON: {error}"))?;
        let nothing = match &shape {
            Self::Scalar(text) => text.is_empty() || json == "null",
            Self::List(items) => items.is_empty(),
            Self::Object(members) => members.is_empty(),
            Self::Nothing => true,
        };
        Ok(if nothing { Self::Nothing } else { shape })
    }

    fn items(&self) -> Option<&[&'a RawValue]> {
        match self {
            Self::List(items) => Some(items),
            Self::Nothing => Some(&[]),
            _ => None,
        }
    }

    fn members(&self) -> Option<&[(String, &'a RawValue)]> {
        match self {
            Self::Object(members) => Some(members),
            Self::Nothing => Some(&[]),
            _ => None,
        }
    }

    /// JSON in a text.
    fn inner(&self) -> Option<&str> {
        match self {
            Self::Scalar(text) if text.starts_with(['{', '[']) => Some(text),
            _ => None,
        }
    }
}

fn compare(sent: &str, read: &str, at: &str, may: May<'_>) -> Result<(), String> {
    let shapes = (Shape::of(sent)?, Shape::of(read)?);
    if let (Some(sent), Some(read)) = (shapes.0.members(), shapes.1.members()) {
        let mut names = sent.iter().chain(read).map(|(name, _)| name);
        return names
            .try_for_each(|name| compare(member(sent, name), member(read, name), &format!("{at}.{name}"), may));
    }
    if let (Some(sent), Some(read)) = (shapes.0.items(), shapes.1.items()) {
        let mut places = 0..sent.len().max(read.len());
        return places
            .try_for_each(|place| compare(item(sent, place), item(read, place), &format!("{at}[{place}]"), may));
    }
    match (&shapes.0, &shapes.1) {
        (Shape::Scalar(text), Shape::Scalar(other)) if is_same(text, other) || may(text, other) => Ok(()),
        _ => match (shapes.0.inner(), shapes.1.inner()) {
            (None, None) => Err(format!("{at}: {sent} became {read}")),
            (inner_sent, inner_read) => compare(inner_sent.unwrap_or(sent), inner_read.unwrap_or(read), at, may),
        },
    }
}

fn item<'a>(items: &[&'a RawValue], place: usize) -> &'a str {
    items.get(place).map_or("null", |item| item.get())
}

fn member<'a>(members: &[(String, &'a RawValue)], name: &str) -> &'a str {
    members.iter().find(|(known, _)| known == name).map_or("null", |(_, value)| value.get())
}

fn is_same(text: &str, other: &str) -> bool {
    let items = |text: &str| text.split(',').map(|item| item.trim().to_ascii_lowercase()).collect::<Vec<_>>();
    let scientific = |text: &str| Decimal::from_scientific(text).ok();
    let plain = |text: &str| text.parse::<Decimal>().ok();
    text == other
        || items(text) == items(other)
        || switch(text).is_some_and(|on| switch(other) == Some(on))
        // A number has room for 28 digits; more of a fraction is rounded.
        || text.len() > 29 && plain(text).is_some_and(|value| plain(other) == Some(value))
        // An exponent is not written again.
        || scientific(text).filter(|_| text.contains(['e', 'E'])).is_some_and(|value| plain(other) == Some(value))
}

fn switch(text: &str) -> Option<bool> {
    match text.to_ascii_lowercase().as_str() {
        "true" | "yes" | "on" | "1" => Some(true),
        "false" | "no" | "off" | "0" => Some(false),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn differ(sent: &str, read: &str) -> Option<String> {
        compare(sent, read, "$", &|_, _| false).err()
    }

    #[test]
    fn other_ways_to_write_the_same_are_the_same() {
        let check = |sent: &str, read: &str| assert_eq!(differ(sent, read), None);
        for nothing in ["null", "\"\"", "[]", " [ ] ", "{ }"] {
            check(nothing, "null");
            check("[]", nothing);
            check(&format!("{{\"a\": {nothing}}}"), "{}");
            check("{}", &format!("{{\"a\": {nothing}}}"));
            check("[1]", &format!("[1, {nothing}]"));
        }
        check("1.50", "\"1.50\"");
        check("123456789012345678901234567890", "\"123456789012345678901234567890\"");
        check("1.65E8", "\"165000000\"");
        check("\"YES\"", "true");
        check("\"0\"", "false");
        check("\"Buy\"", "\"BUY\"");
        check("\"1, 2\"", "\"1,2\"");
        check(r#""{\"a\": 1}""#, r#"{"a":"1"}"#);
        check(r#"["1"]"#, r#""[1]""#);
        check(r#""{\"a\": [ ]}""#, r#""{}""#);
        check(r#"{"a": 1, "b": {"c": [1, {"d": 2}]}}"#, r#"{"b": {"c": ["1", {"d": "2"}]}, "a": "1"}"#);
    }

    #[test]
    fn differences_are_found_and_placed() {
        let check = |sent: &str, read: &str, expected: &str| {
            for (sent, read) in [(sent, read), (read, sent)] {
                let found = differ(sent, read).unwrap_or_else(|| panic!("{sent} and {read} are told to be the same"));
                assert!(found.starts_with(&format!("{expected}: ")), "{found}");
            }
        };
        check("1", "2", "$");
        check("1.50", "\"1.5\"", "$");
        check("\"a\"", "\"b\"", "$");
        check("true", "\"no\"", "$");
        check("0", "null", "$");
        check("\"1,2\"", "\"1,3\"", "$");
        check("\"1,2\"", "\"1\"", "$");
        check(r#"{"a": 1}"#, "{}", "$.a");
        check(r#"{"a": {"b": [1, 2]}}"#, r#"{"a": {"b": [1, 3]}}"#, "$.a.b[1]");
        check("[1, 2]", "[1]", "$[1]");
        check(r#""{\"a\": 1}""#, r#"{"a": 2}"#, "$.a");
    }

    #[test]
    fn only_the_data_of_an_envelope_is_compared() {
        let meta = exbind::bitget::ENDPOINTS[0];
        assert_eq!(same_answer(meta, r#"{"code": "00000", "data": [1]}"#, r#"["1"]"#), Ok(()));
        assert_eq!(same_answer(meta, r#"{"code": "00000"}"#, "null"), Ok(()));
        assert_eq!(same_answer(meta, r#"{"data": [1]}"#, "null"), Err("$.data[0]: 1 became null".to_owned()));
        assert!(same_answer(meta, "[]", "null").is_err());
        assert!(same_answer(&Meta::BASE, "{\"data\": 1}", "1").is_err());
    }
}
