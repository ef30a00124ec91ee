//! Changes of specs in place: each says what it should, and nothing around it changes.

#![allow(clippy::unwrap_used)] // helpers of tests are tests, which clippy cannot tell

mod add;
mod bench;
mod members;
mod properties;
#[path = "../seeds/mod.rs"]
mod seeds;
mod several;
mod top;
mod values;
