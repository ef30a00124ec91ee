//! Parameters, fields and types.

use super::node::{Node, Value};
use super::read::{self, Map};
use crate::diagnostic::{Diagnostics, Place, Spanned};

/// A parameter, a field of an object, or a place of a tuple.
#[derive(Clone, Debug)]
pub struct FieldSpec {
    /// Where the whole entry stands.
    pub place: Place,
    /// Wire name.
    pub name: Spanned<String>,
    /// Type expression.
    pub ty: Spanned<String>,
    /// Rust name, where the wire name does not give a good one.
    pub rust: Option<Spanned<String>>,
    /// What it means, where the glossary does not say it or says something else.
    pub about: Option<Spanned<String>>,
    /// Whether it is always there.
    pub required: bool,
    /// How it is written in JSON, where it differs from the exchange's way.
    pub form: Option<FormSpec>,
    /// Where it is sent, where it differs from the method's way.
    pub place_in: Option<PlaceSpec>,
    /// What the exchange assumes when it is left out.
    pub default: Option<Spanned<String>>,
    /// Least value.
    pub min: Option<Spanned<String>>,
    /// Greatest value.
    pub max: Option<Spanned<String>>,
    /// Greatest number of items.
    pub max_items: Option<Spanned<u32>>,
    /// Why it should no longer be used.
    pub deprecated: Option<Spanned<String>>,
}

/// How a value is written in JSON.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FormSpec {
    /// In quotes.
    Text,
    /// A bare number or boolean.
    Bare,
    /// `"YES"`, `"NO"`
    UpperYesNo,
    /// `"yes"`, `"no"`
    YesNo,
    /// `"on"`, `"off"`
    OnOff,
    /// `1`, `0`
    OneZero,
}

/// The words for [`FormSpec`].
pub const FORMS: &[(&str, FormSpec)] = &[
    ("text", FormSpec::Text),
    ("bare", FormSpec::Bare),
    ("YES/NO", FormSpec::UpperYesNo),
    ("yes/no", FormSpec::YesNo),
    ("on/off", FormSpec::OnOff),
    ("1/0", FormSpec::OneZero),
];

/// Where a parameter is sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PlaceSpec {
    /// In the path.
    Path,
    /// In the query.
    Query,
    /// In the JSON body.
    Body,
    /// As the whole JSON body.
    WholeBody,
}

const PLACES: &[(&str, PlaceSpec)] = &[("path", PlaceSpec::Path), ("whole_body", PlaceSpec::WholeBody)];

/// A named type.
#[derive(Clone, Debug)]
pub struct TypeSpec {
    /// Its name.
    pub name: Spanned<String>,
    /// What it is.
    pub about: Option<Spanned<String>>,
    /// Its content; `None` where that cannot be told.
    pub body: Option<TypeBody>,
}

/// The content of a named type.
#[derive(Clone, Debug)]
pub enum TypeBody {
    /// A JSON object.
    Object(Vec<FieldSpec>),
    /// A JSON array of fixed places.
    Tuple(Vec<FieldSpec>),
    /// Wire values, and whether JSON shows them as bare numbers.
    Enum(Vec<ValueSpec>),
}

/// A value of an enum.
#[derive(Clone, Debug)]
pub struct ValueSpec {
    /// The wire value.
    pub value: Spanned<String>,
    /// Rust name, where the wire value does not give a good one.
    pub rust: Option<Spanned<String>>,
    /// What it means.
    pub about: Option<Spanned<String>>,
    /// Other spellings that arrive.
    pub also: Vec<Spanned<String>>,
}

/// Reads a list of fields.
pub fn fields(node: &Node, found: &mut Diagnostics) -> Vec<FieldSpec> {
    let items = read::list(node, found).unwrap_or_default();
    items.iter().filter_map(|item| field(item, found)).collect()
}

fn field(node: &Node, found: &mut Diagnostics) -> Option<FieldSpec> {
    const KEYS: &[&str] =
        &["name", "type", "rust", "about", "required", "as", "in", "default", "min", "max", "max_items", "deprecated"];
    let map = read::map(node, KEYS, found)?;
    let name = map.need_text("name", found);
    // What lacks a type is a field all the same: other places may name it.
    let ty = map.need_text("type", found).unwrap_or_else(|| Spanned { value: "json".to_owned(), ..map.nothing() });
    Some(FieldSpec {
        place: node.place.clone(),
        name: name?,
        ty,
        rust: map.text("rust", found),
        about: map.prose("about", found),
        required: map.flag("required", found),
        form: map.word("as", FORMS, found),
        place_in: map.word("in", PLACES, found),
        default: map.text("default", found),
        min: map.text("min", found),
        max: map.text("max", found),
        max_items: map.count("max_items", found),
        deprecated: map.prose("deprecated", found),
    })
}

/// Reads a map of types.
pub fn types(node: &Node, found: &mut Diagnostics) -> Vec<TypeSpec> {
    let entries = read::entries(node, found).unwrap_or_default();
    entries.iter().map(|(name, node)| type_spec(name, node, found)).collect()
}

fn type_spec(name: &Spanned<String>, node: &Node, found: &mut Diagnostics) -> TypeSpec {
    if let Value::List(_) = node.value {
        let body = TypeBody::Object(fields(node, found));
        return TypeSpec { name: name.clone(), about: None, body: Some(body) };
    }
    let Some(map) = read::map(node, &["about", "fields", "tuple", "enum"], found) else {
        return TypeSpec { name: name.clone(), about: None, body: None };
    };
    let body = match (map.get("fields"), map.get("tuple"), map.get("enum")) {
        (None, Some(tuple), None) => Some(TypeBody::Tuple(fields(tuple, found))),
        (None, None, Some(values)) => Some(TypeBody::Enum(enum_values(values, found))),
        (Some(list), None, None) => Some(TypeBody::Object(fields(list, found))),
        _ => {
            use crate::diagnostic::{Diagnostic, Rule};
            let message = format!("`{}` needs exactly one of `fields`, `tuple` and `enum`", name.value);
            found.push(Diagnostic::new(Rule::BadType, &name.place, message));
            None
        }
    };
    TypeSpec { name: name.clone(), about: map.prose("about", found), body }
}

/// Values are a map from wire value to meaning, or to a map with `rust`, `about` and `also`.
fn enum_values(node: &Node, found: &mut Diagnostics) -> Vec<ValueSpec> {
    if matches!(node.value, Value::Null) {
        return Vec::new();
    }
    let entries = read::entries(node, found).unwrap_or_default();
    entries.iter().filter_map(|(value, node)| enum_value(value, node, found)).collect()
}

fn enum_value(value: &Spanned<String>, node: &Node, found: &mut Diagnostics) -> Option<ValueSpec> {
    let plain = |about| ValueSpec { value: value.clone(), rust: None, about, also: Vec::new() };
    match &node.value {
        Value::Null => Some(plain(None)),
        Value::Scalar { .. } => Some(plain(read::prose(node, found))),
        Value::List(_) | Value::Map(_) => {
            let map: Map<'_> = read::map(node, &["rust", "about", "also"], found)?;
            Some(ValueSpec {
                value: value.clone(),
                rust: map.text("rust", found),
                about: map.prose("about", found),
                also: map.texts("also", found),
            })
        }
    }
}
