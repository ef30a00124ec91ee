//! What each change does to a file.

use super::doc::Doc;
use super::find::{self, index_of};
use super::fragment::{Fragment, quoted_like};
use super::{Added, ODD};
use crate::drift::{Change, ListAt};
use crate::facts::Fact;
use crate::import::FieldText;
use crate::model::VariantName;
use crate::spec::node::Value;

/// How far from the left the lists of an endpoint stand.
const LIST_COLUMN: usize = 2;

/// Writes a fact as a parameter or field.
pub(super) type Write<'w> = &'w mut dyn FnMut(&Fact) -> FieldText;

/// Adds a parameter or field. `before` are those that were added to the same list already.
pub(super) fn add(
    doc: &mut Doc,
    list: Option<Vec<usize>>,
    after: Option<&str>,
    fact: &Fact,
    before: &[&Added],
    write: Write<'_>,
) -> Result<(), String> {
    let names = match &list {
        Some(list) => names(doc, list)?,
        None => Vec::new(),
    };
    if names.contains(&fact.name) {
        let known = before.iter().any(|added| added.name == fact.name);
        return if known { Ok(()) } else { Err(format!("`{}` stands there already", fact.name)) };
    }
    let index = match after {
        Some(after) => place_behind(after, &names)? + 1,
        None => 0,
    };
    // Those that were added behind the same neighbour came before this one.
    let same = |name: &&String| before.iter().any(|added| added.name == **name && added.after.as_deref() == after);
    let index = index + names.iter().skip(index).take_while(same).count();
    let text = write(fact);
    insert_field(doc, list, index, &fact.name, &text)?;
    text.types.iter().try_for_each(|(name, body)| add_type(doc, name, body))
}

fn place_behind(after: &str, names: &[String]) -> Result<usize, String> {
    let place = names.iter().position(|name| name == after);
    place.ok_or_else(|| format!("it belongs behind `{after}`, which does not stand there"))
}

/// The names of a list's parameters or fields.
fn names(doc: &Doc, list: &[usize]) -> Result<Vec<String>, String> {
    match &doc.node(list)?.value {
        Value::List(items) => {
            Ok(items.iter().map(|item| find::text(item, "name").unwrap_or_default().to_owned()).collect())
        }
        Value::Null => Ok(Vec::new()),
        _ => Err(ODD.to_owned()),
    }
}

fn insert_field(
    doc: &mut Doc,
    list: Option<Vec<usize>>,
    index: usize,
    name: &str,
    text: &FieldText,
) -> Result<(), String> {
    let Some(list) = list else {
        let field = Fragment::field(name, &text.keys, LIST_COLUMN);
        let place = find::endpoint_place(doc, "request")?;
        return doc.insert_entry(&[], place, ("request", &Fragment::Lines(field.behind_dash(0))), true);
    };
    let empty = matches!(&doc.node(&list)?.value, Value::List(items) if items.is_empty());
    if empty || matches!(doc.node(&list)?.value, Value::Null) {
        let (index, map) = list.split_last().ok_or(ODD)?;
        let field = Fragment::field(name, &text.keys, LIST_COLUMN);
        return doc.set_value(map, *index, &Fragment::Lines(field.behind_dash(0)));
    }
    let members = doc.members(&list)?;
    let field = match members.brackets {
        true => Fragment::Line(Fragment::field_line(name, &text.keys)),
        false => Fragment::field(name, &text.keys, members.column()),
    };
    doc.insert_item(&list, index, &field)
}

/// The list that a change names; `None` for the parameters of an endpoint that has none.
pub(super) fn list(doc: &Doc, at: &ListAt, place: Option<usize>) -> Result<Option<Vec<usize>>, String> {
    match at {
        ListAt::Request(_) => Ok(index_of(doc, &[], "request").map(|index| vec![index])),
        ListAt::Type(_) => find::fields_of(doc, type_path(doc, place)?).map(Some),
    }
}

fn type_path(doc: &Doc, place: Option<usize>) -> Result<Vec<usize>, String> {
    let (path, index) = find::type_at(doc, place.ok_or("the type is gone")?)?;
    Ok(path.into_iter().chain([index]).collect())
}

/// Removes a parameter or field; with the last parameter, the key of them.
pub(super) fn remove(doc: &mut Doc, place: usize) -> Result<(), String> {
    let (list, index) = find::field(doc, place)?;
    let request = index_of(doc, &[], "request");
    match (names(doc, &list)?.len(), list.as_slice()) {
        (1, [key]) if Some(*key) == request => doc.remove(&[], *key),
        (1, _) => Err("nothing would be left of its type".to_owned()),
        _ => doc.remove(&list, index),
    }
}

/// Gives a parameter or field another type, and takes away what does not go with it.
pub(super) fn retype(doc: &mut Doc, place: usize, text: &FieldText) -> Result<(), String> {
    let field = field_path(doc, place)?;
    let written = |key: &str| text.keys.iter().find(|(known, _)| *known == key).map(|(_, value)| value.as_str());
    let ty = written("type").ok_or("its new type is not known")?;
    set_key(doc, &field, "type", Some(ty))?;
    set_key(doc, &field, "as", written("as"))?;
    for key in ["default", "min", "max", "max_items"] {
        let known = find::text(doc.node(&field)?, key).map(str::to_owned);
        match known {
            Some(known) if !fits(key, &known, ty) => set_key(doc, &field, key, written(key))?,
            _ => {}
        }
    }
    text.types.iter().try_for_each(|(name, body)| add_type(doc, name, body))
}

