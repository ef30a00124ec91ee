//! From a reply to what is sent.

use crate::envelope::Wrapper;
use crate::quota::Left;
use crate::refusal::{Refusal, status_of};
use crate::reply::{Content, Delivery, Reply};
use bytes::Bytes;
use exbind_runtime::meta::{ErrorKind, Signing};
use flate2::Compression;
use flate2::write::GzEncoder;
use http::header::{CONTENT_ENCODING, CONTENT_LENGTH, CONTENT_TYPE, DATE, RETRY_AFTER};
use http::{HeaderMap, HeaderName, HeaderValue, Response, StatusCode};
use hyper::body::{Frame, SizeHint};
use std::convert::Infallible;
use std::io::Write as _;
use std::pin::Pin;
use std::task::{Context, Poll};
use std::time::{Duration, UNIX_EPOCH};

/// Years in HTTP have four digits.
const YEAR_10000_MS: u64 = 253_402_300_800_000;

/// A body in one piece, whose length need not be told ahead.
pub(crate) struct Body {
    piece: Option<Bytes>,
    chunked: bool,
}

/// An answer that can be sent.
#[derive(Debug)]
pub(crate) struct Answer {
    pub(crate) status: StatusCode,
    pub(crate) headers: HeaderMap,
    pub(crate) body: Bytes,
}

impl Answer {
    fn json(status: StatusCode, body: impl Into<Bytes>) -> Self {
        Self { status, headers: HeaderMap::new(), body: body.into() }
            .with(CONTENT_TYPE, HeaderValue::from_static("application/json"))
    }

    fn with(mut self, name: HeaderName, value: impl Into<HeaderValue>) -> Self {
        self.headers.insert(name, value.into());
        self
    }

    /// A refusal by the mock's own checks.
    pub(crate) fn refused(wrapper: &Wrapper, refusal: &Refusal) -> Self {
        let Wrapper { exchange, service, .. } = *wrapper;
        let code = refusal.cause.code(exchange, service);
        let answer = Self::json(refusal.cause.status(exchange, service), wrapper.refused(code, &refusal.reason));
        match refusal.retry_after {
            Some(wait) => answer.with(RETRY_AFTER, seconds(wait)),
            None => answer,
        }
    }

    /// The answer that a reply stands for. One that cannot be sent becomes a 501 that says why.
    pub(crate) fn of(reply: &Reply, wrapper: &Wrapper, example: Option<&str>, endpoint: &str) -> Self {
        let mut answer = match (&reply.content, example) {
            (Content::Example, Some(example)) => Self::json(StatusCode::OK, wrapper.restamped(example)),
            (Content::Data(json), _) => Self::json(StatusCode::OK, wrapper.accepted(json)),
            (Content::Reject { code, message }, _) => rejected(wrapper, code, message),
            (Content::Body(body), _) => Self::json(StatusCode::OK, body.clone()),
            _ => {
                return Self::unable(
                    wrapper,
                    &format!("there is no example of `{endpoint}`; script an answer by `on`"),
                );
            }
        };
        if let Err(reason) = answer.adapt(reply) {
            return Self::unable(wrapper, &reason);
        }
        answer
    }

    /// The mock was asked for what it cannot do.
    fn unable(wrapper: &Wrapper, reason: &str) -> Self {
        let unsupported = wrapper.exchange.errors.iter().find(|known| known.kind == ErrorKind::Unsupported);
        let code = unsupported.map_or("501", |known| known.code);
        Self::json(StatusCode::NOT_IMPLEMENTED, wrapper.refused(code, &format!("mock exchange: {reason}")))
    }

    fn adapt(&mut self, reply: &Reply) -> Result<(), String> {
        if let Some(status) = reply.status {
            let parsed = StatusCode::from_u16(status).ok().filter(|status| !status.is_informational());
            self.status = parsed.ok_or_else(|| format!("{status} is no status of an answer"))?;
        }
        if reply.gzip {
            self.body = gzip(&self.body).map_err(|error| error.to_string())?;
            self.headers.insert(CONTENT_ENCODING, HeaderValue::from_static("gzip"));
        }
        for (name, value) in &reply.headers {
            let header = name.parse::<HeaderName>().ok().zip(value.parse().ok());
            let (name, value) = header.ok_or_else(|| format!("`{name}: {value}` is no header"))?;
            self.headers.insert(name, value);
        }
        Ok(())
    }

