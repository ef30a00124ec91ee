//! The exchanges' own examples, both ways and over HTTP. Those of the invented exchanges in `own_specs` come along:
//! they use every construct of the format.

use crate::support::{check_accepted, unlimited};
use exbind::examples::Example;
use exbind::meta::{Access, Exchange, Meta};
use exbind::runtime::RawRequest;
use exbind::{Client, ClientBuilder, bitget, htx};
use exbind_codegen::{Specs, check};
use exbind_testkit::{MockExchange, same_answer_but};
use own_specs::{acme, zenith};
use std::collections::BTreeSet;
use std::path::Path;

fn every_exchange() -> [(&'static Exchange, &'static [&'static Meta]); 4] {
    [
        (&bitget::EXCHANGE, bitget::ENDPOINTS),
        (&htx::EXCHANGE, htx::ENDPOINTS),
        (&acme::EXCHANGE, acme::ENDPOINTS),
        (&zenith::EXCHANGE, zenith::ENDPOINTS),
    ]
}

#[test]
fn every_endpoint_shows_a_request_and_an_answer() {
    let shown = |holds: fn(&Example) -> bool| -> BTreeSet<&str> {
        exbind::examples::all().into_iter().filter(|example| holds(example)).map(|example| example.meta.id).collect()
    };
    let all = || bitget::ENDPOINTS.iter().chain(htx::ENDPOINTS);
    let asking: BTreeSet<&str> = all().filter(|meta| !meta.params.is_empty()).map(|meta| meta.id).collect();
    let missing: Vec<_> = asking.difference(&shown(|example| example.request.is_some())).copied().collect();
    assert!(missing.is_empty(), "{missing:?}");
    let missing: Vec<_> =
        all().map(|meta| meta.id).filter(|id| !shown(|example| example.response.is_some()).contains(id)).collect();
    assert!(missing.is_empty(), "{missing:?}");
}

#[test]
fn example_requests_are_written_to_the_letter() {
    for example in exbind::examples::all() {
        let Some(request) = &example.request else { continue };
        let id = example.meta.id;
        let encoded = request.encoded(example.meta).unwrap_or_else(|fault| panic!("{id}: {fault}"));
        let expected = (request.path, request.query, request.body);
        assert_eq!((&*encoded.path, &*encoded.query, &*encoded.body), expected, "{id}");
    }
}

#[test]
fn example_answers_are_read_to_the_last_member() {
    let spellings = spellings();
    for example in exbind::examples::all() {
        check_read(example, example.response.unwrap(), &spellings);
    }
}

/// Other spellings of enums' values that the specs declare, and what they are read as.
fn spellings() -> BTreeSet<(String, String)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR"));
    let folders = [folder.join("../specs"), folder.join("own_specs/specs")];
    let models: Vec<_> = folders.iter().map(|folder| check(&Specs::read(folder).unwrap()).unwrap()).collect();
    let types = models.iter().flat_map(|model| &model.exchanges).flat_map(|exchange| exchange.types.iter());
    let values = types.flat_map(|(_, def)| def.variants());
    values.flat_map(|value| value.also.iter().map(|other| (other.to_lowercase(), value.wire.clone()))).collect()
}

fn check_read(example: &Example, answer: &str, spellings: &BTreeSet<(String, String)>) {
    let id = example.meta.id;
    let read = (example.recode)(answer).json.unwrap_or_else(|error| panic!("{id}: {error}"));
    let may = |text: &str, other: &str| spellings.contains(&(text.to_lowercase(), other.to_owned()));
    same_answer_but(example.meta, answer, &read, &may).unwrap_or_else(|difference| panic!("{id}: {difference}"));
}

#[tokio::test]
async fn example_requests_are_accepted_and_answered_with_the_example() {
    let examples: Vec<_> = exbind::examples::all().into_iter().chain(own_specs::examples::all()).collect();
    let (spellings, mut sent) = (spellings(), 0);
    for (exchange, endpoints) in every_exchange() {
        let mock = MockExchange::start(exchange, endpoints).await.unwrap();
        mock.add_examples(&own_specs::examples::all());
        let client: Client = unlimited(&mock, ClientBuilder::new(exchange));
        for example in examples.iter().filter(|example| example.meta.exchange.name == exchange.name) {
            if let Some(request) = raw_request(example) {
                let answer = client.raw_call(request).raw().await.unwrap();
                check_answered(&mock, example, str::from_utf8(&answer.body).unwrap(), &examples, &spellings);
                sent += 1;
            }
        }
        check_accepted(&mock);
    }
    assert!(sent >= 200, "only {sent} examples were sent");
}

/// An example as a raw call; the query is encoded anew, to the same text.
fn raw_request(example: &Example) -> Option<RawRequest> {
    let meta = example.meta;
    let (path, query, body) = match &example.request {
        Some(request) => (request.path, request.query, request.body),
        None if meta.params.is_empty() => (meta.path, "", ""),
        None => return None,
    };
    // An empty batch can be written, but the mock takes it for a missing parameter, as exchanges do.
    if body == "[]" {
        return None;
    }
    let mut raw = RawRequest::new(meta.method, path).service(meta.service).effect(meta.effect);
    if meta.access == Access::Public {
        raw = raw.unsigned();
    }
    if !body.is_empty() {
        raw = raw.body_json(body);
    }
    for pair in query.split('&').filter(|pair| !pair.is_empty()) {
        let (name, value) = pair.split_once('=').unwrap();
        raw = raw.pair(&decoded(name), &decoded(value));
    }
    Some(raw)
}

fn decoded(text: &str) -> String {
    let (head, escapes) = text.split_once('%').unwrap_or((text, ""));
    let mut bytes = head.as_bytes().to_vec();
    for part in escapes.split('%').filter(|part| !part.is_empty()) {
        bytes.push(u8::from_str_radix(&part[..2], 16).unwrap());
        bytes.extend_from_slice(&part.as_bytes()[2..]);
    }
    String::from_utf8(bytes).unwrap()
}

/// The mock answers by the first example of an endpoint that has an answer.
fn check_answered(
    mock: &MockExchange,
    example: &Example,
    answer: &str,
    all: &[&'static Example],
    spellings: &BTreeSet<(String, String)>,
) {
    let id = example.meta.id;
    let arrived = mock.requests().pop().unwrap();
    assert_eq!((arrived.endpoint.as_deref(), arrived.refused.as_deref()), (Some(id), None));
    if let Some(request) = &example.request {
        assert_eq!((arrived.path.as_str(), &*arrived.text()), (request.path, request.body), "{id}");
        assert!(request.query.split('&').all(|pair| arrived.query.contains(pair)), "{id}: {}", arrived.query);
    }
    let first = all.iter().find(|known| known.meta.id == id && known.response.is_some());
    let Some(first) = first else { panic!("{id} has no answer to show") };
    check_read(first, answer, spellings);
    let read = |answer: &str| (first.recode)(answer).json.unwrap();
    // What answers the time is answered the time.
    let envelope = example.meta.envelope;
    if envelope.time.is_some() && envelope.time == envelope.data {
        return;
    }
    assert_eq!(read(answer), read(first.response.unwrap()), "{id}");
}
