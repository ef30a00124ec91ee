//! From an encoded request to one attempt at an answer, the same for all endpoints: limit, sign, send.

use super::answered::{Answered, retry_after};
use super::learn::Heard;
use super::run::Run;
use super::target::RawTarget;
use super::{Preview, RawAnswer, Target};
use crate::client::{Inner, Service};
use crate::clock::Offset;
use crate::error::{Error, NotSent, NotSentReason, OutcomeUnknown, UnknownReason, root_cause};
use crate::limit::{Pass, Term};
use crate::meta::{Effect, Method};
use crate::observe::{self, Trace};
use crate::params::Encoded;
use crate::retry::{self, Retries};
use crate::sign::{self, Signature, Unsigned};
use crate::transport::{Answer, Fault, Request, TransportError};
use crate::value::Secret;
use bytes::Bytes;
use http::header::CONTENT_TYPE;
use http::{HeaderMap, HeaderValue, StatusCode};
use std::borrow::Cow;
use std::pin::Pin;
use std::sync::Arc;
use std::time::Duration;
use tokio::time::{Instant, timeout_at};
use tracing::{Instrument, Span};

/// A call with all that it needs.
pub(crate) struct Job {
    pub(super) client: Arc<Inner>,
    pub(super) target: Target,
    /// Or what is wrong with them.
    parts: Result<Parts, String>,
    pub(super) timeout: Duration,
    /// `None` is what the client was told.
    pub(super) retries: Option<Box<Retries>>,
}

/// The parameters, the same for all attempts.
struct Parts {
    path: Cow<'static, str>,
    query: String,
    body: Bytes,
    secrets: Vec<Secret>,
}

/// What one attempt brought.
pub(super) struct Arrival {
    pub(super) answer: Answer,
    pub(super) pass: Pass,
    /// When it was sent and answered, by this machine's clock.
    pub(super) sent_ms: i64,
    pub(super) received_ms: i64,
}

/// A future of what a call comes to.
pub(super) type Running<T> = Pin<Box<dyn Future<Output = Result<T, Error>> + Send>>;

impl Job {
    pub(crate) fn new(client: Arc<Inner>, target: Target, encoded: Result<Encoded, String>) -> Self {
        let parts = encoded.map(|Encoded { path, query, body, secrets }| {
            let body = Bytes::from(body);
            Parts { path, query, body, secrets }
        });
        Self { timeout: client.timeout, client, target, parts, retries: None }
    }

    /// The same call with other parameters.
    pub(crate) fn again(&self, encoded: Result<Encoded, String>) -> Self {
        let job = Self::new(Arc::clone(&self.client), self.target.clone(), encoded);
        Self { timeout: self.timeout, retries: self.retries.clone(), ..job }
    }

    /// Makes the call; the answer remains to be decoded.
    pub(super) fn start(self: Box<Self>) -> Running<Box<Answered>> {
        let span = self.span();
        let own = span.clone();
        Box::pin(async move { Run::begin(self, own).checked().await }.instrument(span))
    }

    /// Makes the call for its answer as it comes.
    pub(super) fn raw(self: Box<Self>) -> Running<RawAnswer> {
        let span = self.span();
        let own = span.clone();
        Box::pin(async move { Run::begin(self, own).raw().await }.instrument(span))
    }

    /// Opens a connection to a service, if none is open.
    pub(crate) async fn warm_up(client: &Arc<Inner>, service: &Service) -> Result<(), Error> {
        let target = RawTarget {
            id: format!("{} warm_up", client.exchange.name),
            exchange: client.exchange,
            service: Some(service.name.to_owned()),
            method: Method::Get,
            signed: false,
            effect: Effect::Read,
        };
        let encoded = Encoded { path: "/".into(), ..Encoded::default() };
        let job = Self::new(Arc::clone(client), Target::Raw(Box::new(target)), Ok(encoded));
        let term = Term::begin(job.timeout);
        let request = job.request_now(term).await.map_err(|reason| job.not_sent(reason))?;
        let request = Request { method: http::Method::HEAD, ..request };
        let sent_ms = client.clock.local_ms();
        match timeout_at(term.end(), client.transport.send(request)).await {
            Ok(Ok(answer)) => {
                let received_ms = client.clock.local_ms();
                job.learn(&Heard { headers: &answer.headers, told_ms: None, sent_ms, received_ms }, false);
                Ok(())
            }
            Ok(Err(error)) => Err(job.unanswered(error)),
            Err(_) => Err(job.unknown(UnknownReason::TimedOut(job.timeout))),
        }
    }

