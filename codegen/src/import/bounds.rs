//! Defaults and bounds, where a spec can say them of a type.

use super::FieldText;
use crate::drift::{is_bound, is_value};
use crate::json::Json;
use crate::model::{Exchange, Type};
use crate::page::Claims;

/// Values and name of an enum that a draft defines.
pub(super) type Enum = (Vec<String>, String);

/// Adds what a page claims.
pub(super) fn write(
    claims: &Claims,
    ty: &str,
    required: bool,
    exchange: &Exchange,
    enums: &[Enum],
    text: &mut FieldText,
) {
    let default = claims.default.as_ref().filter(|_| !required);
    if let Some(default) = default.and_then(|value| default_of(value, ty, exchange, enums)) {
        text.keys.push(("default", default));
    }
    let number = match ty {
        "decimal" => Some(Type::Decimal),
        "integer" => Some(Type::Integer),
        _ => None,
    };
    for (key, value) in [("min", &claims.min), ("max", &claims.max)] {
        if let (Some(value), Some(number)) = (value, &number)
            && is_bound(value, number)
        {
            text.keys.push((key, value.clone()));
        }
    }
    if let Some(count) = claims.max_items.filter(|_| ty.starts_with("list<") || ty.starts_with("csv<")) {
        text.keys.push(("max_items", count.to_string()));
    }
}

/// A default as a spec writes it; none where it is no value of the type.
fn default_of(value: &str, ty: &str, exchange: &Exchange, enums: &[Enum]) -> Option<String> {
    let plain = match ty {
        "decimal" => Type::Decimal,
        "integer" => Type::Integer,
        "string" => return Some(value.to_owned()),
        "boolean" => return Json::Text(value.to_owned()).as_boolean().map(|value| value.to_string()),
        named => {
            let known = exchange.types.iter().find(|(_, def)| def.name.as_str() == named);
            let Some((id, _)) = known else { return new_value(value, named, enums) };
            Type::Named(id)
        }
    };
    is_value(value, &plain, &exchange.types).then(|| value.to_owned())
}

/// The value of an enum that the draft defines.
fn new_value(value: &str, name: &str, enums: &[Enum]) -> Option<String> {
    let (values, _) = enums.iter().find(|(_, known)| known == name)?;
    values.iter().find(|known| known.eq_ignore_ascii_case(value)).cloned()
}
