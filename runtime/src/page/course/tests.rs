use super::*;
use std::sync::atomic::{AtomicU32, Ordering};

const CURSOR: Paging =
    Paging { older: Some("older"), newer: Some("newer"), next: Some("next"), ..Paging::new(PageStyle::Cursor) };
const OWN_ID: Paging = Paging { next: None, item_id: Some("id"), ..CURSOR };
const FROM_ID: Paging = Paging { direction: Some("direct"), ..Paging { style: PageStyle::FromId, ..OWN_ID } };
const NUMBER: Paging = Paging { number: Some("page"), ..Paging::new(PageStyle::Page) };
const COUNTED: Paging = Paging { pages: Some("pages"), ..NUMBER };
const FULL: bool = true;

fn course(paging: &'static Paging) -> Course {
    Course { paging, ..Course::new(&Meta::BASE) }
}

/// Asks for the next page as a request does, with a page size of 2; what was asked for.
fn ask(course: &mut Course) -> Option<At> {
    let mut turn = course.turn()?;
    let mut param: Option<String> = Some("own".to_owned());
    if course.paging.style == PageStyle::Page {
        turn.number(&mut None);
    } else {
        turn.older(&mut param);
        turn.newer(&mut param);
    }
    turn.size(&Some(2), None);
    course.ask(turn).unwrap();
    Some(course.spot.at.clone())
}

fn cursor(text: &str) -> Option<Cursor> {
    Cursor::from_text(text)
}

/// A page of items with these ids, `-` for one without.
fn page(ids: &str, told: &str) -> Arrived {
    let ids = ids.split_whitespace().map(|id| cursor(id).filter(|_| id != "-")).collect();
    // No page is like another, unless a test says so.
    static PAGES: AtomicU32 = AtomicU32::new(0);
    let text = PAGES.fetch_add(1, Ordering::Relaxed).to_string().into();
    Arrived { ids, told: cursor(told), text }
}

/// Pages that come one after the other: ids, what each tells, and which items are left of it. Then the end.
#[track_caller]
fn check(paging: &'static Paging, pages: &[(&str, &str, &str)], end: End) -> Course {
    let mut course = course(paging);
    for (number, (ids, told, left)) in pages.iter().enumerate() {
        assert!(ask(&mut course).is_some(), "it ends before page {number}: {:?}", course.end);
        let verdict = course.arrived(page(ids, told));
        let kept = ids.split_whitespace().zip(&verdict.fresh).filter(|(_, fresh)| **fresh).map(|(id, _)| id);
        assert_eq!(kept.collect::<Vec<_>>().join(" "), *left, "page {number}");
        assert_eq!(verdict.give, number == 0 || !left.is_empty(), "page {number}");
    }
    assert_eq!((ask(&mut course), course.end), (None, Some(end)));
    course
}

#[test]
fn cursors_end_where_nothing_follows() {
    check(&CURSOR, &[("- -", "8", "- -"), ("- -", "6", "- -"), ("", "", "")], End::Empty);
    check(&CURSOR, &[("- -", "8", "- -"), ("", "8", "")], End::Empty);
    check(&CURSOR, &[("", "", "")], End::Empty);
    check(&CURSOR, &[("- -", "8", "- -"), ("-", "", "-")], End::Untold);
    check(&OWN_ID, &[("9 8", "", "9 8"), ("7", "", "7"), ("", "", "")], End::Empty);
    check(&OWN_ID, &[("9 8", "", "9 8"), ("- -", "", "- -")], End::Untold);
}

#[test]
fn no_cursor_is_asked_for_twice() {
    check(&CURSOR, &[("- -", "8", "- -"), ("- -", "8", "- -")], End::Repeated);
    check(&CURSOR, &[("-", "a", "-"), ("-", "b", "-"), ("-", "c", "-"), ("-", "a", "-")], End::Repeated);
    check(&OWN_ID, &[("9 8", "", "9 8"), ("9 8", "", "")], End::Repeated);
    check(&OWN_ID, &[("9 8", "", "9 8"), ("9 8 10", "", "10")], End::Repeated);
}

#[test]
fn the_border_comes_once_wherever_it_belongs() {
    check(&FROM_ID, &[("9 8", "", "9 8"), ("8 7", "", "7"), ("7 6", "", "6"), ("6", "", "")], End::Repeated);
    check(&FROM_ID, &[("9 8", "", "9 8"), ("7 6", "", "7 6"), ("", "", "")], End::Empty);
    // Whatever their order on the page.
    let course = check(&FROM_ID, &[("8 9", "", "8 9"), ("7 8", "", "7"), ("7", "", "")], End::Repeated);
    assert_eq!(course.spot.at, At::Cursor(cursor("7").unwrap()));
}

#[test]
fn the_border_faces_the_way_that_is_gone() {
    let check = |ids: &str, direction, expected: &str| {
        let ids = page(ids, "").ids;
        assert_eq!(border(&ids, Some(direction)), cursor(expected).as_ref(), "{ids:?}");
    };
    check("9 8 10", Direction::Older, "8");
    check("9 8 10", Direction::Newer, "10");
    check("9 - 1234567890123456789012345678 -", Direction::Newer, "1234567890123456789012345678");
    check("b c a", Direction::Older, "a");
    check("b c a -", Direction::Newer, "a");
    check("- -", Direction::Newer, "");
    check("", Direction::Older, "");
}

