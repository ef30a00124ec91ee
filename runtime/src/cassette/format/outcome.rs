//! What came of requests.

use super::Body;
use crate::cassette::mask::Mask;
use crate::decode::{Fault as Misread, Object, Reader};
use crate::error::root_cause;
use crate::object;
use crate::params::{Encode, Form, Params};
use crate::transport::{Answer, Fault, Stage, TransportError};
use http::{HeaderMap, HeaderName, HeaderValue, StatusCode};
use std::collections::BTreeMap;

/// Headers of answers that are recorded: those that errors and limits are made of. All others stay out; they hold
/// cookies and addresses.
const HEADERS: [&str; 11] = [
    "content-type",
    "date",
    "location",
    "ratelimit-interval",
    "ratelimit-limit",
    "ratelimit-remaining",
    "ratelimit-reset",
    "retry-after",
    "x-hb-ratelimit-requests-expire",
    "x-hb-ratelimit-requests-remain",
    "x-mbx-used-remain-limit",
];

/// An answer without its secrets.
#[derive(Clone, Debug, Default, PartialEq)]
pub(in crate::cassette) struct Given {
    status: i64,
    headers: BTreeMap<String, String>,
    body: Body,
}

impl Given {
    pub(super) fn new(answer: &Answer, mask: &Mask) -> Self {
        let header = |name: &&'static str| {
            let value = answer.headers.get(*name)?.to_str().ok()?;
            // A redirect may repeat key and signature behind the address.
            let value = if *name == "location" { value.split(['?', '#']).next()? } else { value };
            Some(((*name).to_owned(), mask.text(value)))
        };
        Self {
            status: answer.status.as_u16().into(),
            headers: HEADERS.iter().filter_map(header).collect(),
            body: mask.answer_body(&answer.body),
        }
    }

    /// The answer that a client gets.
    pub(super) fn into_answer(self) -> Result<Answer, String> {
        let status = u16::try_from(self.status).ok().and_then(|status| StatusCode::from_u16(status).ok());
        let status = status.ok_or_else(|| format!("{} is no HTTP status", self.status))?;
        let header = |(name, value): (String, String)| {
            let header = HeaderName::try_from(&name).ok().zip(HeaderValue::try_from(value).ok());
            header.ok_or_else(|| "a header has a name or a value that no header can have".to_owned())
        };
        let headers = self.headers.into_iter().map(header).collect::<Result<HeaderMap, _>>()?;
        Ok(Answer { status, headers, body: self.body.into_bytes().into() })
    }
}

impl Encode for Given {
    fn encode(&self, _form: Form, out: &mut Params) {
        out.object(|out| {
            out.put_bare("status", &self.status);
            out.put_filled(Form::Text, "headers", &self.headers);
            self.body.put(out);
        });
    }
}

impl Object for Given {
    const REQUIRED: &'static [&'static str] = &["status"];

    fn set(&mut self, key: &str, value: &mut Reader<'_>) -> Result<(), Misread> {
        match key {
            "status" => self.status = value.required(0)?,
            "headers" => self.headers = value.or_empty()?,
            _ => self.body.set(key, value)?,
        }
        Ok(())
    }
}

object!(Given);

/// Why there was no answer.
#[derive(Clone, Debug, Default, PartialEq)]
pub(in crate::cassette) struct Failed {
    kind: String,
    cause: Option<String>,
}

impl Failed {
    pub(super) fn new(error: &TransportError, mask: &Mask) -> Self {
        let cause = error.source.as_ref().map(|source| mask.text(&root_cause(&**source).to_string()));
        Self { kind: kind(error.fault).to_owned(), cause }
    }

    pub(super) fn into_failure(self) -> Result<Failure, String> {
        match FAULTS.into_iter().find(|fault| kind(*fault) == self.kind) {
            Some(fault) => Ok(Failure { fault, cause: self.cause }),
            None => {
                let kinds = FAULTS.map(kind);
                Err(format!("its kind of fault is unknown; there are: {}", kinds.join(", ")))
            }
        }
    }
}

/// The same as transports tell it.
#[derive(Clone, Debug)]
pub(in crate::cassette) struct Failure {
    fault: Fault,
    cause: Option<String>,
}

impl Failure {
    pub(in crate::cassette) fn to_error(&self) -> TransportError {
        let error = TransportError::new(self.fault);
        match &self.cause {
            Some(cause) => error.because(cause.as_str()),
            None => error,
        }
    }
}

const FAULTS: [Fault; 10] = [
    Fault::Unsendable,
    Fault::NotConnected(Stage::Dns),
    Fault::NotConnected(Stage::Tcp),
    Fault::NotConnected(Stage::Tls),
    Fault::NotConnected(Stage::Proxy),
    Fault::NotConnected(Stage::TimedOut),
    Fault::Lost,
    Fault::Truncated,
    Fault::TooLarge,
    Fault::TimedOut,
];

const fn kind(fault: Fault) -> &'static str {
    match fault {
        Fault::Unsendable => "unsendable",
        Fault::NotConnected(Stage::Dns) => "not_connected_dns",
        Fault::NotConnected(Stage::Tcp) => "not_connected_tcp",
        Fault::NotConnected(Stage::Tls) => "not_connected_tls",
        Fault::NotConnected(Stage::Proxy) => "not_connected_proxy",
        Fault::NotConnected(Stage::TimedOut) => "not_connected_timed_out",
        Fault::Lost => "lost",
        Fault::Truncated => "truncated",
        Fault::TooLarge => "too_large",
        Fault::TimedOut => "timed_out",
    }
}

impl Encode for Failed {
    fn encode(&self, _form: Form, out: &mut Params) {
        out.object(|out| {
            out.put("kind", &self.kind);
            out.put("cause", &self.cause);
        });
    }
}

impl Object for Failed {
    const REQUIRED: &'static [&'static str] = &["kind"];

    fn set(&mut self, key: &str, value: &mut Reader<'_>) -> Result<(), Misread> {
        match key {
            "kind" => self.kind = value.required(0)?,
            "cause" => self.cause = value.optional()?,
            _ => value.unknown()?,
        }
        Ok(())
    }
}

object!(Failed);
