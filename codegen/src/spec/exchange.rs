//! The file that describes an exchange.

use super::field::FormSpec;
use super::node::{Node, Value};
use super::read;
use crate::diagnostic::{Diagnostic, Diagnostics, Place, Rule, Spanned};

/// Texts by name, in the order of the file.
pub type Texts = Vec<(Spanned<String>, Spanned<String>)>;

/// What `exchange.yaml` says.
#[derive(Debug)]
pub struct ExchangeFile {
    /// Its first key, for what is missing.
    pub place: Place,
    /// Name for people.
    pub title: Spanned<String>,
    /// Where its documents are.
    pub doc: Spanned<String>,
    /// Signing scheme.
    pub signing: SigningSpec,
    /// Addresses by service and environment.
    pub services: Vec<(Spanned<String>, Texts)>,
    /// Header that selects the language.
    pub locale_header: Option<Spanned<String>>,
    /// Header that carries a broker's channel code.
    pub channel_header: Option<Spanned<String>>,
    /// Header and value that select demo trading.
    pub demo_header: Option<(Spanned<String>, Spanned<String>)>,
    /// How numbers are written in JSON.
    pub numbers: FormSpec,
    /// How booleans are written in JSON.
    pub booleans: FormSpec,
    /// Envelopes; the first is the default.
    pub envelopes: Vec<EnvelopeSpec>,
    /// Rate limits that several endpoints share.
    pub buckets: Vec<(Spanned<String>, LimitSpec)>,
    /// Buckets that every call draws from.
    pub every_call: Vec<Spanned<String>>,
    /// What each folder is for.
    pub sections: Texts,
}

/// A signing scheme.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[allow(missing_docs)]
pub enum SigningSpec {
    Bitget,
    Htx,
}

const SIGNINGS: &[(&str, SigningSpec)] = &[("bitget", SigningSpec::Bitget), ("htx", SigningSpec::Htx)];

/// How answers are wrapped.
#[derive(Debug)]
pub struct EnvelopeSpec {
    /// Its name.
    pub name: Spanned<String>,
    /// The field that tells success, and the values that do.
    pub success: Option<(Spanned<String>, Vec<Spanned<String>>)>,
    /// Fields of the error code.
    pub code: Vec<Spanned<String>>,
    /// Fields of the error message.
    pub message: Vec<Spanned<String>>,
    /// Field of the answer.
    pub data: Option<Spanned<String>>,
    /// Field of the exchange's time.
    pub time: Option<Spanned<String>>,
    /// Fields that say nothing more.
    pub other: Vec<Spanned<String>>,
}

/// A rate limit.
#[derive(Clone, Debug)]
pub struct LimitSpec {
    /// Where it stands.
    pub place: Place,
    /// Calls.
    pub requests: Spanned<u32>,
    /// Time, such as `1s` or `5m`.
    pub per: Spanned<String>,
    /// Who is counted.
    pub by: ScopeSpec,
    /// The kind of user it holds for.
    pub tier: Option<Spanned<String>>,
}

/// Who a rate limit counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[allow(missing_docs)]
pub enum ScopeSpec {
    Uid,
    Ip,
    Key,
}

const SCOPES: &[(&str, ScopeSpec)] = &[("uid", ScopeSpec::Uid), ("ip", ScopeSpec::Ip), ("key", ScopeSpec::Key)];

const KEYS: &[&str] =
    &["title", "doc", "signing", "services", "headers", "wire", "envelopes", "buckets", "every_call", "sections"];

