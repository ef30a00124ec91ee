//! Pages as tests make and show them.

use exbind_codegen::page::{Claims, Note, NoteKind, Page, Row, read};
use std::fmt::Write as _;

pub(crate) const BITGET: &str = include_str!("pages/bitget.md");
pub(crate) const BITGET_BARE: &str = include_str!("pages/bitget_bare.md");
pub(crate) const BITGET_GLUED: &str = include_str!("pages/bitget_glued.md");
pub(crate) const BITGET_PADDED: &str = include_str!("pages/bitget_padded.md");
pub(crate) const BITGET_TORN: &str = include_str!("pages/bitget_torn.md");
pub(crate) const FACTS: &str = include_str!("pages/facts.md");
pub(crate) const HTX: &str = include_str!("pages/htx.md");
pub(crate) const HTX_FENCED: &str = include_str!("pages/htx_fenced.md");

pub(crate) const ALL: &[&str] =
    &[BITGET, BITGET_BARE, BITGET_GLUED, BITGET_PADDED, BITGET_TORN, FACTS, HTX, HTX_FENCED];

/// Reads a page that can be read.
pub(crate) fn page(text: &str) -> Page {
    read("page.md", text).unwrap_or_else(|error| panic!("{error:?}\n{text}"))
}

/// A page of Bitget with these rows and examples.
pub(crate) fn bitget(request: &str, response: &str, body: &str, answer: &str) -> Page {
    page(&format!(
        "# Light Lantern\n\nRate limit: 10 requests/second/UID\n\n### HTTP Request\n\n\
         * POST /api/v2/lantern/light\n\nRequest Example\n\n\
         ```json\ncurl -X POST \"https://api.acme.example/api/v2/lantern/light\" \
         -H \"ACCESS-SIGN:*\" -d '{body}'\n```\n\n### Request Parameters\n\n\
         | Parameter | Type | Required | Description |\n| --- | --- | --- | --- |\n{request}\n\n\
         Response Example\n\n```json\n{answer}\n```\n\n### Response Parameters\n\n\
         | Parameter | Type | Description |\n| --- | --- | --- |\n{response}\n"
    ))
}

/// A page of HTX with these rows and examples.
pub(crate) fn htx(request: &str, response: &str, body: &str, answer: &str) -> Page {
    page(&format!(
        "### /v1/lanterns/dim (Dim Lanterns)\n\nRequest type: POST\n\nSignature verification: Yes\n\n\
         Interface permission: Trade\n\nRate Limit: 5 times per second\n\n#### Request Address\n\n\
         | Environment | Address |\n| --- | --- |\n| Online | https://api.acme.example |\n\n#### Request Parameter\n\n\
         | Parameter | Data Type | Required | Description | Value Range | Default Value |\n\
         | --- | --- | --- | --- | --- | --- |\n{request}\n\n#### Response Parameter\n\n\
         | Parameter | Data Type | Required | Description | Value Range |\n\
         | --- | --- | --- | --- | --- |\n{response}\n\n\
         #### Request example\n\n{body}\n\n#### Response Example\n\n##### Success Example\n\n{answer}\n"
    ))
}

/// The rows of an HTX answer: names and types.
pub(crate) fn htx_rows(rows: &[(&str, &str)]) -> String {
    rows.iter().map(|(name, ty)| format!("| {name} | {ty} | true |  |  |\n")).collect()
}

/// The rows of a Bitget answer: names and types.
pub(crate) fn bitget_rows(rows: &[(&str, &str)]) -> String {
    rows.iter().map(|(name, ty)| format!("| {name} | {ty} | words |\n")).collect()
}

/// Names of rows, those within a row in brackets.
pub(crate) fn names(rows: &[Row]) -> String {
    let name = |row: &Row| match row.rows.is_empty() {
        true => row.name.clone(),
        false => format!("{}({})", row.name, names(&row.rows)),
    };
    rows.iter().map(name).collect::<Vec<_>>().join(" ")
}

/// The texts of the notes of a kind.
pub(crate) fn notes(page: &Page, kind: NoteKind) -> Vec<String> {
    let show = |note: &Note| format!("{}: {}", note.about, note.text);
    page.notes.iter().filter(|note| note.kind == kind).map(show).collect()
}

/// All facts of a page, without what differs by rendering: lines, notes, the file.
pub(crate) fn facts(page: &Page) -> String {
    let mut out = format!(
        "{} | {:?} {}\nhosts {:?} signed {:?} access {:?}\nlimits {:?}\nshared {:?}\n",
        page.title, page.method, page.path, page.hosts, page.signed, page.access, page.limits, page.shared_limits
    );
    let example = |example: &Option<exbind_codegen::json::Json>| example.as_ref().map(ToString::to_string);
    writeln!(out, "asks {:?}", example(&page.request_example)).expect("writing to a string");
    write_rows(&page.request, 1, &mut out);
    writeln!(out, "answers {:?}", example(&page.response_example)).expect("writing to a string");
    write_rows(&page.response, 1, &mut out);
    out
}

fn write_rows(rows: &[Row], depth: usize, out: &mut String) {
    for row in rows {
        let claims = if row.claims == Claims::default() { String::new() } else { format!(" {:?}", row.claims) };
        let indent = "  ".repeat(depth);
        writeln!(out, "{indent}{} {:?} `{}` {:?}{claims}", row.name, row.word, row.written, row.required)
            .expect("writing to a string");
        write_rows(&row.rows, depth + 1, out);
    }
}
