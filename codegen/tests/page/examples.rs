//! Examples: calls, and JSON in every state.

use crate::shown::*;
use exbind_codegen::page::{NoteKind, Page};

fn asked(page: &Page) -> String {
    page.request_example.as_ref().map(ToString::to_string).unwrap_or_default()
}

fn answered(page: &Page) -> String {
    page.response_example.as_ref().map(ToString::to_string).unwrap_or_default()
}

fn body(body: &str) -> Page {
    bitget("", "", body, "{}")
}

#[test]
fn slips_in_bodies_are_mended_aloud() {
    for (text, expected) in [
        (r#"{"a": ["1"],}"#, r#"{"a":["1"]}"#),
        (r#"{"a"："1", "b": 2}"#, r#"{"a":"1","b":2}"#),
        (r#"{“a”: “1”}"#, r#"{"a":"1"}"#),
        (r#"{"a": {"b": 1} "c": 2}"#, r#"{"a":{"b":1},"c":2}"#),
        (
            r#"{"a": 1, // the first
"b": 2}"#,
            r#"{"a":1,"b":2}"#,
        ),
        (r#"{a: xyz}"#, r#"{"a":"xyz"}"#),
        (r#"{"a": [1, 2, ...]}"#, r#"{"a":[1,2]}"#),
    ] {
        let page = body(text);
        assert_eq!(asked(&page), expected, "{text}");
        assert_eq!(notes(&page, NoteKind::Repaired).len(), 1, "{text}: {:?}", page.notes);
    }
}

#[test]
fn numbers_stay_as_they_are_written() {
    let text = r#"{"a": 1.6500E8, "b": 9007199254740993, "c": 0.10}"#;
    assert_eq!(asked(&body(text)), r#"{"a":1.6500E8,"b":9007199254740993,"c":0.10}"#);
}

#[test]
fn quotes_around_a_body_may_be_broken() {
    let call = |tail: &str| {
        BITGET.replace("'{\"street\": \"Elm\",\"colour\": \"red\",\"lamps\": [{\"lampId\": \"7\"}]}'", tail)
    };
    assert_eq!(asked(&page(&call("\\'{\"a\": 1}'"))), r#"{"a":1}"#);
    assert_eq!(asked(&page(&call("'{\"a\": 1}\""))), r#"{"a":1}"#);
    assert_eq!(asked(&page(&call("'[{\"a\": 1}]'"))), r#"[{"a":1}]"#);
}

#[test]
fn queries_are_decoded() {
    let query = |address: &str| {
        let text = BITGET.replace("* POST", "* GET").replace("curl -X POST ", "curl ");
        let text = text.replace("https://api.acme.example/api/v2/lantern/light\"", &format!("{address}\""));
        page(&text.replace("  -d '{\"street\": \"Elm\",\"colour\": \"red\",\"lamps\": [{\"lampId\": \"7\"}]}'\n", ""))
    };
    let right = query("https://api.acme.example/api/v2/lantern/light?a=1&b=x%2Cy&c=");
    assert_eq!(asked(&right), r#"{"a":"1","b":"x,y","c":""}"#);
    assert_eq!(notes(&right, NoteKind::Repaired).len() + notes(&right, NoteKind::Contradicts).len(), 0);
    let blank = query("https://api.acme.example/api/v2/lantern/light?a= 1&b=2");
    assert_eq!(asked(&blank), r#"{"a":"1","b":"2"}"#);
    assert_eq!(notes(&blank, NoteKind::Repaired).len(), 1);
    let other = query("https://api.acme.example/api/v2/lamp/light?a=1");
    assert_eq!(asked(&other), r#"{"a":"1"}"#);
    assert_eq!(notes(&other, NoteKind::Contradicts).len(), 1);
}

#[test]
fn another_method_is_told() {
    let page = page(&BITGET.replace("* POST", "* GET"));
    assert_eq!(notes(&page, NoteKind::Contradicts), ["request example: it is a POST, the page is about a GET"]);
}

fn of_htx(body: &str, answer: &str) -> Page {
    htx("", "", body, answer)
}

#[test]
fn calls_of_htx_are_read_with_and_without_blank_or_host() {
    for call in [
        "`curl\"https://api.acme.example/v1/lanterns/dim?a=1\"`",
        "`curl \"https://api.acme.example/v1/lanterns/dim?a=1\"` ",
        "`curl\"https://api.acme.example/v1/lanterns/dim?a=1`",
        "`curl\"/v1/lanterns/dim?a=1\"`",
        "`curl\"https://api.acme.example/v1/lan terns/dim？a=1“`",
    ] {
        let page = of_htx(call, "");
        assert_eq!(asked(&page), r#"{"a":"1"}"#, "{call}");
        assert_eq!(notes(&page, NoteKind::Contradicts).len(), 0, "{call}");
    }
}

#[test]
fn path_parameters_are_parameters() {
    let text = HTX.replace("/lantern-api/v1/dim\\_lanterns", "/v1/lamps/{lamp-id}/dim");
    let start = text.find("{\n\n\"lantern").expect("the example");
    let end = text.find("#### Response Example").expect("the answer");
    let call = format!("{}`curl \"https://api.acme.example/v1/lamps/77/dim?a=1\"`\n\n{}", &text[..start], &text[end..]);
    assert_eq!(asked(&page(&call)), r#"{"lamp-id":"77","a":"1"}"#);
    let template = call.replace("/77/", "/{lamp-id}/");
    assert_eq!(asked(&page(&template)), r#"{"a":"1"}"#);
}

#[test]
fn no_example_is_none() {
    for none in ["No data", "`no`", ""] {
        let page = of_htx(none, none);
        assert!(page.request_example.is_none() && page.response_example.is_none());
        assert_eq!(notes(&page, NoteKind::Unread).len(), 0);
    }
}

#[test]
fn trees_are_read_to_the_last_token() {
    let tree = "{\n\n\"a\\_b\":\n\n\"x\\_y\"\n\n\"list\":\\[\n\n0\n\n:\n\n\"one\"\n\n1\n\n:\n\n\"two\"\n\n\\]\n\n\
                \"rows\":\\[\n\n0:\\[\n\n0\n\n:\n\n49790.87\n\n1\n\n:\n\n\\-0.5\n\n\\]\n\n\\]\n\n\"none\":\n\nNULL\n\n\
                \"empty\":\\[\\]\n\n\"on\":\n\ntrue\n\n\"data\":{\n\n\"x\":\n\n1\n\n}\n\n}";
    let lists = r#""list":["one","two"],"rows":[[49790.87,-0.5]]"#;
    let expected = format!(r#"{{"a_b":"x_y",{lists},"none":null,"empty":[],"on":true,"data":{{"x":1}}}}"#);
    let page = of_htx("", tree);
    assert_eq!(answered(&page), expected);
    assert_eq!(notes(&page, NoteKind::Repaired).len(), 0);
}

#[test]
fn comments_in_one_line_end_at_the_next_name() {
    let page = of_htx("", "`{ \"a\": { \"zone\": \"UTC\", // 时区 \"at\": \"1\" } }`");
    assert_eq!(answered(&page), r#"{"a":{"zone":"UTC","at":"1"}}"#);
}

#[test]
fn of_several_answers_the_first_is_read() {
    let page = of_htx("", "`正确： { \"status\": \"ok\" } 错误： { \"status\": \"error\" }`");
    assert_eq!(answered(&page), r#"{"status":"ok"}"#);
    assert_eq!(notes(&page, NoteKind::Unread), ["response example: only the first of several is read"]);
    assert_eq!(notes(&page, NoteKind::Repaired), ["response example: not plain JSON: words before it"]);
}

#[test]
fn what_cannot_be_read_is_told() {
    let page = of_htx("lamp seven", "`{ \"a\": [ { \"b\": 1 } }`");
    let expected = ["request example: neither an address nor JSON", "response example: it cannot be read as JSON"];
    assert_eq!(notes(&page, NoteKind::Unread), expected);
    let fence = HTX_FENCED.trim_end().trim_end_matches('`');
    assert!(notes(&crate::shown::page(fence), NoteKind::Unread).contains(&"fence: it never ends".to_owned()));
}
