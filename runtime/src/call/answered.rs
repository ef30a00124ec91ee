//! What an answer means for the call: read, refused, or in doubt.

use super::job::{Arrival, Running};
use super::learn::Heard;
use super::run::Run;
use super::{RawAnswer, Target};
use crate::client::Inner;
use crate::clock;
use crate::decode::without_finding;
use crate::drift::Watcher;
use crate::envelope::{Head, Problem, Verdict};
use crate::error::{DecodeError, DecodeReason, Error, Rejected, UnknownReason, blotted, snippet};
use crate::meta::{Envelope, ErrorCode, ErrorKind, Retry};
use crate::transport::Answer;
use crate::value::secret::MASK;
use http::header::{DATE, LOCATION, RETRY_AFTER};
use http::{HeaderMap, StatusCode};
use serde::de::IgnoredAny;
use std::borrow::Cow;
use std::cell::Cell;
use std::time::Duration;
use tracing::Instrument as _;

/// A complete answer to a call.
pub(crate) struct Answered {
    run: Run,
    arrival: Arrival,
    /// The exchange's time in Unix milliseconds, once the envelope was read.
    pub(super) told: Cell<Option<i64>>,
}

impl Answered {
    pub(super) fn new(run: Run, arrival: Arrival) -> Self {
        Self { run, arrival, told: Cell::new(None) }
    }

    /// What is wrong with an answer whose status is not one of success. All others remain to be read.
    pub(super) fn fault(&self) -> Option<Error> {
        if self.answer().status.is_success() { None } else { Some(self.without_success()) }
    }

    /// The answer was decoded.
    pub(super) fn was_read(mut self: Box<Self>) {
        self.heard(false);
        self.run.answered();
    }

    /// The answer as it came.
    pub(super) fn into_raw(mut self) -> RawAnswer {
        self.heard(false);
        self.run.answered();
        let Answer { status, headers, body } = self.arrival.answer;
        RawAnswer { status, headers, body }
    }

    /// The answer failed the call, which may be attempted again.
    pub(super) fn again(self: Box<Self>, error: Error, running: &mut Running<Box<Self>>) {
        let run = self.given_up(&error);
        let span = run.trace.span();
        *running = Box::pin(run.again(error).instrument(span));
    }

    /// The call without this answer.
    pub(super) fn given_up(mut self, error: &Error) -> Run {
        self.run.knows_time = self.heard(error.retry() == Retry::Resync);
        self.run
    }

    /// Takes the answer's word for the time; tells whether there was one.
    fn heard(&mut self, was_wrong: bool) -> bool {
        let Arrival { answer, sent_ms, received_ms, .. } = &self.arrival;
        let heard =
            Heard { headers: &answer.headers, told_ms: self.told.get(), sent_ms: *sent_ms, received_ms: *received_ms };
        self.run.job.learn(&heard, was_wrong)
    }

    fn answer(&self) -> &Answer {
        &self.arrival.answer
    }

    fn client(&self) -> &Inner {
        &self.run.job.client
    }

    fn target(&self) -> &Target {
        &self.run.job.target
    }

