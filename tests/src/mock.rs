//! The mock exchange as tests see it.

mod settings;

use crate::clock::Clock;
use crate::error::MockError;
use crate::handle::handle;
use crate::quota::{Peak, Windows};
use crate::record::Recorded;
use crate::reply::Reply;
use crate::route::{Route, services};
use crate::script::Scripts;
use crate::server::{Connections, Handle, listen};
use crate::state::{Settings, Shared, State};
use crate::verify::{ApiKey, usual_window};
use exbind_runtime::example::Example;
use exbind_runtime::meta::{Exchange, Meta, Method};
use exbind_runtime::{Client, ClientBuilder, Credentials, Endpoint};
use std::collections::HashMap;
use std::fmt;
use std::sync::Arc;
use tokio::task::JoinSet;

/// The API key that every mock accepts.
pub const API_KEY: &str = "mock-api-key";
/// The secret of [`API_KEY`].
pub const API_SECRET: &str = "mock-api-secret";
/// The passphrase of [`API_KEY`], on exchanges that ask for one.
pub const API_PASSPHRASE: &str = "mock-api-passphrase";

/// The id of an endpoint, by the type of its request: `id::<CancelAllOrders>()`.
pub fn id<E: Endpoint>() -> &'static str {
    E::META.id
}

/// An exchange in this process: real HTTP on loopback, checks like the exchange's, answers that tests decide.
///
/// It stops when it is dropped. Any number of them can run side by side. See the [crate](crate) for examples.
pub struct MockExchange {
    shared: Arc<Shared>,
    connections: Arc<Connections>,
    /// Host and port where all services answer.
    authority: String,
    /// Services, and host and port where each answers alone.
    services: Vec<(&'static str, String)>,
    /// Their end is the end of the listeners and of all connections.
    _tasks: JoinSet<()>,
}

/// Starting, and where it is.
impl MockExchange {
    /// Starts an exchange that serves these endpoints, each with its example for an answer.
    ///
    /// # Errors
    ///
    /// When no port can be opened on loopback.
    pub async fn start(exchange: &'static Exchange, endpoints: &[&'static Meta]) -> Result<Self, MockError> {
        let routes: Result<Vec<_>, _> = endpoints.iter().map(|meta| Route::of(meta)).collect();
        let settings = Settings {
            keys: vec![ApiKey::new(API_KEY, API_SECRET).passphrase(API_PASSPHRASE)],
            clock: Clock::Ahead(0),
            window: usual_window(exchange.signing),
            rate_limits: true,
            strict: true,
            tier: None,
        };
        let state = State {
            settings,
            // Looked through from the end, where tests add theirs; the tables' first has to be the last looked at.
            routes: routes?.into_iter().rev().collect(),
            examples: HashMap::new(),
            scripts: Scripts::default(),
            windows: Windows::default(),
            requests: Vec::new(),
        };
        let mock = Self::listening(Shared::new(exchange, state)).await?;
        mock.add_examples(&exbind::examples::all());
        Ok(mock)
    }

    async fn listening(shared: Shared) -> Result<Self, MockError> {
        let (shared, connections, mut tasks) = (Arc::new(shared), Arc::new(Connections::new()), JoinSet::new());
        let serving = |service: Option<&'static str>| -> Handle {
            let shared = Arc::clone(&shared);
            Arc::new(move |number, request| Box::pin(handle(Arc::clone(&shared), service, number, request)))
        };
        let authority = listen(&mut tasks, &connections, serving(None)).await?;
        let mut named = Vec::new();
        for service in services(shared.exchange) {
            named.push((service, listen(&mut tasks, &connections, serving(Some(service))).await?));
        }
        Ok(Self { shared, connections, authority, services: named, _tasks: tasks })
    }

    /// The address where all services answer: `http://127.0.0.1:1234`. Where two of them serve one path, the first
    /// in the tables answers.
    pub fn url(&self) -> String {
        format!("http://{}", self.authority)
    }

    /// The address where one service answers alone; `None` if the exchange has no such service.
    pub fn url_of(&self, service: &str) -> Option<String> {
        let (_, authority) = self.services.iter().find(|(name, _)| *name == service)?;
        Some(format!("http://{authority}"))
    }

    /// What [`API_KEY`] signs with.
    pub fn credentials(&self) -> Credentials {
        Credentials::new(API_KEY, API_SECRET).passphrase(API_PASSPHRASE)
    }

    /// Points a client at this exchange: its addresses, its credentials. Anything can still be set afterwards.
    pub fn connect<C: From<Client>>(&self, builder: ClientBuilder<C>) -> ClientBuilder<C> {
        let builder = builder.credentials(self.credentials());
        self.services
            .iter()
            .fold(builder, |builder, (service, authority)| builder.service_url(*service, format!("http://{authority}")))
    }
}