/// Whether a default or bound goes with a type.
fn fits(key: &str, value: &str, ty: &str) -> bool {
    let integer = value.parse::<i64>().is_ok();
    let number = value.parse::<f64>().is_ok();
    match (key, ty) {
        ("max_items", ty) => ["list<", "map<", "csv<"].iter().any(|wrapper| ty.starts_with(wrapper)),
        (_, "decimal") => number,
        (_, "integer") | ("default", "timestamp") => integer,
        ("default", "boolean") => matches!(value, "true" | "false"),
        ("default", ty) => ty == "string",
        _ => false,
    }
}

/// Sets a key of a parameter or field, or takes it away.
pub(super) fn set(doc: &mut Doc, place: usize, key: &'static str, value: Option<&str>) -> Result<(), String> {
    let (list, index) = find::field(doc, place)?;
    let names = names(doc, &list)?;
    let other = names.iter().enumerate().any(|(other, name)| other != index && Some(name.as_str()) == value);
    match (key, value) {
        ("name" | "type", None) => return Err(format!("a parameter or field without `{key}` is none")),
        ("name", Some(name)) if other => return Err(format!("`{name}` stands there already")),
        _ => {}
    }
    let field: Vec<usize> = list.into_iter().chain([index]).collect();
    if (key, value) == ("required", Some("true")) {
        set_key(doc, &field, "default", None)?;
    }
    set_key(doc, &field, key, value)
}

fn field_path(doc: &Doc, place: usize) -> Result<Vec<usize>, String> {
    let (list, index) = find::field(doc, place)?;
    Ok(list.into_iter().chain([index]).collect())
}

fn set_key(doc: &mut Doc, field: &[usize], key: &'static str, value: Option<&str>) -> Result<(), String> {
    match (index_of(doc, field, key), value) {
        (Some(index), Some(value)) => doc.set_value(field, index, &Fragment::scalar(value)),
        (Some(index), None) => doc.remove(field, index),
        (None, Some(value)) => {
            let place = find::field_place(doc, field, key)?;
            doc.insert_entry(field, place, (key, &Fragment::scalar(value)), false)
        }
        (None, None) => Ok(()),
    }
}

/// Adds a value to an enum; what it means is for people to write.
pub(super) fn add_value(doc: &mut Doc, place: usize, value: &str) -> Result<(), String> {
    let values = find::values_of(doc, type_path(doc, Some(place))?)?;
    if index_of(doc, &values, value).is_some() {
        return Ok(());
    }
    let entries = doc.entries(&values)?;
    let last = entries.last().map_or("", |(key, _)| &doc.text[key.place.start..key.place.end]);
    let key = quoted_like(last, value);
    let digits = value.bytes().all(|byte| byte.is_ascii_digit());
    let meaning = match VariantName::from_wire(value) {
        None if digits => format!("{{ rust: Code{value} }}"),
        _ => String::new(),
    };
    doc.insert_entry(&values, entries.len(), (&key, &Fragment::Line(meaning)), false)
}

/// Sets a key of an endpoint to a value that is given as YAML.
pub(super) fn set_top(doc: &mut Doc, key: &'static str, value: &str) -> Result<(), String> {
    let value = Fragment::yaml(value);
    match index_of(doc, &[], key) {
        Some(index) => doc.set_value(&[], index, &value),
        None => doc.insert_entry(&[], find::endpoint_place(doc, key)?, (key, &value), false),
    }
}

/// Adds a type behind all others of its file.
fn add_type(doc: &mut Doc, name: &str, body: &str) -> Result<(), String> {
    let body = Fragment::Lines(body.trim_end().to_owned());
    if is_shared(doc) {
        return new_type(doc, &[], name, &body);
    }
    match index_of(doc, &[], "types") {
        Some(types) => new_type(doc, &[types], name, &body),
        None => {
            let types = Fragment::Lines(format!("{name}:{}", body.behind_key(0)));
            let place = find::endpoint_place(doc, "types")?;
            doc.insert_entry(&[], place, ("types", &types), true)
        }
    }
}

fn new_type(doc: &mut Doc, types: &[usize], name: &str, body: &Fragment) -> Result<(), String> {
    if index_of(doc, types, name).is_some() {
        return Err(format!("there is another type `{name}` already"));
    }
    let apart = is_shared(doc) || doc.members(types)?.apart();
    let count = doc.entries(types)?.len();
    doc.insert_entry(types, count, (name, body), apart)
}

/// Whether a file holds types alone.
pub(super) fn is_shared(doc: &Doc) -> bool {
    doc.file.rsplit('/').next() == Some("types.yaml")
}

/// What a change is about: its file, and where it was when the specs were read.
pub(super) fn place(change: &Change) -> (&std::sync::Arc<str>, Option<usize>) {
    match change {
        Change::Add { list: ListAt::Request(place), .. } | Change::SetTop(place, ..) => (&place.file, None),
        Change::Add { list: ListAt::Type(place), .. }
        | Change::Remove(place)
        | Change::Retype(place, _)
        | Change::Set(place, ..)
        | Change::AddValue(place, _) => (&place.file, Some(place.start)),
    }
}
