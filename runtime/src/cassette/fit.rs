//! Whether a request is one that was recorded.

use super::format::{Asked, Body};
use super::json::{Kind, visit};
use crate::decode::cut;
use crate::params::quoted;
use std::cmp::Reverse;

/// How many differences an error names.
const MOST_TOLD: usize = 3;

/// What a request is told apart by. Pairs and members may stand in any order; numbers are compared as they are
/// written, digit by digit.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Features {
    method: String,
    path: String,
    query: Vec<Part>,
    body: Vec<Part>,
}

/// Where something stands, and what: sorted, so that order does not count.
#[derive(Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Part {
    place: String,
    value: String,
}

impl Features {
    /// Without the pairs and members that have one of these names.
    pub(super) fn of(asked: &Asked, ignored: &[String]) -> Self {
        let mut query = pairs(&asked.query, ignored);
        let mut body = members(&asked.body, ignored);
        query.sort();
        body.sort();
        Self { method: asked.method.clone(), path: asked.path.clone(), query, body }
    }

    /// How far from each other two requests are; less is nearer.
    pub(super) fn distance(&self, asked: &Self) -> impl Ord + use<> {
        let common = self.path.bytes().zip(asked.path.bytes()).take_while(|(one, other)| one == other).count();
        (Reverse((self.path == asked.path, common)), self.method != asked.method, self.differences(asked).len())
    }

    /// What differs from a recorded request, in words.
    pub(super) fn told_differences(&self, asked: &Self) -> String {
        let mut all = self.differences(asked);
        let more = all.len().saturating_sub(MOST_TOLD);
        all.truncate(MOST_TOLD);
        let more = if more > 0 { format!("; and {more} more") } else { String::new() };
        format!("{}{more}", all.join("; "))
    }

    fn differences(&self, asked: &Self) -> Vec<String> {
        let mut found = Vec::new();
        for (what, recorded, now) in [("method", &self.method, &asked.method), ("path", &self.path, &asked.path)] {
            if recorded != now {
                found.push(format!("{what} was {recorded}, is {now}"));
            }
        }
        for (what, recorded, now) in [("query", &self.query, &asked.query), ("body", &self.body, &asked.body)] {
            compare(what, recorded, now, &mut found);
        }
        found
    }
}

fn compare(what: &str, recorded: &[Part], now: &[Part], found: &mut Vec<String>) {
    let before = found.len();
    for Part { place, value } in recorded.iter().filter(|part| !now.contains(part)) {
        found.push(match now.iter().find(|part| part.place == *place) {
            Some(other) => format!("{what} {place} was {}, is {}", cut(value), cut(&other.value)),
            None => format!("{what} {place} is missing, was {}", cut(value)),
        });
    }
    for Part { place, value } in now.iter().filter(|part| recorded.iter().all(|other| other.place != part.place)) {
        found.push(format!("{what} {place} is new, {}", cut(value)));
    }
    if recorded != now && found.len() == before {
        found.push(format!("{what} holds something more than once"));
    }
}

fn pairs(query: &str, ignored: &[String]) -> Vec<Part> {
    let pairs = query.split('&').filter(|pair| !pair.is_empty()).map(|pair| pair.split_once('=').unwrap_or((pair, "")));
    let pairs = pairs.filter(|(name, _)| !ignored.iter().any(|ignored| ignored == name));
    pairs.map(|(name, value)| Part { place: name.to_owned(), value: value.to_owned() }).collect()
}

fn members(body: &Body, ignored: &[String]) -> Vec<Part> {
    let text = match body {
        Body::Text(text) if text.is_empty() => return Vec::new(),
        Body::Text(text) => text,
        Body::Bytes(bytes) => return vec![Part { place: String::new(), value: bytes.escape_ascii().to_string() }],
    };
    let mut members = Vec::new();
    let is_json = visit(text, &mut |spot| {
        if spot.kind == Kind::Key || ignored.iter().any(|name| spot.is_within(name)) {
            return;
        }
        let value = match spot.kind {
            Kind::Text => quoted(&spot.text()),
            _ => spot.raw.split_ascii_whitespace().collect(),
        };
        members.push(Part { place: spot.path(), value });
    });
    if is_json { members } else { vec![Part { place: String::new(), value: text.clone() }] }
}
