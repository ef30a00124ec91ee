//! Forms on the wire: whether the page's example writes in quotes what ours has bare, or the other way.
//!
//! Answers are read in either form, so nothing breaks; but such a change is the first sign of a new one behind it.

use super::endpoint::{Difference, Found};
use super::finding::{Kind, Severity};
use crate::json::Json;
use std::collections::BTreeMap;

pub(super) fn compare(found: &mut Found<'_>) {
    let Some(page) = &found.page.response_example else { return };
    let mut ours = BTreeMap::new();
    for example in &found.endpoint.examples {
        if let Some(Ok(json)) = example.response.as_deref().map(Json::parse) {
            forms(&json, "", &mut ours);
        }
    }
    let mut theirs = BTreeMap::new();
    forms(page, "", &mut theirs);
    for (at, form) in theirs {
        let Some(known) = ours.get(&at) else { continue };
        if form.is_empty() || known.is_empty() || form.iter().any(|form| known.contains(form)) {
            continue;
        }
        found.add(Difference {
            kind: Kind::FieldRetyped,
            at: format!("{at} on the wire"),
            line: 0,
            page_says: form.join(" or "),
            spec_says: known.join(" or "),
            severity: Severity::Look,
            change: None,
        });
    }
}

/// The forms of all single values, by path.
fn forms(json: &Json, at: &str, all: &mut BTreeMap<String, Vec<&'static str>>) {
    let form = match json {
        Json::List(items) => return items.iter().for_each(|item| forms(item, at, all)),
        Json::Object(members) => {
            for (name, value) in members.iter() {
                forms(value, &if at.is_empty() { name.clone() } else { format!("{at}.{name}") }, all);
            }
            return;
        }
        nothing if nothing.is_nothing() => return,
        scalar => scalar.kind(),
    };
    let known = all.entry(at.to_owned()).or_default();
    if !known.contains(&form) {
        known.push(form);
    }
}
