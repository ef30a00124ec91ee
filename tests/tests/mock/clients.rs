//! exbind's own clients against the mock: what both sides were written to separately has to fit.

use exbind::bitget::copy::mix_trader::{CloseTrackingOrders, CurrentTrackingOrders};
use exbind::bitget::mix::order::CancelAllOrders;
use exbind::bitget::{self, ProductType};
use exbind::htx::{self, coin_swap::strategy::CancelTrailingOrders};
use exbind_testkit::{MockExchange, Reply, id};

#[tokio::test]
async fn all_calls_of_bitget_pass_every_check() {
    let mock = MockExchange::start(&bitget::EXCHANGE, bitget::ENDPOINTS).await.unwrap();
    let client = mock.connect(bitget::Client::builder()).build().unwrap();
    let line = || ProductType::UsdtFutures;
    let canceled = client.mix().order().cancel_all_orders(CancelAllOrders::new(line())).await.unwrap();
    assert_eq!(canceled.success_list[0].order_id, "121211212122");
    let close = CloseTrackingOrders::new(line()).symbol("龙虾USDT");
    let closed = client.copy().mix_trader().close_tracking_orders(close).await.unwrap();
    assert_eq!(closed.len(), 2);
    let current = CurrentTrackingOrders::new(line()).symbol("龙虾USDT").limit(20);
    let page = client.copy().mix_trader().current_tracking_orders(current).await.unwrap();
    assert_eq!(page.tracking_list.len(), 1);
    assert!(mock.refused().is_empty(), "{:?}", mock.refused());
    assert_eq!(mock.requests().len(), 3);
}

#[tokio::test]
async fn all_calls_of_htx_pass_every_check() {
    let mock = MockExchange::start(&htx::EXCHANGE, htx::ENDPOINTS).await.unwrap();
    for builder in [mock.connect(htx::Client::builder()), mock.connect(htx::Client::builder()).base_url(mock.url())] {
        let client = builder.build().unwrap();
        let cancel = CancelTrailingOrders::new("BTC-USD", vec!["1".to_owned(), "2".to_owned()]);
        let canceled = client.coin_swap().strategy().cancel_trailing_orders(cancel).await.unwrap();
        assert_eq!(canceled.errors.len(), 1);
    }
    assert!(mock.refused().is_empty(), "{:?}", mock.refused());
    assert_eq!(mock.count(id::<CancelTrailingOrders>()), 2);
}

#[tokio::test]
async fn a_client_reads_what_the_mock_refuses() {
    let mock = MockExchange::start(&bitget::EXCHANGE, bitget::ENDPOINTS).await.unwrap();
    let client = mock.connect(bitget::Client::builder()).build().unwrap();
    mock.next(Reply::reject("22001", "No order to cancel"));
    let refused = client.mix().order().cancel_all_orders(CancelAllOrders::new(ProductType::UsdtFutures)).await;
    let message = refused.unwrap_err().to_string();
    assert!(message.contains("22001") && message.contains("No order to cancel"), "{message}");
}
