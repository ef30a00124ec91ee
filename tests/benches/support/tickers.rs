//! An answer of 400 tickers with 25 texts each, about 230 KB.

use super::Fallible;
use super::by_hand::Envelope;
use serde::Deserialize;
use std::fmt::Write as _;

const COUNT: u64 = 400;

/// The answer, the same in each run.
pub(crate) fn answer() -> String {
    let mut json = String::from(r#"{"code":"00000","msg":"success","requestTime":1695806875837,"data":["#);
    let mut numbers = Numbers(1);
    for index in 0..COUNT {
        json.push_str(if index == 0 { "{" } else { ",{" });
        push_ticker(index, &mut numbers, &mut json);
        json.push('}');
    }
    json.push_str("]}");
    json
}

fn push_ticker(index: u64, numbers: &mut Numbers, json: &mut String) {
    let _ = write!(json, r#""symbol":"COIN{index}USDT""#);
    let mut decimal = |name: &str, size: u64, fraction: usize| {
        let (whole, rest) = (numbers.next() % size, numbers.next() % 10u64.pow(fraction as u32));
        let _ = write!(json, r#","{name}":"{whole}.{rest:0fraction$}""#);
    };
    for name in ["lastPr", "askPr", "bidPr"] {
        decimal(name, 100_000, 1);
    }
    for name in ["askSz", "bidSz"] {
        decimal(name, 1_000, 3);
    }
    for name in ["high24h", "low24h", "openUtc", "open24h", "indexPrice", "markPrice"] {
        decimal(name, 100_000, 2);
    }
    for name in ["change24h", "changeUtc24h"] {
        decimal(name, 1, 5);
    }
    decimal("fundingRate", 1, 6);
    for name in ["baseVolume", "quoteVolume", "usdtVolume", "holdingAmount"] {
        decimal(name, 100_000_000, 4);
    }
    for name in ["ts", "nextFundingTime", "deliveryStartTime", "deliveryTime"] {
        let _ = write!(json, r#","{name}":"{}""#, 1_695_806_875_837 + numbers.next() % 1_000_000_000);
    }
    json.push_str(r#","deliveryStatus":"delivery_normal","marginCoin":"USDT""#);
}

/// Numbers without a pattern, by a linear congruential generator.
struct Numbers(u64);

impl Numbers {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        self.0 >> 33
    }
}

/// A ticker as most clients have it.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
#[allow(dead_code, reason = "they are read for their own sake")]
pub(crate) struct Ticker {
    symbol: String,
    last_pr: String,
    ask_pr: String,
    bid_pr: String,
    ask_sz: String,
    bid_sz: String,
    high24h: String,
    low24h: String,
    ts: String,
    change24h: String,
    base_volume: String,
    quote_volume: String,
    usdt_volume: String,
    open_utc: String,
    change_utc24h: String,
    open24h: String,
    index_price: String,
    mark_price: String,
    funding_rate: String,
    next_funding_time: String,
    holding_amount: String,
    delivery_start_time: String,
    delivery_time: String,
    delivery_status: String,
    margin_coin: String,
}

/// Reads the answer as most clients do.
pub(crate) fn by_hand(answer: &[u8]) -> Fallible<Vec<Ticker>> {
    serde_json::from_slice::<Envelope<Vec<Ticker>>>(answer)?.into_data()
}
