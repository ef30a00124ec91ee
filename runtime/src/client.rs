//! A client of one exchange.

mod build;
mod build_error;
mod builder;
mod hosts;

pub use build_error::BuildError;
pub use builder::ClientBuilder;

pub(crate) use hosts::Service;

use crate::call::{Call, Job, RawRequest, Target};
use crate::clock::Clock;
use crate::credentials::Credentials;
use crate::drift::Observer;
use crate::endpoint::Endpoint;
use crate::error::Error;
use crate::hook::Hooks;
use crate::limit::{Gate, Usage};
use crate::meta::{Exchange, Meta};
use crate::page::Paged;
use crate::params::Params;
use crate::retry::{Budget, Retries};
use crate::transport::Transport;
use crate::value::Json;
use http::{HeaderName, HeaderValue};
use std::fmt;
use std::sync::Arc;
use std::time::Duration;

/// A client of one exchange. Cheap to clone; clones share connections, quotas and credentials.
#[derive(Clone)]
pub struct Client {
    inner: Arc<Inner>,
}

/// What all clones share.
pub(crate) struct Inner {
    pub(crate) exchange: &'static Exchange,
    pub(crate) services: Vec<Service>,
    pub(crate) credentials: Option<Credentials>,
    /// Headers of every request.
    pub(crate) headers: Vec<(HeaderName, HeaderValue)>,
    pub(crate) transport: Arc<dyn Transport>,
    pub(crate) gate: Gate,
    pub(crate) hooks: Hooks,
    pub(crate) drift: Option<Observer>,
    pub(crate) timeout: Duration,
    pub(crate) retries: Retries,
    pub(crate) budget: Budget,
    pub(crate) clock: Clock,
    pub(crate) max_answer_bytes: usize,
}

impl Client {
    /// The exchange it calls.
    pub fn exchange(&self) -> &'static Exchange {
        self.inner.exchange
    }

    /// A call of an endpoint. Nothing happens until it is awaited.
    pub fn call<E: Endpoint>(&self, request: E) -> Call<E::Response> {
        Call::new(self.encoded(&request))
    }

    /// A call of an endpoint that pages: it can be awaited for one page, or followed through all. See
    /// [`page`](crate::page).
    pub fn paged_call<E: Paged>(&self, request: E) -> Call<E::Response, E> {
        Call::keeping(self.encoded(&request), request)
    }

    fn encoded<E: Endpoint>(&self, request: &E) -> Box<Job> {
        let mut params = Params::new(E::META);
        request.encode(&mut params);
        self.job(E::META, params)
    }

    #[inline(never)] // compiled here once, not with each endpoint
    fn job(&self, meta: &'static Meta, params: Params) -> Box<Job> {
        let (client, target) = (Arc::clone(&self.inner), Target::Endpoint(meta));
        Box::new(Job::new(client, target, params.finish()))
    }

    /// A call of a path that no spec covers. Its answer is read by the exchange's usual envelope.
    pub fn raw_call(&self, request: RawRequest) -> Call<Json> {
        Call::new(request.into_job(Arc::clone(&self.inner)))
    }

    /// Opens a connection to each of the exchange's services, so that the first call need not wait for one. Any
    /// answer will do; the request is `HEAD /`, unsigned.
    ///
    /// # Errors
    ///
    /// The first service that could not be reached.
    pub async fn warm_up(&self) -> Result<(), Error> {
        for service in &self.inner.services {
            Job::warm_up(&self.inner, service).await?;
        }
        Ok(())
    }

    /// How much of each quota is used that this client drew on so far.
    pub fn usage(&self) -> Vec<Usage> {
        self.inner.gate.usage()
    }
}

impl Inner {
    /// A service by name; the exchange's first for `None`.
    pub(crate) fn service(&self, name: Option<&str>) -> Result<&Service, String> {
        let found = match name {
            Some(name) => self.services.iter().find(|service| service.name == name),
            None => self.services.first(),
        };
        found.ok_or_else(|| {
            let known: Vec<_> = self.services.iter().map(|service| service.name).collect();
            let name = name.unwrap_or_default();
            format!("{} has no service `{name}`; it has: {}", self.exchange.name, known.join(", "))
        })
    }
}

impl fmt::Debug for Client {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Client")
            .field("exchange", &self.inner.exchange.name)
            .field("services", &self.inner.services)
            .field("credentials", &self.inner.credentials)
            .field("timeout", &self.inner.timeout)
            .finish_non_exhaustive()
    }
}
