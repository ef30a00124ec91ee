//! What is measured, as a user of exbind writes it.

use super::{Fallible, KEY, PASSPHRASE, SECRET};
use bench_specs::acme::trade::{PlaceOrder, PlacedOrder, Side};
use bench_specs::acme::{Client, market};
use exbind_runtime::value::Decimal;
use exbind_runtime::{Call, ClientBuilder, Credentials};

pub(crate) fn client() -> ClientBuilder<Client> {
    Client::builder().credentials(Credentials::new(KEY, SECRET).passphrase(PASSPHRASE))
}

/// An order with all of its six parameters.
pub(crate) fn order() -> PlaceOrder {
    smallest_order().price(Decimal::new(262_489, 1)).client_oid("f3a7c1d2-0b5e-4c57")
}

/// An order with the four that are required: 111 bytes to sign.
pub(crate) fn smallest_order() -> PlaceOrder {
    PlaceOrder::new("BTCUSDT", Side::Buy, "limit", Decimal::new(5, 1))
}

pub(crate) fn place(client: &Client, order: PlaceOrder) -> Call<PlacedOrder> {
    client.trade().place_order(order)
}

pub(crate) async fn tickers(client: &Client) -> Fallible<Vec<market::Ticker>> {
    let request = market::Tickers::new("USDT-FUTURES");
    Ok(client.market().tickers(request).await?)
}
