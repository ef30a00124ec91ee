//! An example call → method, address and parameters.

use super::tolerant;
use crate::json::Json;
use crate::model::Method;

/// An example call.
#[derive(Debug, Default)]
pub(super) struct Call {
    /// The method, where it is told.
    pub(super) method: Option<Method>,
    /// `https://host`
    pub(super) host: Option<String>,
    /// Path, without query.
    pub(super) path: Option<String>,
    /// Parameters of the query, percent-decoded.
    pub(super) query: Vec<(String, Json)>,
    /// What is sent in the body.
    pub(super) body: Option<Json>,
    /// What had to be mended.
    pub(super) mended: Vec<&'static str>,
    /// What could not be read of it.
    pub(super) unread: Option<String>,
}

/// Words before a body.
const BODY: &[&str] = &["--data-raw", "--data-binary", "--data", "-d"];

/// Words before a header that tells that calls are signed, in lower case.
const SIGNED: &[&str] = &["access-sign", "access-key", "signature=", "accesskeyid="];

/// Whether an example call is signed.
pub(super) fn is_signed(text: &str) -> bool {
    let text = text.to_ascii_lowercase();
    SIGNED.iter().any(|word| text.contains(word))
}

/// Reads an example call; `None` where there is no address in it.
pub(super) fn read(text: &str) -> Option<Call> {
    let scheme = ["https://", "http://"].iter().filter_map(|scheme| text.find(scheme)).min();
    let at = scheme.or_else(|| bare_path(text))?;
    let mut call = Call { method: method(text), ..Call::default() };
    let address = address(text, at);
    call.split(address);
    let behind = &text[at + address.len()..];
    if let Some(body) = body(behind) {
        match tolerant::read(body, false) {
            Some(reading) => {
                reading.mended.into_iter().for_each(|what| call.mend(what));
                call.body = Some(reading.value);
            }
            None if body.contains(['{', '[']) => call.unread = Some(body.trim().to_owned()),
            None => {}
        }
    }
    if call.method.is_none() && call.body.is_some() {
        call.method = Some(Method::Post);
    }
    Some(call)
}

/// Where an address without host begins: `curl "/v1/orders"`.
fn bare_path(text: &str) -> Option<usize> {
    let rest = text.strip_prefix("curl")?.trim_start_matches([' ', '"', '\'']);
    rest.starts_with('/').then(|| text.len() - rest.len())
}

/// The address that starts at a place: to the quote that closes it, or to the next blank.
fn address(text: &str, at: usize) -> &str {
    let opened = text[..at].chars().next_back().filter(|c| matches!(c, '"' | '\''));
    let rest = &text[at..];
    let end = match opened {
        Some(quote) => rest.find([quote, '”', '“', '\n']),
        None => rest.find(|c: char| c.is_whitespace() || matches!(c, '"' | '\'' | '`' | '”')),
    };
    rest[..end.unwrap_or(rest.len())].trim_end_matches(['`', '\\', ' '])
}

fn method(text: &str) -> Option<Method> {
    let words: Vec<&str> = text.split_whitespace().take(64).collect();
    words.windows(2).find(|pair| matches!(pair[0], "-X" | "--request")).and_then(|pair| super::method(pair[1]))
}

/// The text behind the first word that announces a body.
fn body(text: &str) -> Option<&str> {
    let word = |word: &&str| {
        let starts = text.match_indices(*word).map(|(at, _)| at);
        starts.filter(|at| text[..*at].ends_with(char::is_whitespace)).map(|at| at + word.len()).next()
    };
    BODY.iter().filter_map(word).min().map(|at| &text[at..])
}

impl Call {
    fn mend(&mut self, what: &'static str) {
        if !self.mended.contains(&what) {
            self.mended.push(what);
        }
    }

    fn split(&mut self, address: &str) {
        let (place, query) = address.split_once(['?', '？']).unwrap_or((address, ""));
        let bare: String = place.chars().filter(|c| !c.is_whitespace()).collect();
        if bare != place {
            self.mend("blanks in the address");
        }
        let place = bare.as_str();
        let scheme = place.find("://").map_or(0, |at| at + 3);
        let host = place[scheme..].find('/').map_or(place.len(), |at| scheme + at);
        // A host without a dot is the path's own beginning.
        if scheme > 0 && !place[scheme..host].contains(['.', ':']) {
            self.mend("an address without a host");
            self.path = Some(format!("/{}", place[scheme..].trim_end_matches('/')));
        } else {
            self.host = Some(place[..host].to_owned()).filter(|host| !host.is_empty());
            self.path = Some(place[host..].trim_end_matches('/').to_owned()).filter(|path| !path.is_empty());
        }
        for pair in query.split('&').filter(|pair| !pair.is_empty()) {
            let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
            if value.starts_with(' ') || value.ends_with(' ') {
                self.mend("blanks in the query");
            }
            self.query.push((decoded(name.trim()), Json::Text(decoded(value.trim()))));
        }
    }
}

/// A text without percent signs and what they stand for; as it is where that is no text.
fn decoded(text: &str) -> String {
    let bytes = text.as_bytes();
    let mut out = Vec::with_capacity(bytes.len());
    let mut at = 0;
    while let Some(byte) = bytes.get(at) {
        let hex = text.get(at + 1..at + 3).filter(|_| *byte == b'%');
        let code = hex.filter(|hex| hex.bytes().all(|byte| byte.is_ascii_hexdigit()));
        match code.and_then(|hex| u8::from_str_radix(hex, 16).ok()) {
            Some(code) => {
                out.push(code);
                at += 3;
            }
            None => {
                out.push(*byte);
                at += 1;
            }
        }
    }
    String::from_utf8(out).unwrap_or_else(|_| text.to_owned())
}
