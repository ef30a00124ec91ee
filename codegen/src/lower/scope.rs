//! Which names are visible where: an endpoint's own types, those of its folder's `types.yaml`, and those above.

use super::fields;
use super::layout::{ExchangeDir, Folder};
use super::type_expr::From;
use crate::diagnostic::{Diagnostic, Diagnostics, Place, Rule, shown};
use crate::model::{Body, Form, ModuleName, TypeDef, TypeId, TypeName, Types};
use crate::spec::endpoint::ExampleSpec;
use crate::spec::exchange::ExchangeFile;
use crate::spec::field::{self, TypeBody, TypeSpec};
use crate::spec::tables;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// Types and descriptions of an exchange.
pub(super) struct Scope {
    pub(super) types: Types,
    /// How numbers and booleans are written in JSON.
    pub(super) numbers: Form,
    pub(super) booleans: Form,
    /// Examples, until all types are settled: by endpoint id.
    pub(super) examples: BTreeMap<String, Vec<ExampleSpec>>,
    glossary: BTreeMap<String, String>,
    /// Names of each `types.yaml`, by module, and of each endpoint, by file.
    modules: BTreeMap<Vec<ModuleName>, BTreeMap<String, TypeId>>,
    files: BTreeMap<Arc<str>, BTreeMap<String, TypeId>>,
    /// Whether the glossary could be read; else nothing can be said of what it lacks.
    pub(super) described: bool,
    unreadable: BTreeSet<Arc<str>>,
}

impl Scope {
    /// Collects every type of an exchange, then resolves their fields.
    pub(super) fn new(
        dir: &ExchangeDir,
        file: &ExchangeFile,
        unreadable: &BTreeSet<Arc<str>>,
        found: &mut Diagnostics,
    ) -> Self {
        let glossary = dir.fields.as_ref().map(|node| tables::glossary(node, found)).unwrap_or_default();
        let mut scope = Self {
            types: Types::default(),
            numbers: file.numbers,
            booleans: file.booleans,
            examples: BTreeMap::new(),
            glossary: glossary.into_iter().map(|(name, about)| (name.value, about.value)).collect(),
            modules: BTreeMap::new(),
            files: BTreeMap::new(),
            described: dir.fields.is_some() || !unreadable.contains(&*format!("{}/fields.yaml", dir.name)),
            unreadable: unreadable.clone(),
        };
        let mut bodies = Vec::new();
        scope.collect(&dir.root, &mut bodies, found);
        // Enums first: defaults of fields are values of them.
        bodies.sort_by_key(|(_, spec, ..)| !matches!(spec.body, Some(TypeBody::Enum(_))));
        for (id, spec, module, file) in bodies {
            let from = From { module: &module, file: file.as_ref() };
            let body = fields::body(&spec, &from, &scope, found);
            scope.types.get_mut(id).body = body;
        }
        scope
    }

    #[allow(clippy::type_complexity)] // a work list that lives for one function
    fn collect(
        &mut self,
        folder: &Folder,
        bodies: &mut Vec<(TypeId, TypeSpec, Vec<ModuleName>, Option<Arc<str>>)>,
        found: &mut Diagnostics,
    ) {
        let shared = folder.types.as_ref().map(|node| field::types(node, found)).unwrap_or_default();
        for spec in shared {
            if let Some(id) = self.declare(&spec, &folder.path, None, found) {
                bodies.push((id, spec, folder.path.clone(), None));
            }
        }
        for source in &folder.endpoints {
            for spec in &source.file.types {
                if let Some(id) = self.declare(spec, &folder.path, Some(&source.path), found) {
                    bodies.push((id, spec.clone(), folder.path.clone(), Some(source.path.clone())));
                }
            }
        }
        for inner in folder.folders.values() {
            self.collect(inner, bodies, found);
        }
    }

