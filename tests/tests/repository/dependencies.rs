//! What is built on what.

use crate::licence::is_permissive;
use crate::tree::{read, root};
use serde_json::Value;
use std::collections::BTreeSet;
use std::process::Command;

/// The crates that users get.
const SHIPPED: [&str; 3] = ["exbind", "exbind-runtime", "exbind-codegen"];

fn cargo(arguments: &[&str]) -> String {
    let output = Command::new(env!("CARGO")).args(arguments).arg("--locked").current_dir(root()).output().unwrap();
    assert!(output.status.success(), "{arguments:?}: {}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).unwrap()
}

/// A crate that another is built on.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Package {
    name: String,
    licence: String,
    /// Whether it is one of ours.
    own: bool,
}

/// Everything that a crate of ours is built on, through all others, on this platform. Tests are left out.
fn built_on(name: &str, depth: &str) -> BTreeSet<Package> {
    built_with(name, depth, &[])
}

fn built_with(name: &str, depth: &str, features: &[&str]) -> BTreeSet<Package> {
    let arguments =
        ["tree", "--package", name, "--edges=normal,build", "--prefix=none", "--no-dedupe", "--depth", depth];
    let text = cargo(&[&arguments[..], &["--format={p}|{l}|"], features].concat());
    let packages = text.lines().filter(|line| !line.is_empty()).map(|line| {
        let mut parts = line.split('|');
        let (package, licence) = (parts.next().unwrap(), parts.next().unwrap());
        let name = package.split(' ').next().unwrap().to_owned();
        Package { name, licence: licence.to_owned(), own: package.contains('(') && !package.contains("proc-macro") }
    });
    packages.filter(|package| package.name != name).collect()
}

fn names(packages: &BTreeSet<Package>) -> Vec<&str> {
    packages.iter().map(|package| package.name.as_str()).collect()
}

#[test]
fn users_get_permissive_licences_only() {
    let packages: BTreeSet<_> = SHIPPED.iter().flat_map(|name| built_with(name, "99", &["--all-features"])).collect();
    assert!(packages.len() > 50, "only {} packages were found", packages.len());
    for Package { name, licence, .. } in &packages {
        assert!(is_permissive(licence), "{name} has the licence {licence:?}");
    }
}

#[test]
fn our_crates_are_built_on_each_other_in_one_direction() {
    let check = |name: &str, expected: &[&str]| {
        let own: BTreeSet<_> = built_on(name, "99").into_iter().filter(|package| package.own).collect();
        assert_eq!(names(&own), expected, "{name}");
    };
    check("exbind", &["exbind-runtime"]);
    check("exbind-runtime", &[]);
    check("exbind-codegen", &[]);
    check("exbind-testkit", &["exbind", "exbind-runtime"]);
    // Generated code needs the runtime and nothing else.
    assert_eq!(names(&built_on("exbind", "1")), ["exbind-runtime"]);
}

#[test]
fn what_users_get_has_neither_a_second_tls_nor_derived_code() {
    let packages = built_on("exbind", "99");
    let names = names(&packages);
    let unwanted =
        ["aws-lc-rs", "aws-lc-sys", "openssl", "openssl-sys", "native-tls", "serde_derive", "governor", "h2"];
    for unwanted in unwanted {
        assert!(!names.contains(&unwanted), "{unwanted} is built in");
    }
    assert!(names.contains(&"rustls") && names.contains(&"ring"));
    // Whoever raises this has thought about the compile time of all users.
    assert!(names.len() <= MOST_CRATES, "{} crates: {names:?}", names.len());
}

/// On Linux; other platforms have a few less or more.
const MOST_CRATES: usize = 125;

/// The manifest of the generated crate, as Cargo reads it.
fn features() -> Value {
    let metadata: Value = serde_json::from_str(&cargo(&["metadata", "--format-version=1", "--no-deps"])).unwrap();
    let packages = metadata["packages"].as_array().unwrap();
    packages.iter().find(|package| package["name"] == "exbind").unwrap()["features"].clone()
}

#[test]
fn features_are_those_of_exchanges_and_sections() {
    let features = features();
    let of = |name: &str| -> BTreeSet<String> {
        features[name].as_array().unwrap().iter().map(|feature| feature.as_str().unwrap().to_owned()).collect()
    };
    let mut expected: BTreeSet<String> =
        ["blocking", "default", "examples", "metrics", "redis"].map(str::to_owned).into();
    for exchange in ["bitget", "htx"] {
        let sections: BTreeSet<_> = sections(exchange).iter().map(|section| format!("{exchange}-{section}")).collect();
        let common = format!("_{exchange}");
        assert!(sections.iter().all(|section| of(section).contains(&common)), "{sections:?}");
        expected.extend(sections.iter().cloned().chain([exchange.to_owned(), common.clone()]));
        assert_eq!(of(exchange), sections.into_iter().chain([common]).collect(), "{exchange} is all of its sections");
    }
    assert_eq!(of("default"), ["bitget", "htx"].map(str::to_owned).into());
    assert_eq!(features.as_object().unwrap().keys().cloned().collect::<BTreeSet<_>>(), expected);
}

/// The folders of an exchange's specs, as features are called.
fn sections(exchange: &str) -> Vec<String> {
    let entries = std::fs::read_dir(root().join("specs").join(exchange)).unwrap().map(|entry| entry.unwrap());
    let folders = entries.filter(|entry| entry.path().is_dir());
    folders.map(|folder| folder.file_name().to_string_lossy().replace('_', "-")).collect()
}

#[test]
fn every_dependency_has_a_reason() {
    let (manifest, reasons) = (read("Cargo.toml"), read("ARCHITECTURE.md"));
    let (_, table) = manifest.split_once("[workspace.dependencies]").unwrap();
    let (table, _) = table.split_once("\n[").unwrap();
    let foreign = table.lines().filter(|line| line.contains('=') && !line.contains("path = "));
    let names: Vec<_> = foreign.map(|line| line.split('=').next().unwrap().trim()).collect();
    assert!(names.len() > 20, "{names:?}");
    for name in names {
        assert!(reasons.contains(&format!("`{name}`")), "ARCHITECTURE.md gives no reason for {name}");
    }
}

#[test]
fn versions_and_lints_are_those_of_the_workspace() {
    for member in ["codegen", "generated", "runtime", "tests", "tests/bench_specs", "tests/own_specs"] {
        let manifest = read(&format!("{member}/Cargo.toml"));
        let tables = manifest.split("\n[").filter(|table| table.contains("dependencies]\n"));
        let lines = tables.flat_map(|table| table.lines().skip(1)).filter(|line| line.contains('='));
        for line in lines.filter(|line| !line.starts_with('#')) {
            assert!(line.contains("workspace = true") || line.contains("path = "), "{member}: {line}");
        }
        for common in ["edition", "rust-version", "license", "version"] {
            assert!(manifest.contains(&format!("{common}.workspace = true")), "{member}: {common}");
        }
        assert!(manifest.contains("[lints]\nworkspace = true"), "{member}");
    }
    assert!(read("Cargo.toml").contains("\nunsafe_code = \"forbid\"\n"));
}
