//! What the benchmarks share: the same work done by exbind and by hand, and how results are shown.

pub(crate) mod by_hand;
pub(crate) mod memory;
pub(crate) mod ours;
pub(crate) mod server;
pub(crate) mod table;
pub(crate) mod tickers;

pub(crate) type Fallible<T> = Result<T, Box<dyn std::error::Error + Send + Sync>>;

pub(crate) const KEY: &str = "bg_throwaway_key_of_36_characters___";
pub(crate) const SECRET: &str = "throwaway-secret-as-long-as-those-that-exchanges-give-out-64-ch-";
pub(crate) const PASSPHRASE: &str = "throwaway";

/// One thread, on which connections are driven too: its CPU time and its allocations are those of the calls.
pub(crate) fn runtime() -> std::io::Result<tokio::runtime::Runtime> {
    tokio::runtime::Builder::new_current_thread().enable_all().build()
}
