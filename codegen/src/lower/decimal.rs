//! Comparing decimals as they are written, without floating point.

use std::cmp::Ordering;

/// A decimal: digits and how many of them stand behind the point.
#[derive(Clone, Copy)]
pub(super) struct Decimal {
    digits: i128,
    scale: u32,
}

impl Decimal {
    /// Reads a plain decimal of at most 18 digits; no bound has more.
    pub(super) fn parse(text: &str) -> Option<Self> {
        let (sign, plain) = text.strip_prefix('-').map_or((1, text), |rest| (-1, rest));
        let (whole, fraction) = plain.split_once('.').unwrap_or((plain, "0"));
        let digits = |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
        if !digits(whole) || !digits(fraction) || whole.len() + fraction.len() > 18 {
            return None;
        }
        let value: i128 = format!("{whole}{fraction}").parse().ok()?;
        Some(Self { digits: sign * value, scale: fraction.len() as u32 })
    }

    pub(super) fn compare(self, other: Self) -> Ordering {
        let scaled = |value: Self, by: u32| value.digits * 10i128.pow(by);
        scaled(self, other.scale).cmp(&scaled(other, self.scale))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn decimals_compare_by_value() {
        let order = |a, b| Some(Decimal::parse(a)?.compare(Decimal::parse(b)?));
        assert_eq!(order("1", "1.0"), Some(Ordering::Equal));
        assert_eq!(order("0.09", "0.1"), Some(Ordering::Less));
        assert_eq!(order("-2", "-10"), Some(Ordering::Greater));
        assert!(["", ".", "1e3", "x", "--1", "1234567890123456789"].iter().all(|text| Decimal::parse(text).is_none()));
    }
}
