//! What can happen to one attempt.

use super::Dice;
use exbind::bitget;
use exbind::meta::ErrorKind;

#[derive(Clone, Copy, Debug)]
pub(super) enum Fault {
    /// All goes well.
    None,
    /// Nothing is sent.
    NoConnection,
    /// The connection is lost; the request was processed before, or not.
    Lost { acts: bool },
    /// The answer to a processed request breaks off.
    Truncated,
    /// What arrives is not HTTP.
    Garbled { acts: bool },
    /// HTTP 429, with or without the exchange's own words, with or without `Retry-After`.
    TooMany { told: bool, wait: Option<u8> },
    /// A gateway's error page.
    Page { status: u16, acts: bool },
    /// A refusal for a timestamp.
    Stale,
    /// A code of the tables. Those for failures inside the exchange leave open whether it acted.
    Code { code: &'static str, acts: bool },
    /// Status 200 and something else than an answer.
    Nonsense { acts: bool },
    /// A redirect.
    Elsewhere,
    /// An answer that is longer than accepted.
    Large,
    /// No answer in time.
    Slow { acts: bool },
}

impl Fault {
    /// One of all, by chance. Most storms have lulls.
    pub(super) fn any(dice: &mut Dice) -> Self {
        let acts = dice.coin();
        match dice.below(18) {
            0 => Self::NoConnection,
            1 | 2 => Self::Lost { acts },
            3 => Self::Truncated,
            4 => Self::Garbled { acts },
            5 | 6 => Self::TooMany { told: acts, wait: [None, Some(0), Some(1), Some(30)][dice.below(4)] },
            7 | 8 => Self::Page { status: [500, 502, 503, 504, 520, 408][dice.below(6)], acts },
            9 => Self::Stale,
            10 | 11 => code(dice),
            12 => Self::Nonsense { acts },
            13 => Self::Elsewhere,
            14 => Self::Large,
            15 => Self::Slow { acts },
            _ => Self::None,
        }
    }

    pub(super) fn script(dice: &mut Dice) -> Vec<Self> {
        (0..4).map(|_| Self::any(dice)).collect()
    }

    /// Whether the exchange says for certain that it did nothing, so that anything may be sent again.
    pub(super) fn is_refusal(self) -> bool {
        match self {
            Self::TooMany { .. } | Self::Stale => true,
            Self::Code { code, .. } => kind(code) != ErrorKind::Unavailable,
            _ => false,
        }
    }

    /// Whether the exchange acts on a request that meets this.
    pub(super) fn acts(self) -> bool {
        match self {
            Self::None | Self::Truncated | Self::Large => true,
            Self::Lost { acts }
            | Self::Garbled { acts }
            | Self::Page { acts, .. }
            | Self::Code { acts, .. }
            | Self::Nonsense { acts }
            | Self::Slow { acts } => acts,
            Self::NoConnection | Self::TooMany { .. } | Self::Stale | Self::Elsewhere => false,
        }
    }
}

pub(super) fn kind(code: &str) -> ErrorKind {
    bitget::EXCHANGE.error(code).map_or(ErrorKind::Other, |known| known.kind)
}

/// Any code but those that an exchange gives for a reason: that an id is known, it says when it is.
fn code(dice: &mut Dice) -> Fault {
    let known = &bitget::EXCHANGE.errors[dice.below(bitget::EXCHANGE.errors.len())];
    match known.kind {
        ErrorKind::Duplicate => Fault::Stale,
        kind => Fault::Code { code: known.code, acts: kind == ErrorKind::Unavailable && dice.coin() },
    }
}
