use super::*;
use crate::transport::Stage;
use http::StatusCode;
use std::borrow::Cow;
use std::io;

const ID: Cow<'static, str> = Cow::Borrowed("x.order.place");

fn unknown(effect: Effect, idempotency_key: Option<&'static str>) -> Error {
    let reason = UnknownReason::TimedOut(Duration::from_secs(10));
    OutcomeUnknown { endpoint: ID, effect, idempotency_key, reason, attempts: 1 }.into()
}

fn undecodable(effect: Effect, verdict: Verdict) -> Error {
    let reason = DecodeReason::Mismatch { path: "$.data".into(), reason: "expected a list".into() };
    let (status, body) = (StatusCode::OK, bytes::Bytes::from_static(b"{\"data\":1}"));
    DecodeError { endpoint: ID, effect, status, reason, verdict, body, attempts: 1, beginning: String::new() }.into()
}

fn rejected(retry: Retry, code: Option<&str>) -> Error {
    Rejected {
        endpoint: ID,
        status: StatusCode::BAD_REQUEST,
        code: code.map(str::to_owned),
        message: "no".into(),
        kind: ErrorKind::InsufficientFunds,
        retry,
        about: Some("The balance is too small."),
        retry_after: None,
        attempts: 1,
    }
    .into()
}

fn not_sent(reason: NotSentReason) -> Error {
    NotSent { endpoint: ID, reason, attempts: 1 }.into()
}

#[test]
fn only_sent_writes_without_a_refusal_may_have_acted() {
    let check = |error: Error, expected: bool| assert_eq!(error.may_have_acted(), expected, "{error}");
    check(not_sent(NotSentReason::NoCredentials), false);
    check(rejected(Retry::Never, Some("1")), false);
    check(unknown(Effect::Read, None), false);
    check(unknown(Effect::Write, None), true);
    check(undecodable(Effect::Read, Verdict::None), false);
    check(undecodable(Effect::Write, Verdict::None), true);
    check(undecodable(Effect::Write, Verdict::Accepted), true);
    check(undecodable(Effect::Write, Verdict::Refused), false);
}

#[test]
fn a_repeat_is_never_advised_where_it_might_act_twice() {
    let check = |error: Error, expected: Retry| assert_eq!(error.retry(), expected, "{error}");
    check(unknown(Effect::Read, None), Retry::Later);
    check(unknown(Effect::Write, None), Retry::Never);
    check(undecodable(Effect::Write, Verdict::None), Retry::Never);
    check(rejected(Retry::Resync, None), Retry::Resync);
    check(not_sent(NotSentReason::Invalid("x".into())), Retry::Never);
    check(not_sent(NotSentReason::Limited { retry_after: Duration::ZERO }), Retry::Later);
}

#[test]
fn messages_say_what_happened_and_what_to_do() {
    let check = |error: Error, expected: &str| assert_eq!(error.to_string(), expected);
    check(
        not_sent(NotSentReason::Invalid("`size` is 0, but the exchange takes at least 1".into())),
        "x.order.place was not sent: `size` is 0, but the exchange takes at least 1",
    );
    let source: BoxError = io::Error::from(io::ErrorKind::ConnectionRefused).into();
    check(
        not_sent(NotSentReason::NotConnected { stage: Stage::Tcp, host: "https://x".into(), source: Some(source) }),
        "x.order.place was not sent: no connection to https://x, TCP failed: connection refused",
    );
    check(
        rejected(Retry::Never, Some("43012")),
        "x.order.place was refused, code 43012 \"no\" (InsufficientFunds: The balance is too small)",
    );
    check(
        rejected(Retry::Later, None),
        "x.order.place was refused, HTTP 400 Bad Request \"no\" (InsufficientFunds: The balance is too small); \
         it can be repeated later",
    );
    check(
        unknown(Effect::Read, None),
        "x.order.place was sent, but no answer arrived within 10s. Nothing was changed; the call can be repeated",
    );
    check(
        unknown(Effect::Write, None),
        "x.order.place was sent, but no answer arrived within 10s. The exchange may or may not have acted: check \
         orders, positions and balances before sending it again",
    );
    check(
        unknown(Effect::Write, Some("clientOid")),
        "x.order.place was sent, but no answer arrived within 10s. The exchange may or may not have acted: look the \
         order up by its `clientOid` before sending it again, and then under the same `clientOid`",
    );
    check(
        undecodable(Effect::Write, Verdict::Accepted),
        "the answer of x.order.place (HTTP 200 OK) could not be read: at $.data: expected a list. The exchange \
         accepted the call and did act",
    );
}

#[test]
fn errors_are_small_and_can_cross_threads() {
    fn check<T: Send + Sync + 'static>() {}
    check::<Error>();
    assert!(size_of::<Error>() <= 16);
}
