//! Every generated file of the corpus in `tests/own_specs/specs`, so that a change of the generator is seen as what
//! it changes in the code. That the code compiles and does what it should is held by the crate `own-specs`.
//!
//! `INSTA_UPDATE=always cargo test -p exbind-codegen --test golden` takes over what is generated now.

use exbind_codegen::{Options, Specs, check, emit, generate};
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

fn corpus() -> exbind_codegen::model::Model {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../tests/own_specs/specs");
    let specs = Specs::read(&folder).expect("the corpus is there");
    check(&specs).unwrap_or_else(|invalid| panic!("{invalid}"))
}

/// `acme/trade/orders/mod.rs` is kept as `acme-trade-orders-mod`.
fn name(path: &str) -> String {
    path.trim_end_matches(".rs").replace('/', "-")
}

fn check_files(folder: &str, files: &BTreeMap<String, String>) {
    let mut settings = insta::Settings::clone_current();
    settings.set_snapshot_path(Path::new("golden").join(folder));
    settings.set_prepend_module_to_snapshot(false);
    settings.set_omit_expression(true);
    settings.bind(|| {
        for (path, text) in files {
            insta::assert_snapshot!(name(path), text);
        }
    });
    check_no_others(folder, files);
}

/// A snapshot whose file is no longer generated would be read as if it were.
fn check_no_others(folder: &str, files: &BTreeMap<String, String>) {
    let path: PathBuf = [env!("CARGO_MANIFEST_DIR"), "tests", "golden", folder].iter().collect();
    let entries = std::fs::read_dir(&path).expect("snapshots are there");
    let kept: BTreeSet<String> = entries
        .map(|entry| entry.expect("an entry").file_name().to_string_lossy().into_owned())
        .filter_map(|file| file.strip_suffix(".snap").map(str::to_owned))
        .collect();
    let made: BTreeSet<String> = files.keys().map(|path| name(path)).collect();
    assert_eq!(kept, made, "snapshots in {} and generated files differ", path.display());
}

#[test]
fn modules_for_a_build_script_are_as_reviewed() {
    check_files("modules", &generate(&corpus(), &Options::modules("crate").examples()));
}

/// A crate of its own differs from modules in its root and in conditions on features alone.
#[test]
fn a_whole_crate_is_as_reviewed() {
    let model = corpus();
    let files = generate(&model, &Options::library());
    let roots = |path: &str| matches!(path, "lib.rs" | "examples/mod.rs") || path.ends_with("acme/mod.rs");
    let mut shown: BTreeMap<String, String> = files.into_iter().filter(|(path, _)| roots(path)).collect();
    let features = emit::features(&model);
    let features = features.iter().map(|(name, needs)| format!("{name} = {needs:?}\n")).collect();
    shown.insert("features".to_owned(), features);
    check_files("library", &shown);
}

#[test]
fn options_change_roots_and_nothing_else() {
    let model = corpus();
    let plain = generate(&model, &Options::modules("crate"));
    assert!(plain.keys().all(|path| path.starts_with("acme/") || path.starts_with("zenith/")));
    let moved = generate(&model, &Options::modules("crate::deep::down").runtime("other::runtime"));
    assert_eq!(plain.keys().collect::<Vec<_>>(), moved.keys().collect::<Vec<_>>());
    for (path, text) in &moved {
        // The longer paths may be broken into lines elsewhere, so blanks are not compared.
        let bare = |text: &str| text.split_whitespace().collect::<String>().replace(",", "");
        let back = text.replace("crate::deep::down::", "crate::").replace("other::runtime", "exbind::runtime");
        assert_eq!(bare(&back), bare(&plain[path]), "{path}");
    }
}
