//! What is known of an exchange and its endpoints: plain data, written by the generator from the specs.
//!
//! Nothing here acts. The limiter, the signers, the envelope reader and the mock exchange all read these
//! tables, so that a new fact about endpoints is a new field with a default, not a change to every file.

mod errors;

pub use errors::{ErrorCode, ErrorKind, Retry};

use std::time::Duration;

/// An exchange: where it is, how calls to it are signed, and how its answers are wrapped.
#[derive(Debug)]
pub struct Exchange {
    /// Name in ids, feature flags and environment variables: `bitget`.
    pub name: &'static str,
    /// Name for people: `Bitget`.
    pub title: &'static str,
    /// Every host, by service and environment. The first of a service is its default.
    pub hosts: &'static [Host],
    /// How requests are signed.
    pub signing: Signing,
    /// Header that selects the language of messages.
    pub locale_header: Option<&'static str>,
    /// Header that carries a broker's channel code.
    pub channel_header: Option<&'static str>,
    /// Header and value that select demo trading.
    pub demo_header: Option<(&'static str, &'static str)>,
    /// Quotas that count every call to the exchange.
    pub quotas: &'static [Quota],
    /// The envelope of answers to paths that no spec covers.
    pub envelope: &'static Envelope,
    /// Known error codes, sorted by code as text.
    pub errors: &'static [ErrorCode],
}

impl Exchange {
    /// What is known of an error code.
    pub fn error(&self, code: &str) -> Option<&'static ErrorCode> {
        let found = self.errors.binary_search_by(|known| known.code.cmp(code));
        found.ok().map(|index| &self.errors[index])
    }
}

/// One address of an exchange.
#[derive(Clone, Copy, Debug)]
pub struct Host {
    /// Which part of the exchange answers here: `api`, `spot`, `contracts`.
    pub service: &'static str,
    /// Which of several equal addresses this is: `main`, `aws`.
    pub environment: &'static str,
    /// Scheme and authority, without a path.
    pub url: &'static str,
}

/// A signing scheme. The only place where the tables name an exchange's own rules.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Signing {
    /// Headers `ACCESS-*`; the text is timestamp, method, path, query and body.
    Bitget,
    /// Query pairs `AccessKeyId`, `Signature`, ...; the text is method, host, path and sorted query.
    Htx,
}

/// An endpoint, as far as anything but its parameters and answer types is concerned.
#[derive(Debug)]
pub struct Meta {
    /// Exchange, folders and file name of the spec: `bitget.mix.order.cancel_all_orders`.
    pub id: &'static str,
    /// The exchange it belongs to.
    pub exchange: &'static Exchange,
    /// Which of the exchange's services answers it; see [`Host::service`].
    pub service: &'static str,
    /// HTTP method.
    pub method: Method,
    /// Path with `{name}` where a path parameter stands.
    pub path: &'static str,
    /// What the key must be allowed to do.
    pub access: Access,
    /// Whether the call can change anything.
    pub effect: Effect,
    /// How its answers are wrapped.
    pub envelope: &'static Envelope,
    /// Every quota that a call counts against: its own, shared ones, the exchange's total.
    pub quotas: &'static [Quota],
    /// Its parameters, in the order of the spec.
    pub params: &'static [Param],
    /// Whether its answer holds secrets, so that nothing of it may be shown.
    pub secret_answer: bool,
    /// How it pages, where it does.
    pub paging: Option<Paging>,
    /// Wire name of the client order id that makes a repeated call harmless.
    pub idempotency_key: Option<&'static str>,
    /// Why it should no longer be used.
    pub deprecated: Option<&'static str>,
    /// The exchange's document.
    pub doc: &'static str,
}

impl Meta {
    /// A public read that says nothing else; generated code fills in the rest.
    pub const BASE: Self = Self {
        id: "",
        exchange: &NOWHERE,
        service: "",
        method: Method::Get,
        path: "",
        access: Access::Public,
        effect: Effect::Read,
        envelope: &Envelope::BARE,
        quotas: &[],
        params: &[],
        secret_answer: false,
        paging: None,
        idempotency_key: None,
        deprecated: None,
        doc: "",
    };
}

static NOWHERE: Exchange = Exchange {
    name: "",
    title: "",
    hosts: &[],
    signing: Signing::Bitget,
    locale_header: None,
    channel_header: None,
    demo_header: None,
    quotas: &[],
    envelope: &Envelope::BARE,
    errors: &[],
};

/// HTTP method of an endpoint. Parameters of a `GET` or `DELETE` stand in the query, all others in a JSON body.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Method {
    /// `GET`
    Get,
    /// `POST`
    Post,
    /// `PUT`
    Put,
    /// `DELETE`
    Delete,
}

impl Method {
    /// The method as it is sent and signed.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Get => "GET",
            Self::Post => "POST",
            Self::Put => "PUT",
            Self::Delete => "DELETE",
        }
    }

    /// Whether parameters are sent as a JSON body.
    pub const fn has_body(self) -> bool {
        matches!(self, Self::Post | Self::Put)
    }
}

/// What an API key must be allowed to do.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Access {
    /// Needs no key; the call is not signed.
    Public,
    /// Reads the account.
    Read,
    /// Trades.
    Trade,
    /// Moves funds between accounts of one owner.
    Transfer,
    /// Moves funds out.
    Withdraw,
}

/// Whether a call can change anything at the exchange, whatever its HTTP method.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Effect {
    /// Repeating it is harmless.
    Read,
    /// Repeating it may act twice.
    Write,
}

