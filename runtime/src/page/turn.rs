//! One turn of a page: request and stream agree on what is asked for.

use super::position::{At, Spot};
use super::{Cursor, CursorParam, Direction};

/// What the next page is asked for by. A request shows it the parameters that page: what they say themselves counts
/// for the first page, and from then on they are pointed at the page that follows.
#[derive(Debug)]
pub struct Turn {
    pub(super) to: Spot,
    /// Where neither caller nor request says it.
    usual: Direction,
    /// Whether the request itself names where to start.
    pub(super) anchored: bool,
    pub(super) size: Option<i64>,
    /// A cursor that the parameter cannot hold.
    pub(super) misfit: Option<Cursor>,
}

impl Turn {
    pub(crate) fn new(to: Spot, usual: Direction) -> Self {
        Self { to, usual, anchored: false, size: None, misfit: None }
    }

    /// A parameter that turns the direction, and its two values. Comes before the cursors.
    pub fn direction<T: PartialEq>(&mut self, param: &mut Option<T>, older: T, newer: T) {
        let asked = match param {
            Some(value) if *value == older => Some(Direction::Older),
            Some(value) if *value == newer => Some(Direction::Newer),
            _ => None,
        };
        let way = self.to.direction.or(asked).unwrap_or(self.usual);
        self.to.direction = Some(way);
        *param = Some(if way == Direction::Older { older } else { newer });
    }

    /// A parameter that asks for what is older than a cursor. Comes before its counterpart: where a request names
    /// both, the newer one is a bound.
    pub fn older(&mut self, param: &mut impl CursorParam) {
        self.point(Direction::Older, param);
    }

    /// A parameter that asks for what is newer than a cursor.
    pub fn newer(&mut self, param: &mut impl CursorParam) {
        self.point(Direction::Newer, param);
    }

    /// A parameter that asks for a page by its number. The first is 1.
    pub fn number(&mut self, param: &mut Option<i64>) {
        let number = match self.to.at {
            At::Number(number) => number,
            _ => param.unwrap_or(1),
        };
        self.to.at = At::Number(number);
        *param = Some(number);
    }

    /// A parameter that asks for so many items, and how many the exchange gives without.
    pub fn size(&mut self, param: &Option<i64>, default: Option<i64>) {
        self.size = param.or(default);
    }

    pub(super) fn way(&self) -> Direction {
        self.to.direction.unwrap_or(self.usual)
    }

    fn point(&mut self, way: Direction, param: &mut impl CursorParam) {
        if self.to == Spot::START && param.is_set() {
            self.to.direction = Some(way);
        }
        if self.way() != way {
            return;
        }
        match &self.to.at {
            At::Cursor(cursor) if !param.set(cursor) => self.misfit = Some(cursor.clone()),
            At::Cursor(_) => {}
            At::Start | At::Number(_) | At::End => self.anchored |= param.is_set(),
        }
    }
}
