//! How much the specs describe, counted on the checked model: a number that a person wrote down is out of date with the
//! next spec.

mod render;

pub use render::{json, markdown, table, with_numbers};

use crate::model::{Access, Effect, Endpoint, Exchange, Kind, Model, Module};
use std::ops::AddAssign;

/// What there is of each kind.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    /// Endpoints that anybody may call.
    pub public: usize,
    /// Endpoints whose calls are signed.
    pub signed: usize,
    /// Endpoints that change nothing.
    pub reads: usize,
    /// Endpoints that can change something.
    pub writes: usize,
    /// Named objects.
    pub objects: usize,
    /// Named enums.
    pub enums: usize,
    /// Named tuples.
    pub tuples: usize,
    /// Parameters, fields of objects, and places of tuples.
    pub fields: usize,
    /// Error codes; those of an exchange belong to none of its folders.
    pub errors: usize,
    /// Examples.
    pub examples: usize,
}

impl Counts {
    /// All endpoints.
    pub fn endpoints(&self) -> usize {
        self.public + self.signed
    }

    /// All named types.
    pub fn types(&self) -> usize {
        self.objects + self.enums + self.tuples
    }

    /// Every count with its name, sums before their parts.
    pub fn named(&self) -> [(&'static str, usize); 12] {
        [
            ("endpoints", self.endpoints()),
            ("public", self.public),
            ("signed", self.signed),
            ("reads", self.reads),
            ("writes", self.writes),
            ("types", self.types()),
            ("objects", self.objects),
            ("enums", self.enums),
            ("tuples", self.tuples),
            ("fields", self.fields),
            ("errors", self.errors),
            ("examples", self.examples),
        ]
    }
}

impl AddAssign for Counts {
    fn add_assign(&mut self, other: Self) {
        self.public += other.public;
        self.signed += other.signed;
        self.reads += other.reads;
        self.writes += other.writes;
        self.objects += other.objects;
        self.enums += other.enums;
        self.tuples += other.tuples;
        self.fields += other.fields;
        self.errors += other.errors;
        self.examples += other.examples;
    }
}

/// An exchange, or a folder of its specs.
#[derive(Debug)]
pub struct Folder {
    /// Its name.
    pub name: String,
    /// Its name for people.
    pub title: String,
    /// What is in it, its folders included.
    pub counts: Counts,
    /// Its folders.
    pub folders: Vec<Folder>,
}

/// What all specs describe.
#[derive(Debug)]
pub struct Stats {
    /// The exchanges.
    pub exchanges: Vec<Folder>,
    /// All of them together.
    pub total: Counts,
}

impl Stats {
    /// Counts.
    pub fn of(model: &Model) -> Self {
        let exchanges: Vec<Folder> = model.exchanges.iter().map(exchange).collect();
        let mut total = Counts::default();
        exchanges.iter().for_each(|exchange| total += exchange.counts);
        Self { exchanges, total }
    }
}

fn exchange(exchange: &Exchange) -> Folder {
    let mut root = folder(&exchange.root, exchange);
    root.counts.errors = exchange.errors.len();
    Folder { title: exchange.title.clone(), ..root }
}

fn folder(module: &Module, exchange: &Exchange) -> Folder {
    let folders: Vec<Folder> = module.modules.iter().map(|inner| folder(inner, exchange)).collect();
    let mut counts = types(module, exchange);
    module.endpoints.iter().for_each(|endpoint| counts += self::endpoint(endpoint));
    folders.iter().for_each(|inner| counts += inner.counts);
    let name = module.path.last().map(ToString::to_string).unwrap_or_default();
    Folder { title: name.clone(), name, counts, folders }
}

fn endpoint(endpoint: &Endpoint) -> Counts {
    let (public, reads) = (endpoint.access == Access::Public, endpoint.effect == Effect::Read);
    Counts {
        public: usize::from(public),
        signed: usize::from(!public),
        reads: usize::from(reads),
        writes: usize::from(!reads),
        fields: endpoint.params.len(),
        examples: endpoint.examples.len(),
        ..Counts::default()
    }
}

/// The types that a module publishes: those of its own file, and those of its endpoints.
fn types(module: &Module, exchange: &Exchange) -> Counts {
    let mut counts = Counts::default();
    for (_, def) in exchange.types.iter().filter(|(_, def)| def.module == module.path) {
        match def.kind() {
            Kind::Object => counts.objects += 1,
            Kind::Enum => counts.enums += 1,
            Kind::Tuple => counts.tuples += 1,
        }
        counts.fields += def.fields().len();
    }
    counts
}
