//! What is known of error codes.

/// What is known of an error code.
#[derive(Clone, Copy, Debug)]
pub struct ErrorCode {
    /// The code as text.
    pub code: &'static str,
    /// What went wrong.
    pub kind: ErrorKind,
    /// Whether repeating the call can help.
    pub retry: Retry,
    /// What it means, in a sentence.
    pub about: &'static str,
}

/// What went wrong, over all exchanges.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum ErrorKind {
    /// Key, signature or passphrase missing or wrong.
    Authentication,
    /// The key lacks a right, or the caller's address is not on its list.
    Permission,
    /// The request's time is missing, malformed or outside the window.
    Timestamp,
    /// Too many requests.
    RateLimit,
    /// Balance, margin or available position too small.
    InsufficientFunds,
    /// The order does not exist.
    OrderNotFound,
    /// The order exists but cannot be changed now.
    OrderState,
    /// A client order id was used before.
    Duplicate,
    /// A parameter is missing, malformed or contradicts another.
    InvalidParameter,
    /// Unknown or delisted instrument or coin.
    InvalidSymbol,
    /// Size, price, count or leverage outside what is allowed.
    LimitExceeded,
    /// No position, or position mode and side do not fit.
    Position,
    /// The account's mode or state does not allow it.
    AccountState,
    /// Region, risk control or compliance.
    Restricted,
    /// The operation is not offered.
    Unsupported,
    /// Anything else that does not exist.
    NotFound,
    /// Trading is suspended; certainly not processed.
    Maintenance,
    /// Internal failure of the exchange; whether it acted is not known.
    Unavailable,
    /// Known, and nothing of the above; or not in the tables.
    Other,
}

impl ErrorKind {
    /// In a word, as specs write it: `rate_limit`.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Authentication => "authentication",
            Self::Permission => "permission",
            Self::Timestamp => "timestamp",
            Self::RateLimit => "rate_limit",
            Self::InsufficientFunds => "insufficient_funds",
            Self::OrderNotFound => "order_not_found",
            Self::OrderState => "order_state",
            Self::Duplicate => "duplicate",
            Self::InvalidParameter => "invalid_parameter",
            Self::InvalidSymbol => "invalid_symbol",
            Self::LimitExceeded => "limit_exceeded",
            Self::Position => "position",
            Self::AccountState => "account_state",
            Self::Restricted => "restricted",
            Self::Unsupported => "unsupported",
            Self::NotFound => "not_found",
            Self::Maintenance => "maintenance",
            Self::Unavailable => "unavailable",
            Self::Other => "other",
        }
    }
}

/// Whether repeating a call can help.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Retry {
    /// No: it would fail again, or might act twice.
    Never,
    /// Later: the exchange certainly did not act.
    Later,
    /// After setting the clock: the exchange certainly did not act.
    Resync,
}
