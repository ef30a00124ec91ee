//! The storm over real HTTP: a mock exchange, and connections that it closes at bad moments.

use super::exchange::{Arrived, Exchange, Outcome, number, wrapped};
use super::fault::Fault;
use super::verdict::{Kind, Tally};
use super::{Dice, Read, WRITE, Write};
use crate::support::bitget;
use exbind::bitget::EXCHANGE;
use exbind::meta::Method;
use exbind::runtime::{Client, ClientBuilder, LimitMode, Retries};
use exbind_testkit::{MockExchange, Recorded, Reply};
use std::time::{Duration, SystemTime, UNIX_EPOCH};

/// How long a slow answer takes.
const SLOW: Duration = Duration::from_secs(4);

fn reply(exchange: &Exchange, request: &Recorded) -> Reply {
    let body = request.text().into_owned();
    let number = number(&body);
    let header = |name| request.header(name).unwrap_or_default().to_owned();
    let (signature, timestamp) = (header("access-sign"), header("access-timestamp").parse().unwrap());
    let fault = exchange.meet(number);
    match exchange.arrive(number, fault, Arrived { body, signature, timestamp }) {
        Outcome::Duplicate => Reply::body(wrapped("40786", "null", now_ms())).status(400),
        Outcome::Scripted(fault) => scripted(number, fault),
    }
}

fn scripted(number: usize, fault: Fault) -> Reply {
    let accepted = Reply::body(wrapped("00000", &number.to_string(), now_ms()));
    match fault {
        Fault::None => accepted,
        // Nothing arrives without a connection; here it stands for a closing one.
        Fault::NoConnection | Fault::Lost { .. } => Reply::drop_after_reading(),
        Fault::Truncated => accepted.truncate(20),
        Fault::Garbled { .. } => Reply::garbage("SSH-2.0-OpenSSH\r\n"),
        Fault::TooMany { told: true, .. } => Reply::body(wrapped("429", "null", now_ms())).status(429),
        Fault::TooMany { wait, .. } => {
            let reply = Reply::http(429, "slow down");
            // A second would be waited for.
            wait.filter(|wait| *wait != 1)
                .into_iter()
                .fold(reply, |reply, wait| reply.header("Retry-After", wait.to_string()))
        }
        Fault::Page { status, .. } => Reply::http(status, "<html>oops</html>"),
        Fault::Stale => Reply::body(wrapped("40008", "null", now_ms())).status(400),
        Fault::Code { code, .. } => Reply::body(wrapped(code, "null", now_ms())),
        Fault::Nonsense { .. } => Reply::body("<html>hello</html>"),
        Fault::Elsewhere => Reply::redirect("/elsewhere"),
        Fault::Large => Reply::oversized(5_000),
        Fault::Slow { .. } => accepted.delay(SLOW),
    }
}

fn now_ms() -> i64 {
    SystemTime::now().duration_since(UNIX_EPOCH).unwrap().as_millis() as i64
}

fn client(mock: &MockExchange, timeout: Duration) -> Client {
    mock.rate_limits(false);
    mock.connect(ClientBuilder::<Client>::new(&EXCHANGE))
        .limit_mode(LimitMode::Off)
        .max_answer_bytes(4_000)
        .timeout(timeout)
        .retries(Retries::new().waits(Duration::ZERO, Duration::ZERO))
        .retry_budget(u32::MAX)
        .build()
        .unwrap()
}

/// Without slow ones, which take their time: they have a test of their own.
fn script(dice: &mut Dice) -> Vec<Fault> {
    let mut script = Fault::script(dice);
    script.retain(|fault| !matches!(fault, Fault::NoConnection | Fault::Slow { .. }));
    script
}

/// Calls that are under way at the same time.
async fn wave(client: &Client, exchange: &Exchange, tally: &mut Tally, calls: Vec<(usize, Kind, Vec<Fault>)>) {
    let mut running = Vec::new();
    for (number, kind, script) in calls {
        exchange.expect(number, script);
        let key = kind.is_keyed.then(|| format!("own-{number}"));
        let call = match kind.is_write {
            true => client.call(Write { number, key }).into_future(),
            false => client.call(Read { number, key }).into_future(),
        };
        running.push((number, kind, tokio::spawn(call)));
    }
    for (number, kind, call) in running {
        let result = call.await.unwrap();
        tally.check(kind, &exchange.take(number), &result);
    }
}

async fn scripted_mock() -> (MockExchange, Exchange) {
    let (mock, exchange) = (bitget().await, Exchange::default());
    let handler = exchange.clone();
    mock.on_path(Method::Post, WRITE.path, Reply::with(move |request| reply(&handler, request))).unwrap();
    (mock, exchange)
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn no_write_is_processed_twice_over_real_http() {
    let (mock, exchange) = scripted_mock().await;
    let client = client(&mock, Duration::from_secs(30));
    let (mut dice, mut tally) = (Dice(3), Tally::default());
    for first in (0..3_000).step_by(12) {
        let mut call = |number| {
            let kind = Kind { is_write: dice.below(4) > 0, is_keyed: dice.coin() };
            (number, kind, script(&mut dice))
        };
        let calls = (first..first + 12).map(&mut call).collect();
        wave(&client, &exchange, &mut tally, calls).await;
        mock.clear();
    }
    assert!(tally.faults > 3_000, "{tally:?}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn slow_answers_leave_the_outcome_unknown_over_real_http() {
    let (mock, exchange) = scripted_mock().await;
    let client = client(&mock, SLOW / 2);
    let (mut dice, mut tally) = (Dice(4), Tally::default());
    let mut call = |number| {
        let kind = Kind { is_write: dice.below(4) > 0, is_keyed: dice.coin() };
        (number, kind, vec![Fault::Slow { acts: dice.coin() }])
    };
    let calls = (0..40).map(&mut call).collect();
    wave(&client, &exchange, &mut tally, calls).await;
    assert_eq!((tally.faults, tally.unknown, tally.repeats), (40, 40, 0), "{tally:?}");
}
