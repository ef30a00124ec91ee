//! Exchanges, clients and requests that most tests start from.

use exbind::bitget::copy::mix_trader::{CloseTrackingOrders, CurrentTrackingOrders};
use exbind::bitget::mix::order::CancelAllOrders;
use exbind::bitget::{self, ProductType};
use exbind::htx::{self, coin_swap::strategy::CancelTrailingOrders};
use exbind::runtime::{LimitMode, Retries};
use exbind::{Client, ClientBuilder};
use exbind_testkit::MockExchange;

pub(crate) async fn bitget() -> MockExchange {
    MockExchange::start(&bitget::EXCHANGE, bitget::ENDPOINTS).await.unwrap()
}

pub(crate) async fn htx() -> MockExchange {
    MockExchange::start(&htx::EXCHANGE, htx::ENDPOINTS).await.unwrap()
}

/// A client that keeps to the limits.
pub(crate) fn client<C: From<Client>>(mock: &MockExchange, builder: ClientBuilder<C>) -> C {
    mock.connect(builder).build().unwrap()
}

/// A client for tests of anything but limits. The mock lets everything through as well.
pub(crate) fn unlimited<C: From<Client>>(mock: &MockExchange, builder: ClientBuilder<C>) -> C {
    mock.rate_limits(false);
    mock.connect(builder).limit_mode(LimitMode::Off).build().unwrap()
}

/// The same for tests of what a single attempt comes to.
pub(crate) fn single<C: From<Client>>(mock: &MockExchange, builder: ClientBuilder<C>) -> C {
    unlimited(mock, builder.retries(Retries::none()))
}

/// A write.
pub(crate) fn cancel() -> CancelAllOrders {
    CancelAllOrders::new(ProductType::UsdtFutures)
}

/// A write.
pub(crate) fn close() -> CloseTrackingOrders {
    CloseTrackingOrders::new(ProductType::UsdtFutures)
}

/// A read.
pub(crate) fn current() -> CurrentTrackingOrders {
    CurrentTrackingOrders::new(ProductType::UsdtFutures)
}

/// A write.
pub(crate) fn trailing() -> CancelTrailingOrders {
    CancelTrailingOrders::new("BTC-USD", vec!["1".to_owned(), "2".to_owned()])
}

/// Nothing was wrong with what arrived.
pub(crate) fn check_accepted(mock: &MockExchange) {
    assert!(mock.refused().is_empty(), "{:?}", mock.refused());
}
