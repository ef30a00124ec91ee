//! Random changes of the specs of this repository.

use crate::bench::{Bench, add, fact, set};
use crate::seeds;
use exbind_codegen::diagnostic::{Diagnostics, Place};
use exbind_codegen::drift::{Change, ListAt};
use exbind_codegen::spec;
use exbind_codegen::spec::node::{Node, Value};
use proptest::prelude::*;
use proptest::sample::{Index, select};
use std::ops::Range;
use std::sync::{Arc, LazyLock};

/// The files that changes are about.
static FILES: LazyLock<Vec<(String, String)>> = LazyLock::new(|| {
    let text = |(name, bytes): (String, Vec<u8>)| Some((name, String::from_utf8(bytes).ok()?));
    let tables = ["exchange.yaml", "errors.yaml", "fields.yaml"];
    let files = seeds::specs().into_iter().filter_map(text);
    files.filter(|(name, _)| !tables.iter().any(|table| name.ends_with(table))).collect()
});

/// What can be changed in a file.
#[derive(Debug, Default)]
struct Spots {
    /// Lists of fields, with the names in them.
    lists: Vec<(ListAt, Vec<String>)>,
    /// Entries of them, and where their names stand.
    fields: Vec<(Range<usize>, Place)>,
    enums: Vec<Place>,
}

fn parse(file: &Arc<str>, text: &str) -> Node {
    let mut found = Diagnostics::default();
    let root = spec::parse(file, text, &mut found);
    assert!(found.is_empty(), "{found:?}\n{text}");
    root.unwrap()
}

fn get<'n>(node: &'n Node, key: &str) -> Option<&'n Node> {
    match &node.value {
        Value::Map(entries) => entries.iter().find(|(known, _)| known.value == key).map(|(_, value)| value),
        _ => None,
    }
}

fn spots(file: &Arc<str>, root: &Node) -> Spots {
    let mut spots = Spots::default();
    if let Some(request) = get(root, "request") {
        list(ListAt::Request(root.place.clone()), request, &mut spots);
    }
    let types = if file.ends_with("types.yaml") { Some(root) } else { get(root, "types") };
    if let Some(Node { value: Value::Map(types), .. }) = types {
        for (name, ty) in types {
            if get(ty, "enum").is_some() {
                spots.enums.push(name.place.clone());
                continue;
            }
            let fields = get(ty, "fields").or_else(|| get(ty, "tuple")).unwrap_or(ty);
            list(ListAt::Type(name.place.clone()), fields, &mut spots);
        }
    }
    spots
}

fn list(at: ListAt, node: &Node, spots: &mut Spots) {
    let Value::List(items) = &node.value else { return };
    let mut names = Vec::new();
    for item in items {
        let Some(name) = get(item, "name") else { continue };
        let Value::Scalar { text, .. } = &name.value else { continue };
        names.push(text.clone());
        spots.fields.push((item.place.start..item.place.end, name.place.clone()));
    }
    spots.lists.push((at, names));
}

/// Texts with what YAML minds among them.
fn texts() -> impl Strategy<Value = String> {
    let word =
        select(vec!["a", "1", ": ", " #", "-", "'", "\"", "\\", "[", "}", ",", "é", "\n", "\t", "null", "&", "%", "|"]);
    prop_oneof![proptest::collection::vec(word, 1..6).prop_map(|parts| parts.concat()), "\\PC{1,12}"]
}

#[derive(Debug, Clone)]
enum Wish {
    Add(Index, Option<Index>, String),
    Remove(Index),
    Retype(Index),
    Set(Index, &'static str, Option<String>),
    AddValue(Index, String),
}

fn wishes() -> impl Strategy<Value = Wish> {
    let key = select(vec!["name", "rust", "about", "default", "deprecated", "min", "max", "type"]);
    prop_oneof![
        (any::<Index>(), any::<Option<Index>>(), texts()).prop_map(|(list, after, name)| Wish::Add(list, after, name)),
        any::<Index>().prop_map(Wish::Remove),
        any::<Index>().prop_map(Wish::Retype),
        (any::<Index>(), key, proptest::option::of(texts())).prop_map(|(at, key, value)| Wish::Set(at, key, value)),
        (any::<Index>(), texts()).prop_map(|(at, value)| Wish::AddValue(at, value)),
    ]
}

impl Wish {
    /// The change, and the part of the text that it may touch; nothing where the file has no such thing.
    fn change(&self, spots: &Spots) -> Option<(Change, Range<usize>)> {
        let field = |index: &Index| (!spots.fields.is_empty()).then(|| index.get(&spots.fields).clone());
        Some(match self {
            Self::Add(list, after, name) => {
                let (list, names) = if spots.lists.is_empty() { return None } else { list.get(&spots.lists) };
                let after = after.filter(|_| !names.is_empty()).map(|index| index.get(names).as_str());
                (add(list.clone(), after, name), 0..0)
            }
            Self::Remove(index) => field(index).map(|(whole, place)| (Change::Remove(place), whole))?,
            Self::Retype(index) => field(index).map(|(whole, place)| (Change::Retype(place, fact("x")), whole))?,
            Self::Set(index, key, value) => {
                field(index).map(|(whole, place)| (set(place, key, value.as_deref()), whole))?
            }
            Self::AddValue(index, value) => {
                let place = if spots.enums.is_empty() { return None } else { index.get(&spots.enums) };
                (Change::AddValue(place.clone(), value.clone()), 0..0)
            }
        })
    }
}

/// The lines of a text that are not part of what was touched.
fn untouched<'t>(text: &'t str, touched: &[Range<usize>]) -> Vec<&'t str> {
    let mut start = 0;
    let mut lines = Vec::new();
    for line in text.split_inclusive('\n') {
        let end = start + line.len();
        if !touched.iter().any(|range| range.start < end && start < range.end) {
            lines.push(line);
        }
        start = end;
    }
    lines
}

