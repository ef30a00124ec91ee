//! Decimals from their original text.

use crate::decode::{Scalar, Token};
use rust_decimal::Decimal;

/// Digits that surely fit the fast path's `i64`.
const FAST_DIGITS: usize = 18;

/// No decimal has more digits before its point, nor as many zeros behind it.
const MOST_DIGITS: i32 = 29;

/// Sign, a digit, the point, and as many digits behind it as there can be.
const LONGEST: usize = 1 + 1 + 1 + 28;

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
    let mut value = 0;
    let fraction = match take_digits(digits, &mut value) {
        [b'.', fraction @ ..] => fraction,
        rest => rest,
    };
    if !take_digits(fraction, &mut value).is_empty() {
        return None;
    }
    Some(Decimal::new(if negative { -value } else { value }, fraction.len() as u32))
}

/// Puts digits behind those of a number, and gives what follows them.
fn take_digits<'a>(mut text: &'a [u8], value: &mut i64) -> &'a [u8] {
    while let [digit @ b'0'..=b'9', rest @ ..] = text {
        *value = *value * 10 + i64::from(digit - b'0');
        text = rest;
    }
    text
}

fn slow(text: &str) -> Option<Decimal> {
    if !text.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'.' | b'-' | b'+' | b'e' | b'E')) {
        return None;
    }
    match text.split_once(['e', 'E']) {
        Some((mantissa, exponent)) => scientific(mantissa, exponent.parse().ok()?),
        None => text.parse().ok(),
    }
}

/// Moves the point before the number is read, so that it is rounded once, and only in its fraction.
fn scientific(mantissa: &str, exponent: i32) -> Option<Decimal> {
    let sign = if mantissa.starts_with('-') { "-" } else { "" };
    let unsigned = mantissa.strip_prefix(['-', '+']).unwrap_or(mantissa);
    let (whole, fraction) = unsigned.split_once('.').unwrap_or((unsigned, ""));
    let all = [whole, fraction].concat();
    if all.is_empty() || !all.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let digits = all.trim_start_matches('0');
    let zeros = i32::try_from(all.len() - digits.len()).ok()?;
    // Where the point stands in `digits`: before the first at 0.
    let point = i32::try_from(whole.len()).ok()?.checked_sub(zeros)?.checked_add(exponent)?;
    if digits.is_empty() || point < -MOST_DIGITS {
        return Some(Decimal::ZERO);
    }
    if point > MOST_DIGITS {
        return None;
    }
    let before = usize::try_from(point).unwrap_or(0);
    let (lead, tail) = digits.split_at(before.min(digits.len()));
    let (fill, gap) = ("0".repeat(before - lead.len()), "0".repeat(usize::try_from(-point).unwrap_or(0)));
    format!("{sign}{lead}{fill}.{gap}{tail}").parse().ok()
}

/// Writes a decimal as its `Display` does, which goes through two more buffers.
pub(crate) fn push_decimal(value: &Decimal, out: &mut String) {
    let Ok(mut rest) = u64::try_from(value.mantissa().unsigned_abs()) else {
        out.push_str(&value.to_string());
        return;
    };
    // Last digit first; a digit stands before the point in any case.
    let mut text = [b'0'; LONGEST];
    let (mut start, scale) = (text.len(), value.scale() as usize);
    let point = text.len() - scale;
    while rest > 0 || start >= point {
        if start == point && scale > 0 {
            start -= 1;
            text[start] = b'.';
        }
        start -= 1;
        text[start] = b'0' + (rest % 10) as u8;
        rest /= 10;
    }
    if value.is_sign_negative() {
        start -= 1;
        text[start] = b'-';
    }
    out.push_str(str::from_utf8(&text[start..]).unwrap_or_default());
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
    fn decimals_are_written_as_they_are_shown() {
        let mantissas = [0, 1, 5, 10, 99, 1_000, 262_489, i64::MAX.into(), u64::MAX.into(), 1 << 64, (1 << 96) - 1];
        for (mantissa, scale) in
            mantissas.into_iter().flat_map(|mantissa: i128| (0..=28).map(move |scale| (mantissa, scale)))
        {
            for value in [mantissa, -mantissa].map(|mantissa| Decimal::from_i128_with_scale(mantissa, scale)) {
                let mut written = String::new();
                push_decimal(&value, &mut written);
                assert_eq!(written, value.to_string());
            }
        }
        let mut zero = Decimal::ZERO;
        zero.set_sign_negative(true);
        let mut written = String::new();
        push_decimal(&zero, &mut written);
        assert_eq!(written, zero.to_string());
    }

    #[test]
    fn exponents_and_long_fractions_are_read() {
        let check = |text, expected: &str| assert_eq!(parse_decimal(text), expected.parse().ok(), "{text}");
        check("1.65E8", "165000000");
        check("1e-7", "0.0000001");
        check("2.5e+3", "2500");
        check("0.12345678901234567890123456789", "0.1234567890123456789012345679");
        check(".5", "0.5");
        check("0E-30", "0");
        check("0e99", "0");
        check("1.5e-28", "0.0000000000000000000000000002");
        check("-1.23456789012345678901E-10", "-0.0000000001234567890123456789");
        check("1e-99", "0");
    }

    #[test]
    fn an_exponent_costs_no_digit_before_the_point() {
        let check = |text, expected: &str| {
            assert_eq!(parse_decimal(text).map(|value| value.to_string()).as_deref(), Some(expected), "{text}")
        };
        check("0.12345678901234567890123456789012e29", "12345678901234567890123456789");
        check("196481528840815741421660792867.38e-2", "1964815288408157414216607928.7");
        check("1.650E3", "1650");
        check("1.65e0", "1.65");
        check("1e28", "10000000000000000000000000000");
    }

    #[test]
    fn what_is_no_number_or_too_large_is_refused() {
        for text in [
            "",
            "-",
            ".",
            "1.2.3",
            "1 000",
            "1_000",
            "abc",
            "NaN",
            "0x10",
            "1e",
            "1e-+5",
            "e5",
            "1e29e",
            "1e30",
            &"9".repeat(40),
        ] {
            assert_eq!(parse_decimal(text), None, "{text}");
        }
    }
}
