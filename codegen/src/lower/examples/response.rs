//! Example answers against the schema: nothing unknown, nothing of another type, nothing required missing.

use super::{Check, key};
use crate::diagnostic::{Rule, shown};
use crate::json::{Json, Members};
use crate::model::{Body, Envelope, Field, Type, TypeId};

/// Checks a whole answer.
pub(super) fn check(json: &Json, ty: &Type, envelope: &Envelope, check: &mut Check<'_>) {
    let Some(data) = &envelope.data else { return value(json, ty, "", check) };
    let Json::Object(entries) = json else {
        return check.fail(
            Rule::ExampleType,
            "",
            format!("an answer is an object, but the example is {}", json.kind()),
        );
    };
    for name in entries.keys().filter(|name| !is_of_envelope(name, envelope)) {
        let message = format!("`{}` stands in the example, but the envelope does not know it", shown(name));
        check.fail(Rule::ExampleField, name, message);
    }
    if let Some((field, accepted)) = &envelope.success {
        let verdict = entries.get(field).map(verdict_text);
        if verdict.is_none_or(|verdict| !accepted.contains(&verdict)) {
            let message = format!("`{field}` does not say success; examples are accepted calls");
            check.fail(Rule::ExampleType, field, message);
        }
    }
    match entries.get(data) {
        Some(answer) => value(answer, ty, data, check),
        None if matches!(ty, Type::Nothing | Type::Optional(_)) || ty.is_collection() => {}
        None => check.fail(Rule::ExampleMissing, "", format!("`{data}` is missing in the example")),
    }
}

fn verdict_text(json: &Json) -> String {
    match json {
        Json::Boolean(value) => value.to_string(),
        other => other.text().unwrap_or_default().to_owned(),
    }
}

fn is_of_envelope(name: &String, envelope: &Envelope) -> bool {
    let Envelope { success, code, message, data, time, other, .. } = envelope;
    let single = [data.as_ref(), time.as_ref(), success.as_ref().map(|(field, _)| field)];
    single.contains(&Some(name)) || [code, message, other].iter().any(|names| names.contains(name))
}

fn value(json: &Json, ty: &Type, at: &str, check: &mut Check<'_>) {
    match (ty, json) {
        (Type::Nothing | Type::Json, _) => {}
        (Type::List(_) | Type::Map(_) | Type::Csv(_), nothing) if nothing.is_nothing() => {}
        (Type::Optional(_), nothing) if nothing.is_nothing() => {}
        (Type::Optional(inner), _) => value(json, inner, at, check),
        (Type::List(inner), Json::List(items)) => {
            for (index, item) in items.iter().enumerate() {
                value(item, inner, &format!("{at}[{index}]"), check);
            }
        }
        (Type::Map(inner), Json::Object(entries)) => {
            for (name, entry) in entries.iter() {
                value(entry, inner, &key(at, name), check);
            }
        }
        (Type::Csv(inner), Json::Text(_) | Json::Number(_)) => {
            for part in json.text().unwrap_or_default().split(',') {
                value(&Json::Text(part.trim().to_owned()), inner, at, check);
            }
        }
        (Type::Embedded(inner), Json::Text(text)) => match Json::parse(text) {
            Ok(json) => value(&json, inner, at, check),
            Err(error) => check.fail(Rule::ExampleType, at, format!("`{at}` holds no JSON: {error}")),
        },
        (Type::Embedded(inner), _) => value(json, inner, at, check),
        (Type::Named(id), _) => named(json, *id, at, check),
        _ if is_scalar_of(json, ty) => {}
        _ => check.mismatch(at, ty, json),
    }
}

fn named(json: &Json, id: TypeId, at: &str, check: &mut Check<'_>) {
    match (&check.types.get(id).body, json) {
        (Body::Object(fields), Json::Object(entries)) => object(entries, fields, at, check),
        (Body::Tuple(places), Json::List(items)) => tuple(items, places, at, check),
        (Body::Enum(_), _) => {
            let text = json.text().unwrap_or_default();
            if check.types.get(id).variant(text).is_none() {
                check.no_value(at, text, check.types.get(id));
            }
        }
        _ => check.mismatch(at, &Type::Named(id), json),
    }
}

fn object(entries: &Members, fields: &[Field], at: &str, check: &mut Check<'_>) {
    for (name, json) in entries.iter() {
        match fields.iter().find(|field| field.wire == *name) {
            Some(field) => member(json, field, &key(at, name), check),
            None => check.unknown(&key(at, name), name, fields.iter().map(|field| field.wire.as_str())),
        }
    }
    for field in fields.iter().filter(|field| field.required && !entries.contains_key(&field.wire)) {
        let message = format!("`{}` is required, but missing in the example", key(at, &field.wire));
        check.fail(Rule::ExampleMissing, at, message);
    }
}

fn tuple(items: &[Json], places: &[Field], at: &str, check: &mut Check<'_>) {
    for (index, json) in items.iter().enumerate() {
        let at = format!("{at}[{index}]");
        match places.get(index) {
            Some(place) => member(json, place, &at, check),
            None => check.unknown(&at, "", std::iter::empty()),
        }
    }
    for place in places.iter().skip(items.len()).filter(|place| place.required) {
        let message = format!("`{}` is required, but missing in the example", key(at, &place.wire));
        check.fail(Rule::ExampleMissing, at, message);
    }
}

fn member(json: &Json, field: &Field, at: &str, check: &mut Check<'_>) {
    let text = matches!(field.ty, Type::Text | Type::Secret);
    let nothing = json.is_nothing() && !(text && *json != Json::Null) && !field.ty.is_collection();
    match (nothing, field.required) {
        (true, false) => {}
        (true, true) => {
            let message = format!("`{at}` is required, but {} in the example", json.kind());
            check.fail(Rule::ExampleMissing, at, message);
        }
        (false, _) => value(json, &field.ty, at, check),
    }
}

/// Whether a scalar can be read as what the schema says. Strings and bare numbers are read alike.
pub(super) fn is_scalar_of(json: &Json, ty: &Type) -> bool {
    match ty {
        Type::Text | Type::Secret => json.text().is_some(),
        Type::Decimal => json.is_decimal(),
        Type::Integer | Type::Timestamp => json.is_integer(),
        Type::Boolean => json.as_boolean().is_some(),
        _ => false,
    }
}
