//! An exchange's own file, its error codes and its limits.

use super::layout::ExchangeDir;
use crate::diagnostic::{Diagnostic, Diagnostics, Rule, Spanned, shown};
use crate::model::{Bucket, ConstName, Envelope, ErrorCode, Exchange, Limit, Module, ModuleName, Retry, Types};
use crate::spec::exchange::{EnvelopeSpec, ExchangeFile, LimitSpec};
use crate::spec::tables::{self, ErrorSpec};
use std::collections::BTreeMap;
use std::time::Duration;

/// An exchange as far as it is lowered, and its file for what endpoints refer to.
pub(super) struct Context {
    pub(super) file: ExchangeFile,
    pub(super) lowered: Exchange,
}

pub(super) fn lower(dir: &ExchangeDir, file: ExchangeFile, found: &mut Diagnostics) -> Context {
    let root = Module {
        path: vec![dir.name.clone()],
        about: String::new(),
        types: Vec::new(),
        endpoints: Vec::new(),
        modules: Vec::new(),
    };
    let text = |text: &Option<Spanned<String>>| text.as_ref().map(|text| text.value.clone());
    one_name_each(&file, found);
    let lowered = Exchange {
        name: dir.name.clone(),
        title: file.title.value.clone(),
        doc: file.doc.value.clone(),
        signing: file.signing,
        hosts: hosts(&file, found),
        locale_header: text(&file.locale_header),
        channel_header: text(&file.channel_header),
        demo_header: file.demo_header.as_ref().map(|(name, value)| (name.value.clone(), value.value.clone())),
        numbers: file.numbers,
        booleans: file.booleans,
        envelopes: file.envelopes.iter().filter_map(|spec| envelope(spec, found)).collect(),
        buckets: buckets(&file, found),
        every_call: file.every_call.iter().filter_map(|name| bucket(name, &file, found)).collect(),
        errors: dir.errors.as_ref().map(|node| errors(tables::errors(node, found), found)).unwrap_or_default(),
        types: Types::default(),
        root,
    };
    Context { file, lowered }
}

impl Context {
    /// What a folder is for.
    pub(super) fn section(&self, path: &[ModuleName]) -> Option<String> {
        let names: Vec<_> = path.iter().skip(1).map(ModuleName::as_str).collect();
        let key = names.join("/");
        self.file.sections.iter().find(|(name, _)| name.value == key).map(|(_, about)| about.value.clone())
    }

    /// Notes descriptions of folders that are not there.
    pub(super) fn sections(&self, root: &Module, found: &mut Diagnostics) {
        let path = |module: &Module| module.path[1..].iter().map(ModuleName::as_str).collect::<Vec<_>>().join("/");
        let folders: Vec<String> = root.walk().into_iter().skip(1).map(path).collect();
        for (name, _) in self.file.sections.iter().filter(|(name, _)| !folders.contains(&name.value)) {
            let message = format!("there is no folder `{}` to describe", shown(&name.value));
            let missing = Diagnostic::new(Rule::Layout, &name.place, message);
            found.push(missing.did_you_mean(&name.value, folders.iter().map(String::as_str)));
        }
    }

    /// The constant of a bucket that an endpoint names.
    pub(super) fn bucket(&self, name: &Spanned<String>, found: &mut Diagnostics) -> Option<ConstName> {
        bucket(name, &self.file, found)
    }

    /// The constant of an envelope that an endpoint names.
    pub(super) fn envelope(&self, name: &Spanned<String>, found: &mut Diagnostics) -> Option<ConstName> {
        let names = self.file.envelopes.iter().map(|envelope| &envelope.name);
        declared(name, names, Rule::UnknownEnvelope, "envelope", found)?;
        ConstName::new(&name.value)
    }

    /// The service that an endpoint names, or else the first.
    pub(super) fn service(&self, name: Option<&Spanned<String>>, found: &mut Diagnostics) -> Option<String> {
        let mut names = self.file.services.iter().map(|(name, _)| name);
        match name {
            Some(name) => declared(name, names, Rule::UnknownService, "service", found),
            None => names.next().map(|first| first.value.clone()),
        }
    }
}

fn bucket(name: &Spanned<String>, file: &ExchangeFile, found: &mut Diagnostics) -> Option<ConstName> {
    declared(name, file.buckets.iter().map(|(name, _)| name), Rule::UnknownBucket, "bucket", found)?;
    ConstName::new(&name.value)
}

fn declared<'a>(
    name: &Spanned<String>,
    known: impl Iterator<Item = &'a Spanned<String>>,
    rule: Rule,
    what: &str,
    found: &mut Diagnostics,
) -> Option<String> {
    let known: Vec<&str> = known.map(Spanned::as_str).collect();
    if known.contains(&name.as_str()) {
        return Some(name.value.clone());
    }
    let message = format!("`exchange.yaml` declares no {what} `{}`", shown(&name.value));
    let unknown = Diagnostic::new(rule, &name.place, message).did_you_mean(&name.value, known.iter().copied());
    let all = if known.is_empty() { "it declares none".to_owned() } else { format!("declared: {}", known.join(", ")) };
    found.push(if unknown.help.is_some() { unknown } else { unknown.help(all) });
    None
}

