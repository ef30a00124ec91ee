//! What an import tells: for people as text, for programs as JSON.

use crate::facts::{Fact, Facts, Shape};
use crate::json::{Json, quoted};
use crate::page::{Note, NoteKind, Page};
use std::fmt::{self, Write};

/// What an import did.
#[derive(Clone, Debug, Default)]
pub struct Report {
    /// Page by page.
    pub pages: Vec<PageReport>,
    /// Wire names that nothing says the meaning of: they are to be written into `fields.yaml`.
    pub undescribed: Vec<String>,
}

/// What came of a page.
#[derive(Clone, Debug)]
pub struct PageReport {
    /// Its file.
    pub page: String,
    /// Method and path.
    pub endpoint: String,
    /// The spec's file, from the specs folder.
    pub spec: String,
    /// What became of it.
    pub outcome: Outcome,
    /// What was understood: kind of fact, and how many.
    pub understood: Vec<(&'static str, usize)>,
    /// What was changed in a spec that stood.
    pub changes: Vec<String>,
    /// What differs and was left to people.
    pub left: Vec<String>,
    /// What was decided without being told: what, and why.
    pub guesses: Vec<(String, String)>,
    /// Where table and example differ.
    pub differences: Vec<String>,
    /// What reading the page brought to light.
    pub notes: Vec<Note>,
}

/// What became of a page's spec.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// A new spec was drafted.
    Drafted,
    /// A spec was changed.
    Updated,
    /// The spec says all that already.
    Unchanged,
    /// It describes the endpoint that another page describes, which is named.
    Repeats(String),
    /// Nothing was written, and why.
    Refused(String),
}

impl fmt::Display for Outcome {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Drafted => "drafted",
            Self::Updated => "updated",
            Self::Unchanged => "unchanged",
            Self::Repeats(_) => "repeats",
            Self::Refused(_) => "refused",
        })
    }
}

impl PageReport {
    pub(super) fn of(page: &Page, facts: &Facts) -> Self {
        let place = |line: usize| if line == 0 { String::new() } else { format!(" (line {line})") };
        let difference = |difference: &crate::facts::Difference| {
            format!("{}: {}{}", difference.at, difference.text, place(difference.line))
        };
        Self {
            page: page.file.clone(),
            endpoint: format!("{} {}", page.method.as_str(), page.path),
            spec: String::new(),
            outcome: Outcome::Unchanged,
            understood: understood(page, facts),
            changes: Vec::new(),
            left: Vec::new(),
            guesses: Vec::new(),
            differences: facts.differences.iter().map(difference).collect(),
            notes: page.notes.clone(),
        }
    }

    fn of_kind(&self, kind: NoteKind) -> impl Iterator<Item = &Note> {
        self.notes.iter().filter(move |note| note.kind == kind)
    }
}

fn understood(page: &Page, facts: &Facts) -> Vec<(&'static str, usize)> {
    let params = count(&facts.params, &|_| 1);
    let fields = count(&facts.answer, &|_| 1);
    let values = |fact: &Fact| fact.row.as_ref().map_or(0, |row| row.claims.values.len());
    let values = count(&facts.params, &values) + count(&facts.answer, &values);
    let examples = usize::from(page.request_example.is_some()) + usize::from(page.response_example.is_some());
    vec![
        ("hosts", page.hosts.len()),
        ("limits", page.limits.len() + page.shared_limits.len()),
        ("parameters", params),
        ("fields", fields),
        ("enum values", values),
        ("examples", examples),
    ]
}

fn count(facts: &[Fact], of: &dyn Fn(&Fact) -> usize) -> usize {
    facts.iter().map(|fact| of(fact) + count_shape(&fact.shape, of)).sum()
}

fn count_shape(shape: &Shape, of: &dyn Fn(&Fact) -> usize) -> usize {
    match shape {
        Shape::Object(facts) | Shape::Tuple(facts) => count(facts, of),
        Shape::List(inner) => count_shape(inner, of),
        Shape::Scalar | Shape::Unknown => 0,
    }
}

