//! A page together with its text, by which a page that comes again is known.

use crate::decode::{Decode, Fault, Reader};

/// A page, and what it was read from. Its envelope, which holds the time, is not part of it.
#[derive(Debug)]
pub(super) struct Written<R> {
    pub(super) page: R,
    pub(super) text: Box<str>,
}

impl<R: Decode> Decode for Written<R> {
    fn decode(from: &mut Reader<'_>) -> Result<Self, Fault> {
        let start = from.place();
        let page = R::decode(from)?;
        Ok(Self { page, text: from.since(start).into() })
    }

    fn decode_option(from: &mut Reader<'_>) -> Result<Option<Self>, Fault> {
        Self::decode(from).map(Some)
    }
}
