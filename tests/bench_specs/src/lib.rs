//! What the benchmarks in `tests/benches` call: a small signed call, and a large public answer.

/// Acme, an exchange whose answers are as long as those of real ones.
pub mod acme {
    include!(concat!(env!("OUT_DIR"), "/acme/mod.rs"));
}