#[test]
fn numbers_end_where_the_exchange_says_or_nothing_follows() {
    check(&COUNTED, &[("- -", "2", "- -"), ("-", "2", "-")], End::LastPage);
    check(&COUNTED, &[("", "1", "")], End::Empty);
    check(&COUNTED, &[("- -", "1", "- -")], End::LastPage);
    check(&COUNTED, &[("- -", "0", "- -")], End::LastPage);
    check(&COUNTED, &[("- -", "", "- -")], End::Untold);
    // The list grew, then shrank.
    check(&COUNTED, &[("-", "1000000", "-"), ("-", "3", "-"), ("-", "2", "-")], End::LastPage);
    check(&NUMBER, &[("- -", "", "- -"), ("-", "", "-"), ("", "", "")], End::Empty);
}

#[test]
fn a_page_pushed_back_by_new_items_is_no_end() {
    const TOLD_APART: Paging = Paging { item_id: Some("id"), ..NUMBER };
    check(&TOLD_APART, &[("9 8", "", "9 8"), ("8 7", "", "7"), ("6", "", "6"), ("", "", "")], End::Empty);
    check(&TOLD_APART, &[("9 8", "", "9 8"), ("9 8", "", ""), ("7", "", "7"), ("", "", "")], End::Empty);
    check(&TOLD_APART, &[("9 8", "", "9 8"), ("9 8", "", ""), ("9 8", "", "")], End::Repeated);
}

#[test]
fn a_page_that_comes_again_as_a_whole_is_dropped() {
    for (paging, told, pages) in [(&CURSOR, "8", 1), (&NUMBER, "", 2)] {
        let again = || Arrived { text: "[{}, {}]".into(), ..page("- -", told) };
        let mut course = course(paging);
        ask(&mut course);
        assert!(course.arrived(again()).give);
        for _ in 0..pages {
            assert!(ask(&mut course).is_some());
            assert_eq!(course.arrived(again()), Verdict { give: false, fresh: vec![false, false] });
        }
        assert_eq!((ask(&mut course), course.end), (None, Some(End::Repeated)));
    }
}

#[test]
fn a_page_that_is_not_full_is_the_end_only_where_pages_are_filled() {
    const FILLED: Paging = Paging { filled: FULL, ..CURSOR };
    const FILLED_NUMBER: Paging = Paging { filled: FULL, ..NUMBER };
    let course = check(&FILLED, &[("- -", "8", "- -"), ("-", "7", "-")], End::Short);
    assert_eq!(course.spot.at, At::Cursor(cursor("7").unwrap()), "a list that grows is gone on with from there");
    check(&FILLED_NUMBER, &[("- -", "", "- -"), ("-", "", "-")], End::Short);
    check(&CURSOR, &[("-", "8", "-"), ("- -", "7", "- -"), ("", "", "")], End::Empty);
}

#[test]
fn a_failed_page_is_asked_for_again() {
    let mut course = course(&FROM_ID);
    ask(&mut course);
    course.arrived(page("9 8", ""));
    let asked = ask(&mut course);
    assert_eq!(asked, Some(At::Cursor(cursor("8").unwrap())));
    assert_eq!(ask(&mut course), asked);
    assert_eq!(course.arrived(page("8 7", "")).fresh, [false, true]);
}

#[test]
fn a_bound_on_pages_leaves_the_position() {
    let mut course = course(&NUMBER);
    course.most = Some(2);
    for number in 1..=2 {
        assert_eq!(ask(&mut course), Some(At::Number(number)));
        course.arrived(page("- -", ""));
    }
    assert_eq!((ask(&mut course), course.end), (None, Some(End::MaxPages)));
    assert_eq!(course.spot.at, At::Number(3));
    assert_eq!((ask(&mut course), course.end), (None, Some(End::MaxPages)), "it stays over");
}

#[test]
fn what_was_read_to_its_end_is_over() {
    let mut course = course(&CURSOR);
    course.resume(Spot { direction: None, at: At::End });
    assert_eq!((ask(&mut course), course.end), (None, Some(End::Before)));
}

#[test]
fn the_item_that_a_position_names_was_there_before() {
    let resumed = |paging| {
        let mut course = course(paging);
        course.resume(Spot { direction: Some(Direction::Older), at: At::Cursor(cursor("8").unwrap()) });
        ask(&mut course);
        course.arrived(page("8 7", "5")).fresh
    };
    assert_eq!(resumed(&FROM_ID), [false, true]);
    // Where the exchange names the next page, what it names may be an item that is still to come.
    assert_eq!(resumed(&CURSOR), [true, true]);
}

#[test]
fn newer_than_nothing_is_refused() {
    let ask = |paging: &'static Paging, at, own: Option<&str>| {
        let mut course = course(paging);
        course.spot = Spot { direction: Some(Direction::Newer), at };
        let mut turn = course.turn().unwrap();
        turn.newer(&mut own.map(str::to_owned));
        course.ask(turn)
    };
    let refusal = ask(&CURSOR, At::Start, None).unwrap_err();
    assert!(refusal.contains("`newer`"), "{refusal}");
    assert_eq!(ask(&CURSOR, At::Start, Some("7")), Ok(()));
    assert_eq!(ask(&CURSOR, At::Cursor(cursor("7").unwrap()), None), Ok(()));
    assert_eq!(ask(&FROM_ID, At::Start, None), Ok(()));
}

#[test]
fn a_cursor_that_does_not_fit_is_refused() {
    let mut course = course(&CURSOR);
    course.resume(Spot { direction: Some(Direction::Older), at: At::Cursor(cursor("7b").unwrap()) });
    let mut turn = course.turn().unwrap();
    turn.older(&mut None::<i64>);
    let refusal = course.ask(turn).unwrap_err();
    assert!(refusal.contains("`7b`"), "{refusal}");
}
