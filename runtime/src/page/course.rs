//! The way through the pages: what is asked for next, what a page adds, and where it ends. Knows neither calls nor
//! types, so that it is compiled once.

use super::position::{At, Spot};
use super::{Cursor, Direction, Turn};
use crate::meta::{Meta, PageStyle, Paging};
use std::collections::HashSet;
use std::fmt;

/// Why a stream of pages is over.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum End {
    /// A page was empty.
    Empty,
    /// A page was not full, and the exchange fills all but the last.
    Short,
    /// The exchange said that it was the last page.
    LastPage,
    /// A page did not tell what follows, as the last one does.
    Untold,
    /// A page, or what it said of the next, had come before. This is how a list ends on exchanges that show the last
    /// item, or the last page, once more; in the middle of a list it is a fault of the exchange.
    Repeated,
    /// As many pages came as were wanted.
    MaxPages,
    /// It was gone on from a position where all had been read.
    Before,
}

impl fmt::Display for End {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Empty => "the last page was empty",
            Self::Short => "the last page was not full",
            Self::LastPage => "the exchange said that it was the last page",
            Self::Untold => "the last page told of no other",
            Self::Repeated => "the exchange began to repeat itself",
            Self::MaxPages => "as many pages came as were wanted",
            Self::Before => "all had been read before",
        })
    }
}

/// Where a stream stands.
#[derive(Debug)]
pub(super) struct Course {
    paging: &'static Paging,
    pub(super) spot: Spot,
    /// Where the page stood that came last.
    pub(super) last: Spot,
    pub(super) most: Option<u32>,
    pub(super) end: Option<End>,
    answers: u32,
    /// As long as a full page is.
    size: Option<i64>,
    /// Cursors that were asked for: none is asked for twice.
    asked: HashSet<Cursor>,
    /// Ids on the page before.
    known: HashSet<Cursor>,
    /// The page before, where nothing else tells whether a page comes again.
    before: Option<Box<str>>,
    /// Whether the page before had nothing new.
    stale: bool,
}

/// What a page is to the way through them.
#[derive(Debug)]
pub(super) struct Arrived {
    /// The id of each item, where it has one.
    pub(super) ids: Vec<Option<Cursor>>,
    pub(super) told: Option<Cursor>,
    /// The page as it is written.
    pub(super) text: Box<str>,
}

/// What to do with a page.
#[derive(Debug, PartialEq)]
pub(super) struct Verdict {
    /// Whether to hand it out.
    pub(super) give: bool,
    /// Which of its items were not on the page before.
    pub(super) fresh: Vec<bool>,
}

/// How an endpoint pages of which nothing is said.
static UNSAID: Paging = Paging::new(PageStyle::Cursor);

impl Course {
    pub(super) fn new(meta: &'static Meta) -> Self {
        Self {
            paging: meta.paging.as_ref().unwrap_or(&UNSAID),
            spot: Spot::START,
            last: Spot::START,
            most: None,
            end: None,
            answers: 0,
            size: None,
            asked: HashSet::new(),
            known: HashSet::new(),
            before: None,
            stale: false,
        }
    }

    /// Goes on from elsewhere. Where items are the cursors, the one that it holds was on the page before.
    pub(super) fn resume(&mut self, spot: Spot) {
        if let (At::Cursor(cursor), None) = (&spot.at, self.paging.next) {
            self.known.insert(cursor.clone());
        }
        self.spot = spot;
    }

    /// The next turn, unless it is over.
    pub(super) fn turn(&mut self) -> Option<Turn> {
        if self.spot.at == At::End {
            self.end.get_or_insert(End::Before);
        } else if self.most.is_some_and(|most| self.answers >= most) {
            self.end.get_or_insert(End::MaxPages);
        }
        let usual = if self.paging.older.is_some() { Direction::Older } else { Direction::Newer };
        self.end.is_none().then(|| Turn::new(self.spot.clone(), usual))
    }

