//! JSON as pages show it → JSON.
//!
//! Two kinds of text arrive here: JSON that somebody typed, with its slips, and HTX's rendered trees, in which commas
//! are missing and each item of a list has its number before it. One reader takes both; what it had to mend is told.

use crate::json::Json;
use std::collections::BTreeSet;

/// No example nests deeper by far.
const DEEPEST: usize = 64;

/// A value that was read from a text.
#[derive(Debug)]
pub(super) struct Reading {
    /// The value.
    pub(super) value: Json,
    /// What had to be mended.
    pub(super) mended: Vec<&'static str>,
    /// What follows the value.
    pub(super) rest: String,
}

/// Reads the first object or list of a text. `None` where there is none that can be read.
///
/// `rendered` tells that the text went through Markdown, which puts `\` before `_` and `[`.
pub(super) fn read(text: &str, rendered: bool) -> Option<Reading> {
    if let Ok(value @ (Json::Object(_) | Json::List(_))) = Json::parse(text) {
        return Some(Reading { value, mended: Vec::new(), rest: String::new() });
    }
    let start = text.find(['{', '['])?;
    let mut reader = Reader { text, at: start, rendered, mended: Vec::new() };
    if !text[..start].trim_matches(['\\', ' ', '\n', '\t', '\'', '`']).is_empty() {
        reader.mend("words before it");
    }
    let value = reader.value(0)?;
    let rest = text[reader.at..].trim_matches(['\\', ' ', '\n', '\t', '\'', '"', '`']).to_owned();
    Some(Reading { value, mended: reader.mended, rest })
}

struct Reader<'t> {
    text: &'t str,
    at: usize,
    rendered: bool,
    mended: Vec<&'static str>,
}

/// What ends a word that has no quotes.
const ENDS: &[char] = &[',', '，', ':', '：', '{', '}', '[', ']', '"', '“', '”', '\n'];

