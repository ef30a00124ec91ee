//! What the documents say can be done can be done.

use crate::tree::{read, root};
use std::collections::BTreeSet;

/// Cargo's own commands that need no alias.
const BUILT_IN: [&str; 7] = ["bench", "build", "check", "clippy", "doc", "fmt", "test"];

fn aliases() -> BTreeSet<String> {
    let config = read(".cargo/config.toml");
    let lines = config.lines().skip_while(|line| *line != "[alias]").skip(1);
    lines.filter_map(|line| Some(line.split_once(" = ")?.0.to_owned())).collect()
}

/// The commands of Cargo that a document tells its readers to run.
fn commands(document: &str) -> Vec<String> {
    let text = read(document);
    let starts = |line: &str| line.starts_with("cargo ").then(|| line["cargo ".len()..].to_owned());
    let in_blocks = text.lines().filter_map(starts);
    let in_text = text.split('`').skip(1).step_by(2).filter_map(starts);
    let name = |command: String| command.split_whitespace().next().unwrap_or_default().to_owned();
    in_blocks.chain(in_text).map(name).collect()
}

#[test]
fn commands_in_documents_exist() {
    let aliases = aliases();
    for document in ["README.md", "ARCHITECTURE.md", "CHANGELOG.md", "specs/README.md", "generated/README.md"] {
        for command in commands(document) {
            assert!(aliases.contains(&command) || BUILT_IN.contains(&&*command), "{document}: cargo {command}");
        }
    }
    let told = commands("README.md");
    assert!(["tour", "gen", "test"].iter().all(|command| told.iter().any(|told| told == command)), "{told:?}");
}

/// The path that a link of Markdown leads to.
fn links(text: &str) -> impl Iterator<Item = &str> {
    let targets = text.split("](").skip(1).filter_map(|rest| rest.split(')').next());
    targets.filter(|target| !target.contains("://") && !target.starts_with('#'))
}

#[test]
fn links_between_documents_lead_somewhere() {
    for document in ["README.md", "ARCHITECTURE.md", "CHANGELOG.md", "specs/README.md"] {
        let folder = root().join(document).parent().map(std::path::Path::to_owned).unwrap_or_default();
        let text = read(document);
        for link in links(&text) {
            let path = link.split('#').next().unwrap_or_default();
            assert!(folder.join(path).exists(), "{document} links to {link}");
        }
    }
}

#[test]
fn features_in_the_readme_exist() {
    let (readme, manifest) = (read("README.md"), read("generated/Cargo.toml"));
    let names = readme.split(['`', '"']).filter(|name| {
        let section = |exchange: &str| name.strip_prefix(exchange).is_some_and(|rest| rest.starts_with('-'));
        (section("bitget") || section("htx")) && name.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'-')
    });
    let names: BTreeSet<_> = names.collect();
    assert!(!names.is_empty());
    for name in names {
        assert!(manifest.contains(&format!("\n{name} = [")), "{name}");
    }
}

#[test]
fn the_top_level_holds_what_it_should() {
    let expected = [
        ".cargo",
        ".ci",
        ".gitignore",
        "ARCHITECTURE.md",
        "CHANGELOG.md",
        "Cargo.lock",
        "Cargo.toml",
        "LICENSE-APACHE",
        "LICENSE-MIT",
        "README.md",
        "clippy.toml",
        "codegen",
        "generated",
        "runtime",
        "rustfmt.toml",
        "specs",
        "tests",
    ];
    for name in expected {
        assert!(root().join(name).exists(), "{name} is missing");
    }
}
