//! A place in JSON text, moving forward value by value.
//!
//! Structure and plain scalars are read here; escapes and whatever is read over are left to serde_json. Nothing is
//! generic but the types of values, so that generated code compiles once, in its own crate, and not again with each
//! program that uses it.

use super::{Decode, Fault, Token, plain};
use crate::drift::Watch;
use serde_json::value::RawValue;
use std::borrow::Cow;

/// No answer nests deeper; a body that does is an accident or an attack.
const DEEPEST: u8 = 100;

/// Reads the value of a key.
pub(super) type Member<'m, 'de> = dyn FnMut(&str, &mut Reader<'de>) -> Result<(), Fault> + 'm;

/// Reads the value at an index.
pub(super) type Item<'i, 'de> = dyn FnMut(usize, &mut Reader<'de>) -> Result<(), Fault> + 'i;

/// Reads JSON text.
#[derive(Debug)]
pub struct Reader<'de> {
    text: &'de str,
    pub(super) at: usize,
    pub(super) depth: u8,
    /// Which required fields of the object at hand were there, a bit for each.
    seen: u64,
    /// Whoever looks for drift.
    pub(super) watch: Option<&'de mut Watch>,
}

/// What generated code asks for.
impl Reader<'_> {
    /// Reads the value of a field that must be there; `index` is its place in [`Object::REQUIRED`](super::Object).
    ///
    /// # Errors
    ///
    /// When the value is missing or not what `T` expects.
    pub fn required<T: Decode>(&mut self, index: u32) -> Result<T, Fault> {
        self.seen |= 1 << index;
        self.read()
    }

    /// Reads a value that must be there.
    ///
    /// # Errors
    ///
    /// When the value is missing or not what `T` expects.
    pub fn read<T: Decode>(&mut self) -> Result<T, Fault> {
        T::decode(self)
    }

    /// Reads a value that may be missing.
    ///
    /// # Errors
    ///
    /// When the value is not what `T` expects.
    pub fn optional<T: Decode>(&mut self) -> Result<Option<T>, Fault> {
        T::decode_option(self)
    }

    /// Reads a list or map, for which "missing" and "empty" are the same.
    ///
    /// # Errors
    ///
    /// When the value is not what `T` expects.
    pub fn or_empty<T: Decode + Default>(&mut self) -> Result<T, Fault> {
        T::decode_option(self).map(Option::unwrap_or_default)
    }

    /// Reads over a value that no field stands for.
    ///
    /// # Errors
    ///
    /// When the JSON is malformed.
    pub fn unknown(&mut self) -> Result<(), Fault> {
        let json = self.raw()?;
        if let Some(watch) = &mut self.watch {
            watch.unknown_field(json);
        }
        Ok(())
    }
}

impl<'de> Reader<'de> {
    /// Starts at the beginning of a text.
    pub(crate) fn new(text: &'de str) -> Self {
        Self { text, at: 0, depth: 0, seen: 0, watch: None }
    }

    /// Where it is, for [`since`](Self::since).
    pub(crate) fn place(&self) -> usize {
        self.at
    }

