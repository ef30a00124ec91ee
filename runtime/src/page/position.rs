//! Where a stream of pages stands, to go on from there another time.

use super::{Cursor, Paged};
use crate::endpoint::Endpoint;
use crate::meta::PageStyle;
use std::fmt;
use std::marker::PhantomData;
use std::str::FromStr;

/// Which way a stream goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Direction {
    /// To what is older.
    Older,
    /// To what is newer.
    Newer,
}

impl Direction {
    const fn word(self) -> &'static str {
        match self {
            Self::Older => "older",
            Self::Newer => "newer",
        }
    }
}

/// Which page is next. Its text can be stored, and read again for the same endpoint:
/// `bitget.mix.order.order_history/older/1234`.
///
/// It does not hold the request: go on with one that asks for the same.
pub struct Position<E> {
    pub(crate) spot: Spot,
    endpoint: PhantomData<fn() -> E>,
}

/// The same for any endpoint.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Spot {
    /// `None` as long as the request decides.
    pub(crate) direction: Option<Direction>,
    pub(crate) at: At,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum At {
    /// Whatever the request asks for.
    Start,
    /// What follows a cursor.
    Cursor(Cursor),
    /// A page by its number.
    Number(i64),
    /// Behind the last page.
    End,
}

impl Spot {
    pub(crate) const START: Self = Self { direction: None, at: At::Start };

    fn parse(text: &str, style: Option<PageStyle>) -> Option<Self> {
        let (word, rest) = text.split_once('/').map_or((text, None), |(word, rest)| (word, Some(rest)));
        let direction = |word: &str| [Direction::Older, Direction::Newer].into_iter().find(|way| way.word() == word);
        let numbered = style == Some(PageStyle::Page);
        match (word, rest) {
            ("start", None) => Some(Self::START),
            ("start", Some(way)) if !numbered => Some(Self { direction: Some(direction(way)?), at: At::Start }),
            ("page", Some(number)) if numbered => Some(Self { direction: None, at: At::Number(number.parse().ok()?) }),
            ("end", None) => Some(Self { direction: None, at: At::End }),
            (way, Some(cursor)) if !numbered => {
                Some(Self { direction: Some(direction(way)?), at: At::Cursor(Cursor::from_text(cursor)?) })
            }
            _ => None,
        }
    }
}

impl fmt::Display for Spot {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (&self.at, self.direction) {
            (At::Start, None) => f.write_str("start"),
            (At::Start, Some(way)) => write!(f, "start/{}", way.word()),
            (At::Cursor(cursor), way) => write!(f, "{}/{cursor}", way.unwrap_or(Direction::Older).word()),
            (At::Number(number), _) => write!(f, "page/{number}"),
            (At::End, _) => f.write_str("end"),
        }
    }
}

impl<E> Position<E> {
    pub(crate) fn new(spot: Spot) -> Self {
        Self { spot, endpoint: PhantomData }
    }
}

impl<E: Endpoint> fmt::Display for Position<E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}/{}", E::META.id, self.spot)
    }
}

impl<E: Paged> FromStr for Position<E> {
    type Err = PositionError;

    fn from_str(text: &str) -> Result<Self, PositionError> {
        let style = E::META.paging.as_ref().map(|paging| paging.style);
        let rest = text.strip_prefix(E::META.id).and_then(|rest| rest.strip_prefix('/'));
        let spot = rest.and_then(|rest| Spot::parse(rest, style));
        spot.map(Self::new).ok_or(PositionError { endpoint: E::META.id })
    }
}

impl<E> Clone for Position<E> {
    fn clone(&self) -> Self {
        Self::new(self.spot.clone())
    }
}

impl<E> PartialEq for Position<E> {
    fn eq(&self, other: &Self) -> bool {
        self.spot == other.spot
    }
}

impl<E> Eq for Position<E> {}

impl<E> fmt::Debug for Position<E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Position({})", self.spot)
    }
}

/// A text that is no position of an endpoint: of another one, or cut short.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PositionError {
    endpoint: &'static str,
}

impl fmt::Display for PositionError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let endpoint = self.endpoint;
        write!(f, "this is no position in the pages of {endpoint}; one begins with `{endpoint}/`, as it was written")
    }
}

impl std::error::Error for PositionError {}
