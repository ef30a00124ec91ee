//! Bounds of the parameter just written.

use super::Params;
use crate::value::parse_decimal;
use std::cmp::Ordering;

/// The parameter just written, to state its bounds. A value out of bounds is a fault of the whole request.
#[derive(Debug)]
pub struct Put<'p> {
    params: &'p mut Params,
    name: &'static str,
    start: usize,
    count: usize,
}

impl<'p> Put<'p> {
    pub(super) fn new(params: &'p mut Params, name: &'static str, start: usize, count: usize) -> Self {
        Self { params, name, start, count }
    }

    /// The least value.
    #[allow(clippy::must_use_candidate)]
    pub fn min(self, bound: &'static str) -> Self {
        self.check(bound, Ordering::Less, "at least")
    }

    /// The greatest value.
    pub fn max(self, bound: &'static str) -> Self {
        self.check(bound, Ordering::Greater, "at most")
    }

    /// The greatest number of items of a list.
    pub fn max_items(self, bound: usize) -> Self {
        let Self { name, count, .. } = self;
        if count > bound {
            self.params.fail(format_args!("`{name}` holds {count} items, but the exchange takes at most {bound}"));
        }
        self
    }

    fn check(self, bound: &'static str, wrong: Ordering, word: &str) -> Self {
        let written = self.params.text[self.start..].trim_matches('"');
        let order = parse_decimal(written).zip(parse_decimal(bound)).map(|(value, bound)| value.cmp(&bound));
        if order == Some(wrong) {
            let fault = format!("`{}` is {written}, but the exchange takes {word} {bound}", self.name);
            self.params.fail(format_args!("{fault}"));
        }
        self
    }
}
