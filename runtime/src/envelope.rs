//! Body → verdict and answer, as the endpoint's envelope declares it.
//!
//! The answer is decoded in place while the envelope is walked, in one pass over the body. Only when that fails is
//! the envelope read alone, to tell a refusal from an answer that does not fit its type. All but the decoding itself
//! is the same code for every endpoint: what is generic here compiles again in the user's crate for each of them.

mod walk;

use crate::decode::{DecodeOwned, path};
use crate::meta::Envelope;
use serde::de::{Error as _, IgnoredAny};
use serde_json::Deserializer;
use serde_json::de::StrRead;
use std::borrow::Cow;
use walk::Walk;

/// What the envelope says, apart from the answer itself.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
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
        Walk::start(envelope, body)?.finish()
    }

    /// What the exchange decided.
    pub fn verdict(&self, envelope: &Envelope) -> Verdict {
        match (envelope.success, self.success) {
            (Some(_), Some(true)) => Verdict::Accepted,
            (Some(_), Some(false)) => Verdict::Refused,
            (None, _) if self.has_data || envelope.data.is_none() => Verdict::Accepted,
            _ if self.code.is_some() => Verdict::Refused,
            _ => Verdict::None,
        }
    }
}

/// What the exchange decided about a call.
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

/// Reads a body.
pub(crate) fn read<'b, T: DecodeOwned>(envelope: &Envelope, body: &'b str) -> Result<T, Problem<'b>> {
    let mut at = Answer::find(envelope, body);
    match T::decode(&mut at.from) {
        Ok(answer) => at.accepted().map(|()| answer),
        Err(error) => Err(at.mismatch(error)),
    }
}

/// Where the answer stands in a body.
struct Answer<'e, 'b> {
    envelope: &'e Envelope,
    body: &'b str,
    /// The envelope around it, up to here.
    walk: Option<Walk<'e, 'b>>,
    /// Whether it is there at all.
    found: bool,
    /// Stands at the answer, or at a `null` of our own where there is none.
    from: Deserializer<StrRead<'b>>,
}

impl<'e, 'b> Answer<'e, 'b> {
    fn find(envelope: &'e Envelope, body: &'b str) -> Self {
        let mut walk = Walk::start(envelope, body);
        let text = match envelope.data {
            Some(_) => walk.as_mut().and_then(Walk::find_answer),
            None => Some(body),
        };
        Self { envelope, body, walk, found: text.is_some(), from: Deserializer::from_str(text.unwrap_or("null")) }
    }

    /// Whether the envelope, read to its end, says that the call was accepted.
    fn accepted(self) -> Result<(), Problem<'b>> {
        let Self { envelope, body, walk, found, mut from } = self;
        let head = match envelope.data {
            Some(_) => {
                let length = from.into_iter::<IgnoredAny>().byte_offset();
                if found { walk.and_then(|walk| walk.past(length)?.finish()) } else { Head::read(envelope, body) }
            }
            None => match from.end() {
                Ok(()) => Some(Head::read(envelope, body).unwrap_or_default()),
                Err(error) => return Err(explain(envelope, body, &error.to_string())),
            },
        };
        match head {
            Some(head) if head.verdict(envelope) == Verdict::Accepted => Ok(()),
            _ => Err(explain(envelope, body, "the envelope does not say what was decided")),
        }
    }

    #[cold]
    fn mismatch(&self, error: serde_json::Error) -> Problem<'b> {
        let error = match (self.envelope.data, self.found) {
            (Some(key), true) => path::in_field(error, key),
            (Some(key), false) => path::in_field(serde_json::Error::custom("the field is missing"), key),
            (None, _) => error,
        };
        explain(self.envelope, self.body, &error.to_string())
    }
}

#[cold]
fn explain<'b>(envelope: &Envelope, body: &'b str, error: &str) -> Problem<'b> {
    let head = Head::read(envelope, body);
    let verdict = head.as_ref().map_or(Verdict::None, |head| head.verdict(envelope));
    match (verdict, head) {
        (Verdict::Refused, Some(head)) => Problem::Refused(head),
        _ => {
            let (path, reason) = path::split(error);
            Problem::Mismatch { verdict, path, reason }
        }
    }
}

#[cfg(test)]
mod tests;
