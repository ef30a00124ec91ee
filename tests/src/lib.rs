//! A mock exchange: point a client or a whole bot at it, and decide what the exchange does.
//!
//! It speaks real HTTP/1.1 on loopback, in the test's own process. It serves every endpoint of an exchange's tables
//! with the exchange's own example, and checks what an exchange checks: path and method, API key, signature, time,
//! parameters, rate limits. What it refuses, it refuses in the exchange's own form.
//!
//! ```
//! use exbind::bitget::{self, ProductType, mix::order::CancelAllOrders};
//! use exbind_testkit::{MockExchange, Reply, id};
//!
//! # #[tokio::main(flavor = "current_thread")]
//! # async fn main() -> Result<(), Box<dyn std::error::Error>> {
//! let mock = MockExchange::start(&bitget::EXCHANGE, bitget::ENDPOINTS).await?;
//! let client = mock.connect(bitget::Client::builder()).build()?;
//! let cancel = || client.mix().order().cancel_all_orders(CancelAllOrders::new(ProductType::UsdtFutures));
//!
//! // The exchange's own example, until a test says otherwise.
//! let canceled = cancel().await?;
//! assert_eq!(canceled.success_list.len(), 1);
//!
//! // Whatever comes next is refused; then everything is as before.
//! mock.next(Reply::reject("22001", "No order to cancel"));
//! assert!(cancel().await.is_err());
//! assert!(cancel().await.is_ok());
//!
//! // One endpoint, from now on.
//! mock.on(id::<CancelAllOrders>(), Reply::data(r#"{"successList": [], "failureList": []}"#))?;
//! assert!(cancel().await?.success_list.is_empty());
//!
//! // What arrived, and whether anything was wrong with it.
//! assert_eq!(mock.count(id::<CancelAllOrders>()), 4);
//! assert_eq!(mock.requests()[0].json()["productType"], "USDT-FUTURES");
//! assert!(mock.refused().is_empty());
//! # Ok(())
//! # }
//! ```
//!
//! # Faults
//!
//! A [`Reply`] can also be what goes wrong on the way: [`Reply::drop_before_reading`], [`Reply::drop_after_reading`],
//! [`Reply::garbage`], [`Reply::hang`], and [`truncate`](Reply::truncate), [`delay`](Reply::delay),
//! [`gzip`](Reply::gzip) on any answer.
//!
//! # Order
//!
//! A request is refused if its path, its signature, the rate limits or its parameters are wrong, in this order.
//! Replies are kept for requests that pass, so that a test sees the refusal and not the reply. Of the replies, those
//! given by [`MockExchange::next`] go first, then [`once`](MockExchange::once), then [`on`](MockExchange::on).
//!
//! # Bots in another process, or in another language
//!
//! [`MockExchange::url`] is an address like any other. The key is [`API_KEY`], [`API_SECRET`] and [`API_PASSPHRASE`],
//! or your own by [`MockExchange::add_key`].

mod answer;
mod check;
mod clock;
mod envelope;
mod error;
mod handle;
mod json;
mod listing;
mod mock;
mod query;
mod quota;
mod record;
mod refusal;
mod reply;
mod route;
mod same;
mod script;
mod server;
mod state;
mod verify;

pub use error::MockError;
pub use listing::Listing;
pub use mock::{API_KEY, API_PASSPHRASE, API_SECRET, MockExchange, id};
pub use quota::Peak;
pub use record::Recorded;
pub use reply::Reply;
pub use same::{same_answer, same_answer_but};
pub use verify::ApiKey;
