//! An example request: values that a program can both build and write.

use super::names::FieldName;
use super::types::TypeId;

/// A value of a parameter.
#[derive(Clone, Debug)]
pub enum Sample {
    /// Text.
    Text(String),
    /// A secret.
    Secret(String),
    /// A decimal's digits.
    Decimal(String),
    /// An integer.
    Integer(i64),
    /// A boolean.
    Boolean(bool),
    /// Unix milliseconds.
    Timestamp(i64),
    /// JSON text.
    Json(String),
    /// The wire value of an enum.
    Choice(TypeId, String),
    /// A list.
    List(Vec<Sample>),
    /// A comma-joined list.
    Csv(Vec<Sample>),
    /// JSON in a text.
    Embedded(Box<Sample>),
    /// A map.
    Map(Vec<(String, Sample)>),
    /// An object: its type and the fields that are set, in the order of the spec.
    Object(TypeId, Vec<Argument>),
}

/// A parameter or field that an example sets.
#[derive(Clone, Debug)]
pub struct Argument {
    /// The field.
    pub field: FieldName,
    /// Whether the constructor takes it.
    pub required: bool,
    /// The value.
    pub value: Sample,
}

/// An example request, built and as it is sent.
#[derive(Clone, Debug)]
pub struct SampleCall {
    /// What it sets, in the order of the spec.
    pub arguments: Vec<Argument>,
    /// The path that is called.
    pub path: String,
    /// The query that is sent.
    pub query: String,
    /// The body that is sent.
    pub body: String,
}
