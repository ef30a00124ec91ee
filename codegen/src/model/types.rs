//! Types and the fields that they are made of.

use super::names::{FieldName, ModuleName, TypeName, VariantName};
use crate::diagnostic::Place;
use std::collections::BTreeSet;

pub use crate::spec::field::{FormSpec as Form, PlaceSpec as ParamPlace};

/// A type as a field has it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Type {
    /// `string`
    Text,
    /// `secret`
    Secret,
    /// `decimal`
    Decimal,
    /// `integer`
    Integer,
    /// `boolean`
    Boolean,
    /// `timestamp`
    Timestamp,
    /// `json`
    Json,
    /// An answer that only acknowledges.
    Nothing,
    /// `optional<T>`: an answer that may be nothing.
    Optional(Box<Type>),
    /// `list<T>`
    List(Box<Type>),
    /// `csv<T>`
    Csv(Box<Type>),
    /// `embedded<T>`
    Embedded(Box<Type>),
    /// `map<T>`
    Map(Box<Type>),
    /// A named type.
    Named(TypeId),
}

impl Type {
    /// Whether "missing" and "empty" are the same for it.
    pub fn is_collection(&self) -> bool {
        matches!(self, Self::List(_) | Self::Map(_) | Self::Csv(_))
    }

    /// The type of the values that it is made of in the end.
    pub fn leaf(&self) -> &Self {
        match self {
            Self::List(inner) | Self::Csv(inner) | Self::Embedded(inner) | Self::Map(inner) | Self::Optional(inner) => {
                inner.leaf()
            }
            leaf => leaf,
        }
    }
}

/// A named type of an exchange.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct TypeId(usize);

/// All named types of an exchange.
#[derive(Debug, Default)]
pub struct Types(Vec<TypeDef>);

impl Types {
    pub(crate) fn add(&mut self, def: TypeDef) -> TypeId {
        self.0.push(def);
        TypeId(self.0.len() - 1)
    }

    /// A type.
    pub fn get(&self, TypeId(index): TypeId) -> &TypeDef {
        &self.0[index]
    }

    pub(crate) fn get_mut(&mut self, TypeId(index): TypeId) -> &mut TypeDef {
        &mut self.0[index]
    }

    /// Whether values of a type are secrets, or hold any.
    pub fn hold_secrets(&self, ty: &Type) -> bool {
        let (mut open, mut seen) = (vec![ty], BTreeSet::new());
        while let Some(ty) = open.pop() {
            match ty.leaf() {
                Type::Secret => return true,
                Type::Named(id) if seen.insert(*id) => {
                    open.extend(self.get(*id).fields().iter().map(|field| &field.ty))
                }
                _ => {}
            }
        }
        false
    }

    /// A type as a spec writes it.
    pub fn written(&self, ty: &Type) -> String {
        let of = |word: &str, inner: &Type| format!("{word}<{}>", self.written(inner));
        match ty {
            Type::Text => "string".to_owned(),
            Type::Secret => "secret".to_owned(),
            Type::Decimal => "decimal".to_owned(),
            Type::Integer => "integer".to_owned(),
            Type::Boolean => "boolean".to_owned(),
            Type::Timestamp => "timestamp".to_owned(),
            Type::Json => "json".to_owned(),
            Type::Nothing => "none".to_owned(),
            Type::Optional(inner) => of("optional", inner),
            Type::List(inner) => of("list", inner),
            Type::Csv(inner) => of("csv", inner),
            Type::Embedded(inner) => of("embedded", inner),
            Type::Map(inner) => of("map", inner),
            Type::Named(id) => self.get(*id).name.to_string(),
        }
    }

    /// All types, in the order of the specs.
    pub fn iter(&self) -> impl Iterator<Item = (TypeId, &TypeDef)> {
        self.0.iter().enumerate().map(|(index, def)| (TypeId(index), def))
    }
}

/// A named type.
#[derive(Debug)]
pub struct TypeDef {
    /// Its name.
    pub name: TypeName,
    /// Where its name stands.
    pub place: Place,
    /// The module that publishes it.
    pub module: Vec<ModuleName>,
    /// What it is.
    pub about: Option<String>,
    /// Its content.
    pub body: Body,
    /// Whether users build it to send it.
    pub sent: bool,
}

/// The content of a named type.
#[derive(Debug)]
pub enum Body {
    /// A JSON object.
    Object(Vec<Field>),
    /// A JSON array of fixed places.
    Tuple(Vec<Field>),
    /// Wire values.
    Enum(Vec<Variant>),
}

/// What a named type is, without its content.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// A JSON object.
    Object,
    /// A JSON array of fixed places.
    Tuple,
    /// Wire values.
    Enum,
}

impl TypeDef {
    /// What it is.
    pub fn kind(&self) -> Kind {
        match self.body {
            Body::Object(_) => Kind::Object,
            Body::Tuple(_) => Kind::Tuple,
            Body::Enum(_) => Kind::Enum,
        }
    }

    /// Its fields or places; none for an enum.
    pub fn fields(&self) -> &[Field] {
        match &self.body {
            Body::Object(fields) | Body::Tuple(fields) => fields,
            Body::Enum(_) => &[],
        }
    }

    /// Its values; none unless it is an enum.
    pub fn variants(&self) -> &[Variant] {
        match &self.body {
            Body::Enum(variants) => variants,
            Body::Object(_) | Body::Tuple(_) => &[],
        }
    }

    /// The value that a text is read as, by the runtime's rule: an exact spelling goes first; in another case, it must
    /// name one value alone.
    pub fn variant(&self, text: &str) -> Option<&Variant> {
        let exact = self.variants().iter().find(|variant| variant.spellings().any(|known| known == text));
        let is_alike = |variant: &&Variant| variant.spellings().any(|known| known.eq_ignore_ascii_case(text));
        let mut alike = self.variants().iter().filter(is_alike);
        exact.or_else(|| alike.next().filter(|_| alike.next().is_none()))
    }
}

/// A parameter, a field of an object, or a place of a tuple.
#[derive(Clone, Debug)]
pub struct Field {
    /// Where it stands.
    pub place: Place,
    /// Wire name.
    pub wire: String,
    /// Rust name.
    pub rust: FieldName,
    /// What it means.
    pub about: String,
    /// Its type.
    pub ty: Type,
    /// Whether it is always there.
    pub required: bool,
    /// How its values are written in JSON.
    pub form: Form,
    /// Where it is sent, for parameters.
    pub sent_in: ParamPlace,
    /// What the exchange assumes when it is left out.
    pub default: Option<String>,
    /// Least value.
    pub min: Option<String>,
    /// Greatest value.
    pub max: Option<String>,
    /// Greatest number of items.
    pub max_items: Option<u32>,
    /// Why it should no longer be used.
    pub deprecated: Option<String>,
}

/// A value of an enum.
#[derive(Debug)]
pub struct Variant {
    /// The wire value.
    pub wire: String,
    /// Rust name.
    pub rust: VariantName,
    /// What it means.
    pub about: Option<String>,
    /// Other spellings that arrive.
    pub also: Vec<String>,
}

impl Variant {
    /// All its spellings, the one that is sent first.
    pub fn spellings(&self) -> impl Iterator<Item = &str> {
        std::iter::once(&self.wire).chain(&self.also).map(String::as_str)
    }
}