fn assert_in_order(lines: &[&str], text: &str) {
    let mut rest = text.split_inclusive('\n');
    for line in lines {
        // Only a last line may have got a break behind it, or lost it.
        let same = |other: &str| other.trim_end_matches(['\r', '\n']) == line.trim_end_matches(['\r', '\n']);
        assert!(rest.any(same), "{line:?} is gone from\n{text}");
    }
}

fn bench(index: Index, windows: bool) -> (Bench, Spots) {
    let (name, text) = index.get(&FILES);
    let text = if windows { text.replace('\n', "\r\n") } else { text.clone() };
    let bench = Bench::new(name, &text).writing(&[("type", "decimal"), ("as", "bare")], &[]);
    let spots = spots(&bench.file, &parse(&bench.file, &text));
    (bench, spots)
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn what_is_not_changed_stays(index: Index, windows: bool, wishes in proptest::collection::vec(wishes(), 0..6)) {
        let (mut bench, spots) = bench(index, windows);
        let mut touched = Vec::new();
        for (change, range) in wishes.iter().filter_map(|wish| wish.change(&spots)) {
            let before = bench.text().to_owned();
            match bench.apply(&change) {
                Ok(()) => touched.push(range),
                Err(_) => prop_assert_eq!(bench.text(), before),
            }
        }
        let removes = wishes.iter().any(|wish| matches!(wish, Wish::Remove(_)));
        let lines = untouched(&bench.before, &touched);
        // The key of parameters goes with the last of them, and so does one of the empty lines that meet then.
        let meets = |line: &&str| removes && (line.trim().is_empty() || line.starts_with("request:"));
        assert_in_order(&lines.iter().copied().filter(|line| !meets(line)).collect::<Vec<_>>(), bench.text());
        let breaks = bench.text().matches('\n').count();
        prop_assert_eq!(bench.text().matches("\r\n").count(), if windows { breaks } else { 0 });
        parse(&bench.file, bench.text());
        if touched.is_empty() {
            prop_assert_eq!(bench.text(), &bench.before);
        }
    }

    #[test]
    fn what_is_added_and_removed_leaves_no_trace(
        index: Index,
        windows: bool,
        list: Index,
        after: Option<Index>,
        text in texts(),
    ) {
        let (mut bench, spots) = bench(index, windows);
        let name = format!("{text} that is new");
        let Some((change, _)) = Wish::Add(list, after, name.clone()).change(&spots) else { return Ok(()) };
        bench.apply(&change).unwrap();
        let root = parse(&bench.file, bench.text());
        let named = |place: &Node| matches!(&place.value, Value::Scalar { text, .. } if *text == name);
        let Some(added) = field(&root, &named) else { return Err(TestCaseError::fail("nothing was added")) };
        let mut again = Bench::new(&bench.file, bench.text());
        again.apply(&Change::Remove(added.place.clone())).unwrap();
        prop_assert_eq!(again.text(), &bench.before);
    }

    #[test]
    fn what_is_set_reads_so(index: Index, windows: bool, at: Index, key in select(vec!["about", "default", "rust", "deprecated"]), value in texts()) {
        let (mut bench, spots) = bench(index, windows);
        let Some((change, _)) = Wish::Set(at, key, Some(value.clone())).change(&spots) else { return Ok(()) };
        let (before, place) = at.get(&spots.fields).clone();
        if let Err(why) = bench.apply(&change) {
            prop_assert!(value.trim().is_empty(), "{why}: {value:?}");
            return Ok(());
        }
        let root = parse(&bench.file, bench.text());
        let told = field(&root, &|name: &Node| name.place.start == place.start).and_then(|field| get(field, key)).map(|node| &node.value);
        prop_assert!(matches!(told, Some(Value::Scalar { text, .. }) if *text == value), "{told:?}");
        prop_assert_eq!(&bench.text()[..before.start], &bench.before[..before.start]);
        prop_assert!(bench.text().ends_with(&bench.before[before.end..]));
    }
}

/// The entry of the name that is asked for.
fn field<'n>(node: &'n Node, asked: &dyn Fn(&Node) -> bool) -> Option<&'n Node> {
    if get(node, "name").is_some_and(asked) {
        return Some(node);
    }
    match &node.value {
        Value::Map(entries) => entries.iter().find_map(|(_, value)| field(value, asked)),
        Value::List(items) => items.iter().find_map(|item| field(item, asked)),
        Value::Null | Value::Scalar { .. } => None,
    }
}
