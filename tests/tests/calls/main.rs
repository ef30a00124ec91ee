//! Calls from end to end: generated requests through the client, over real HTTP, to the mock exchange and back.
//!
//! The runtime's own tests answer by hand-written bytes. Here both sides come from the specs, and the mock checks
//! signatures by a way of its own: what users meet, where all parts have to fit.

#![allow(clippy::unwrap_used)] // helpers of tests, which clippy does not take for tests

mod answers;
mod blocking;
mod clock;
mod drift;
mod dropped;
mod examples;
mod faults;
mod hooks;
mod limits;
mod load;
mod metrics;
mod pages;
mod refusals;
mod requests;
mod retries;
mod secret_values;
mod secrets;
mod signatures;
mod stale;
mod storm;
mod support;
