//! The headers `Date` and `Retry-After`, in the one form of a date that HTTP lets servers write.

const MONTHS: [&[u8]; 12] =
    [b"Jan", b"Feb", b"Mar", b"Apr", b"May", b"Jun", b"Jul", b"Aug", b"Sep", b"Oct", b"Nov", b"Dec"];

/// Reads `Sun, 06 Nov 1994 08:49:37 GMT` as Unix seconds.
pub(crate) fn unix_seconds(date: &[u8]) -> Option<i64> {
    let (date, rest) = date.split_at_checked(25)?;
    if rest != b" GMT" {
        return None;
    }
    let number = |at: usize, digits: usize| {
        date[at..at + digits].iter().try_fold(0, |number, byte| {
            let digit = char::from(*byte).to_digit(10)?;
            Some(number * 10 + i64::from(digit))
        })
    };
    let month = MONTHS.iter().position(|name| *name == &date[8..11])?;
    let days = days_since_1970(number(12, 4)?, i64::try_from(month).ok()? + 1, number(5, 2)?);
    Some(days * 86_400 + number(17, 2)? * 3_600 + number(20, 2)? * 60 + number(23, 2)?)
}

/// Howard Hinnant's `days_from_civil`: years are counted from 1 March, so that the leap day comes last, in eras of
/// 400 years.
fn days_since_1970(year: i64, month: i64, day: i64) -> i64 {
    let year = if month <= 2 { year - 1 } else { year };
    let (era, year_of_era) = (year.div_euclid(400), year.rem_euclid(400));
    let month_from_march = (month + 9) % 12;
    let day_of_year = (153 * month_from_march + 2) / 5 + day - 1;
    era * 146_097 + year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year - 719_468
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_are_seconds() {
        let check = |date: &str, expected: i64| assert_eq!(unix_seconds(date.as_bytes()), Some(expected), "{date}");
        check("Thu, 01 Jan 1970 00:00:00 GMT", 0);
        check("Sun, 06 Nov 1994 08:49:37 GMT", 784_111_777);
        check("Tue, 29 Feb 2000 23:59:59 GMT", 951_868_799);
        check("Wed, 27 Sep 2023 09:27:55 GMT", 1_695_806_875);
        check("Fri, 31 Dec 2100 12:00:00 GMT", 4_133_937_600);
    }

    #[test]
    fn other_texts_are_no_dates() {
        let other = ["", "GMT", "Sunday, 06-Nov-94 08:49:37 GMT", "Sun Nov  6 08:49:37 1994", "1695806875"];
        let wrong = ["Sun, 06 Nov 1994 08:49:37 UTC", "Sun, 06 nov 1994 08:49:37 GMT", "Sun, 0é Nov 1994 08:49:37 GMT"];
        for date in other.into_iter().chain(wrong) {
            assert_eq!(unix_seconds(date.as_bytes()), None, "{date}");
        }
    }
}
