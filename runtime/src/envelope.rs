//! Body → verdict and answer, as the endpoint's envelope declares it.
//!
//! The answer is decoded in place while the envelope is walked, in one pass over the body. Only when that fails is
//! the envelope read alone, to tell a refusal from an answer that does not fit its type. All but the decoding itself
//! is the same code for every endpoint: what is generic here compiles again in the user's crate for each of them.

use crate::decode::{Decode, Fault, Reader, Token};
use crate::drift::{Segment, Watcher};
use crate::meta::Envelope;
use std::borrow::Cow;
use std::cell::Cell;

/// What the envelope says, apart from the answer itself.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Head<'b> {
    /// What the field that tells success says, if it is there.
    pub success: Option<bool>,
    /// The error code.
    pub code: Option<Cow<'b, str>>,
    /// The error message.
    pub message: Option<Cow<'b, str>>,
    /// The exchange's time in Unix milliseconds.
    pub time: Option<i64>,
    /// Whether the field that holds the answer is there.
    pub has_data: bool,
}

impl<'b> Head<'b> {
    /// Reads only the envelope. `None` when the body is no JSON object.
    pub fn read(envelope: &Envelope, body: &'b str) -> Option<Self> {
        walk(envelope, Reader::new(body), &mut |value| value.unknown()).ok()
    }

    /// What the exchange decided.
    pub fn verdict(&self, envelope: &Envelope) -> Verdict {
        match (envelope.success, self.success) {
            (Some(_), Some(true)) => Verdict::Accepted,
            (Some(_), Some(false)) => Verdict::Refused,
            (None, _) if self.has_data || envelope.data.is_none() => Verdict::Accepted,
            // Where an answer stands beside it, a code may well say that all went well, as HTX's 200 does.
            _ if self.code.is_some() && !self.has_data => Verdict::Refused,
            _ => Verdict::None,
        }
    }
}

/// What the exchange decided about a call. There is no fourth: whoever matches on it has thought of all.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// It took the call.
    Accepted,
    /// It refused the call.
    Refused,
    /// The body says neither.
    None,
}

/// Why a body holds no answer.
#[derive(Debug)]
pub(crate) enum Problem<'b> {
    /// The exchange refused.
    Refused(Head<'b>),
    /// Not what was expected; the verdict says how far the exchange went.
    Mismatch { verdict: Verdict, path: String, reason: String },
}

/// Reads a body, notes the exchange's time that it tells, and has it looked at by whoever looks for drift.
pub(crate) fn read<'b, T: Decode>(
    envelope: &Envelope,
    body: &'b str,
    told: &Cell<Option<i64>>,
    watcher: Option<&Watcher<'_>>,
) -> Result<T, Problem<'b>> {
    let mut answer = None;
    let mut decode = |from: &mut Reader<'_>| {
        let read = T::decode(from)?;
        if !from.is_watched() {
            answer = Some(read);
        }
        Ok(())
    };
    accepted(envelope, body, &mut decode, told, watcher)?;
    // An accepted answer without its field is right for acknowledgements and lists.
    answer.map_or_else(|| T::decode(&mut Reader::new("null")).map_err(|_| missing(envelope)), Ok)
}

/// Reads the answer of an accepted call by `decode`.
fn accepted<'b>(
    envelope: &Envelope,
    body: &'b str,
    decode: &mut Answer<'_>,
    told: &Cell<Option<i64>>,
    watcher: Option<&Watcher<'_>>,
) -> Result<(), Problem<'b>> {
    let head = match envelope.data {
        Some(_) => walk(envelope, Reader::new(body), decode),
        None => whole(envelope, body, decode),
    };
    let read = match head {
        Ok(head) if head.verdict(envelope) == Verdict::Accepted => {
            told.set(head.time);
            Ok(())
        }
        Ok(_) => Err(explain(envelope, body, &Fault::new("the envelope does not say what was decided"))),
        Err(fault) => Err(explain(envelope, body, &fault)),
    };
    if let Some(watcher) = watcher {
        match &read {
            Err(Problem::Refused(_)) => {}
            // It may be anything.
            Err(Problem::Mismatch { verdict: Verdict::None, .. }) if !envelope.is_bare() => {}
            Ok(()) | Err(Problem::Mismatch { .. }) => look(envelope, body, decode, watcher),
        }
    }
    read
}

