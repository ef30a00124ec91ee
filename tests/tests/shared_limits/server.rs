//! A Redis on loopback that can be killed, stopped and started again.

use redis::{Connection, FromRedisValue};
use std::io::Write as _;
use std::net::TcpListener;
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};
use std::sync::atomic::{AtomicU16, Ordering};
use std::time::{Duration, Instant};

pub(crate) struct Redis {
    port: u16,
    /// Where it would write, if it wrote anything.
    folder: PathBuf,
    process: Child,
}

impl Redis {
    /// A server; `None` where none is installed.
    pub(crate) fn start() -> Option<Self> {
        if Command::new("redis-server").arg("--version").stdout(Stdio::null()).status().is_err() {
            let reason = "redis-server is not installed; .ci/run installs it";
            assert!(std::env::var_os("EXBIND_NEEDS_REDIS").is_none(), "{reason}");
            let test = std::thread::current().name().unwrap_or_default().to_owned();
            // `eprintln!` is shown for tests that fail only.
            std::io::stderr().write_all(format!("SKIPPED {test}: {reason}\n").as_bytes()).unwrap();
            return None;
        }
        let port = free_port();
        let folder = std::env::temp_dir().join(format!("exbind-redis-{}-{port}", std::process::id()));
        std::fs::create_dir_all(&folder).unwrap();
        let process = spawn(port, &folder);
        Some(Self { port, folder, process })
    }

    pub(crate) fn url(&self) -> String {
        format!("redis://127.0.0.1:{}/", self.port)
    }

    /// Ends it at once; it forgets everything.
    pub(crate) fn kill(&mut self) {
        self.process.kill().unwrap();
        self.process.wait().unwrap();
    }

    /// After it was killed.
    pub(crate) fn start_again(&mut self) {
        self.process = spawn(self.port, &self.folder);
    }

    /// It takes connections and does not answer.
    pub(crate) fn freeze(&self) {
        self.signal("-STOP");
    }

    pub(crate) fn thaw(&self) {
        self.signal("-CONT");
    }

    fn signal(&self, signal: &str) {
        let status = Command::new("kill").args([signal, &self.process.id().to_string()]).status().unwrap();
        assert!(status.success());
    }

    pub(crate) fn connection(&self) -> Connection {
        redis::Client::open(self.url()).unwrap().get_connection().unwrap()
    }

    /// Runs a command given as words.
    pub(crate) fn run<T: FromRedisValue>(&self, command: &str) -> T {
        let mut words = command.split(' ');
        let mut run = redis::cmd(words.next().unwrap());
        for word in words {
            run.arg(word);
        }
        run.query(&mut self.connection()).unwrap()
    }
}

impl Drop for Redis {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
        let _ = std::fs::remove_dir_all(&self.folder);
    }
}

/// A port that nobody listens at, below those that the system hands out by itself: a server that is started again
/// needs the same one.
fn free_port() -> u16 {
    static NEXT: AtomicU16 = AtomicU16::new(0);
    let start = u16::try_from(std::process::id() % 100).unwrap() * 100;
    let ports = std::iter::repeat_with(|| 20_000 + (start + NEXT.fetch_add(1, Ordering::Relaxed)) % 10_000);
    ports.take(10_000).find(|port| TcpListener::bind(("127.0.0.1", *port)).is_ok()).unwrap()
}

fn spawn(port: u16, folder: &std::path::Path) -> Child {
    let mut process = Command::new("redis-server")
        .args(["--bind", "127.0.0.1", "--port", &port.to_string(), "--save", "", "--appendonly", "no"])
        .arg("--dir")
        .arg(folder)
        .stdout(Stdio::null())
        .spawn()
        .unwrap();
    let client = redis::Client::open(format!("redis://127.0.0.1:{port}/")).unwrap();
    let start = Instant::now();
    while client.get_connection().is_err() {
        assert!(process.try_wait().unwrap().is_none(), "redis-server ended by itself");
        assert!(start.elapsed() < Duration::from_secs(20), "redis-server does not answer");
        std::thread::sleep(Duration::from_millis(10));
    }
    process
}
