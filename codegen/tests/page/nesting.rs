//! Which row belongs to which.

use crate::shown::*;
use exbind_codegen::page::{NoteKind, Word};

fn of_bitget(rows: &[(&str, &str)], answer: &str) -> String {
    names(&bitget("", &bitget_rows(rows), "{}", answer).response)
}

fn of_htx(rows: &[(&str, &str)], answer: &str) -> String {
    names(&htx("", &htx_rows(rows), "", &format!("```\n{answer}\n```")).response)
}

#[test]
fn marks_are_counted_however_they_are_written() {
    let rows =
        [("a", "List"), ("> b", "List"), (">>c", "String"), ("> >d", "String"), (">e", "String"), ("f", "String")];
    assert_eq!(of_bitget(&rows, "{}"), "data(a(b(c d) e) f)");
}

#[test]
fn tables_that_start_inside_data_are_put_there() {
    let answer = r#"{"code": "0", "data": [{"a": "1", "b": "2"}]}"#;
    for marks in ["", ">", ">> "] {
        let (a, b) = (format!("{marks}a"), format!("{marks}b"));
        let rows = [(a.as_str(), "String"), (b.as_str(), "String")];
        assert_eq!(of_bitget(&rows, answer), "data(a b)");
    }
    let page = bitget("", &bitget_rows(&[("a", "String")]), "{}", answer);
    assert_eq!(page.response[0].word, Word::ObjectList);
}

