//! Example answers of all endpoints, each damaged in every place and in every way: they are read, or fail with the
//! path of the damage; what is read holds the numbers that were sent, and whoever watches for drift is told.

#![allow(clippy::unwrap_used)] // helpers of tests, which clippy does not take for tests

mod damage;
mod drift;
mod objects;
mod place;
mod values;

use exbind::examples::Example;
use exbind_codegen::json::Json;
use exbind_testkit::same_answer;
use place::{places, replaced};

/// Every example answer, those of the invented exchanges in `own_specs` too: they use every construct of the format.
fn answers() -> impl Iterator<Item = (&'static Example, Json)> {
    let examples = exbind::examples::all().into_iter().chain(own_specs::examples::all());
    examples.filter_map(|example| Some((example, usual(example, Json::parse(example.response?).unwrap()))))
}

/// An answer as it is written again: every value of an enum in its usual spelling, every number with the 28 digits
/// that there is room for.
fn usual(example: &Example, answer: Json) -> Json {
    let read = (example.recode)(&answer.to_string()).json.unwrap();
    let Err(difference) = same(example, &answer.to_string(), &read) else { return answer };
    let (path, change) = difference.split_once(": ").unwrap();
    let words: Vec<_> = change.split(" became ").map(|word| Json::parse(word).unwrap()).collect();
    let is_long = words[0].is_decimal() && words[0].text().is_some_and(|text| text.len() > 30);
    assert!(is_long || !words[1].is_decimal(), "{}: {difference}", example.meta.id);
    let place = places(&answer).into_iter().find(|place| place::path(&answer, place) == path).unwrap();
    usual(example, replaced(&answer, &place, &words[1]))
}

/// Whether what was read of an answer is what it holds.
fn same(example: &Example, sent: &str, read: &str) -> Result<(), String> {
    same_answer(example.meta, sent, read)
}

/// The path that an error names. None is named where the envelope says that the exchange refused.
fn blamed(error: &str) -> Option<&str> {
    error.strip_prefix("at ").and_then(|rest| rest.split_once(": ")).map(|(path, _)| path)
}

/// Whether one path leads to another, or is the same.
fn leads(from: &str, to: &str) -> bool {
    to.strip_prefix(from).is_some_and(|rest| rest.is_empty() || rest.starts_with(['.', '[']))
}
