//! The rules that specs are held to, each with a number that never changes its meaning.

macro_rules! rules {
    ($($(#[doc = $doc:literal])* $name:ident = $code:literal,)*) => {
        /// A rule that specs are held to.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Rule {
            $($(#[doc = $doc])* $name,)*
        }

        impl Rule {
            /// All rules.
            pub const ALL: &[Self] = &[$(Self::$name,)*];

            /// The rule's number, as diagnostics print it.
            pub const fn code(self) -> &'static str {
                match self {
                    $(Self::$name => $code,)*
                }
            }
        }
    };
}

rules! {
    /// A file is UTF-8.
    NotUtf8 = "E001",
    /// A file is YAML, one document, without anchors, aliases and tags.
    Yaml = "E002",
    /// A key stands once.
    DuplicateKey = "E003",
    /// A file says something.
    EmptyFile = "E004",
    /// Every key is known.
    UnknownKey = "E005",
    /// Required keys are there.
    MissingKey = "E006",
    /// A value is of the kind its key expects.
    WrongKind = "E007",
    /// A word is one of those its key allows.
    UnknownWord = "E008",
    /// A type is defined.
    UnknownType = "E009",
    /// A defined type is used.
    UnusedType = "E010",
    /// A type expression is well formed, and its parts go together.
    BadType = "E011",
    /// A type is defined once among those that see each other.
    DuplicateType = "E012",
    /// A parameter or field is declared once.
    DuplicateField = "E013",
    /// A path parameter is declared, and a declared one stands in the path.
    PathParameter = "E014",
    /// What is required has no default.
    RequiredDefault = "E015",
    /// Bounds are numbers, in order, and of something that has bounds.
    Bounds = "E016",
    /// An enum has values, each once.
    EnumValues = "E017",
    /// A name can be written in Rust.
    RustName = "E018",
    /// Different names stay different in Rust.
    NameCollision = "E019",
    /// A type does not take a name that generated code uses.
    ReservedName = "E020",
    /// A call that sends a body says whether it reads or writes.
    MissingEffect = "E021",
    /// An envelope is declared.
    UnknownEnvelope = "E022",
    /// A bucket is declared.
    UnknownBucket = "E023",
    /// A service is declared.
    UnknownService = "E024",
    /// Paging names parameters and fields that exist, and that can do what they are named for.
    Paging = "E025",
    /// An example is JSON.
    ExampleJson = "E026",
    /// An example holds only what the schema knows.
    ExampleField = "E027",
    /// An example's values are of their fields' types.
    ExampleType = "E028",
    /// An example holds what is required.
    ExampleMissing = "E029",
    /// A method, path and service are one endpoint.
    DuplicateEndpoint = "E030",
    /// A file stands where the layout has a place for it.
    Layout = "E031",
    /// A path starts with a slash and holds nothing but itself.
    Path = "E032",
    /// A field is described.
    Undescribed = "E033",
    /// A group names parameters of its endpoint.
    Group = "E034",
    /// An object has at most 64 required fields.
    TooManyRequired = "E035",
    /// A type does not contain itself without end.
    Recursion = "E036",
    /// A default is a value of its type.
    Default = "E037",
    /// A rate limit is a number of calls in a time.
    RateLimit = "E038",
    /// An idempotency key is a text or integer parameter of a call that writes.
    IdempotencyKey = "E039",
    /// A host is an https address without a path.
    Host = "E040",
    /// An error code stands once.
    DuplicateCode = "E041",
    /// A text that people read is not empty, and no text holds control characters.
    Text = "E042",
    /// A document is named by its address.
    Link = "E043",
}
