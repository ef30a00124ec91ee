//! What stands where in JSON text, so that bodies can be masked and compared without being written anew.

use serde::de::IgnoredAny;
use std::borrow::Cow;
use std::fmt::Write as _;
use std::ops::Range;

/// No body nests deeper; one that does is an accident or an attack.
const DEEPEST: usize = 100;

/// A step from a value into it.
pub(super) enum Step {
    Key(String),
    Item(usize),
}

#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// A name in an object.
    Key,
    /// A string.
    Text,
    /// A number, `true`, `false` or `null`.
    Word,
    /// An object or a list without anything in it.
    Empty,
}

/// A key or a value that holds no other.
pub(super) struct Spot<'a> {
    pub(super) kind: Kind,
    pub(super) raw: &'a str,
    pub(super) range: Range<usize>,
    /// To the value; of a key, to the value behind it.
    pub(super) path: &'a [Step],
}

impl Spot<'_> {
    /// The path as errors of decoding write it: `$.data[3].price`.
    pub(super) fn path(&self) -> String {
        self.path.iter().fold("$".to_owned(), |mut path, step| {
            // Writing to a String cannot fail.
            let _ = match step {
                Step::Key(key) => write!(path, ".{key}"),
                Step::Item(index) => write!(path, "[{index}]"),
            };
            path
        })
    }

    /// Whether it is, or is a part of, what has this name.
    pub(super) fn is_within(&self, name: &str) -> bool {
        self.path.iter().any(|step| matches!(step, Step::Key(key) if key == name))
    }

    /// The text of a string, unescaped; of anything else, what stands there.
    pub(super) fn text(&self) -> Cow<'_, str> {
        unquoted(self.raw)
    }
}

/// Visits all keys and values of a text in their order. False where the text is no JSON; what was seen until then
/// is worth nothing.
pub(super) fn visit(json: &str, see: &mut dyn FnMut(&Spot<'_>)) -> bool {
    if serde_json::from_str::<IgnoredAny>(json).is_err() {
        return false;
    }
    let (mut path, mut at) = (Vec::new(), 0);
    while at < json.len() {
        let Some((kind, end)) = part(json, at, &mut path) else {
            at += 1;
            continue;
        };
        let raw = &json[at..end];
        if kind == Kind::Key {
            path.pop();
            path.push(Step::Key(unquoted(raw).into_owned()));
        }
        see(&Spot { kind, raw, range: at..end, path: &path });
        at = end;
        if path.len() > DEEPEST {
            return false;
        }
    }
    true
}

/// What begins at a place, and its end, or nothing worth a visit; keeps the path in step. The text is known to be JSON,
/// so that looking for the ends of its parts is enough.
fn part(json: &str, at: usize, path: &mut Vec<Step>) -> Option<(Kind, usize)> {
    match json.as_bytes()[at] {
        open @ (b'{' | b'[') => {
            let end = opened(json, at);
            if end.is_none() {
                path.push(if open == b'{' { Step::Key(String::new()) } else { Step::Item(0) });
            }
            end.map(|end| (Kind::Empty, end))
        }
        b'}' | b']' => {
            path.pop();
            None
        }
        b',' => {
            if let Some(Step::Item(index)) = path.last_mut() {
                *index += 1;
            }
            None
        }
        b':' | b' ' | b'\n' | b'\r' | b'\t' => None,
        b'"' => Some(string(json, at)),
        _ => Some((Kind::Word, at + word_length(&json[at..]))),
    }
}

/// The end of what opens here, if there is nothing in it.
fn opened(json: &str, at: usize) -> Option<usize> {
    let inner = json[at + 1..].trim_start_matches([' ', '\n', '\r', '\t']);
    inner.starts_with(['}', ']']).then(|| json.len() - inner.len() + 1)
}

/// Whether the string that begins here is a key, and its end.
fn string(json: &str, at: usize) -> (Kind, usize) {
    let (mut escaped, bytes) = (false, json[at + 1..].bytes());
    let length = bytes.take_while(|byte| {
        let goes_on = escaped || *byte != b'"';
        escaped = !escaped && *byte == b'\\';
        goes_on
    });
    let end = at + 1 + length.count() + 1;
    let next = json[end..].trim_start_matches([' ', '\n', '\r', '\t']);
    (if next.starts_with(':') { Kind::Key } else { Kind::Text }, end)
}

fn word_length(text: &str) -> usize {
    text.find([',', ']', '}', ' ', '\n', '\r', '\t']).unwrap_or(text.len())
}

/// The text of a JSON string. One that has no text (half of a surrogate pair) stays as it is written.
fn unquoted(raw: &str) -> Cow<'_, str> {
    match raw.strip_prefix('"').and_then(|raw| raw.strip_suffix('"')) {
        Some(inner) if !inner.contains('\\') => Cow::Borrowed(inner),
        Some(inner) => serde_json::from_str(raw).map_or(Cow::Borrowed(inner), Cow::Owned),
        None => Cow::Borrowed(raw),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn seen(json: &str) -> Option<Vec<String>> {
        let mut seen = Vec::new();
        let valid = visit(json, &mut |spot| {
            assert_eq!(&json[spot.range.clone()], spot.raw);
            if spot.kind != Kind::Key {
                seen.push(format!("{}={}", spot.path(), spot.text()));
            }
        });
        valid.then_some(seen)
    }

    #[test]
    fn values_are_seen_where_they_stand() {
        let check = |json: &str, expected: &[&str]| assert_eq!(seen(json).expect("JSON"), expected, "{json}");
        check("1", &["$=1"]);
        check(" \"a\" ", &["$=a"]);
        check(
            r#"{"a":1,"b":{"c":[true,null,-1.50e3]},"d":"x"}"#,
            &["$.a=1", "$.b.c[0]=true", "$.b.c[1]=null", "$.b.c[2]=-1.50e3", "$.d=x"],
        );
        check(
            "[ { \"a\" : \"b\" } , [ ] , { } , [[1],2] ]",
            &["$[0].a=b", "$[1]=[ ]", "$[2]={ }", "$[3][0][0]=1", "$[3][1]=2"],
        );
        check(r#"{"a\"b":"c\\","é":"\u9f99\n\"]"}"#, &["$.a\"b=c\\", "$.é=龙\n\"]"]);
        check(r#"{"a":1,"a":2,"":3}"#, &["$.a=1", "$.a=2", "$.=3"]);
        check(r#"["\ud800",":"]"#, &["$[0]=\\ud800", "$[1]=:"]);
    }

    #[test]
    fn what_is_no_json_is_told_apart() {
        let deep = format!("{}1{}", "[".repeat(101), "]".repeat(101));
        for text in ["", "{", "nope", "{\"a\":1}}", "<html>", "{'a':1}", &deep] {
            assert_eq!(seen(text), None, "{text}");
        }
    }
}