/// The sections of a page's report, besides what was understood: title, key in JSON, and lines.
fn sections(page: &PageReport) -> Vec<(&'static str, &'static str, Vec<String>)> {
    let notes = |kind| {
        let line = |note: &Note| format!("{}: {} (line {})", note.about, note.text, note.line);
        page.of_kind(kind).map(line).collect::<Vec<_>>()
    };
    let guesses = page.guesses.iter().map(|(about, why)| format!("{about}: {why}"));
    vec![
        ("changed", "changes", page.changes.clone()),
        ("differs, left to you", "left", page.left.clone()),
        ("guessed", "guessed", guesses.chain(notes(NoteKind::Guessed)).collect()),
        ("table and example differ", "differences", page.differences.clone()),
        ("contradicts itself", "contradictions", notes(NoteKind::Contradicts)),
        ("repaired", "repaired", notes(NoteKind::Repaired)),
        ("not understood", "not_understood", notes(NoteKind::Unread)),
        ("sentences, left to you", "prose", notes(NoteKind::Prose)),
    ]
}

impl Report {
    /// The report as a table of pages, each followed by what is to be known of it. Of sentences only the lines are told, and nothing of pages that
    /// their specs agree with; JSON has all.
    pub fn table(&self) -> String {
        let mut text = String::new();
        let width = self.pages.iter().map(|page| page.endpoint.len()).max().unwrap_or_default();
        for page in &self.pages {
            let counts: Vec<String> = page.understood.iter().map(|(what, count)| format!("{count} {what}")).collect();
            let _ = writeln!(text, "{:9}  {:width$}  {}", page.outcome, page.endpoint, counts.join(", "));
            let arrow = if page.spec.is_empty() { "" } else { " → " };
            let _ = writeln!(text, "           {}{arrow}{}", page.page, page.spec);
            if page.outcome == Outcome::Unchanged && page.left.is_empty() {
                continue;
            }
            if let Outcome::Refused(why) = &page.outcome {
                let _ = writeln!(text, "           nothing was written: {why}");
            }
            if let Outcome::Repeats(other) = &page.outcome {
                let _ = writeln!(text, "           the endpoint of {other}");
            }
            for (title, key, lines) in sections(page).iter().filter(|(_, _, lines)| !lines.is_empty()) {
                if *key == "prose" {
                    let places: Vec<String> = page.of_kind(NoteKind::Prose).map(|note| note.line.to_string()).collect();
                    let _ = writeln!(text, "           {title}: line {}", places.join(", "));
                    continue;
                }
                let _ = writeln!(text, "           {title}:");
                for line in lines {
                    let _ = writeln!(text, "             {line}");
                }
            }
        }
        if !self.undescribed.is_empty() {
            let _ = writeln!(text, "not in fields.yaml yet: {}", self.undescribed.join(", "));
        }
        text
    }

    /// What it comes to, in a line.
    pub fn summary(&self) -> String {
        let count = |word: &str| self.pages.iter().filter(|page| page.outcome.to_string() == word).count();
        let words = ["drafted", "updated", "unchanged", "repeats", "refused"];
        let counts: Vec<String> = words.iter().map(|word| format!("{} {word}", count(word))).collect();
        format!("{} pages: {}", self.pages.len(), counts.join(", "))
    }

    /// The whole report as JSON.
    pub fn json(&self) -> String {
        let list = |lines: &[String]| Json::List(lines.iter().map(|line| Json::Text(line.clone())).collect());
        let page = |page: &PageReport| {
            let mut members = vec![
                ("page".to_owned(), Json::Text(page.page.clone())),
                ("endpoint".to_owned(), Json::Text(page.endpoint.clone())),
                ("spec".to_owned(), Json::Text(page.spec.clone())),
                ("outcome".to_owned(), Json::Text(page.outcome.to_string())),
            ];
            if let Outcome::Refused(why) | Outcome::Repeats(why) = &page.outcome {
                members.push(("why".to_owned(), Json::Text(why.clone())));
            }
            let counts = page.understood.iter();
            let counts = counts.map(|(what, count)| ((*what).to_owned(), Json::Number(count.to_string())));
            members.push(("understood".to_owned(), Json::Object(counts.collect())));
            members.extend(sections(page).iter().map(|(_, key, lines)| ((*key).to_owned(), list(lines))));
            format!("    {}", Json::Object(members.into_iter().collect()))
        };
        let pages: Vec<String> = self.pages.iter().map(page).collect();
        let pages = pages.join(",\n");
        format!("{{\n  \"pages\": [\n{pages}\n  ],\n  {}: {}\n}}\n", quoted("undescribed"), list(&self.undescribed))
    }
}
