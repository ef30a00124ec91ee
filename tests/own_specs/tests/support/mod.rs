//! Reading, for tests of values.
#![allow(dead_code, reason = "each test file takes what it needs")]

use exbind::runtime::decode::{Decode, from_str};
use exbind::value::Decimal;
use std::fmt::Debug;

pub(crate) fn read<T: Decode>(json: &str) -> T {
    from_str(json).unwrap_or_else(|error| panic!("{json}: {error}"))
}

/// Reading fails, and the message holds every part.
pub(crate) fn check_fails<T: Decode + Debug>(json: &str, parts: &[&str]) {
    let error = from_str::<T>(json).expect_err(json).to_string();
    assert!(parts.iter().all(|part| error.contains(part)), "{json}: {error}");
}

pub(crate) fn decimal(text: &str) -> Option<Decimal> {
    Some(text.parse().expect("a decimal"))
}
