//! Names for what a page leaves nameless. They are proposals: whoever reviews a draft knows better ones.

use crate::model::{FieldName, ModuleName, TypeName, VariantName};

/// A type's name from a wire name: `trackingList` → `TrackingList`.
pub(super) fn type_name(wire: &str) -> String {
    let plain = VariantName::from_wire(wire).map(|name| name.to_string());
    plain.unwrap_or_else(|| format!("Value{}", wire.chars().filter(char::is_ascii_alphanumeric).collect::<String>()))
}

/// The Rust name of an enum's value, where the value itself gives none: `5min` → `Value5min`.
pub(super) fn variant_name(wire: &str) -> Option<String> {
    let usual = VariantName::from_wire(wire).filter(|name| name.as_str() != "Unknown");
    let plain: String = wire.chars().filter(char::is_ascii_alphanumeric).collect();
    usual.is_none().then(|| format!("Value{plain}"))
}

/// What one item of a list is called: `trackingList` → `tracking`, `orders` → `order`.
pub(super) fn singular(name: &str) -> String {
    let cut = ["List", "_list", "list", "ies", "s"].iter().find_map(|end| Some((*end, name.strip_suffix(end)?)));
    match cut {
        Some((_, "")) | None => format!("{name}_item"),
        Some(("ies", stem)) => format!("{stem}y"),
        Some(("s", stem)) if stem.ends_with('s') => format!("{name}_item"),
        Some((_, stem)) => stem.to_owned(),
    }
}

/// A folder or file named after a part of a path: `mix-trader` → `mix_trader`.
pub(super) fn module_name(part: &str) -> String {
    let name = FieldName::from_wire(part.trim_end_matches(".json"));
    let name = name.map_or_else(|| "endpoint".to_owned(), |name| name.as_str().trim_end_matches('_').to_owned());
    let good = ModuleName::new(&name).filter(|module| {
        let reserved = ModuleName::RESERVED.contains(&module.as_str());
        !reserved && !TypeName::RESERVED.contains(&module.to_type().as_str())
    });
    if good.is_some() { name } else { format!("{name}_call") }
}

/// Names for an endpoint's file, the plainest first: the end of its path, then with its method or what stands before.
pub(super) fn file_names(method: &str, path: &str) -> Vec<String> {
    let parts: Vec<&str> = path.split('/').filter(|part| !part.is_empty() && !part.starts_with('{')).collect();
    let last = parts.last().map_or_else(|| "endpoint".to_owned(), |part| module_name(part));
    let before = parts.iter().rev().nth(1).map(|part| module_name(part));
    let method = format!("{}_{last}", method.to_ascii_lowercase());
    let longer = before.map(|before| format!("{before}_{last}"));
    [Some(last), longer, Some(method)].into_iter().flatten().collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_come_from_the_wire() {
        assert_eq!(type_name("trackingList"), "TrackingList");
        assert_eq!(type_name("24h"), "Value24h");
        assert_eq!(type_name("type"), "Type");
        assert_eq!(file_names("GET", "/api/v2/mix/order/place-order")[0], "place_order");
        assert_eq!(file_names("POST", "/v1/order/orders/{order-id}"), ["orders", "order_orders", "post_orders"]);
        assert_eq!(module_name("summary.json"), "summary");
        assert_eq!(module_name("error"), "error_call");
    }

    #[test]
    fn values_that_are_no_names_get_one() {
        assert_eq!(variant_name("5min").as_deref(), Some("Value5min"));
        assert_eq!(variant_name("unknown").as_deref(), Some("Valueunknown"));
        assert_eq!(variant_name("buy"), None);
    }

    #[test]
    fn one_of_many_has_a_name_of_its_own() {
        let check = |many, one| assert_eq!(singular(many), one);
        check("trackingList", "tracking");
        check("orders", "order");
        check("histories", "history");
        check("data", "data_item");
        check("list", "list_item");
        check("success", "success_item");
    }
}
