//! Requests: whatever text is sent, the signature holds and the text arrives. The mock checks signatures its own way.

use crate::cases;
use exbind::bitget::copy::mix_trader::{CloseTrackingOrders, CurrentTrackingOrders};
use exbind::bitget::{self, ProductType};
use exbind::htx::{self, coin_swap::strategy::CancelTrailingOrders};
use exbind::meta::Method;
use exbind::runtime::{LimitMode, RawRequest};
use exbind::{Client, ClientBuilder};
use exbind_testkit::{MockExchange, Reply};
use proptest::prelude::*;
use proptest::test_runner::{TestCaseError, TestRunner};
use tokio::runtime::Runtime;

const PATH: &str = "/api/v2/no/spec";

/// Texts that signatures have failed on, and any other.
fn text() -> impl Strategy<Value = String> {
    let odd = "[ +%&=?#/\\\\\"'~*!()\\[\\]{}|^`<>;:@$,._\\-a-zA-Z0-9]{1,12}";
    prop_oneof![
        odd,
        "\\PC{1,8}",
        "[龙虾é\u{1f99e}\u{200d}%41+]{1,5}",
        any::<String>().prop_filter("not empty", |text| !text.is_empty())
    ]
}

fn runtime() -> Runtime {
    tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap()
}

async fn connect<C: From<Client>>(mock: &MockExchange, builder: ClientBuilder<C>) -> C {
    mock.rate_limits(false);
    mock.strict_parameters(false);
    for method in [Method::Get, Method::Post] {
        mock.on_path(method, PATH, Reply::data("true")).unwrap();
    }
    mock.connect(builder).limit_mode(LimitMode::Off).build().unwrap()
}

/// A call of any pairs and any body arrives as it was made.
async fn check_raw(mock: &MockExchange, client: &Client, pairs: &[(String, String)]) -> Result<(), TestCaseError> {
    for method in [Method::Get, Method::Post] {
        let mut request = RawRequest::new(method, PATH);
        for (name, value) in pairs {
            request = request.pair(name, value);
        }
        let body = serde_json::Value::from(pairs[0].1.as_str()).to_string();
        if method.has_body() {
            request = request.body_json(&body);
        }
        let called = client.raw_call(request).await;
        prop_assert!(called.is_ok(), "{:?}: {:?}", pairs, called);
        let arrived = mock.requests().pop().unwrap();
        for (name, value) in pairs {
            prop_assert_eq!(arrived.pair(name), Some(value.clone()), "{:?}", &arrived.query);
        }
        prop_assert_eq!(&*arrived.text(), if method.has_body() { &*body } else { "" });
    }
    mock.clear();
    Ok(())
}

/// Pairs of distinct names, none of which signing uses itself. HTX sorts them; it does not say how it would sort any
/// that are not made of letters, digits and the two signs that parameters have.
fn pairs() -> impl Strategy<Value = Vec<(String, String)>> {
    proptest::collection::vec(("[a-zA-Z_-]{1,8}", text()), 1..5).prop_map(|pairs| {
        pairs.into_iter().enumerate().map(|(index, (name, value))| (format!("{name}{index}"), value)).collect()
    })
}

#[test]
fn bitget_takes_any_text() {
    let runtime = runtime();
    let mock = runtime.block_on(MockExchange::start(&bitget::EXCHANGE, bitget::ENDPOINTS)).unwrap();
    let client: bitget::Client = runtime.block_on(connect(&mock, bitget::Client::builder()));
    let check = |pairs: Vec<(String, String)>| {
        runtime.block_on(async {
            check_raw(&mock, &client, &pairs).await?;
            let text = &pairs[0].1;
            let close = CloseTrackingOrders::new(ProductType::UsdtFutures).symbol(text);
            let closed = client.copy().mix_trader().close_tracking_orders(close).await;
            prop_assert!(closed.is_ok(), "{:?}", closed);
            prop_assert_eq!(&mock.requests()[0].json()["symbol"], text);
            let current = CurrentTrackingOrders::new(ProductType::UsdtFutures).symbol(text);
            let orders = client.copy().mix_trader().current_tracking_orders(current).await;
            prop_assert!(orders.is_ok(), "{:?}", orders);
            prop_assert_eq!(mock.requests()[1].pair("symbol"), Some(text.clone()));
            mock.clear();
            Ok(())
        })
    };
    TestRunner::new(cases(200)).run(&pairs(), check).unwrap();
}

#[test]
fn htx_takes_any_text() {
    let runtime = runtime();
    let mock = runtime.block_on(MockExchange::start(&htx::EXCHANGE, htx::ENDPOINTS)).unwrap();
    let client: htx::Client = runtime.block_on(connect(&mock, htx::Client::builder()));
    let check = |pairs: Vec<(String, String)>| {
        runtime.block_on(async {
            check_raw(&mock, &client, &pairs).await?;
            let text = &pairs[0].1;
            let cancel = CancelTrailingOrders::new(text, vec!["1".to_owned()]);
            let canceled = client.coin_swap().strategy().cancel_trailing_orders(cancel).await;
            prop_assert!(canceled.is_ok(), "{:?}", canceled);
            prop_assert_eq!(&mock.requests()[0].json()["contract_code"], text);
            mock.clear();
            Ok(())
        })
    };
    TestRunner::new(cases(200)).run(&pairs(), check).unwrap();
}
