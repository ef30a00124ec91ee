//! The numbers in the documents are those of the specs.

use crate::tree::{read, root};
use exbind_codegen::stats::{Stats, with_numbers};
use exbind_codegen::{Specs, check};

#[test]
fn the_readme_counts_what_the_specs_describe() {
    let model = check(&Specs::read(&root().join("specs")).unwrap()).unwrap();
    let readme = read("README.md");
    let current = with_numbers(&readme, &Stats::of(&model)).expect("the marks around the numbers");
    assert!(readme == current, "run `cargo exbind stats --readme README.md`");
}
