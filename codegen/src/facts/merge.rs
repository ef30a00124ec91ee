//! Rows and examples → facts.

use super::{Difference, Fact, Shape, tells};
use crate::json::{Json, Members};
use crate::page::{Row, Word};

/// The members of an object, from its rows and from all examples of it.
pub(super) fn members(rows: &[Row], examples: &[&Json], at: &str, found: &mut Vec<Difference>) -> Vec<Fact> {
    let objects: Vec<&Members> = examples.iter().filter_map(|json| object(json)).collect();
    let shown = names(&objects);
    let mut facts: Vec<Fact> = Vec::new();
    let mut taken: Vec<&str> = Vec::new();
    for row in rows.iter().filter(|row| !row.name.is_empty()) {
        let name = shown.iter().find(|name| ***name == row.name).or_else(|| respelt(row, rows, &shown)).copied();
        if facts.iter().any(|fact| Some(fact.name.as_str()) == name || fact.name == row.name) {
            continue;
        }
        if let Some(name) = name.filter(|name| *name != row.name) {
            note(row, at, format!("the table calls it `{}`, the example `{name}`", row.name), found);
        }
        taken.extend(name);
        // No name on the wire holds a blank.
        let name = name.map_or_else(|| row.name.replace(' ', "_"), str::to_owned);
        let name = name.as_str();
        facts.push(fact(name, Some(row), &values(&objects, name), at, found));
    }
    for (index, name) in shown.iter().enumerate().filter(|(_, name)| !taken.contains(name)) {
        let new = fact(name, None, &values(&objects, name), at, found);
        let after = shown[..index].iter().rev().find_map(|before| facts.iter().position(|fact| fact.name == **before));
        let place = after.map_or(if rows.is_empty() { facts.len() } else { 0 }, |place| place + 1);
        // A table that begins inside the answer says nothing of what stands around it.
        if rows.len() > usize::from(at == "response") {
            let text = "stands in the example, but not in the table".to_owned();
            found.push(Difference { line: 0, at: format!("{at}.{name}"), text });
        }
        facts.insert(place.min(facts.len()), new);
    }
    facts
}

fn object(json: &Json) -> Option<&Members> {
    match json {
        Json::Object(members) => Some(members),
        _ => None,
    }
}

/// The names of all objects, in the order of the first that has them.
fn names<'j>(objects: &[&'j Members]) -> Vec<&'j str> {
    let mut names: Vec<&str> = Vec::new();
    for name in objects.iter().flat_map(|members| members.keys()) {
        if !names.contains(&name.as_str()) {
            names.push(name);
        }
    }
    names
}

/// The name in the example that a row means when it spells it otherwise: `ctime` for `cTime`, `leverRate` for
/// `lever_rate`. Another row's own name is never taken.
fn respelt<'n, 'j>(row: &Row, rows: &[Row], shown: &'n [&'j str]) -> Option<&'n &'j str> {
    let plain = |name: &str| name.replace(['_', '-', ' '], "").to_ascii_lowercase();
    let free = |name: &str| rows.iter().all(|row| row.name != name);
    shown.iter().find(|name| free(name) && plain(name) == plain(&row.name))
}

fn values<'j>(objects: &[&'j Members], name: &str) -> Vec<&'j Json> {
    objects.iter().filter_map(|members| members.get(name)).collect()
}

fn fact(name: &str, row: Option<&Row>, values: &[&Json], at: &str, found: &mut Vec<Difference>) -> Fact {
    let at = format!("{at}.{name}");
    let shape = match shape(row, values, &at, found) {
        // Where nothing was found, the answer itself may be an empty list in place of an object; a field may not.
        Shape::Unknown if at != "response.data" && values.iter().any(|json| matches!(json, Json::List(_))) => {
            list(row, &[], &at, found)
        }
        Shape::Unknown => row.map_or(Shape::Unknown, |row| told(row, &at, found)),
        shown => {
            compare_word(row, &shown, &at, found);
            shown
        }
    };
    Fact {
        name: name.to_owned(),
        row: row.cloned(),
        samples: values.iter().map(|json| (*json).clone()).collect(),
        shape,
    }
}

/// What the example shows, the rows below telling of its members.
fn shape(row: Option<&Row>, values: &[&Json], at: &str, found: &mut Vec<Difference>) -> Shape {
    let rows = row.map(|row| row.rows.as_slice()).unwrap_or_default();
    let telling: Vec<&Json> = values.iter().copied().filter(|json| tells(json)).collect();
    let embedded: Vec<Json> = telling.iter().filter_map(|json| inner(json)).collect();
    if !telling.is_empty() && embedded.len() == telling.len() {
        return shape(row, &embedded.iter().collect::<Vec<_>>(), at, found);
    }
    match telling.first() {
        None => Shape::Unknown,
        Some(Json::Object(_)) => Shape::Object(members(rows, &telling, at, found)),
        Some(Json::List(_)) => list(row, &telling, at, found),
        Some(_) => Shape::Scalar,
    }
}

