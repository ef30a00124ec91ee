//! Answers: example answers of all endpoints with anything done to their text.

use crate::cases;
use exbind::examples::Example;
use exbind::runtime::example::Recoded;
use proptest::prelude::*;
use proptest::sample::Index;
use serde_json::value::RawValue;

/// A change of a text, at any place.
#[derive(Clone, Debug)]
enum Change {
    Cut(Index, Index),
    Insert(Index, String),
    Copy(Index, Index, Index),
}

fn change() -> impl Strategy<Value = Change> {
    let odd = prop_oneof![
        proptest::sample::select(vec![
            "null",
            "\"\"",
            "[]",
            "{}",
            "[",
            "]",
            "{",
            "}",
            "\"",
            "\\",
            ",",
            ":",
            "0",
            "-",
            ".",
            "e9",
            "true",
            "\\u0000",
            "\\ud800",
            "\u{0}",
            "龙",
            "\"code\":",
            "\"data\":",
            "\"status\":\"ok\",",
            "1234567890123456789012345678901",
        ])
        .prop_map(str::to_owned),
        ".{0,6}",
    ];
    prop_oneof![
        (any::<Index>(), any::<Index>()).prop_map(|(from, to)| Change::Cut(from, to)),
        (any::<Index>(), odd).prop_map(|(at, text)| Change::Insert(at, text)),
        (any::<Index>(), any::<Index>(), any::<Index>()).prop_map(|(from, to, at)| Change::Copy(from, to, at)),
    ]
}

impl Change {
    fn apply(&self, text: &str) -> String {
        let place = |index: &Index| {
            let at = index.index(text.len() + 1);
            (0..=at).rev().find(|at| text.is_char_boundary(*at)).unwrap_or(0)
        };
        // Short pieces do more harm.
        let range = |from: &Index, to: &Index| {
            let from = place(from);
            let end = (from + to.index(20)).min(text.len());
            from..(end..=text.len()).find(|at| text.is_char_boundary(*at)).unwrap_or(from)
        };
        let mut changed = text.to_owned();
        match self {
            Self::Cut(from, to) => changed.replace_range(range(from, to), ""),
            Self::Insert(at, piece) => changed.insert_str(place(at), piece),
            Self::Copy(from, to, at) => changed.insert_str(place(at), &text[range(from, to)]),
        }
        changed
    }
}

fn examples() -> Vec<&'static Example> {
    let all = exbind::examples::all().into_iter().chain(own_specs::examples::all());
    all.filter(|example| example.response.is_some()).collect()
}

proptest! {
    #![proptest_config(cases(6000))]

    #[test]
    fn changed_answers_are_read_or_refused(
        example in proptest::sample::select(examples()),
        changes in proptest::collection::vec(change(), 1..4),
    ) {
        let text = changes.iter().fold(example.response.unwrap().to_owned(), |text, change| change.apply(&text));
        let Recoded { json, drift } = (example.recode)(&text);
        let is_json = serde_json::from_str::<&RawValue>(&text).is_ok();
        if let Ok(json) = &json {
            prop_assert!(is_json, "{text}\nis no JSON and became {json}");
            let read = (example.recode)(&text).json;
            prop_assert_eq!(Some(json), read.as_ref().ok());
        }
        prop_assert!(drift.len() <= 100 && drift.iter().all(|drift| drift.path.starts_with('$')), "{drift:?}");
    }

    #[test]
    fn anything_is_read_or_refused(
        example in proptest::sample::select(examples()),
        text in prop_oneof![".{0,60}", "[\\[\\]{}\",:\\\\0-9a-z.\\-+eEu \n]{0,80}"],
    ) {
        let wrapped = format!(r#"{{"code":"00000","status":"ok","data":{text}}}"#);
        for text in [text, wrapped] {
            let json = (example.recode)(&text).json;
            prop_assert!(json.is_err() || serde_json::from_str::<&RawValue>(&text).is_ok(), "{text}");
        }
    }
}
