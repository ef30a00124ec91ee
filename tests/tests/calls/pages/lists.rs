//! Lists of as many items as wanted. Ids go down from their number to 1: newest first.

use crate::support::{check_accepted, unlimited};
use exbind::bitget::mix::market::FundingRateHistory;
use exbind::htx::coin_swap::reference::InsuranceFundHistory;
use exbind::page::{End, Items, Paged};
use exbind_testkit::{Listing, MockExchange, Reply, id};
use own_specs::acme::account::{Ledger, LedgerRecord};
use own_specs::acme::trade::OrderRef;
use own_specs::acme::trade::orders::history::{Fill, Fills, ListOrders};
use own_specs::acme::trade::orders::{OpenOrder, OpenOrders};
use own_specs::acme::{self, Client};
use serde_json::{Value, json};
use std::fmt::Debug;

pub(crate) type History = Items<InsuranceFundHistory>;

/// Acme, with a list behind one of its endpoints.
pub(crate) struct Acme {
    pub(crate) mock: MockExchange,
    pub(crate) client: Client,
}

/// A list, and the endpoint that it stands behind.
pub(crate) struct Answers {
    endpoint: &'static str,
    listing: Listing,
    items: Vec<Value>,
    make: fn(Vec<Value>) -> Listing,
}

impl Answers {
    fn new(endpoint: &'static str, count: i64, item: fn(i64) -> Value, make: fn(Vec<Value>) -> Listing) -> Self {
        let items: Vec<_> = (1..=count).rev().map(item).collect();
        Self { endpoint, listing: make(items.clone()), items, make }
    }

    pub(crate) fn fills(count: i64) -> Self {
        let fill = |id: i64| json!({"tradeId": id.to_string(), "side": "BUY", "time": id});
        Self::new(id::<Fills>(), count, fill, Listing::of::<Fills>)
    }

    pub(crate) fn open_orders(count: i64) -> Self {
        let order = |id: i64| json!({"orderId": id.to_string()});
        Self::new(id::<OpenOrders>(), count, order, |items| Listing::of::<OpenOrders>(items).ids("orderId"))
    }

    pub(crate) fn orders(count: i64) -> Self {
        Self::new(id::<ListOrders>(), count, |id| json!({"orderId": id.to_string()}), Listing::of::<ListOrders>)
    }

    pub(crate) fn ledger(count: i64) -> Self {
        Self::new(id::<Ledger>(), count, |id| json!({"record-id": id, "amount": "1"}), Listing::of::<Ledger>)
    }

    /// The same list without the items of these ids.
    pub(crate) fn without(mut self, ids: &[usize]) -> Self {
        let count = self.items.len();
        let mut number = count + 1;
        self.items.retain(|_| {
            number -= 1;
            !ids.contains(&number)
        });
        self.listing = (self.make)(self.items.clone());
        self
    }

    pub(crate) fn page_size(self, size: usize) -> Self {
        Self { listing: self.listing.page_size(size), ..self }
    }

    pub(crate) fn inclusive(self) -> Self {
        Self { listing: self.listing.inclusive(), ..self }
    }
}

/// What the items of Acme's lists are told apart by.
pub(crate) trait Numbered: Debug {
    fn number(&self) -> i64;
}

impl Numbered for Fill {
    fn number(&self) -> i64 {
        self.trade_id.parse().unwrap()
    }
}

impl Numbered for OpenOrder {
    fn number(&self) -> i64 {
        self.order_id.parse().unwrap()
    }
}

impl Numbered for OrderRef {
    fn number(&self) -> i64 {
        self.order_id.as_deref().unwrap().parse().unwrap()
    }
}

impl Numbered for LedgerRecord {
    fn number(&self) -> i64 {
        self.record_id
    }
}

impl Acme {
    pub(crate) async fn serving(answers: Answers) -> Self {
        let mock = MockExchange::start(&acme::EXCHANGE, acme::ENDPOINTS).await.unwrap();
        let client = unlimited(&mock, Client::builder());
        let acme = Self { mock, client };
        acme.serve(answers);
        acme
    }

    pub(crate) fn serve(&self, answers: Answers) {
        self.mock.on(answers.endpoint, Reply::pages(answers.listing)).unwrap();
    }

    /// Reads a stream to its end, and forgets what was asked before.
    pub(crate) async fn check_all<E: Paged<Item: Numbered>>(&self, items: &mut Items<E>, expected: &[i64], end: End) {
        self.mock.clear();
        assert_eq!((rest(items).await, items.end()), (expected.to_vec(), Some(end)));
        assert!(items.next().await.is_none(), "it stays over");
        check_accepted(&self.mock);
    }

    /// What each request gave for a parameter; nothing where it was left out.
    pub(crate) fn asked(&self, name: &str) -> Vec<String> {
        let value = |value: &Value| value.as_str().map_or_else(|| value.to_string(), str::to_owned);
        let requests = self.mock.requests();
        let asked = requests.iter().map(|request| request.pair(name).or_else(|| request.json().get(name).map(value)));
        asked.map(Option::unwrap_or_default).collect()
    }
}

/// The ids of all items that are left; none may fail.
pub(crate) async fn rest<E: Paged<Item: Numbered>>(items: &mut Items<E>) -> Vec<i64> {
    let mut seen = Vec::new();
    while let Some(item) = items.next().await {
        seen.push(item.unwrap().number());
    }
    seen
}

/// The history of an insurance fund, which HTX pages from an id both ways.
pub(crate) fn histories(count: i64) -> Listing {
    let day = |id: i64| json!({"query_id": id, "date": "2024-09-29", "insurance_fund": 1});
    Listing::of::<InsuranceFundHistory>((1..=count).rev().map(day).collect())
}

/// Funding rates, which Bitget pages by number without telling how many there are.
pub(crate) fn funding(count: i64) -> Listing {
    let rate = |time: i64| json!({"symbol": "BTCUSDT", "fundingRate": "0.0001", "fundingTime": time.to_string()});
    Listing::of::<FundingRateHistory>((1..=count).rev().map(rate).collect())
}
