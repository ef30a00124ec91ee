//! The storm in memory, in a time that does not pass.

use super::exchange::{Arrived, Exchange, Outcome, number, wrapped};
use super::fault::Fault;
use super::verdict::{Kind, Tally};
use super::{Dice, Read, Write};
use exbind::bitget;
use exbind::runtime::transport::{Answer, Fault as Broken, Request, Sending, Stage, Transport, TransportError};
use exbind::runtime::{Client, ClientBuilder, Credentials, LimitMode};
use http::{HeaderMap, HeaderName, HeaderValue, StatusCode};
use std::time::{Duration, SystemTime, UNIX_EPOCH};
use tokio::time::{Instant, sleep};

/// When the storm begins.
const START_MS: u64 = 1_700_000_000_000;

/// The only clock, of client and exchange: it runs as tokio's does.
#[derive(Clone, Copy)]
struct Clock(Instant);

impl Clock {
    fn now(self) -> SystemTime {
        UNIX_EPOCH + Duration::from_millis(START_MS) + self.0.elapsed()
    }

    fn now_ms(self) -> i64 {
        self.now().duration_since(UNIX_EPOCH).unwrap().as_millis() as i64
    }
}

struct Memory {
    exchange: Exchange,
    clock: Clock,
}

impl Transport for Memory {
    fn send(&self, request: Request) -> Sending<'_> {
        Box::pin(self.answer(request))
    }
}

impl Memory {
    async fn answer(&self, request: Request) -> Result<Answer, TransportError> {
        sleep(Duration::from_millis(2)).await;
        let body = String::from_utf8(request.body.to_vec()).unwrap();
        let number = number(&body);
        let fault = self.exchange.meet(number);
        if matches!(fault, Fault::NoConnection) {
            return Err(TransportError::new(Broken::NotConnected(Stage::Tcp)));
        }
        let header = |name: &str| request.headers[name].to_str().unwrap().to_owned();
        let (signature, timestamp) = (header("access-sign"), header("access-timestamp").parse().unwrap());
        let outcome = self.exchange.arrive(number, fault, Arrived { body, signature, timestamp });
        sleep(Duration::from_millis(3)).await;
        let fault = match outcome {
            Outcome::Duplicate => return Ok(self.refusal("40786")),
            Outcome::Scripted(fault) => fault,
        };
        match fault {
            Fault::None => Ok(self.json(200, "00000", &number.to_string())),
            Fault::Lost { .. } | Fault::Garbled { .. } => Err(TransportError::new(Broken::Lost)),
            Fault::Truncated => Err(TransportError::new(Broken::Truncated)),
            Fault::Large => Err(TransportError::new(Broken::TooLarge)),
            Fault::Slow { .. } => std::future::pending().await,
            Fault::TooMany { told, wait } => Ok(self.too_many(told, wait)),
            Fault::Page { status, .. } => Ok(page(status, "<html>oops</html>")),
            Fault::Stale => Ok(self.refusal("40008")),
            Fault::Code { code, .. } => Ok(self.refusal(code)),
            Fault::Nonsense { .. } => Ok(page(200, "<html>hello</html>")),
            Fault::Elsewhere => Ok(page(307, "")),
            Fault::NoConnection => Err(TransportError::new(Broken::NotConnected(Stage::Tcp))),
        }
    }

    fn json(&self, status: u16, code: &str, data: &str) -> Answer {
        page(status, &wrapped(code, data, self.clock.now_ms()))
    }

    /// Exchanges say it with one status or another.
    fn refusal(&self, code: &str) -> Answer {
        let status = [200, 400, 503][code.len() % 3];
        self.json(status, code, "null")
    }

    fn too_many(&self, told: bool, wait: Option<u8>) -> Answer {
        let mut answer = if told { self.json(429, "429", "null") } else { page(429, "slow down") };
        if let Some(wait) = wait {
            answer.headers.insert(HeaderName::from_static("retry-after"), HeaderValue::from(u16::from(wait)));
        }
        answer
    }
}

fn page(status: u16, body: &str) -> Answer {
    Answer::new(StatusCode::from_u16(status).unwrap(), HeaderMap::new(), body.to_owned())
}

fn client(exchange: &Exchange) -> Client {
    let clock = Clock(Instant::now());
    ClientBuilder::new(&bitget::EXCHANGE)
        .credentials(Credentials::new("key", "secret").passphrase("phrase"))
        .transport(Memory { exchange: exchange.clone(), clock })
        .clock(move || clock.now())
        .limit_mode(LimitMode::Off)
        .retry_budget(u32::MAX)
        .build()
        .unwrap()
}

/// So many calls, one after the other.
async fn storm(seed: u64, calls: usize) -> Tally {
    let exchange = Exchange::default();
    let client = client(&exchange);
    let (mut dice, mut tally) = (Dice(seed), Tally::default());
    for number in 0..calls {
        exchange.expect(number, Fault::script(&mut dice));
        let kind = Kind { is_write: dice.below(4) > 0, is_keyed: dice.coin() };
        let key = kind.is_keyed.then(|| format!("own-{number}"));
        let result = match kind.is_write {
            true => client.call(Write { number, key }).await,
            false => client.call(Read { number, key }).await,
        };
        tally.check(kind, &exchange.take(number), &result);
    }
    tally
}

fn check(tally: &Tally, faults: usize) {
    assert!(tally.faults >= faults, "{tally:?}");
    let Tally { repeats, ok, not_sent, rejected, unknown, duplicate, refused_after_doubt, undecodable, .. } = *tally;
    let seen = [repeats, ok, not_sent, rejected, unknown, duplicate, refused_after_doubt, undecodable];
    assert!(seen.into_iter().all(|count| count > faults / 500), "{tally:?}");
}

#[tokio::test(start_paused = true)]
async fn no_write_is_processed_twice_and_no_outcome_is_wrong() {
    check(&storm(1, 40_000).await, 50_000);
}

#[tokio::test(start_paused = true)]
async fn nor_in_any_other_storm() {
    check(&storm(2, 40_000).await, 50_000);
}