    /// Adds the header in which every web server tells its time, where a script did not. What HTTP cannot write is
    /// left out.
    pub(crate) fn tell_time(&mut self, now_ms: i64) {
        let time = u64::try_from(now_ms).ok().filter(|ms| *ms < YEAR_10000_MS);
        let date = time.map(|ms| httpdate::fmt_http_date(UNIX_EPOCH + Duration::from_millis(ms)));
        if let Some(date) = date.and_then(|date| HeaderValue::try_from(date).ok()) {
            self.headers.entry(DATE).or_insert(date);
        }
    }

    /// Adds the headers in which HTX tells its counters.
    pub(crate) fn tell_left(&mut self, signing: Signing, left: Option<Left>) {
        let Some(left) = left.filter(|_| signing == Signing::Htx) else { return };
        let counters = [
            ("ratelimit-limit", left.limit.into()),
            ("ratelimit-interval", left.per.as_millis()),
            ("ratelimit-remaining", left.remaining.into()),
            ("ratelimit-reset", left.reset.as_millis()),
        ];
        for (name, number) in counters {
            if let Ok(value) = HeaderValue::try_from(number.to_string()) {
                self.headers.insert(HeaderName::from_static(name), value);
            }
        }
    }

    pub(crate) fn into_response(self, delivery: Delivery) -> Response<Body> {
        let piece = Some(self.body).filter(|body| !body.is_empty());
        let mut response = Response::new(Body { piece, chunked: delivery == Delivery::Chunked });
        *response.status_mut() = self.status;
        *response.headers_mut() = self.headers;
        response
    }

    /// The answer as bytes, with the length of the whole body and the first bytes of it.
    pub(crate) fn into_truncated(self, bytes: usize) -> Vec<u8> {
        let mut out = format!("HTTP/1.1 {}\r\n", self.status).into_bytes();
        let length = HeaderValue::from(self.body.len());
        for (name, value) in self.headers.iter().chain([(&CONTENT_LENGTH, &length)]) {
            out.extend_from_slice(name.as_str().as_bytes());
            out.extend_from_slice(b": ");
            out.extend_from_slice(value.as_bytes());
            out.extend_from_slice(b"\r\n");
        }
        out.extend_from_slice(b"\r\n");
        out.extend_from_slice(&self.body[..bytes.min(self.body.len())]);
        out
    }
}

impl hyper::body::Body for Body {
    type Data = Bytes;
    type Error = Infallible;

    fn poll_frame(self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<Option<Result<Frame<Bytes>, Infallible>>> {
        Poll::Ready(self.get_mut().piece.take().map(|piece| Ok(Frame::data(piece))))
    }

    fn is_end_stream(&self) -> bool {
        self.piece.is_none()
    }

    fn size_hint(&self) -> SizeHint {
        let length = self.piece.as_ref().map_or(0, Bytes::len);
        let known = u64::try_from(length).ok().filter(|_| !self.chunked);
        known.map_or_else(SizeHint::default, SizeHint::with_exact)
    }
}

fn rejected(wrapper: &Wrapper, code: &str, message: &str) -> Answer {
    let kind = wrapper.exchange.error(code).map_or(ErrorKind::Other, |known| known.kind);
    let status = status_of(kind, wrapper.exchange, wrapper.service);
    Answer::json(status, wrapper.refused(code, message))
}

/// Whole seconds, not less than what they stand for.
fn seconds(wait: Duration) -> u64 {
    wait.as_secs() + u64::from(wait.subsec_nanos() > 0)
}

fn gzip(body: &[u8]) -> std::io::Result<Bytes> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::fast());
    encoder.write_all(body)?;
    encoder.finish().map(Bytes::from)
}
