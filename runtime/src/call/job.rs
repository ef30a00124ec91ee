//! From an encoded request to an answer, the same for all endpoints: limit, sign, send.

use super::answered::{Answered, retry_after};
use super::target::RawTarget;
use super::{Preview, RawAnswer, Target};
use crate::client::{Inner, Service};
use crate::clock;
use crate::error::{Error, NotSent, NotSentReason, OutcomeUnknown, UnknownReason, root_cause};
use crate::limit::{Pass, Term};
use crate::meta::{Effect, Method};
use crate::observe::{self, Trace};
use crate::params::Encoded;
use crate::sign::{self, Signature, Unsigned};
use crate::transport::{Answer, Fault, Request, TransportError};
use bytes::Bytes;
use http::header::CONTENT_TYPE;
use http::{HeaderMap, HeaderValue, StatusCode};
use std::pin::Pin;
use std::sync::Arc;
use std::time::Duration;
use tokio::time::{Instant, timeout_at};
use tracing::{Instrument, Span};

/// A call with all that it needs.
pub(crate) struct Job {
    pub(crate) client: Arc<Inner>,
    pub(crate) target: Target,
    /// Or what is wrong with the parameters.
    pub(crate) encoded: Result<Encoded, String>,
    pub(crate) timeout: Duration,
}

/// A future of what a call comes to.
type Running<T> = Pin<Box<dyn Future<Output = Result<T, Error>> + Send>>;

impl Job {
    /// Makes the call; the answer remains to be decoded.
    pub(super) fn start(self) -> Running<Box<Answered>> {
        let span = self.span();
        Box::pin(self.run(span.clone(), |answered| answered.checked().map(Box::new)).instrument(span))
    }

    /// Makes the call for its answer as it comes.
    pub(super) fn raw(self) -> Running<RawAnswer> {
        let span = self.span();
        Box::pin(self.run(span.clone(), |answered| Ok(answered.into_raw())).instrument(span))
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
        let encoded = Encoded { path: "/".to_owned(), query: String::new(), body: String::new() };
        let (client, target, encoded) = (Arc::clone(client), Target::Raw(Box::new(target)), Ok(encoded));
        let mut job = Self { timeout: client.timeout, client, target, encoded };
        let term = Term::begin(job.timeout);
        let request = job.signed_request(term).await.map_err(|reason| job.not_sent(reason))?;
        let request = Request { method: http::Method::HEAD, ..request };
        match timeout_at(term.end(), job.client.transport.send(request)).await {
            Ok(Ok(_)) => Ok(()),
            Ok(Err(error)) => Err(job.unanswered(error)),
            Err(_) => Err(job.unknown(UnknownReason::TimedOut(job.timeout))),
        }
    }

    /// The request that would be sent.
    pub(super) async fn preview(mut self) -> Result<Preview, Error> {
        let term = Term::begin(self.timeout);
        match self.signed_request(term).await {
            Ok(request) => Ok(Preview::new(request)),
            Err(reason) => Err(self.not_sent(reason)),
        }
    }

    fn span(&self) -> Span {
        observe::span(self.target.exchange().name, self.target.id(), self.target.method().as_str())
    }

    async fn run<T>(mut self, span: Span, finish: fn(Answered) -> Result<T, Error>) -> Result<T, Error> {
        let term = Term::begin(self.timeout);
        let mut trace = Trace::begin(span, term);
        match self.exchange(term, &mut trace).await {
            Ok((answer, pass)) => {
                trace.status = answer.status.as_u16();
                finish(Answered { client: self.client, target: self.target, pass, trace, answer })
            }
            Err(error) => {
                trace.failed(&error);
                Err(error)
            }
        }
    }

    async fn exchange(&mut self, term: Term, trace: &mut Trace) -> Result<(Answer, Pass), Error> {
        self.check().map_err(|reason| self.not_sent(reason))?;
        let (name, quotas) = self.target.quotas();
        let passed = self.client.gate.pass(name, quotas, term).await;
        let pass = passed.map_err(|reason| self.not_sent(reason))?;
        trace.waited = pass.waited;
        // Signed after the wait: a signature ages.
        let request = self.signed_request(term).await.map_err(|reason| self.not_sent(reason))?;
        let sent = timeout_at(term.end(), self.client.transport.send(request)).await;
        match sent {
            Ok(Ok(answer)) => {
                if answer.status == StatusCode::TOO_MANY_REQUESTS {
                    self.client.gate.penalize(&pass, retry_after(&answer.headers));
                }
                Ok((answer, pass))
            }
            Ok(Err(error)) => Err(self.unanswered(error)),
            Err(_) => Err(self.unknown(UnknownReason::TimedOut(self.timeout))),
        }
    }

    /// What can be told before anything is waited for.
    fn check(&self) -> Result<(), NotSentReason> {
        let (ours, theirs) = (self.client.exchange.name, self.target.exchange().name);
        if ours != theirs {
            return Err(NotSentReason::Invalid(format!("it is an endpoint of {theirs}, called on a client of {ours}")));
        }
        if let Err(fault) = &self.encoded {
            return Err(NotSentReason::Invalid(fault.clone()));
        }
        if self.target.is_signed() && self.client.credentials.is_none() {
            return Err(NotSentReason::NoCredentials);
        }
        self.service().map(drop)
    }

    fn service(&self) -> Result<&Service, NotSentReason> {
        self.client.service(self.target.service()).map_err(NotSentReason::Invalid)
    }

    /// Takes the parameters and makes the request. The bytes that are signed are the bytes that are sent.
    async fn signed_request(&mut self, term: Term) -> Result<Request, NotSentReason> {
        self.check()?;
        let encoded = std::mem::replace(&mut self.encoded, Err(String::new())).map_err(NotSentReason::Invalid)?;
        let service = self.service()?;
        let signature = match &self.client.credentials {
            Some(credentials) if self.target.is_signed() => {
                let unsigned = Unsigned {
                    method: self.target.method(),
                    authority: &service.authority,
                    path: &encoded.path,
                    query: &encoded.query,
                    body: &encoded.body,
                    time_ms: clock::now_ms(),
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
        Ok(self.client.request(self.target.method(), service, encoded, signature))
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
        NotSent { endpoint: self.target.owned_id(), reason }.into()
    }

    #[cold]
    fn unknown(&self, reason: UnknownReason) -> Error {
        let (effect, idempotency_key) = (self.target.effect(), self.target.idempotency_key());
        OutcomeUnknown { endpoint: self.target.owned_id(), effect, idempotency_key, reason }.into()
    }
}

impl Inner {
    /// Puts a request together from its parts.
    fn request(&self, method: Method, service: &Service, encoded: Encoded, signature: Option<Signature>) -> Request {
        let unsigned = || (None, HeaderMap::with_capacity(sign::HEADER_ROOM));
        let (signed_query, mut headers) = signature.map_or_else(unsigned, |made| (made.query, made.headers));
        let query = signed_query.unwrap_or(encoded.query);
        let mut url = String::with_capacity(service.base.len() + encoded.path.len() + 1 + query.len());
        url.push_str(&service.base);
        url.push_str(&encoded.path);
        if !query.is_empty() {
            url.push('?');
            url.push_str(&query);
        }
        let body = Bytes::from(encoded.body);
        for (name, value) in &self.headers {
            headers.insert(name, value.clone());
        }
        if !body.is_empty() {
            headers.insert(CONTENT_TYPE, HeaderValue::from_static("application/json"));
        }
        Request { method: http_method(method), url, headers, body, max_answer_bytes: self.max_answer_bytes }
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