    fn declare(
        &mut self,
        spec: &TypeSpec,
        module: &[ModuleName],
        file: Option<&Arc<str>>,
        found: &mut Diagnostics,
    ) -> Option<TypeId> {
        let name = type_name(spec, found);
        let from = From { module, file };
        if let Some(first) = self.find(&spec.name.value, &from) {
            let message = format!("the type `{name}` is defined twice");
            let twice = Diagnostic::new(Rule::DuplicateType, &spec.name.place, message);
            found.push(twice.other(&self.types.get(first).place, "first here"));
            return None;
        }
        let body = match spec.body {
            Some(TypeBody::Object(_)) | None => Body::Object(Vec::new()),
            Some(TypeBody::Tuple(_)) => Body::Tuple(Vec::new()),
            Some(TypeBody::Enum(_)) => Body::Enum(Vec::new()),
        };
        let about = spec.about.as_ref().map(|about| about.value.clone());
        let place = spec.name.place.clone();
        let id = self.types.add(TypeDef { name, place, module: module.to_vec(), about, body, sent: false });
        let names = match file {
            Some(file) => self.files.entry(file.clone()).or_default(),
            None => self.modules.entry(module.to_vec()).or_default(),
        };
        names.insert(spec.name.value.clone(), id);
        Some(id)
    }

    /// The type that a name means where it stands.
    pub(super) fn find(&self, name: &str, from: &From<'_>) -> Option<TypeId> {
        self.frames(from).find_map(|names| names.get(name)).copied()
    }

    /// A type of that name anywhere in the exchange, in sight or not.
    pub(super) fn elsewhere(&self, name: &str) -> Option<TypeId> {
        let mut all = self.files.values().chain(self.modules.values());
        all.find_map(|names| names.get(name)).copied()
    }

    /// Whether a `types.yaml` that would be in sight could not be read.
    pub(super) fn is_blind(&self, from: &From<'_>) -> bool {
        let path = |length| from.module[..length].iter().map(ModuleName::as_str).collect::<Vec<_>>().join("/");
        (1..=from.module.len()).any(|length| self.unreadable.contains(&*format!("{}/types.yaml", path(length))))
    }

    /// All names that can be used somewhere.
    pub(super) fn visible(&self, from: &From<'_>) -> Vec<String> {
        self.frames(from).flat_map(|names| names.keys().cloned()).collect()
    }

    fn frames<'a>(&'a self, from: &From<'a>) -> impl Iterator<Item = &'a BTreeMap<String, TypeId>> {
        let module = from.module;
        let own = from.file.and_then(|file| self.files.get(file));
        own.into_iter().chain((1..=module.len()).rev().filter_map(move |length| self.modules.get(&module[..length])))
    }

    /// The types of a module's `types.yaml`.
    pub(super) fn published(&self, module: &[ModuleName]) -> Vec<TypeId> {
        self.modules.get(module).map(|names| names.values().copied().collect()).unwrap_or_default()
    }

    /// The types of an endpoint's file.
    pub(super) fn own(&self, file: &Arc<str>) -> Vec<TypeId> {
        let mut ids: Vec<_> = self.files.get(file).map(|names| names.values().copied().collect()).unwrap_or_default();
        ids.sort();
        ids
    }

    /// What the glossary says about a wire name.
    pub(super) fn glossary(&self, wire: &str) -> Option<&String> {
        self.glossary.get(wire)
    }

    /// The same name in the glossary, in another case.
    pub(super) fn glossary_like(&self, wire: &str) -> Option<&str> {
        self.glossary.keys().map(String::as_str).find(|known| known.eq_ignore_ascii_case(wire))
    }
}

/// The name of a type, or another in its place, to go on with.
fn type_name(spec: &TypeSpec, found: &mut Diagnostics) -> TypeName {
    let written = &spec.name;
    let Some(name) = TypeName::new(&written.value) else {
        let message = format!("`{}` cannot be the name of a type", shown(&written.value));
        let help = "type names are written `LikeThis`";
        found.push(Diagnostic::new(Rule::RustName, &written.place, message).help(help));
        return TypeName::unnamed(written.place.start);
    };
    reserved(&name, &written.place, "choose a name that says what it is at the exchange", found);
    name
}

/// Notes a type that would hide one which generated code uses.
pub(super) fn reserved(name: &TypeName, place: &Place, help: &str, found: &mut Diagnostics) {
    if TypeName::RESERVED.contains(&name.as_str()) {
        let message = format!("generated code uses the name `{name}` itself");
        found.push(Diagnostic::new(Rule::ReservedName, place, message).help(help));
    }
}
