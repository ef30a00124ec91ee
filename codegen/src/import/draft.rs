//! A page whose endpoint has no spec → a draft of one.

use super::known::Known;
use super::names::{file_names, singular};
use super::places::{Taken, home, service};
use super::refine::{Refiner, demanded};
use super::write;
use crate::drift::limits_yaml;
use crate::facts::{Fact, Facts, Shape, sends_body};
use crate::json::Json;
use crate::model::{Access, Envelope, Exchange, Limit, Method, ModuleName};
use crate::page::Page;
use std::fmt::Write;

/// A draft of a spec.
#[derive(Clone, Debug)]
pub(super) struct Draft {
    /// Its file, from the specs folder.
    pub file: String,
    /// Its text.
    pub text: String,
    /// What was decided without being told, and why.
    pub guesses: Vec<(String, String)>,
}

/// Drafts a spec. `into` is the folder below the exchange, where one was named. None when there is no free name for it.
pub(super) fn draft(
    page: &Page,
    facts: &Facts,
    exchange: &Exchange,
    known: &Known,
    into: Option<&str>,
    taken: &mut Taken,
) -> Option<Draft> {
    let folder = into
        .map_or_else(|| home(page, exchange, taken), |into| format!("{}/{}", exchange.name, into.trim_matches('/')));
    let mut names = taken.names(&folder);
    let free = |name: &String| {
        let below = format!("{folder}/{name}/");
        let endpoint = ModuleName::new(name).map(|name| name.to_type().to_string());
        let clash = taken.files.contains(&format!("{folder}/{name}.yaml"))
            || taken.files.iter().any(|file| file.starts_with(&below));
        !clash && endpoint.is_some_and(|endpoint| !names.contains(&endpoint))
    };
    let name = file_names(page.method.as_str(), &page.path).into_iter().find(free)?;
    let endpoint = ModuleName::new(&name)?.to_type().to_string();
    names.insert(endpoint.clone());
    let refiner = Refiner {
        exchange,
        known,
        folder: folder.clone(),
        taken: names,
        endpoint,
        sent: true,
        in_body: sends_body(page.method),
        enums: Vec::new(),
        guesses: Vec::new(),
    };
    let mut drafting = Drafting { page, exchange, facts, refiner, types: Vec::new(), text: String::new() };
    drafting.guess("folder", "that of the nearest path, or the path's own parts; `--into` names another");
    drafting.call();
    drafting.request();
    drafting.response();
    drafting.examples();
    let Drafting { text, refiner, .. } = drafting;
    taken.types.insert(folder.clone(), refiner.taken);
    let file = format!("{folder}/{name}.yaml");
    taken.files.insert(file.clone());
    Some(Draft { file, text, guesses: refiner.guesses })
}

struct Drafting<'d> {
    page: &'d Page,
    exchange: &'d Exchange,
    facts: &'d Facts,
    refiner: Refiner<'d>,
    types: Vec<(String, String)>,
    text: String,
}

