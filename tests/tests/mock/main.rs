//! The mock exchange itself: that it accepts what is right, refuses what is wrong, and breaks as it is told.
//!
//! Requests are made by hand, down to the bytes on the wire: the client under test must not vouch for its judge.

#![allow(clippy::unwrap_used)] // helpers of tests, which clippy does not take for tests

mod clients;
mod faults;
mod parameters;
mod quotas;
mod replies;
mod running;
mod signatures;
mod wire;
