//! Whatever an exchange sends and whatever a user asks for: nothing panics, no number is wrong, no verdict is made up,
//! and what is signed is what arrives.
//!
//! `PROPTEST_CASES=100000 cargo test --release -p exbind-testkit --test fuzz` looks for longer.

#![allow(clippy::unwrap_used)] // helpers of tests, which clippy does not take for tests

mod answers;
mod exact;
mod numbers;
mod requests;
mod verdicts;

use proptest::test_runner::Config;

/// So many cases of a test, unless the environment asks for a certain number of all tests.
fn cases(count: u32) -> Config {
    let asked = std::env::var("PROPTEST_CASES").ok().and_then(|count| count.parse().ok());
    Config { cases: asked.unwrap_or(count), failure_persistence: None, ..Config::default() }
}