    /// The text from a place on, up to here.
    pub(crate) fn since(&self, place: usize) -> &'de str {
        self.text.get(place..self.at).unwrap_or_default().trim()
    }

    /// Nothing but blanks may follow.
    pub(crate) fn end(&mut self) -> Result<(), Fault> {
        match self.peek() {
            None => Ok(()),
            Some(_) => Err(self.malformed("the end")),
        }
    }

    /// Whether there is nothing here, for which exchanges write `null`, `""` or `[]`; if so, it is read over.
    #[doc(hidden)]
    pub fn is_nothing(&mut self) -> bool {
        let length = match self.peek() {
            Some(b'n') if self.rest().starts_with("null") => 4,
            Some(b'"') if self.rest().starts_with("\"\"") => 2,
            Some(b'[') => match self.rest()[1..].trim_start_matches([' ', '\n', '\r', '\t']) {
                inner if inner.starts_with(']') => self.rest().len() - inner.len() + 1,
                _ => return false,
            },
            _ => return false,
        };
        self.at += length;
        true
    }

    /// Reads text that stood inside a value. It counts as deeper than that value: whoever nests texts in texts must
    /// come to an end too.
    pub(crate) fn inside<T: Decode>(&mut self, text: &str) -> Result<T, Fault> {
        let mut inner = Reader { depth: self.depth + 1, watch: self.watch.as_deref_mut(), ..Reader::new(text) };
        let value = T::decode(&mut inner)?;
        inner.end()?;
        Ok(value)
    }

    /// Reads an object; `member` reads the value of each key.
    pub(super) fn members(
        &mut self,
        required: &'static [&'static str],
        member: &mut Member<'_, 'de>,
    ) -> Result<(), Fault> {
        self.enter(b'{', "an object")?;
        let outer = std::mem::take(&mut self.seen);
        let read = self.each_member(member);
        let seen = std::mem::replace(&mut self.seen, outer);
        read?;
        self.depth -= 1;
        match first_missing(required, seen) {
            None => Ok(()),
            Some(name) => self.lacks(name, required, seen),
        }
    }

    #[inline]
    fn each_member(&mut self, member: &mut Member<'_, 'de>) -> Result<(), Fault> {
        let mut first = true;
        while self.more(b'}', &mut first)? {
            let key = self.key()?;
            member(&key, self).map_err(|fault| fault.in_field(&key))?;
        }
        Ok(())
    }

    /// Reads an array; `item` reads each value.
    pub(super) fn items(&mut self, item: &mut Item<'_, 'de>) -> Result<usize, Fault> {
        self.enter(b'[', "a list")?;
        let (mut count, mut first) = (0, true);
        while self.more(b']', &mut first)? {
            item(count, self).map_err(|fault| fault.in_item(count))?;
            count += 1;
        }
        self.depth -= 1;
        Ok(count)
    }

    /// Reads a value as one token; of an array or object, its text.
    #[inline]
    pub(crate) fn token(&mut self) -> Result<Token<'de>, Fault> {
        match self.peek() {
            Some(b'"') => self.string().map(Token::Text),
            Some(b'{' | b'[') => self.raw().map(Token::Nested),
            Some(b'n') => self.word("null", Token::Null),
            Some(b't') => self.word("true", Token::Bool(true)),
            Some(b'f') => self.word("false", Token::Bool(false)),
            Some(b'-' | b'0'..=b'9') => self.number().map(Token::Number),
            _ => Err(self.malformed("a value")),
        }
    }

    /// Reads any value and gives its text.
    pub(crate) fn raw(&mut self) -> Result<&'de str, Fault> {
        let mut values = serde_json::Deserializer::from_str(self.rest()).into_iter::<&RawValue>();
        match values.next() {
            Some(Ok(value)) => {
                self.at += values.byte_offset();
                Ok(value.get())
            }
            Some(Err(error)) => Err(Fault::new(super::fault::without_position(&error.to_string()))),
            None => Err(self.malformed("a value")),
        }
    }

    /// What stands here is not what was expected.
    #[cold]
    fn mismatch(&mut self, expected: &str) -> Fault {
        match self.token() {
            Ok(token) => token.mismatch(expected),
            Err(fault) => fault,
        }
    }

    fn enter(&mut self, open: u8, expected: &str) -> Result<(), Fault> {
        if self.peek() != Some(open) {
            return Err(self.mismatch(expected));
        }
        if self.depth >= DEEPEST {
            return Err(Fault::new(format!("nested deeper than {DEEPEST} levels")));
        }
        self.at += 1;
        self.depth += 1;
        Ok(())
    }

    /// Whether another item follows; reads over the comma or the closing bracket.
    #[inline]
    fn more(&mut self, close: u8, first: &mut bool) -> Result<bool, Fault> {
        let was_first = std::mem::replace(first, false);
        match self.peek() {
            Some(byte) if byte == close => {
                self.at += 1;
                Ok(false)
            }
            Some(b',') if !was_first => {
                self.at += 1;
                Ok(true)
            }
            Some(_) if was_first => Ok(true),
            _ => Err(self.malformed("`,` or the end")),
        }
    }

    fn key(&mut self) -> Result<Cow<'de, str>, Fault> {
        if self.peek() != Some(b'"') {
            return Err(self.malformed("a key"));
        }
        let key = self.string()?;
        if self.peek() != Some(b':') {
            return Err(self.malformed("`:`"));
        }
        self.at += 1;
        Ok(key)
    }

    #[inline]
    fn string(&mut self) -> Result<Cow<'de, str>, Fault> {
        let inner = &self.rest()[1..];
        let length = plain::length(inner.as_bytes());
        match inner.as_bytes().get(length) {
            Some(b'"') => {
                self.at += length + 2;
                Ok(Cow::Borrowed(&inner[..length]))
            }
            _ => {
                let raw = self.raw()?;
                let text = serde_json::from_str(raw);
                text.map(Cow::Owned).map_err(|error| Fault::new(super::fault::without_position(&error.to_string())))
            }
        }
    }

    fn number(&mut self) -> Result<&'de str, Fault> {
        let rest = self.rest();
        let part = |byte: u8| matches!(byte, b'0'..=b'9' | b'.' | b'-' | b'+' | b'e' | b'E');
        let length = rest.bytes().position(|byte| !part(byte)).unwrap_or(rest.len());
        let number = &rest[..length];
        if !is_number(number) {
            return Err(self.malformed("a number"));
        }
        self.at += length;
        Ok(number)
    }

    fn word(&mut self, word: &str, token: Token<'de>) -> Result<Token<'de>, Fault> {
        if !self.rest().starts_with(word) {
            return Err(self.malformed("a value"));
        }
        self.at += word.len();
        Ok(token)
    }

    /// The next byte that is no blank.
    #[inline]
    pub(super) fn peek(&mut self) -> Option<u8> {
        let bytes = self.text.as_bytes();
        while let Some(b' ' | b'\n' | b'\r' | b'\t') = bytes.get(self.at) {
            self.at += 1;
        }
        bytes.get(self.at).copied()
    }

    #[inline]
    fn rest(&self) -> &'de str {
        &self.text[self.at..]
    }

    #[cold]
    fn malformed(&self, expected: &str) -> Fault {
        match self.rest().chars().next() {
            Some(found) => Fault::new(format!("expected {expected}, found {found:?} at byte {}", self.at)),
            None => Fault::new(format!("expected {expected}, but the text ends")),
        }
    }
}

/// Whether characters of numbers make up a number, as JSON writes it.
fn is_number(text: &str) -> bool {
    let digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    let (mantissa, exponent) = text.split_once(['e', 'E']).unwrap_or((text, "0"));
    let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, "0"));
    let whole = whole.strip_prefix('-').unwrap_or(whole);
    let leading_zero = whole.len() > 1 && whole.starts_with('0');
    digits(whole) && !leading_zero && digits(fraction) && digits(exponent.strip_prefix(['+', '-']).unwrap_or(exponent))
}

fn first_missing(required: &'static [&'static str], seen: u64) -> Option<&'static str> {
    let all = u64::MAX.checked_shr(64 - required.len() as u32).unwrap_or(0);
    let missing = all & !seen;
    required.get(missing.trailing_zeros() as usize).copied()
}
