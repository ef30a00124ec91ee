//! Wrong specs, and what is said about them: each file of `wrong/` breaks the rule that it is named after, and no
//! other, over the small right exchange of `wrong/base/`. What is printed stands beside it.

#![allow(clippy::unwrap_used)] // helpers of tests are tests, which clippy cannot tell

use exbind_codegen::diagnostic::Rule;
use exbind_codegen::{Invalid, Specs, check};
use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;

/// The case that breaks many rules in many files.
const TOGETHER: &str = "together";

/// Separates the files of a case.
const MARKER: &str = "# file: ";

type Files = BTreeMap<String, Vec<u8>>;

fn folder() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/wrong")
}

fn base() -> Files {
    let read = |name: &str| {
        let text = std::fs::read(folder().join("base").join(name)).unwrap();
        (name.to_owned(), text)
    };
    ["acme/exchange.yaml", "acme/fields.yaml"].into_iter().map(read).collect()
}

/// The cases that a text file can show: name → files.
fn written_cases() -> BTreeMap<String, Files> {
    let mut cases = BTreeMap::new();
    for entry in std::fs::read_dir(folder()).unwrap() {
        let path = entry.unwrap().path();
        if path.extension().is_some_and(|extension| extension == "yaml") {
            let name = path.file_stem().unwrap().to_string_lossy().into_owned();
            cases.insert(name, files(&std::fs::read_to_string(&path).unwrap()));
        }
    }
    cases
}

fn files(case: &str) -> Files {
    let (before, files) = case.split_once(MARKER).unwrap();
    assert!(before.is_empty(), "a case begins with `{MARKER}`");
    let file = |text: &str| {
        let (name, content) = text.split_once('\n').unwrap();
        (name.to_owned(), content.as_bytes().to_vec())
    };
    files.split(&format!("\n{MARKER}")).map(file).collect()
}

/// The cases that are better made than written.
fn made_cases() -> BTreeMap<String, Files> {
    let case = |name: &str, file: &str, bytes: Vec<u8>| (name.to_owned(), Files::from([(file.to_owned(), bytes)]));
    let deep = |open: &str| open.repeat(1 << 20).into_bytes();
    BTreeMap::from([
        case("E001-not-utf8", "acme/orders/place.yaml", b"summary: Places an order.\npath: /v1/\xff\n".to_vec()),
        case("E001-not-utf8-glossary", "acme/fields.yaml", b"symbol: Trading pair\xc3\n".to_vec()),
        case("E002-a-megabyte-of-brackets", "acme/orders/place.yaml", deep("[")),
        case("E002-a-megabyte-of-dashes", "acme/orders/place.yaml", deep("- ")),
    ])
}

fn cases() -> BTreeMap<String, Files> {
    let mut cases = written_cases();
    cases.extend(made_cases());
    cases
}

fn specs(files: Files) -> Specs {
    let mut all = base();
    all.extend(files);
    Specs::new(all)
}

/// What is printed about a case, and the rules that it breaks.
fn findings(files: Files) -> (String, BTreeSet<&'static str>) {
    match check(&specs(files)) {
        Ok(_) => ("nothing is wrong".to_owned(), BTreeSet::new()),
        Err(invalid) => (invalid.to_string(), codes(&invalid)),
    }
}

fn codes(invalid: &Invalid) -> BTreeSet<&'static str> {
    invalid.diagnostics.iter().map(|diagnostic| diagnostic.rule.code()).collect()
}

#[test]
fn each_case_is_told_as_its_snapshot_shows() {
    let mut settings = insta::Settings::clone_current();
    settings.set_snapshot_path("wrong");
    settings.set_prepend_module_to_snapshot(false);
    settings.set_omit_expression(true);
    settings.bind(|| {
        for (name, files) in cases() {
            insta::assert_snapshot!(name, findings(files).0);
        }
    });
}

/// One mistake is one finding: what only follows from another is not told.
#[test]
fn each_case_breaks_the_rule_of_its_name_and_no_other() {
    let mut others = Vec::new();
    for (name, files) in cases().into_iter().filter(|(name, _)| name != TOGETHER) {
        let (_, codes) = findings(files);
        if codes != BTreeSet::from([&name[..4]]) {
            others.push(format!("{name}: {codes:?}"));
        }
    }
    assert!(others.is_empty(), "{}", others.join("\n"));
}

#[test]
fn every_error_of_every_file_is_told_in_one_run() {
    let files = cases().remove(TOGETHER).unwrap();
    let names: BTreeSet<String> = files.keys().cloned().collect();
    let invalid = check(&specs(files)).unwrap_err();
    let blamed = invalid.diagnostics.iter().map(|diagnostic| diagnostic.place.file.to_string());
    assert_eq!(blamed.collect::<BTreeSet<_>>(), names);
    assert!(codes(&invalid).len() > 25, "{:?}", codes(&invalid));
}

#[test]
fn each_snapshot_has_its_case() {
    let cases = cases();
    let snapshots = std::fs::read_dir(folder()).unwrap().map(|entry| entry.unwrap().path());
    let snapshots = snapshots.filter(|path| path.extension().is_some_and(|extension| extension == "snap"));
    let orphans = snapshots.filter(|path| !cases.contains_key(&*path.file_stem().unwrap().to_string_lossy()));
    assert_eq!(orphans.collect::<Vec<_>>(), Vec::<PathBuf>::new());
}

#[test]
fn each_rule_has_a_case() {
    let cases = cases();
    let missing =
        Rule::ALL.iter().map(|rule| rule.code()).filter(|code| !cases.keys().any(|name| name.starts_with(code)));
    assert_eq!(missing.collect::<Vec<_>>(), Vec::<&str>::new());
}
