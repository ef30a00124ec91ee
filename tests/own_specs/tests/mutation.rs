//! Example answers, each damaged in every place and in every way: they decode, or fail with the place's path. No
//! damage makes decoding panic, and none is blamed on another place.

mod support;

use own_specs::examples;
use support::Node;

/// A way to damage a value.
#[derive(Clone, Copy, Debug)]
enum Damage {
    Remove,
    Duplicate,
    Replace(&'static str),
}

const DAMAGES: &[Damage] = &[
    Damage::Remove,
    Damage::Duplicate,
    Damage::Replace("null"),
    Damage::Replace("\"\""),
    Damage::Replace("[]"),
    Damage::Replace("{}"),
    Damage::Replace("true"),
    Damage::Replace("7"),
    Damage::Replace("-1.5e300"),
    Damage::Replace("123456789012345678901234567890123456789012345678901234567890"),
    Damage::Replace("\"text\""),
    Damage::Replace("\"{\""),
    Damage::Replace("\",,\""),
    Damage::Replace("[null]"),
    Damage::Replace("[[[]]]"),
    Damage::Replace(r#"{"a": {"b": [1, null]}}"#),
    Damage::Replace(r#""\ud800""#),
];

#[test]
fn damaged_answers_decode_or_fail_where_they_are_damaged() {
    let mut failed = 0;
    let mut decoded = 0;
    for example in examples::all() {
        let Some(response) = example.response else { continue };
        let whole = Node::parse(response);
        let mut places = Vec::new();
        collect(&whole, &mut Vec::new(), &mut places);
        for (place, damage) in places.iter().flat_map(|place| DAMAGES.iter().map(move |damage| (place, *damage))) {
            let damaged = damage_at(&whole, place, damage).print();
            match (example.recode)(&damaged) {
                Ok(_) => decoded += 1,
                Err(error) => {
                    failed += 1;
                    check_blame(&error, &blamable(&whole, place, damage), &damaged, damage);
                }
            }
        }
    }
    // Damage that never or always fails would say nothing.
    assert!(decoded > 1000 && failed > 1000, "{decoded} decoded, {failed} failed");
}

/// The path of an error is that of the damage, or one that contains it, or is contained in it.
fn check_blame(error: &str, damaged: &str, body: &str, damage: Damage) {
    if error.starts_with("the example is a refusal") {
        return;
    }
    let path = error.strip_prefix("at ").and_then(|rest| rest.split_once(": ")).map(|(path, _)| path);
    let path = path.unwrap_or_else(|| panic!("{damage:?} of {damaged} gives no path: {error}\n{body}"));
    let blamed = path.starts_with(damaged) || damaged.starts_with(path);
    assert!(blamed, "{damage:?} of {damaged} is blamed on {path}: {error}\n{body}");
}

/// All places below a value, as indices into lists and objects.
fn collect(node: &Node, here: &mut Vec<usize>, places: &mut Vec<Vec<usize>>) {
    let children: Vec<&Node> = match node {
        Node::Scalar(_) => Vec::new(),
        Node::List(items) => items.iter().collect(),
        Node::Object(members) => members.iter().map(|(_, value)| value).collect(),
    };
    for (index, child) in children.into_iter().enumerate() {
        here.push(index);
        places.push(here.clone());
        collect(child, here, places);
        here.pop();
    }
}

fn path_of(node: &Node, place: &[usize]) -> String {
    let Some((index, rest)) = place.split_first() else { return "$".to_owned() };
    let (segment, child) = match node {
        Node::List(items) => (format!("[{index}]"), &items[*index]),
        Node::Object(members) => (format!(".{}", members[*index].0), &members[*index].1),
        Node::Scalar(_) => unreachable!("a place leads through lists and objects"),
    };
    format!("${segment}{}", &path_of(child, rest)[1..])
}

/// What moves the items of a list behind it damages the whole list.
fn blamable(whole: &Node, place: &[usize], damage: Damage) -> String {
    let list = path_of(whole, place).ends_with(']');
    let moves = matches!(damage, Damage::Remove | Damage::Duplicate);
    path_of(whole, if list && moves { &place[..place.len() - 1] } else { place })
}

fn damage_at(node: &Node, place: &[usize], damage: Damage) -> Node {
    let mut copy = node.clone();
    let mut parent = &mut copy;
    let (last, way) = place.split_last().expect("a place below the root");
    for index in way {
        parent = match parent {
            Node::List(items) => &mut items[*index],
            Node::Object(members) => &mut members[*index].1,
            Node::Scalar(_) => unreachable!("a place leads through lists and objects"),
        };
    }
    match parent {
        Node::List(items) => apply(items, *last, damage, |item, new| *item = new),
        Node::Object(members) => apply(members, *last, damage, |(_, value), new| *value = new),
        Node::Scalar(_) => unreachable!("a place leads through lists and objects"),
    }
    copy
}

fn apply<T: Clone>(items: &mut Vec<T>, index: usize, damage: Damage, replace: impl FnOnce(&mut T, Node)) {
    match damage {
        Damage::Remove => drop(items.remove(index)),
        Damage::Duplicate => items.insert(index, items[index].clone()),
        Damage::Replace(text) => replace(&mut items[index], Node::Scalar(text.to_owned())),
    }
}

#[test]
fn truncated_answers_fail() {
    for example in examples::all() {
        let Some(response) = example.response.map(str::trim) else { continue };
        let cuts = (0..response.len()).filter(|cut| response.is_char_boundary(*cut));
        for cut in cuts {
            assert!((example.recode)(&response[..cut]).is_err(), "{}: {}", example.meta.id, &response[..cut]);
        }
        assert!((example.recode)(&format!("{response} {{}}")).is_err(), "{}: more than one value", example.meta.id);
    }
}
