//! Requests and answers as bytes, and signatures made by hand.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD as BASE64;
use exbind_testkit::{API_KEY, API_PASSPHRASE, API_SECRET, MockExchange};
use hmac::{Hmac, KeyInit as _, Mac as _};
use serde_json::Value;
use sha2::Sha256;
use std::io::ErrorKind;
use std::time::{SystemTime, UNIX_EPOCH};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;

/// A request to be written by hand.
#[derive(Clone, Debug)]
pub(crate) struct Sent {
    pub(crate) method: &'static str,
    pub(crate) target: String,
    pub(crate) headers: Vec<(&'static str, String)>,
    pub(crate) body: String,
}

pub(crate) fn get(target: &str) -> Sent {
    Sent { method: "GET", target: target.to_owned(), headers: Vec::new(), body: String::new() }
}

pub(crate) fn post(target: &str, body: &str) -> Sent {
    let sent = Sent { method: "POST", body: body.to_owned(), ..get(target) };
    sent.header("Content-Type", "application/json")
}

impl Sent {
    /// Sets a header, or leaves it out where the value is empty.
    pub(crate) fn header(mut self, name: &'static str, value: impl Into<String>) -> Self {
        let value = value.into();
        self.headers.retain(|(known, _)| *known != name);
        if !value.is_empty() {
            self.headers.push((name, value));
        }
        self
    }

    /// The text that Bitget wants signed, given the query as it reads once decoded.
    pub(crate) fn bitget_text(&self, decoded_target: &str, time_ms: i64) -> String {
        format!("{time_ms}{}{decoded_target}{}", self.method, self.body)
    }

    /// Signed for Bitget. The target must be one that decoding does not change.
    pub(crate) fn bitget(self, time_ms: i64) -> Self {
        let sign = hmac(API_SECRET, &self.bitget_text(&self.target, time_ms));
        self.header("ACCESS-KEY", API_KEY)
            .header("ACCESS-SIGN", sign)
            .header("ACCESS-TIMESTAMP", time_ms.to_string())
            .header("ACCESS-PASSPHRASE", API_PASSPHRASE)
    }

    /// Signed for HTX. The target has no query; the time is one as HTX writes it, its colons encoded.
    pub(crate) fn htx(mut self, host: &str, time: &str) -> Self {
        let pairs = format!("AccessKeyId={API_KEY}&SignatureMethod=HmacSHA256&SignatureVersion=2&Timestamp={time}");
        let sign = hmac(API_SECRET, &format!("{}\n{host}\n{}\n{pairs}", self.method, self.target));
        self.target = format!("{}?{pairs}&Signature={}", self.target, in_query(&sign));
        self.header("Host", host)
    }

    pub(crate) fn bytes(&self) -> Vec<u8> {
        let mut text = format!("{} {} HTTP/1.1\r\n", self.method, self.target);
        if self.headers.iter().all(|(name, _)| *name != "Host") {
            text.push_str("Host: 127.0.0.1\r\n");
        }
        for (name, value) in &self.headers {
            text.push_str(&format!("{name}: {value}\r\n"));
        }
        if !self.body.is_empty() || self.method == "POST" {
            text.push_str(&format!("Content-Length: {}\r\n", self.body.len()));
        }
        format!("{text}\r\n{}", self.body).into_bytes()
    }

    /// Sends it on a connection of its own.
    pub(crate) async fn to(&self, mock: &MockExchange) -> Answer {
        self.to_url(&mock.url()).await
    }

    pub(crate) async fn to_url(&self, url: &str) -> Answer {
        Connection::open(url).await.ask(self).await
    }
}

/// HMAC-SHA256 in base64.
pub(crate) fn hmac(secret: &str, text: &str) -> String {
    let hmac = Hmac::<Sha256>::new_from_slice(secret.as_bytes()).unwrap().chain_update(text);
    BASE64.encode(hmac.finalize().into_bytes())
}

/// Base64 as it stands in a query.
pub(crate) fn in_query(base64: &str) -> String {
    base64.replace('+', "%2B").replace('/', "%2F").replace('=', "%3D")
}

pub(crate) fn now_ms() -> i64 {
    i64::try_from(SystemTime::now().duration_since(UNIX_EPOCH).unwrap().as_millis()).unwrap()
}

/// An answer as it came.
#[derive(Clone, Debug)]
pub(crate) struct Answer {
    pub(crate) status: u16,
    pub(crate) head: String,
    pub(crate) body: Vec<u8>,
}

impl Answer {
    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        let lines = self.head.lines().skip(1).filter_map(|line| line.split_once(": "));
        lines.clone().find(|(found, _)| found.eq_ignore_ascii_case(name)).map(|(_, value)| value)
    }

    pub(crate) fn text(&self) -> &str {
        str::from_utf8(&self.body).unwrap()
    }

    pub(crate) fn json(&self) -> Value {
        serde_json::from_slice(&self.body).unwrap_or_else(|error| panic!("{error}: {:?}", self.text()))
    }

    /// Status and error code, of either exchange.
    pub(crate) fn code(&self) -> (u16, String) {
        let json = self.json();
        let code = ["code", "err_code", "err-code"].into_iter().find_map(|name| json.get(name));
        (self.status, code.map_or(String::new(), |code| code.to_string().replace('"', "")))
    }
}

/// A connection that requests are written to by hand.
pub(crate) struct Connection(pub(crate) TcpStream);

impl Connection {
    pub(crate) async fn open(url: &str) -> Self {
        Self(TcpStream::connect(url.strip_prefix("http://").unwrap()).await.unwrap())
    }

    pub(crate) async fn write(&mut self, bytes: &[u8]) {
        self.0.write_all(bytes).await.unwrap();
    }

    pub(crate) async fn ask(&mut self, sent: &Sent) -> Answer {
        self.write(&sent.bytes()).await;
        self.answer().await
    }

    /// Reads one answer that tells its length.
    pub(crate) async fn answer(&mut self) -> Answer {
        let head = self.head().await;
        let mut answer = Answer { status: head[9..12].parse().unwrap(), head, body: Vec::new() };
        let length = answer.header("content-length").map_or(0, |length| length.parse().unwrap());
        answer.body.resize(length, 0);
        self.0.read_exact(&mut answer.body).await.unwrap();
        answer
    }

    async fn head(&mut self) -> String {
        let mut head = Vec::new();
        while !head.ends_with(b"\r\n\r\n") {
            head.push(self.0.read_u8().await.unwrap());
        }
        String::from_utf8(head).unwrap()
    }

    /// Reads to the end; tells whether the connection was closed in order or reset.
    pub(crate) async fn rest(&mut self) -> (Vec<u8>, Result<(), ErrorKind>) {
        let mut bytes = Vec::new();
        let end = self.0.read_to_end(&mut bytes).await;
        (bytes, end.map(|_| ()).map_err(|error| error.kind()))
    }
}
