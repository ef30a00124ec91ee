//! Parameters and fields: which there are, and what each is.

use super::change::{Change, ListAt};
use super::endpoint::{Difference, Found};
use super::finding::{Kind, Severity};
use super::scalar;
use crate::diagnostic::Place;
use crate::facts::{Fact, Shape};
use crate::model::{Body, Field, ParamPlace, Type, TypeId, Types};
use crate::page::{Row, Word};

/// What is compared.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Side {
    /// Parameters, and the fields of objects that are sent.
    Parameter,
    /// Fields of the answer.
    Field,
}

/// Compares members with members.
pub(super) struct Members<'m, 'c> {
    pub(super) types: &'m Types,
    pub(super) side: Side,
    pub(super) found: &'m mut Found<'c>,
}

impl Members<'_, '_> {
    /// Compares what a page says of an object with its parameters or fields.
    pub(super) fn object(&mut self, facts: &[Fact], fields: &[Field], at: &str, list: &ListAt) {
        let known = |fact: &Fact| fields.iter().find(|field| field.wire == fact.name);
        let removed: Vec<&Field> =
            fields.iter().filter(|field| facts.iter().all(|fact| fact.name != field.wire)).collect();
        let mut renamed: Vec<&Field> = Vec::new();
        for (index, fact) in facts.iter().enumerate() {
            if let Some(field) = known(fact) {
                self.member(fact, field, &join(at, &fact.name));
                continue;
            }
            let before = facts[..index].iter().rev().find(|fact| known(fact).is_some());
            match self.former(fact, index, facts, fields, &removed).filter(|_| !self.shared(list)) {
                Some(field) if renamed.iter().all(|known| known.wire != field.wire) => {
                    renamed.push(field);
                    self.renamed(fact, field, at);
                }
                _ => self.added(fact, before.map(|fact| fact.name.clone()), at, list),
            }
        }
        for field in removed.into_iter().filter(|field| renamed.iter().all(|known| known.wire != field.wire)) {
            self.removed(field, at);
        }
    }