/// Reads an answer for whoever looks for drift.
#[cold]
fn look(envelope: &Envelope, body: &str, decode: &mut Answer<'_>, watcher: &Watcher<'_>) {
    let mut watch = watcher.watch();
    // What was found before JSON breaks off was found all the same.
    match envelope.data {
        Some(name) => {
            let head = walk(envelope, Reader::watching(body, &mut watch), decode);
            if head.is_ok_and(|head| !head.has_data) {
                let _ = Reader::watching("null", &mut watch).look(Segment::Field(name), decode);
            }
        }
        None => {
            let _ = Reader::watching(body, &mut watch).look_here(decode);
        }
    }
    watcher.tell(watch);
}

type Answer<'d> = dyn FnMut(&mut Reader<'_>) -> Result<(), Fault> + 'd;

/// Reads an envelope; `decode` reads the field that holds the answer.
fn walk<'b>(envelope: &Envelope, mut from: Reader<'b>, decode: &mut Answer<'_>) -> Result<Head<'b>, Fault> {
    let mut head = Head::default();
    from.object(&[], &mut |key, value| {
        if envelope.data == Some(key) {
            head.has_data = true;
            return decode(value);
        }
        if value.is_watched() && !envelope.names(key) {
            return value.unknown();
        }
        head.take(envelope, key, value.raw()?)
    })?;
    from.end()?;
    Ok(head)
}

/// Reads a body that is the answer itself.
fn whole<'b>(envelope: &Envelope, body: &'b str, decode: &mut Answer<'_>) -> Result<Head<'b>, Fault> {
    let mut from = Reader::new(body);
    decode(&mut from)?;
    from.end()?;
    // What says nothing of the verdict need not be read a second time for it.
    let head = if envelope.is_bare() { None } else { Head::read(envelope, body) };
    Ok(head.unwrap_or_default())
}

impl<'b> Head<'b> {
    fn take(&mut self, envelope: &Envelope, key: &str, json: &'b str) -> Result<(), Fault> {
        // A text with half a surrogate pair is no text, but no reason to give up the answer beside it.
        let value = Reader::new(json).token().unwrap_or(Token::Nested(json));
        if envelope.time == Some(key) {
            self.time = value.text().and_then(|text| text.parse().ok());
        }
        let Some(word) = word(value) else { return Ok(()) };
        if let Some((_, accepted)) = envelope.success.filter(|(name, _)| *name == key) {
            let success = accepted.contains(&&*word);
            // Whichever of the two is believed, an order may come to be sent twice.
            if self.success.replace(success).is_some_and(|before| before != success) {
                return Err(Fault::new("the verdict stands here twice, and not the same"));
            }
        }
        if envelope.code.contains(&key) {
            self.code.get_or_insert(word);
        } else if envelope.message.contains(&key) {
            self.message.get_or_insert(word);
        }
        Ok(())
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

#[cold]
fn missing<'b>(envelope: &Envelope) -> Problem<'b> {
    let fault = Fault::new("the field is missing").in_field(envelope.data.unwrap_or_default());
    let (path, reason) = (fault.path(), fault.reason().to_owned());
    Problem::Mismatch { verdict: Verdict::Accepted, path, reason }
}

#[cold]
fn explain<'b>(envelope: &Envelope, body: &'b str, fault: &Fault) -> Problem<'b> {
    let head = Head::read(envelope, body);
    // A body without envelope that cannot be read claims nothing: it may be a refusal in a form of its own.
    let verdict = head.as_ref().filter(|_| !envelope.is_bare()).map_or(Verdict::None, |head| head.verdict(envelope));
    match (verdict, head) {
        (Verdict::Refused, Some(head)) => Problem::Refused(head),
        _ => Problem::Mismatch { verdict, path: fault.path(), reason: fault.reason().to_owned() },
    }
}

#[cfg(test)]
mod tests;
