//! Method and path → endpoint.

use crate::error::MockError;
use crate::query;
use exbind_runtime::meta::{Exchange, Meta, Method};

/// An endpoint that the mock serves: one of the tables, or a path that a test added.
#[derive(Clone, Debug)]
pub(crate) struct Route {
    pub(crate) id: String,
    pub(crate) meta: Option<&'static Meta>,
    method: String,
    segments: Vec<Segment>,
}

/// What stands between two slashes of a path.
#[derive(Clone, Debug)]
enum Segment {
    Fixed(String),
    /// A parameter, and what stands before and after it.
    Open {
        before: String,
        name: String,
        after: String,
    },
}

/// Where a request belongs.
#[derive(Debug)]
pub(crate) enum Found<'r> {
    /// The endpoint, and its path parameters as they were sent.
    Route(&'r Route, Vec<(String, String)>),
    /// The path is served, the method is not.
    WrongMethod,
    Nothing,
}

impl Route {
    pub(crate) fn of(meta: &'static Meta) -> Result<Self, MockError> {
        Self::new(meta.id, meta.method, meta.path, Some(meta))
    }

    /// A path that no endpoint of the tables has; its id is method and path.
    pub(crate) fn added(method: Method, path: &str) -> Result<Self, MockError> {
        Self::new(&format!("{} {path}", method.as_str()), method, path, None)
    }

    fn new(id: &str, method: Method, path: &str, meta: Option<&'static Meta>) -> Result<Self, MockError> {
        let refused = || MockError::Path(path.to_owned());
        let inner = path.strip_prefix('/').ok_or_else(refused)?;
        let segments: Option<Vec<_>> = inner.split('/').map(Segment::parse).collect();
        let segments = segments.ok_or_else(refused)?;
        Ok(Self { id: id.to_owned(), meta, method: method.as_str().to_owned(), segments })
    }

    fn read(&self, path: &str) -> Option<Vec<(String, String)>> {
        let given: Vec<_> = path.strip_prefix('/')?.split('/').collect();
        if given.len() != self.segments.len() {
            return None;
        }
        let mut values = Vec::new();
        for (segment, given) in self.segments.iter().zip(given) {
            match segment {
                Segment::Fixed(text) if text == given => {}
                Segment::Fixed(_) => return None,
                Segment::Open { before, name, after } => {
                    let value = given.strip_prefix(before.as_str())?.strip_suffix(after.as_str())?;
                    values.push((name.clone(), value.to_owned()));
                }
            }
        }
        Some(values)
    }

    fn parameters(&self) -> usize {
        self.segments.iter().filter(|segment| matches!(segment, Segment::Open { .. })).count()
    }

    fn answers_on(&self, service: Option<&str>) -> bool {
        service.is_none() || self.meta.is_none_or(|meta| Some(meta.service) == service)
    }
}

impl Segment {
    fn parse(text: &str) -> Option<Self> {
        match (text.split_once('{'), text.contains('}')) {
            (None, false) => Some(Self::Fixed(text.to_owned())),
            (None, true) => None,
            (Some((before, rest)), _) => {
                let (name, after) = rest.split_once('}')?;
                let odd = name.is_empty() || after.contains(['{', '}']) || before.contains('}') || name.contains('{');
                let open = Self::Open { before: before.to_owned(), name: name.to_owned(), after: after.to_owned() };
                (!odd).then_some(open)
            }
        }
    }
}

/// Finds the endpoint of a request among those of a service, or of all. A path without parameters goes before one
/// with them, and what a test added before the tables.
pub(crate) fn find<'r>(routes: &'r [Route], service: Option<&str>, method: &str, path: &str) -> Found<'r> {
    let here = routes.iter().rev().filter(|route| route.answers_on(service));
    let matching: Vec<_> = here.filter_map(|route| Some((route, route.read(path)?))).collect();
    if matching.is_empty() {
        return Found::Nothing;
    }
    let fitting = matching.into_iter().filter(|(route, _)| route.method == method);
    match fitting.min_by_key(|(route, _)| route.parameters()) {
        Some((route, values)) => Found::Route(route, values),
        None => Found::WrongMethod,
    }
}

/// Decodes path parameters.
pub(crate) fn decoded(values: Vec<(String, String)>) -> Result<Vec<(String, String)>, String> {
    values.into_iter().map(|(name, value)| Ok((name, query::decode(&value)?))).collect()
}

/// The services of an exchange, each once.
pub(crate) fn services(exchange: &Exchange) -> Vec<&'static str> {
    let mut names: Vec<&'static str> = Vec::new();
    for host in exchange.hosts {
        if !names.contains(&host.service) {
            names.push(host.service);
        }
    }
    names
}

#[cfg(test)]
mod tests {
    use super::*;

    const ORDER: Meta = Meta { id: "order", service: "spot", path: "/v1/orders/{order-id}", ..Meta::BASE };
    const MATCHES: Meta = Meta { id: "matches", service: "spot", path: "/v1/orders/matches", ..Meta::BASE };
    const SUBMIT: Meta = Meta { id: "submit", method: Method::Post, ..ORDER };
    const FILE: Meta = Meta { id: "file", service: "contracts", path: "/{name}.json", ..Meta::BASE };
    const TWIN: Meta = Meta { id: "twin", service: "contracts", path: "/v1/orders/matches", ..Meta::BASE };
    static TABLE: [&Meta; 5] = [&ORDER, &MATCHES, &SUBMIT, &FILE, &TWIN];

    fn check(service: Option<&str>, method: &str, path: &str, expected: &str) {
        let routes: Vec<_> = TABLE.iter().rev().map(|meta| Route::of(meta).unwrap()).collect();
        let found = match find(&routes, service, method, path) {
            Found::Route(route, values) => {
                let values: Vec<_> = values.iter().map(|(name, value)| format!(" {name}={value}")).collect();
                format!("{}{}", route.id, values.concat())
            }
            Found::WrongMethod => "wrong method".to_owned(),
            Found::Nothing => "nothing".to_owned(),
        };
        assert_eq!(found, expected, "{service:?} {method} {path}");
    }

    #[test]
    fn requests_find_their_endpoint() {
        check(None, "GET", "/v1/orders/17", "order order-id=17");
        check(None, "POST", "/v1/orders/17", "submit order-id=17");
        check(None, "GET", "/v1/orders/a%2Fb", "order order-id=a%2Fb");
        check(None, "GET", "/v1/orders/matches", "matches");
        check(Some("spot"), "GET", "/v1/orders/matches", "matches");
        check(Some("contracts"), "GET", "/v1/orders/matches", "twin");
        check(None, "GET", "/summary.json", "file name=summary");
        check(Some("spot"), "GET", "/summary.json", "nothing");
        check(None, "DELETE", "/v1/orders/17", "wrong method");
        check(None, "get", "/v1/orders/17", "wrong method");
        check(None, "GET", "/v1/orders", "nothing");
        check(None, "GET", "/v1/orders/17/", "nothing");
        check(None, "GET", "/V1/orders/17", "nothing");
        check(None, "GET", "//v1/orders/17", "nothing");
        check(None, "GET", "*", "nothing");
    }

    #[test]
    fn paths_that_make_no_sense_are_refused() {
        for path in ["", "a", "/{", "/}", "/{}", "/a{b}c{d}", "/{a{b}}", "/}a{b}"] {
            assert!(matches!(Route::added(Method::Get, path), Err(MockError::Path(_))), "{path}");
        }
        assert_eq!(Route::added(Method::Post, "/a/{b}").unwrap().id, "POST /a/{b}");
    }
}
