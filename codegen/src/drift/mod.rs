//! Pages against specs: what differs, what it means for users, and what would mend it.
//!
//! A spec may say more than its page, in better types and names: only what a page says and the spec contradicts or
//! lacks is a difference. Where a spec departs from its page on purpose, `departures` says so and why.

mod change;
mod endpoint;
mod finding;
mod members;
mod pair;
pub mod render;
mod scalar;
mod wire;

pub use change::{Change, ListAt};
pub(crate) use endpoint::limits_yaml;
pub use finding::{Finding, Kind, Severity};
pub use pair::{Pairs, pair};
pub(crate) use scalar::{fits, is_bound, is_value};

use crate::diagnostic::Place;
use crate::facts::Facts;
use crate::model::Exchange;
use crate::page::Page;
use endpoint::Found;
use std::collections::BTreeSet;

/// What comparing pages with specs gave.
#[derive(Debug, Default)]
pub struct Drift {
    /// What differs, the gravest first.
    pub findings: Vec<Finding>,
    /// What differs on purpose.
    pub departures: usize,
    /// How many pages were compared.
    pub pages: usize,
}

impl Drift {
    /// Takes in what comparing another exchange gave.
    pub fn add(&mut self, other: Self) {
        self.findings.extend(other.findings);
        self.findings.sort_by_key(|finding| finding.severity);
        self.departures += other.departures;
        self.pages += other.pages;
    }
}

/// Whether a page is one of an exchange's: whether it names an address of one of its services, or, where it names none,
/// comes from where the exchange's documents are.
pub fn belongs(page: &Page, exchange: &Exchange) -> bool {
    let site = |url: &str| url.split('/').nth(2).map(str::to_owned);
    let named = exchange.hosts.iter().any(|(_, _, url)| page.hosts.contains(url));
    let document = page.doc.as_deref().and_then(site);
    named || document.is_some() && document == site(&exchange.doc)
}

/// Compares pages of an exchange with its specs.
pub fn compare(pages: &[Page], exchange: &Exchange) -> Drift {
    compare_pairs(&pair(pages, exchange), exchange)
}

/// Compares pages with the specs that they were found to belong to.
pub fn compare_pairs(pairs: &Pairs<'_>, exchange: &Exchange) -> Drift {
    let compared: Vec<Found<'_>> = pairs
        .pairs
        .iter()
        .map(|(page, endpoint)| endpoint::compare(page, &Facts::of(page), endpoint, exchange))
        .collect();
    // A type that several endpoints share has what any of their pages has.
    let seen: BTreeSet<Place> = compared.iter().flat_map(|found| found.seen.iter().cloned()).collect();
    let pages = pairs.pairs.len() + pairs.strangers.len() + pairs.others.len();
    let mut drift = Drift { pages, ..Drift::default() };
    drift.findings.extend(pairs.strangers.iter().map(|page| pair::without_spec(page)));
    drift.findings.extend(pairs.orphans.iter().map(|endpoint| pair::without_page(endpoint)));
    for mut found in compared {
        found
            .findings
            .retain(|finding| !matches!(&finding.change, Some(Change::Remove(place)) if seen.contains(place)));
        drift.departures += found.take_departures();
        drift.findings.extend(found.findings);
    }
    drift.findings.sort_by(|a, b| (a.severity, &a.endpoint, a.line).cmp(&(b.severity, &b.endpoint, b.line)));
    drift
}
