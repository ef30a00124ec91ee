//! Which address each of an exchange's services has.

use super::BuildError;
use crate::clock::Offset;
use crate::meta::{Exchange, Host};
use http::Uri;
use std::net::IpAddr;

/// One of an exchange's services, its address and its clock.
#[derive(Debug)]
pub(crate) struct Service {
    pub(crate) name: &'static str,
    /// Scheme and authority.
    pub(crate) base: String,
    /// Host, and port where it is not the scheme's own: what is signed and what the header `Host` says.
    pub(crate) authority: String,
    pub(crate) secure: bool,
    pub(crate) clock: Offset,
}

/// What a client was told about addresses.
#[derive(Clone, Default)]
pub(super) struct Choice {
    pub(super) environment: Option<String>,
    pub(super) base_url: Option<String>,
    pub(super) service_urls: Vec<(String, String)>,
    pub(super) allow_plain_http: bool,
}

impl Choice {
    /// Every service of the exchange with its address: the one given for it, the one given for all, the one in
    /// the environment asked for, the default.
    pub(super) fn services(&self, exchange: &'static Exchange) -> Result<Vec<Service>, BuildError> {
        self.check_names(exchange)?;
        let mut services: Vec<Service> = Vec::new();
        for host in exchange.hosts {
            if services.iter().all(|known| known.name != host.service) {
                services.push(self.service(exchange, host)?);
            }
        }
        Ok(services)
    }

    fn service(&self, exchange: &'static Exchange, default: &Host) -> Result<Service, BuildError> {
        let name = default.service;
        let given = self.service_urls.iter().rev().find(|(service, _)| service == name).map(|(_, url)| url);
        let chosen = |host: &&Host| host.service == name && Some(host.environment) == self.environment.as_deref();
        let url = match given.or(self.base_url.as_ref()) {
            Some(url) => url,
            None => exchange.hosts.iter().find(chosen).unwrap_or(default).url,
        };
        parse(name, url, self.allow_plain_http).map_err(|reason| BuildError::Url { service: name, reason })
    }

    fn check_names(&self, exchange: &'static Exchange) -> Result<(), BuildError> {
        let all = |part: fn(&Host) -> &'static str| {
            let mut names: Vec<_> = exchange.hosts.iter().map(part).collect();
            names.sort_unstable();
            names.dedup();
            names
        };
        if let Some(name) = &self.environment {
            let known = all(|host| host.environment);
            if !known.contains(&name.as_str()) {
                return Err(BuildError::UnknownEnvironment { exchange: exchange.name, name: name.clone(), known });
            }
        }
        let known = all(|host| host.service);
        match self.service_urls.iter().find(|(name, _)| !known.contains(&name.as_str())) {
            Some((name, _)) => Err(BuildError::UnknownService { exchange: exchange.name, name: name.clone(), known }),
            None => Ok(()),
        }
    }
}

const SHAPE: &str = "must look like https://host";

/// Reads `scheme://host[:port]`. Reasons do not quote the URL: it may hold a password.
fn parse(name: &'static str, url: &str, allow_plain_http: bool) -> Result<Service, String> {
    let uri: Uri = url.parse().map_err(|error| format!("is not a URL: {error}"))?;
    let (Some(scheme), Some(authority)) = (uri.scheme_str(), uri.authority()) else {
        return Err(SHAPE.to_owned());
    };
    if authority.host().is_empty() {
        return Err(SHAPE.to_owned());
    }
    if scheme != "https" && scheme != "http" {
        return Err(format!("has the scheme `{scheme}`; only https is supported, and http for testing"));
    }
    if authority.as_str().contains('@') {
        return Err("must not hold a user name or password".to_owned());
    }
    if authority.port_u16().is_none() && authority.as_str() != authority.host() {
        return Err("has a port that is none".to_owned());
    }
    if !matches!(uri.path(), "" | "/") || uri.query().is_some() || url.contains('#') {
        return Err("must end after the host; path and query come from the endpoints".to_owned());
    }
    let host = authority.host().to_ascii_lowercase();
    if scheme == "http" && !allow_plain_http && !is_loopback(&host) {
        return Err(format!(
            "would send keys and orders to {host} readable by anyone on the way; use https, or \
             ClientBuilder::allow_plain_http if that is meant"
        ));
    }
    let own_port = if scheme == "https" { 443 } else { 80 };
    let authority = match authority.port_u16().filter(|port| *port != own_port) {
        Some(port) => format!("{host}:{port}"),
        None => host,
    };
    let (base, secure) = (format!("{scheme}://{authority}"), scheme == "https");
    Ok(Service { name, base, authority, secure, clock: Offset::default() })
}

/// Whether a host can only be this machine.
fn is_loopback(host: &str) -> bool {
    let address = host.trim_start_matches('[').trim_end_matches(']');
    host == "localhost" || address.parse::<IpAddr>().is_ok_and(|address| address.is_loopback())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn urls_are_scheme_and_host() {
        let check = |url: &str, expected: &str| {
            let service = parse("api", url, false).unwrap();
            assert_eq!(service.base, expected);
            assert!(expected.ends_with(&service.authority));
        };
        check("https://api.bitget.com", "https://api.bitget.com");
        check("https://API.Bitget.com:443/", "https://api.bitget.com");
        check("https://api.bitget.com:8443", "https://api.bitget.com:8443");
        check("http://127.0.0.1:1234/", "http://127.0.0.1:1234");
        check("http://127.9.9.9:80", "http://127.9.9.9");
        check("http://localhost:1", "http://localhost:1");
        check("http://[::1]:1234", "http://[::1]:1234");
    }

    #[test]
    fn other_urls_are_refused_with_a_reason() {
        let check = |url: &str, expected: &str| {
            let reason = parse("api", url, false).unwrap_err();
            assert!(reason.contains(expected), "{url}: {reason}");
            assert!(!reason.contains("s3cret"), "{reason}");
        };
        check("", "URL");
        check("api.bitget.com", "https://host");
        check("/path", "https://host");
        check("ftp://api.bitget.com", "`ftp`");
        check("https://user:s3cret@api.bitget.com", "password");
        check("https://api.bitget.com/api", "end after the host");
        check("https://api.bitget.com?s3cret=1", "end after the host");
        check("https://api.bitget.com/#x", "end after the host");
        check("http://api.bitget.com", "allow_plain_http");
        check("http://localhost.example.com", "allow_plain_http");
        check("http://127.0.0.1.example.com", "allow_plain_http");
        check("http://0.0.0.0", "allow_plain_http");
        check("https://api.bitget.com:99999", "port");
        check("https://api.bitget.com:", "port");
        check("https://:1", "https://host");
    }

    #[test]
    fn plain_http_elsewhere_must_be_asked_for() {
        assert_eq!(parse("api", "http://10.0.0.1:8080", true).unwrap().base, "http://10.0.0.1:8080");
    }
}
