//! Reading for whoever looks for drift: what does not fit is told, and read over.
//!
//! The loops over members and items are those of all reading; looking wraps what they call. So reading itself asks
//! once per object and list whether anybody looks, and never for a value.

use super::reader::{Item, Member};
use super::{Fault, Reader};
use crate::drift::{Segment, Watch};

impl<'de> Reader<'de> {
    /// Starts at the beginning of a text, for whoever looks for drift. Values that do not fit are left out of what is
    /// read, which must go nowhere.
    pub(crate) fn watching(text: &'de str, watch: &'de mut Watch) -> Self {
        let mut from = Self::new(text);
        from.watch = Some(watch);
        from
    }

    /// Whether somebody looks for drift.
    #[doc(hidden)]
    #[inline]
    pub fn is_watched(&self) -> bool {
        self.watch.is_some()
    }

    /// The value at hand, or a part of it, has no name in its enum.
    pub(crate) fn unnamed(&mut self, text: &str) {
        if let Some(watch) = &mut self.watch {
            watch.unknown_value(text);
        }
    }

    /// Reads an object; `member` reads the value of each key.
    pub(crate) fn object(
        &mut self,
        required: &'static [&'static str],
        member: &mut Member<'_, 'de>,
    ) -> Result<(), Fault> {
        match self.watch {
            None => self.members(required, member),
            Some(_) => self
                .members(required, &mut |key, value| value.look(Segment::Field(key), &mut |value| member(key, value))),
        }
    }

    /// Reads an object whose keys are data.
    pub(crate) fn entries(&mut self, entry: &mut Member<'_, 'de>) -> Result<(), Fault> {
        match self.watch {
            None => self.members(&[], entry),
            Some(_) => {
                self.members(&[], &mut |key, value| value.look(Segment::Entry(key), &mut |value| entry(key, value)))
            }
        }
    }

    /// Reads an array of values that are alike; gives their number.
    pub(crate) fn array(&mut self, item: &mut Item<'_, 'de>) -> Result<usize, Fault> {
        match self.watch {
            None => self.items(item),
            Some(_) => {
                self.items(&mut |index, value| value.look(Segment::Item(index), &mut |value| item(index, value)))
            }
        }
    }

    /// Reads an array whose places mean different things; gives their number.
    pub(crate) fn places(&mut self, place: &mut Item<'_, 'de>) -> Result<usize, Fault> {
        match self.watch {
            None => self.items(place),
            Some(_) => {
                self.items(&mut |index, value| value.look(Segment::Place(index), &mut |value| place(index, value)))
            }
        }
    }

    /// The object at hand lacks required fields; `first` is the first of them.
    #[cold]
    pub(super) fn lacks(&mut self, first: &str, required: &[&str], seen: u64) -> Result<(), Fault> {
        let Some(watch) = &mut self.watch else { return Err(Fault::new("the field is missing").in_field(first)) };
        let missing = required.iter().enumerate().filter(|(index, _)| seen & (1 << index) == 0);
        missing.for_each(|(_, name)| watch.missing(name));
        Ok(())
    }

    /// Reads a value, or tells why it cannot be read and goes on behind it.
    ///
    /// # Errors
    ///
    /// Where JSON is malformed, looking ends.
    #[cold]
    pub(crate) fn look(
        &mut self,
        segment: Segment<'_>,
        read: &mut dyn FnMut(&mut Self) -> Result<(), Fault>,
    ) -> Result<(), Fault> {
        let mark = self.watch.as_mut().map(|watch| watch.enter(segment));
        let result = self.look_here(read);
        if let (Some(watch), Some(mark)) = (&mut self.watch, mark) {
            watch.leave(&mark);
        }
        result
    }

    /// The same for the value at hand.
    pub(crate) fn look_here(&mut self, read: &mut dyn FnMut(&mut Self) -> Result<(), Fault>) -> Result<(), Fault> {
        let (at, depth) = (self.at, self.depth);
        let Err(fault) = read(self) else { return Ok(()) };
        (self.at, self.depth) = (at, depth);
        let json = self.raw()?;
        if let Some(watch) = &mut self.watch {
            watch.unreadable(&fault, json);
        }
        Ok(())
    }
}
