//! Reads cassettes. What a file holds may be anything, so that errors do not quote it.

use super::CassetteError;
use super::format::{Asked, Exchange, Failure, Header, LONGEST_LINE, VERSION};
use crate::decode;
use crate::transport::Answer;
use std::fmt;
use std::io::{self, BufRead, Read as _};

/// What was recorded.
pub(super) struct Tape {
    pub(super) calls: Vec<Recorded>,
    /// Whether the last line was only half written, and was left out.
    pub(super) torn: bool,
}

pub(super) struct Recorded {
    /// Number of its line, from 1 on.
    pub(super) line: usize,
    pub(super) request: Asked,
    pub(super) outcome: Result<Answer, Failure>,
}

impl fmt::Display for Recorded {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}, line {}", self.request, self.line)
    }
}

impl Tape {
    pub(super) fn read(cassette: &str, source: &mut dyn BufRead) -> Result<Self, CassetteError> {
        let mut lines = Lines::after_header(cassette, source)?;
        let mut tape = Self { calls: Vec::new(), torn: false };
        while let Some(line) = lines.next()? {
            match recorded(lines.number, &line) {
                _ if line.bytes.trim_ascii().is_empty() => {}
                Ok(recorded) => tape.calls.push(recorded),
                Err(_) if !line.ended => tape.torn = true,
                Err(reason) => return Err(lines.wrong(reason)),
            }
        }
        Ok(tape)
    }
}

/// Whether a cassette begins as one that can be continued.
pub(super) fn check_header(cassette: &str, source: &mut dyn BufRead) -> Result<(), CassetteError> {
    Lines::after_header(cassette, source).map(drop)
}

fn recorded(number: usize, line: &Line) -> Result<Recorded, String> {
    let text = str::from_utf8(&line.bytes).map_err(|_| "it is no UTF-8".to_owned())?;
    let (request, outcome) = Exchange::read(text)?.into_parts()?;
    Ok(Recorded { line: number, request, outcome })
}

struct Line {
    bytes: Vec<u8>,
    /// Whether its end was written too.
    ended: bool,
}

struct Lines<'s> {
    cassette: &'s str,
    source: &'s mut dyn BufRead,
    number: usize,
}

impl<'s> Lines<'s> {
    fn after_header(cassette: &'s str, source: &'s mut dyn BufRead) -> Result<Self, CassetteError> {
        let mut lines = Self { cassette, source, number: 0 };
        let refused =
            |reason: &str| CassetteError::NotACassette { cassette: cassette.to_owned(), reason: reason.to_owned() };
        let first = match lines.next() {
            Err(CassetteError::Line { .. }) => return Err(refused("its first line is far too long")),
            first => first?.ok_or_else(|| refused("it is empty"))?,
        };
        let header = str::from_utf8(&first.bytes).ok().and_then(|text| decode::from_str::<Header>(text).ok());
        match header.ok_or_else(|| refused(&format!("its first line is not {}", Header::line())))? {
            Header { version: VERSION } => Ok(lines),
            Header { version: found } => Err(CassetteError::Version { cassette: cassette.to_owned(), found }),
        }
    }

    /// The next line, which may be longer than memory has room for.
    fn next(&mut self) -> Result<Option<Line>, CassetteError> {
        let mut bytes = Vec::new();
        let read = (&mut *self.source).take(LONGEST_LINE as u64 + 1).read_until(b'\n', &mut bytes);
        self.number += 1;
        let read: usize = read.map_err(|source| self.unreadable(source))?;
        let ended = bytes.pop_if(|byte| *byte == b'\n').is_some();
        if bytes.len() > LONGEST_LINE {
            return Err(self.wrong(format!("it is longer than {LONGEST_LINE} bytes")));
        }
        Ok((read > 0).then_some(Line { bytes, ended }))
    }

    fn unreadable(&self, source: io::Error) -> CassetteError {
        CassetteError::Unreadable { cassette: self.cassette.to_owned(), source }
    }

    fn wrong(&self, reason: String) -> CassetteError {
        CassetteError::Line { cassette: self.cassette.to_owned(), line: self.number, reason }
    }
}
