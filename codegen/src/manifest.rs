//! The `[features]` of the generated crate's manifest, which follow the specs as the code does.

use std::collections::BTreeMap;

const BEGIN: &str = "# Features of sections, written by `cargo gen`:\n";
const END: &str = "# End of what `cargo gen` writes.\n";

/// Puts features between the two marking lines of a manifest. `None` when the lines are not there.
pub fn with_features(manifest: &str, features: &BTreeMap<String, Vec<String>>) -> Option<String> {
    let (before, rest) = manifest.split_once(BEGIN)?;
    let (_, after) = rest.split_once(END)?;
    let line = |(name, needs): (&String, &Vec<String>)| {
        let needs: Vec<String> = needs.iter().map(|need| format!("{need:?}")).collect();
        format!("{name} = [{}]\n", needs.join(", "))
    };
    let lines: String = features.iter().map(line).collect();
    Some(format!("{before}{BEGIN}{lines}{END}{after}"))
}