impl Reader<'_> {
    fn mend(&mut self, what: &'static str) {
        if !self.mended.contains(&what) {
            self.mended.push(what);
        }
    }

    /// The next character that says something.
    fn peek(&mut self) -> Option<char> {
        loop {
            let rest = &self.text[self.at..];
            let c = rest.chars().next()?;
            let markdown = c == '\\' && rest[1..].starts_with(|next: char| "[]{}-_*".contains(next));
            if c.is_whitespace() || markdown {
                self.at += c.len_utf8();
            } else if rest.starts_with("//") || (c == '#' && !self.rendered) {
                self.comment();
            } else {
                return Some(c);
            }
        }
    }

    /// A comment lasts to the end of its line; in a text of one line, to the next string or bracket.
    fn comment(&mut self) {
        self.mend("comments");
        let rest = &self.text[self.at..];
        let length = rest.find('\n').or_else(|| rest.find(['"', '}', ']'])).unwrap_or(rest.len());
        self.at += length;
    }

    fn take(&mut self, wanted: &[char]) -> bool {
        let next = self.peek().filter(|c| wanted.contains(c));
        if next.is_some_and(|c| !c.is_ascii()) {
            self.mend("full-width punctuation");
        }
        self.at += next.map_or(0, char::len_utf8);
        next.is_some()
    }

    fn value(&mut self, depth: usize) -> Option<Json> {
        if depth > DEEPEST {
            return None;
        }
        match self.peek()? {
            '{' => self.object(depth),
            '[' => self.list(depth),
            '"' | '“' | '”' => Some(Json::Text(self.string())),
            '}' | ']' | ',' | '，' => {
                self.mend("a value that is missing");
                Some(Json::Null)
            }
            _ => Some(self.bare()),
        }
    }

    fn object(&mut self, depth: usize) -> Option<Json> {
        self.at += 1;
        let mut members: Vec<(String, Json)> = Vec::new();
        let mut known = BTreeSet::new();
        loop {
            let last = self.separators();
            match self.peek()? {
                '}' => {
                    self.close(last);
                    return Some(Json::Object(members.into_iter().collect()));
                }
                ']' => return None,
                '{' | '[' => {
                    self.mend("a value without a name");
                    self.value(depth + 1)?;
                }
                c @ (':' | '：') => self.at += c.len_utf8(),
                _ => {
                    if !last && !members.is_empty() && !self.rendered {
                        self.mend("commas that are missing");
                    }
                    let Some(key) = self.key() else { continue };
                    let value = self.value(depth + 1)?;
                    if known.insert(key.clone()) {
                        members.push((key, value));
                    } else {
                        self.mend("a name that stands twice");
                    }
                }
            }
        }
    }

    /// The name of a member and its colon; none where something else stands there.
    fn key(&mut self) -> Option<String> {
        let key = match self.peek()? {
            '"' | '“' | '”' => self.string(),
            _ => match self.bare() {
                // Dots stand for what was left out.
                Json::Text(text) if is_dots(&text) => {
                    self.mend("dots");
                    return None;
                }
                Json::Text(text) | Json::Number(text) => {
                    self.mend("names without quotes");
                    text
                }
                other => other.to_string(),
            },
        };
        let named = self.take(&[':', '：']);
        if !named {
            self.mend("a name without a value");
        }
        named.then_some(key)
    }

    /// Takes the bracket that ends a list or object.
    fn close(&mut self, after_comma: bool) {
        self.at += 1;
        if after_comma && !self.rendered {
            self.mend("a comma behind the last");
        }
    }

    fn list(&mut self, depth: usize) -> Option<Json> {
        self.at += 1;
        let mut items = Vec::new();
        loop {
            let last = self.separators();
            match self.peek()? {
                ']' => {
                    self.close(last);
                    return Some(Json::List(items));
                }
                '}' => return None,
                c @ (':' | '：') => {
                    self.at += c.len_utf8();
                    continue;
                }
                _ => {}
            }
            let value = self.value(depth + 1)?;
            // A rendered tree puts its number before each item.
            if matches!(&value, Json::Number(_)) && matches!(self.peek(), Some(':' | '：')) {
                continue;
            }
            match &value {
                Json::Text(text) if is_dots(text) && !text.is_empty() => self.mend("dots"),
                _ => items.push(value),
            }
        }
    }

    /// Takes commas; tells whether there was one.
    fn separators(&mut self) -> bool {
        let mut any = false;
        while self.take(&[',', '，', ';']) {
            any = true;
        }
        any
    }

    /// A word without quotes.
    fn bare(&mut self) -> Json {
        let rest = &self.text[self.at..];
        let length = rest.find(ENDS).unwrap_or(rest.len()).max(rest.chars().next().map_or(0, char::len_utf8));
        let word = rest[..length].split("//").next().unwrap_or_default();
        self.at += word.len().max(1).min(rest.len());
        let word = word.trim().replace('\\', "");
        match word.as_str() {
            "true" => Json::Boolean(true),
            "false" => Json::Boolean(false),
            "null" | "NULL" => Json::Null,
            _ if is_number(&word) => Json::Number(word),
            _ => {
                self.mend("values without quotes");
                Json::Text(word)
            }
        }
    }

    fn string(&mut self) -> String {
        let rest = &self.text[self.at..];
        let mut chars = rest.char_indices();
        if chars.next().is_some_and(|(_, c)| c != '"') {
            self.mend("curly quotes");
        }
        let mut text = String::new();
        while let Some((at, c)) = chars.next() {
            match c {
                '"' | '“' | '”' => {
                    self.at += at + c.len_utf8();
                    return text;
                }
                '\\' => match chars.next() {
                    Some((_, 'n')) => text.push('\n'),
                    Some((_, 't')) => text.push('\t'),
                    Some((_, 'r')) => text.push('\r'),
                    Some((hex, 'u')) => match unicode(&rest[hex + 1..]) {
                        Some(c) => {
                            text.push(c);
                            chars.nth(3);
                        }
                        None => text.push('u'),
                    },
                    Some((_, c)) => text.push(c),
                    None => {}
                },
                _ => text.push(c),
            }
        }
        self.mend("a string that does not end");
        self.at = self.text.len();
        text
    }
}

fn is_dots(text: &str) -> bool {
    text.chars().all(|c| matches!(c, '.' | '…'))
}

fn unicode(text: &str) -> Option<char> {
    let digits = text.get(..4).filter(|digits| digits.bytes().all(|byte| byte.is_ascii_hexdigit()))?;
    u32::from_str_radix(digits, 16).ok().and_then(char::from_u32)
}

/// Whether a word is a number as JSON writes it.
fn is_number(word: &str) -> bool {
    word.starts_with(|c: char| c == '-' || c.is_ascii_digit()) && Json::parse(word).is_ok()
}
