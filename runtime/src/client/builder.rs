//! What can be set on a client.

use super::Client;
use super::hosts::Choice;
use crate::cassette::Recorder;
use crate::clock::Clock;
use crate::credentials::Credentials;
use crate::drift::{Drift, Observer};
use crate::hook::Hook;
use crate::limit::{LimitMode, Limiter, RateLimiter};
use crate::meta::Exchange;
use crate::retry::Retries;
use crate::transport::{Http, Settings, Transport};
use std::fmt;
use std::marker::PhantomData;
use std::sync::Arc;
use std::time::{Duration, SystemTime};

/// Builds a client. `C` is the exchange's own client type.
#[must_use = "a builder does nothing until `build` is called"]
pub struct ClientBuilder<C = Client> {
    pub(super) exchange: &'static Exchange,
    pub(super) hosts: Choice,
    pub(super) credentials: Option<Credentials>,
    pub(super) demo: bool,
    pub(super) locale: Option<String>,
    pub(super) channel: Option<String>,
    pub(super) user_agent: Option<String>,
    pub(super) timeout: Duration,
    pub(super) retries: Retries,
    pub(super) retry_budget: u32,
    pub(super) clock: Clock,
    pub(super) max_answer_bytes: usize,
    pub(super) limiter: Arc<dyn RateLimiter>,
    pub(super) limit_mode: LimitMode,
    pub(super) uid: Option<String>,
    pub(super) address: Option<String>,
    pub(super) tier: Option<String>,
    pub(super) settings: Settings,
    /// Transports given in place of our own; more than one is a mistake.
    pub(super) transports: Vec<Arc<dyn Transport>>,
    pub(super) recorder: Option<Recorder>,
    pub(super) hooks: Vec<Box<dyn Hook>>,
    pub(super) drift: Option<Observer>,
    client: PhantomData<fn() -> C>,
}

impl<C: From<Client>> ClientBuilder<C> {
    /// A client of an exchange at its default addresses, without credentials.
    pub fn new(exchange: &'static Exchange) -> Self {
        Self {
            exchange,
            hosts: Choice::default(),
            credentials: None,
            demo: false,
            locale: None,
            channel: None,
            user_agent: None,
            timeout: Duration::from_secs(10),
            retries: Retries::new(),
            retry_budget: 20,
            clock: Clock::default(),
            max_answer_bytes: 16 << 20,
            limiter: Arc::new(Limiter::new()),
            limit_mode: LimitMode::default(),
            uid: None,
            address: None,
            tier: None,
            settings: Settings::default(),
            transports: Vec::new(),
            recorder: None,
            hooks: Vec::new(),
            drift: None,
            client: PhantomData,
        }
    }

    /// The API key that signs calls. Without it only public endpoints can be called.
    pub fn credentials(mut self, credentials: Credentials) -> Self {
        self.credentials = Some(credentials);
        self
    }

    /// Which of the exchange's equal addresses to use: `aws`. Services that have no such address keep their default.
    pub fn environment(mut self, name: impl Into<String>) -> Self {
        self.hosts.environment = Some(name.into());
        self
    }

    /// One address for all services: `http://127.0.0.1:1234`. Scheme and host, nothing behind them.
    pub fn base_url(mut self, url: impl Into<String>) -> Self {
        self.hosts.base_url = Some(url.into());
        self
    }

    /// The address of one service.
    pub fn service_url(mut self, service: impl Into<String>, url: impl Into<String>) -> Self {
        self.hosts.service_urls.push((service.into(), url.into()));
        self
    }

    /// Accepts addresses with plain http. Without it only addresses of this machine (`127.0.0.0/8`, `::1`,
    /// `localhost`) may do without TLS: keys and orders would be readable on the way.
    pub fn allow_plain_http(mut self) -> Self {
        self.hosts.allow_plain_http = true;
        self
    }

    /// Trades with play money, where the exchange offers it. Needs an API key made for that.
    pub fn demo(mut self) -> Self {
        self.demo = true;
        self
    }

    /// The language of the exchange's messages: `en-US`.
    pub fn locale(mut self, locale: impl Into<String>) -> Self {
        self.locale = Some(locale.into());
        self
    }

    /// A broker's channel code. None is sent unless it is set here.
    pub fn channel(mut self, code: impl Into<String>) -> Self {
        self.channel = Some(code.into());
        self
    }

    /// What calls say they come from, in place of `exbind/` and its version.
    pub fn user_agent(mut self, user_agent: impl Into<String>) -> Self {
        self.user_agent = Some(user_agent.into());
        self
    }

    /// How long a call may take, from waiting for the rate limit to the last byte of the answer, over all attempts.
    /// 10 seconds unless set; a call can have [its own](crate::Call::timeout).
    pub fn timeout(mut self, timeout: Duration) -> Self {
        self.timeout = timeout;
        self
    }

    /// How often failed calls are repeated: up to twice unless set, where that cannot act twice; see
    /// [`retry`](crate::retry). A call can have [its own](crate::Call::retries).
    pub fn retries(mut self, retries: Retries) -> Self {
        self.retries = retries;
        self
    }

    /// How many repeats this client may make before ten times as many calls must have been answered. 20 unless set.
    pub fn retry_budget(mut self, repeats: u32) -> Self {
        self.retry_budget = repeats;
        self
    }

