//! A parameter or field as a spec writes it.

/// The keys of an entry, without its name, and the types that it brings along.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct FieldText {
    /// Key and plain value, not quoted yet, in the order of specs: `("type", "decimal")`.
    pub keys: Vec<(&'static str, String)>,
    /// Types that are defined nowhere yet: name, and the YAML below it, not indented.
    pub types: Vec<(String, String)>,
}
