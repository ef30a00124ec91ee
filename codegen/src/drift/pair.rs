//! Which page belongs to which spec.

use super::finding::{Finding, Kind, Severity};
use crate::model::{Endpoint, Exchange};
use crate::page::Page;
use std::collections::BTreeMap;

/// Pages and specs that belong together, and those that stand alone.
#[derive(Debug, Default)]
pub struct Pairs<'p> {
    /// A page and its spec.
    pub pairs: Vec<(&'p Page, &'p Endpoint)>,
    /// Pages without a spec.
    pub strangers: Vec<&'p Page>,
    /// Further pages of endpoints that have one already.
    pub others: Vec<&'p Page>,
    /// Specs without a page.
    pub orphans: Vec<&'p Endpoint>,
}

/// Finds the spec of each page: the same method and path on the same host; failing that, the same document. Where
/// several pages describe one endpoint, as HTX does in each of its sections, the one that the spec names counts.
pub fn pair<'p>(pages: &'p [Page], exchange: &'p Exchange) -> Pairs<'p> {
    let endpoints: Vec<&Endpoint> = exchange.endpoints().collect();
    let mut taken: BTreeMap<&str, &Page> = BTreeMap::new();
    let mut rest: Vec<&Page> = Vec::new();
    let mut others: Vec<&Page> = Vec::new();
    for page in pages {
        let same = |endpoint: &&&Endpoint| {
            endpoint.method == page.method && endpoint.path == page.path && answers(endpoint, page, exchange)
        };
        match endpoints.iter().find(same) {
            None => rest.push(page),
            Some(endpoint) if !taken.contains_key(&*endpoint.id) || is_of(endpoint, page) => {
                others.extend(taken.insert(&endpoint.id, page));
            }
            Some(_) => others.push(page),
        }
    }
    let mut pairs = Pairs { others, ..Pairs::default() };
    for page in rest {
        let moved = |endpoint: &&&Endpoint| {
            let path = endpoint.path == page.path && answers(endpoint, page, exchange);
            !taken.contains_key(&*endpoint.id) && (is_of(endpoint, page) || path)
        };
        match endpoints.iter().find(moved) {
            Some(endpoint) => drop(taken.insert(&endpoint.id, page)),
            None => pairs.strangers.push(page),
        }
    }
    for endpoint in endpoints {
        match taken.get(&*endpoint.id) {
            Some(page) => pairs.pairs.push((page, endpoint)),
            None => pairs.orphans.push(endpoint),
        }
    }
    pairs
}

/// Whether a page is the document that a spec names.
fn is_of(endpoint: &Endpoint, page: &Page) -> bool {
    page.doc.as_deref() == Some(&endpoint.doc)
}

/// Whether an endpoint stands on one of the page's hosts; yes where the page does not tell.
pub(super) fn answers(endpoint: &Endpoint, page: &Page, exchange: &Exchange) -> bool {
    let own = exchange.hosts.iter().filter(|(service, ..)| *service == endpoint.service);
    page.hosts.is_empty() || own.into_iter().any(|(_, _, url)| page.hosts.contains(url))
}

/// Method and path of an endpoint.
pub(super) fn title(endpoint: &Endpoint) -> String {
    format!("{} {}", endpoint.method.as_str(), endpoint.path)
}

pub(super) fn without_spec(page: &Page) -> Finding {
    Finding {
        kind: Kind::EndpointAdded,
        page: page.file.clone(),
        line: 0,
        endpoint: format!("{} {}", page.method.as_str(), page.path),
        spec: String::new(),
        at: String::new(),
        page_says: page.title.clone(),
        spec_says: "nothing".to_owned(),
        severity: Severity::Gains,
        change: None,
    }
}

pub(super) fn without_page(endpoint: &Endpoint) -> Finding {
    Finding {
        kind: Kind::EndpointRemoved,
        page: String::new(),
        line: 0,
        endpoint: title(endpoint),
        spec: endpoint.id.clone(),
        at: String::new(),
        page_says: "nothing".to_owned(),
        spec_says: endpoint.summary.clone(),
        severity: Severity::Breaks,
        change: None,
    }
}
