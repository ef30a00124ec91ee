//! What the project promises about itself, read from its own files.

#![allow(clippy::unwrap_used)] // helpers of tests, which clippy does not take for tests

mod dependencies;
mod documents;
mod licence;
mod numbers;
mod sources;
mod tree;
