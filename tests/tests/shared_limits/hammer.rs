//! Many processes use one quota up against the mock exchange, which counts for itself.

use crate::server::Redis;
use crate::support::{SECOND, builder};
use exbind_testkit::{API_KEY, API_PASSPHRASE, API_SECRET, MockExchange};
use own_specs::acme;
use own_specs::acme::trade::orders::CancelOrders;
use std::process::{Child, Command};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

const PROCESSES: u32 = 8;
const TASKS: usize = 4;
const BUCKET: &str = "acme.trade";
const QUOTA: usize = 72;
const WINDOW: Duration = Duration::from_secs(3);
const WINDOWS: u32 = 5;
/// A twentieth of the window, as is usual, but not of shorter ones.
const MARGIN: Duration = Duration::from_millis(150);
/// Where the mock and Redis are, for a worker.
const MOCK: &str = "EXBIND_TEST_MOCK";
const REDIS: &str = "EXBIND_TEST_REDIS";

/// One of the processes. Does nothing unless the test below starts it.
#[tokio::test]
async fn worker() {
    let (Ok(mock), Ok(redis)) = (std::env::var(MOCK), std::env::var(REDIS)) else { return };
    let credentials = exbind::Credentials::new(API_KEY, API_SECRET).passphrase(API_PASSPHRASE);
    let limiter = builder(&redis, PROCESSES).margin(MARGIN).build().unwrap();
    let client = acme::Client::builder().credentials(credentials).base_url(mock).limiter(limiter);
    let client = client.uid("me").timeout(Duration::from_secs(60)).build().unwrap();
    client.warm_up().await.ok();
    let mut tasks = tokio::task::JoinSet::new();
    for _ in 0..TASKS {
        let client = client.clone();
        tasks.spawn(async move {
            loop {
                client.trade().orders().cancel_orders(CancelOrders::new().order_id("1")).await.unwrap();
            }
        });
    }
    tasks.join_all().await;
}

/// Ends with the test, however that ends.
struct Workers(Vec<Child>);

impl Workers {
    fn start(mock: &MockExchange, redis: &Redis) -> Self {
        let worker = |_| {
            let mut command = Command::new(std::env::current_exe().unwrap());
            command.args(["--exact", "hammer::worker", "--nocapture", "--test-threads=1"]);
            command.env(MOCK, mock.url()).env(REDIS, redis.url()).stdout(std::process::Stdio::null());
            command.spawn().unwrap()
        };
        Self((0..PROCESSES).map(worker).collect())
    }

    fn check_running(&mut self) {
        assert!(self.0.iter_mut().all(|worker| worker.try_wait().unwrap().is_none()), "a worker failed");
    }
}

impl Drop for Workers {
    fn drop(&mut self) {
        for worker in &mut self.0 {
            let _ = worker.kill();
            let _ = worker.wait();
        }
    }
}

/// The longest that the machine let somebody wait who wanted to go on.
struct Stalls {
    done: Arc<AtomicBool>,
    watcher: std::thread::JoinHandle<Duration>,
}

impl Stalls {
    fn watch() -> Self {
        const STEP: Duration = Duration::from_millis(5);
        let done = Arc::new(AtomicBool::new(false));
        let ended = Arc::clone(&done);
        let watcher = std::thread::spawn(move || {
            let mut longest = Duration::ZERO;
            while !ended.load(Ordering::Relaxed) {
                let start = Instant::now();
                std::thread::sleep(STEP);
                longest = longest.max(start.elapsed().saturating_sub(STEP));
            }
            longest
        });
        Self { done, watcher }
    }

    fn longest(self) -> Duration {
        self.done.store(true, Ordering::Relaxed);
        self.watcher.join().unwrap()
    }
}

/// The most calls in any window, the part of the quota that was used, and the longest stall.
async fn hammer(redis: &Redis) -> (u32, f64, Duration) {
    let mock = MockExchange::start(&acme::EXCHANGE, acme::ENDPOINTS).await.unwrap();
    mock.add_examples(&own_specs::examples::all());
    mock.rate_limits(false); // they are counted in any case
    let stalls = Stalls::watch();
    let mut workers = Workers::start(&mock, redis);
    mock.wait_for_requests(PROCESSES as usize + 1).await;
    tokio::time::sleep(WINDOW * WINDOWS + SECOND / 10).await;
    workers.check_running();
    drop(workers);
    let mut requests = mock.requests();
    requests.retain(|request| request.endpoint.is_some()); // connections are opened by other requests
    let (first, last) = (requests[0].at, requests[requests.len() - 1].at);
    let windows = (last - first).as_secs_f64() / WINDOW.as_secs_f64();
    // The first quota is there at once, without any time to use it in.
    let used = requests.len().saturating_sub(QUOTA) as f64 / (QUOTA as f64 * windows);
    (mock.peak(BUCKET), used, stalls.longest())
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn eight_processes_use_one_quota_up_and_never_exceed_it() {
    let Some(redis) = Redis::start() else { return };
    for attempt in 1.. {
        let _: () = redis.run("FLUSHALL");
        let (most, used, stall) = hammer(&redis).await;
        eprintln!("{most} calls at most within {WINDOW:?}, {:.1} % used, stalls of {stall:?}", used * 100.0);
        let holds = most as usize <= QUOTA && used >= 0.9;
        // A machine that stalls for longer than the margin makes calls overtake each other by more than it.
        if holds || attempt == 3 || stall < MARGIN / 2 {
            assert!(holds, "{most} calls at most, {:.1} % used, stalls of {stall:?}", used * 100.0);
            break;
        }
    }
}
