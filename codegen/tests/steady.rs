//! The same specs give the same bytes, in whatever order they are found.

#![allow(clippy::unwrap_used)] // helpers of tests are tests, which clippy cannot tell

mod seeds;

use exbind_codegen::{Options, Specs, check, generate};
use std::collections::BTreeMap;

fn generated(files: Vec<(String, Vec<u8>)>) -> BTreeMap<String, String> {
    generate(&check(&Specs::new(files)).unwrap(), &Options::library())
}

/// Some orders that differ from each other and from the sorted one.
fn orders<T: Clone>(items: &[T]) -> Vec<Vec<T>> {
    let reversed: Vec<T> = items.iter().rev().cloned().collect();
    let (front, back) = items.split_at(items.len() / 2);
    let interleaved = back.iter().zip(front).flat_map(|(b, f)| [b.clone(), f.clone()]);
    let rest = back.get(front.len()..).unwrap_or_default().iter().cloned();
    vec![reversed, [back, front].concat(), interleaved.chain(rest).collect()]
}

#[test]
fn generating_again_gives_the_same_bytes() {
    let files = seeds::specs();
    assert_eq!(generated(files.clone()), generated(files));
}

#[test]
fn the_order_of_files_does_not_matter() {
    let files = seeds::specs();
    let first = generated(files.clone());
    for order in orders(&files) {
        assert_ne!(order, files);
        assert_eq!(generated(order), first);
    }
}

#[test]
fn the_order_of_files_does_not_change_what_is_told() {
    let mut files = seeds::specs();
    for (name, text) in &mut files {
        if name.ends_with("orders.yaml") {
            *text = String::from_utf8(text.clone()).unwrap().replace("type: ", "typ: ").into_bytes();
        }
    }
    let told = |files: Vec<(String, Vec<u8>)>| check(&Specs::new(files)).unwrap_err().to_string();
    let first = told(files.clone());
    assert!(first.matches("error[").count() > 10, "{first}");
    for order in orders(&files) {
        assert_eq!(told(order), first);
    }
}

/// A hash map's order changes from run to run, which one run cannot show.
#[test]
fn no_hash_map_decides_an_order() {
    let hashed = sources().into_iter().filter(|(_, text)| text.contains("HashMap") || text.contains("HashSet"));
    assert_eq!(hashed.map(|(name, _)| name).collect::<Vec<_>>(), Vec::<String>::new());
}

fn sources() -> Vec<(String, String)> {
    let mut open = vec![std::path::PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("src")];
    let mut files = Vec::new();
    while let Some(path) = open.pop() {
        if path.is_dir() {
            open.extend(std::fs::read_dir(&path).unwrap().map(|entry| entry.unwrap().path()));
        } else {
            files.push((path.display().to_string(), std::fs::read_to_string(&path).unwrap()));
        }
    }
    files
}
