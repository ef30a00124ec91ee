//! One value of an answer damaged.

use crate::damage::{DAMAGES, Damage, Damaged, damaged};
use crate::place::{Place, at, path, places};
use crate::{answers, blamed, leads, same};
use exbind::examples::Example;
use exbind::meta::Envelope;
use exbind::runtime::drift::{Drift, DriftKind};
use exbind::runtime::example::Recoded;
use exbind_codegen::json::Json;

#[test]
fn damaged_answers_are_read_or_fail_where_they_are_damaged() {
    // Half of the answers on each of two threads.
    let half = |first| move || answers().skip(first).step_by(2).map(check_all).collect::<Vec<_>>();
    let counts = std::thread::scope(|scope| {
        let other = scope.spawn(half(1));
        [half(0)(), other.join().unwrap()].concat()
    });
    let (read, failed) =
        (counts.iter().map(|(read, _)| read).sum::<u32>(), counts.iter().map(|(_, failed)| failed).sum::<u32>());
    // Damage that never or always fails would say nothing.
    assert!(read > 10_000 && failed > 10_000, "{read} read, {failed} failed");
}

/// An answer with every damage; how many of these are read and how many fail.
fn check_all((example, answer): (&Example, Json)) -> (u32, u32) {
    let (mut read, mut failed) = (0, 0);
    // Whatever acknowledges a call is read over.
    let acknowledges = (example.recode)(&answer.to_string()).json.unwrap() == "null";
    for (place, damage) in all(telling_places(&answer)) {
        let Some(damaged) = damaged(&answer, &place, damage) else { continue };
        let Recoded { json, drift } = (example.recode)(&damaged.text);
        let fails = |kind: &DriftKind| matches!(kind, DriftKind::Missing | DriftKind::Retyped { .. });
        let told: Vec<_> = drift.iter().filter(|drift| fails(&drift.kind)).map(|drift| &*drift.path).collect();
        match json {
            Ok(json) => {
                read += 1;
                if !(acknowledges && json == "null") {
                    check_read(example, &damaged, damage, &json, &drift);
                }
                assert!(told.is_empty(), "{damage:?} is told to fail: {drift:?}\n{}", damaged.text);
            }
            Err(error) => {
                failed += 1;
                check_blame(example, &damaged, damage, &error, &told);
            }
        }
    }
    (read, failed)
}

/// All places, but for those in the third and later items of a list, which are like the first two, and those inside the
/// one value that a spec leaves open, which is kept as it arrived.
fn telling_places(answer: &Json) -> Vec<Place> {
    let is_alike = |place: &Place| {
        let mut steps = place.iter().enumerate().take(place.len() - 1);
        steps.any(|(depth, index)| *index > 1 && matches!(at(answer, &place[..depth]), Json::List(_)))
    };
    let is_open = |place: &Place| path(answer, place).starts_with("$.data.extra.");
    places(answer).into_iter().filter(|place| !is_alike(place) && !is_open(place)).collect()
}

fn all(places: Vec<Place>) -> impl Iterator<Item = (Place, Damage)> {
    places.into_iter().flat_map(|place| DAMAGES.iter().map(move |damage| (place.clone(), *damage)))
}

/// What is read is what was sent, to the last digit.
fn check_read(example: &Example, damaged: &Damaged, damage: Damage, read: &str, drift: &[Drift]) {
    let Damaged { text, path, alternatives, rest } = damaged;
    // A name that stands twice is compared by what may be read of it.
    let doubled = matches!(damage, Damage::Repeat | Damage::NullBefore | Damage::NullAfter) && !alternatives.is_empty();
    let told = drift.iter().any(|drift| matches!(drift.kind, DriftKind::UnknownField { .. }));
    let mut texts = alternatives.iter().chain(Some(text).filter(|_| !doubled)).chain(rest.as_ref().filter(|_| told));
    // Half of a character is no text, and kept where a spec leaves a value open.
    let whole = |text: &str| text.replace("\\ud800", "x");
    let id = example.meta.id;
    assert!(
        texts.any(|text| same(example, &whole(text), &whole(read)).is_ok()),
        "{id}: {damage:?} of {path}: {text}\nbecame {read}"
    );
}

/// An error lies where the damage is, and is told to whoever watches for drift.
fn check_blame(example: &Example, damaged: &Damaged, damage: Damage, error: &str, told: &[&str]) {
    let Damaged { text, path, .. } = damaged;
    let id = example.meta.id;
    if is_of_envelope(example.meta.envelope, path) {
        // Without a verdict nothing is told.
        let unclear = blamed(error).is_none_or(|blamed| blamed == "$" || leads(path, blamed));
        return assert!(unclear, "{id}: {damage:?} of {path}: {error}\n{text}");
    }
    let blamed = blamed(error).unwrap_or_else(|| panic!("{id}: {damage:?} of {path}: {error}\n{text}"));
    assert!(leads(path, blamed), "{id}: {damage:?} of {path} is blamed on {blamed}: {error}\n{text}");
    assert!(told.contains(&blamed), "{id}: {damage:?} of {path}: {error}, but told is {told:?}\n{text}");
}

fn is_of_envelope(envelope: &Envelope, path: &str) -> bool {
    let success = envelope.success.map(|(name, _)| name);
    let mut names = [envelope.code, envelope.message, envelope.other].concat();
    names.extend(success.into_iter().chain(envelope.time));
    // Where nothing else tells success, the field of the answer does.
    let is_data = |name: &str| envelope.data == Some(name) && envelope.success.is_some();
    names.extend(envelope.data);
    path.strip_prefix("$.").is_some_and(|name| names.contains(&name) && !is_data(name))
}

#[test]
fn answers_that_end_too_early_or_too_late_fail() {
    for (example, answer) in answers() {
        let (id, text) = (example.meta.id, answer.to_string());
        for cut in (0..text.len()).filter(|cut| text.is_char_boundary(*cut)) {
            assert!((example.recode)(&text[..cut]).json.is_err(), "{id}: {}", &text[..cut]);
        }
        for more in [" {}", ",", "]", "}", "\"", "\u{feff}"] {
            assert!((example.recode)(&format!("{text}{more}")).json.is_err(), "{id}: {text}{more}");
        }
    }
}
