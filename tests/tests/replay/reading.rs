//! Cassettes that are none, or not quite.

use crate::support::{Tape, bitget, cancel, recorded};
use exbind::bitget;
use exbind::runtime::cassette::{CassetteError, Replay};
use std::fs;
use std::path::PathBuf;

const HEADER: &str = "{\"exbind_cassette\":1}";
const CALL: &str = r#"{"request":{"method":"GET","path":"/x"},"answer":{"status":200}}"#;

fn file(name: &str, bytes: &[u8]) -> PathBuf {
    let path = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(name);
    fs::write(&path, bytes).unwrap();
    path
}

/// An error that names the file and says what is wrong, without quoting what stands there.
#[track_caller]
fn check(name: &str, bytes: &[u8], expected: &str) -> CassetteError {
    let path = file(name, bytes);
    let error = Replay::open(&path).unwrap_err();
    fs::remove_file(&path).unwrap();
    let text = error.to_string();
    assert!(text.contains(expected) && text.contains(name) && text.len() < 700, "{text}");
    assert!(!format!("{error:?} {text}").contains("private"), "{text}");
    error
}

#[test]
fn what_is_no_cassette_is_refused() {
    let others: [(&str, &[u8]); 6] = [
        ("text.jsonl", b"private text\n"),
        ("binary.jsonl", b"\x00\xff\xfe\n\x80private"),
        ("pem.jsonl", b"-----BEGIN PRIVATE KEY-----\nprivate\n"),
        ("other.jsonl", b"{\"private\":1}\n"),
        ("number.jsonl", b"{\"exbind_cassette\":\"private\"}\n"),
        ("half.jsonl", b"{\"exbind_cass"),
    ];
    for (name, bytes) in others {
        let error = check(name, bytes, "is no cassette: its first line is not {\"exbind_cassette\":1}");
        assert!(matches!(error, CassetteError::NotACassette { .. }));
    }
    check("empty.jsonl", b"", "is no cassette: it is empty");
    let missing = Replay::open("no/such/file.jsonl").unwrap_err();
    assert!(missing.to_string().starts_with("no/such/file.jsonl cannot be read: "), "{missing}");
}

#[test]
fn another_version_is_refused() {
    for version in [0, 2, -1] {
        let text = format!("{{\"exbind_cassette\":{version}}}\n{CALL}\n");
        let error = check("version.jsonl", text.as_bytes(), &format!("has format {version}, but only 1 can be read"));
        assert!(matches!(error, CassetteError::Version { found, .. } if found == version));
    }
}

#[test]
fn a_line_that_cannot_be_read_is_named() {
    let cases: [(&[u8], &str); 12] = [
        (b"private", "at $: "),
        (b"{\"request\":\"private\"}", "at $.request: expected an object"),
        (b"{\"answer\":{\"status\":200}}", "at $.request: the field is missing"),
        (br#"{"request":{"method":"GET"},"answer":{"status":200}}"#, "at $.request.path: the field is missing"),
        (br#"{"request":{"method":"GET","path":"/x"}}"#, "either an answer or a fault"),
        (br#"{"request":{"method":"GET","path":"/x"},"answer":{"status":200},"fault":{"kind":"lost"}}"#, "either"),
        (br#"{"request":{"method":"GET","path":"/x"},"answer":{"status":"private"}}"#, "at $.answer.status: "),
        (br#"{"request":{"method":"GET","path":"/x"},"answer":{"status":70000}}"#, "70000 is no HTTP status"),
        (
            br#"{"request":{"method":"GET","path":"/x"},"answer":{"status":200,"headers":{"a b":"private"}}}"#,
            "a header",
        ),
        (br#"{"request":{"method":"GET","path":"/x"},"answer":{"status":200,"body_base64":"private!"}}"#, "no base64"),
        (
            br#"{"request":{"method":"GET","path":"/x"},"fault":{"kind":"private"}}"#,
            "kind of fault is unknown; there are",
        ),
        (b"\xff\xfeprivate", "no UTF-8"),
    ];
    for (line, expected) in cases {
        let bytes = [HEADER.as_bytes(), b"\n", CALL.as_bytes(), b"\n", line, b"\n", CALL.as_bytes(), b"\n"].concat();
        let error = check("line.jsonl", &bytes, expected);
        assert!(matches!(error, CassetteError::Line { line: 3, .. }), "{error}");
    }
}

#[test]
fn a_line_of_any_length_ends_somewhere() {
    let long = vec![b'x'; 100 << 20];
    check("long_first.jsonl", &long, "is no cassette: its first line is far too long");
    let bytes = [HEADER.as_bytes(), b"\n", &long, b"\n"].concat();
    let error = check("long.jsonl", &bytes, "it is longer than 67108864 bytes");
    assert!(matches!(error, CassetteError::Line { line: 2, .. }), "{error}");
}

#[tokio::test]
async fn a_last_line_that_is_half_there_is_left_out() {
    let (tape, mock) = (Tape::default(), bitget().await);
    let client = recorded(&mock, bitget::Client::builder(), &tape.recorder());
    for _ in 0..2 {
        client.mix().order().cancel_all_orders(cancel()).await.unwrap();
    }
    let text = tape.text();
    let last = text.trim_end().rfind('\n').unwrap() + 1;
    for cut in last + 1..text.len() - 1 {
        let Some(text) = text.get(..cut) else { continue };
        let replay = Replay::from_text(text).unwrap();
        assert_eq!((replay.is_torn(), replay.unused().len()), (true, 1), "{text}");
    }
    // Nothing but the end of the line is missing.
    let replay = Replay::from_text(text.trim_end()).unwrap();
    assert_eq!((replay.is_torn(), replay.unused().len()), (false, 2));
}

#[test]
fn what_editors_and_other_versions_add_is_read_over() {
    let more = r#"{"later":1,"request":{"method":"GET","path":"/x","more":{}},"answer":{"status":200,"y":[]}}"#;
    let text = format!("{{\"exbind_cassette\":1,\"by\":\"me\"}}\r\n\r\n{CALL}\r\n  \n{more}");
    let replay = Replay::from_text(&text).unwrap();
    assert_eq!(replay.unused(), ["GET /x, line 3", "GET /x, line 5"]);
}
