//! What the order of members, their number and their depth mean: nothing.

use crate::place::{Place, at, path, places, replaced};
use crate::{answers, blamed, leads};
use exbind::bitget::copy::mix_trader::TrackingOrder;
use exbind::runtime::decode::from_str;
use exbind::runtime::example::Recoded;
use exbind_codegen::json::Json;

/// The places of all objects in an answer, with the answer itself.
pub(crate) fn objects(answer: &Json) -> Vec<Place> {
    let all = std::iter::once(Vec::new()).chain(places(answer));
    all.filter(|place| matches!(at(answer, place), Json::Object(_))).collect()
}

#[test]
fn the_order_of_members_means_nothing() {
    for (example, answer) in answers() {
        let read = (example.recode)(&answer.to_string()).json.unwrap();
        for place in objects(&answer) {
            let Json::Object(members) = at(&answer, &place) else { unreachable!("places of objects") };
            let all: Vec<_> = members.iter().map(|(name, value)| (name.clone(), value.clone())).collect();
            let mut reversed = all.clone();
            reversed.reverse();
            let (front, back) = all.split_at(all.len() / 2);
            let turned = [back, front].concat();
            for members in [reversed, turned] {
                let text = replaced(&answer, &place, &Json::Object(members.into_iter().collect())).to_string();
                let Recoded { json, drift } = (example.recode)(&text);
                assert_eq!((json.as_deref(), drift.len()), (Ok(&*read), 0), "{}: {text}", example.meta.id);
            }
        }
    }
}

#[test]
fn of_a_name_that_stands_twice_the_last_value_counts() {
    let read = |fields: &str| from_str::<TrackingOrder>(&format!(r#"{{"trackingNo": "1", "symbol": "A"{fields}}}"#));
    let order = read(r#", "openSize": "1", "symbol": "B", "openSize": "2""#).unwrap();
    assert_eq!((&*order.symbol, order.open_size), ("B", Some(2.into())));
    assert_eq!(read(r#", "openSize": "1", "openSize": null"#).unwrap().open_size, None);
    assert_eq!(read(r#", "symbol": null"#).unwrap_err().path(), "$.symbol");
    assert_eq!(read(r#", "openSize": "x", "openSize": "1""#).unwrap_err().path(), "$.openSize");
}

#[test]
fn nesting_without_end_is_read_over_or_fails() {
    for (number, (example, answer)) in answers().enumerate() {
        let (id, places) = (example.meta.id, places(&answer));
        // Among them one at the top, and one deep down.
        for place in places.iter().step_by(10).chain(places.last()) {
            let path = path(&answer, place);
            let deep = if number % 50 == 0 { 50_000 } else { 150 };
            for (depth, open, close) in [(90, "[", "]"), (deep, "[", "]"), (deep, "{\"a\":", "}")] {
                let nested = format!("{}1{}", open.repeat(depth), close.repeat(depth));
                let text = replaced(&answer, place, &Json::Number(nested)).to_string();
                if let Err(error) = (example.recode)(&text).json {
                    let inside = |blamed| blamed == "$" || leads(&path, blamed) && error.len() < 1000;
                    assert!(blamed(&error).is_none_or(inside), "{id}: {depth} levels at {path}: {error}");
                }
            }
        }
    }
}
