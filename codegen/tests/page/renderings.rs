//! The same page in each rendering gives the same facts.

use crate::shown::*;
use exbind_codegen::page::{NoteKind, Unreadable, read};

#[test]
fn fenced_and_bare_pages_of_bitget_tell_the_same() {
    let fenced = facts(&page(BITGET));
    assert_eq!(facts(&page(BITGET_BARE)), fenced);
    assert_eq!(facts(&page(BITGET_PADDED)), fenced);
    assert_eq!(facts(&page(BITGET_GLUED)), fenced);
    insta::assert_snapshot!(fenced);
}

#[test]
fn trees_and_fenced_json_of_htx_tell_the_same() {
    let tree = facts(&page(HTX));
    let fenced = facts(&page(HTX_FENCED));
    assert_eq!(fenced, tree);
    insta::assert_snapshot!(tree);
}

#[test]
fn fact_sheets_are_read() {
    insta::assert_snapshot!(facts(&page(FACTS)));
    let expected = ["path", "response: the oldest first"];
    assert_eq!(notes(&page(FACTS), NoteKind::Prose), expected[1..]);
}

#[test]
fn what_nobody_sees_changes_nothing() {
    for text in ALL.iter().filter(|text| read("page.md", text).is_ok()) {
        let expected = facts(&page(text));
        assert_eq!(facts(&page(&text.replace('\n', "\r\n"))), expected);
        assert_eq!(facts(&page(&format!("\u{feff}{text}"))), expected);
        assert_eq!(
            facts(&page(&text.replace("###", "\u{200b}###").replace("Parameter", "Para\u{200b}meter"))),
            expected
        );
    }
}

#[test]
fn a_torn_table_is_never_half_read() {
    assert!(matches!(read("page.md", BITGET_TORN), Err(Unreadable::Torn(_, 33))));
    let rest = BITGET_PADDED
        .replace("| limit | String |", "| Given in reverse order of lighting. |  |  |  |\n| limit | String |");
    assert!(matches!(read("page.md", &rest), Err(Unreadable::Torn(..))));
}

#[test]
fn glued_fences_are_told() {
    assert_eq!(notes(&page(BITGET_GLUED), NoteKind::Repaired), ["fence: a fence ended within a line"]);
}

#[test]
fn other_pages_are_no_endpoints() {
    for text in ["", "# Errors\n\n| Code | Text |\n| --- | --- |\n| 1 | no |\n", "GET /api/v2/a", "{\"a\": 1}", "\u{0}"]
    {
        assert_eq!(read("page.md", text).map(|page| page.path), Err(Unreadable::NoEndpoint), "{text}");
    }
}

#[test]
fn a_page_without_its_method_is_torn() {
    let text = HTX.replace("Request type: POST", "Request type:");
    assert!(matches!(read("page.md", &text), Err(Unreadable::Torn(what, _)) if what.contains("method")));
}

#[test]
fn the_method_may_stand_under_another_heading() {
    let text = BITGET.replace("### HTTP Request", "### Request Parameter");
    assert_eq!(page(&text).path, "/api/v2/lantern/light");
}

#[test]
fn a_rule_may_be_wider_than_its_head() {
    let text = HTX_FENCED.replacen("| -------------- |\n| status", "| -------------- | --- |\n| status", 1);
    assert_ne!(text, HTX_FENCED);
    assert_eq!(facts(&page(&text)), facts(&page(HTX_FENCED)));
    assert_eq!(notes(&page(&text), NoteKind::Repaired).len(), 1);
}
