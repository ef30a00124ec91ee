//! Pairs of pages that differ in one thing each, in every rendering; and the same page in all of them.

use crate::sheet::{Item, RENDERINGS, Rendering, Sheet, Word, item, sheet};
use crate::shelf::{Shelf, read};
use exbind_codegen::drift::Severity::{self, Breaks, Gains, Look};

/// Compares the spec of `sheet()` with another page, in each rendering.
fn check(change: impl Fn(Sheet) -> Sheet, expected: &[(Severity, &str)]) {
    for rendering in RENDERINGS {
        let shelf = Shelf::of(&sheet(), rendering);
        let told = shelf.drift(&[read(&change(sheet()), rendering)]);
        let told: Vec<(Severity, &str)> = told.iter().map(|(severity, name)| (*severity, name.as_str())).collect();
        assert_eq!(told, expected, "{rendering:?}\n{}", shelf.files["acme/mix/order/open_orders.yaml"]);
    }
}

fn change(items: &mut [Item], name: &str, change: impl FnOnce(&mut Item)) {
    change(items.iter_mut().find(|item| item.name == name).unwrap());
}

#[test]
fn the_same_page_does_not_drift() {
    check(|same| same, &[]);
}

#[test]
fn another_rendering_of_the_same_page_does_not_drift() {
    for from in RENDERINGS {
        let shelf = Shelf::of(&sheet(), from);
        for to in RENDERINGS {
            assert_eq!(shelf.drift(&[read(&sheet(), to)]), [], "{from:?} → {to:?}");
        }
    }
}

#[test]
fn an_endpoint_without_spec_and_a_spec_without_page() {
    let shelf = Shelf::of(&sheet(), Rendering::Fenced);
    let other = Sheet { path: "/api/v2/mix/order/fills", title: "Fills", ..sheet() };
    let mut page = read(&other, Rendering::Fenced);
    page.doc = Some("https://acme.example/docs/fills".to_owned());
    let told = shelf.drift(&[page]);
    assert_eq!(told, [(Breaks, "spec without page".to_owned()), (Gains, "endpoint without spec".to_owned())]);
}

#[test]
fn parameters_added() {
    check(
        |sheet| sheet.with_params(|params| params.push(item("note", Word::Text, r#""x""#))),
        &[(Gains, "parameter added: note")],
    );
    check(
        |sheet| sheet.with_params(|params| params.push(item("note", Word::Text, r#""x""#).required())),
        &[(Breaks, "parameter added: note")],
    );
}

#[test]
fn parameters_removed() {
    check(|sheet| sheet.with_params(|params| params.truncate(3)), &[(Breaks, "parameter removed: limit")]);
}

#[test]
fn parameters_renamed() {
    check(
        |sheet| sheet.with_params(|params| change(params, "clientOid", |item| item.name = "clientOrderId")),
        &[(Breaks, "parameter renamed: clientOid")],
    );
}

#[test]
fn parameters_retyped() {
    let list = |item: &mut Item| (item.word, item.sample) = (Word::List, r#"["mine"]"#);
    check(
        |sheet| sheet.with_params(|params| change(params, "clientOid", list)),
        &[(Breaks, "parameter retyped: clientOid")],
    );
}

#[test]
fn parameters_made_required_or_optional() {
    check(
        |sheet| sheet.with_params(|params| change(params, "side", |item| item.required = true)),
        &[(Breaks, "parameter made required: side")],
    );
    check(
        |sheet| sheet.with_params(|params| change(params, "symbol", |item| item.required = false)),
        &[(Gains, "parameter made optional: symbol")],
    );
}

#[test]
fn defaults_and_bounds_changed() {
    check(
        |sheet| sheet.with_params(|params| change(params, "limit", |item| item.default = "50")),
        &[(Look, "default changed: limit")],
    );
    check(
        |sheet| sheet.with_params(|params| change(params, "limit", |item| item.max = "500")),
        &[(Look, "bound changed: limit max")],
    );
}

#[test]
fn fields_added_removed_and_renamed() {
    check(
        |sheet| sheet.with_fields(|fields| fields.insert(2, item("side", Word::Text, r#""buy""#))),
        &[(Gains, "field added: orders.side")],
    );
    check(
        |sheet| sheet.with_fields(|fields| fields.retain(|field| field.name != "price")),
        &[(Breaks, "field removed: orders.price")],
    );
    check(
        |sheet| sheet.with_fields(|fields| change(fields, "price", |item| item.name = "priceAvg")),
        &[(Breaks, "field renamed: orders.price")],
    );
}

#[test]
fn fields_retyped() {
    let list = |item: &mut Item| (item.word, item.sample) = (Word::List, r#"["words"]"#);
    check(|sheet| sheet.with_fields(|fields| change(fields, "note", list)), &[(Breaks, "field retyped: orders.note")]);
    check(
        |sheet| sheet.with_fields(|fields| change(fields, "price", |item| item.sample = r#""high""#)),
        &[(Breaks, "field retyped: orders.price")],
    );
    let number = |item: &mut Item| (item.word, item.sample) = (Word::Number, "71");
    check(
        |sheet| sheet.with_fields(|fields| change(fields, "orderId", number)),
        &[(Look, "field retyped: data.orders.orderId on the wire")],
    );
}

#[test]
fn values_added() {
    let more = |item: &mut Item| item.values = &["buy", "sell", "none"];
    check(
        |sheet| sheet.with_params(|params| change(params, "side", more)),
        &[(Gains, "enum value added: side = none")],
    );
    let more = |item: &mut Item| item.values = &["live", "filled", "canceled"];
    check(
        |sheet| sheet.with_fields(|fields| change(fields, "state", more)),
        &[(Gains, "enum value added: orders.state = canceled")],
    );
}

#[test]
fn limits_paths_and_methods_changed() {
    check(|sheet| Sheet { limit: 5, ..sheet }, &[(Look, "limit changed")]);
    check(|sheet| Sheet { path: "/api/v3/mix/order/open-orders", ..sheet }, &[(Breaks, "path changed")]);
    check(|sheet| Sheet { method: "PUT", ..sheet }, &[(Breaks, "method changed")]);
}

#[test]
fn a_departure_silences_its_difference_and_no_other() {
    let mut shelf = Shelf::of(&sheet(), Rendering::Fenced);
    let lead = "departures:\n  - { from: \"parameter removed: limit\", why: The exchange takes it all the same. }\n\nexamples:";
    *shelf.endpoint() = shelf.endpoint().replace("examples:", lead);
    let without = |count| move |params: &mut Vec<Item>| params.truncate(count);
    let page = |count| read(&sheet().with_params(without(count)), Rendering::Fenced);
    assert_eq!(shelf.drift(&[page(3)]), []);
    assert_eq!(shelf.drift(&[page(2)]), [(Breaks, "parameter removed: clientOid".to_owned())]);
    let told = shelf.drift(&[page(4)]);
    assert_eq!(told, [(Look, "departure unneeded: parameter removed: limit".to_owned())]);
}
