//! Sentences about rate limits → limits.

use crate::model::Scope;
use std::time::Duration;

/// A limit that a text tells.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Told {
    /// Calls.
    pub(super) requests: u32,
    /// Time.
    pub(super) per: Duration,
    /// Who is counted, where that is told.
    pub(super) by: Option<Scope>,
    /// The kind of user it holds for.
    pub(super) tier: Option<&'static str>,
    /// What stands before it in the sentence, in lower case.
    pub(super) before: String,
    /// Whether it is written as no other is: two numbers and no word between.
    pub(super) odd: bool,
}

/// Words for calls.
const CALLS: &[&str] = &["times", "time", "c", "requests", "request", "reqs", "req"];
/// Words between calls and time.
const PER: &[&str] = &["per", "every"];
/// Words for who is counted, which stand between calls and time in some sentences.
const COUNTED: &[&str] = &["uid", "ip", "user", "key"];
/// Words for times, in seconds.
const UNITS: &[(&str, u64)] = &[
    ("s", 1),
    ("sec", 1),
    ("secs", 1),
    ("second", 1),
    ("seconds", 1),
    ("m", 60),
    ("min", 60),
    ("minute", 60),
    ("minutes", 60),
    ("hour", 3600),
];
/// Words for who is counted.
const SCOPES: &[(&str, Scope)] = &[
    ("uid", Scope::Uid),
    ("user id", Scope::Uid),
    ("single user", Scope::Uid),
    ("api key", Scope::Key),
    ("/ip", Scope::Ip),
    ("(ip", Scope::Ip),
    (" ip", Scope::Ip),
];

/// Words with which a sentence about limits begins or that it has, in lower case.
const SIGNS: &[&str] = &["rate limit", "frequency", "speed limit", "limit rule", "times/s", "request limit"];
/// Sentences about limits are short, except where they say so at once.
const LONGEST: usize = 160;

/// Whether a line is about the rate limit and nothing else.
pub(super) fn is_about(line: &str) -> bool {
    let line = folded(line);
    line.len() <= LONGEST && SIGNS.iter().any(|sign| line.contains(sign))
}

/// Lower case, and full-width punctuation as the plain one.
fn folded(text: &str) -> String {
    let plain = |c: char| match c {
        '：' => ':',
        '（' => '(',
        '）' => ')',
        '\u{a0}' | '\n' => ' ',
        c => c.to_ascii_lowercase(),
    };
    text.chars().filter(|c| *c != '*').map(plain).collect()
}

/// All limits that a text tells, in order.
pub(super) fn read(text: &str) -> Vec<Told> {
    let text = folded(text);
    let mut found: Vec<(usize, usize, u32, Duration, bool)> = Vec::new();
    let mut at = 0;
    while let Some(start) = text[at..].find(|c: char| c.is_ascii_digit()).map(|next| at + next) {
        let mut words = Words { text: &text, at: start };
        match limit(&mut words) {
            Some((requests, per, odd)) => {
                found.push((start, words.at, requests, per, odd));
                at = words.at;
            }
            None => at = start + text[start..].find(|c: char| !c.is_ascii_digit()).unwrap_or(text.len() - start),
        }
    }
    let anywhere = scope(&text);
    // What holds for the first holds for its parts.
    let usual = found.first().and_then(|first| scope(&text[first.1..found.get(1).map_or(text.len(), |next| next.0)]));
    let told = |(index, (start, end, requests, per, odd)): (usize, &(usize, usize, u32, Duration, bool))| {
        let before = &text[index.checked_sub(1).and_then(|at| found.get(at)).map_or(0, |last| last.1)..*start];
        let behind = &text[*end..found.get(index + 1).map_or(text.len(), |next| next.0)];
        let by = scope(behind).or_else(|| scope(before)).or(usual).or(anywhere);
        let last = index + 1 == found.len();
        let tier = tier(before).or_else(|| tier(behind).filter(|_| last));
        Told { requests: *requests, per: *per, by, tier, before: before.to_owned(), odd: *odd }
    };
    found.iter().enumerate().map(told).collect()
}

fn scope(text: &str) -> Option<Scope> {
    let first = |(word, scope): &(&str, Scope)| text.find(word).map(|at| (at, *scope));
    SCOPES.iter().filter_map(first).min_by_key(|(at, _)| *at).map(|(_, scope)| scope)
}

/// Users with limits of their own, and the words for them.
const TIERS: &[(&str, &str)] = &[("trader", "copy_trader")];

fn tier(text: &str) -> Option<&'static str> {
    TIERS.iter().find(|(word, _)| text.contains(word)).map(|(_, tier)| *tier)
}

/// `10 times/1s`, `72 times every 3 seconds`, `144 requests per uid per 3 seconds`, `4,500 5 minutes`
fn limit(words: &mut Words<'_>) -> Option<(u32, Duration, bool)> {
    let requests = u32::try_from(words.number()?).ok()?;
    words.one_of(CALLS);
    let mut between = words.slash() || words.one_of(PER);
    if between && words.one_of(COUNTED) {
        between = words.slash() || words.one_of(PER);
    }
    let count = words.number();
    if !between && count.is_none() {
        return None;
    }
    let seconds = words.unit()?.checked_mul(count.unwrap_or(1))?;
    (requests > 0 && seconds > 0).then(|| (requests, Duration::from_secs(seconds), !between))
}

struct Words<'t> {
    text: &'t str,
    at: usize,
}

impl Words<'_> {
    fn rest(&mut self) -> &str {
        let rest = &self.text[self.at..];
        self.at += rest.len() - rest.trim_start_matches(' ').len();
        &self.text[self.at..]
    }

    fn number(&mut self) -> Option<u64> {
        let rest = self.rest();
        let length = rest.find(|c: char| !c.is_ascii_digit() && c != ',').unwrap_or(rest.len());
        let number = rest[..length].replace(',', "").parse().ok()?;
        self.at += length;
        Some(number)
    }

    fn word(&mut self) -> String {
        let rest = self.rest();
        rest.chars().take(16).take_while(char::is_ascii_lowercase).collect()
    }

    fn one_of(&mut self, known: &[&str]) -> bool {
        let word = self.word();
        let found = known.contains(&word.as_str());
        self.at += if found { word.len() } else { 0 };
        found
    }

    fn slash(&mut self) -> bool {
        let found = self.rest().starts_with('/');
        self.at += usize::from(found);
        found
    }

    fn unit(&mut self) -> Option<u64> {
        let word = self.word();
        let seconds = UNITS.iter().find(|(unit, _)| *unit == word).map(|(_, seconds)| *seconds)?;
        self.at += word.len();
        Some(seconds)
    }
}
