//! What is told to whoever watches for drift.

use crate::objects::objects;
use crate::place::{Place, at, path, places, replaced};
use crate::{answers, blamed, same};
use exbind::runtime::drift::{DriftKind, JsonKind};
use exbind::runtime::example::Recoded;
use exbind_codegen::json::Json;

#[test]
fn examples_show_no_drift() {
    for (example, answer) in answers() {
        let Recoded { json, drift } = (example.recode)(&answer.to_string());
        assert!(json.is_ok() && drift.is_empty(), "{}: {json:?}, {drift:?}", example.meta.id);
    }
}

#[test]
fn a_new_field_is_told_and_changes_nothing() {
    let (mut told, mut kept) = (0, 0);
    for (example, answer) in answers() {
        let id = example.meta.id;
        let read = (example.recode)(&answer.to_string()).json.unwrap();
        for place in objects(&answer) {
            let text = with_new_field(&answer, &place);
            let new = format!("{}.newField", path(&answer, &place));
            let Recoded { json, drift } = (example.recode)(&text);
            match (&json, &drift[..]) {
                (Ok(json), [drift])
                    if matches!(drift.kind, DriftKind::UnknownField { found: JsonKind::Object, .. }) =>
                {
                    assert_eq!((json, &drift.path, drift.endpoint), (&read, &new, id), "{text}");
                    told += 1;
                }
                // An entry of a map, a value that the spec leaves open, or one that is read over as a whole.
                (Ok(json), []) => {
                    assert!(*json == read || same(example, &text, json).is_ok(), "{id}: {text}\nbecame {json}");
                    kept += 1;
                }
                (Err(error), [drift]) => assert_eq!(blamed(error), Some(&*drift.path), "{id}: {text}"),
                _ => panic!("{id}: {json:?}, {drift:?}\n{text}"),
            }
        }
    }
    assert!(told > 500 && kept < told / 20, "{told} told, {kept} kept");
}

fn with_new_field(answer: &Json, place: &Place) -> String {
    let Json::Object(members) = at(answer, place) else { unreachable!("places of objects") };
    let new = ("newField".to_owned(), Json::Number(r#"{"some":["thing"]}"#.to_owned()));
    let all = members.iter().map(|(name, value)| (name.clone(), value.clone())).chain([new]);
    replaced(answer, place, &Json::Object(all.collect())).to_string()
}

#[test]
fn a_new_value_of_an_enum_is_told_and_kept() {
    let mut told = 0;
    for (example, answer) in answers() {
        for place in places(&answer).into_iter().filter(|place| matches!(at(&answer, place), Json::Text(_))) {
            let text = replaced(&answer, &place, &Json::Text("a new value".to_owned())).to_string();
            let Recoded { json, drift } = (example.recode)(&text);
            for drift in drift.iter().filter(|drift| matches!(drift.kind, DriftKind::UnknownValue { .. })) {
                let json = json.as_deref().unwrap();
                same(example, &text, json).unwrap_or_else(|difference| panic!("{}: {difference}", drift.endpoint));
                assert_eq!(drift.path, path(&answer, &place));
                let value = if example.meta.secret_answer { "***" } else { "a new value" };
                assert!(drift.to_string().ends_with(&format!(": an unknown value, {value:?}")), "{drift}");
                told += 1;
            }
        }
    }
    assert!(told > 100, "{told} told");
}
