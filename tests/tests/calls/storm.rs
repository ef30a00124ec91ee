//! Calls in a storm: every fault at every attempt, over 100,000 of them. Whatever happens, no write is processed twice,
//! and what a caller is told agrees with what the exchange did.
//!
//! Most of it runs against a transport in memory, in a time that does not pass; some thousands over real HTTP. Both
//! follow the same scripts, which are the same in each run.

mod exchange;
mod fault;
mod memory;
mod verdict;
mod wire;

use exbind::meta::{Access, Effect, Meta, Method};
use exbind::runtime::params::Params;
use exbind::{Endpoint, bitget};

/// A call that an exchange can tell from all others by its number.
#[derive(Clone, Debug)]
struct Order<const EFFECT: u8> {
    number: usize,
    /// Its idempotency key.
    key: Option<String>,
}

type Write = Order<0>;
type Read = Order<1>;

const WRITE: Meta = Meta {
    id: "bitget.storm.write",
    exchange: &bitget::EXCHANGE,
    service: "api",
    method: Method::Post,
    path: "/api/v2/storm",
    access: Access::Trade,
    effect: Effect::Write,
    envelope: bitget::EXCHANGE.envelope,
    idempotency_key: Some("clientOid"),
    ..Meta::BASE
};

const READ: Meta = Meta { id: "bitget.storm.read", effect: Effect::Read, idempotency_key: None, ..WRITE };

impl<const EFFECT: u8> Endpoint for Order<EFFECT> {
    type Response = i64;
    const META: &'static Meta = if EFFECT == 0 { &WRITE } else { &READ };

    fn encode(&self, params: &mut Params) {
        params.put("number", &(self.number as i64));
        params.put("clientOid", &self.key);
    }
}

/// Numbers without a pattern, the same in each run.
struct Dice(u64);

impl Dice {
    fn below(&mut self, sides: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) as usize % sides
    }

    fn coin(&mut self) -> bool {
        self.below(2) == 0
    }
}
