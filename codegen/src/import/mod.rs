//! Pages → specs: drafts for endpoints that have none, and changes for those that have.
//!
//! What a draft or a change is wrong in, people put right: so every run ends with a [`Report`] of what was understood,
//! what was guessed and why, and what was not understood. Nothing is dropped in silence.

mod bounds;
mod draft;
mod edit;
mod field_text;
mod known;
mod names;
mod paging;
mod places;
mod proposals;
mod refine;
mod report;
mod told;
mod write;

pub use edit::Edits;
pub use field_text::FieldText;
pub use report::{Outcome, PageReport, Report};

use crate::diagnostic::{Diagnostic, Rule};
use crate::drift::{self, Change, Finding, Kind, ListAt};
use crate::facts::{Fact, Facts};
use crate::model::{Endpoint, Exchange, Method, Model};
use crate::page::Page;
use crate::{Specs, understand};
use known::Known;
use refine::Refiner;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// What an import gives.
#[derive(Debug)]
pub struct Imported {
    /// Spec files that are new or have changed: path from the specs folder, and text.
    pub texts: BTreeMap<String, String>,
    /// What was done, page by page.
    pub report: Report,
}

/// Imports pages of an exchange, which is what `specs` say of it. `into` is the folder below it for new specs, where one
/// was named.
pub fn import(specs: &Specs, exchange: &Exchange, pages: &[Page], into: Option<&str>) -> Imported {
    let texts: BTreeMap<Arc<str>, String> = specs.texts_by_path();
    let mut import =
        Import { texts: texts.clone(), edits: Edits::default(), pages: BTreeMap::new(), owners: BTreeMap::new() };
    import.run(pages, exchange, into);
    let model = import.settle(&texts);
    let changed = import.texts.into_iter().filter(|(path, text)| texts.get(path) != Some(text));
    let texts: BTreeMap<String, String> = changed.map(|(path, text)| (path.to_string(), text)).collect();
    let reports = pages.iter().filter_map(|page| import.pages.remove(&page.file)).collect();
    Imported { texts, report: Report { pages: reports, undescribed: undescribed(model.as_ref(), exchange) } }
}

struct Import {
    texts: BTreeMap<Arc<str>, String>,
    edits: Edits,
    pages: BTreeMap<String, PageReport>,
    /// Which page changed a file.
    owners: BTreeMap<Arc<str>, BTreeSet<String>>,
}

impl Import {
    fn run(&mut self, pages: &[Page], exchange: &Exchange, into: Option<&str>) {
        let known = Known::of(exchange);
        let pairs = drift::pair(pages, exchange);
        let drift = drift::compare_pairs(&pairs, exchange);
        let mut taken = places::Taken::of(self.texts.keys().map(ToString::to_string), exchange);
        let mut first: BTreeMap<(Method, &str, Option<&str>), &str> = BTreeMap::new();
        for page in &pairs.strangers {
            let call = (page.method, &*page.path, places::service(page, exchange));
            match first.get(&call) {
                None => self.draft(page, exchange, &known, into, &mut taken),
                Some(other) => self.skip(page, other),
            }
            first.entry(call).or_insert(&page.file);
        }
        for page in &pairs.others {
            let other = pairs.pairs.iter().find(|(known, _)| (known.method, &known.path) == (page.method, &page.path));
            self.skip(page, other.map_or("", |(known, _)| &known.file));
        }
        for (page, endpoint) in &pairs.pairs {
            let findings = drift.findings.iter().filter(|finding| finding.page == page.file).collect();
            self.update(page, endpoint, findings, exchange, &known);
        }
    }

    /// A further page of an endpoint.
    fn skip(&mut self, page: &Page, other: &str) {
        let outcome = Outcome::Repeats(other.to_owned());
        self.pages.insert(page.file.clone(), PageReport { outcome, ..PageReport::of(page, &Facts::of(page)) });
    }

    fn draft(
        &mut self,
        page: &Page,
        exchange: &Exchange,
        known: &Known,
        into: Option<&str>,
        taken: &mut places::Taken,
    ) {
        let facts = Facts::of(page);
        let mut report = PageReport::of(page, &facts);
        match draft::draft(page, &facts, exchange, known, into, taken) {
            Some(draft) => {
                report.spec.clone_from(&draft.file);
                report.guesses = draft.guesses;
                report.outcome = Outcome::Drafted;
                let file: Arc<str> = draft.file.into();
                self.texts.insert(file.clone(), draft.text);
                self.owners.entry(file).or_default().insert(page.file.clone());
            }
            None => {
                let why = "every name for its file is taken; name another folder with `--into`";
                report.outcome = Outcome::Refused(why.to_owned());
            }
        }
        self.pages.insert(page.file.clone(), report);
    }

