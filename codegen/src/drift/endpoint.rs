//! A page and its spec, as a whole: where and how it is called, how often, and by whom.

use super::change::Change;
use super::finding::{Finding, Kind, Severity};
use super::members::{Members, Side};
use super::{pair, wire};
use crate::diagnostic::Place;
use crate::facts::{Fact, Facts, Shape};
use crate::json::Json;
use crate::model::{Access, Endpoint, Exchange, Limit, ParamPlace, Scope, Type};
use crate::page::Page;

/// All that differs.
pub(super) fn compare<'c>(page: &'c Page, facts: &Facts, endpoint: &'c Endpoint, exchange: &Exchange) -> Found<'c> {
    let mut found = Found { page, endpoint, findings: Vec::new(), seen: Vec::new() };
    call(&mut found, exchange);
    limits(&mut found, exchange);
    params(&mut found, facts, exchange);
    answer(&mut found, facts, exchange);
    wire::compare(&mut found);
    found
}

/// What is found of one endpoint.
pub(super) struct Found<'c> {
    pub(super) page: &'c Page,
    pub(super) endpoint: &'c Endpoint,
    pub(super) findings: Vec<Finding>,
    /// The fields that the page has as well.
    pub(super) seen: Vec<Place>,
}

/// One difference, before it is known whose.
pub(super) struct Difference {
    pub(super) kind: Kind,
    pub(super) at: String,
    pub(super) line: usize,
    pub(super) page_says: String,
    pub(super) spec_says: String,
    pub(super) severity: Severity,
    pub(super) change: Option<Change>,
}

impl Found<'_> {
    pub(super) fn add(&mut self, difference: Difference) {
        let Difference { kind, at, line, page_says, spec_says, severity, change } = difference;
        let finding = Finding {
            page: self.page.file.clone(),
            endpoint: pair::title(self.endpoint),
            spec: self.endpoint.id.clone(),
            kind,
            at,
            line,
            page_says,
            spec_says,
            severity,
            change,
        };
        if self.findings.iter().all(|known| known.name() != finding.name()) {
            self.findings.push(finding);
        }
    }

    /// Takes out what differs on purpose, and tells how much that was. A departure that fits nothing is a finding.
    pub(super) fn take_departures(&mut self) -> usize {
        let all = std::mem::take(&mut self.findings);
        let (meant, findings): (Vec<_>, Vec<_>) =
            all.into_iter().partition(|finding| self.endpoint.departures.contains(&finding.name()));
        self.findings = findings;
        for name in &self.endpoint.departures {
            if meant.iter().all(|finding| finding.name() != *name) {
                self.add(Difference {
                    kind: Kind::DepartureUnneeded,
                    at: name.clone(),
                    line: 0,
                    page_says: "nothing that differs so".to_owned(),
                    spec_says: "departs from it".to_owned(),
                    severity: Severity::Look,
                    change: None,
                });
            }
        }
        meant.len()
    }

    fn whole(&mut self, kind: Kind, severity: Severity, says: (String, String), change: Option<Change>) {
        let (page_says, spec_says) = says;
        self.add(Difference { kind, at: String::new(), line: 0, page_says, spec_says, severity, change });
    }

    fn set(&self, key: &'static str, value: &str) -> Option<Change> {
        Some(Change::SetTop(self.endpoint.place.clone(), key, value.to_owned()))
    }
}

fn call(found: &mut Found<'_>, exchange: &Exchange) {
    let Found { page, endpoint, .. } = *found;
    if page.path != endpoint.path {
        let says = (page.path.clone(), endpoint.path.clone());
        found.whole(Kind::PathChanged, Severity::Breaks, says, found.set("path", &page.path));
    }
    if page.method != endpoint.method {
        let says = (page.method.as_str().to_owned(), endpoint.method.as_str().to_owned());
        found.whole(Kind::MethodChanged, Severity::Breaks, says, found.set("method", page.method.as_str()));
    }
    if !pair::answers(endpoint, page, exchange) {
        let says = (page.hosts.join(", "), endpoint.service.clone());
        found.whole(Kind::HostChanged, Severity::Breaks, says, None);
    }
    let public = endpoint.access == Access::Public;
    if page.signed.is_some_and(|signed| signed == public) {
        let says = if public { ("signed", "public") } else { ("not signed", "signed") };
        found.whole(Kind::AccessChanged, Severity::Look, (says.0.to_owned(), says.1.to_owned()), None);
    }
    if let (Some(why), None) = (&page.deprecated, &endpoint.deprecated) {
        let says = (why.clone(), "not deprecated".to_owned());
        found.whole(Kind::EndpointDeprecated, Severity::Look, says, None);
    }
}

