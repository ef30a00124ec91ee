//! The connection to Redis: opened and kept open in the background, never waited for longer than its timeout.

use super::super::limiter::after;
use super::script::{Answer, Question};
use redis::aio::MultiplexedConnection;
use redis::{AsyncConnectionConfig, RedisError, ScriptInvocation};
use std::fmt;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError, Weak};
use std::time::Duration;
use tokio::runtime::Handle;
use tokio::sync::watch;
use tokio::task::JoinHandle;
use tokio::time::{Instant, sleep, timeout_at};
use tracing::{info, warn};

/// Between attempts to connect: at first and at most. All processes are to be back within the grace of `pass.lua`.
const PAUSES: (Duration, Duration) = (Duration::from_millis(50), Duration::from_millis(500));
/// How often the log is told of Redis at most.
const QUIET: Duration = Duration::from_secs(60);

pub(super) struct Link {
    client: redis::Client,
    timeout: Duration,
    memory_key: String,
    state: watch::Sender<State>,
    keeper: Mutex<Option<JoinHandle<()>>>,
    connections: AtomicU64,
    /// Calls made without Redis, and of how many of them it was told.
    alone: AtomicU64,
    told: AtomicU64,
    logged: Mutex<Option<Instant>>,
}

#[derive(Clone)]
enum State {
    /// Never tried, or lost a moment ago.
    Connecting,
    Up(Connection),
    Down(Lost),
}

#[derive(Clone)]
struct Connection {
    /// Tells a connection from the one before it.
    number: u64,
    wire: MultiplexedConnection,
}

/// Redis cannot be asked.
#[derive(Clone, Debug)]
pub(super) struct Lost(Arc<str>);

impl fmt::Display for Lost {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Redis, where the calls of all processes are counted, cannot be asked: {}", self.0)
    }
}

impl std::error::Error for Lost {}

impl Lost {
    fn by(error: &RedisError) -> Self {
        Self(error.to_string().into())
    }

    fn late(timeout: Duration) -> Self {
        Self(format!("no answer within {timeout:?}").into())
    }
}

impl Link {
    pub(super) fn new(client: redis::Client, timeout: Duration, memory_key: String) -> Arc<Self> {
        Arc::new(Self {
            client,
            timeout,
            memory_key,
            state: watch::Sender::new(State::Connecting),
            keeper: Mutex::default(),
            connections: AtomicU64::new(0),
            alone: AtomicU64::new(0),
            told: AtomicU64::new(0),
            logged: Mutex::default(),
        })
    }

    /// Asks whether a call may go.
    pub(super) async fn pass(self: &Arc<Self>, question: &Question<'_>) -> Result<Answer, Lost> {
        let alone = self.alone.load(Ordering::SeqCst);
        let asked = question.invocation(&self.memory_key, alone != self.told.load(Ordering::SeqCst));
        let answer = self.invoke(&asked).await?;
        self.told.fetch_max(alone, Ordering::SeqCst);
        Answer::read(&answer, question.quotas.len())
            .ok_or_else(|| Lost("it answers with something else than counts".into()))
    }

    /// Notes that a call was made that Redis does not know of.
    pub(super) fn went_alone(&self) {
        self.alone.fetch_add(1, Ordering::SeqCst);
    }

    /// Runs a script in the background, if there is one. What cannot be told is not told.
    pub(super) fn tell(self: &Arc<Self>, told: ScriptInvocation<'static>) -> Option<JoinHandle<()>> {
        let link = Arc::clone(self);
        Some(Handle::try_current().ok()?.spawn(async move { drop(link.invoke(&told).await) }))
    }

    /// Runs a script. A connection that turns out to be closed is opened again, once.
    async fn invoke(self: &Arc<Self>, script: &ScriptInvocation<'_>) -> Result<Vec<i64>, Lost> {
        let end = after(Instant::now(), self.timeout);
        let late = |_| Lost::late(self.timeout);
        let mut again = true;
        loop {
            let mut connection = timeout_at(end, self.connection()).await.map_err(late)??;
            let lost = match timeout_at(end, script.invoke_async(&mut connection.wire)).await {
                Ok(Ok(answer)) => return Ok(answer),
                Ok(Err(error)) if error.is_io_error() && again => {
                    again = false;
                    self.leave(connection.number, State::Connecting);
                    continue;
                }
                Ok(Err(error)) => Lost::by(&error),
                Err(_) => Lost::late(self.timeout),
            };
            self.leave(connection.number, State::Down(lost.clone()));
            return Err(lost);
        }
    }

