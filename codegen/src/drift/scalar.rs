//! Single values: whether what a page shows and says fits a type.

use crate::facts::{Fact, Shape};
use crate::json::Json;
use crate::model::{Body, Type, TypeDef, Types};
use crate::page::Word;

/// Whether a fact could be that of a type.
pub(crate) fn fits(fact: &Fact, ty: &Type, types: &Types) -> bool {
    match (&fact.shape, ty) {
        (Shape::Unknown, _) | (_, Type::Json) => true,
        (Shape::Scalar, Type::Named(id)) => matches!(types.get(*id).body, Body::Enum(_)),
        (Shape::Scalar, ty) => fits_type(fact, ty, types),
        (Shape::Object(_), Type::Named(id)) => matches!(types.get(*id).body, Body::Object(_)),
        (Shape::Object(_), ty) => matches!(ty, Type::Map(_)),
        (Shape::List(_) | Shape::Tuple(_), ty) => ty.is_collection(),
    }
}

/// Whether all values that a page shows are of a type, and, where it shows none, whether its type word allows it.
pub(super) fn fits_type(fact: &Fact, ty: &Type, types: &Types) -> bool {
    if fact.telling().next().is_some() {
        return fact.telling().all(|sample| is(sample, ty, types));
    }
    let word = fact.row.as_ref().map_or(Word::Unknown, |row| row.word);
    match word {
        Word::Unknown | Word::Text => true,
        Word::Boolean => *ty == Type::Boolean,
        Word::Integer | Word::Decimal => !matches!(ty, Type::Csv(_) | Type::Embedded(_)),
        Word::Object | Word::List | Word::ScalarList | Word::ObjectList => false,
    }
}

fn is(sample: &Json, ty: &Type, types: &Types) -> bool {
    match ty {
        Type::Text | Type::Secret => sample.text().is_some(),
        Type::Decimal => sample.is_decimal(),
        Type::Integer | Type::Timestamp => sample.is_integer(),
        Type::Boolean => sample.as_boolean().is_some(),
        Type::Csv(inner) => sample.text().is_some_and(|text| parts(text).all(|part| is(&part, inner, types))),
        Type::Named(id) => matches!(types.get(*id).body, Body::Enum(_)) && !sample.is_nested(),
        _ => false,
    }
}

/// Whether a single text holds a list, joined by commas.
pub(super) fn joined(fact: &Fact, item: &Type, types: &Types) -> bool {
    let mut texts = fact.telling().filter_map(Json::text);
    texts.all(|text| parts(text).all(|part| is(&part, item, types)))
}

fn parts(text: &str) -> impl Iterator<Item = Json> {
    text.split(',').map(|part| Json::Text(part.trim().to_owned()))
}

/// The values that a page names or shows and an enum does not have. Case seldom matters; it does where the page itself
/// names two values that differ in nothing else, such as `1m` and `1M`.
pub(super) fn new_values(fact: &Fact, def: &TypeDef) -> Vec<String> {
    let named: Vec<&str> =
        fact.row.iter().flat_map(|row| &row.claims.values).map(|value| value.value.as_str()).collect();
    let apart = |value: &str| named.iter().any(|other| *other != value && other.eq_ignore_ascii_case(value));
    let exact = |value: &str| def.variants().iter().any(|variant| variant.spellings().any(|known| known == value));
    let unnamed = named.iter().filter(|value| def.variant(value).is_none() || (apart(value) && !exact(value)));
    let shown = fact.telling().filter_map(Json::text).filter(|value| def.variant(value).is_none());
    let mut values: Vec<String> = unnamed.map(|value| (*value).to_owned()).collect();
    for value in shown {
        if !values.iter().any(|known| known == value) {
            values.push(value.to_owned());
        }
    }
    values
}

/// Whether a text is a bound that says something: a number, and not merely the end of what its type holds.
pub(crate) fn is_bound(text: &str, ty: &Type) -> bool {
    match ty {
        Type::Integer => text.parse::<i64>().is_ok_and(|number| number != i64::MAX && number != i64::MIN),
        Type::Decimal => text.parse::<f64>().is_ok(),
        _ => false,
    }
}

/// Whether a text is a value of a type.
pub(crate) fn is_value(text: &str, ty: &Type, types: &Types) -> bool {
    let json = Json::Text(text.to_owned());
    match ty {
        Type::Named(id) => types.get(*id).variant(text).is_some(),
        Type::Text | Type::Secret | Type::Json => false,
        ty => is(&json, ty, types),
    }
}

/// Whether two texts say the same value: `0.10` and `.1`, `YES` and `true`.
pub(super) fn same(a: &str, b: &str) -> bool {
    let number = |text: &str| text.parse::<f64>().ok().filter(|_| text.len() < 16);
    let boolean = |text: &str| Json::Text(text.to_owned()).as_boolean();
    let numbers = number(a).is_some() && number(a) == number(b);
    a.eq_ignore_ascii_case(b) || numbers || (boolean(a).is_some() && boolean(a) == boolean(b))
}
