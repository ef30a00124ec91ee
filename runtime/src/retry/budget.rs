//! How many repeats a client may still make.

use std::hash::{BuildHasher as _, RandomState};
use std::sync::atomic::{AtomicU32, AtomicU64, Ordering};

/// What a repeat costs, and an answered call pays back one of.
const COST: u32 = 10;

/// A bucket of tokens that repeats draw on and answered calls refill.
#[derive(Debug)]
pub(crate) struct Budget {
    tokens: AtomicU32,
    most: u32,
    /// Where chance comes from: hashes of a counter under a key of the process.
    drawn: AtomicU64,
    hasher: RandomState,
}

impl Budget {
    pub(crate) fn new(repeats: u32) -> Self {
        let most = repeats.saturating_mul(COST);
        Self { tokens: AtomicU32::new(most), most, drawn: AtomicU64::new(0), hasher: RandomState::new() }
    }

    /// Takes what a repeat costs, if it is there.
    pub(crate) fn draw(&self) -> bool {
        let left = |tokens: u32| tokens.checked_sub(COST);
        self.tokens.fetch_update(Ordering::Relaxed, Ordering::Relaxed, left).is_ok()
    }

    /// A call was answered. Nearly always the bucket is full.
    #[inline]
    pub(crate) fn refill(&self) {
        if self.tokens.load(Ordering::Relaxed) < self.most {
            let more = |tokens: u32| (tokens < self.most).then_some(tokens + 1);
            // Fails where others filled it meanwhile.
            let _ = self.tokens.fetch_update(Ordering::Relaxed, Ordering::Relaxed, more);
        }
    }

    /// Any number.
    pub(crate) fn chance(&self) -> u64 {
        self.hasher.hash_one(self.drawn.fetch_add(1, Ordering::Relaxed))
    }
}