/// So many calls in so much time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Quota {
    /// Calls allowed in each window.
    pub requests: u32,
    /// Length of the window.
    pub per: Duration,
    /// Who is counted.
    pub by: Scope,
    /// Name of the quota where several endpoints share it; `None` counts the endpoint alone.
    pub bucket: Option<&'static str>,
    /// The kind of user it holds for, where there are several: `copy_trader`.
    pub tier: Option<&'static str>,
}

impl Quota {
    /// An endpoint's own quota for every user.
    pub const fn own(requests: u32, per: Duration, by: Scope) -> Self {
        Self { requests, per, by, bucket: None, tier: None }
    }

    /// A quota that every endpoint naming `bucket` draws from.
    pub const fn shared(bucket: &'static str, requests: u32, per: Duration, by: Scope) -> Self {
        Self { requests, per, by, bucket: Some(bucket), tier: None }
    }

    /// The same for one kind of user only.
    pub const fn tier(self, tier: &'static str) -> Self {
        Self { tier: Some(tier), ..self }
    }
}

/// Who a quota counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Scope {
    /// The account, over all its keys.
    Uid,
    /// The address that calls come from.
    Ip,
    /// One API key.
    Key,
}

/// A parameter, for tools and for the mock exchange.
#[derive(Clone, Copy, Debug)]
pub struct Param {
    /// Wire name.
    pub name: &'static str,
    /// Where it is sent.
    pub place: Place,
    /// Whether the call is refused without it.
    pub required: bool,
    /// The values that the document lists, where it lists any.
    pub values: &'static [&'static str],
    /// Whether its value is a secret, or holds one.
    pub secret: bool,
}

impl Param {
    /// A parameter that may be left out.
    pub const fn optional(name: &'static str, place: Place) -> Self {
        Self { name, place, required: false, values: &[], secret: false }
    }

    /// A parameter that must be sent.
    pub const fn required(name: &'static str, place: Place) -> Self {
        Self { name, place, required: true, values: &[], secret: false }
    }

    /// The same, restricted to listed values.
    pub const fn values(self, values: &'static [&'static str]) -> Self {
        Self { values, ..self }
    }

    /// The same, its value never shown.
    #[must_use]
    pub const fn secret(self) -> Self {
        Self { secret: true, ..self }
    }
}

/// Where a parameter is sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Place {
    /// In the path.
    Path,
    /// In the query.
    Query,
    /// As a member of the JSON body.
    Body,
    /// As the whole JSON body.
    WholeBody,
}

/// How an endpoint pages. Names are wire names; which are set depends on the style.
#[derive(Clone, Copy, Debug)]
pub struct Paging {
    /// The family.
    pub style: PageStyle,
    /// Parameter that asks for what is older than a cursor.
    pub older: Option<&'static str>,
    /// Parameter that asks for what is newer than a cursor.
    pub newer: Option<&'static str>,
    /// Parameter that gives the page's number.
    pub number: Option<&'static str>,
    /// Parameter that gives the page's size.
    pub size: Option<&'static str>,
    /// Parameter that turns the direction.
    pub direction: Option<&'static str>,
    /// Its value for what is older.
    pub older_is: Option<&'static str>,
    /// Its value for what is newer.
    pub newer_is: Option<&'static str>,
    /// Field of the answer that holds the next cursor.
    pub next: Option<&'static str>,
    /// Field of an item that tells it from all others; the cursor, where the answer names none.
    pub item_id: Option<&'static str>,
    /// Field of the answer that holds the number of pages.
    pub pages: Option<&'static str>,
    /// Field of the answer that holds the items; `None` when the answer is the list itself.
    pub items: Option<&'static str>,
    /// Whether every page but the last is as long as asked for.
    pub filled: bool,
}

impl Paging {
    /// A style with nothing named yet.
    pub const fn new(style: PageStyle) -> Self {
        Self {
            style,
            older: None,
            newer: None,
            number: None,
            size: None,
            direction: None,
            older_is: None,
            newer_is: None,
            next: None,
            item_id: None,
            pages: None,
            items: None,
            filled: false,
        }
    }
}

/// Families of paging.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum PageStyle {
    /// Each page names the next by an id.
    Cursor,
    /// Pages are numbered.
    Page,
    /// Pages start from an id, in a chosen direction.
    FromId,
    /// Pages are cut by time.
    Time,
}

/// How an answer is wrapped: where verdict, code, message, data and time stand. Of several names, the
/// one that stands first in the body counts.
#[derive(Debug)]
pub struct Envelope {
    /// The field that tells success, and its values that do.
    pub success: Option<(&'static str, &'static [&'static str])>,
    /// Fields that hold the error code.
    pub code: &'static [&'static str],
    /// Fields that hold the error message.
    pub message: &'static [&'static str],
    /// Field that holds the answer; `None` when the whole body is the answer.
    pub data: Option<&'static str>,
    /// Field that holds the exchange's time, in Unix milliseconds.
    pub time: Option<&'static str>,
    /// Fields that say nothing more, such as the channel of market data.
    pub other: &'static [&'static str],
}

impl Envelope {
    /// No envelope: the body is the answer.
    pub const BARE: Self = Self { success: None, code: &[], message: &[], data: None, time: None, other: &[] };

    /// Whether a field is its own, and no part of the answer.
    pub(crate) fn names(&self, field: &str) -> bool {
        self.success.is_some_and(|(name, _)| name == field)
            || self.time == Some(field)
            || [self.code, self.message, self.other].iter().any(|names| names.contains(&field))
    }

    /// Whether it says nothing of what was decided: the body is the answer.
    pub(crate) const fn is_bare(&self) -> bool {
        self.success.is_none() && self.data.is_none()
    }
}
