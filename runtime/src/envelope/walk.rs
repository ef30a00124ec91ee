//! The members of an envelope, one by one.

use super::Head;
use crate::decode::Token;
use crate::meta::Envelope;
use serde_json::Deserializer;
use serde_json::value::RawValue;
use std::borrow::Cow;

/// A JSON object that is being read, and what its members said so far.
pub(super) struct Walk<'e, 'b> {
    envelope: &'e Envelope,
    head: Head<'b>,
    /// What is not read yet.
    rest: &'b str,
    first: bool,
}

/// What comes next in the object.
enum Next<'b> {
    Key(Cow<'b, str>),
    End,
}

impl<'e, 'b> Walk<'e, 'b> {
    /// Starts. `None` when the body is no object.
    pub(super) fn start(envelope: &'e Envelope, body: &'b str) -> Option<Self> {
        let rest = body.trim_ascii_start().strip_prefix('{')?;
        Some(Self { envelope, head: Head::default(), rest, first: true })
    }

    /// Reads on to the answer and gives the text from there. `None` when it is not there, or the JSON is malformed;
    /// then the walk is over.
    pub(super) fn find_answer(&mut self) -> Option<&'b str> {
        while let Next::Key(key) = self.next()? {
            if self.envelope.data == Some(&*key) {
                self.head.has_data = true;
                return Some(self.rest);
            }
            self.member(&key)?;
        }
        None
    }

    /// Goes on behind a value that was read elsewhere.
    pub(super) fn past(mut self, length: usize) -> Option<Self> {
        self.rest = self.rest.get(length..)?;
        Some(self)
    }

    /// Reads to the end. `None` when the JSON is malformed, or something follows the object.
    pub(super) fn finish(mut self) -> Option<Head<'b>> {
        while let Next::Key(key) = self.next()? {
            self.member(&key)?;
        }
        self.rest.trim_ascii().is_empty().then_some(self.head)
    }

    fn next(&mut self) -> Option<Next<'b>> {
        let rest = self.rest.trim_ascii_start();
        if let Some(rest) = rest.strip_prefix('}') {
            self.rest = rest;
            return Some(Next::End);
        }
        self.rest = if self.first { rest } else { rest.strip_prefix(',')? };
        self.first = false;
        let Token::Text(key) = self.value()? else { return None };
        self.rest = self.rest.trim_ascii_start().strip_prefix(':')?;
        Some(Next::Key(key))
    }

    fn member(&mut self, key: &str) -> Option<()> {
        let value = self.value()?;
        let (envelope, head) = (self.envelope, &mut self.head);
        head.has_data |= envelope.data == Some(key);
        if envelope.time == Some(key) {
            head.time = value.text().and_then(|text| text.parse().ok());
        }
        let Some(word) = word(value) else { return Some(()) };
        if let Some((_, accepted)) = envelope.success.filter(|(name, _)| *name == key) {
            head.success = Some(accepted.contains(&&*word));
        }
        let into = match key {
            _ if envelope.code.contains(&key) => &mut head.code,
            _ if envelope.message.contains(&key) => &mut head.message,
            _ => return Some(()),
        };
        into.get_or_insert(word);
        Some(())
    }

    fn value(&mut self) -> Option<Token<'b>> {
        let mut values = Deserializer::from_str(self.rest).into_iter::<&RawValue>();
        let json = values.next()?.ok()?.get();
        self.rest = &self.rest[values.byte_offset()..];
        // A text with half a surrogate pair is no text, but no reason to give up the answer beside it.
        Some(Token::read(json).unwrap_or(Token::Nested(json)))
    }
}

/// Whatever an exchange puts where a code, a message or a verdict belongs; `None` for `null`.
fn word(value: Token<'_>) -> Option<Cow<'_, str>> {
    match value {
        Token::Text(text) => Some(text),
        Token::Number(text) => Some(Cow::Borrowed(text)),
        Token::Bool(value) => Some(Cow::Borrowed(if value { "true" } else { "false" })),
        Token::Nested(json) => Some(Cow::Borrowed(json)),
        Token::Null => None,
    }
}
