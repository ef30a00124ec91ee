//! The lines of a cassette.

mod asked;
mod outcome;

pub(super) use asked::{Asked, Body};
pub(super) use outcome::{Failed, Failure, Given};

use super::mask::Mask;
use crate::decode::{self, Fault as Misread, Object, Reader, without_finding};
use crate::object;
use crate::params::{Encode, Form, Params, to_json};
use crate::transport::{Answer, Request, TransportError};
use std::time::Duration;

/// The format that is written, and the only one that is read.
pub(super) const VERSION: i64 = 1;

/// The longest line that is written or read, in bytes: four times the longest answer that clients accept unless told
/// otherwise.
pub(super) const LONGEST_LINE: usize = 64 << 20;

/// The first line.
#[derive(Debug, Default)]
pub(super) struct Header {
    pub(super) version: i64,
}

impl Header {
    pub(super) fn line() -> String {
        to_json(&Self { version: VERSION })
    }
}

impl Encode for Header {
    fn encode(&self, _form: Form, out: &mut Params) {
        out.object(|out| {
            out.put_bare("exbind_cassette", &self.version);
        });
    }
}

impl Object for Header {
    const REQUIRED: &'static [&'static str] = &["exbind_cassette"];

    fn set(&mut self, key: &str, value: &mut Reader<'_>) -> Result<(), Misread> {
        match key {
            "exbind_cassette" => self.version = value.required(0)?,
            _ => value.unknown()?,
        }
        Ok(())
    }
}

object!(Header);

/// Every other line: a request and what came of it.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Exchange {
    pub(super) request: Asked,
    pub(super) answer: Option<Given>,
    pub(super) fault: Option<Failed>,
    pub(super) micros: i64,
}

impl Exchange {
    /// What may be written down of a request and what came of it.
    pub(super) fn new(request: &Request, outcome: Result<&Answer, &TransportError>, took: Duration) -> Self {
        let mask = Mask::of(request);
        Self {
            request: Asked::new(request, &mask),
            answer: outcome.ok().map(|answer| Given::new(answer, &mask)),
            fault: outcome.err().map(|error| Failed::new(error, &mask)),
            micros: i64::try_from(took.as_micros()).unwrap_or(i64::MAX),
        }
    }

    /// As one line, with its end.
    pub(super) fn line(&self) -> String {
        let mut line = to_json(self);
        line.push('\n');
        line
    }

    /// Reads a line. Errors do not tell what stands there: a file may be anything.
    pub(super) fn read(line: &str) -> Result<Self, String> {
        let exchange = decode::from_str(line);
        exchange.map_err(|fault| format!("at {}: {}", fault.path(), without_finding(fault.reason())))
    }

    /// The request and what came of it, as a transport reports that.
    pub(super) fn into_parts(self) -> Result<(Asked, Result<Answer, Failure>), String> {
        let outcome = match (self.answer, self.fault) {
            (Some(answer), None) => Ok(answer.into_answer()?),
            (None, Some(failed)) => Err(failed.into_failure()?),
            _ => return Err("it needs either an answer or a fault".to_owned()),
        };
        Ok((self.request, outcome))
    }
}

impl Encode for Exchange {
    fn encode(&self, _form: Form, out: &mut Params) {
        out.object(|out| {
            out.put("request", &self.request);
            out.put("answer", &self.answer);
            out.put("fault", &self.fault);
            out.put_bare("micros", &self.micros);
        });
    }
}

impl Object for Exchange {
    const REQUIRED: &'static [&'static str] = &["request"];

    fn set(&mut self, key: &str, value: &mut Reader<'_>) -> Result<(), Misread> {
        match key {
            "request" => self.request = value.required(0)?,
            "answer" => self.answer = value.optional()?,
            "fault" => self.fault = value.optional()?,
            "micros" => self.micros = value.read()?,
            _ => value.unknown()?,
        }
        Ok(())
    }
}

object!(Exchange);