    /// Whether the exchange's time is [learned](crate::clock) from its answers. It is unless set.
    pub fn learn_clock(mut self, learn: bool) -> Self {
        self.clock.learns = learn;
        self
    }

    /// This machine's time, from elsewhere than the system: for tests, and for programs that keep their own.
    pub fn clock(mut self, now: impl Fn() -> SystemTime + Send + Sync + 'static) -> Self {
        self.clock.local = Some(Box::new(now));
        self
    }

    /// How long connecting may take, TLS included. Half of [`timeout`](Self::timeout) and at most 5 seconds unless
    /// set: a connection that fails before the call's time is over leaves no doubt that nothing was sent.
    pub fn connect_timeout(mut self, timeout: Duration) -> Self {
        self.settings.connect_timeout = Some(timeout);
        self
    }

    /// Calls through a proxy: `http://`, `https://` or `socks5://`. None is used unless set here; the environment
    /// variables for proxies are ignored.
    pub fn proxy(mut self, url: impl Into<String>) -> Self {
        self.settings.proxy = Some(url.into());
        self
    }

    /// How many idle connections to keep to each host. No bound unless set.
    pub fn pool_max_idle_per_host(mut self, most: usize) -> Self {
        self.settings.pool_max_idle_per_host = Some(most);
        self
    }

    /// How long to keep an idle connection. 50 seconds unless set: load balancers close theirs after a minute, and
    /// a request that meets the closing has an unknown outcome.
    pub fn pool_idle_timeout(mut self, timeout: Duration) -> Self {
        self.settings.pool_idle_timeout = Some(timeout);
        self
    }

    /// Whether small packets are sent at once (`TCP_NODELAY`). They are unless set.
    pub fn tcp_nodelay(mut self, enabled: bool) -> Self {
        self.settings.tcp_nodelay = Some(enabled);
        self
    }

    /// After how long an idle connection is probed (`SO_KEEPALIVE`). 15 seconds unless set.
    pub fn tcp_keepalive(mut self, interval: Duration) -> Self {
        self.settings.tcp_keepalive = Some(interval);
        self
    }

    /// A `reqwest` client to call with, which takes the place of all settings of connections here.
    ///
    /// It must not follow redirects (`redirect::Policy::none()`: a redirect carries the signature away) and must not
    /// retry (`retry::never()`: an order could be sent twice).
    pub fn http_client(self, client: reqwest::Client) -> Self {
        self.transport(Http::custom(client))
    }

    /// A transport to call with, which takes the place of all settings of connections here.
    pub fn transport(mut self, transport: impl Transport) -> Self {
        self.transports.push(Arc::new(transport));
        self
    }

    /// Records all calls, whatever transport makes them; see [`cassette`](crate::cassette).
    pub fn record(mut self, recorder: &Recorder) -> Self {
        self.recorder = Some(recorder.clone());
        self
    }

    /// Who is told what answers hold and the spec does not say, once per kind; see [`drift`](crate::drift). Calls go on
    /// as ever. Each answer is then read twice; without this, nothing is looked for.
    pub fn on_drift(mut self, observer: impl Fn(&Drift) + Send + Sync + 'static) -> Self {
        self.drift = Some(Observer::new(observer));
        self
    }

    /// Tells a hook of all calls; see [`hook`](crate::hook). Several are told in the order in which they are given.
    pub fn hook(mut self, hook: impl Hook) -> Self {
        self.hooks.push(Box::new(hook));
        self
    }

    /// The longest answer to accept, in bytes after decompression. 16 MiB unless set.
    pub fn max_answer_bytes(mut self, most: usize) -> Self {
        self.max_answer_bytes = most;
        self
    }

    /// The limiter to count calls with. Give one to all clients that call from one address or with keys of one
    /// account; a client has its own unless set. Processes and machines [count together](crate::limit) too.
    pub fn limiter(mut self, limiter: impl RateLimiter) -> Self {
        self.limiter = Arc::new(limiter);
        self
    }

    /// What to do with calls whose quota is used up. They wait unless set.
    pub fn limit_mode(mut self, mode: LimitMode) -> Self {
        self.limit_mode = mode;
        self
    }

    /// Any name for the account that the API key belongs to. Clients with one limiter and one name share the
    /// account's quotas; without a name each API key is taken for an account of its own.
    pub fn uid(mut self, label: impl Into<String>) -> Self {
        self.uid = Some(label.into());
        self
    }

    /// Any name for the address that calls come from, for who calls from several: through proxies, or from machines
    /// that share a limiter. Without it all clients of one limiter are taken to call from one address.
    pub fn address(mut self, label: impl Into<String>) -> Self {
        self.address = Some(label.into());
        self
    }

    /// The kind of user the account is, where the exchange has quotas by kind: `copy_trader`.
    pub fn tier(mut self, name: impl Into<String>) -> Self {
        self.tier = Some(name.into());
        self
    }
}

impl<C> fmt::Debug for ClientBuilder<C> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ClientBuilder")
            .field("exchange", &self.exchange.name)
            .field("credentials", &self.credentials)
            .field("timeout", &self.timeout)
            .finish_non_exhaustive()
    }
}