    fn update(
        &mut self,
        page: &Page,
        endpoint: &Endpoint,
        findings: Vec<&Finding>,
        exchange: &Exchange,
        known: &Known,
    ) {
        let mut report = PageReport::of(page, &Facts::of(page));
        report.spec = endpoint.place.file.to_string();
        let mut changes: Vec<(&Finding, &Change)> = Vec::new();
        for finding in findings {
            match finding.change.as_ref().filter(|change| is_safe(change, finding, endpoint)) {
                Some(change) => changes.push((finding, change)),
                None => report.left.push(drift::render::line(finding)),
            }
        }
        let mut refiner = refiner(endpoint, exchange, known);
        for (finding, change) in changes {
            refiner.sent = matches!(finding.kind, Kind::ParameterAdded | Kind::ParameterRetyped);
            let at = finding.at.rsplit_once('.').map_or("", |(at, _)| at);
            let mut write = |fact: &Fact| refiner.field(fact, at);
            match self.edits.apply(&mut self.texts, change, &mut write) {
                Ok(file) => {
                    report.changes.push(drift::render::line(finding));
                    self.owners.entry(file).or_default().insert(page.file.clone());
                }
                Err(why) => report.left.push(format!("{} (not changed: {why})", drift::render::line(finding))),
            }
        }
        report.guesses = refiner.guesses;
        report.outcome = if report.changes.is_empty() { Outcome::Unchanged } else { Outcome::Updated };
        self.pages.insert(page.file.clone(), report);
    }

    /// Takes back what leaves the specs wrong, file by file, and tells what they mean then.
    fn settle(&mut self, before: &BTreeMap<Arc<str>, String>) -> Option<Model> {
        loop {
            let specs = Specs::new(self.texts.iter().map(|(path, text)| (path.to_string(), text.clone().into_bytes())));
            let invalid = match understand(&specs) {
                Ok(model) => return Some(model),
                Err(invalid) => invalid,
            };
            let mut wrong: BTreeMap<Arc<str>, Vec<&Diagnostic>> = BTreeMap::new();
            for diagnostic in invalid.diagnostics.iter().filter(|diagnostic| diagnostic.rule != Rule::Undescribed) {
                let other = diagnostic.other.iter().map(|(place, _)| &place.file);
                let files = std::iter::once(&diagnostic.place.file).chain(other);
                if let Some(file) = files.into_iter().find(|file| self.owners.contains_key(*file)) {
                    wrong.entry(file.clone()).or_default().push(diagnostic);
                }
            }
            if wrong.is_empty() {
                return None;
            }
            for (file, found) in wrong {
                if before.contains_key(&file) || !self.without_proposals(&file, &found) {
                    self.take_back(&file, &found, before);
                }
            }
        }
    }

    /// Drops what of a draft was proposed and does not hold, when nothing else is wrong with it.
    fn without_proposals(&mut self, file: &Arc<str>, found: &[&Diagnostic]) -> bool {
        let Some(text) = self.texts.get_mut(file) else { return false };
        let Some(what) = proposals::drop(text, found) else { return false };
        let why: Vec<&str> = found.iter().map(|found| found.message.as_str()).collect();
        for page in self.owners.get(file).into_iter().flatten() {
            if let Some(report) = self.pages.get_mut(page) {
                report.left.push(format!("{what}: left out, since it does not hold: {}", why.join("; ")));
            }
        }
        true
    }

    fn take_back(&mut self, file: &Arc<str>, found: &[&Diagnostic], before: &BTreeMap<Arc<str>, String>) {
        let why: Vec<&str> = found.iter().map(|diagnostic| diagnostic.message.as_str()).collect();
        for page in self.owners.remove(file).unwrap_or_default() {
            if let Some(report) = self.pages.get_mut(&page) {
                report.left.append(&mut report.changes);
                report.outcome = Outcome::Refused(why.join("; "));
            }
        }
        match before.get(file) {
            Some(text) => self.texts.insert(file.clone(), text.clone()),
            None => self.texts.remove(file),
        };
    }
}

/// Whether a change touches this endpoint alone. Other pages may still have what this one lost.
fn is_safe(change: &Change, finding: &Finding, endpoint: &Endpoint) -> bool {
    match change {
        Change::Remove(place) => place.file == endpoint.place.file,
        Change::Set(place, ..) if finding.kind == Kind::FieldRenamed => place.file == endpoint.place.file,
        Change::Retype(place, _) => place.file == endpoint.place.file,
        Change::Add { list: ListAt::Request(_) | ListAt::Type(_), .. } => true,
        Change::Set(..) | Change::AddValue(..) | Change::SetTop(..) => true,
    }
}

fn refiner<'e>(endpoint: &Endpoint, exchange: &'e Exchange, known: &'e Known) -> Refiner<'e> {
    let folder = endpoint.place.folder().to_owned();
    let taken = exchange.types.iter().map(|(_, def)| def.name.to_string()).chain([endpoint.name.to_string()]).collect();
    let in_body = crate::facts::sends_body(endpoint.method);
    let name = endpoint.name.to_string();
    Refiner {
        exchange,
        known,
        folder,
        taken,
        endpoint: name,
        sent: true,
        in_body,
        enums: Vec::new(),
        guesses: Vec::new(),
    }
}

/// The names that nothing says the meaning of.
fn undescribed(model: Option<&Model>, exchange: &Exchange) -> Vec<String> {
    let now = model.and_then(|model| model.exchanges.iter().find(|known| known.name == exchange.name));
    let Some(now) = now else { return Vec::new() };
    let names = now.fields().filter(|field| field.about.is_empty()).map(|field| field.wire.clone());
    names.collect::<BTreeSet<String>>().into_iter().collect()
}
