//! Example requests → values that a program can build.

use super::response::is_scalar_of;
use super::{Check, key};
use crate::diagnostic::Rule;
use crate::json::Json;
use crate::model::{Argument, Body, Field, Sample, Type, TypeId};

/// The parameters, or the fields of an object, that an example sets.
pub(super) fn arguments(json: &Json, fields: &[Field], at: &str, check: &mut Check<'_>) -> Option<Vec<Argument>> {
    let Json::Object(entries) = json else {
        let message = format!("{} is {}, but an object is expected", super::subject(at), json.kind());
        check.fail(Rule::ExampleType, at, message);
        return None;
    };
    for name in entries.keys().filter(|name| !fields.iter().any(|field| field.wire == **name)) {
        check.unknown(&key(at, name), name, fields.iter().map(|field| field.wire.as_str()));
    }
    let mut arguments = Some(Vec::new());
    for field in fields {
        let made = match entries.get(&field.wire) {
            Some(json) => argument(json, field, &key(at, &field.wire), check),
            None if field.required => {
                let message = format!("`{}` is required, but missing in the example", key(at, &field.wire));
                check.fail(Rule::ExampleMissing, at, message);
                None
            }
            None => continue,
        };
        // One that is wrong spoils the whole, but the others are looked at as well.
        arguments = arguments.zip(made).map(|(arguments, made)| push(arguments, made));
    }
    arguments
}

fn push(mut arguments: Vec<Argument>, argument: Argument) -> Vec<Argument> {
    arguments.push(argument);
    arguments
}

/// The parameter that is the whole body.
pub(super) fn whole_body(json: &Json, param: &Field, check: &mut Check<'_>) -> Option<Vec<Argument>> {
    Some(vec![argument(json, param, &param.wire, check)?])
}

fn argument(json: &Json, field: &Field, at: &str, check: &mut Check<'_>) -> Option<Argument> {
    let value = sample(json, &field.ty, at, check)?;
    Some(Argument { field: field.rust.clone(), required: field.required, value })
}

fn sample(json: &Json, ty: &Type, at: &str, check: &mut Check<'_>) -> Option<Sample> {
    let text = || json.text().map(str::to_owned);
    let made = match (ty, json) {
        (Type::Text, _) => text().map(Sample::Text),
        (Type::Secret, _) => text().map(Sample::Secret),
        (Type::Decimal, _) if is_scalar_of(json, ty) => text().map(Sample::Decimal),
        (Type::Integer, _) => json.text().and_then(|text| text.parse().ok()).map(Sample::Integer),
        (Type::Timestamp, _) => json.text().and_then(|text| text.parse().ok()).map(Sample::Timestamp),
        (Type::Boolean, _) => json.as_boolean().map(Sample::Boolean),
        (Type::Json, _) => Some(Sample::Json(json.to_string())),
        (Type::List(inner), Json::List(items)) => {
            let at = |index| format!("{at}[{index}]");
            let items = items.iter().enumerate().map(|(index, item)| sample(item, inner, &at(index), check));
            return items.collect::<Option<_>>().map(Sample::List);
        }
        (Type::Csv(inner), Json::Text(_) | Json::Number(_)) => {
            let parts: Vec<Json> = json.text()?.split(',').map(|part| Json::Text(part.trim().to_owned())).collect();
            return parts.iter().map(|part| sample(part, inner, at, check)).collect::<Option<_>>().map(Sample::Csv);
        }
        (Type::Map(inner), Json::Object(entries)) => {
            let entry =
                |(name, json): (&String, &Json)| Some((name.clone(), sample(json, inner, &key(at, name), check)?));
            return entries.iter().map(entry).collect::<Option<_>>().map(Sample::Map);
        }
        (Type::Embedded(inner), Json::Text(text)) => match Json::parse(text) {
            Ok(json) => return Some(Sample::Embedded(Box::new(sample(&json, inner, at, check)?))),
            Err(_) => None,
        },
        (Type::Named(id), _) => return named(json, *id, at, check),
        _ => None,
    };
    if made.is_none() {
        check.mismatch(at, ty, json);
    }
    made
}

fn named(json: &Json, id: TypeId, at: &str, check: &mut Check<'_>) -> Option<Sample> {
    let types = check.types;
    match &types.get(id).body {
        Body::Object(fields) => Some(Sample::Object(id, arguments(json, fields, at, check)?)),
        Body::Enum(_) => {
            let text = json.text().unwrap_or_default();
            let known = types.get(id).variant(text);
            if known.is_none() {
                check.no_value(at, text, types.get(id));
            }
            known.map(|variant| Sample::Choice(id, variant.wire.clone()))
        }
        Body::Tuple(_) => {
            check.mismatch(at, &Type::Named(id), json);
            None
        }
    }
}
