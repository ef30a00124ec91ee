//! Any list in pages of any size, with errors anywhere: each item once, in order.

use super::lists::{Acme, Answers, Numbered, funding, histories};
use crate::support::{bitget, check_accepted, htx, unlimited};
use exbind::bitget::ProductType;
use exbind::bitget::mix::market::{FundingRateHistory, SettledFundingRate};
use exbind::htx::coin_swap::reference::{DailyInsuranceFund, InsuranceFundHistory};
use exbind::page::{Paged, Pages};
use exbind::{bitget, htx};
use exbind_testkit::{MockExchange, Reply, id};
use own_specs::acme::account::Ledger;
use own_specs::acme::trade::orders::OpenOrders;
use own_specs::acme::trade::orders::history::{Fills, ListOrders};
use proptest::prelude::*;
use proptest::test_runner::{Config, TestRunner};

/// How many items, how many to a page, and after how many polls each error comes.
#[derive(Clone, Debug)]
struct Case {
    count: i64,
    size: usize,
    errors: Vec<usize>,
}

fn check(test: impl AsyncFn(Case)) {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    let cases = (0..30_i64, 1..9_usize, prop::collection::vec(0..12_usize, 0..4));
    let cases = cases.prop_map(|(count, size, errors)| Case { count, size, errors });
    let mut runner = TestRunner::new(Config { cases: 24, failure_persistence: None, ..Config::default() });
    let run = runner.run(&cases, |case| {
        runtime.block_on(test(case));
        Ok(())
    });
    run.unwrap();
}

/// Reads everything. After an error it polls on, or goes on with another stream from the text of the position.
async fn read<E>(mock: &MockExchange, case: &Case, start: impl Fn() -> Pages<E>) -> Vec<i64>
where
    E: Paged<Item: Numbered>,
{
    let (mut items, mut seen, mut failed) = (start().items(), Vec::new(), 0);
    for poll in 0.. {
        for _ in case.errors.iter().filter(|at| **at == poll) {
            mock.next(Reply::drop_after_reading());
        }
        match items.next().await {
            Some(Ok(item)) => seen.push(item.number()),
            Some(Err(_)) => {
                failed += 1;
                if failed % 2 == 0 {
                    items = start().resume(items.position().to_string().parse().unwrap()).items();
                }
            }
            None => break,
        }
        assert!(poll < 1000, "it never ends");
    }
    check_accepted(mock);
    seen
}

fn down(case: &Case) -> Vec<i64> {
    (1..=case.count).rev().collect()
}

impl Numbered for DailyInsuranceFund {
    fn number(&self) -> i64 {
        self.query_id
    }
}

impl Numbered for SettledFundingRate {
    fn number(&self) -> i64 {
        self.funding_time.unwrap().as_millis()
    }
}

#[test]
fn by_the_last_items_own_id() {
    check(async |case| {
        let acme = Acme::serving(Answers::fills(case.count).page_size(case.size)).await;
        let start = || acme.client.trade().orders().history().fills(Fills::new()).no_retries().pages();
        assert_eq!(read(&acme.mock, &case, start).await, down(&case));
    });
}

#[test]
fn by_a_cursor_both_ways() {
    check(async |case| {
        let acme = Acme::serving(Answers::open_orders(case.count).page_size(case.size)).await;
        let call = |request| acme.client.trade().orders().open_orders(request).no_retries().pages();
        assert_eq!(read(&acme.mock, &case, || call(OpenOrders::new())).await, down(&case));
        let up: Vec<i64> = (1..=case.count).collect();
        let newer = || call(OpenOrders::new().id_greater_than("0")).newer();
        assert_eq!(read(&acme.mock, &case, newer).await, up);
    });
}

#[test]
fn by_the_first_id_of_the_next_page() {
    check(async |case| {
        let acme = Acme::serving(Answers::ledger(case.count).page_size(case.size).inclusive()).await;
        let start = || acme.client.account().ledger(Ledger::new("1")).no_retries().pages();
        assert_eq!(read(&acme.mock, &case, start).await, down(&case));
    });
}

#[test]
fn by_number_with_a_count_and_without() {
    check(async |case| {
        let acme = Acme::serving(Answers::orders(case.count).page_size(case.size)).await;
        let start = || acme.client.trade().orders().history().list_orders(ListOrders::new()).no_retries().pages();
        assert_eq!(read(&acme.mock, &case, start).await, down(&case));

        let mock = bitget().await;
        let client = unlimited(&mock, bitget::Client::builder());
        mock.on(id::<FundingRateHistory>(), Reply::pages(funding(case.count).page_size(case.size))).unwrap();
        let request = || FundingRateHistory::new("BTCUSDT", ProductType::UsdtFutures);
        let start = || client.mix().market().funding_rate_history(request()).no_retries().pages();
        assert_eq!(read(&mock, &case, start).await, down(&case));
    });
}

#[test]
fn from_an_id_both_ways_wherever_the_border_belongs() {
    check(async |case| {
        for inclusive in [false, true] {
            let mock = htx().await;
            let client = unlimited(&mock, htx::Client::builder());
            // A page that begins with the last item of the one before needs room for one more.
            let listing = histories(case.count).page_size(case.size + usize::from(inclusive));
            let listing = if inclusive { listing.inclusive() } else { listing };
            mock.on(id::<InsuranceFundHistory>(), Reply::pages(listing)).unwrap();
            let call = || client.coin_swap().reference().insurance_fund_history(InsuranceFundHistory::new());
            let up: Vec<i64> = (1..=case.count).collect();
            assert_eq!(read(&mock, &case, || call().no_retries().pages()).await, down(&case));
            assert_eq!(read(&mock, &case, || call().no_retries().pages().newer()).await, up);
        }
    });
}
