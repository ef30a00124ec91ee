//! Method, path, hosts, access, and the cells of rows.

use crate::shown::*;
use exbind_codegen::model::{Access, Method};
use exbind_codegen::page::{NoteKind, Word};

fn word(cell: &str) -> Word {
    bitget(&format!("| street | {cell} | No | Street |"), "", "{}", "{}").request[0].word
}

#[test]
fn type_words_are_understood() {
    let words = [
        ("String", Word::Text),
        ("stirng", Word::Text),
        ("long", Word::Integer),
        ("Intege", Word::Integer),
        ("Double", Word::Decimal),
        ("decimal(10,6)", Word::Decimal),
        ("BigDecimal", Word::Decimal),
        ("booleanint", Word::Boolean),
        ("Object", Word::Object),
        ("dict object", Word::Object),
        ("OrderResp", Word::Object),
        ("list", Word::List),
        ("Array", Word::List),
        ("List<String>", Word::ScalarList),
        ("List <String>", Word::ScalarList),
        ("List<Sting>", Word::ScalarList),
        ("Array of string", Word::ScalarList),
        ("string[]", Word::ScalarList),
        ("object array", Word::ObjectList),
        ("objectarray", Word::ObjectList),
        ("List<Object>", Word::ObjectList),
        ("List<TieredRateVo>", Word::ObjectList),
        ("1", Word::Unknown),
        ("Loan coin", Word::Unknown),
    ];
    for (cell, expected) in words {
        assert_eq!(word(cell), expected, "{cell}");
    }
}

#[test]
fn junk_in_a_type_cell_is_told() {
    let page = bitget("| street | Colour of the light | No |  |", "", "{}", "{}");
    assert_eq!(notes(&page, NoteKind::Unread), ["request.street: `Colour of the light` is no type"]);
}

#[test]
fn required_words_are_understood() {
    for (cell, expected) in [("Yes", Some(true)), ("no", Some(false)), ("Optional", Some(false)), ("", None)] {
        let page = bitget(&format!("| street | String | {cell} | Street |"), "", "{}", "{}");
        assert_eq!(page.request[0].required, expected, "{cell}");
    }
}

#[test]
fn cells_in_each_others_column_are_put_right() {
    let page = bitget("| street | Yes | String | Street |", "", "{}", "{}");
    assert_eq!((page.request[0].word, page.request[0].required), (Word::Text, Some(true)));
    assert_eq!(notes(&page, NoteKind::Guessed).len(), 1);
}

#[test]
fn rows_that_say_nothing_are_none() {
    let page = bitget("| N/A |  |  |  |\n|  |  |  |  |", "", "{}", "{}");
    assert!(page.request.is_empty());
}

#[test]
fn ragged_rows_are_put_right_or_told() {
    let rows = "| status | string | true |  |  |\n|  | street | string | true | the street |\n\
                |  | lamp | string | true |  |  |\n| ts | long |";
    let page = htx("", rows, "", "");
    assert_eq!(names(&page.response), "status street lamp ts");
    assert_eq!(page.response[1].word, Word::Text);
    assert_eq!(notes(&page, NoteKind::Guessed).iter().filter(|note| note.contains("empty cell")).count(), 2);
    assert_eq!(notes(&page, NoteKind::Unread), ["response: the row has only 2 cells of 5"]);
}

#[test]
fn marks_of_deprecation_leave_the_name() {
    let rows = "| glow (Deprecated) | String | Words |\n| ~~dim~~ | String | Words |\n\
                | old | String | Words. This field is obsolete, use new |\n| new | String | Words |";
    let page = bitget("", rows, "{}", "{\"data\": {}}");
    assert_eq!(names(&page.response), "data(glow dim old new)");
    let deprecated: Vec<bool> = page.response[0].rows.iter().map(|row| row.claims.deprecated.is_some()).collect();
    assert_eq!(deprecated, [true, true, true, false]);
}

