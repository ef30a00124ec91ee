//! What a comparison finds.

use super::change::Change;
use std::fmt;

/// A difference between a page and its spec.
#[derive(Clone, Debug)]
pub struct Finding {
    /// What differs.
    pub kind: Kind,
    /// The page's file; empty when a page is missing.
    pub page: String,
    /// The line in it; 0 when there is none.
    pub line: usize,
    /// Method and path.
    pub endpoint: String,
    /// Id of the spec's endpoint; empty when a spec is missing.
    pub spec: String,
    /// The parameter, field or value; empty when it is about the endpoint.
    pub at: String,
    /// What the page says.
    pub page_says: String,
    /// What the spec says.
    pub spec_says: String,
    /// What it means for users.
    pub severity: Severity,
    /// What would make the spec agree.
    pub change: Option<Change>,
}

impl Finding {
    /// What a `departures` entry names it by: `parameter added: symbol`.
    ///
    /// It holds no text of the page but names and values, so that a departure outlives rewording, and no more of the
    /// spec, so that it tells when the page changes again.
    pub fn name(&self) -> String {
        match self.at.is_empty() {
            true => self.kind.to_string(),
            false => format!("{}: {}", self.kind, self.at),
        }
    }
}

/// Whether users are affected.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Severity {
    /// Their calls or their code stop working.
    Breaks,
    /// Somebody must judge it.
    Look,
    /// There is more than before, and what is there goes on working.
    Gains,
}

impl fmt::Display for Severity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Breaks => "breaks",
            Self::Look => "look",
            Self::Gains => "gains",
        })
    }
}

macro_rules! kinds {
    ($($(#[doc = $doc:literal])* $name:ident = $text:literal;)*) => {
        /// What can differ.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
        pub enum Kind {
            $($(#[doc = $doc])* $name,)*
        }

        impl fmt::Display for Kind {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(match self {
                    $(Self::$name => $text,)*
                })
            }
        }

        impl Kind {
            /// All kinds.
            pub const ALL: &[Self] = &[$(Self::$name),*];
        }
    };
}

kinds! {
    /// A page that no spec is written for.
    EndpointAdded = "endpoint without spec";
    /// A spec whose page is gone.
    EndpointRemoved = "spec without page";
    /// The same document names another path.
    PathChanged = "path changed";
    /// The same path is called with another method.
    MethodChanged = "method changed";
    /// It is answered elsewhere.
    HostChanged = "host changed";
    /// Signed or not, or with another permission.
    AccessChanged = "access changed";
    /// Its own rate limits.
    LimitChanged = "limit changed";
    /// Limits that it shares with others.
    SharedLimitChanged = "shared limit changed";
    /// The page says that it should no longer be used.
    EndpointDeprecated = "endpoint deprecated";
    /// What the call answers is made otherwise.
    AnswerRetyped = "answer retyped";
    /// A parameter that the spec does not have.
    ParameterAdded = "parameter added";
    /// A parameter that only the spec has.
    ParameterRemoved = "parameter removed";
    /// A parameter under another name.
    ParameterRenamed = "parameter renamed";
    /// A parameter of another type or form.
    ParameterRetyped = "parameter retyped";
    /// A parameter that was optional.
    ParameterMadeRequired = "parameter made required";
    /// A parameter that was required.
    ParameterMadeOptional = "parameter made optional";
    /// A parameter that should no longer be used.
    ParameterDeprecated = "parameter deprecated";
    /// What the exchange assumes when it is left out.
    DefaultChanged = "default changed";
    /// Least or greatest value, or number of items.
    BoundChanged = "bound changed";
    /// A field that the spec does not have.
    FieldAdded = "field added";
    /// A field that only the spec has.
    FieldRemoved = "field removed";
    /// A field under another name.
    FieldRenamed = "field renamed";
    /// A field of another type or form.
    FieldRetyped = "field retyped";
    /// A field that should no longer be used.
    FieldDeprecated = "field deprecated";
    /// A value that an enum does not have.
    ValueAdded = "enum value added";
    /// A departure that fits no difference any more.
    DepartureUnneeded = "departure unneeded";
}
