//! The transport over reqwest.
//!
//! reqwest's own retries, redirects and referers are off. Below it, hyper-util's pool sends a request anew only
//! when a kept connection turned out to be closed before the first byte of it was written (the connection hands
//! the request back; a request that was begun is not handed back), so that no request is on the wire twice.

use super::{Answer, Fault, Request, Sending, Stage, Transport, TransportError, tls};
use crate::error::BoxError;
use bytes::{Bytes, BytesMut};
use reqwest::{Body, Client, Error, Proxy, Response, Url, redirect, retry};
use std::error::Error as StdError;
use std::io;
use std::time::Duration;

/// Closed before load balancers do it after a minute: a request that meets the closing has an unknown outcome.
const POOL_IDLE_TIMEOUT: Duration = Duration::from_secs(50);

/// The pool adds it to the present, which has room for so much.
const LONGEST_POOL_IDLE_TIMEOUT: Duration = Duration::from_secs(366 * 24 * 3600);
/// How much room is made for a body on the word of its header alone.
const MOST_RESERVED: usize = 1 << 20;

/// What can be set; `None` leaves the default.
#[derive(Clone, Default, PartialEq)]
pub(crate) struct Settings {
    pub(crate) connect_timeout: Option<Duration>,
    pub(crate) proxy: Option<String>,
    pub(crate) pool_max_idle_per_host: Option<usize>,
    pub(crate) pool_idle_timeout: Option<Duration>,
    pub(crate) tcp_nodelay: Option<bool>,
    pub(crate) tcp_keepalive: Option<Duration>,
}

/// Sends by reqwest.
pub(crate) struct Http {
    client: Client,
    proxied: bool,
}

impl Http {
    /// A client of our own making; `https` says whether it must be able to trust anyone.
    pub(crate) fn new(settings: &Settings, https: bool) -> Result<Self, BoxError> {
        let proxied = settings.proxy.is_some();
        let idle = settings.pool_idle_timeout.unwrap_or(POOL_IDLE_TIMEOUT).min(LONGEST_POOL_IDLE_TIMEOUT);
        let mut builder = Client::builder()
            .tls_backend_preconfigured(tls::config(https || proxied)?)
            .redirect(redirect::Policy::none())
            .retry(retry::never())
            .referer(false)
            .gzip(true)
            .no_proxy()
            .tcp_nodelay(settings.tcp_nodelay.unwrap_or(true))
            .pool_idle_timeout(idle);
        if let Some(timeout) = settings.connect_timeout {
            builder = builder.connect_timeout(timeout);
        }
        if let Some(most) = settings.pool_max_idle_per_host {
            builder = builder.pool_max_idle_per_host(most);
        }
        if let Some(interval) = settings.tcp_keepalive {
            builder = builder.tcp_keepalive(interval);
        }
        if let Some(url) = &settings.proxy {
            builder = builder.proxy(Proxy::all(url).map_err(Error::without_url)?);
        }
        Ok(Self { client: builder.build().map_err(Error::without_url)?, proxied })
    }

    /// A client that someone else made.
    pub(crate) fn custom(client: Client) -> Self {
        Self { client, proxied: false }
    }

    async fn exchange(&self, request: Request) -> Result<Answer, TransportError> {
        let limit = request.max_answer_bytes;
        let request = prepare(request)?;
        let mut response = self.client.execute(request).await.map_err(|error| self.unanswered(error))?;
        let body = collect(&mut response, limit).await?;
        Ok(Answer { status: response.status(), headers: std::mem::take(response.headers_mut()), body })
    }

    /// What an error before the first byte of an answer means.
    #[cold]
    fn unanswered(&self, error: Error) -> TransportError {
        let fault = match () {
            () if error.is_builder() => Fault::Unsendable,
            () if error.is_connect() => Fault::NotConnected(self.stage(&error)),
            () if error.is_timeout() => Fault::TimedOut,
            () => Fault::Lost,
        };
        TransportError::new(fault).because(error.without_url())
    }

    fn stage(&self, error: &Error) -> Stage {
        match () {
            () if error.is_timeout() => Stage::TimedOut,
            () if is_tls(error) => Stage::Tls,
            () if self.proxied => Stage::Proxy,
            () if error.is_dns() => Stage::Dns,
            () => Stage::Tcp,
        }
    }
}

impl Transport for Http {
    fn send(&self, request: Request) -> Sending<'_> {
        Box::pin(self.exchange(request))
    }
}

fn prepare(request: Request) -> Result<reqwest::Request, TransportError> {
    let unsendable = TransportError::new(Fault::Unsendable);
    let url = match Url::parse(&request.url) {
        Ok(url) => url,
        Err(error) => return Err(unsendable.because(error)),
    };
    // `Url` re-encodes and normalises. What is not sent as it was signed is better not sent.
    if url.as_str() != request.url {
        return Err(unsendable.because("its path or query holds characters that must be percent-encoded"));
    }
    let mut prepared = reqwest::Request::new(request.method, url);
    *prepared.headers_mut() = request.headers;
    if !request.body.is_empty() {
        *prepared.body_mut() = Some(Body::from(request.body));
    }
    Ok(prepared)
}

/// Collects a body. The bound holds for each chunk after decompression, so that a bomb stops where it begins.
async fn collect(response: &mut Response, limit: usize) -> Result<Bytes, TransportError> {
    let announced = response.content_length().map(|length| usize::try_from(length).unwrap_or(usize::MAX));
    within(announced.unwrap_or(0), limit)?;
    let Some(first) = chunk(response).await? else { return Ok(Bytes::new()) };
    within(first.len(), limit)?;
    let Some(second) = chunk(response).await? else { return Ok(first) };
    let mut body = BytesMut::with_capacity(announced.unwrap_or(first.len() * 4).min(MOST_RESERVED));
    body.extend_from_slice(&first);
    let mut next = Some(second);
    while let Some(part) = next {
        within(body.len() + part.len(), limit)?;
        body.extend_from_slice(&part);
        next = chunk(response).await?;
    }
    Ok(body.freeze())
}

async fn chunk(response: &mut Response) -> Result<Option<Bytes>, TransportError> {
    response.chunk().await.map_err(|error| {
        let fault = if error.is_timeout() { Fault::TimedOut } else { Fault::Truncated };
        TransportError::new(fault).because(error.without_url())
    })
}

fn within(length: usize, limit: usize) -> Result<(), TransportError> {
    if length > limit { Err(TransportError::new(Fault::TooLarge)) } else { Ok(()) }
}

/// Whether the cause is TLS. I/O errors hide what they wrap from the chain of sources, and one may wrap another.
fn is_tls(error: &(dyn StdError + 'static)) -> bool {
    let mut next = Some(error);
    while let Some(error) = next {
        if error.is::<rustls::Error>() {
            return true;
        }
        let wrapped = error.downcast_ref::<io::Error>().and_then(io::Error::get_ref);
        next = wrapped.map(|inner| inner as &(dyn StdError + 'static)).or(error.source());
    }
    false
}