/// Reads an exchange's file.
pub fn exchange(node: &Node, found: &mut Diagnostics) -> Option<ExchangeFile> {
    let map = read::map(node, KEYS, found)?;
    let title = map.need_prose("title", found).unwrap_or_else(|| map.nothing());
    let doc = map.need_link("doc", found).unwrap_or_else(|| map.nothing());
    let signing = map.need("signing", found).and_then(|node| read::word(node, SIGNINGS, found));
    let services = map.need("services", found).map(|node| services(node, found));
    let envelopes = map.need("envelopes", found).map(|node| envelopes(node, found));
    let headers = map.get("headers").and_then(|node| read::map(node, &["locale", "channel", "demo"], found));
    let header = |key, found: &mut Diagnostics| headers.as_ref().and_then(|headers| headers.text(key, found));
    let wire = map.get("wire").and_then(|node| read::map(node, &["numbers", "booleans"], found));
    let form = |key, words, found: &mut Diagnostics| {
        wire.as_ref().and_then(|wire| wire.word(key, words, found)).unwrap_or(FormSpec::Text)
    };
    let numbers = [("text", FormSpec::Text), ("bare", FormSpec::Bare)];
    Some(ExchangeFile {
        place: Place { end: node.place.start + 1, ..node.place.clone() },
        locale_header: header("locale", found),
        channel_header: header("channel", found),
        demo_header: headers.as_ref().and_then(|headers| demo(headers.get("demo")?, found)),
        numbers: form("numbers", &numbers, found),
        booleans: form("booleans", super::field::FORMS, found),
        buckets: map.get("buckets").map(|node| buckets(node, found)).unwrap_or_default(),
        every_call: map.texts("every_call", found),
        sections: map.get("sections").map(|node| super::tables::glossary(node, found)).unwrap_or_default(),
        title,
        doc,
        signing: signing.unwrap_or(SigningSpec::Bitget),
        services: services?,
        envelopes: envelopes?,
    })
}

fn services(node: &Node, found: &mut Diagnostics) -> Vec<(Spanned<String>, Texts)> {
    let entries = read::entries(node, found).unwrap_or_default();
    entries.iter().map(|(name, hosts)| (name.clone(), texts_by_key(hosts, found))).collect()
}

fn texts_by_key(node: &Node, found: &mut Diagnostics) -> Texts {
    let entries = read::entries(node, found).unwrap_or_default();
    entries.iter().filter_map(|(key, node)| Some((key.clone(), read::text(node, found)?))).collect()
}

fn demo(node: &Node, found: &mut Diagnostics) -> Option<(Spanned<String>, Spanned<String>)> {
    let map = read::map(node, &["name", "value"], found)?;
    Some((map.need_text("name", found)?, map.need_text("value", found)?))
}

fn envelopes(node: &Node, found: &mut Diagnostics) -> Vec<EnvelopeSpec> {
    let entries = read::entries(node, found).unwrap_or_default();
    entries.iter().filter_map(|(name, node)| envelope(name, node, found)).collect()
}

fn envelope(name: &Spanned<String>, node: &Node, found: &mut Diagnostics) -> Option<EnvelopeSpec> {
    let map = read::map(node, &["success", "code", "message", "data", "time", "other"], found)?;
    let success = map.get("success").and_then(|node| {
        let map = read::map(node, &["field", "values"], found)?;
        Some((map.need_text("field", found)?, read::texts(map.need("values", found)?, found)?))
    });
    Some(EnvelopeSpec {
        name: name.clone(),
        success,
        code: map.texts("code", found),
        message: map.texts("message", found),
        data: map.text("data", found),
        time: map.text("time", found),
        other: map.texts("other", found),
    })
}

fn buckets(node: &Node, found: &mut Diagnostics) -> Vec<(Spanned<String>, LimitSpec)> {
    let entries = read::entries(node, found).unwrap_or_default();
    entries.iter().filter_map(|(name, node)| Some((name.clone(), limit(node, found)?))).collect()
}

/// Reads one rate limit, or a list of them.
pub fn limits(node: &Node, found: &mut Diagnostics) -> Vec<LimitSpec> {
    match &node.value {
        Value::List(items) => items.iter().filter_map(|item| limit(item, found)).collect(),
        Value::Scalar { .. } => {
            let help = "write `{ requests: 10, per: 1s, by: uid }`";
            found.push(Diagnostic::new(Rule::WrongKind, &node.place, "this is no rate limit").help(help));
            Vec::new()
        }
        _ => limit(node, found).into_iter().collect(),
    }
}

fn limit(node: &Node, found: &mut Diagnostics) -> Option<LimitSpec> {
    let map = read::map(node, &["requests", "per", "by", "for"], found)?;
    let requests = map.need("requests", found).and_then(|node| read::count(node, found));
    let per = map.need_text("per", found);
    let by = map.need("by", found).and_then(|node| read::word(node, SCOPES, found));
    let tier = map.text("for", found);
    // What is wrong with a limit has been told; its bucket has its name all the same.
    let requests = requests.unwrap_or_else(|| Spanned { value: 1, place: node.place.clone() });
    let per = per.unwrap_or_else(|| Spanned { value: "1s".to_owned(), place: node.place.clone() });
    Some(LimitSpec { place: node.place.clone(), requests, per, by: by.unwrap_or(ScopeSpec::Uid), tier })
}
