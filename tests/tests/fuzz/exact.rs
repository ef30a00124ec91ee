//! Decimals of any length, as digits: a second opinion on what a text says.

/// A number: its digits, and where the point stands, counted from the end.
#[derive(Clone, Debug)]
pub(crate) struct Exact {
    negative: bool,
    digits: Vec<u8>,
    scale: i64,
}

impl Exact {
    /// A number as JSON writes it.
    pub(crate) fn of(text: &str) -> Self {
        let (negative, text) = text.strip_prefix('-').map_or((false, text), |text| (true, text));
        let (mantissa, exponent) = text.split_once(['e', 'E']).unwrap_or((text, "0"));
        let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
        let digits = [whole, fraction].concat().bytes().map(|byte| byte - b'0').collect();
        Self { negative, digits, scale: fraction.len() as i64 - exponent.parse::<i64>().unwrap() }
    }

    /// How many digits stand before the point.
    pub(crate) fn whole_digits(&self) -> i64 {
        let zeros = self.digits.iter().take_while(|digit| **digit == 0).count() as i64;
        self.digits.len() as i64 - zeros - self.scale
    }

    pub(crate) fn is_zero(&self) -> bool {
        self.digits.iter().all(|digit| *digit == 0)
    }

    /// The digits at a scale, which must be as fine as the number's own, in a place of `length`.
    fn at(&self, scale: i64, length: usize) -> Vec<u8> {
        let mut digits = self.digits.clone();
        digits.extend(vec![0; (scale - self.scale) as usize]);
        [vec![0; length - digits.len()], digits].concat()
    }

    /// Whether another number is this one, or as near as the other's scale allows.
    pub(crate) fn is_rounded_to(&self, other: &Self) -> bool {
        let scale = self.scale.max(other.scale) + 1;
        let length = [self, other].map(|number| number.digits.len() + (scale - number.scale) as usize);
        let length = length[0].max(length[1]) + 1;
        let (own, other_digits) = (self.at(scale, length), other.at(scale, length));
        let difference = if own > other_digits { minus(&own, &other_digits) } else { minus(&other_digits, &own) };
        // Half of the other's last place.
        let half = Self { negative: false, digits: vec![5], scale: other.scale + 1 }.at(scale, length);
        let signs_agree = self.negative == other.negative || other.is_zero();
        let is_exact = difference.iter().all(|digit| *digit == 0);
        is_exact && (signs_agree || self.is_zero()) || signs_agree && self.scale > other.scale && difference <= half
    }
}

/// The difference of two numbers of one length, the first of which is not the smaller.
fn minus(larger: &[u8], smaller: &[u8]) -> Vec<u8> {
    let mut borrowed = 0;
    let digit = |(larger, smaller): (&u8, &u8)| {
        let digit = 10 + larger - smaller - borrowed;
        borrowed = u8::from(digit < 10);
        digit % 10
    };
    let mut digits: Vec<u8> = larger.iter().zip(smaller).rev().map(digit).collect();
    digits.reverse();
    digits
}

#[test]
fn rounding_is_told_from_mistakes() {
    let check = |text: &str, other: &str, expected: bool| {
        assert_eq!(Exact::of(text).is_rounded_to(&Exact::of(other)), expected, "{text} {other}");
    };
    for (text, same) in
        [("1.50", "1.5"), ("15e-1", "1.5"), ("-0", "0"), ("0.150e1", "1.50"), ("1.25", "1.3"), ("1.25", "1.2")]
    {
        check(text, same, true);
    }
    for (text, other) in [("1.5", "1.51"), ("1.5", "-1.5"), ("1.26", "1.2"), ("15", "20"), ("100", "10"), ("1e2", "1")]
    {
        check(text, other, false);
    }
}