    /// How the answer is wrapped.
    pub(super) fn envelope(&self) -> &'static Envelope {
        self.target().envelope()
    }

    /// Whoever looks for drift in answers to typed calls.
    pub(super) fn watcher(&self) -> Option<Watcher<'_>> {
        let (observer, meta) = (self.client().drift.as_ref()?, self.target().meta()?);
        let (credentials, secrets) = (self.client().credentials.as_ref(), self.run.job.secrets());
        Some(Watcher { observer, meta, credentials, secrets })
    }

    /// The body as text.
    pub(super) fn text(&self) -> Result<&str, Error> {
        match simdutf8::basic::from_utf8(&self.answer().body) {
            Ok("") => Err(self.unreadable(Verdict::None, DecodeReason::Empty)),
            Ok(text) if self.envelope().is_bare() => match self.usual_refusal(text) {
                Some(head) => Err(self.refused(head)),
                None => Ok(text),
            },
            Ok(text) => Ok(text),
            Err(_) => {
                let valid = simdutf8::compat::from_utf8(&self.answer().body);
                let valid_up_to = valid.err().map_or(0, |error| error.valid_up_to());
                Err(self.unreadable(Verdict::None, DecodeReason::NotUtf8 { valid_up_to }))
            }
        }
    }

    /// The body holds no answer.
    #[cold]
    pub(super) fn without_answer(&self, problem: Problem<'_>) -> Error {
        let (verdict, path, reason) = match problem {
            Problem::Refused(head) => return self.refused(head),
            Problem::Mismatch { verdict, path, reason } => (verdict, path, reason),
        };
        let text = str::from_utf8(&self.answer().body).unwrap_or_default();
        if let Some(head) = self.usual_refusal(text).filter(|_| verdict == Verdict::None) {
            return self.refused(head);
        }
        let reason = if self.target().has_secret_answer() { without_finding(&reason) } else { &reason };
        let reason = match serde_json::from_slice::<IgnoredAny>(&self.answer().body) {
            Ok(_) => DecodeReason::Mismatch { path, reason: self.blotted(reason) },
            Err(error) => DecodeReason::NotJson(error.to_string()),
        };
        self.unreadable(verdict, reason)
    }

    /// The envelope says that the exchange refused.
    fn refused(&self, head: Head<'_>) -> Error {
        self.told.set(head.time);
        let status = self.answer().status;
        let known = head.code.as_deref().and_then(|code| self.client().exchange.error(code));
        let in_doubt = known.map_or(status.is_server_error(), |known| known.kind == ErrorKind::Unavailable);
        let message = self.blotted(&head.message.unwrap_or_default());
        let code = head.code.map(Cow::into_owned);
        if in_doubt && status != StatusCode::TOO_MANY_REQUESTS {
            return self.unknown(UnknownReason::NoVerdict { status, code, message });
        }
        self.rejected(code, message, known)
    }

    /// The status is not one of success.
    #[cold]
    fn without_success(&self) -> Error {
        let status = self.answer().status;
        if status.is_redirection() {
            let location =
                self.answer().headers.get(LOCATION).map(|location| self.snippet(address(location.as_bytes())));
            return self.unknown(UnknownReason::Redirected { status, location });
        }
        let accepted = self.accepted();
        if let Some(head) = self.refusal().filter(|_| !accepted) {
            return self.refused(head);
        }
        let text = self.snippet(&self.answer().body);
        if is_refusal(status) && !accepted {
            self.rejected(None, text, None)
        } else {
            self.unknown(UnknownReason::Status { status, text })
        }
    }

    /// The refusal in a body, in the endpoint's envelope or in the exchange's usual one.
    fn refusal(&self) -> Option<Head<'_>> {
        let text = str::from_utf8(&self.answer().body).ok()?;
        [self.envelope(), self.client().exchange.envelope]
            .into_iter()
            .find_map(|envelope| Head::read(envelope, text).filter(|head| head.verdict(envelope) == Verdict::Refused))
    }

    /// A refusal in the exchange's usual envelope, for answers whose own envelope cannot tell: exchanges refuse with
    /// a status of success too. Answers have fields of the same names, so that all signs of a refusal must be there.
    fn usual_refusal<'b>(&self, text: &'b str) -> Option<Head<'b>> {
        let head = Head::read(self.client().exchange.envelope, text)?;
        (head.success == Some(false) && head.code.is_some() && head.message.is_some()).then_some(head)
    }

    /// Whether the body claims success, against the status. An endpoint without envelope cannot claim anything.
    fn accepted(&self) -> bool {
        let envelope = self.envelope();
        let head = str::from_utf8(&self.answer().body).ok().and_then(|text| Head::read(envelope, text));
        envelope.success.is_some() && head.is_some_and(|head| head.verdict(envelope) == Verdict::Accepted)
    }

    fn rejected(&self, code: Option<String>, message: String, known: Option<&'static ErrorCode>) -> Error {
        let status = self.answer().status;
        let (kind, retry) = match known {
            _ if status == StatusCode::TOO_MANY_REQUESTS => (ErrorKind::RateLimit, Retry::Later),
            Some(known) => (known.kind, known.retry),
            None => (kind_of(status), Retry::Never),
        };
        let retry_after = retry_after(&self.answer().headers);
        if kind == ErrorKind::RateLimit && status != StatusCode::TOO_MANY_REQUESTS {
            self.client().gate.penalize(&self.arrival.pass, retry_after);
        }
        let about = known.map(|known| known.about);
        let endpoint = self.target().owned_id();
        Rejected { endpoint, status, code, message, kind, retry, about, retry_after, attempts: 1 }.into()
    }

    fn unknown(&self, reason: UnknownReason) -> Error {
        self.run.job.unknown(reason)
    }

    fn unreadable(&self, verdict: Verdict, reason: DecodeReason) -> Error {
        let (endpoint, effect) = (self.target().owned_id(), self.target().effect());
        let (status, body) = (self.answer().status, self.answer().body.clone());
        let beginning = self.snippet(&body);
        DecodeError { endpoint, effect, status, reason, verdict, body, attempts: 1, beginning }.into()
    }

    /// What the exchange or a gateway wrote, without what it quotes of the caller's secrets.
    fn blotted(&self, text: &str) -> String {
        blotted(text, self.client().credentials.as_ref(), self.run.job.secrets())
    }

    /// The beginning of a body; of one that may hold secrets, nothing.
    fn snippet(&self, body: &[u8]) -> String {
        match self.target().has_secret_answer() {
            true => MASK.to_owned(),
            false => snippet(body, self.client().credentials.as_ref(), self.run.job.secrets()),
        }
    }
}

/// Whether a status alone says that nothing was done. A gateway that gave up waiting says 408, or a number of its own
/// making such as 499; what it passed on may have been done.
fn is_refusal(status: StatusCode) -> bool {
    status.is_client_error() && status != StatusCode::REQUEST_TIMEOUT && status.canonical_reason().is_some()
}

/// What a status alone says.
fn kind_of(status: StatusCode) -> ErrorKind {
    match status {
        StatusCode::UNAUTHORIZED => ErrorKind::Authentication,
        StatusCode::FORBIDDEN => ErrorKind::Permission,
        StatusCode::NOT_FOUND => ErrorKind::NotFound,
        StatusCode::METHOD_NOT_ALLOWED => ErrorKind::Unsupported,
        _ => ErrorKind::Other,
    }
}

/// How long the header `Retry-After` asks to wait: so many seconds, or until a date by the clock of the header `Date`.
pub(super) fn retry_after(headers: &HeaderMap) -> Option<Duration> {
    let text = headers.get(RETRY_AFTER)?.to_str().ok()?.trim();
    let date = |name| clock::unix_seconds(headers.get(name)?.as_bytes());
    let seconds = text.parse().ok().or_else(|| u64::try_from(date(RETRY_AFTER)? - date(DATE)?).ok());
    seconds.map(Duration::from_secs)
}

/// A URL without the query, in which a redirect may repeat key and signature.
fn address(url: &[u8]) -> &[u8] {
    let end = url.iter().position(|byte| matches!(byte, b'?' | b'#')).unwrap_or(url.len());
    &url[..end]
}
