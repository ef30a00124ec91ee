//! Which file says what: exchanges are folders, folders are modules, files are endpoints.

use crate::diagnostic::{Diagnostic, Diagnostics, Place, Rule};
use crate::model::ModuleName;
use crate::spec::endpoint::{self, EndpointFile};
use crate::spec::node::Node;
use crate::spec::{field, tables};
use std::collections::BTreeMap;
use std::sync::Arc;

/// The files of one exchange.
pub(super) struct ExchangeDir {
    pub(super) name: ModuleName,
    /// A file of it, to point at.
    pub(super) first: Arc<str>,
    pub(super) exchange: Option<Node>,
    pub(super) errors: Option<Node>,
    pub(super) fields: Option<Node>,
    pub(super) root: Folder,
}

/// A folder of endpoints.
pub(super) struct Folder {
    pub(super) path: Vec<ModuleName>,
    pub(super) types: Option<Node>,
    pub(super) endpoints: Vec<EndpointSource>,
    pub(super) folders: BTreeMap<ModuleName, Folder>,
}

/// An endpoint's file.
pub(super) struct EndpointSource {
    pub(super) module: ModuleName,
    pub(super) path: Arc<str>,
    pub(super) file: EndpointFile,
}

/// What stands beside the exchanges' modules.
const RESERVED_EXCHANGES: &[&str] = &["examples", "runtime", "credentials", "decode", "error", "meta", "value", "std"];

pub(super) fn arrange(files: &[(Arc<str>, &str)], found: &mut Diagnostics) -> Vec<ExchangeDir> {
    let mut dirs: BTreeMap<ModuleName, ExchangeDir> = BTreeMap::new();
    for (path, text) in files {
        let Some((folders, stem)) = split(path, found) else { continue };
        let [name, inner @ ..] = folders.as_slice() else {
            misplaced(path, "a spec stands in its exchange's folder", found);
            continue;
        };
        let dir = dirs.entry(name.clone()).or_insert_with(|| ExchangeDir::new(name.clone(), path.clone()));
        let node = crate::spec::parse(path, text, found);
        dir.add(path, inner, &stem, node, found);
    }
    dirs.into_values().collect()
}

impl ExchangeDir {
    fn new(name: ModuleName, first: Arc<str>) -> Self {
        let root = Folder::new(vec![name.clone()]);
        Self { name, first, exchange: None, errors: None, fields: None, root }
    }

    /// Notes what is wrong in the files that nothing is lowered from, for want of an exchange.
    pub(super) fn read_tables(&self, found: &mut Diagnostics) {
        self.errors.iter().for_each(|node| drop(tables::errors(node, found)));
        self.fields.iter().for_each(|node| drop(tables::glossary(node, found)));
        self.root.read_types(found);
    }

    fn add(&mut self, path: &Arc<str>, inner: &[ModuleName], stem: &str, node: Option<Node>, found: &mut Diagnostics) {
        match (stem, inner) {
            ("exchange", []) => self.exchange = node,
            ("errors", []) => self.errors = node,
            ("fields", []) => self.fields = node,
            ("types", _) => self.root.descend(inner).types = node,
            _ => {
                let Some(module) = ModuleName::new(stem).filter(|name| !ModuleName::RESERVED.contains(&name.as_str()))
                else {
                    return misplaced(path, &format!("`{stem}` cannot be the name of an endpoint"), found);
                };
                let file = node.and_then(|node| endpoint::endpoint(&node, found));
                let source = file.map(|file| EndpointSource { module, path: path.clone(), file });
                self.root.descend(inner).endpoints.extend(source);
            }
        }
    }
}

impl Folder {
    fn new(path: Vec<ModuleName>) -> Self {
        Self { path, types: None, endpoints: Vec::new(), folders: BTreeMap::new() }
    }

    fn read_types(&self, found: &mut Diagnostics) {
        self.types.iter().for_each(|node| drop(field::types(node, found)));
        self.folders.values().for_each(|inner| inner.read_types(found));
    }

    fn descend(&mut self, inner: &[ModuleName]) -> &mut Self {
        let [name, rest @ ..] = inner else { return self };
        let mut path = self.path.clone();
        path.push(name.clone());
        self.folders.entry(name.clone()).or_insert_with(|| Self::new(path)).descend(rest)
    }
}

fn split(path: &Arc<str>, found: &mut Diagnostics) -> Option<(Vec<ModuleName>, String)> {
    let Some(stem) = path.strip_suffix(".yaml") else {
        misplaced(path, "a spec's name ends with `.yaml`", found);
        return None;
    };
    let mut parts: Vec<&str> = stem.split('/').collect();
    let name = parts.pop()?.to_owned();
    let mut modules = Vec::new();
    for (depth, part) in parts.into_iter().enumerate() {
        let reserved = if depth == 0 { RESERVED_EXCHANGES } else { ModuleName::RESERVED };
        let Some(module) = ModuleName::new(part).filter(|name| !reserved.contains(&name.as_str())) else {
            misplaced(path, &format!("`{part}` cannot be the name of a folder"), found);
            return None;
        };
        modules.push(module);
    }
    Some((modules, name))
}

fn misplaced(path: &Arc<str>, message: &str, found: &mut Diagnostics) {
    let help = "the layout is `EXCHANGE/FOLDER/ENDPOINT.yaml`, names in lower case with `_`";
    found.push(Diagnostic::new(Rule::Layout, &Place::file(path), message).help(help));
}
