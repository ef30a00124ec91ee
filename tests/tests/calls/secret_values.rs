//! Values that a spec calls secret are sent and read, and printed by nothing: not by a request, a preview or an answer,
//! and not by an error, whatever the exchange makes of the call.

use exbind::runtime::LimitMode;
use exbind::value::Secret;
use exbind::{Call, Endpoint};
use exbind_testkit::{MockExchange, Recorded, Reply};
use own_specs::acme::account::{CreateKey, KeyOwner, NewKey};
use own_specs::{acme, examples};
use std::error::Error as _;
use std::fmt::Debug;

const SENT: [&str; 3] = ["swordfish \"1\"/é", "swordfish-pin", "swordfish-2"];
/// What no printed text may hold, in no spelling.
const TRACES: [&str; 2] = ["swordfish", "opensesame"];

const ANSWER: &str = r#"{"key": "opensesame-1", "secret": "opensesame-2", "codes": ["opensesame-3"],
    "by_use": {"reset": "opensesame-4"}, "history": [["old", "opensesame-5"]],
    "sealed": "{\"name\": \"x\", \"proof\": \"opensesame-6\"}"}"#;

fn request() -> CreateKey {
    let owner = KeyOwner::new("x").proof(SENT[2]);
    CreateKey::new(SENT[0]).pin(SENT[1]).backups(vec![Secret::from("swordfish")]).owner(owner)
}

#[track_caller]
fn check_text(text: &str) {
    for trace in TRACES {
        assert!(!text.contains(trace), "{text}");
    }
}

#[track_caller]
fn check_hidden(value: &impl Debug) {
    check_text(&format!("{value:?}\n{value:#?}"));
}

async fn client() -> (MockExchange, acme::Client) {
    let mock = MockExchange::start(&acme::EXCHANGE, acme::ENDPOINTS).await.unwrap();
    mock.add_examples(&examples::all());
    mock.rate_limits(false);
    let client = mock.connect(acme::Client::builder()).limit_mode(LimitMode::Off).build().unwrap();
    (mock, client)
}

#[tokio::test]
async fn requests_and_previews_hide_what_they_send() {
    let (mock, client) = client().await;
    let call = || -> Call<NewKey> { client.account().create_key(request()) };
    check_hidden(&request());
    check_hidden(&call());
    let preview = call().preview().await.unwrap();
    check_hidden(&preview);
    let curl = preview.to_curl();
    check_text(&curl);
    let body = std::str::from_utf8(preview.body()).unwrap();
    assert_eq!(body.matches("swordfish").count(), 4, "{body}");
    let masked = r#"{"passphrase":"***","pin":"***","backups":["***"],"owner":{"name":"x","proof":"***"}}"#;
    assert!(curl.contains(masked), "{curl}");
    call().await.unwrap();
    let arrived = &mock.requests()[0];
    assert_eq!(arrived.json()["passphrase"], SENT[0]);
    check_hidden(arrived);
}

#[tokio::test]
async fn answers_hide_what_they_hold() {
    let (mock, client) = client().await;
    mock.next(Reply::data(ANSWER));
    let answer = client.account().create_key(request()).await.unwrap();
    check_hidden(&answer);
    let exposed = [answer.key.expose(), answer.by_use["reset"].expose(), answer.codes[0].expose()];
    assert_eq!(exposed, ["opensesame-1", "opensesame-4", "opensesame-3"]);
}

/// Answers that cannot be read, refusals and faults, all of which quote what was sent or hold what was made.
fn failures() -> Vec<Reply> {
    let quoted = |status: u16| Reply::with(move |request: &Recorded| Reply::http(status, request.text().into_owned()));
    let message = Reply::with(|request: &Recorded| {
        let sent = request.json();
        Reply::reject("40001", format!("bad passphrase {}, pin {:?}", sent["passphrase"], sent["pin"].as_str()))
    });
    let wrong = [
        "[\"opensesame\"]",
        "\"opensesame\"",
        "{\"key\": [\"opensesame\"]}",
        "{\"key\": \"k\", \"codes\": \"opensesame\"}",
        "{\"key\": \"k\", \"history\": {\"old\": \"opensesame\"}}",
        "{\"key\": \"k\", \"sealed\": \"opensesame\"}",
        "{\"secret\": \"opensesame\"}",
    ];
    let mut all: Vec<_> = wrong.into_iter().map(Reply::data).collect();
    for status in [200, 302, 400, 502] {
        all.push(Reply::http(status, ANSWER));
        all.push(Reply::http(status, format!("{{\"status\": \"ok\", \"data\": {ANSWER}")));
        all.push(Reply::http(status, format!("{{\"status\": \"ok\", \"data\": {ANSWER}}} ")));
        all.push(quoted(status));
    }
    all.push(message);
    all
}

#[tokio::test]
async fn errors_hide_what_was_sent_and_what_arrived() {
    let (mock, client) = client().await;
    let mut seen = String::new();
    for reply in failures() {
        mock.next(reply);
        let Err(error) = client.account().create_key(request()).await else { continue };
        check_hidden(&error);
        check_text(&error.to_string());
        let mut source = error.source();
        while let Some(error) = source {
            check_text(&format!("{error} {error:?}"));
            source = error.source();
        }
        seen.push_str(&format!("{error:?} {error}\n"));
    }
    for part in ["at $.data: expected an object", "$.data.key: ", "bad passphrase", "Decode(", "OutcomeUnknown("] {
        assert!(seen.contains(part), "{part} is not in {seen}");
    }
    check_hidden(&mock.requests());
}

#[test]
fn the_tables_tell_where_secrets_are() {
    assert!(CreateKey::META.secret_answer && CreateKey::META.params.iter().all(|param| param.secret));
    let others = acme::ENDPOINTS.iter().filter(|meta| meta.id != CreateKey::META.id);
    assert!(others.clone().count() > 20);
    for meta in others {
        assert!(!meta.secret_answer && !meta.params.iter().any(|param| param.secret), "{}", meta.id);
    }
}
