//! Values: each reads what it stands for, to the last digit, or nothing.

use crate::cases;
use crate::exact::Exact;
use exbind::runtime::decode::{Decode, from_str};
use exbind::value::{Csv, Decimal, Embedded, Json, Map, Secret, Timestamp};
use proptest::prelude::*;

proptest! {
    #![proptest_config(cases(4000))]

    #[test]
    fn decimals_are_exact_up_to_their_28_digits(text in "-?(0|[1-9][0-9]{0,40})(\\.[0-9]{1,40})?([eE][+-]?[0-9]{1,2})?") {
        let exact = Exact::of(&text);
        for json in [text.clone(), format!("\"{text}\"")] {
            match from_str::<Decimal>(&json) {
                // Zero is written without the places behind the point that it was rounded to.
                Ok(read) if read.is_zero() => prop_assert!(exact.is_rounded_to(&Exact::of("0e-28")), "{json}"),
                Ok(read) => {
                    let written = Exact::of(&read.to_string());
                    prop_assert!(exact.is_rounded_to(&written), "{json} became {read}");
                    // Rounded only where there is no more room.
                    let kept = i64::from(read.scale()) + exact.whole_digits().max(0);
                    prop_assert!(written.is_rounded_to(&exact) || kept >= 28, "{json} became {read}");
                }
                Err(fault) => prop_assert!(exact.whole_digits() > 28, "{json}: {fault}"),
            }
            prop_assert_eq!(from_str::<String>(&json).unwrap(), text.clone());
        }
    }

    #[test]
    fn integers_are_exact(number in any::<i128>(), shift in 0..128u32) {
        let number = number >> shift;
        let expected = i64::try_from(number).ok();
        for json in [number.to_string(), format!("\"{number}\"")] {
            prop_assert_eq!(from_str::<i64>(&json).ok(), expected);
            prop_assert_eq!(from_str::<Timestamp>(&json).ok().map(Timestamp::as_millis), expected);
        }
    }

    #[test]
    fn nothing_odd_is_taken_for_a_number(text in "[-+.eE0-9_, xX]{0,12}") {
        if let Ok(Some(read)) = from_str::<Option<Decimal>>(&format!("\"{text}\"")) {
            // What JSON would not write but says one thing only: `+1`, `.5`, `1.`, `007`.
            let (sign, rest) = text.strip_prefix('-').map_or(("", &*text), |rest| ("-", rest));
            let plain = format!("{sign}{}", rest.strip_prefix('+').unwrap_or(rest));
            prop_assert!(plain.bytes().any(|byte| byte.is_ascii_digit()), "{text:?} became {read}");
            prop_assert!(!plain.contains(['_', ',', ' ', 'x', 'X']), "{text:?} became {read}");
            prop_assert!(Exact::of(&plain).is_rounded_to(&Exact::of(&read.to_string())), "{text:?} became {read}");
        }
    }

    #[test]
    fn no_text_makes_a_value_panic(text in prop_oneof![".{0,40}", "[\\[\\]{}\",:\\\\0-9a-z.\\-+eEu \n]{0,60}"]) {
        fn read<T: Decode>(json: &str) {
            let read = [from_str::<T>(json).is_ok(), from_str::<Option<T>>(json).is_ok(), from_str::<Vec<T>>(json).is_ok()];
            // Nothing is read that is no JSON.
            assert!(read == [false; 3] || serde_json::from_str::<&serde_json::value::RawValue>(json).is_ok(), "{json}");
        }
        for json in [text.clone(), serde_json::Value::from(text).to_string()] {
            read::<Decimal>(&json);
            read::<i64>(&json);
            read::<Timestamp>(&json);
            read::<bool>(&json);
            read::<String>(&json);
            read::<Secret>(&json);
            read::<Json>(&json);
            read::<Csv<Decimal>>(&json);
            read::<Embedded<Vec<Decimal>>>(&json);
            read::<Map<Embedded<Json>>>(&json);
            read::<()>(&json);
        }
    }
}