/// What it answers.
impl MockExchange {
    /// Replies once, to whichever call comes next and passes the checks. Several are used up in their order.
    pub fn next(&self, reply: Reply) {
        self.shared.state().scripts.push_next(reply);
    }

    /// Replies once, to the next call of an endpoint that passes the checks. Several are used up in their order.
    ///
    /// # Errors
    ///
    /// When no endpoint of this id is served.
    pub fn once(&self, endpoint: &str, reply: Reply) -> Result<(), MockError> {
        let id = self.known(endpoint)?;
        self.shared.state().scripts.push_once(id, reply);
        Ok(())
    }

    /// Replies to all calls of an endpoint from now on that nothing else is meant for.
    ///
    /// # Errors
    ///
    /// When no endpoint of this id is served.
    pub fn on(&self, endpoint: &str, reply: Reply) -> Result<(), MockError> {
        let id = self.known(endpoint)?;
        self.shared.state().scripts.set(id, reply);
        Ok(())
    }

    /// Serves a path that the tables lack. Its id is method and path: `GET /api/v2/new`. A signature is checked if
    /// there is one; parameters are not.
    ///
    /// # Errors
    ///
    /// When the path makes no sense.
    pub fn on_path(&self, method: Method, path: &str, reply: Reply) -> Result<(), MockError> {
        let route = Route::added(method, path)?;
        let mut state = self.shared.state();
        state.scripts.set(route.id.clone(), reply);
        state.routes.retain(|known| known.id != route.id);
        state.routes.push(route);
        Ok(())
    }

    /// Answers with more examples, such as those of endpoints generated from specs of your own. The first of an
    /// endpoint that shows an answer is taken.
    pub fn add_examples(&self, examples: &[&'static Example]) {
        let mut state = self.shared.state();
        for example in examples {
            if let Some(response) = example.response {
                state.examples.entry(example.meta.id.to_owned()).or_insert_with(|| Arc::from(response));
            }
        }
    }

    /// How many replies given by [`next`](Self::next) and [`once`](Self::once) were not used yet.
    pub fn pending(&self) -> usize {
        self.shared.state().scripts.pending()
    }

    /// Forgets all replies that were given; examples answer again.
    pub fn clear_replies(&self) {
        self.shared.state().scripts = Scripts::default();
    }

    fn known(&self, endpoint: &str) -> Result<String, MockError> {
        let state = self.shared.state();
        if state.routes.iter().any(|route| route.id == endpoint) {
            return Ok(endpoint.to_owned());
        }
        let mut known: Vec<_> = state.routes.iter().map(|route| route.id.clone()).collect();
        known.sort_unstable();
        Err(MockError::UnknownEndpoint { id: endpoint.to_owned(), known })
    }
}

/// What happened.
impl MockExchange {
    /// Every request that arrived, in the order in which they were taken or refused.
    pub fn requests(&self) -> Vec<Recorded> {
        self.shared.state().requests.clone()
    }

    /// How many calls of an endpoint arrived, refused ones included.
    pub fn count(&self, endpoint: &str) -> usize {
        let state = self.shared.state();
        state.requests.iter().filter(|request| request.endpoint.as_deref() == Some(endpoint)).count()
    }

    /// The requests that the mock's own checks refused; each tells why. Empty for a client that does all things right.
    pub fn refused(&self) -> Vec<Recorded> {
        let state = self.shared.state();
        state.requests.iter().filter(|request| request.refused.is_some()).cloned().collect()
    }

    /// Waits until so many requests have arrived, counted since the start or since [`clear`](Self::clear).
    pub async fn wait_for_requests(&self, number: usize) {
        self.shared.wait_for(number).await;
    }

    /// How full each rate limit ever was, for each caller.
    pub fn peaks(&self) -> Vec<Peak> {
        self.shared.state().windows.peaks()
    }

    /// The most calls that arrived in any window of a shared bucket, or of an endpoint's own rate limit.
    pub fn peak(&self, name: &str) -> u32 {
        self.peaks().iter().filter(|peak| peak.name == name).map(|peak| peak.most).max().unwrap_or(0)
    }

    /// How many connections were opened so far.
    pub fn connections(&self) -> u64 {
        self.connections.opened()
    }

    /// Closes all connections, as exchanges do with idle ones.
    pub fn close_connections(&self) {
        self.connections.close_all();
    }

    /// Forgets requests and rate limits counted. Replies and settings stay.
    pub fn clear(&self) {
        let mut state = self.shared.state();
        state.requests.clear();
        state.windows = Windows::default();
    }
}

impl fmt::Debug for MockExchange {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("MockExchange")
            .field("exchange", &self.shared.exchange.name)
            .field("url", &self.url())
            .field("services", &self.services)
            .finish_non_exhaustive()
    }
}