    /// The request that would be sent.
    pub(super) async fn preview(self: Box<Self>) -> Result<Preview, Error> {
        let term = Term::begin(self.timeout);
        match self.request_now(term).await {
            Ok(request) => Ok(Preview::new(request)),
            Err(reason) => Err(self.not_sent(reason)),
        }
    }

    fn span(&self) -> Span {
        observe::span(self.target.exchange().name, self.target.id(), self.target.method().as_str())
    }

    /// One attempt: limit, sign, send.
    pub(super) async fn attempt(&self, trace: &mut Trace) -> Result<Arrival, Error> {
        let checked = self.check().map_err(|reason| self.not_sent(reason))?;
        let (client, term) = (&self.client, trace.term);
        let (name, quotas) = self.target.quotas();
        let passed = client.gate.pass(name, quotas, term).await;
        let pass = passed.map_err(|reason| self.not_sent(reason))?;
        trace.passed(pass.waited);
        // Signed after the wait: a signature ages.
        let request = self.signed_request(checked, term).await.map_err(|reason| self.not_sent(reason))?;
        let sent_ms = client.clock.local_ms();
        trace.sends();
        let sent = timeout_at(term.end(), client.transport.send(request)).await;
        trace.returned();
        match sent {
            Ok(Ok(answer)) => {
                client.gate.counted(&pass, &answer.headers);
                if answer.status == StatusCode::TOO_MANY_REQUESTS {
                    client.gate.penalize(&pass, retry_after(&answer.headers));
                }
                trace.status = answer.status.as_u16();
                Ok(Arrival { answer, pass, sent_ms, received_ms: client.clock.local_ms() })
            }
            Ok(Err(error)) => Err(self.unanswered(error)),
            Err(_) => Err(self.unknown(UnknownReason::TimedOut(self.timeout))),
        }
    }

    /// What can be told before anything is waited for; and what is called, with which parameters.
    fn check(&self) -> Result<(&Service, &Parts), NotSentReason> {
        let (ours, theirs) = (self.client.exchange.name, self.target.exchange().name);
        if ours != theirs {
            return Err(NotSentReason::Invalid(format!("it is an endpoint of {theirs}, called on a client of {ours}")));
        }
        let parts = self.parts.as_ref().map_err(|fault| NotSentReason::Invalid(fault.clone()))?;
        if self.target.is_signed() && self.client.credentials.is_none() {
            return Err(NotSentReason::NoCredentials);
        }
        Ok((self.service()?, parts))
    }

    pub(super) fn service(&self) -> Result<&Service, NotSentReason> {
        self.client.service(self.target.service()).map_err(NotSentReason::Invalid)
    }

    /// The request, without waiting for a limit.
    async fn request_now(&self, term: Term) -> Result<Request, NotSentReason> {
        self.signed_request(self.check()?, term).await
    }

    /// Makes the request. The bytes that are signed are the bytes that are sent.
    async fn signed_request(&self, (service, parts): (&Service, &Parts), term: Term) -> Result<Request, NotSentReason> {
        let signature = match &self.client.credentials {
            Some(credentials) if self.target.is_signed() => {
                let unsigned = Unsigned {
                    method: self.target.method(),
                    authority: &service.authority,
                    path: &parts.path,
                    query: &parts.query,
                    body: &parts.body,
                    time_ms: self.client.clock.now_ms(&service.clock),
                };
                let signing = sign::sign(self.target.exchange().signing, credentials, &unsigned);
                let signed = timeout_at(term.end(), signing).await;
                let signed = signed.map_err(|_| NotSentReason::TimedOut(term.timeout))?;
                Some(signed.map_err(|error| NotSentReason::Signing(Box::new(error)))?)
            }
            _ => None,
        };
        if Instant::now() >= term.end() {
            return Err(NotSentReason::TimedOut(term.timeout));
        }
        Ok(self.request(service, parts, signature))
    }

