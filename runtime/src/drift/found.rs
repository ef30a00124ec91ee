//! What was found.

use std::fmt;

/// No client is told more kinds of drift of an endpoint.
const MOST_KINDS: usize = 100;

/// Nor more values of a field.
const MOST_VALUES: usize = 20;

/// Something in an answer that the spec does not say.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Drift {
    /// Id of the endpoint: `bitget.mix.market.tickers`.
    pub endpoint: &'static str,
    /// Where it was first found, from the start of the body: `$.data[3].price`.
    pub path: String,
    /// What was found.
    pub kind: DriftKind,
    /// The path of all items of a list alike: `$.data[].price`.
    pub(super) place: String,
}

/// How an answer differs from its spec.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum DriftKind {
    /// A field that the spec does not have. It was read over.
    #[non_exhaustive]
    UnknownField {
        /// What it holds.
        found: JsonKind,
    },
    /// A value that an enum of the spec does not name. It was kept as it is.
    #[non_exhaustive]
    UnknownValue {
        /// The value, cut to 60 characters; `***` if the answer may hold secrets.
        value: String,
    },
    /// A field that the exchange always sent is not there, or empty. The call failed.
    Missing,
    /// A value that its type cannot read. The call failed.
    #[non_exhaustive]
    Retyped {
        /// What was expected: `expected an integer`.
        reason: String,
        /// What was found: a string that is no integer is [`JsonKind::Text`].
        found: JsonKind,
    },
}

/// What kind of JSON a value is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum JsonKind {
    /// `null`
    Null,
    /// `true` or `false`
    Boolean,
    /// A bare number.
    Number,
    /// A string.
    Text,
    /// An array.
    List,
    /// An object.
    Object,
}

impl JsonKind {
    /// That of well-formed JSON.
    pub(crate) fn of(json: &str) -> Self {
        match json.trim_start().as_bytes().first() {
            Some(b'n') => Self::Null,
            Some(b't' | b'f') => Self::Boolean,
            Some(b'"') => Self::Text,
            Some(b'[') => Self::List,
            Some(b'{') => Self::Object,
            _ => Self::Number,
        }
    }
}

impl fmt::Display for JsonKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Null => "null",
            Self::Boolean => "a boolean",
            Self::Number => "a number",
            Self::Text => "a string",
            Self::List => "a list",
            Self::Object => "an object",
        })
    }
}

impl fmt::Display for DriftKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::UnknownField { found } => write!(f, "an unknown field, {found}"),
            Self::UnknownValue { value } => write!(f, "an unknown value, {value:?}"),
            Self::Missing => f.write_str("a required value is missing"),
            Self::Retyped { reason, found } => write!(f, "{reason}, found {found}"),
        }
    }
}

impl fmt::Display for Drift {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} at {}: {}", self.endpoint, self.path, self.kind)
    }
}

/// Kinds of drift of one endpoint, each once, and no more than are told.
#[derive(Debug, Default)]
pub(super) struct Kinds(pub(super) Vec<Drift>);

impl Kinds {
    /// Adds a drift; `false` when it is there already, or one too many.
    pub(super) fn add(&mut self, drift: &Drift) -> bool {
        let alike = |known: &&Drift| known.place == drift.place;
        let is_new = self.0.len() < MOST_KINDS
            && !self.0.iter().filter(alike).any(|known| known.kind == drift.kind)
            && !(drift.is_value()
                && self.0.iter().filter(alike).filter(|known| known.is_value()).count() >= MOST_VALUES);
        if is_new {
            self.0.push(drift.clone());
        }
        is_new
    }
}

impl Drift {
    fn is_value(&self) -> bool {
        matches!(self.kind, DriftKind::UnknownValue { .. })
    }
}
