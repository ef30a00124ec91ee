//! The values that answers and requests are made of.

mod choice;
mod csv;
mod decimal;
mod embedded;
mod json;
mod plain;
mod timestamp;

pub use choice::{Choice, UnknownValue};
pub use csv::Csv;
pub use decimal::parse_decimal;
pub(crate) use decimal::push_decimal;
pub use embedded::Embedded;
pub use json::Json;
pub use rust_decimal::Decimal;
pub use timestamp::Timestamp;

/// An object whose keys are data.
pub type Map<T> = std::collections::BTreeMap<String, T>;