#[test]
fn an_endpoint_is_deprecated_where_the_page_says_so() {
    assert_eq!(page(BITGET).deprecated, None);
    let text = BITGET.replace("Lights one lantern", "This endpoint is deprecated. Lights one lantern");
    assert_eq!(page(&text).deprecated.as_deref(), Some("This endpoint is deprecated"));
    let text = BITGET.replace("# Light Lantern", "# Light Lantern (Deprecated)");
    assert!(page(&text).deprecated.is_some());
}

#[test]
fn headings_of_htx_tell_the_path_and_sometimes_the_host() {
    let path = |heading: &str| {
        let text = HTX.replace("/lantern-api/v1/dim\\_lanterns (", heading);
        let page = page(&text);
        (page.path, page.hosts)
    };
    let hosts = vec!["https://api.acme.example".to_owned(), "https://api.acme-cloud.example".to_owned()];
    assert_eq!(path("v1/lanterns/dim ("), ("/v1/lanterns/dim".to_owned(), hosts.clone()));
    assert_eq!(path("/v1/lanterns/{lamp-id}/dim ("), ("/v1/lanterns/{lamp-id}/dim".to_owned(), hosts.clone()));
    let own = [vec!["https://status.acme.example".to_owned()], hosts].concat();
    assert_eq!(path("https://status.acme.example/v2/summary.json ("), ("/v2/summary.json".to_owned(), own));
}

#[test]
fn hosts_are_without_path_and_never_of_sockets() {
    let text = HTX.replace("| https://api.acme.example |", "| wss://api.acme.example/ws |");
    assert_eq!(page(&text).hosts, ["https://api.acme.example", "https://api.acme-cloud.example"]);
    assert!(notes(&page(&text), NoteKind::Guessed).iter().any(|note| note.contains("read as https")));
}

#[test]
fn access_follows_permission_and_signature() {
    let access = |from: &str, to: &str| page(&HTX.replace(from, to)).access;
    assert_eq!(access("permission: Trade", "permission: Read"), Some(Access::Read));
    assert_eq!(access("permission: Trade", "permission: 读取"), Some(Access::Read));
    assert_eq!(access("permission: Trade", "permission: Withdraw"), Some(Access::Withdraw));
    assert_eq!(access("Interface permission: Trade\n\n", ""), None);
    assert_eq!(access("verification: Yes", "verification: No"), Some(Access::Public));
    let unsigned = BITGET.replace("  -H \"ACCESS-KEY:your apiKey\" \\  \n  -H \"ACCESS-SIGN:*******\" \\  \n", "");
    assert_eq!((page(&unsigned).signed, page(&unsigned).access), (Some(false), Some(Access::Public)));
}

#[test]
fn addresses_of_pages_are_found() {
    assert_eq!(page(BITGET).doc.as_deref(), Some("https://docs.acme.example/lantern/Light-Lantern"));
    let lines: Vec<&str> = HTX.lines().skip(1).collect();
    assert_eq!(page(&lines.join("\n")).doc.as_deref(), Some("https://docs.acme.example/?id=7-3"));
}

#[test]
fn methods_are_read_in_each_form() {
    for (line, method) in [("* GET /a/b", Method::Get), ("- POST /a/b", Method::Post), ("HTTP: GET /a/b", Method::Get)]
    {
        let page = page(&BITGET.replace("* POST /api/v2/lantern/light", line));
        assert_eq!((page.method, page.path.as_str()), (method, "/a/b"));
    }
}

#[test]
fn sentences_are_left_to_people() {
    let page = page(HTX);
    assert_eq!(notes(&page, NoteKind::Prose), ["description: Dims several lanterns at once."]);
    let unknown = BITGET.replace("### Response parameters", "### Street kinds");
    let notes = notes(&crate::shown::page(&unknown), NoteKind::Unread);
    assert_eq!(notes, ["heading: `Street kinds` is not known"]);
}
