//! What generated code names. Not for hand-written code: use the modules themselves.

pub use crate::call::Call;
pub use crate::client::ClientBuilder;
pub use crate::decode::{Fault, Object, Reader, Tuple};
pub use crate::endpoint::Endpoint;
pub use crate::example::{Example, ExampleRequest, recode};
pub use crate::meta::{
    Access, Effect, Envelope, ErrorCode, ErrorKind, Exchange, Host, Meta, Method, PageStyle, Paging, Param, Place,
    Quota, Retry, Scope, Signing,
};
pub use crate::page::{BothWays, Cursor, Paged, Turn};
pub use crate::params::{Encode, Form, Params};
pub use crate::value::{Choice, Csv, Decimal, Embedded, Json, Map, Secret, Timestamp, UnknownValue, parse_decimal};
pub use crate::{choice, object, tuple};
pub use std::time::Duration;
