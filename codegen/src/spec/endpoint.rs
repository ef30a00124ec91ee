//! A file that describes one endpoint.

use super::exchange::{LimitSpec, limits};
use super::field::{FieldSpec, TypeSpec, fields, types};
use super::node::{Node, Value};
use super::read;
use crate::diagnostic::{Diagnostic, Diagnostics, Place, Rule, Spanned};

/// What a file says about an endpoint.
#[derive(Debug)]
pub struct EndpointFile {
    /// Where its method stands, for what is missing.
    pub place: Place,
    /// What it does.
    pub summary: Spanned<String>,
    /// The exchange's document.
    pub doc: Spanned<String>,
    /// HTTP method.
    pub method: MethodSpec,
    /// Path.
    pub path: Spanned<String>,
    /// The service that answers it; the exchange's first where it is not said.
    pub service: Option<Spanned<String>>,
    /// What the key must be allowed to do.
    pub access: AccessSpec,
    /// Whether it can change anything.
    pub effect: Option<EffectSpec>,
    /// The envelope of its answers; the exchange's first where it is not said.
    pub envelope: Option<Spanned<String>>,
    /// Its own rate limits.
    pub rate_limit: Vec<LimitSpec>,
    /// Buckets that it shares.
    pub buckets: Vec<Spanned<String>>,
    /// Its parameters.
    pub request: Vec<FieldSpec>,
    /// Groups of which at least one is needed.
    pub one_of: Vec<Vec<Spanned<String>>>,
    /// Groups of which at most one may be set.
    pub at_most_one: Vec<Vec<Spanned<String>>>,
    /// Type of the answer; `None` where it only acknowledges.
    pub response: Option<Spanned<String>>,
    /// Types of its own.
    pub types: Vec<TypeSpec>,
    /// How it pages.
    pub paging: Option<PagingSpec>,
    /// The parameter that makes a repeated call harmless.
    pub idempotency_key: Option<Spanned<String>>,
    /// Why it should no longer be used.
    pub deprecated: Option<Spanned<String>>,
    /// Differences from the exchange's document that are meant.
    pub departures: Vec<Spanned<String>>,
    /// The exchange's own examples.
    pub examples: Vec<ExampleSpec>,
}

/// HTTP method.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[allow(missing_docs)]
pub enum MethodSpec {
    Get,
    Post,
    Put,
    Delete,
}

const METHODS: &[(&str, MethodSpec)] =
    &[("GET", MethodSpec::Get), ("POST", MethodSpec::Post), ("PUT", MethodSpec::Put), ("DELETE", MethodSpec::Delete)];

impl MethodSpec {
    /// The method as it is sent.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Get => "GET",
            Self::Post => "POST",
            Self::Put => "PUT",
            Self::Delete => "DELETE",
        }
    }
}

/// What a key must be allowed to do.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[allow(missing_docs)]
pub enum AccessSpec {
    Public,
    Read,
    Trade,
    Transfer,
    Withdraw,
}

impl AccessSpec {
    /// The word for it.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Public => "public",
            Self::Read => "read",
            Self::Trade => "trade",
            Self::Transfer => "transfer",
            Self::Withdraw => "withdraw",
        }
    }
}

const ACCESSES: &[(&str, AccessSpec)] = &[
    ("public", AccessSpec::Public),
    ("read", AccessSpec::Read),
    ("trade", AccessSpec::Trade),
    ("transfer", AccessSpec::Transfer),
    ("withdraw", AccessSpec::Withdraw),
];

/// Whether a call can change anything.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[allow(missing_docs)]
pub enum EffectSpec {
    Read,
    Write,
}

const EFFECTS: &[(&str, EffectSpec)] = &[("read", EffectSpec::Read), ("write", EffectSpec::Write)];

