//! A signed request to look at instead of sending it.

use crate::sign::{is_secret_header, is_secret_pair};
use crate::transport::Request;
use crate::value::secret::{MASK, hidden};
use bytes::Bytes;
use http::{HeaderMap, HeaderValue, Method};
use std::fmt::{self, Write as _};

/// The exact request that a call would have sent. Its parts hold secrets; its `Debug` and [`to_curl`](Self::to_curl)
/// mask them.
#[derive(Clone)]
pub struct Preview {
    request: Request,
}

impl Preview {
    pub(super) fn new(request: Request) -> Self {
        Self { request }
    }

    /// HTTP method.
    pub fn method(&self) -> &Method {
        &self.request.method
    }

    /// The whole URL. On exchanges that sign in the query it holds the key and a signature.
    pub fn url(&self) -> &str {
        &self.request.url
    }

    /// The headers, apart from those that every HTTP client adds (`Host`, `Accept`, `Content-Length`). On exchanges
    /// that sign in headers they hold the key, the passphrase and a signature.
    pub fn headers(&self) -> &HeaderMap {
        &self.request.headers
    }

    /// The body; empty where there is none.
    pub fn body(&self) -> &Bytes {
        &self.request.body
    }

    /// The request as a command for a POSIX shell, secrets masked: to read and to share, not to run.
    pub fn to_curl(&self) -> String {
        let url = self.masked_url();
        let mut command = String::from("curl");
        if self.request.method != Method::GET {
            push(&mut command, format_args!(" -X {}", self.request.method));
        }
        if url.contains(['[', ']', '{', '}']) {
            command.push_str(" --globoff");
        }
        push(&mut command, format_args!(" {}", Quoted(&url)));
        for (name, value) in &self.request.headers {
            let header = format!("{name}: {}", masked_header(name.as_str(), value));
            push(&mut command, format_args!(" \\\n  -H {}", Quoted(&header)));
        }
        if !self.request.body.is_empty() {
            push(&mut command, format_args!(" \\\n  --data-raw {}", Quoted(&self.masked_body())));
        }
        command
    }

    fn masked_body(&self) -> String {
        hidden(&String::from_utf8_lossy(&self.request.body), &self.request.secrets)
    }

    fn masked_url(&self) -> String {
        let Some((address, query)) = self.request.url.split_once('?') else { return self.request.url.clone() };
        let mask = |pair: &str| match pair.split_once('=') {
            Some((name, _)) if is_secret_pair(name) => format!("{name}={MASK}"),
            _ => hidden(pair, &self.request.secrets),
        };
        let pairs: Vec<_> = query.split('&').map(mask).collect();
        format!("{address}?{}", pairs.join("&"))
    }
}

impl fmt::Debug for Preview {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let headers = self.request.headers.iter();
        let headers: Vec<_> =
            headers.map(|(name, value)| format!("{name}: {}", masked_header(name.as_str(), value))).collect();
        f.debug_struct("Preview")
            .field("method", &self.request.method)
            .field("url", &self.masked_url())
            .field("headers", &headers)
            .field("body", &self.masked_body())
            .finish()
    }
}

fn masked_header(name: &str, value: &HeaderValue) -> String {
    if value.is_sensitive() || is_secret_header(name) {
        MASK.to_owned()
    } else {
        String::from_utf8_lossy(value.as_bytes()).into_owned()
    }
}

fn push(command: &mut String, part: fmt::Arguments<'_>) {
    // Writing to a String cannot fail.
    let _ = command.write_fmt(part);
}

/// Text as one word of a POSIX shell.
struct Quoted<'a>(&'a str);

impl fmt::Display for Quoted<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_char('\'')?;
        for (index, part) in self.0.split('\'').enumerate() {
            if index > 0 {
                f.write_str("'\\''")?;
            }
            f.write_str(part)?;
        }
        f.write_char('\'')
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_survive_a_shell() {
        let check = |text: &str, expected: &str| assert_eq!(Quoted(text).to_string(), expected);
        check("plain", "'plain'");
        check("", "''");
        check("it's $HOME `x` \"y\" \\ !", "'it'\\''s $HOME `x` \"y\" \\ !'");
        check("''", "''\\'''\\'''");
    }
}
