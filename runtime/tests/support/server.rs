//! A server whose every byte a test decides.

use std::sync::{Arc, Mutex};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};

/// What the server does with a request.
#[derive(Clone)]
pub enum Reply {
    /// Writes the bytes and keeps the connection.
    Send(Vec<u8>),
    /// Writes the bytes and closes the connection.
    SendAndClose(Vec<u8>),
    /// Never answers.
    Hang,
    /// Writes the bytes, then never goes on.
    SendAndHang(Vec<u8>),
}

/// A request as it arrived.
#[derive(Clone, Debug)]
pub struct Arrived {
    pub head: String,
    pub body: Vec<u8>,
}

impl Arrived {
    /// What stands between method and version.
    pub fn target(&self) -> &str {
        self.head.split(' ').nth(1).unwrap_or_default()
    }

    pub fn header(&self, name: &str) -> Option<&str> {
        let lines = self.head.lines().skip(1).filter_map(|line| line.split_once(": "));
        lines.clone().find(|(found, _)| found.eq_ignore_ascii_case(name)).map(|(_, value)| value)
    }
}

pub struct Server {
    pub url: String,
    pub arrived: Arc<Mutex<Vec<Arrived>>>,
    pub connections: Arc<Mutex<usize>>,
    task: tokio::task::JoinHandle<()>,
}

impl Drop for Server {
    fn drop(&mut self) {
        self.task.abort();
    }
}

impl Server {
    /// Answers the n-th request with the n-th reply, and all further ones with the last.
    pub async fn start(replies: Vec<Reply>) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://{}", listener.local_addr().unwrap());
        let (arrived, connections) = (Arc::<Mutex<Vec<Arrived>>>::default(), Arc::<Mutex<usize>>::default());
        let task = tokio::spawn({
            let (arrived, connections) = (Arc::clone(&arrived), Arc::clone(&connections));
            async move {
                while let Ok((stream, _)) = listener.accept().await {
                    *connections.lock().unwrap() += 1;
                    tokio::spawn(serve(stream, replies.clone(), Arc::clone(&arrived)));
                }
            }
        });
        Self { url, arrived, connections, task }
    }

    /// Answers everything with one status and body.
    pub async fn with(status: &str, body: &str) -> Self {
        Self::start(vec![Reply::Send(http(status, "", body.as_bytes()))]).await
    }

    pub fn requests(&self) -> Vec<Arrived> {
        self.arrived.lock().unwrap().clone()
    }
}

async fn serve(mut stream: TcpStream, replies: Vec<Reply>, arrived: Arc<Mutex<Vec<Arrived>>>) {
    while let Some(request) = read(&mut stream).await {
        let number = {
            let mut arrived = arrived.lock().unwrap();
            arrived.push(request);
            arrived.len() - 1
        };
        let reply = replies.get(number).or(replies.last()).unwrap();
        match reply {
            Reply::Send(bytes) => stream.write_all(bytes).await.unwrap(),
            Reply::SendAndClose(bytes) => {
                stream.write_all(bytes).await.unwrap();
                return;
            }
            Reply::Hang => std::future::pending().await,
            Reply::SendAndHang(bytes) => {
                stream.write_all(bytes).await.unwrap();
                std::future::pending().await
            }
        }
    }
}

async fn read(stream: &mut TcpStream) -> Option<Arrived> {
    let mut bytes = Vec::new();
    let end = loop {
        if let Some(end) = bytes.windows(4).position(|four| four == b"\r\n\r\n") {
            break end + 4;
        }
        let mut part = [0; 4096];
        let count = stream.read(&mut part).await.ok()?;
        if count == 0 {
            return None;
        }
        bytes.extend_from_slice(&part[..count]);
    };
    let mut request = Arrived { head: String::from_utf8(bytes[..end].to_vec()).unwrap(), body: bytes[end..].to_vec() };
    let length: usize = request.header("content-length").map_or(0, |length| length.parse().unwrap());
    let missing = length - request.body.len();
    let mut rest = vec![0; missing];
    stream.read_exact(&mut rest).await.ok()?;
    request.body.extend(rest);
    Some(request)
}

/// An answer with its length.
pub fn http(status: &str, headers: &str, body: &[u8]) -> Vec<u8> {
    let mut answer = format!("HTTP/1.1 {status}\r\n{headers}Content-Length: {}\r\n\r\n", body.len()).into_bytes();
    answer.extend_from_slice(body);
    answer
}

pub const ACCEPTED: &str = r#"{"code":"00000","msg":"success","requestTime":1,"data":["1.5","2"]}"#;

pub fn accepted() -> Vec<u8> {
    http("200 OK", "", ACCEPTED.as_bytes())
}
