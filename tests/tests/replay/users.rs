//! What a user's own test looks like: a cassette that was recorded once and committed, and no exchange.
//!
//! It is also a promise: a cassette of today will still be read tomorrow.

use exbind::bitget::copy::mix_trader::CurrentTrackingOrders;
use exbind::bitget::mix::order::CancelAllOrders;
use exbind::bitget::{self, ProductType};
use exbind::runtime::cassette::Replay;
use exbind::{Credentials, Error};

/// The program under test: cancels what is open, and tells how much that was.
async fn cancel_open(client: &bitget::Client) -> Result<usize, Error> {
    let open = CurrentTrackingOrders::new(ProductType::UsdtFutures);
    if client.copy().mix_trader().current_tracking_orders(open).await?.tracking_list.is_empty() {
        return Ok(0);
    }
    let cancel = CancelAllOrders::new(ProductType::UsdtFutures).margin_coin("USDT");
    Ok(client.mix().order().cancel_all_orders(cancel).await?.success_list.len())
}

#[tokio::test]
async fn open_orders_are_canceled_unless_the_connection_breaks() -> Result<(), Box<dyn std::error::Error>> {
    let replay = Replay::from_text(include_str!("cancel_open.jsonl"))?;
    let any = Credentials::new("any", "any").passphrase("any");
    let client = bitget::Client::builder().credentials(any).transport(replay.clone()).build()?;

    assert_eq!(cancel_open(&client).await?, 2);
    let error = cancel_open(&client).await.unwrap_err();
    assert!(matches!(error, Error::OutcomeUnknown(_)) && error.may_have_acted(), "{error}");
    assert_eq!(cancel_open(&client).await?, 0);
    assert!(replay.unused().is_empty());
    Ok(())
}
