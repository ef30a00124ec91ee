//! Pages become specs; specs follow their pages and keep what people decided.

use crate::sheet::{RENDERINGS, Rendering, Word, item, sheet};
use crate::shelf::{Shelf, read};
use exbind_codegen::import::Outcome;

#[test]
fn a_draft_is_a_spec_that_holds() {
    for rendering in RENDERINGS {
        let mut shelf = Shelf::new();
        let report = shelf.import(&[read(&sheet(), rendering)]);
        assert_eq!(report.pages[0].outcome, Outcome::Drafted, "{rendering:?}: {report:?}");
        assert_eq!(shelf.wrong(), "", "{rendering:?}");
        insta::assert_snapshot!(format!("{rendering:?}"), shelf.endpoint());
    }
}

#[test]
fn importing_again_changes_nothing() {
    for rendering in RENDERINGS {
        let mut shelf = Shelf::of(&sheet(), rendering);
        let before = shelf.files.clone();
        let report = shelf.import(&[read(&sheet(), rendering)]);
        assert_eq!(report.pages[0].outcome, Outcome::Unchanged, "{rendering:?}: {report:?}");
        assert_eq!(shelf.files, before);
    }
}

#[test]
fn an_update_changes_what_changed_and_keeps_what_people_decided() {
    for rendering in RENDERINGS {
        let mut shelf = Shelf::of(&sheet(), rendering);
        let reviewed = shelf.endpoint().replace(
            "- { name: clientOid, type: string }",
            "# Ours.\n  - { name: clientOid, rust: own_id, type: string, about: \"Mine: really.\" }",
        );
        *shelf.endpoint() = format!("# Reviewed.\n{reviewed}");
        let before = shelf.endpoint().clone();
        let page = sheet().with_params(|params| params[3].max = "500").with_fields(|fields| {
            fields.insert(2, item("side", Word::Text, r#""buy""#));
        });
        let page = read(&page, rendering);
        let report = shelf.import(std::slice::from_ref(&page));
        assert_eq!(report.pages[0].outcome, Outcome::Updated, "{rendering:?}: {report:?}");
        let after = shelf.endpoint().clone();
        let lines = |text: &str| text.lines().map(str::to_owned).collect::<Vec<_>>();
        let (old, new) = (lines(&before), lines(&after));
        let gone: Vec<_> = old.iter().filter(|line| !new.contains(line)).collect();
        let come: Vec<_> = new.iter().filter(|line| !old.contains(line)).collect();
        assert_eq!((gone.len(), come.len()), (1, 2), "{gone:?} {come:?}");
        assert!(gone[0].contains("max: 100") && come.iter().any(|line| line.contains("max: 500")), "{come:?}");
        assert_eq!(shelf.drift(std::slice::from_ref(&page)), [], "{after}");
        assert_eq!(shelf.wrong(), "");
        assert_eq!(shelf.import(&[page]).pages[0].outcome, Outcome::Unchanged);
    }
}

#[test]
fn names_without_description_are_listed() {
    let mut shelf = Shelf::new();
    let page = sheet().with_fields(|fields| fields.push(item("novelty", Word::Text, r#""x""#)));
    let report = shelf.import(&[read(&page, Rendering::Fenced)]);
    assert_eq!(report.undescribed, ["novelty"]);
}

#[test]
fn the_report_holds_as_table_and_as_json() {
    let mut shelf = Shelf::new();
    let report = shelf.import(&[read(&sheet(), Rendering::Fenced)]);
    let table = report.table();
    for part in ["drafted", "POST /api/v2/mix/order/open-orders", "4 parameters", "guessed:"] {
        assert!(table.contains(part), "{table}");
    }
    let json = exbind_codegen::json::Json::parse(&report.json()).unwrap();
    assert!(json.to_string().contains("\"outcome\":\"drafted\""), "{json}");
}