#[test]
fn a_table_of_the_whole_answer_stays_whole() {
    assert_eq!(of_bitget(&[("data", "String")], r#"{"code": "0", "data": "success"}"#), "data");
    let rows = [("code", "String"), ("msg", "String"), ("data", "Object"), (">a", "String")];
    assert_eq!(of_bitget(&rows, r#"{"code": "0", "msg": "", "data": {"a": "1"}}"#), "code msg data(a)");
    let inner = r#"{"code": "0", "data": {"data": "x", "a": "1"}}"#;
    assert_eq!(of_bitget(&[("data", "String"), ("a", "String")], inner), "data(data a)");
}

#[test]
fn places_of_lists_have_one_spelling() {
    let answer = r#"{"data": [["1", "2"]]}"#;
    assert_eq!(of_bitget(&[("index[0]", "String"), ("index[1]", "String")], answer), "data([0] [1])");
    assert_eq!(
        of_bitget(&[("asks", "List"), (">Index 0", "String")], r#"{"data": {"asks": [["1"]]}}"#),
        "data(asks([0]))"
    );
}

#[test]
fn rows_under_one_that_cannot_hold_them_go_where_the_example_has_them() {
    let rows = [("bills", "List"), ("endId", "String"), (">a", "String"), (">b", "String")];
    let answer = r#"{"data": {"bills": [{"a": "1"}], "endId": "2"}}"#;
    assert_eq!(of_bitget(&rows, answer), "data(bills(a b) endId)");
    let rows = [("list", "List"), (">a", "String"), ("ratio", "String"), (">b", "String"), ("endId", "String")];
    let answer = r#"{"data": {"list": [{"a": "1", "ratio": "1", "b": "2"}], "endId": "2"}}"#;
    assert_eq!(of_bitget(&rows, answer), "data(list(a ratio b) endId)");
}

#[test]
fn a_parameter_that_interrupts_a_list_belongs_to_it() {
    let row = |name: &str, ty: &str| format!("| {name} | {ty} | No | words |\n");
    let rows = [row("symbol", "String"), row("orderList", "List"), row("symbol", "String"), row("> side", "String")];
    let body = r#"{"symbol": "A", "orderList": [{"symbol": "A", "side": "buy"}]}"#;
    assert_eq!(names(&bitget(&rows.concat(), "", body, "{}").request), "symbol orderList(symbol side)");
}

#[test]
fn lists_without_marks_below_them_are_filled_by_the_example() {
    let rows = [("list", "List"), ("a", "String"), ("b", "String"), ("endId", "String")];
    let page = bitget("", &bitget_rows(&rows), "{}", r#"{"data": {"list": [{"a": "1", "b": "2"}], "endId": "3"}}"#);
    assert_eq!(names(&page.response), "data(list(a b) endId)");
    assert_eq!(notes(&page, NoteKind::Guessed), ["response.list: put into `list`, where the example has them: a, b"]);
}

#[test]
fn answers_are_written_as_the_example_writes_them() {
    let page = bitget("", &bitget_rows(&[("ctime", "String")]), "{}", r#"{"data": {"cTime": "1"}}"#);
    assert_eq!(names(&page.response), "data(cTime)");
    assert_eq!(notes(&page, NoteKind::Contradicts).len(), 1);
}

#[test]
fn json_in_a_text_is_seen() {
    let rows = [("fee", "String"), (">total", "String")];
    let page = bitget("", &bitget_rows(&rows), "{}", r#"{"data": {"fee": "{\"total\": \"1\"}"}}"#);
    assert_eq!(names(&page.response), "data(fee(total))");
    assert!(page.response[0].rows[0].claims.embedded);
}

#[test]
fn markers_nest() {
    let answer = r#"{"status": "ok", "data": [{"id": 1, "list": [{"id": 2}], "COR": {"on": 1}}], "ts": 1}"#;
    let rows = [
        ("status", "string"),
        ("DATA_START", ""),
        ("id", "long"),
        ("LIST_START", "array"),
        ("id", "long"),
        ("LIST_END", ""),
        ("COR_START", "dict object"),
        ("on", "int"),
        ("COR_END", ""),
        ("DATA_END", ""),
        ("ts", "long"),
    ];
    assert_eq!(of_htx(&rows, answer), "status data(id list(id) COR(on)) ts");
    let page = htx("", &htx_rows(&rows), "", &format!("```\n{answer}\n```"));
    assert_eq!(page.response[1].word, Word::ObjectList);
}

#[test]
fn junk_in_markers_is_seen_through() {
    let answer = r#"{"data": [{"a": 1}], "tick": {"a": 1}, "ts": 1}"#;
    for (start, end) in [
        ("DATA> _START", "DATA_END"),
        ("LIST>(ATTRIBUTE NAME: DATA_START", "LIST_END"),
        ("DICT>(ATTRS：DATA_START", "DICT_END"),
        ("LIST> (ATTRS: DATA_START", "DATA_END"),
        ("DATA\\\\ _START", "DATA_END"),
        ("data <list>", "LIST_END"),
        ("data: <dict>", "DICT_END"),
        ("data<object>", "DATA_END"),
        ("\\<list\\>(Attribute Name: data)", "LIST_END"),
    ] {
        let rows = [(start, ""), ("a", "int"), (end, ""), ("ts", "long")];
        assert_eq!(of_htx(&rows, answer), "data(a) ts", "{start}");
    }
    assert_eq!(of_htx(&[("status >", "string")], "{}"), "status");
}

#[test]
fn unbalanced_markers_are_settled_by_the_example() {
    let answer = r#"{"data": {"id": 1, "list": [{"a": 1}]}, "ts": 1}"#;
    let open = [("DATA_START", ""), ("id", "long"), ("LIST_START", ""), ("a", "int"), ("ts", "long")];
    assert_eq!(of_htx(&open, answer), "data(id list(a)) ts");
    let twice = [("DATA_START", ""), ("id", "long"), ("DATA_START", ""), ("ts", "long")];
    assert_eq!(of_htx(&twice, answer), "data(id) ts");
    let row = [("data", ""), ("id", "long"), ("DATA_END", ""), ("ts", "long")];
    assert_eq!(of_htx(&row, answer), "data(id) ts");
    let both = [("data", "object"), ("DATA_START", ""), ("id", "long"), ("DATA_END", ""), ("ts", "long")];
    assert_eq!(of_htx(&both, answer), "data(id) ts");
    let none = [("id", "long"), ("LIST_END", ""), ("ts", "long")];
    assert_eq!(of_htx(&none, answer), "data(id) ts");
    let guessed = notes(&htx("", &htx_rows(&none), "", &format!("```\n{answer}\n```")), NoteKind::Guessed);
    assert!(guessed.iter().any(|note| note.contains("not opened")), "{guessed:?}");
}

#[test]
fn markers_without_a_key_stand_for_items() {
    let answer = r#"{"data": [{"a": 1}]}"#;
    let rows = [("DATA_START", "array"), ("DICT_START", ""), ("a", "int"), ("DICT_END", ""), ("DATA_END", "")];
    assert_eq!(of_htx(&rows, answer), "data(a)");
}

#[test]
fn brackets_in_names_nest() {
    let answer = r#"{"page": {"id": 1, "at": 2}, "parts": [{"id": 1}], "ts": 1}"#;
    let rows = [
        ("page", ""),
        ("{id", "string"),
        ("at}", "string"),
        ("parts", ""),
        ("\\[{id", "string"),
        (".......}\\]", ""),
        ("ts", "long"),
    ];
    assert_eq!(of_htx(&rows, answer), "page(id at) parts(id) ts");
    let page = htx("| \\[{ street | string | true |  |  |  |\n| lamp}\\] | string | true |  |  |  |\n", "", "", "");
    assert_eq!(names(&page.request), "street lamp");
}

#[test]
fn a_name_may_stand_at_several_levels() {
    let answer = r#"{"ts": 1, "tick": {"ts": 2, "id": 3}}"#;
    let rows = [("ts", "long"), ("TICK_START", ""), ("ts", "long"), ("id", "long"), ("TICK_END", "")];
    assert_eq!(of_htx(&rows, answer), "ts tick(ts id)");
    let flat = [("equity", "string"), ("details", "list"), ("equity", "string"), ("coin", "string")];
    let answer = r#"{"equity": "1", "details": [{"equity": "1", "coin": "A"}]}"#;
    assert_eq!(of_htx(&flat, answer), "equity details(equity coin)");
}

#[test]
fn rows_of_what_the_table_does_not_name_are_put_there() {
    let page = htx(
        "",
        &htx_rows(&[("lamp", "string"), ("ts", "long")]),
        "",
        "```\n{\"data\": [{\"lamp\": 1}], \"ts\": 1}\n```",
    );
    assert_eq!(names(&page.response), "data(lamp) ts");
    assert_eq!(page.response[0].word, Word::ObjectList);
}

#[test]
fn shapes_that_contradict_each_other_are_told() {
    let page = htx(
        "",
        &htx_rows(&[("DATA_START", "object"), ("a", "int"), ("DATA_END", "")]),
        "",
        "```\n{\"data\": [{\"a\": 1}]}\n```",
    );
    let expected = ["response.data: the table says `object`, the example shows a list of objects"];
    assert_eq!(notes(&page, NoteKind::Contradicts), expected);
}
