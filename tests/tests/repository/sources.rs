//! Rules that hold for all source files.

use crate::tree::{File, files, root, rust};

const SOURCES: [&str; 4] = ["codegen/src", "runtime/src", "tests/src", "generated/src"];

fn sources() -> Vec<File> {
    SOURCES.iter().flat_map(|folder| rust(folder)).collect()
}

/// Lines of code of the runtime that hold a word, outside of some files.
fn runtime_lines(found: impl Fn(&str) -> bool, allowed: &[&str]) -> Vec<String> {
    let files = rust("runtime/src").into_iter().filter(|file| !file.is_test());
    let others = files.filter(|file| !allowed.iter().any(|allowed| file.path.starts_with(allowed)));
    let lines = |file: File| -> Vec<String> {
        let hits = file.code().filter(|(_, line)| found(line));
        hits.map(|(number, line)| format!("{}:{number}: {}", file.path, line.trim())).collect()
    };
    others.flat_map(lines).collect()
}

#[test]
fn only_the_transport_knows_the_http_library() {
    let allowed = ["runtime/src/transport/", "runtime/src/client/builder.rs"];
    assert_eq!(runtime_lines(|line| line.contains("reqwest"), &allowed), [""; 0]);
}

#[test]
fn the_runtime_names_exchanges_where_they_sign_only() {
    let named = |line: &str| ["bitget", "htx", "huobi"].iter().any(|name| line.to_ascii_lowercase().contains(name));
    assert_eq!(runtime_lines(named, &["runtime/src/sign/", "runtime/src/meta.rs"]), [""; 0]);
}

#[test]
fn files_written_by_hand_are_short() {
    let folders = ["codegen", "runtime", "tests"];
    for file in folders.iter().flat_map(|folder| rust(folder)).filter(|file| !file.is_generated()) {
        let lines = file.text.lines().count();
        assert!(lines <= 400, "{} has {lines} lines", file.path);
    }
}

#[test]
fn every_generated_file_says_so() {
    for file in rust("generated/src") {
        assert!(file.is_generated(), "{} has no header of the generator", file.path);
    }
}

/// What cannot happen, each with its proof: where, and what it says.
const PROOFS: [(&str, &str); 4] = [
    // Documented: it would be a fault of the generator itself.
    ("codegen/src/lib.rs", "unwrap_or_else(|error| panic!(\"{path}: {error}\"))"),
    ("runtime/src/credentials/key.rs", ".expect(\"HMAC takes keys of any length\")"),
    ("runtime/src/limit/caller.rs", ".expect(\"HMAC takes keys of any length\")"),
    ("runtime/src/sign/bitget.rs", ".expect(\"base64 is printable ASCII\")"),
];

#[test]
fn nothing_panics_on_purpose() {
    let panics = [".unwrap()", ".expect(\"", "panic!(", "unreachable!(", "todo!(", "unimplemented!("];
    for file in sources().iter().filter(|file| !file.is_test()) {
        for (number, line) in file.code().filter(|(_, line)| panics.iter().any(|panic| line.contains(panic))) {
            let proven = |(path, proof): &(&str, &str)| *path == file.path && line.contains(proof);
            assert!(PROOFS.iter().any(proven), "{}:{number}: {}", file.path, line.trim());
        }
    }
}

#[test]
fn proofs_that_nobody_needs_are_gone() {
    for (path, proof) in PROOFS {
        assert!(crate::tree::read(path).contains(proof), "{path}: {proof}");
    }
}

#[test]
fn no_file_knows_the_machine_it_was_written_on() {
    let home = root().to_string_lossy().into_owned();
    let folders = ["/root/", "/home/", "/tmp/", "/Users/", concat!("/wo", "rk/")];
    let written_here = file!();
    for file in files(".").iter().filter(|file| !written_here.ends_with(file.path.as_str())) {
        for (index, line) in file.text.lines().enumerate() {
            let known = folders.iter().any(|folder| line.contains(folder)) || line.contains(&home);
            assert!(!known, "{}:{}: {line}", file.path, index + 1);
        }
    }
}

#[test]
fn nothing_is_left_to_do() {
    let marks = [concat!("TO", "DO"), concat!("FIX", "ME"), concat!("XX", "X")];
    for file in files(".").iter().filter(|file| file.path.ends_with(".rs") || file.path.ends_with(".md")) {
        for (index, line) in file.text.lines().enumerate() {
            assert!(!marks.iter().any(|mark| line.contains(mark)), "{}:{}: {line}", file.path, index + 1);
        }
    }
}