fn limits(found: &mut Found<'_>, exchange: &Exchange) {
    let Found { page, endpoint, .. } = *found;
    if !page.limits.is_empty() && !same_limits(&page.limits, &endpoint.limits) {
        let says = (limits_text(&page.limits), limits_text(&endpoint.limits));
        let change = found.set("rate_limit", &limits_yaml(&page.limits));
        found.whole(Kind::LimitChanged, Severity::Look, says, change);
    }
    let shared: Vec<&Limit> = exchange
        .buckets
        .iter()
        .filter(|bucket| endpoint.buckets.contains(&bucket.constant))
        .map(|bucket| &bucket.limit)
        .collect();
    let missing = page.shared_limits.iter().any(|limit| !shared.iter().any(|known| same_limit(known, limit)));
    if missing {
        let known: Vec<Limit> = shared.into_iter().cloned().collect();
        let says = (limits_text(&page.shared_limits), limits_text(&known));
        found.whole(Kind::SharedLimitChanged, Severity::Look, says, None);
    }
}

fn same_limits(a: &[Limit], b: &[Limit]) -> bool {
    a.len() == b.len() && a.iter().all(|limit| b.iter().any(|other| same_limit(limit, other)))
}

fn same_limit(a: &Limit, b: &Limit) -> bool {
    (a.requests, a.per, a.by, &a.tier) == (b.requests, b.per, b.by, &b.tier)
}

fn limits_text(limits: &[Limit]) -> String {
    let text = |limit: &Limit| {
        let tier = limit.tier.as_ref().map(|tier| format!(" for {tier}")).unwrap_or_default();
        format!("{} per {} by {}{tier}", limit.requests, span(limit), scope(limit.by))
    };
    match limits {
        [] => "none".to_owned(),
        limits => limits.iter().map(text).collect::<Vec<_>>().join(", "),
    }
}

/// Limits as a spec writes them.
pub(crate) fn limits_yaml(limits: &[Limit]) -> String {
    let one = |limit: &Limit| {
        let tier = limit.tier.as_ref().map(|tier| format!(", for: {tier}")).unwrap_or_default();
        format!("{{ requests: {}, per: {}, by: {}{tier} }}", limit.requests, span(limit), scope(limit.by))
    };
    match limits {
        [limit] => one(limit),
        limits => limits.iter().map(|limit| format!("\n  - {}", one(limit))).collect(),
    }
}

fn span(limit: &Limit) -> String {
    let millis = limit.per.as_millis();
    match (millis % 3_600_000, millis % 60_000, millis % 1000) {
        (0, ..) => format!("{}h", millis / 3_600_000),
        (_, 0, _) => format!("{}m", millis / 60_000),
        (_, _, 0) => format!("{}s", millis / 1000),
        _ => format!("{millis}ms"),
    }
}

fn scope(scope: Scope) -> &'static str {
    match scope {
        Scope::Uid => "uid",
        Scope::Ip => "ip",
        Scope::Key => "key",
    }
}

fn params(found: &mut Found<'_>, facts: &Facts, exchange: &Exchange) {
    let endpoint = found.endpoint;
    let mut members = Members { types: &exchange.types, side: Side::Parameter, found };
    if let [body] = endpoint.params.as_slice()
        && body.sent_in == ParamPlace::WholeBody
    {
        let shape = Shape::List(Box::new(Shape::Object(facts.params.clone())));
        let fact = Fact { name: String::new(), row: None, samples: Vec::new(), shape };
        return members.value(&fact, &body.ty, "", &body.place);
    }
    members.object(&facts.params, &endpoint.params, "", &super::ListAt::Request(endpoint.place.clone()));
}

fn answer(found: &mut Found<'_>, facts: &Facts, exchange: &Exchange) {
    let endpoint = found.endpoint;
    let envelope = match &endpoint.envelope {
        Some(name) => exchange.envelopes.iter().find(|envelope| envelope.name == *name),
        None => exchange.envelopes.first(),
    };
    let Some(envelope) = envelope else { return };
    let fact = Fact { name: String::new(), row: None, samples: Vec::new(), shape: facts.payload(envelope) };
    let mut members = Members { types: &exchange.types, side: Side::Field, found };
    // What is shown decides: tables of calls that only acknowledge often list fields that never come.
    let data = envelope.data.as_ref().and_then(|data| facts.answer.iter().find(|fact| fact.name == *data));
    let shown_empty = data.is_some_and(|data| !data.samples.is_empty() && data.samples.iter().all(Json::is_nothing));
    match (&endpoint.response, &fact.shape) {
        (Type::Nothing | Type::Optional(_), _) if shown_empty => {}
        (Type::Nothing, Shape::Object(fields)) if !fields.is_empty() => members.retyped(&fact, "", "nothing", None),
        (Type::Nothing, Shape::List(_)) => members.retyped(&fact, "", "nothing", None),
        (Type::Nothing, _) => {}
        (response, _) => members.value(&fact, response, "", &endpoint.place),
    }
}
