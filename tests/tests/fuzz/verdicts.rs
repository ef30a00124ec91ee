//! Envelopes: no verdict is made up, whatever stands in them and in whatever order.

use crate::cases;
use exbind::meta::Envelope;
use exbind::runtime::envelope::{Head, Verdict};
use exbind::{bitget, htx};
use proptest::prelude::*;

const NAMES: &[&str] =
    &["code", "status", "success", "msg", "err_code", "err_msg", "data", "tick", "ts", "requestTime", "x"];

const VALUES: &[&str] = &[
    "null",
    "true",
    "false",
    "0",
    "200",
    "\"200\"",
    "\"00000\"",
    "\"00000 \"",
    "\"0000\"",
    "\"40001\"",
    "\"ok\"",
    "\"OK\"",
    "\"error\"",
    "\"\"",
    "[]",
    "{}",
    "[\"ok\"]",
    "{\"status\":\"ok\"}",
    "\"\\u006fk\"",
    "1695801601016",
];

fn member() -> impl Strategy<Value = (String, String)> {
    (proptest::sample::select(NAMES), proptest::sample::select(VALUES))
        .prop_map(|(name, value)| (name.to_owned(), value.to_owned()))
}

/// A second opinion, for well-formed bodies.
fn expected(envelope: &Envelope, members: &[(String, String)]) -> Option<bool> {
    let (field, accepted) = envelope.success.unwrap();
    let told = members.iter().filter(|(name, value)| name == field && value != "null").map(|(_, value)| {
        let text = serde_json::from_str::<String>(value).unwrap_or_else(|_| value.clone());
        accepted.contains(&&*text)
    });
    let told: Vec<bool> = told.collect();
    let first = *told.first()?;
    told.iter().all(|said| *said == first).then_some(first)
}

proptest! {
    #![proptest_config(cases(4000))]

    #[test]
    fn a_verdict_is_what_its_field_says(members in proptest::collection::vec(member(), 0..7)) {
        let body: Vec<_> = members.iter().map(|(name, value)| format!("\"{name}\" : {value}")).collect();
        let body = format!("{{ {} }}", body.join(" ,"));
        let endpoints = bitget::ENDPOINTS.iter().chain(htx::ENDPOINTS).map(|meta| meta.envelope);
        for envelope in endpoints.filter(|envelope| envelope.success.is_some()) {
            let verdict = Head::read(envelope, &body).map_or(Verdict::None, |head| head.verdict(envelope));
            let decided = match expected(envelope, &members) {
                Some(true) => verdict == Verdict::Accepted,
                Some(false) => verdict == Verdict::Refused,
                None => verdict != Verdict::Accepted,
            };
            prop_assert!(decided, "{verdict:?} of {body} for {envelope:?}");
        }
    }

    #[test]
    fn half_a_body_has_no_verdict(members in proptest::collection::vec(member(), 1..5), cut in any::<proptest::sample::Index>()) {
        let body: Vec<_> = members.iter().map(|(name, value)| format!("\"{name}\":{value}")).collect();
        let body = format!("{{{}}}", body.join(","));
        let body = &body[..cut.index(body.len())];
        for meta in bitget::ENDPOINTS.iter().chain(htx::ENDPOINTS) {
            prop_assert_eq!(Head::read(meta.envelope, body), None, "{}", body);
        }
    }
}
