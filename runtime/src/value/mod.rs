//! The values that answers and requests are made of.

mod choice;
mod csv;
mod decimal;
mod embedded;
mod json;
mod plain;
pub(crate) mod secret;
mod timestamp;

#[doc(hidden)]
pub use choice::tell_unnamed;
pub use choice::{Choice, UnknownValue};
pub use csv::Csv;
pub use decimal::parse_decimal;
pub(crate) use decimal::push_decimal;
pub use embedded::Embedded;
pub use json::Json;
pub use rust_decimal::Decimal;
pub use secret::Secret;
pub use timestamp::Timestamp;

/// An object whose keys are data.
pub type Map<T> = std::collections::BTreeMap<String, T>;
