//! Decimals from their original text.

use crate::decode::{Scalar, Token};
use rust_decimal::Decimal;

/// Digits that surely fit the fast path's `i64`.
const FAST_DIGITS: usize = 18;

/// Reads a decimal as exchanges write it: plain, or with an exponent.
///
/// Fractions longer than a [`Decimal`] holds (28 digits) are rounded. `None` when the text is no number, or one
/// whose integer part does not fit: no digit before the point is ever given up.
pub fn parse_decimal(text: &str) -> Option<Decimal> {
    fast(text.as_bytes()).or_else(|| slow(text))
}

/// Nearly all numbers on the wire are short and plain; this reads them several times faster than the general way.
fn fast(text: &[u8]) -> Option<Decimal> {
    let (negative, digits) = match text {
        [b'-', rest @ ..] => (true, rest),
        _ => (false, text),
    };
    if digits.len() > FAST_DIGITS || !digits.first()?.is_ascii_digit() || !digits.last()?.is_ascii_digit() {
        return None;
    }
    let mut value = 0i64;
    let mut point = None;
    for (index, byte) in digits.iter().enumerate() {
        match byte {
            b'0'..=b'9' => value = value * 10 + i64::from(byte - b'0'),
            b'.' if point.is_none() => point = Some(index),
            _ => return None,
        }
    }
    let scale = point.map_or(0, |index| digits.len() - index - 1);
    Some(Decimal::new(if negative { -value } else { value }, scale as u32))
}

fn slow(text: &str) -> Option<Decimal> {
    if !text.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'.' | b'-' | b'+' | b'e' | b'E')) {
        return None;
    }
    match text.bytes().any(|byte| matches!(byte, b'e' | b'E')) {
        true => Decimal::from_scientific(text).ok(),
        false => text.parse().ok(),
    }
}

impl Scalar for Decimal {
    const EXPECTED: &'static str = "a decimal of at most 28 digits";

    fn from_token(token: &Token<'_>) -> Option<Self> {
        parse_decimal(token.text()?)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_digit_survives() {
        for text in [
            "0",
            "-0.5",
            "26248.9",
            "0.1000000000000000",
            "123456789012345678",
            "1234567890123456789012345678",
            "0.0000000000000000000000000001",
            "-79228162514264337593543950335",
        ] {
            assert_eq!(parse_decimal(text).map(|value| value.to_string()).as_deref(), Some(text));
        }
    }

    #[test]
    fn exponents_and_long_fractions_are_read() {
        let check = |text, expected: &str| assert_eq!(parse_decimal(text), expected.parse().ok(), "{text}");
        check("1.65E8", "165000000");
        check("1e-7", "0.0000001");
        check("2.5e+3", "2500");
        check("0.12345678901234567890123456789", "0.1234567890123456789012345679");
        check(".5", "0.5");
    }

    #[test]
    fn what_is_no_number_or_too_large_is_refused() {
        for text in ["", "-", ".", "1.2.3", "1 000", "1_000", "abc", "NaN", "0x10", "1e", &"9".repeat(40)] {
            assert_eq!(parse_decimal(text), None, "{text}");
        }
    }
}
