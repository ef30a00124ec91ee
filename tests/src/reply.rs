//! What the mock answers, as a test says it.

use crate::listing::Listing;
use crate::record::Recorded;
use bytes::Bytes;
use std::fmt;
use std::sync::Arc;
use std::time::Duration;

/// What the mock does with a request that passed its checks: an answer, or a fault.
///
/// A reply is a value: it can be given several times, and kept in a table of cases.
///
/// ```
/// use exbind_testkit::Reply;
/// use std::time::Duration;
///
/// let slow = Reply::example().delay(Duration::from_millis(200));
/// let refused = Reply::reject("43001", "no such order");
/// let maintenance = Reply::http(503, "<html>back soon</html>").header("Retry-After", "30");
/// let cut_off = Reply::example().truncate(20);
/// ```
#[derive(Clone)]
#[must_use = "give it to MockExchange::next, once or on"]
pub struct Reply {
    pub(crate) content: Content,
    pub(crate) status: Option<u16>,
    pub(crate) headers: Vec<(String, String)>,
    pub(crate) delay: Duration,
    pub(crate) gzip: bool,
    pub(crate) delivery: Delivery,
}

/// Makes a reply from a request.
pub(crate) type Handler = Arc<dyn Fn(&Recorded) -> Reply + Send + Sync>;

#[derive(Clone)]
pub(crate) enum Content {
    Example,
    Data(String),
    Reject { code: String, message: String },
    Body(Bytes),
    Handler(Handler),
    Garbage(Bytes),
    DropBeforeReading,
    DropAfterReading,
    Hang,
}

/// How an answer's body is sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Delivery {
    Whole,
    /// Without telling its length ahead.
    Chunked,
    /// So many bytes of it, and then the connection is closed.
    Truncated(usize),
}

/// Answers.
impl Reply {
    /// The exchange's own example, its time set to the mock's. This is what the mock answers unless told otherwise.
    pub fn example() -> Self {
        Self::of(Content::Example)
    }

    /// An accepted call that gives this JSON, wrapped in the endpoint's envelope.
    pub fn data(json: impl Into<String>) -> Self {
        Self::of(Content::Data(json.into()))
    }

    /// A refusal in the exchange's own form, with the HTTP status that the exchange gives to such a code.
    pub fn reject(code: impl Into<String>, message: impl Into<String>) -> Self {
        Self::of(Content::Reject { code: code.into(), message: message.into() })
    }

    /// A whole body, sent as it is with HTTP status 200.
    pub fn body(body: impl Into<Bytes>) -> Self {
        Self::of(Content::Body(body.into()))
    }

    /// A status and a whole body, sent as they are: what stands between client and exchange can answer too.
    pub fn http(status: u16, body: impl Into<Bytes>) -> Self {
        Self::body(body).status(status)
    }

    /// Whatever a function makes of the request. It must not wait for anything: no other request is looked at
    /// meanwhile if the runtime has only one thread.
    ///
    /// ```
    /// use exbind_testkit::Reply;
    ///
    /// let echo = Reply::with(|request| match request.json()["symbol"].as_str() {
    ///     Some(symbol) => Reply::data(format!(r#"{{"symbol": "{symbol}"}}"#)),
    ///     None => Reply::reject("40019", "symbol is missing"),
    /// });
    /// ```
    pub fn with(handler: impl Fn(&Recorded) -> Self + Send + Sync + 'static) -> Self {
        Self::of(Content::Handler(Arc::new(handler)))
    }

    /// The pages of a list, each as it is asked for.
    pub fn pages(listing: Listing) -> Self {
        Self::with(move |request| listing.page(request))
    }

    /// Status 200 and nothing else.
    pub fn empty() -> Self {
        Self::body("")
    }

    /// A body that is JSON but for two bytes that no UTF-8 text holds.
    pub fn not_utf8() -> Self {
        Self::body(&b"{\"msg\":\"\xc3\x28\"}"[..])
    }

