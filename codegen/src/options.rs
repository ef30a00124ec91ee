//! What the generated code is for.

/// What the generated code is for, and where it will stand.
#[derive(Clone, Debug)]
pub struct Options {
    pub(crate) root: String,
    pub(crate) runtime: String,
    pub(crate) command: String,
    pub(crate) library: bool,
    pub(crate) examples: bool,
}

impl Options {
    /// A whole crate: `lib.rs`, Cargo features, and the exchanges' examples. What exbind itself is made of.
    pub fn library() -> Self {
        Self {
            root: "crate".to_owned(),
            runtime: "exbind_runtime".to_owned(),
            command: "cargo gen".to_owned(),
            library: true,
            examples: true,
        }
    }

    /// Modules to include from a `build.rs`: the modules of the exchanges stand in `root`, such as `crate` or
    /// `crate::exchanges`, and the runtime is reached through the `exbind` crate.
    pub fn modules(root: &str) -> Self {
        Self {
            root: root.to_owned(),
            runtime: "exbind::runtime".to_owned(),
            command: "the build script".to_owned(),
            library: false,
            examples: false,
        }
    }

    /// The specs' examples too, as a module `examples` in the same root, for tests and for the mock exchange.
    #[must_use]
    pub fn examples(self) -> Self {
        Self { examples: true, ..self }
    }

    /// Another path of the runtime crate.
    #[must_use]
    pub fn runtime(self, path: &str) -> Self {
        Self { runtime: path.to_owned(), ..self }
    }
}
