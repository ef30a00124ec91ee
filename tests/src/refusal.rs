//! Why a request is refused, and how the exchange says so: code and HTTP status.

use exbind_runtime::meta::{ErrorKind, Exchange, Signing};
use http::StatusCode;
use std::time::Duration;

/// A refusal, before it is put into words for the wire.
#[derive(Clone, Debug)]
pub(crate) struct Refusal {
    pub(crate) cause: Cause,
    pub(crate) reason: String,
    pub(crate) retry_after: Option<Duration>,
}

impl Refusal {
    pub(crate) fn new(cause: Cause, reason: impl Into<String>) -> Self {
        Self { cause, reason: reason.into(), retry_after: None }
    }
}

/// What is wrong with a request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Cause {
    NoKey,
    UnknownKey,
    NoPassphrase,
    WrongPassphrase,
    NoSignature,
    WrongSignature,
    SignatureMethod,
    SignatureVersion,
    NoTimestamp,
    BadTimestamp,
    StaleTimestamp,
    ContentType,
    Body,
    Missing,
    Value,
    Unknown,
    RateLimit,
    NoRoute,
    WrongMethod,
}

impl Cause {
    pub(crate) fn kind(self) -> ErrorKind {
        match self {
            Self::NoKey | Self::UnknownKey | Self::NoPassphrase | Self::WrongPassphrase => ErrorKind::Authentication,
            Self::NoSignature | Self::WrongSignature | Self::SignatureMethod | Self::SignatureVersion => {
                ErrorKind::Authentication
            }
            Self::NoTimestamp | Self::BadTimestamp | Self::StaleTimestamp => ErrorKind::Timestamp,
            Self::ContentType | Self::Body | Self::Missing | Self::Value | Self::Unknown => ErrorKind::InvalidParameter,
            Self::RateLimit => ErrorKind::RateLimit,
            Self::NoRoute => ErrorKind::NotFound,
            Self::WrongMethod => ErrorKind::Unsupported,
        }
    }

    /// The code that the exchange gives. Where its tables lack that one: any of the same kind, or else HTTP's.
    pub(crate) fn code(self, exchange: &Exchange, service: &str) -> &'static str {
        let usual = match exchange.signing {
            Signing::Bitget => self.bitget_code(),
            Signing::Htx if service == "spot" => self.htx_spot_code(),
            Signing::Htx => self.htx_code(),
            _ => "",
        };
        let fitting = || exchange.errors.iter().find(|known| known.kind == self.kind());
        let known = exchange.error(usual).or_else(fitting);
        known.map_or(if self == Self::NoRoute { "404" } else { "400" }, |known| known.code)
    }

    fn bitget_code(self) -> &'static str {
        match self {
            Self::NoKey => "40001",
            Self::NoSignature => "40003",
            Self::NoTimestamp | Self::BadTimestamp => "40005",
            Self::UnknownKey => "40037",
            Self::ContentType => "40007",
            Self::StaleTimestamp => "40008",
            Self::WrongSignature | Self::SignatureMethod | Self::SignatureVersion => "40009",
            Self::NoPassphrase => "40011",
            Self::WrongPassphrase => "40012",
            Self::Body => "40017",
            Self::Missing => "40019",
            Self::Value => "40020",
            Self::Unknown => "40034",
            Self::RateLimit => "429",
            Self::NoRoute | Self::WrongMethod => "40404",
        }
    }

    fn htx_code(self) -> &'static str {
        match self {
            Self::NoKey | Self::UnknownKey => "12007",
            Self::NoPassphrase | Self::WrongPassphrase => "12008",
            Self::NoSignature => "512",
            Self::WrongSignature => "513",
            Self::SignatureMethod => "12003",
            Self::SignatureVersion => "12002",
            Self::NoTimestamp => "12006",
            Self::BadTimestamp | Self::StaleTimestamp => "12001",
            Self::ContentType | Self::Body => "501",
            Self::Missing => "1066",
            Self::Value | Self::Unknown => "1067",
            Self::RateLimit => "1032",
            Self::NoRoute | Self::WrongMethod => "404",
        }
    }

    /// Spot answers in words.
    fn htx_spot_code(self) -> &'static str {
        match self.kind() {
            ErrorKind::Authentication | ErrorKind::Timestamp => "api-signature-not-valid",
            ErrorKind::InvalidParameter => "base-argument-unsupported",
            ErrorKind::RateLimit => "base-user-request-exceed-limit",
            _ => "base-not-found",
        }
    }

    /// The HTTP status. A path that is not served is answered by the web server before the exchange, by status too.
    pub(crate) fn status(self, exchange: &Exchange, service: &str) -> StatusCode {
        match self {
            Self::NoRoute => StatusCode::NOT_FOUND,
            Self::WrongMethod => StatusCode::METHOD_NOT_ALLOWED,
            _ => status_of(self.kind(), exchange, service),
        }
    }
}

/// The HTTP status that an exchange gives to a kind of error. HTX contracts say everything by their envelope.
pub(crate) fn status_of(kind: ErrorKind, exchange: &Exchange, service: &str) -> StatusCode {
    if exchange.signing == Signing::Htx {
        let told = service == "spot" && kind == ErrorKind::RateLimit;
        return if told { StatusCode::TOO_MANY_REQUESTS } else { StatusCode::OK };
    }
    match kind {
        ErrorKind::Authentication => StatusCode::UNAUTHORIZED,
        ErrorKind::Permission | ErrorKind::Restricted => StatusCode::FORBIDDEN,
        ErrorKind::RateLimit => StatusCode::TOO_MANY_REQUESTS,
        ErrorKind::Maintenance | ErrorKind::Unavailable => StatusCode::SERVICE_UNAVAILABLE,
        _ => StatusCode::BAD_REQUEST,
    }
}
