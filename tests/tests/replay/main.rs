//! Calls that are recorded from the mock exchange and replayed when it is gone.

#![allow(clippy::unwrap_used)] // helpers of tests, which clippy does not take for tests

mod matching;
mod reading;
mod runs;
mod secrets;
mod support;
mod users;
mod writing;