    /// The field that a new one may be by another name: one that the page lost at the same place, and of a type that
    /// the page would still allow.
    fn former<'f>(
        &self,
        fact: &Fact,
        index: usize,
        facts: &[Fact],
        fields: &'f [Field],
        removed: &[&'f Field],
    ) -> Option<&'f Field> {
        let plain = |name: &str| name.replace(['_', '-', ' '], "").to_ascii_lowercase();
        let respelt = removed.iter().find(|field| plain(&field.wire) == plain(&fact.name));
        let neighbour = |field: &&&Field| {
            let place = fields.iter().position(|known| known.wire == field.wire).unwrap_or_default();
            let before = index.checked_sub(1).and_then(|index| facts.get(index)).map(|fact| &fact.name);
            let old_before = place.checked_sub(1).and_then(|place| fields.get(place)).map(|field| &field.wire);
            let after = facts.get(index + 1).map(|fact| &fact.name);
            let old_after = fields.get(place + 1).map(|field| &field.wire);
            before == old_before && after == old_after && scalar::fits(fact, &field.ty, self.types)
        };
        respelt.or_else(|| removed.iter().find(neighbour)).copied()
    }

    fn shared(&self, list: &ListAt) -> bool {
        let own = |place: &Place| self.found.endpoint.types.iter().any(|id| self.types.get(*id).place == *place);
        matches!(list, ListAt::Type(place) if !own(place))
    }

    fn member(&mut self, fact: &Fact, field: &Field, at: &str) {
        self.found.seen.push(field.place.clone());
        self.value(fact, &field.ty, at, &field.place);
        if self.side == Side::Parameter {
            self.requirement(fact, field, at);
            self.default(fact, field, at);
        }
        self.bounds(fact, field, at);
        let deprecated = fact.row.as_ref().and_then(|row| row.claims.deprecated.as_ref());
        if let (Some(why), None) = (deprecated, &field.deprecated) {
            let kind = self.kind(Kind::ParameterDeprecated, Kind::FieldDeprecated);
            self.note(kind, at, fact, (why.clone(), "not deprecated".to_owned()), Severity::Look, None);
        }
    }

    /// Compares what a page says of a value with its type.
    pub(super) fn value(&mut self, fact: &Fact, ty: &Type, at: &str, place: &Place) {
        match (ty, &fact.shape) {
            (_, Shape::Unknown) | (Type::Json, _) => {}
            (Type::Optional(inner) | Type::Embedded(inner), _) => self.value(fact, inner, at, place),
            (Type::List(inner), Shape::List(shape)) => self.items(fact, shape, inner, at, place),
            (Type::Map(inner), Shape::Object(facts)) => {
                for fact in facts {
                    self.value(fact, inner, at, place);
                }
            }
            (Type::Named(id), shape) => self.named(fact, *id, shape, at, place),
            (
                Type::Csv(_) | Type::Text | Type::Decimal | Type::Integer | Type::Boolean | Type::Timestamp,
                Shape::Scalar,
            ) if scalar::fits_type(fact, ty, self.types) => {}
            (Type::Secret, Shape::Scalar) if scalar::fits_type(fact, ty, self.types) => {}
            // A list in a query is joined by commas, and pages call it a text.
            (Type::List(inner), Shape::Scalar)
                if self.side == Side::Parameter && scalar::joined(fact, inner, self.types) => {}
            _ => self.retyped(fact, at, &self.types.written(ty), Some(place)),
        }
    }

    fn items(&mut self, fact: &Fact, shape: &Shape, ty: &Type, at: &str, place: &Place) {
        let samples = fact.samples.iter().flat_map(|sample| match sample {
            crate::json::Json::List(items) => items.clone(),
            _ => Vec::new(),
        });
        // The type cell tells of the list.
        let row = fact.row.clone().map(|row| Row { word: Word::Unknown, ..row });
        let item = Fact { name: fact.name.clone(), row, samples: samples.collect(), shape: shape.clone() };
        self.value(&item, ty, at, place);
    }

    fn named(&mut self, fact: &Fact, id: TypeId, shape: &Shape, at: &str, place: &Place) {
        let def = self.types.get(id);
        let list = ListAt::Type(def.place.clone());
        match (&def.body, shape) {
            (Body::Object(fields), Shape::Object(facts)) => self.object(facts, fields, at, &list),
            (Body::Tuple(places), Shape::Tuple(facts)) => self.places(facts, places, at, &list),
            (Body::Tuple(_), Shape::List(inner)) if matches!(**inner, Shape::Scalar | Shape::Unknown) => {}
            (Body::Enum(_), Shape::Scalar) => {
                for value in scalar::new_values(fact, def) {
                    let says = (value.clone(), format!("{} without it", def.name));
                    let change = Change::AddValue(def.place.clone(), value.clone());
                    let at = format!("{at} = {value}");
                    self.note(Kind::ValueAdded, &at, fact, says, Severity::Gains, Some(change));
                }
            }
            _ => self.retyped(fact, at, def.name.as_str(), Some(place)),
        }
    }

    /// Places of a tuple have no names on the wire, so only their number can be compared.
    fn places(&mut self, facts: &[Fact], places: &[Field], at: &str, list: &ListAt) {
        self.found.seen.extend(places.iter().map(|place| place.place.clone()));
        for fact in facts.iter().skip(places.len()) {
            self.added(fact, places.last().map(|place| place.wire.clone()), at, list);
        }
        for place in places.iter().skip(facts.len()).filter(|place| place.required) {
            self.removed(place, at);
        }
    }

    fn added(&mut self, fact: &Fact, after: Option<String>, at: &str, list: &ListAt) {
        let required = self.side == Side::Parameter && required(fact) == Some(true);
        let severity = if required { Severity::Breaks } else { Severity::Gains };
        let kind = self.kind(Kind::ParameterAdded, Kind::FieldAdded);
        let says = (told(fact) + if required { ", required" } else { "" }, "nothing".to_owned());
        let change = Change::Add { list: list.clone(), after, fact: Box::new(fact.clone()) };
        self.note(kind, &join(at, &fact.name), fact, says, severity, Some(change));
    }

    fn removed(&mut self, field: &Field, at: &str) {
        let kind = self.kind(Kind::ParameterRemoved, Kind::FieldRemoved);
        let says = ("nothing".to_owned(), self.types.written(&field.ty));
        self.found.add(Difference {
            kind,
            at: join(at, &field.wire),
            line: 0,
            page_says: says.0,
            spec_says: says.1,
            severity: Severity::Breaks,
            change: Some(Change::Remove(field.place.clone())),
        });
    }

    fn renamed(&mut self, fact: &Fact, field: &Field, at: &str) {
        let kind = self.kind(Kind::ParameterRenamed, Kind::FieldRenamed);
        let says = (fact.name.clone(), field.wire.clone());
        let change = Change::Set(field.place.clone(), "name", Some(fact.name.clone()));
        self.note(kind, &join(at, &field.wire), fact, says, Severity::Breaks, Some(change));
    }

    pub(super) fn retyped(&mut self, fact: &Fact, at: &str, spec: &str, place: Option<&Place>) {
        let kind = match at.is_empty() {
            true => Kind::AnswerRetyped,
            false => self.kind(Kind::ParameterRetyped, Kind::FieldRetyped),
        };
        let change =
            place.filter(|_| !at.is_empty()).map(|place| Change::Retype(place.clone(), Box::new(fact.clone())));
        self.note(kind, at, fact, (told(fact), spec.to_owned()), Severity::Breaks, change);
    }

    fn requirement(&mut self, fact: &Fact, field: &Field, at: &str) {
        let says = |page: &str, spec: &str| (page.to_owned(), spec.to_owned());
        match (required(fact), field.required) {
            (Some(true), false) => {
                let change = Change::Set(field.place.clone(), "required", Some("true".to_owned()));
                let says = says("required", "optional");
                self.note(Kind::ParameterMadeRequired, at, fact, says, Severity::Breaks, Some(change));
            }
            (Some(false), true) if field.sent_in != ParamPlace::Path => {
                let change = Change::Set(field.place.clone(), "required", None);
                let says = says("optional", "required");
                self.note(Kind::ParameterMadeOptional, at, fact, says, Severity::Gains, Some(change));
            }
            _ => {}
        }
    }

    fn default(&mut self, fact: &Fact, field: &Field, at: &str) {
        let Some(told) = fact.row.as_ref().and_then(|row| row.claims.default.as_ref()) else { return };
        let same = field.default.as_ref().is_some_and(|known| scalar::same(told, known));
        if same || field.required || !scalar::is_value(told, &field.ty, self.types) {
            return;
        }
        let says = (told.clone(), field.default.clone().unwrap_or_else(|| "none".to_owned()));
        let change = Change::Set(field.place.clone(), "default", Some(told.clone()));
        self.note(Kind::DefaultChanged, at, fact, says, Severity::Look, Some(change));
    }

    fn bounds(&mut self, fact: &Fact, field: &Field, at: &str) {
        let Some(row) = &fact.row else { return };
        let numeric = |told: &Option<String>| told.as_ref().is_some_and(|told| scalar::is_bound(told, &field.ty));
        let items = field.ty.is_collection();
        let max_items = field.max_items.map(|count| count.to_string());
        let told_items = row.claims.max_items.map(|count| count.to_string());
        let all = [
            ("min", numeric(&row.claims.min), &row.claims.min, &field.min),
            ("max", numeric(&row.claims.max), &row.claims.max, &field.max),
            ("max_items", items, &told_items, &max_items),
        ];
        for (key, fits, told, known) in all {
            let Some(told) = told.as_ref().filter(|_| fits && self.side == Side::Parameter) else { continue };
            if known.as_ref().is_some_and(|known| scalar::same(told, known)) {
                continue;
            }
            let says =
                (format!("{key} {told}"), known.as_ref().map_or("none".to_owned(), |known| format!("{key} {known}")));
            let change = Change::Set(field.place.clone(), key, Some(told.clone()));
            self.note(Kind::BoundChanged, &format!("{at} {key}"), fact, says, Severity::Look, Some(change));
        }
    }

    fn kind(&self, parameter: Kind, field: Kind) -> Kind {
        if self.side == Side::Parameter { parameter } else { field }
    }

    fn note(
        &mut self,
        kind: Kind,
        at: &str,
        fact: &Fact,
        says: (String, String),
        severity: Severity,
        change: Option<Change>,
    ) {
        let (page_says, spec_says) = says;
        let difference =
            Difference { kind, at: at.to_owned(), line: fact.line(), page_says, spec_says, severity, change };
        self.found.add(difference);
    }
}

/// Whether a page demands it. Of what is required under a condition, neither can be said.
fn required(fact: &Fact) -> Option<bool> {
    let row = fact.row.as_ref()?;
    row.required.filter(|required| !(*required && row.claims.conditional))
}

fn join(at: &str, name: &str) -> String {
    if at.is_empty() { name.to_owned() } else { format!("{at}.{name}") }
}

/// What a page says of a type, for people.
fn told(fact: &Fact) -> String {
    let shape = match &fact.shape {
        Shape::Unknown => "unknown",
        Shape::Scalar => "a single value",
        Shape::Object(_) => "an object",
        Shape::List(_) => "a list",
        Shape::Tuple(_) => "a list of fixed places",
    };
    let written = fact.row.as_ref().map(|row| row.written.as_str()).filter(|written| !written.is_empty());
    let sample = fact.telling().next().filter(|json| !json.is_nested()).map(|json| format!(", such as {json}"));
    format!("{}{}", written.unwrap_or(shape), sample.unwrap_or_default())
}
