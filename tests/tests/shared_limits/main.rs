//! Limits shared between processes by a real Redis.
//!
//! Each test starts a server of its own on loopback. Where none is installed the tests that need one say so and pass,
//! unless `EXBIND_NEEDS_REDIS` is set, as it is in `.ci/run`.

#![allow(clippy::unwrap_used)] // helpers of tests, which clippy does not take for tests

mod counting;
mod hammer;
mod outage;
mod returning;
mod script;
mod server;
mod support;