    /// Puts a request together from its parts.
    fn request(&self, service: &Service, parts: &Parts, signature: Option<Signature>) -> Request {
        let unsigned = || (None, HeaderMap::with_capacity(sign::HEADER_ROOM));
        let (signed_query, mut headers) = signature.map_or_else(unsigned, |made| (made.query, made.headers));
        let query = signed_query.as_ref().unwrap_or(&parts.query);
        let mut url = String::with_capacity(service.base.len() + parts.path.len() + 1 + query.len());
        url.push_str(&service.base);
        url.push_str(&parts.path);
        if !query.is_empty() {
            url.push('?');
            url.push_str(query);
        }
        for (name, value) in &self.client.headers {
            headers.insert(name, value.clone());
        }
        if !parts.body.is_empty() {
            headers.insert(CONTENT_TYPE, HeaderValue::from_static("application/json"));
        }
        Request {
            method: http_method(self.target.method()),
            url,
            headers,
            body: parts.body.clone(),
            max_answer_bytes: self.client.max_answer_bytes,
            endpoint: self.target.meta(),
            secrets: parts.secrets.clone(),
        }
    }

    /// The service that is called and its clock; `None` for one that the exchange does not have.
    pub(super) fn clock(&self) -> Option<&Offset> {
        self.service().ok().map(|service| &service.clock)
    }

    /// The endpoint's idempotency key, where this call carries it.
    #[cold]
    pub(super) fn idempotency_key(&self) -> Option<&'static str> {
        let (meta, parts) = (self.target.meta()?, self.parts.as_ref().ok()?);
        meta.idempotency_key.filter(|name| retry::is_set(meta, name, &parts.query, &parts.body))
    }

    /// The path that is called; of parameters that are wrong, none.
    pub(super) fn path(&self) -> &str {
        self.parts.as_ref().map(|parts| &*parts.path).unwrap_or_default()
    }

    /// The secrets among the parameters.
    pub(super) fn secrets(&self) -> &[Secret] {
        self.parts.as_ref().map(|parts| &parts.secrets[..]).unwrap_or_default()
    }

    /// How often it may be repeated.
    pub(super) fn retries(&self) -> Retries {
        self.retries.as_deref().copied().unwrap_or(self.client.retries)
    }

    fn unanswered(&self, error: TransportError) -> Error {
        let source = error.source;
        match error.fault {
            Fault::Unsendable => {
                let cause = source.map_or_else(|| error.fault.to_string(), |source| root_cause(&*source).to_string());
                self.not_sent(NotSentReason::Invalid(cause))
            }
            Fault::NotConnected(stage) => {
                let host = self.service().map(|service| service.base.clone()).unwrap_or_default();
                self.not_sent(NotSentReason::NotConnected { stage, host, source })
            }
            Fault::Lost => self.unknown(UnknownReason::ConnectionLost(source)),
            Fault::Truncated => self.unknown(UnknownReason::Truncated(source)),
            Fault::TooLarge => self.unknown(UnknownReason::TooLarge { limit: self.client.max_answer_bytes }),
            Fault::TimedOut => self.unknown(UnknownReason::TimedOut(self.timeout)),
        }
    }

    #[cold]
    fn not_sent(&self, reason: NotSentReason) -> Error {
        NotSent { endpoint: self.target.owned_id(), reason, attempts: 1 }.into()
    }

    #[cold]
    pub(super) fn unknown(&self, reason: UnknownReason) -> Error {
        let (effect, idempotency_key) = (self.target.effect(), self.idempotency_key());
        OutcomeUnknown { endpoint: self.target.owned_id(), effect, idempotency_key, reason, attempts: 1 }.into()
    }
}

fn http_method(method: Method) -> http::Method {
    match method {
        Method::Get => http::Method::GET,
        Method::Post => http::Method::POST,
        Method::Put => http::Method::PUT,
        Method::Delete => http::Method::DELETE,
    }
}
