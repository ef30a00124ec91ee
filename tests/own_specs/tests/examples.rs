//! Every example of the specs, both ways: request → exact text, and answer → every member accounted for.

use exbind_testkit::same_answer;
use own_specs::{acme, examples, zenith};
use std::collections::BTreeSet;

#[test]
fn every_endpoint_has_an_example() {
    let shown: BTreeSet<&str> = examples::all().iter().map(|example| example.meta.id).collect();
    let all: BTreeSet<&str> = acme::ENDPOINTS.iter().chain(zenith::ENDPOINTS).map(|meta| meta.id).collect();
    assert_eq!(shown, all);
}

#[test]
fn example_requests_encode_to_what_the_schema_gives() {
    for example in examples::all() {
        let Some(request) = &example.request else { continue };
        let id = example.meta.id;
        let encoded = request.encoded(example.meta).unwrap_or_else(|fault| panic!("{id}: {fault}"));
        assert_eq!(encoded.path, request.path, "{id}");
        assert_eq!(encoded.query, request.query, "{id}");
        assert_eq!(encoded.body, request.body, "{id}");
    }
}

#[test]
fn example_answers_are_understood_to_the_last_member() {
    for example in examples::all() {
        let Some(response) = example.response else { continue };
        let id = example.meta.id;
        let read = (example.recode)(response).json.unwrap_or_else(|error| panic!("{id}: {error}"));
        // Other spellings of a value, which is written by its first.
        let response = response.replace("iphone", "IOS").replace("iPhone", "IOS");
        same_answer(example.meta, &response, &read).unwrap_or_else(|difference| panic!("{id}: {difference}"));
    }
}
