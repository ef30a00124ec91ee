use super::*;
use crate::meta::{Meta, Param, Place};

#[test]
fn waits_double_up_to_the_longest() {
    let retries = Retries::new().waits(Duration::from_millis(100), Duration::from_millis(500));
    let check = |attempts: u32, whole: u64| {
        assert_eq!(retries.wait(attempts, 0), Duration::from_millis(whole / 2));
        assert_eq!(retries.wait(attempts, 1_000_000), Duration::from_millis(whole));
        for chance in [1, 77, 999_999, u64::MAX] {
            let wait = retries.wait(attempts, chance);
            assert!(wait >= Duration::from_millis(whole / 2) && wait <= Duration::from_millis(whole), "{wait:?}");
        }
    };
    check(1, 100);
    check(2, 200);
    check(3, 400);
    check(4, 500);
    check(u32::MAX, 500);
    let endless = Retries::new().waits(Duration::MAX, Duration::MAX);
    assert!(endless.wait(9, u64::MAX) > Duration::from_secs(1 << 60));
    assert_eq!(Retries::new().waits(Duration::ZERO, Duration::ZERO).wait(3, 7), Duration::ZERO);
}

#[test]
fn attempts_are_bounded() {
    let check = |retries: Retries, reads: u32, writes: u32| {
        for attempts in 0..6 {
            assert_eq!(retries.allow(Effect::Read, attempts), attempts < reads, "{retries:?}");
            assert_eq!(retries.allow(Effect::Write, attempts), attempts < writes, "{retries:?}");
        }
    };
    check(Retries::new(), 3, 3);
    check(Retries::none(), 1, 1);
    check(Retries::new().attempts(5), 5, 5);
    check(Retries::new().attempts(0), 0, 0);
    check(Retries::new().reads_only(), 3, 0);
}

#[test]
fn a_budget_is_drawn_on_and_refilled() {
    let budget = Budget::new(2);
    let drawn = |times: u32| (0..times).filter(|_| budget.draw()).count();
    assert_eq!(drawn(5), 2);
    (0..9).for_each(|_| budget.refill());
    assert_eq!(drawn(2), 0);
    (0..100).for_each(|_| budget.refill());
    assert_eq!(drawn(5), 2);
    assert!(!Budget::new(0).draw());
    assert!(Budget::new(u32::MAX).draw());
}

#[test]
fn chance_differs_from_draw_to_draw() {
    let budget = Budget::new(0);
    let drawn: std::collections::HashSet<_> = (0..100).map(|_| budget.chance()).collect();
    assert!(drawn.len() > 90);
}

#[test]
fn a_key_is_set_where_it_has_a_value() {
    let check = |query: &str, body: &str, expected: bool| {
        assert_eq!(is_set(&Meta::BASE, "clientOid", query, body.as_bytes()), expected, "{query} {body}");
    };
    check("", r#"{"symbol":"x","clientOid":"a\"1"}"#, true);
    check("", r#"{"clientOid":17,"size":"1"}"#, true);
    check("symbol=x&clientOid=1", "", true);
    check("", "", false);
    check("", r#"{"symbol":"x"}"#, false);
    check("", r#"{"clientOid":""}"#, false);
    check("", r#"{"clientOid":null}"#, false);
    check("", r#"{"orders":[{"clientOid":"1"}],"first":{"clientOid":"1"}}"#, false);
    check("", r#"[{"clientOid":"1"}]"#, false);
    check("", r#"{"clientOid":"1""#, false);
    check("clientOid=&newClientOid=1", "", false);
    static IN_PATH: Meta = Meta { params: &[Param::required("clientOid", Place::Path)], ..Meta::BASE };
    assert!(is_set(&IN_PATH, "clientOid", "", b""));
}