    /// A body of so many bytes: a JSON text of one letter over and over.
    pub fn oversized(bytes: usize) -> Self {
        let mut body = vec![b'x'; bytes];
        for at in [0, bytes.saturating_sub(1)] {
            body.get_mut(at).into_iter().for_each(|byte| *byte = b'"');
        }
        Self::body(body)
    }

    /// Status 307 to another address.
    pub fn redirect(url: impl Into<String>) -> Self {
        Self::http(307, "").header("Location", url)
    }
}

/// Faults.
impl Reply {
    /// Resets the connection when the head of the request has arrived, before its body is read. The checks are left
    /// out: an exchange that never read a request did not check it either.
    pub fn drop_before_reading() -> Self {
        Self::of(Content::DropBeforeReading)
    }

    /// Reads the whole request and closes the connection without an answer.
    pub fn drop_after_reading() -> Self {
        Self::of(Content::DropAfterReading)
    }

    /// Writes bytes in place of an HTTP answer and closes the connection.
    pub fn garbage(bytes: impl Into<Bytes>) -> Self {
        Self::of(Content::Garbage(bytes.into()))
    }

    /// Never answers, and keeps the connection open.
    pub fn hang() -> Self {
        Self::of(Content::Hang)
    }
}

/// Changes to any answer.
impl Reply {
    /// Another HTTP status.
    pub fn status(self, status: u16) -> Self {
        Self { status: Some(status), ..self }
    }

    /// One more header.
    pub fn header(mut self, name: impl Into<String>, value: impl Into<String>) -> Self {
        self.headers.push((name.into(), value.into()));
        self
    }

    /// Waits before answering, or before the fault.
    pub fn delay(self, delay: Duration) -> Self {
        Self { delay, ..self }
    }

    /// Compresses the body, whether the client offered to take that or not.
    pub fn gzip(self) -> Self {
        Self { gzip: true, ..self }
    }

    /// Does not tell the body's length ahead.
    pub fn chunked(self) -> Self {
        Self { delivery: Delivery::Chunked, ..self }
    }

    /// Promises the whole body, sends its first bytes and closes the connection.
    pub fn truncate(self, bytes: usize) -> Self {
        Self { delivery: Delivery::Truncated(bytes), ..self }
    }

    fn of(content: Content) -> Self {
        let (headers, delay, delivery) = (Vec::new(), Duration::ZERO, Delivery::Whole);
        Self { content, status: None, headers, delay, gzip: false, delivery }
    }

    /// This reply, made by the function of another: delays add up, the inner status and delivery go before the outer.
    pub(crate) fn within(self, outer: &Self) -> Self {
        Self {
            status: self.status.or(outer.status),
            headers: outer.headers.iter().cloned().chain(self.headers).collect(),
            delay: outer.delay.saturating_add(self.delay),
            gzip: self.gzip || outer.gzip,
            delivery: if self.delivery == Delivery::Whole { outer.delivery } else { self.delivery },
            content: self.content,
        }
    }

    pub(crate) fn drops_before_reading(&self) -> bool {
        matches!(self.content, Content::DropBeforeReading)
    }
}

impl fmt::Debug for Reply {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let content = match &self.content {
            Content::Example => "example".to_owned(),
            Content::Data(json) => format!("data {json}"),
            Content::Reject { code, message } => format!("reject {code} {message}"),
            Content::Body(body) => format!("body of {} bytes", body.len()),
            Content::Handler(_) => "whatever a function makes".to_owned(),
            Content::Garbage(bytes) => format!("garbage of {} bytes", bytes.len()),
            Content::DropBeforeReading => "drop before reading".to_owned(),
            Content::DropAfterReading => "drop after reading".to_owned(),
            Content::Hang => "hang".to_owned(),
        };
        f.debug_struct("Reply")
            .field("content", &content)
            .field("status", &self.status)
            .field("headers", &self.headers)
            .field("delay", &self.delay)
            .field("gzip", &self.gzip)
            .field("delivery", &self.delivery)
            .finish()
    }
}
