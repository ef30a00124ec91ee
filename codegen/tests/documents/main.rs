//! Pages of documents and specs: imported, updated, compared, in every rendering.

#![allow(clippy::unwrap_used)] // helpers of tests are tests, which clippy cannot tell

mod command;
mod drift;
mod import;
#[path = "../place/mod.rs"]
mod place;
mod sheet;
mod shelf;
