//! Calls from end to end: generated requests through the client, over real HTTP, to the mock exchange and back.
//!
//! The runtime's own tests answer by hand-written bytes. Here both sides come from the specs, and the mock checks
//! signatures by a way of its own: what users meet, where all parts have to fit.

#![allow(clippy::unwrap_used)] // helpers of tests, which clippy does not take for tests

mod answers;
mod examples;
mod faults;
mod limits;
mod load;
mod refusals;
mod requests;
mod secrets;
mod signatures;
mod support;
