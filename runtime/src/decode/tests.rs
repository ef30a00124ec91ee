use super::*;
use crate::value::{Embedded, Json};
use serde_json::Value;

/// Any value, read by the reader alone.
struct Any(Value);

/// A scalar of any kind.
struct Plain(Value);

impl Scalar for Plain {
    const EXPECTED: &'static str = "a scalar";
    const EMPTY_IS_NONE: bool = false;

    fn from_token(token: &Token<'_>) -> Option<Self> {
        let value = match token {
            Token::Null => Value::Null,
            Token::Bool(value) => Value::from(*value),
            Token::Number(text) => serde_json::from_str(text).ok()?,
            Token::Text(text) => Value::from(&**text),
            Token::Nested(_) => return None,
        };
        Some(Self(value))
    }
}

impl Decode for Any {
    fn decode_option(from: &mut Reader<'_>) -> Result<Option<Self>, Fault> {
        let value = match from.peek() {
            Some(b'{') => {
                let mut members = serde_json::Map::new();
                from.object(&[], &mut |key, value| {
                    members.insert(key.to_owned(), value.read::<Self>()?.0);
                    Ok(())
                })?;
                Value::Object(members)
            }
            Some(b'[') => {
                let mut items = Vec::new();
                from.array(&mut |_, item| {
                    items.push(item.read::<Self>()?.0);
                    Ok(())
                })?;
                Value::Array(items)
            }
            _ => from.optional::<Plain>()?.map_or(Value::Null, |scalar| scalar.0),
        };
        Ok(Some(Self(value)))
    }
}

/// The reader takes what serde_json takes, and makes the same of it.
#[track_caller]
fn check(text: &str) {
    let (ours, theirs) = (from_str::<Any>(text), serde_json::from_str::<Value>(text));
    assert_eq!(ours.map(|any| any.0).ok(), theirs.ok(), "{text:?}");
}

const DOCUMENTS: [&str; 3] = [
    r#" {"a": [1, -2.5e+3, 0.0, {"b": null, "c": [true, false, [], {}]}], "é": "龙", "": "", "a": "twice"} "#,
    r#"["x\"\\\/\b\n\u00e9\ud83d\ude00", "", [ ], { } , -0, 10E-2]"#,
    "\"\u{7f}\u{2028}\"",
];

#[test]
fn documents_cut_off_anywhere_are_read_as_serde_json_reads_them() {
    for document in DOCUMENTS {
        for (at, _) in document.char_indices() {
            check(&document[..at]);
            check(&document[at..]);
        }
        check(document);
    }
}

#[test]
fn documents_with_anything_anywhere_are_read_as_serde_json_reads_them() {
    let odd = "\"\\{}[]:,-+.eE01xntu/ \t\n\r\u{c}\u{b}\u{0}\u{1f}\u{a0}é\u{feff}";
    for document in DOCUMENTS {
        for (at, replaced) in document.char_indices() {
            for put in odd.chars() {
                let (before, after) = (&document[..at], &document[at..]);
                check(&format!("{before}{put}{after}"));
                check(&format!("{before}{put}{}", &after[replaced.len_utf8()..]));
            }
        }
    }
}

#[test]
fn numbers_are_those_of_json() {
    let parts = ["", "-", "+", "0", "1", "01", ".", "e", "E", "e+", "e-", "-1"];
    for (first, second) in parts.iter().flat_map(|first| parts.map(|second| (first, second))) {
        for third in parts {
            check(&format!("{first}{second}{third}"));
            check(&format!("[{first}{second}{third}]"));
        }
    }
}

#[test]
fn only_blanks_of_json_may_stand_in_an_empty_list() {
    assert_eq!(from_str::<Vec<i64>>("[ \t\r\n]").ok(), Some(vec![]));
    for odd in ["[\u{c}]", "[\u{b}]", "[\u{a0}]", "[,]", "["] {
        assert!(from_str::<Vec<i64>>(odd).is_err(), "{odd:?}");
        assert!(from_str::<Option<Json>>(odd).is_err(), "{odd:?}");
    }
}

#[test]
fn nesting_without_end_is_an_error_and_not_the_end_of_the_process() {
    #[derive(Debug)]
    struct Texts(#[allow(dead_code)] Vec<Embedded<Texts>>);
    impl Decode for Texts {
        fn decode_option(from: &mut Reader<'_>) -> Result<Option<Self>, Fault> {
            Vec::decode_option(from).map(|items| items.map(Self))
        }
    }
    let check = |error: Option<Fault>| assert!(error.is_some_and(|error| error.to_string().contains("nested deeper")));
    check(from_str::<Any>(&"[".repeat(1_000_000)).err());
    check(from_str::<Texts>(&format!("{}1{}", "[".repeat(20_000), "]".repeat(20_000))).err());
    assert!(from_str::<Json>(&"[".repeat(1_000_000)).is_err());
}
