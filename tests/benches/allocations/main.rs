//! Allocations of what exbind does, against the same done by hand: `cargo bench -p exbind-testkit --bench allocations`.
//!
//! Counted are calls of the allocator, new blocks and grown ones alike, over the whole process: the server allocates
//! nothing, and one thread does all the rest.

#![allow(clippy::print_stdout, reason = "a benchmark prints")]

#[path = "../support/mod.rs"]
mod support;

use stats_alloc::{INSTRUMENTED_SYSTEM, Region, StatsAlloc};
use std::alloc::System;
use std::process::ExitCode;
use support::table::{Row, Table};
use support::{Fallible, by_hand, memory::Memory, ours, server, tickers};
use tokio::runtime::Runtime;

#[global_allocator]
static ALLOCATOR: &StatsAlloc<System> = &INSTRUMENTED_SYSTEM;

const CALLS: usize = 1_000;
const ENDED: &str = "more calls than were prepared";

fn main() -> Fallible<ExitCode> {
    let runtime = support::runtime()?;
    let mut table = Table::start("Allocations per call");
    small_call(&runtime, &mut table)?;
    request(&runtime, &mut table)?;
    large_answer(&runtime, &mut table)?;
    Ok(table.end())
}

/// A signed order over loopback; what reqwest allocates by itself is what a request costs that was built, signed and
/// put into a `reqwest::Request` beforehand, and whose answer is not decoded.
fn small_call(runtime: &Runtime, table: &mut Table) -> Fallible<()> {
    let base = format!("http://{}", server::start()?);
    let (client, http) = (ours::client().base_url(&base).build()?, by_hand::client()?);
    let mut orders = prepared(|| Ok(ours::order()))?;
    let ours = per_call(runtime, async || Ok(ours::place(&client, orders.next().ok_or(ENDED)?).await?))?;
    let by_hand = per_call(runtime, async || by_hand::place_order(&http, &base).await)?;
    let bare = reqwest_alone(runtime, &http, &base)?;
    table.add(row("small signed call, loopback", ours, Some(by_hand)));
    table.add(row("reqwest's own part of it", bare, None));
    table.add(Row { bar: Some((ours - bare, 12.0)), ..row("what is added to it", ours - bare, Some(by_hand - bare)) });
    Ok(())
}

fn reqwest_alone(runtime: &Runtime, http: &reqwest::Client, base: &str) -> Fallible<f64> {
    let mut requests = prepared(|| {
        let mut request = by_hand::request(http, base, &by_hand::order())?.build()?;
        // Else it would grow when reqwest adds its own, which is not what reqwest costs.
        request.headers_mut().reserve(8);
        Ok(request)
    })?;
    per_call(runtime, async || {
        let response = http.execute(requests.next().ok_or(ENDED)?).await?;
        Ok(response.bytes().await?)
    })
}

/// What all calls of [`per_call`] need, made beforehand.
fn prepared<T>(make: impl Fn() -> Fallible<T>) -> Fallible<impl Iterator<Item = T>> {
    let made: Vec<T> = (0..2 * CALLS).map(|_| make()).collect::<Fallible<_>>()?;
    Ok(made.into_iter())
}

/// Encoding, signing and building the request, of which nothing is sent.
fn request(runtime: &Runtime, table: &mut Table) -> Fallible<()> {
    let (client, http) = (ours::client().transport(Memory(server::ANSWER.into())).build()?, by_hand::client()?);
    let mut orders = prepared(|| Ok(ours::smallest_order()))?;
    let order = by_hand::smallest_order();
    let preview = per_call(runtime, async || Ok(ours::place(&client, orders.next().ok_or(ENDED)?).preview().await?))?;
    let by_hand = per_call(runtime, async || Ok(by_hand::request(&http, "http://127.0.0.1:1", &order)?.build()?))?;
    table.add(Row { bar: Some((preview, 10.0)), ..row("encode + sign + headers, not sent", preview, Some(by_hand)) });
    Ok(())
}

/// Bytes to typed values.
fn large_answer(runtime: &Runtime, table: &mut Table) -> Fallible<()> {
    let answer = tickers::answer();
    let client = ours::client().transport(Memory(answer.clone().into())).build()?;
    let ours = per_call(runtime, async || ours::tickers(&client).await)?;
    let by_hand = per_call(runtime, async || tickers::by_hand(answer.as_bytes()))?;
    table.add(row("400 tickers of 25 fields", ours, Some(by_hand)));
    Ok(())
}

/// The mean over many calls, after as many that open connections and fill what is kept between calls.
fn per_call<T>(runtime: &Runtime, mut call: impl AsyncFnMut() -> Fallible<T>) -> Fallible<f64> {
    runtime.block_on(async {
        for _ in 0..CALLS {
            call().await?;
        }
        let region = Region::new(ALLOCATOR);
        for _ in 0..CALLS {
            call().await?;
        }
        let counted = region.change();
        Ok((counted.allocations + counted.reallocations) as f64 / CALLS as f64)
    })
}

fn row(measure: &'static str, ours: f64, by_hand: Option<f64>) -> Row {
    let baseline = by_hand.map_or_else(String::new, |count| format!("{count:.1}"));
    Row { measure, ours: format!("{ours:.1}"), baseline, ..Row::default() }
}
