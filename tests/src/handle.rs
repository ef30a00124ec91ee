//! One request, from its head to its answer.

use crate::answer::{Answer, Body};
use crate::check::Check;
use crate::envelope::Wrapper;
use crate::quota::{Counted, Full, Left};
use crate::record::Recorded;
use crate::refusal::{Cause, Refusal};
use crate::reply::{Content, Delivery, Reply};
use crate::route::{Found, Route, find};
use crate::server::Cut;
use crate::state::{Settings, Shared};
use crate::verify::{Caller, Verifier, is_signed, signing_pairs};
use exbind_runtime::meta::Access;
use http::{Request, Response};
use http_body_util::{BodyExt as _, Limited};
use hyper::body::Incoming;
use std::sync::Arc;
use std::time::Duration;
use tokio::time::{Instant, sleep};

/// No request of an exchange is anywhere near this long.
const LONGEST_BODY: usize = 16 << 20;
/// How often a function may answer with another function.
const DEEPEST_HANDLER: usize = 8;

/// What the checks came to.
struct Judged {
    wrapper: Wrapper,
    reply: Result<Reply, Refusal>,
    left: Option<Left>,
    recorded: Recorded,
}

/// Answers a request that came in on a service's port, or on the port of all.
pub(crate) async fn handle(
    shared: Arc<Shared>,
    service: Option<&'static str>,
    connection: u64,
    request: Request<Incoming>,
) -> Result<Response<Body>, Cut> {
    let (head, body) = request.into_parts();
    let recorded = Recorded::new(head, Instant::now(), connection);
    let arrival = Arrival { shared: &shared, service, recorded };
    let mut arrival = match arrival.drop_before_reading() {
        Ok(arrival) => arrival,
        Err(reply) => {
            wait(reply.delay).await;
            return Err(Cut::reset());
        }
    };
    let Ok(body) = Limited::new(body, LONGEST_BODY).collect().await else { return Err(Cut::reset()) };
    arrival.recorded.body = body.to_bytes();
    let judged = arrival.judge();
    judged.answer(&shared).await
}

/// A request that is looked at.
struct Arrival<'s> {
    shared: &'s Shared,
    service: Option<&'static str>,
    recorded: Recorded,
}

/// Where a request belongs, on its own feet.
type Routed = Result<(Route, Vec<(String, String)>), Refusal>;