impl Drafting<'_> {
    fn line(&mut self, key: &str, value: &str) {
        let _ = writeln!(self.text, "{key}: {}", write::scalar(value));
    }

    fn guess(&mut self, about: &str, why: &str) {
        self.refiner.guesses.push((about.to_owned(), why.to_owned()));
    }

    fn call(&mut self) {
        let page = self.page;
        self.line("summary", page.title.trim());
        self.guess("summary", "the page's title; write a sentence of your own");
        match &page.doc {
            Some(doc) => self.line("doc", doc),
            None => {
                let doc = self.exchange.doc.clone();
                self.line("doc", &doc);
                self.guess("doc", "the page does not tell its address; the exchange's documents are named instead");
            }
        }
        self.line("method", page.method.as_str());
        self.line("path", &page.path);
        self.service();
        self.access();
        let own = self.envelope().map(|envelope| envelope.name.as_str().to_ascii_lowercase());
        let usual = self.exchange.envelopes.first().map(|envelope| envelope.name.as_str().to_ascii_lowercase());
        if let Some(name) = own.filter(|name| Some(name) != usual.as_ref()) {
            self.line("envelope", &name);
        }
        if !page.limits.is_empty() {
            let text = limits_yaml(&page.limits);
            let _ = writeln!(self.text, "rate_limit:{}{text}", if text.starts_with('\n') { "" } else { " " });
        }
        self.buckets();
        if page.deprecated.is_some() {
            self.line("deprecated", "The exchange's document calls it deprecated.");
        }
    }

    fn service(&mut self) {
        let first = self.exchange.hosts.first().map(|(service, ..)| service.as_str());
        match service(self.page, self.exchange) {
            Some(name) if Some(name) != first => self.line("service", name),
            None if !self.page.hosts.is_empty() => {
                let why = format!("no service of the exchange has the address {}", self.page.hosts.join(", "));
                self.guess("service", &why);
            }
            _ => {}
        }
    }

    /// What a key must be allowed to do, and whether the call changes anything: pages seldom tell, and POST is used
    /// for both.
    fn access(&mut self) {
        let Page { signed, access, method, .. } = *self.page;
        let reads = method == Method::Get;
        let access = match (signed, access) {
            (Some(false), _) => Access::Public,
            (_, Some(access)) => access,
            (_, None) => {
                self.guess("access", "the page does not tell the permission; taken from the method");
                if reads { Access::Read } else { Access::Trade }
            }
        };
        self.line("access", access.as_str());
        if !reads {
            let effect = if matches!(access, Access::Read | Access::Public) { "read" } else { "write" };
            self.guess("effect", "taken from the permission");
            self.line("effect", effect);
        }
    }

    fn buckets(&mut self) {
        let same = |limit: &Limit, other: &Limit| {
            (limit.requests, limit.per, limit.by) == (other.requests, other.per, other.by)
        };
        let every = &self.exchange.every_call;
        let own = self.exchange.buckets.iter().filter(|bucket| !every.contains(&bucket.constant));
        let fits = own.filter(|bucket| self.page.shared_limits.iter().any(|limit| same(limit, &bucket.limit)));
        let fits: Vec<String> = fits.map(|bucket| bucket.name.clone()).collect();
        // Several buckets of the same size cannot be told apart by it.
        if let [bucket] = fits.as_slice() {
            let _ = writeln!(self.text, "buckets: [{bucket}]");
        } else if !self.page.shared_limits.is_empty() {
            let limits = limits_yaml(&self.page.shared_limits);
            let why = match fits.as_slice() {
                [] => format!("the page names a shared limit, {limits}, and no bucket is of this size"),
                several => format!("the page names a shared limit, {limits}; choose of: {}", several.join(", ")),
            };
            self.guess("buckets", &why);
        }
    }

    /// The envelope that knows most of what stands around the answer.
    fn envelope(&self) -> Option<&Envelope> {
        let names: Vec<&str> = self.facts.answer.iter().map(|fact| fact.name.as_str()).collect();
        let has = |name: &String| names.contains(&name.as_str());
        let score = |envelope: &&Envelope| {
            let success = envelope.success.iter().filter(|(field, _)| has(field)).count();
            let data = envelope.data.iter().filter(|data| has(data)).count() * 2;
            let lacking = usize::from(envelope.data.as_ref().is_some_and(|data| !has(data)));
            let strange = names.iter().filter(|name| !envelope.has(name)).count();
            (success + data, std::cmp::Reverse(strange + lacking))
        };
        self.exchange.envelopes.iter().rev().max_by_key(score)
    }

    fn request(&mut self) {
        let facts = self.facts;
        if facts.params.is_empty() {
            return;
        }
        self.text += "\nrequest:\n";
        if facts.whole_body {
            let name = self.refiner.object("item", &facts.params, "", &mut self.types);
            let keys =
                [("type", format!("list<{name}>")), ("required", "true".to_owned()), ("in", "whole_body".to_owned())];
            self.text += &write::indented(&write::entry("items", &keys), 2);
            return self.guess("request", "the body is a list; its parameter was named `items`");
        }
        for fact in &facts.params {
            let mut field = self.refiner.field(fact, "");
            self.types.append(&mut field.types);
            if self.page.path.contains(&format!("{{{}}}", fact.name)) {
                field.keys.retain(|(key, _)| !matches!(*key, "required" | "default"));
                let place = field.keys.iter().position(|(key, _)| *key == "as").map_or(1, |place| place + 1);
                field.keys.insert(place.min(field.keys.len()), ("in", "path".to_owned()));
                field.keys.insert(1, ("required", "true".to_owned()));
            }
            self.text += &write::indented(&write::entry(&fact.name, &field.keys), 2);
        }
    }

    fn response(&mut self) {
        self.refiner.sent = false;
        let payload = self.envelope().map_or(Shape::Unknown, |envelope| self.facts.payload(envelope));
        let base = self.refiner.endpoint.clone();
        let answer = self.answer(&payload, &format!("{base}_result"), &base);
        let _ = writeln!(self.text, "\nresponse: {}", write::scalar(&answer));
        self.paging(&payload);
        if self.types.is_empty() {
            return;
        }
        self.text += "\ntypes:\n";
        for (name, body) in &self.types {
            let _ = write!(self.text, "  {name}:\n{}", write::indented(body, 4));
        }
    }

    fn answer(&mut self, payload: &Shape, object: &str, base: &str) -> String {
        match payload {
            Shape::Object(facts) if facts.is_empty() => "none".to_owned(),
            Shape::Object(facts) => self.refiner.object(object, facts, "", &mut self.types),
            Shape::List(inner) => match &**inner {
                Shape::Object(facts) => {
                    format!("list<{}>", self.refiner.object(&singular(base), facts, "", &mut self.types))
                }
                inner => format!("list<{}>", self.single(inner, base)),
            },
            shape => self.single(shape, base),
        }
    }

    /// A single value, or nothing where it only acknowledges.
    fn single(&mut self, shape: &Shape, base: &str) -> String {
        let data = self.envelope().and_then(|envelope| envelope.data.clone()).unwrap_or_default();
        let fact = self.facts.answer.iter().find(|fact| fact.name == data);
        let word = fact.and_then(|fact| fact.telling().next()).and_then(Json::text).unwrap_or_default();
        match shape {
            Shape::Unknown => "none".to_owned(),
            Shape::Scalar
                if matches!(word, "success" | "") && fact.is_some_and(|fact| !matches!(fact.shape, Shape::List(_))) =>
            {
                "none".to_owned()
            }
            _ => {
                let name = format!("{base}_value");
                let row = fact.and_then(|fact| fact.row.clone());
                let samples = fact.map(|fact| fact.samples.clone()).unwrap_or_default();
                let fact = Fact { name, row, samples, shape: shape.clone() };
                let mut field = self.refiner.field(&fact, "");
                self.types.append(&mut field.types);
                field.keys.into_iter().find(|(key, _)| *key == "type").map_or_else(|| "json".to_owned(), |(_, ty)| ty)
            }
        }
    }

    fn paging(&mut self, payload: &Shape) {
        if let Some(paging) = super::paging::guess(&self.facts.params, payload) {
            let _ = writeln!(self.text, "paging: {{ {paging} }}");
            self.guess("paging", "told by the names of parameters and fields");
        } else if let Some(name) = super::paging::asks(&self.facts.params) {
            self.guess(
                "paging",
                &format!("`{name}` looks like paging, but what is answered does not tell how; not declared"),
            );
        }
    }

    fn examples(&mut self) {
        let request = self.request_example();
        let response = self.page.response_example.as_ref().filter(|json| matches!(json, Json::Object(_)));
        if request.is_none() && response.is_none() {
            return self.guess("examples", "the page shows none that could be read");
        }
        self.text += "\nexamples:\n";
        let mut lead = "  - ";
        if let Some(request) = request {
            let text = write::line(&request);
            let _ = match text.len() <= 100 {
                true => writeln!(self.text, "{lead}request: '{}'", text.replace('\'', "''")),
                false => write!(self.text, "{lead}request: |\n{}", write::indented(&write::lines(&request, 0), 6)),
            };
            lead = "    ";
        }
        if let Some(response) = response {
            let _ = write!(self.text, "{lead}response: |\n{}", write::indented(&write::lines(response, 0), 6));
        }
    }

    /// The example request, without what the table does not know; none where it lacks what is required.
    fn request_example(&mut self) -> Option<Json> {
        let known = |name: &str| self.facts.params.iter().any(|fact| fact.name == name);
        match self.page.request_example.as_ref()? {
            Json::Object(members) => {
                let lacking = self.facts.params.iter().find(|fact| demanded(fact) && !members.contains_key(&fact.name));
                if let Some(fact) = lacking {
                    let why = format!("the page's example request lacks `{}`, which is required; left out", fact.name);
                    self.guess("examples", &why);
                    return None;
                }
                let kept = members.iter().filter(|(name, value)| known(name) && !value.is_nothing());
                Some(Json::Object(kept.map(|(name, value)| (name.clone(), value.clone())).collect()))
            }
            list => Some(list.clone()),
        }
    }
}
