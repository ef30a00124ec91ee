//! From settings to a client.

use super::hosts::Service;
use super::{BuildError, Client, ClientBuilder, Inner};
use crate::limit::{Caller, Gate};
use crate::retry::Budget;
use crate::sign;
use crate::transport::{Http, Settings, Transport};
use http::header::USER_AGENT;
use http::{HeaderName, HeaderValue};
use std::sync::Arc;
use std::time::Duration;

const DEFAULT_USER_AGENT: &str = concat!("exbind/", env!("CARGO_PKG_VERSION"));

impl<C: From<Client>> ClientBuilder<C> {
    /// Builds the client. No connection is opened yet; see [`Client::warm_up`].
    ///
    /// # Errors
    ///
    /// When something was set that the exchange does not have, that contradicts something else, or that cannot
    /// be used.
    pub fn build(self) -> Result<C, BuildError> {
        if let Some(credentials) = &self.credentials {
            let fit = sign::check(self.exchange.signing, credentials);
            fit.map_err(|error| BuildError::Credentials(Box::new(error)))?;
        }
        let services = self.hosts.services(self.exchange)?;
        let headers = self.headers()?;
        let transport = self.make_transport(&services)?;
        let transport = match &self.recorder {
            Some(recorder) => recorder.around(transport),
            None => transport,
        };
        let key = self.credentials.as_ref().map(|credentials| credentials.key_text());
        let caller = Caller::new(self.limiter.secret(), self.uid.as_deref(), key, self.address.as_deref());
        let gate = Gate::new(self.exchange.name, self.limiter, self.limit_mode, caller, self.tier);
        let inner = Inner {
            exchange: self.exchange,
            services,
            credentials: self.credentials,
            headers,
            transport,
            gate,
            hooks: self.hooks.into(),
            drift: self.drift,
            timeout: self.timeout,
            retries: self.retries,
            budget: Budget::new(self.retry_budget),
            clock: self.clock,
            max_answer_bytes: self.max_answer_bytes,
        };
        Ok(C::from(Client { inner: Arc::new(inner) }))
    }

    fn make_transport(&self, services: &[Service]) -> Result<Arc<dyn Transport>, BuildError> {
        match self.transports.as_slice() {
            [] => {
                let connect_timeout = (self.timeout / 2).min(Duration::from_secs(5));
                let connect_timeout = self.settings.connect_timeout.or(Some(connect_timeout));
                let settings = Settings { connect_timeout, ..self.settings.clone() };
                let https = services.iter().any(|service| service.secure);
                Ok(Arc::new(Http::new(&settings, https).map_err(BuildError::Transport)?))
            }
            [transport] if self.settings == Settings::default() => Ok(Arc::clone(transport)),
            _ => Err(BuildError::Conflict),
        }
    }

    /// The headers of every request.
    fn headers(&self) -> Result<Vec<(HeaderName, HeaderValue)>, BuildError> {
        let exchange = self.exchange;
        let unsupported = |what| BuildError::Unsupported { exchange: exchange.name, what };
        let user_agent = self.user_agent.as_deref().unwrap_or(DEFAULT_USER_AGENT);
        let mut headers = vec![(USER_AGENT, value("user agent", user_agent)?)];
        if let Some(locale) = &self.locale {
            let header = exchange.locale_header.ok_or_else(|| unsupported("choice of language"))?;
            headers.push((name(header)?, value("locale", locale)?));
        }
        if let Some(channel) = &self.channel {
            let header = exchange.channel_header.ok_or_else(|| unsupported("channel codes"))?;
            headers.push((name(header)?, value("channel code", channel)?));
        }
        if self.demo {
            let (header, text) = exchange.demo_header.ok_or_else(|| unsupported("demo trading"))?;
            headers.push((name(header)?, value("demo header", text)?));
        }
        Ok(headers)
    }
}

/// A header's name from the exchange's table, in whatever case that writes it.
fn name(name: &'static str) -> Result<HeaderName, BuildError> {
    HeaderName::from_bytes(name.as_bytes()).map_err(|_| BuildError::Header { what: "name of a header" })
}

fn value(what: &'static str, text: &str) -> Result<HeaderValue, BuildError> {
    HeaderValue::from_str(text).map_err(|_| BuildError::Header { what })
}