fn hosts(file: &ExchangeFile, found: &mut Diagnostics) -> Vec<(String, String, String)> {
    let mut hosts = Vec::new();
    if file.services.is_empty() {
        found.push(Diagnostic::new(Rule::Host, &file.place, "an exchange has at least one service"));
    }
    for (service, addresses) in &file.services {
        if addresses.is_empty() {
            found.push(Diagnostic::new(Rule::Host, &service.place, "a service has at least one address"));
        }
        for (environment, url) in addresses {
            let bare = url.value.strip_prefix("https://").unwrap_or("");
            let plain = |c: char| c.is_ascii_alphanumeric() || ".-:".contains(c);
            if bare.is_empty() || !bare.chars().all(plain) {
                let message = format!("`{}` is not an https address without a path", shown(&url.value));
                found.push(Diagnostic::new(Rule::Host, &url.place, message).help("write `https://api.example.com`"));
            }
            hosts.push((service.value.clone(), environment.value.clone(), url.value.clone()));
        }
    }
    hosts
}

fn envelope(spec: &EnvelopeSpec, found: &mut Diagnostics) -> Option<Envelope> {
    let texts = |names: &[Spanned<String>]| names.iter().map(|name| name.value.clone()).collect();
    Some(Envelope {
        name: constant(&spec.name, found)?,
        success: spec.success.as_ref().map(|(field, values)| (field.value.clone(), texts(values))),
        code: texts(&spec.code),
        message: texts(&spec.message),
        data: spec.data.as_ref().map(|name| name.value.clone()),
        time: spec.time.as_ref().map(|name| name.value.clone()),
        other: texts(&spec.other),
    })
}

/// Envelopes and buckets are constants of one module.
fn one_name_each(file: &ExchangeFile, found: &mut Diagnostics) {
    if file.envelopes.is_empty() {
        found.push(Diagnostic::new(Rule::UnknownEnvelope, &file.place, "an exchange has at least one envelope"));
    }
    for (bucket, _) in &file.buckets {
        if let Some(envelope) = file.envelopes.iter().find(|envelope| envelope.name.value == bucket.value) {
            let message = format!("an envelope and a bucket are both called `{}`", bucket.value);
            let collision = Diagnostic::new(Rule::NameCollision, &bucket.place, message);
            found.push(collision.other(&envelope.name.place, "first here"));
        }
    }
}

fn buckets(file: &ExchangeFile, found: &mut Diagnostics) -> Vec<Bucket> {
    let lower = |(name, spec): &(Spanned<String>, LimitSpec)| {
        let constant = constant(name, found)?;
        Some(Bucket { constant, name: name.value.clone(), limit: limit(spec, found)? })
    };
    file.buckets.iter().filter_map(lower).collect()
}

fn constant(name: &Spanned<String>, found: &mut Diagnostics) -> Option<ConstName> {
    let constant = ConstName::new(&name.value)
        .filter(|constant| !matches!(constant.as_str(), "META" | "ERRORS" | "EXCHANGE" | "QUOTAS"));
    if constant.is_none() {
        let message = format!("`{}` cannot be the name of a constant", shown(&name.value));
        let help = "use lower case letters, digits and `_`; `meta`, `errors`, `exchange` and `quotas` are taken";
        found.push(Diagnostic::new(Rule::RustName, &name.place, message).help(help));
    }
    constant
}

/// Lowers a rate limit.
pub(super) fn limit(spec: &LimitSpec, found: &mut Diagnostics) -> Option<Limit> {
    let per = duration(&spec.per.value);
    if per.is_none() {
        let message = format!("`{}` is not a time", shown(&spec.per.value));
        found
            .push(Diagnostic::new(Rule::RateLimit, &spec.per.place, message).help("write `500ms`, `1s`, `5m` or `1h`"));
    }
    if spec.requests.value == 0 {
        found.push(Diagnostic::new(Rule::RateLimit, &spec.requests.place, "a limit allows at least one call"));
    }
    let tier = spec.tier.as_ref().map(|tier| tier.value.clone());
    Some(Limit { requests: spec.requests.value, per: per?, by: spec.by, tier })
}

fn duration(text: &str) -> Option<Duration> {
    let digits = text.trim_end_matches(|c: char| c.is_ascii_lowercase());
    let count: u64 = digits.parse().ok().filter(|count| (1..=86_400_000).contains(count))?;
    match &text[digits.len()..] {
        "ms" => Some(Duration::from_millis(count)),
        "s" => Some(Duration::from_secs(count)),
        "m" => Some(Duration::from_secs(count * 60)),
        "h" => Some(Duration::from_secs(count * 3600)),
        _ => None,
    }
}

fn errors(specs: Vec<ErrorSpec>, found: &mut Diagnostics) -> Vec<ErrorCode> {
    let mut known: BTreeMap<String, ErrorSpec> = BTreeMap::new();
    for spec in specs {
        match known.get(&spec.code.value) {
            Some(first) => found.push(
                Diagnostic::new(
                    Rule::DuplicateCode,
                    &spec.code.place,
                    format!("the code `{}` stands twice", spec.code.value),
                )
                .other(&first.code.place, "first here"),
            ),
            None => drop(known.insert(spec.code.value.clone(), spec)),
        }
    }
    known.into_values().map(error).collect()
}

fn error(spec: ErrorSpec) -> ErrorCode {
    let usual = match spec.kind {
        "RateLimit" | "Maintenance" => Retry::Later,
        "Timestamp" => Retry::Resync,
        _ => Retry::Never,
    };
    let retry = spec.retry.unwrap_or(usual);
    ErrorCode { code: spec.code.value, kind: spec.kind, retry, about: spec.about.value }
}
