//! YAML in `specs/`, Rust in `OUT_DIR`.

use exbind_codegen::{Options, build};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    build("specs", &Options::modules("crate"))
}
