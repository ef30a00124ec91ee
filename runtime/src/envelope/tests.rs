use super::*;
use crate::decode::from_str;

const STATUS: Envelope = Envelope {
    success: Some(("status", &["ok"])),
    code: &["err_code", "err-code"],
    message: &["err_msg", "err-msg"],
    data: Some("data"),
    time: Some("ts"),
    other: &[],
};

fn answer(envelope: &Envelope, body: &str) -> Result<Vec<i64>, String> {
    read(envelope, body, &Cell::default(), None).map_err(|problem| match problem {
        Problem::Refused(head) => {
            format!("refused: {} {}", head.code.unwrap_or_default(), head.message.unwrap_or_default())
        }
        Problem::Mismatch { verdict, path, reason } => format!("{verdict:?} {path}: {reason}"),
    })
}

#[track_caller]
fn check(body: &str, expected: Result<&[i64], &str>) {
    let expected = expected.map(<[i64]>::to_vec).map_err(str::to_owned);
    assert_eq!(answer(&STATUS, body), expected, "{body}");
}

#[test]
fn answers_are_found_wherever_they_stand() {
    check(r#"{"status":"ok","data":[1,2],"ts":1}"#, Ok(&[1, 2]));
    check(r#" { "data" : [ 1 ] , "status" : "ok" } "#, Ok(&[1]));
    check(r#"{"ts":1,"status":"ok","data":[1]}"#, Ok(&[1]));
    check(r#"{"st\u0061tus":"ok","d\u0061ta":[1]}"#, Ok(&[1]));
    check(r#"{"status":"ok","extra":{"data":[9]},"data":[1]}"#, Ok(&[1]));
}

#[test]
fn of_two_answers_the_last_counts_and_of_two_verdicts_none() {
    check(r#"{"status":"ok","data":[1],"data":[2]}"#, Ok(&[2]));
    check(r#"{"status":"ok","data":[1],"data":null}"#, Ok(&[]));
    check(r#"{"status":"ok","status":"ok","data":[1]}"#, Ok(&[1]));
    check(r#"{"status":"error","status":"error","err_code":1,"err_code":2}"#, Err("refused: 1 "));
    let contradiction = Err("None $.status: the verdict stands here twice, and not the same");
    check(r#"{"status":"ok","data":[1],"status":"error","err_code":1}"#, contradiction);
    check(r#"{"status":"error","err_code":1,"data":[1],"status":"ok"}"#, contradiction);
}

#[test]
fn a_missing_or_empty_answer_is_an_empty_list() {
    check(r#"{"status":"ok","ts":1}"#, Ok(&[]));
    check(r#"{"status":"ok","data":null}"#, Ok(&[]));
    check(r#"{"status":"ok","data":""}"#, Ok(&[]));
}

#[test]
fn refusals_are_told_from_answers_that_do_not_fit() {
    check(r#"{"status":"error","err_code":1061,"err_msg":"no"}"#, Err("refused: 1061 no"));
    check(r#"{"status":"error","err-code":"bad","err-msg":"no","data":null}"#, Err("refused: bad no"));
    check(r#"{"data":{"x":1},"status":"error","err_code":1}"#, Err("refused: 1 "));
    check(r#"{"data":[1],"status":"error","err_code":1}"#, Err("refused: 1 "));
    check(r#"{"err_code":1}"#, Err("refused: 1 "));
    check(r#"{"err_code":200,"data":[1]}"#, Err("None $: the envelope does not say what was decided"));
    check(r#"{"status":"ok","data":["x"]}"#, Err(r#"Accepted $.data[0]: expected an integer, found "x""#));
}

#[test]
fn what_is_no_envelope_is_no_answer() {
    check("", Err("None $: expected a value, but the text ends"));
    check("[]", Err("None $: expected an object, found []"));
    check("<html>", Err("None $: expected a value, found '<' at byte 0"));
    check("{}", Err("None $: the envelope does not say what was decided"));
    check(r#"{"data":[1]}"#, Err("None $: the envelope does not say what was decided"));
    check(r#"{"status":"ok""#, Err("None $: expected `,` or the end, but the text ends"));
    check(r#"{"status":"ok",}"#, Err("None $: expected a key, found '}' at byte 15"));
    check(r#"{"status":"ok","data":[1]"#, Err("None $: expected `,` or the end, but the text ends"));
    check(r#"{"status":"ok","data":[1]} x"#, Err("None $: expected the end, found 'x' at byte 27"));
    check(r#"{"status":"ok","data":[1"#, Err("None $.data: expected `,` or the end, but the text ends"));
}

#[test]
fn a_bare_body_is_the_answer() {
    assert_eq!(answer(&Envelope::BARE, "[1,2]"), Ok(vec![1, 2]));
    assert!(answer(&Envelope::BARE, "[1,2] x").is_err());
    let refused = r#"{"status":"error","err_code":1}"#;
    assert_eq!(answer(&Envelope::BARE, refused), Err(format!("None $: expected a list, found {refused}")));
}

#[test]
fn a_missing_object_is_named() {
    let problem = read::<String>(&STATUS, r#"{"status":"ok"}"#, &Cell::default(), None);
    let Err(Problem::Mismatch { verdict, path, .. }) = problem else { panic!("{problem:?}") };
    assert_eq!((verdict, path.as_str()), (Verdict::Accepted, "$.data"));
}

#[test]
fn the_head_tells_time_and_reads_numbers_as_codes() {
    let head = Head::read(&STATUS, r#"{"status":"error","err_code":403,"ts":1616750767892}"#);
    let head = head.expect("an object");
    assert_eq!((head.time, head.code.as_deref(), head.success), (Some(1_616_750_767_892), Some("403"), Some(false)));
    assert_eq!(from_str::<i64>("403").ok(), Some(403));
}