impl Arrival<'_> {
    /// Passes the request on, unless a script wants it dropped at this point.
    fn drop_before_reading(mut self) -> Result<Self, Reply> {
        let Ok((route, _)) = self.route() else { return Ok(self) };
        let mut state = self.shared.state();
        match state.scripts.take_drop(&route.id) {
            Some(reply) => {
                self.recorded.endpoint = Some(route.id);
                state.requests.push(self.recorded);
                drop(state);
                self.shared.arrived();
                Err(reply)
            }
            None => {
                drop(state);
                Ok(self)
            }
        }
    }

    fn route(&self) -> Routed {
        let Recorded { method, path, .. } = &self.recorded;
        let state = self.shared.state();
        match find(&state.routes, self.service, method, path) {
            Found::Route(route, values) => Ok((route.clone(), values)),
            Found::WrongMethod => Err(Refusal::new(Cause::WrongMethod, format!("{path} does not take {method}"))),
            Found::Nothing => Err(Refusal::new(Cause::NoRoute, format!("nothing is served at {path}"))),
        }
    }

    /// Checks the request, records it, and takes its reply out of the script if it passed.
    fn judge(mut self) -> Judged {
        let settings = self.shared.state().settings.clone();
        let routed = self.route();
        let wrapper = self.wrapper(routed.as_ref().ok().map(|(route, _)| route), &settings);
        let (reply, left) = match routed {
            Ok((route, path)) => {
                self.recorded.endpoint = Some(route.id.clone());
                let params = route.meta.map_or(&[][..], |meta| meta.params);
                self.recorded.secrets = params.iter().filter(|param| param.secret).collect();
                let caller = self.caller(&route, &settings);
                let checked = self.check(&route, path, &settings);
                self.enter(&route, caller, checked, &settings)
            }
            Err(refusal) => (Err(refusal), None),
        };
        self.recorded.refused = reply.as_ref().err().map(|refusal| refusal.reason.clone());
        self.shared.state().requests.push(self.recorded.clone());
        self.shared.arrived();
        Judged { wrapper, reply, left, recorded: self.recorded }
    }

    fn wrapper(&self, route: Option<&Route>, settings: &Settings) -> Wrapper {
        let meta = route.and_then(|route| route.meta);
        let exchange = self.shared.exchange;
        let first = exchange.hosts.first().map_or("", |host| host.service);
        let service = meta.map(|meta| meta.service).or(self.service).unwrap_or(first);
        let envelope = meta.map_or(exchange.envelope, |meta| meta.envelope);
        Wrapper { exchange, service, envelope, now_ms: settings.clock.now_ms() }
    }

    fn caller(&self, route: &Route, settings: &Settings) -> Result<Caller, Refusal> {
        let scheme = self.shared.exchange.signing;
        let signed = match route.meta {
            Some(meta) => meta.access != Access::Public,
            None => is_signed(scheme, &self.recorded),
        };
        if !signed {
            return Ok(Caller::default());
        }
        let Settings { keys, window, clock, .. } = settings;
        Verifier { keys, now_ms: clock.now_ms(), window: *window, request: &self.recorded }.caller(scheme)
    }

    fn check(&self, route: &Route, path: Vec<(String, String)>, settings: &Settings) -> Result<(), Refusal> {
        let Some(meta) = route.meta else { return Ok(()) };
        let signing = signing_pairs(self.shared.exchange.signing);
        Check { meta, path, signing, strict: settings.strict, request: &self.recorded }.run()
    }

    /// Counts a call by a known caller. Only one that passes all checks takes a reply.
    fn enter(
        &self,
        route: &Route,
        caller: Result<Caller, Refusal>,
        checked: Result<(), Refusal>,
        settings: &Settings,
    ) -> (Result<Reply, Refusal>, Option<Left>) {
        let caller = match caller {
            Ok(caller) => caller,
            Err(refusal) => return (Err(refusal), None),
        };
        let quotas = route.meta.map_or(self.shared.exchange.quotas, |meta| meta.quotas);
        let (endpoint, tier) = (route.id.as_str(), settings.tier.as_deref());
        let call = Counted { endpoint, quotas, tier, caller: &caller, enforce: settings.rate_limits };
        let mut state = self.shared.state();
        match state.windows.count(&call, Instant::now()) {
            Ok(left) => (checked.map(|()| state.scripts.take(&route.id)), left),
            Err(Full { quota, wait }) => {
                let refusal = Refusal::new(Cause::RateLimit, format!("too many requests: {quota}"));
                (Err(Refusal { retry_after: Some(wait), ..refusal }), None)
            }
        }
    }
}

impl Judged {
    async fn answer(self, shared: &Shared) -> Result<Response<Body>, Cut> {
        let Self { wrapper, reply, left, recorded } = self;
        let reply = match reply {
            Ok(reply) => resolved(reply, &recorded),
            Err(refusal) => {
                let mut answer = Answer::refused(&wrapper, &refusal);
                answer.tell_time(wrapper.now_ms);
                return Ok(answer.into_response(Delivery::Whole));
            }
        };
        wait(reply.delay).await;
        match &reply.content {
            Content::Hang => std::future::pending().await,
            Content::Garbage(bytes) => return Err(Cut::closing(bytes.clone())),
            Content::DropAfterReading => return Err(Cut::closing("")),
            Content::DropBeforeReading => return Err(Cut::reset()),
            _ => {}
        }
        let endpoint = recorded.endpoint.as_deref().unwrap_or_default();
        let example = shared.example(endpoint);
        let mut answer = Answer::of(&reply, &wrapper, example.as_deref(), endpoint);
        answer.tell_time(wrapper.now_ms);
        answer.tell_left(wrapper.exchange.signing, left);
        match reply.delivery {
            Delivery::Truncated(bytes) => Err(Cut::closing(answer.into_truncated(bytes))),
            delivery => Ok(answer.into_response(delivery)),
        }
    }
}

/// Even the shortest sleep takes a tick of the timer.
async fn wait(delay: Duration) {
    if !delay.is_zero() {
        sleep(delay).await;
    }
}

/// The reply that functions make in the end. What was set around a function holds beside what it returns.
fn resolved(mut reply: Reply, request: &Recorded) -> Reply {
    for _ in 0..DEEPEST_HANDLER {
        let Content::Handler(handler) = &reply.content else { break };
        let made = handler(request);
        reply = made.within(&reply);
    }
    reply
}
