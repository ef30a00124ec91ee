//! Who may know whom: imports run downward only, and each foreign crate is known in one place.

#![allow(clippy::unwrap_used)] // helpers of tests are tests, which clippy cannot tell

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

fn crate_folder() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

/// The sources: path from `src`, with `/` → text without comments and strings of documentation.
fn sources() -> BTreeMap<String, String> {
    let root = crate_folder().join("src");
    let mut open = vec![root.clone()];
    let mut files = BTreeMap::new();
    while let Some(path) = open.pop() {
        if path.is_dir() {
            open.extend(std::fs::read_dir(&path).unwrap().map(|entry| entry.unwrap().path()));
        } else {
            let name = path.strip_prefix(&root).unwrap().to_string_lossy().replace('\\', "/");
            let text = std::fs::read_to_string(&path).unwrap();
            let code = text.lines().filter(|line| !line.trim_start().starts_with("//"));
            files.insert(name, code.collect::<Vec<_>>().join("\n"));
        }
    }
    files
}

/// The layer that a file belongs to: the first part of its path.
fn layer(name: &str) -> &str {
    name.split('/').next().unwrap().trim_end_matches(".rs")
}

/// The modules of this crate that a text names from its root, those of grouped imports too.
fn named_modules(text: &str) -> Vec<String> {
    let word = |text: &str| text.chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect::<String>();
    let single = text.split("crate::").skip(1).filter(|rest| !rest.starts_with('{')).map(word);
    let grouped = text.split("crate::{").skip(1).flat_map(|rest| {
        let group = rest.split(';').next().unwrap();
        group.split([',', '{', '}']).map(|part| word(part.trim())).collect::<Vec<_>>()
    });
    single.chain(grouped).filter(|name| !name.is_empty()).collect()
}

#[test]
fn each_layer_knows_only_those_below() {
    let allowed: &[(&str, &[&str])] = &[
        ("diagnostic", &[]),
        ("spec", &["diagnostic"]),
        ("model", &["diagnostic", "spec"]),
        ("json", &[]),
        ("lower", &["diagnostic", "spec", "model", "json"]),
        ("page", &["json", "model"]),
        ("facts", &["json", "model", "page"]),
        ("drift", &["diagnostic", "json", "model", "page", "facts"]),
        ("import", &["diagnostic", "spec", "json", "model", "page", "facts", "drift", "Specs", "understand"]),
        ("options", &[]),
        ("stats", &["json", "model"]),
        ("emit", &["model", "options"]),
        ("print", &["emit", "options"]),
        ("manifest", &[]),
        ("read", &["diagnostic"]),
        ("pages", &["page"]),
        ("tree", &["print"]),
        ("stamp", &["tree", "Specs"]),
    ];
    let mut wrong = Vec::new();
    for (name, text) in sources() {
        let layer = layer(&name);
        if matches!(layer, "lib" | "main" | "commands") {
            continue;
        }
        let Some((_, below)) = allowed.iter().find(|(known, _)| *known == layer) else {
            wrong.push(format!("{name}: no rule says what `{layer}` may know"));
            continue;
        };
        for module in named_modules(&text).iter().filter(|module| *module != layer) {
            if !below.contains(&module.as_str()) {
                wrong.push(format!("{name} knows `{module}`"));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// `super::super` can reach out of a layer just as `crate` can.
#[test]
fn no_file_leaves_its_layer_upward() {
    for (name, text) in sources() {
        let deepest = name.matches('/').count() - usize::from(name.ends_with("/mod.rs"));
        let climbs = (1..8).rev().find(|count| text.contains(&"super::".repeat(*count))).unwrap_or_default();
        let tests = text.contains("mod tests") && climbs == 1;
        assert!(climbs <= deepest || tests, "{name} climbs {climbs} levels");
    }
}

/// The model shares the plain words of the format, such as methods and scopes, and nothing that is read from a file.
#[test]
fn the_model_takes_only_plain_words_from_the_format() {
    for (name, text) in sources().iter().filter(|(name, _)| layer(name) == "model") {
        for line in text.lines().filter(|line| line.contains("crate::spec")) {
            assert!(line.starts_with("pub use"), "{name}: {line}");
            let items = line.split(['{', '}', ',', ':', ';']).map(str::trim).filter(|part| part.contains(" as "));
            let named: Vec<_> = items.collect();
            assert!(
                !named.is_empty() && named.iter().all(|item| item.split(" as ").next().unwrap().ends_with("Spec")),
                "{name}: {line}"
            );
        }
    }
    for word in ["Node", "Spanned", "EndpointFile", "ExchangeFile", "FieldSpec", "TypeSpec", "Deserialize"] {
        let users = sources().into_iter().filter(|(name, text)| layer(name) == "model" && text.contains(word));
        assert_eq!(users.count(), 0, "the model names `{word}`");
    }
}

#[test]
fn each_foreign_crate_is_known_in_one_place() {
    let check = |words: &[&str], may: &dyn Fn(&str) -> bool| {
        let sources = sources();
        let users = sources.iter().filter(|(_, text)| words.iter().any(|word| text.contains(word)));
        let users: Vec<&String> = users.map(|(name, _)| name).collect();
        assert!(users.iter().all(|name| may(name)), "{words:?}: {users:?}");
        assert!(!users.is_empty(), "{words:?} is not used at all");
    };
    check(&["serde_yaml"], &|name| name == "spec/yaml.rs");
    check(&["prettyplease", "syn::"], &|name| name == "print.rs");
    check(&["quote!", "quote::", "proc_macro2"], &|name| layer(name) == "emit" || name == "print.rs");
    check(&["pulldown_cmark"], &|name| name == "page/markdown.rs");
    check(&["similar::"], &|name| name == "tree.rs");
    check(&["strsim::"], &|name| name == "diagnostic.rs");
    check(&["serde_json::"], &|name| name == "json.rs");
}

/// The core is pure: it reads and writes no file, and asks for neither time nor environment.
#[test]
fn only_the_edge_touches_the_world() {
    let edge = ["lib", "main", "commands", "read", "pages", "tree", "stamp"];
    for (name, text) in sources().iter().filter(|(name, _)| !edge.contains(&layer(name))) {
        for word in ["std::fs", "std::env", "std::io", "std::time::Instant", "SystemTime", "println!", "process::"] {
            assert!(!text.contains(word), "{name} uses `{word}`");
        }
    }
}

/// Generated code and its runtime do not need the generator, nor the generator them.
#[test]
fn the_crates_depend_one_way() {
    let check = |manifest: &str, strangers: &[&str]| {
        let path = crate_folder().join("..").join(manifest).join("Cargo.toml");
        let text = std::fs::read_to_string(Path::new(&path)).unwrap();
        let names = text.lines().filter_map(|line| line.split(['.', '=', ' ']).next());
        let found: Vec<_> = names.filter(|name| strangers.contains(name)).collect();
        assert_eq!(found, Vec::<&str>::new(), "{manifest}");
    };
    check("codegen", &["exbind", "exbind-runtime", "exbind-testkit"]);
    check("generated", &["exbind-codegen", "exbind-testkit"]);
    check("runtime", &["exbind", "exbind-codegen", "exbind-testkit"]);
}