fn list(row: Option<&Row>, lists: &[&Json], at: &str, found: &mut Vec<Difference>) -> Shape {
    let items: Vec<&Json> =
        lists.iter().flat_map(|json| if let Json::List(items) = json { items.as_slice() } else { &[] }).collect();
    let places = row.map(|row| row.rows.as_slice()).unwrap_or_default();
    match items.iter().find(|item| !item.is_nothing()) {
        Some(Json::Object(_)) => Shape::List(Box::new(Shape::Object(members(places, &items, at, found)))),
        Some(Json::List(_)) => Shape::List(Box::new(list(row, &items, at, found))),
        Some(_) if !places.is_empty() || mixed(&items) => Shape::Tuple(tuple(places, longest(lists))),
        Some(_) => Shape::List(Box::new(Shape::Scalar)),
        None if places.is_empty() => Shape::List(Box::new(Shape::Unknown)),
        None => Shape::List(Box::new(Shape::Object(members(places, &[], at, found)))),
    }
}

/// A list that holds texts beside numbers is no list of one thing.
fn mixed(items: &[&Json]) -> bool {
    let text = items.iter().any(|item| matches!(item, Json::Text(_)));
    text && items.iter().any(|item| matches!(item, Json::Number(_)))
}

fn longest(lists: &[&Json]) -> usize {
    let length = |json: &&Json| if let Json::List(items) = json { items.len() } else { 0 };
    lists.iter().map(length).max().unwrap_or_default()
}

fn tuple(rows: &[Row], length: usize) -> Vec<Fact> {
    let place = |name: String, row: Option<Row>| Fact { name, row, samples: Vec::new(), shape: Shape::Scalar };
    let named = |number: usize, row: &Row| match row.name.starts_with('[') {
        true => format!("place{number}"),
        false => row.name.clone(),
    };
    let told = rows.iter().enumerate().map(|(number, row)| place(named(number, row), Some(row.clone())));
    let shown = (rows.len()..length).map(|number| place(format!("place{number}"), None));
    told.chain(shown).collect()
}

/// JSON inside a text.
fn inner(json: &Json) -> Option<Json> {
    match json {
        Json::Text(text) if text.trim_start().starts_with(['{', '[']) => {
            Json::parse(text).ok().filter(|inner| inner.is_nested() && !inner.is_nothing())
        }
        _ => None,
    }
}

/// What the table alone tells.
fn told(row: &Row, at: &str, found: &mut Vec<Difference>) -> Shape {
    let below = |found: &mut Vec<Difference>| Shape::Object(members(&row.rows, &[], at, found));
    match (row.word, row.rows.is_empty()) {
        (Word::List | Word::ObjectList, true) => Shape::List(Box::new(Shape::Unknown)),
        (Word::ScalarList, _) => Shape::List(Box::new(Shape::Scalar)),
        (Word::List | Word::ObjectList, false) => Shape::List(Box::new(below(found))),
        (_, false) => below(found),
        (Word::Object, true) => Shape::Object(Vec::new()),
        (Word::Unknown, true) => Shape::Unknown,
        (Word::Text | Word::Integer | Word::Decimal | Word::Boolean, true) => Shape::Scalar,
    }
}

fn compare_word(row: Option<&Row>, shape: &Shape, at: &str, found: &mut Vec<Difference>) {
    let Some(row) = row else { return };
    let shown = match shape {
        Shape::Unknown => return,
        Shape::Scalar => "a single value",
        Shape::Object(_) => "an object",
        Shape::List(_) | Shape::Tuple(_) => "a list",
    };
    let told = match row.word {
        Word::Unknown => return,
        Word::Text | Word::Integer | Word::Decimal | Word::Boolean => "a single value",
        Word::Object => "an object",
        Word::List | Word::ScalarList | Word::ObjectList => "a list",
    };
    if shown != told {
        let text = format!("the table says `{}`, the example shows {shown}", row.written);
        found.push(Difference { line: row.line, at: at.to_owned(), text });
    }
}

fn note(row: &Row, at: &str, text: String, found: &mut Vec<Difference>) {
    found.push(Difference { line: row.line, at: format!("{at}.{}", row.name), text });
}