/// How an endpoint pages.
#[derive(Debug)]
pub struct PagingSpec {
    /// Where it stands.
    pub place: Place,
    /// The family.
    pub style: PageStyleSpec,
    /// Names, by role; see [`PAGE_ROLES`].
    pub names: Vec<(&'static str, Spanned<String>)>,
    /// Values of the parameter that turns the direction: for what is older, and for what is newer.
    pub older_is: Option<Spanned<String>>,
    /// See `older_is`.
    pub newer_is: Option<Spanned<String>>,
    /// Whether every page but the last is as long as asked for.
    pub filled: bool,
}

/// Families of paging.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[allow(missing_docs)]
pub enum PageStyleSpec {
    Cursor,
    Page,
    FromId,
    Time,
}

const STYLES: &[(&str, PageStyleSpec)] = &[
    ("cursor", PageStyleSpec::Cursor),
    ("page", PageStyleSpec::Page),
    ("from_id", PageStyleSpec::FromId),
    ("time", PageStyleSpec::Time),
];

/// The roles that a name can have in paging; those of parameters first.
pub const PAGE_ROLES: &[&str] = &["older", "newer", "number", "size", "direction", "next", "item_id", "pages", "items"];

/// How many of [`PAGE_ROLES`] are parameters.
pub const PAGE_PARAMETERS: usize = 5;

/// An exchange's own example.
#[derive(Clone, Debug)]
pub struct ExampleSpec {
    /// Parameters as a JSON object, or the whole body.
    pub request: Option<Spanned<String>>,
    /// The whole answer.
    pub response: Option<Spanned<String>>,
}

const KEYS: &[&str] = &[
    "summary",
    "doc",
    "method",
    "path",
    "service",
    "access",
    "effect",
    "envelope",
    "rate_limit",
    "buckets",
    "request",
    "one_of",
    "at_most_one",
    "response",
    "types",
    "paging",
    "idempotency_key",
    "deprecated",
    "departures",
    "examples",
];

/// Reads an endpoint's file.
pub fn endpoint(node: &Node, found: &mut Diagnostics) -> Option<EndpointFile> {
    let map = read::map(node, KEYS, found)?;
    // A file without these is an endpoint all the same, and the rest of it can be checked.
    let summary = map.need_prose("summary", found).unwrap_or_else(|| map.nothing());
    let doc = map.need_link("doc", found).unwrap_or_else(|| map.nothing());
    let method_node = map.need("method", found);
    let method = method_node.and_then(|node| read::word(node, METHODS, found));
    let path = map.need_text("path", found);
    let access = map.need("access", found).and_then(|node| read::word(node, ACCESSES, found));
    let access = access.unwrap_or(AccessSpec::Public);
    let response = map.need("response", found).and_then(|node| read::text(node, found));
    let groups = |key: &str, found: &mut Diagnostics| map.get(key).map(|node| groups(node, found)).unwrap_or_default();
    let file = EndpointFile {
        place: method_node.unwrap_or(node).place.clone(),
        service: map.text("service", found),
        effect: map.word("effect", EFFECTS, found),
        envelope: map.text("envelope", found),
        rate_limit: map.get("rate_limit").map(|node| limits(node, found)).unwrap_or_default(),
        buckets: map.texts("buckets", found),
        request: map.get("request").map(|node| fields(node, found)).unwrap_or_default(),
        one_of: groups("one_of", found),
        at_most_one: groups("at_most_one", found),
        types: map.get("types").map(|node| types(node, found)).unwrap_or_default(),
        paging: map.get("paging").and_then(|node| paging(node, found)),
        idempotency_key: map.text("idempotency_key", found),
        deprecated: map.prose("deprecated", found),
        departures: map.get("departures").map(|node| departures(node, found)).unwrap_or_default(),
        examples: map.get("examples").map(|node| examples(node, found)).unwrap_or_default(),
        response: response.filter(|ty| ty.value != "none"),
        summary,
        doc,
        method: method?,
        path: path?,
        access,
    };
    Some(file)
}

fn groups(node: &Node, found: &mut Diagnostics) -> Vec<Vec<Spanned<String>>> {
    let lists = read::list(node, found).unwrap_or_default();
    if lists.iter().any(|list| matches!(list.value, Value::Scalar { .. })) {
        let help = "each group is a list of its own: `[[orderId, clientOid]]`";
        found.push(Diagnostic::new(Rule::WrongKind, &node.place, "expected lists, found names").help(help));
        return Vec::new();
    }
    lists.iter().filter_map(|node| group(node, found)).collect()
}

fn group(node: &Node, found: &mut Diagnostics) -> Option<Vec<Spanned<String>>> {
    let names = read::texts(node, found)?;
    if names.len() < 2 {
        found.push(Diagnostic::new(Rule::Group, &node.place, "a group has at least two parameters"));
    }
    Some(names)
}

fn paging(node: &Node, found: &mut Diagnostics) -> Option<PagingSpec> {
    let keys: Vec<&'static str> =
        PAGE_ROLES.iter().copied().chain(["style", "older_is", "newer_is", "filled"]).collect();
    let map = read::map(node, &keys, found)?;
    let style = map.need("style", found).and_then(|node| read::word(node, STYLES, found))?;
    let names = PAGE_ROLES.iter().filter_map(|role| Some((*role, map.text(role, found)?))).collect();
    let (older_is, newer_is) = (map.text("older_is", found), map.text("newer_is", found));
    Some(PagingSpec { place: node.place.clone(), style, names, older_is, newer_is, filled: map.flag("filled", found) })
}

/// Why is for those who read the spec; it only has to be there.
fn departures(node: &Node, found: &mut Diagnostics) -> Vec<Spanned<String>> {
    let items = read::list(node, found).unwrap_or_default();
    let departure = |item: &Node, found: &mut Diagnostics| {
        let map = read::map(item, &["from", "why"], found)?;
        map.need_prose("why", found);
        map.need_prose("from", found)
    };
    items.iter().filter_map(|item| departure(item, found)).collect()
}

fn examples(node: &Node, found: &mut Diagnostics) -> Vec<ExampleSpec> {
    let items = read::list(node, found).unwrap_or_default();
    items.iter().filter_map(|item| example(item, found)).collect()
}

fn example(node: &Node, found: &mut Diagnostics) -> Option<ExampleSpec> {
    let map = read::map(node, &["request", "response"], found)?;
    let json = |key, found: &mut Diagnostics| map.get(key).and_then(|node| json_text(node, found));
    Some(ExampleSpec { request: json("request", found), response: json("response", found) })
}

/// JSON must stand in quotes or a block: without them YAML would read it, and digits would change.
fn json_text(node: &Node, found: &mut Diagnostics) -> Option<Spanned<String>> {
    match &node.value {
        Value::Map(_) | Value::List(_) => {
            let message = "an example is JSON text, in quotes or as a block";
            found.push(Diagnostic::new(Rule::ExampleJson, &node.place, message).help("write `request: '{...}'`"));
            None
        }
        Value::Null | Value::Scalar { .. } => read::text(node, found),
    }
}
