//! Where drafts go: folders, and names that are free there.

use super::names::module_name;
use crate::model::{Exchange, TypeName};
use crate::page::Page;
use std::collections::{BTreeMap, BTreeSet};

/// What drafts of one run must not take from each other.
#[derive(Debug, Default)]
pub(super) struct Taken {
    /// Files that are there, from the specs folder.
    pub(super) files: BTreeSet<String>,
    /// Folder → names of types that are defined there, or seen from there.
    pub(super) types: BTreeMap<String, BTreeSet<String>>,
}

impl Taken {
    /// What is taken before anything is drafted.
    pub(super) fn of(files: impl Iterator<Item = String>, exchange: &Exchange) -> Self {
        let mut taken = Self { files: files.collect(), types: BTreeMap::new() };
        for (_, def) in exchange.types.iter() {
            taken.types.entry(def.place.folder().to_owned()).or_default().insert(def.name.to_string());
        }
        for endpoint in exchange.endpoints() {
            taken.types.entry(endpoint.place.folder().to_owned()).or_default().insert(endpoint.name.to_string());
        }
        taken
    }

    /// The names that a type in a folder must not have.
    pub(super) fn names(&self, folder: &str) -> BTreeSet<String> {
        let sees = |home: &str| folder == home || folder.starts_with(&format!("{home}/"));
        let seen = self.types.iter().filter(|(home, _)| sees(home)).flat_map(|(_, names)| names.iter().cloned());
        seen.chain(TypeName::RESERVED.iter().map(|name| (*name).to_owned())).collect()
    }
}

/// The folder of the endpoint whose path is nearest; failing that, one that the path's own parts name.
pub(super) fn home(page: &Page, exchange: &Exchange, taken: &Taken) -> String {
    let own = telling_parts(&page.path);
    let shared = |parts: &[&str]| parts.iter().zip(&own).take_while(|(a, b)| a == b).count();
    let alike = |parts: &[&str]| match (parts.last(), own.last()) {
        (Some(a), Some(b)) => a.bytes().zip(b.bytes()).take_while(|(a, b)| a == b).count(),
        _ => 0,
    };
    let endpoints = exchange.endpoints();
    let near =
        endpoints.filter(|endpoint| Some(&*endpoint.service) == service(page, exchange)).filter_map(|endpoint| {
            let parts = telling_parts(&endpoint.path);
            let sister = own.len() > 1 && parts.len() == own.len() && shared(&parts) + 1 >= own.len();
            sister.then(|| (alike(&parts), endpoint))
        });
    if let Some((_, endpoint)) = near.max_by_key(|(alike, _)| *alike) {
        return endpoint.place.folder().to_owned();
    }
    let mut folder = exchange.name.to_string();
    for part in own.iter().take(own.len().saturating_sub(1)) {
        folder = format!("{folder}/{}", module_name(part));
        if taken.files.contains(&format!("{folder}.yaml")) {
            folder += "_calls";
        }
    }
    if folder == exchange.name.as_str() { format!("{folder}/general") } else { folder }
}

/// The parts of a path that tell what it is about: neither `api` nor versions nor parameters.
fn telling_parts(path: &str) -> Vec<&str> {
    let version =
        |part: &str| part.strip_prefix('v').is_some_and(|rest| rest.bytes().all(|byte| byte.is_ascii_digit()));
    let tells = |part: &&str| !part.is_empty() && *part != "api" && !part.starts_with('{') && !version(part);
    path.split('/').filter(tells).collect()
}

/// The service that has one of the page's addresses.
pub(super) fn service<'e>(page: &Page, exchange: &'e Exchange) -> Option<&'e str> {
    let mut hosts = exchange.hosts.iter();
    hosts.find(|(_, _, url)| page.hosts.contains(url)).map(|(service, ..)| service.as_str())
}
