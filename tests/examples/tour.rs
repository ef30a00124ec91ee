//! What exbind is, in one screen: specs → generated code → signed calls, answered by the mock exchange.
//!
//! Run it by `cargo tour`. It needs no account, key or network.
#![allow(clippy::print_stdout, reason = "it is there to be read")]

use exbind::bitget::copy::mix_trader::{CloseTrackingOrders, CurrentTrackingOrders};
use exbind::bitget::mix::order::CancelAllOrders;
use exbind::bitget::{self, ProductType};
use exbind::htx::coin_swap::strategy::CancelTrailingOrders;
use exbind::value::Decimal;
use exbind::{Error, htx};
use exbind_codegen::tree::Changes;
use exbind_codegen::{Options, Specs};
use exbind_testkit::{MockExchange, Reply};
use std::path::Path;

type Outcome = Result<(), Box<dyn std::error::Error>>;

#[tokio::main(flavor = "current_thread")]
async fn main() -> Outcome {
    generate()?;
    bitget_calls().await?;
    htx_calls().await
}

/// Specs → code, as `cargo gen` does it.
fn generate() -> Outcome {
    println!("specs → code");
    let workspace = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let specs = Specs::read(&workspace.join("specs"))?;
    let model = exbind_codegen::check(&specs)?;
    let changes =
        Changes::plan(&workspace.join("generated/src"), &exbind_codegen::generate(&model, &Options::library()))?;
    changes.apply()?;
    let (written, unchanged) = (changes.write.len(), changes.unchanged);
    println!("  {} spec files; {written} Rust files written, {unchanged} unchanged", specs.len());
    if !changes.is_empty() {
        println!("  the specs had changed: run this again to call the new code");
    }
    Ok(())
}

async fn bitget_calls() -> Outcome {
    let mock = MockExchange::start(&bitget::EXCHANGE, bitget::ENDPOINTS).await?;
    let client = mock.connect(bitget::Client::builder()).build()?;
    println!("\nBitget, answered by a mock exchange on loopback");

    let request = CurrentTrackingOrders::new(ProductType::UsdtFutures).symbol("BTCUSDT").limit(20);
    let page = client.copy().mix_trader().current_tracking_orders(request).await?;
    for order in &page.tracking_list {
        let side = order.pos_side.as_ref().map_or("side unknown", |side| side.as_str());
        let (size, price) = (or_dash(order.open_size), or_dash(order.open_price_avg));
        println!("  open order   {} {} {side} {size} at {price}", order.tracking_no, order.symbol);
    }

    let request = CloseTrackingOrders::new(ProductType::UsdtFutures).tracking_no("1");
    for order in client.copy().mix_trader().close_tracking_orders(request).await? {
        println!("  closing      {} {} {}", order.tracking_no, order.symbol, order.product_type);
    }

    let request = CancelAllOrders::new(ProductType::UsdtFutures).margin_coin("USDT");
    let result = client.mix().order().cancel_all_orders(request.clone()).await?;
    for order in &result.success_list {
        println!("  canceled     {}", order.order_id);
    }
    for order in &result.failure_list {
        println!("  not canceled {}: {}", order.order_id, order.error_msg.as_deref().unwrap_or("no reason given"));
    }

    println!("\nA call that the exchange refuses, and one whose answer is lost");
    mock.next(Reply::reject("22001", "No order to cancel"));
    mock.next(Reply::drop_after_reading());
    for _ in 0..2 {
        tell(client.mix().order().cancel_all_orders(request.clone()).await);
    }

    println!("The same request as curl, not sent");
    println!("{}", client.mix().order().cancel_all_orders(request).preview().await?.to_curl());
    Ok(())
}

async fn htx_calls() -> Outcome {
    let mock = MockExchange::start(&htx::EXCHANGE, htx::ENDPOINTS).await?;
    let client = mock.connect(htx::Client::builder()).build()?;
    println!("\nHTX, answered by a mock exchange on loopback");

    let ids = ["825057948169748480", "825057948169748481"].map(str::to_owned).to_vec();
    let request = CancelTrailingOrders::new("BTC-USD", ids);
    let result = client.coin_swap().strategy().cancel_trailing_orders(request).await?;
    println!("  canceled     {}", result.successes.join(", "));
    for error in &result.errors {
        println!("  not canceled {}: {}", error.order_id, error.err_msg.as_deref().unwrap_or("no reason given"));
    }
    for usage in client.usage() {
        println!("  used         {} of {} in {:?} ({})", usage.used, usage.limit, usage.window, usage.name);
    }
    Ok(())
}

fn or_dash(number: Option<Decimal>) -> String {
    number.map_or_else(|| "-".to_owned(), |number| number.to_string())
}

fn tell<T>(outcome: Result<T, Error>) {
    match outcome {
        Ok(_) => println!("  accepted"),
        Err(error) => println!("  {error}\n    may have acted: {}\n", error.may_have_acted()),
    }
}
