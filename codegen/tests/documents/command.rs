//! `exbind import` and `exbind drift` from outside: exit codes, what is written, what is told where.

use crate::place::Place;
use crate::sheet::{RENDERINGS, Rendering, Sheet, sheet};
use exbind_codegen::json::Json;
use std::process::Output;

/// Standard output and error, after checking how it ended.
fn ended(output: &Output, code: i32) -> (String, String) {
    let text = |bytes: &[u8]| String::from_utf8(bytes.to_vec()).unwrap();
    let (out, told) = (text(&output.stdout), text(&output.stderr));
    assert_eq!(output.status.code(), Some(code), "{out}\n{told}");
    (out, told)
}

/// A place with a folder of pages.
fn place(name: &str) -> Place {
    let place = Place::new(&format!("documents-{name}"));
    place.remove("specs/acme/orders/list_orders.yaml");
    place.remove("specs/acme/trades/list_trades.yaml");
    place.write("pages/open-orders.md", &sheet().render(Rendering::Fenced));
    place
}

const IMPORT: [&str; 6] = ["import", "--exchange", "acme", "--into", "mix/order", "pages"];

#[test]
fn pages_are_imported_and_drift_no_more() {
    let place = place("whole");
    let (report, told) = ended(&place.run(&IMPORT), 0);
    assert!(report.contains("drafted") && report.contains("not in fields.yaml yet"), "{report}");
    assert!(told.contains("1 pages: 1 drafted"), "{told}");
    let spec = std::fs::read_to_string(place.path("specs/acme/mix/order/open_orders.yaml")).unwrap();
    assert!(spec.contains("path: /api/v2/mix/order/open-orders"), "{spec}");
    let (report, _) = ended(&place.run(&IMPORT), 0);
    assert!(report.contains("unchanged"), "{report}");
    let (out, told) = ended(&place.run(&["drift", "pages"]), 0);
    assert_eq!((out.as_str(), told.trim()), ("", "no drift in 1 pages"));
    assert_eq!(std::fs::read_to_string(place.path("specs/acme/mix/order/open_orders.yaml")).unwrap(), spec);
}

#[test]
fn checking_writes_nothing() {
    let place = place("check");
    let (_, told) = ended(&place.run(&[&IMPORT[..], &["--check"]].concat()), 1);
    assert!(told.contains("1 file would be written"), "{told}");
    assert!(!place.path("specs/acme/mix").exists());
}

#[test]
fn drift_is_told_as_table_and_as_json() {
    let place = place("drift");
    ended(&place.run(&IMPORT), 0);
    let changed = Sheet { limit: 5, ..sheet() }.with_params(|params| params.truncate(3));
    place.write("pages/open-orders.md", &changed.render(Rendering::Fenced));
    let (out, told) = ended(&place.run(&["drift", "pages"]), 1);
    for part in ["breaks  POST /api/v2/mix/order/open-orders", "parameter removed: limit", "look  ", "limit changed"] {
        assert!(out.contains(part), "`{part}` is not in:\n{out}");
    }
    assert!(told.contains("2 in 1 pages: 1 break, 1 to look at, 0 gains"), "{told}");
    let (out, _) = ended(&place.run(&["drift", "pages", "--format", "json"]), 1);
    let Json::Object(drift) = Json::parse(&out).unwrap() else { panic!("{out}") };
    let Some(Json::List(findings)) = drift.get("findings") else { panic!("{out}") };
    assert_eq!(findings.len(), 2);
    assert!(out.contains(r#""severity": "breaks""#), "{out}");
}

#[test]
fn what_cannot_be_read_ends_with_2() {
    let place = place("unreadable");
    ended(&place.run(&IMPORT), 0);
    let whole = sheet().render(Rendering::Fenced);
    place.write("pages/torn.md", &whole.replace("| symbol |", "| symbol\n\n|"));
    place.write("pages/notes.md", "# Notes\n\nNothing of an endpoint.\n");
    let (_, told) = ended(&place.run(&["drift", "pages"]), 2);
    assert!(told.contains("not the page of an endpoint: pages/notes.md"), "{told}");
    assert!(told.contains("could not read pages/torn.md"), "{told}");
    let (_, told) = ended(&place.run(&["drift", "nowhere"]), 2);
    assert!(told.contains("nowhere"), "{told}");
    let (_, told) = ended(&place.run(&["drift"]), 2);
    assert!(told.contains("PAGES_DIR"), "{told}");
    let (_, told) = ended(&place.run(&["import", "--exchange", "other", "pages"]), 2);
    assert!(told.contains("there is no exchange `other`"), "{told}");
}

#[test]
fn every_rendering_can_stand_in_a_folder() {
    for rendering in RENDERINGS {
        let place = place(&format!("{rendering:?}"));
        place.write("pages/open-orders.md", &sheet().render(rendering));
        ended(&place.run(&IMPORT), 0);
        ended(&place.run(&["drift", "pages"]), 0);
    }
}
