//! The file format, one to one. Says what stands in the files, not whether it makes sense.

pub mod endpoint;
pub mod exchange;
pub mod field;
pub mod node;
pub mod read;
pub mod tables;
mod yaml;

pub use endpoint::EndpointFile;
pub use exchange::ExchangeFile;
pub use field::{FieldSpec, TypeBody, TypeSpec};
pub use yaml::parse;