    /// Takes what request and stream agreed on.
    ///
    /// # Errors
    ///
    /// Why such a page cannot be asked for.
    pub(super) fn ask(&mut self, turn: Turn) -> Result<(), String> {
        if let Some(misfit) = turn.misfit {
            return Err(format!("`{misfit}` is no cursor of this endpoint; resume from a position as it was written"));
        }
        let newer = turn.way() == Direction::Newer;
        let Turn { mut to, size, anchored, .. } = turn;
        // A page with neither bound is the newest, and nothing is newer.
        if let (PageStyle::Cursor, true, At::Start, false, Some(param)) =
            (self.paging.style, newer, &to.at, anchored, self.paging.newer)
        {
            return Err(format!("to go to what is newer, set `{param}`, the id to start from, or resume a position"));
        }
        if !matches!(to.at, At::Number(_)) {
            to.direction = Some(if newer { Direction::Newer } else { Direction::Older });
        }
        if let At::Cursor(cursor) = &to.at {
            self.asked.insert(cursor.clone());
        }
        (self.spot, self.size) = (to, size);
        Ok(())
    }

    /// Takes a page, and goes on to the next.
    pub(super) fn arrived(&mut self, page: Arrived) -> Verdict {
        let again = self.before.as_deref() == Some(&*page.text);
        let known = |id: &Option<Cursor>| id.as_ref().is_some_and(|id| self.known.contains(id));
        let fresh: Vec<bool> = page.ids.iter().map(|id| !again && !known(id)).collect();
        let new = fresh.contains(&true);
        let give = new || self.answers == 0;
        let (at, end) = match self.paging.style {
            _ if page.ids.is_empty() => (self.spot.at.clone(), Some(End::Empty)),
            PageStyle::Page => self.after_number(&page, new),
            PageStyle::Cursor | PageStyle::FromId | PageStyle::Time => self.after_cursor(&page, new),
        };
        let direction = self.spot.direction.filter(|_| at != At::End);
        self.last = std::mem::replace(&mut self.spot, Spot { direction, at });
        self.end = end;
        self.answers = self.answers.saturating_add(1);
        self.stale = !new;
        self.before = page.ids.contains(&None).then_some(page.text);
        if new {
            self.known = page.ids.into_iter().flatten().collect();
        }
        Verdict { give, fresh }
    }

    fn after_number(&self, page: &Arrived, new: bool) -> (At, Option<End>) {
        let At::Number(number) = self.spot.at else { return (At::End, Some(End::Untold)) };
        let next = number.checked_add(1).map_or(At::End, At::Number);
        let pages = page.told.as_ref().and_then(Cursor::number);
        let told_apart = page.ids.iter().any(Option::is_some);
        match pages {
            Some(pages) if i128::from(number) >= pages => (At::End, Some(End::LastPage)),
            Some(_) => (next, None),
            None if self.paging.pages.is_some() && !told_apart => (At::End, Some(End::Untold)),
            // One page with nothing new may be what others in front pushed back by a whole page; two are the end.
            None if !new && self.stale => (At::End, Some(End::Repeated)),
            None if self.is_short(page) => (At::End, Some(End::Short)),
            None => (next, None),
        }
    }

    fn after_cursor(&self, page: &Arrived, new: bool) -> (At, Option<End>) {
        if !new {
            return (self.spot.at.clone(), Some(End::Repeated));
        }
        let next = match self.paging.next {
            Some(_) => page.told.as_ref(),
            None => border(&page.ids, self.spot.direction),
        };
        let Some(next) = next else { return (At::End, Some(End::Untold)) };
        let end =
            if self.asked.contains(next) { Some(End::Repeated) } else { self.is_short(page).then_some(End::Short) };
        (At::Cursor(next.clone()), end)
    }

    fn is_short(&self, page: &Arrived) -> bool {
        let length = i64::try_from(page.ids.len()).unwrap_or(i64::MAX);
        self.paging.filled && self.size.is_some_and(|size| length < size)
    }
}

/// The item at the end that faces the next page: the lowest or highest id, whatever their order on the page; the last
/// one, where ids are no numbers.
fn border(ids: &[Option<Cursor>], direction: Option<Direction>) -> Option<&Cursor> {
    let numbers: Option<Vec<(i128, &Cursor)>> = ids.iter().flatten().map(|id| Some((id.number()?, id))).collect();
    let by_number = |(number, _): &(i128, &Cursor)| *number;
    match (numbers, direction) {
        (None, _) => ids.iter().flatten().next_back(),
        (Some(ids), Some(Direction::Newer)) => ids.into_iter().max_by_key(by_number).map(|(_, id)| id),
        (Some(ids), _) => ids.into_iter().min_by_key(by_number).map(|(_, id)| id),
    }
}

#[cfg(test)]
mod tests;
