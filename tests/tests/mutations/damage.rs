//! Ways to damage an answer, and what may come of each.

use crate::place::{at, path, replaced};
use exbind_codegen::json::{Json, Members};

#[derive(Clone, Copy, Debug)]
pub(crate) enum Damage {
    Remove,
    /// Twice the same, as a field or as an item.
    Repeat,
    /// `null` under the same name, in front.
    NullBefore,
    /// `null` under the same name, behind.
    NullAfter,
    /// JSON, and the texts as which it may be read as well.
    Replace(&'static str, &'static [&'static str]),
}

use Damage::{NullAfter, NullBefore, Remove, Repeat, Replace};

const NEW_FIELD: &str = r#"{"a": {"b": [1, null]}}"#;

pub(crate) const DAMAGES: &[Damage] = &[
    Remove,
    Repeat,
    NullBefore,
    NullAfter,
    // Nothing, as exchanges write it.
    Replace("null", &[]),
    Replace("\"\"", &[]),
    Replace("[]", &[]),
    Replace("{}", &[]),
    // Other kinds of JSON.
    Replace("true", &[]),
    Replace("7777", &[]),
    Replace("\"text\"", &[]),
    Replace("[null]", &[]),
    Replace("[[[]]]", &[]),
    Replace(NEW_FIELD, &[]),
    Replace("\"{\"", &[]),
    Replace("\",,\"", &[]),
    Replace(r#""\ud800""#, &[]),
    // Numbers that do not fit, or fit only rounded behind the point.
    Replace("1234567890123456789012345678901234567890", &[]),
    Replace("\"-1234567890123456789012345678901234567890\"", &[]),
    Replace("-1.5e300", &[]),
    Replace("9223372036854775808", &[]),
    Replace("0.1234567890123456789012345678901234567890", &["\"0.1234567890123456789012345679\""]),
    Replace("\"1e-40\"", &["\"0\"", "\"0.0000000000000000000000000000\""]),
    Replace("9007199254740993.1", &[]),
    // Numbers written oddly, and what is no number.
    Replace("-0", &["\"0\""]),
    Replace("\"+1\"", &["\"1\""]),
    Replace("\"007.50\"", &["\"7.50\""]),
    Replace("\"5555,7777\"", &[]),
    Replace("\"1_000\"", &[]),
    Replace("\" 5555\"", &[]),
    Replace("\"NaN\"", &[]),
    Replace("\"0x10\"", &[]),
    Replace("\"\u{ff11}\"", &[]),
];

/// An answer with one value damaged.
pub(crate) struct Damaged {
    pub(crate) text: String,
    /// Where an error may lie.
    pub(crate) path: String,
    /// What may be read instead.
    pub(crate) alternatives: Vec<String>,
    /// What may be read if something is read over, which must be told as drift.
    pub(crate) rest: Option<String>,
}

/// `None` where there is no such damage: a list has no names.
pub(crate) fn damaged(answer: &Json, place: &[usize], damage: Damage) -> Option<Damaged> {
    let (last, parent) = place.split_last()?;
    let with = |new: &str| replaced(answer, place, &Json::Number(new.to_owned())).to_string();
    let around = |new: Json| replaced(answer, parent, &new).to_string();
    let own = path(answer, place);
    let rest = match (at(answer, parent), damage) {
        (_, Replace(NEW_FIELD, _)) => Some(with("{}")),
        // A tuple has no place for the last of its items then.
        (Json::List(items), Repeat) => Some(around(Json::List(twice(items, *last)[..items.len()].to_vec()))),
        _ => None,
    };
    let (path, text, alternatives) = match (at(answer, parent), damage) {
        (_, Replace(new, read_as)) => (own, with(new), read_as.iter().map(|text| with(text)).collect()),
        // What moves the items of a list damages all of them.
        (Json::List(items), Remove) => (path(answer, parent), around(Json::List(without(items, *last))), vec![]),
        (Json::List(items), Repeat) => (path(answer, parent), around(Json::List(twice(items, *last))), vec![]),
        (Json::Object(members), _) => {
            let all: Vec<_> = members.iter().map(|(name, value)| (name.clone(), value.clone())).collect();
            let null = (all[*last].0.clone(), Json::Null);
            let new = match damage {
                Remove => without(&all, *last),
                Repeat => twice(&all, *last),
                NullBefore => inserted(&all, *last, null),
                _ => inserted(&all, *last + 1, null),
            };
            let alternative = if matches!(damage, NullAfter) { with("null") } else { answer.to_string() };
            let alternatives = if matches!(damage, Remove) { vec![] } else { vec![alternative] };
            (own, around(Json::Object(new.into_iter().collect::<Members>())), alternatives)
        }
        _ => return None,
    };
    Some(Damaged { text, path, alternatives, rest })
}

fn without<T: Clone>(items: &[T], index: usize) -> Vec<T> {
    [&items[..index], &items[index + 1..]].concat()
}

fn twice<T: Clone>(items: &[T], index: usize) -> Vec<T> {
    inserted(items, index, items[index].clone())
}

fn inserted<T: Clone>(items: &[T], index: usize, new: T) -> Vec<T> {
    [&items[..index], &[new], &items[index..]].concat()
}
