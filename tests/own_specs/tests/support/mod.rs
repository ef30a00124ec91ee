//! Reading, and JSON as a tree that keeps every digit, for tests that compare and change answers.
#![allow(dead_code, reason = "each test file takes what it needs")]

use exbind::runtime::decode::{Decode, from_str};
use exbind::value::Decimal;
use serde_json::value::RawValue;
use std::collections::BTreeMap;
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

/// A JSON value.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Node {
    /// A scalar as it is written.
    Scalar(String),
    List(Vec<Node>),
    Object(Vec<(String, Node)>),
}

impl Node {
    pub(crate) fn parse(text: &str) -> Self {
        match text.trim().as_bytes().first() {
            Some(b'[') => {
                let items: Vec<&RawValue> = serde_json::from_str(text).expect("a list");
                Self::List(items.iter().map(|item| Self::parse(item.get())).collect())
            }
            Some(b'{') => {
                let members: BTreeMap<String, &RawValue> = serde_json::from_str(text).expect("an object");
                Self::Object(members.into_iter().map(|(key, value)| (key, Self::parse(value.get()))).collect())
            }
            _ => Self::Scalar(text.trim().to_owned()),
        }
    }

    pub(crate) fn print(&self) -> String {
        match self {
            Self::Scalar(text) => text.clone(),
            Self::List(items) => {
                let items: Vec<_> = items.iter().map(Self::print).collect();
                format!("[{}]", items.join(","))
            }
            Self::Object(members) => {
                let member = |(key, value): &(String, Self)| format!("{}:{}", quoted(key), value.print());
                format!("{{{}}}", members.iter().map(member).collect::<Vec<_>>().join(","))
            }
        }
    }
}

pub(crate) fn quoted(text: &str) -> String {
    serde_json::Value::from(text).to_string()
}
