//! CPU time of what exbind does, against the same done by hand in the same run:
//! `cargo bench -p exbind-testkit --bench speed`.

#![allow(clippy::print_stdout, reason = "a benchmark prints")]

mod generate;
mod measure;
mod pages;
#[path = "../../../codegen/tests/documents/sheet.rs"]
#[allow(dead_code, reason = "the tests of the importer use all of it")]
mod sheet;
#[path = "../support/mod.rs"]
mod support;

use bench_specs::acme::Client;
use exbind_runtime::meta::Method;
use exbind_runtime::{LimitMode, RawRequest};
use measure::Pair;
use std::process::ExitCode;
use support::table::{Row, Table};
use support::{Fallible, by_hand, memory::Memory, ours, server, tickers};
use tokio::runtime::Runtime;

fn main() -> Fallible<ExitCode> {
    // First, in a heap as fresh as that of the command.
    let generate = generate::rows()?;
    let pages = pages::rows()?;
    let runtime = support::runtime()?;
    let mut table = Table::start("CPU time per call: median of 60 rounds, taken in turns");
    table.add(small_call(&runtime)?);
    table.add(large_answer(&runtime)?);
    table.add(request(&runtime)?);
    for row in parts(&runtime)?.into_iter().chain(generate).chain(pages) {
        table.add(row);
    }
    Ok(table.end())
}

/// A signed order over loopback: CPU time of the thread that calls, which also drives the connections.
fn small_call(runtime: &Runtime) -> Fallible<Row> {
    let base = &format!("http://{}", server::start()?);
    let (client, http) = (&ours::client().base_url(base).build()?, &by_hand::client()?);
    let by_hand = |batch| {
        move || {
            runtime.block_on(async {
                for _ in 0..batch {
                    by_hand::place_order(http, base).await.expect("the server answers");
                }
            });
        }
    };
    let pair = measure::in_turns(200, |batch| calls(runtime, client, batch), by_hand);
    Ok(Row { bar: Some((pair.ratio, 1.15)), ..row("small signed call, loopback", &pair) })
}

/// Bytes to typed values, through a whole call of which only HTTP is missing.
fn large_answer(runtime: &Runtime) -> Fallible<Row> {
    let answer = &tickers::answer();
    let client = &ours::client().transport(Memory(answer.clone().into())).build()?;
    assert_eq!(runtime.block_on(ours::tickers(client))?.len(), tickers::by_hand(answer.as_bytes())?.len());
    let ours = |batch| {
        move || {
            runtime.block_on(async {
                for _ in 0..batch {
                    ours::tickers(client).await.expect("the answer fits");
                }
            });
        }
    };
    let by_hand = |batch| move || (0..batch).for_each(|_| drop(tickers::by_hand(answer.as_bytes()).expect("it fits")));
    let pair = measure::in_turns(5, ours, by_hand);
    Ok(Row { bar: Some((pair.ratio, 0.50)), ..row("400 tickers of 25 fields, bytes to values", &pair) })
}

/// From a request's parameters to what can be sent.
fn request(runtime: &Runtime) -> Fallible<Row> {
    let (client, http) = (&in_memory(LimitMode::Off)?, &by_hand::client()?);
    let order = &by_hand::smallest_order();
    let build = || by_hand::request(http, "http://127.0.0.1:1", order).and_then(|request| Ok(request.build()?));
    let by_hand = |batch| move || (0..batch).for_each(|_| drop(build().expect("the request is valid")));
    let pair = measure::in_turns(500, |batch| previews(runtime, client, batch), by_hand);
    let (best, bar) = (micros(pair.best), Some((pair.best / 1_000.0, 1.0)));
    Ok(Row { ours: best, bar, ..row("encode + sign + headers, not sent (best round)", &pair) })
}

/// What signing adds to a request, and what the limiter adds to a call.
fn parts(runtime: &Runtime) -> Fallible<[Row; 2]> {
    let (limited, unlimited) = (&in_memory(LimitMode::Wait)?, &in_memory(LimitMode::Off)?);
    let raw = RawRequest::new(Method::Post, "/api/v2/trade/place-order").body_json(r#"{"symbol":"BTCUSDT"}"#);
    let (signed, unsigned) = (&raw, &raw.clone().unsigned());
    let signing = measure::in_turns(
        500,
        |batch| raw_previews(runtime, unlimited, signed, batch),
        |batch| raw_previews(runtime, unlimited, unsigned, batch),
    );
    let limiter =
        measure::in_turns(500, |batch| calls(runtime, limited, batch), |batch| calls(runtime, unlimited, batch));
    Ok([difference("signing, of that", &signing), difference("limiter, with two quotas", &limiter)])
}

fn in_memory(mode: LimitMode) -> Fallible<Client> {
    Ok(ours::client().limit_mode(mode).transport(Memory(server::ANSWER.into())).build()?)
}

fn calls(runtime: &Runtime, client: &Client, batch: u32) -> impl FnOnce() {
    let orders = vec![ours::order(); batch as usize];
    move || {
        runtime.block_on(async {
            for order in orders {
                ours::place(client, order).await.expect("the answer fits");
            }
        });
    }
}

fn previews(runtime: &Runtime, client: &Client, batch: u32) -> impl FnOnce() {
    let orders = vec![ours::smallest_order(); batch as usize];
    move || {
        runtime.block_on(async {
            for order in orders {
                ours::place(client, order).preview().await.expect("the request is valid");
            }
        });
    }
}

fn raw_previews(runtime: &Runtime, client: &Client, request: &RawRequest, batch: u32) -> impl FnOnce() {
    let requests = vec![request.clone(); batch as usize];
    move || {
        runtime.block_on(async {
            for request in requests {
                client.raw_call(request).preview().await.expect("the request is valid");
            }
        });
    }
}

fn row(measure: &'static str, pair: &Pair) -> Row {
    let (ours, baseline) = (micros(pair.ours), micros(pair.baseline));
    Row { measure, ours, baseline, ratio: format!("{:.2}", pair.ratio), bar: None }
}

fn difference(measure: &'static str, pair: &Pair) -> Row {
    Row { measure, ours: micros(pair.ours - pair.baseline), ..Row::default() }
}

fn micros(nanos: f64) -> String {
    format!("{:.2} µs", nanos / 1_000.0)
}
