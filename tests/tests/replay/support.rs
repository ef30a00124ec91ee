//! Cassettes in memory, and exchanges to record.

use exbind::bitget::mix::order::CancelAllOrders;
use exbind::bitget::{self, ProductType};
use exbind::runtime::LimitMode;
use exbind::runtime::cassette::{Recorder, Replay};
use exbind::{Client, ClientBuilder, Credentials, Error, htx};
use exbind_testkit::MockExchange;
use std::io::{self, Write};
use std::sync::{Arc, Mutex};

/// A cassette in memory.
#[derive(Clone, Default)]
pub(crate) struct Tape(Arc<Mutex<Vec<u8>>>);

impl Tape {
    pub(crate) fn recorder(&self) -> Recorder {
        Recorder::to_writer(self.clone()).unwrap()
    }

    pub(crate) fn text(&self) -> String {
        String::from_utf8(self.0.lock().unwrap().clone()).unwrap()
    }

    /// The calls, a line each.
    pub(crate) fn calls(&self) -> Vec<serde_json::Value> {
        self.text().lines().skip(1).map(|line| serde_json::from_str(line).unwrap()).collect()
    }

    pub(crate) fn replay(&self) -> Replay {
        Replay::from_text(&self.text()).unwrap()
    }
}

impl Write for Tape {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.lock().unwrap().write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

pub(crate) async fn bitget() -> MockExchange {
    let mock = MockExchange::start(&bitget::EXCHANGE, bitget::ENDPOINTS).await.unwrap();
    mock.rate_limits(false);
    mock
}

pub(crate) async fn htx() -> MockExchange {
    let mock = MockExchange::start(&htx::EXCHANGE, htx::ENDPOINTS).await.unwrap();
    mock.rate_limits(false);
    mock
}

/// A client whose calls are recorded.
pub(crate) fn recorded<C: From<Client>>(mock: &MockExchange, builder: ClientBuilder<C>, recorder: &Recorder) -> C {
    mock.connect(builder).limit_mode(LimitMode::Off).record(recorder).build().unwrap()
}

/// A client that has nothing but a cassette.
pub(crate) fn replayed<C: From<Client>>(builder: ClientBuilder<C>, replay: &Replay) -> C {
    let any = Credentials::new("any", "any").passphrase("any");
    builder.credentials(any).limit_mode(LimitMode::Off).transport(replay.clone()).build().unwrap()
}

pub(crate) fn cancel() -> CancelAllOrders {
    CancelAllOrders::new(ProductType::UsdtFutures)
}

/// All that a caller can make of the end of a call.
pub(crate) fn told<T: std::fmt::Debug>(outcome: Result<T, Error>) -> String {
    match outcome {
        Ok(answer) => format!("{answer:?}"),
        Err(error) => {
            let body = match &error {
                Error::Decode(error) => format!("{:?}", error.body),
                _ => String::new(),
            };
            let (kind, code, retry) = (error.kind(), error.code().map(str::to_owned), error.retry());
            format!("{error} {} {kind:?} {code:?} {retry:?} {:?} {body}", error.may_have_acted(), error.retry_after())
        }
    }
}