    /// The open connection. Waits for one only if it is not known that there is none to be had.
    async fn connection(self: &Arc<Self>) -> Result<Connection, Lost> {
        if let State::Up(connection) = &*self.state.borrow() {
            return Ok(connection.clone());
        }
        self.keep_open();
        let mut state = self.state.subscribe();
        let settled = state.wait_for(|state| !matches!(state, State::Connecting)).await;
        match settled.as_deref() {
            Ok(State::Up(connection)) => Ok(connection.clone()),
            Ok(State::Down(lost)) => Err(lost.clone()),
            Ok(State::Connecting) | Err(_) => Err(Lost("the limiter is gone".into())),
        }
    }

    /// Gives up a connection, unless somebody has done so before.
    fn leave(&self, number: u64, next: State) {
        let lost = matches!(next, State::Down(_)).then(|| next.clone());
        let left = self.state.send_if_modified(|state| {
            let same = matches!(state, State::Up(connection) if connection.number == number);
            if same {
                *state = next;
            }
            same
        });
        if let Some(State::Down(lost)) = lost.filter(|_| left) {
            self.log(Some(&lost));
        }
    }

    /// Makes sure that somebody connects. A task ends with the runtime that it runs on; the next call may be made on
    /// another.
    fn keep_open(self: &Arc<Self>) {
        let mut keeper = self.keeper.lock().unwrap_or_else(PoisonError::into_inner);
        if keeper.as_ref().is_none_or(JoinHandle::is_finished) {
            *keeper = Some(tokio::spawn(keep(Arc::downgrade(self), self.state.subscribe())));
        }
    }

    /// Opens a connection and asks on it, so that a server that cannot count is not taken for one that can.
    async fn connect(&self) -> Result<(), Lost> {
        let number = self.connections.fetch_add(1, Ordering::Relaxed);
        let end = after(Instant::now(), self.timeout);
        let settings = AsyncConnectionConfig::new().set_connection_timeout(None).set_response_timeout(None);
        let connecting = async {
            let mut wire = self.client.get_multiplexed_async_connection_with_config(&settings).await?;
            let alone = self.alone.load(Ordering::SeqCst);
            let question = Question::default();
            let asked = question.invocation(&self.memory_key, alone != self.told.load(Ordering::SeqCst));
            let _: Vec<i64> = asked.invoke_async(&mut wire).await?;
            self.told.fetch_max(alone, Ordering::SeqCst);
            Ok(wire)
        };
        let connected = match timeout_at(end, connecting).await {
            Ok(Ok(wire)) => Ok(State::Up(Connection { number, wire })),
            Ok(Err(error)) => Err(Lost::by(&error)),
            Err(_) => Err(Lost::late(self.timeout)),
        };
        let (next, result) = match connected {
            Ok(up) => (up, Ok(())),
            Err(lost) => (State::Down(lost.clone()), Err(lost)),
        };
        let before = self.state.send_replace(next);
        match (&result, before) {
            (Err(lost), State::Connecting | State::Up(_)) => self.log(Some(lost)),
            (Ok(()), State::Down(_)) => self.log(None),
            _ => {}
        }
        result
    }

    /// Logs that Redis was lost or is back, unless the log was told of either a moment ago.
    fn log(&self, lost: Option<&Lost>) {
        let mut logged = self.logged.lock().unwrap_or_else(PoisonError::into_inner);
        if logged.is_some_and(|at| at.elapsed() < QUIET) {
            return;
        }
        *logged = Some(Instant::now());
        match lost {
            Some(lost) => warn!(target: "exbind", error = %lost, "shared limits lost"),
            None => info!(target: "exbind", "shared limits are back"),
        }
    }
}

/// Opens the connection whenever there is none, until the limiter is gone.
async fn keep(link: Weak<Link>, mut state: watch::Receiver<State>) {
    let mut pause = PAUSES.0;
    while state.wait_for(|state| !matches!(state, State::Up(_))).await.is_ok() {
        let Some(link) = link.upgrade() else { return };
        if link.connect().await.is_ok() {
            pause = PAUSES.0;
        } else {
            drop(link);
            sleep(pause).await;
            pause = (pause * 2).min(PAUSES.1);
        }
    }
}
