//! Two small exchanges with a few endpoints, and a server whose every byte a test decides.
#![allow(dead_code, unreachable_pub)] // each test file uses its own part
#![allow(clippy::unwrap_used)] // a server that fails must fail the test

mod server;

pub use server::*;

use exbind_runtime::meta::{
    Access, Effect, Envelope, ErrorCode, ErrorKind, Exchange, Host, Meta, Method, Quota, Retry, Scope, Signing,
};
use exbind_runtime::params::Params;
use exbind_runtime::value::Decimal;
use exbind_runtime::{Client, ClientBuilder, Credentials, Endpoint, Retries};
use std::time::Duration;

pub const KEY: &str = "key-of-the-user";
pub const SECRET: &str = "secret-of-the-user";
pub const PASSPHRASE: &str = "phrase-of-the-user";

pub static ENVELOPE: Envelope = Envelope {
    success: Some(("code", &["00000"])),
    code: &["code"],
    message: &["msg", "message"],
    data: Some("data"),
    time: Some("requestTime"),
    other: &[],
};

const fn error(code: &'static str, kind: ErrorKind, retry: Retry) -> ErrorCode {
    ErrorCode { code, kind, retry, about: "What it means." }
}

pub static BITGET: Exchange = Exchange {
    name: "bitget",
    title: "Bitget",
    hosts: &[Host { service: "api", environment: "main", url: "https://api.bitget.com" }],
    signing: Signing::Bitget,
    locale_header: Some("locale"),
    channel_header: Some("X-CHANNEL-API-CODE"),
    demo_header: Some(("paptrading", "1")),
    quotas: &[],
    envelope: &ENVELOPE,
    errors: &[
        error("40008", ErrorKind::Timestamp, Retry::Resync),
        error("40010", ErrorKind::Unavailable, Retry::Never),
        error("40200", ErrorKind::Maintenance, Retry::Later),
        error("429", ErrorKind::RateLimit, Retry::Later),
        error("43012", ErrorKind::InsufficientFunds, Retry::Never),
    ],
};

static HTX_ENVELOPE: Envelope = Envelope {
    success: Some(("status", &["ok"])),
    code: &["err_code", "err-code"],
    message: &["err_msg", "err-msg"],
    data: Some("data"),
    time: Some("ts"),
    other: &[],
};

pub static HTX: Exchange = Exchange {
    name: "htx",
    title: "HTX",
    hosts: &[
        Host { service: "spot", environment: "main", url: "https://api.huobi.pro" },
        Host { service: "spot", environment: "aws", url: "https://api-aws.huobi.pro" },
        Host { service: "contracts", environment: "main", url: "https://api.hbdm.com" },
    ],
    signing: Signing::Htx,
    locale_header: None,
    channel_header: None,
    demo_header: None,
    quotas: &[],
    envelope: &HTX_ENVELOPE,
    errors: &[],
};

/// Places an order: a write.
#[derive(Clone)]
pub struct Place {
    pub symbol: String,
}

impl Endpoint for Place {
    type Response = Vec<Decimal>;
    const META: &'static Meta = &Meta {
        id: "bitget.order.place",
        exchange: &BITGET,
        service: "api",
        method: Method::Post,
        path: "/api/v2/place",
        access: Access::Trade,
        effect: Effect::Write,
        envelope: &ENVELOPE,
        idempotency_key: Some("clientOid"),
        ..Meta::BASE
    };

    fn encode(&self, params: &mut Params) {
        params.put("symbol", self.symbol.as_str());
    }
}

pub fn place() -> Place {
    Place { symbol: "BTCUSDT".to_owned() }
}

/// A write with a quota and no answer.
pub struct Limited;

impl Endpoint for Limited {
    type Response = ();
    const META: &'static Meta =
        &Meta { id: "bitget.limited", quotas: &[Quota::own(10, Duration::from_secs(1), Scope::Uid)], ..*Place::META };

    fn encode(&self, _params: &mut Params) {}
}

/// Looks orders up: a read.
#[derive(Clone)]
pub struct Orders {
    pub symbol: String,
}

impl Endpoint for Orders {
    type Response = Vec<Decimal>;
    const META: &'static Meta = &Meta {
        id: "bitget.order.list",
        method: Method::Get,
        path: "/api/v2/orders",
        access: Access::Read,
        effect: Effect::Read,
        ..*Place::META
    };

    fn encode(&self, params: &mut Params) {
        params.put("symbol", self.symbol.as_str());
    }
}

pub fn orders() -> Orders {
    Orders { symbol: "BTCUSDT".to_owned() }
}

/// Looks orders up where the signature stands in the query.
pub struct HtxOrders {
    pub symbol: String,
}

impl Endpoint for HtxOrders {
    type Response = Vec<Decimal>;
    const META: &'static Meta = &Meta {
        id: "htx.order.list",
        exchange: &HTX,
        service: "spot",
        method: Method::Get,
        path: "/v1/order/orders",
        access: Access::Read,
        effect: Effect::Read,
        envelope: &HTX_ENVELOPE,
        ..Meta::BASE
    };

    fn encode(&self, params: &mut Params) {
        params.put("symbol", self.symbol.as_str());
    }
}

/// Makes each call once, as most tests here are about a single attempt.
pub fn bitget() -> ClientBuilder {
    let credentials = Credentials::new(KEY, SECRET).passphrase(PASSPHRASE);
    ClientBuilder::new(&BITGET).credentials(credentials).retries(Retries::none())
}

/// The same for the other exchange.
pub fn htx() -> ClientBuilder {
    ClientBuilder::new(&HTX).credentials(Credentials::new(KEY, SECRET)).retries(Retries::none())
}

/// A client that calls a server.
pub fn client(server: &Server) -> Client {
    bitget().base_url(&server.url).timeout(Duration::from_secs(5)).build().unwrap()
}
