//! What of an exchange of messages may be written down.
//!
//! Three things are masked: texts that are known to be secret, wherever they stand and however they are spelled;
//! values whose names say that they are; and of an answer that holds secrets by its spec, all that its envelope does
//! not need. Nothing else is touched: the bytes around a masked value are those that were sent or arrived.

use super::format::Body;
use super::json::{Kind, Spot, Step, visit};
use crate::credentials::SHORTEST_TO_BLOT;
use crate::error::without_named;
use crate::meta::{Envelope, Meta};
use crate::params::quoted;
use crate::sign::{is_secret_header, is_secret_pair, traces};
use crate::transport::Request;
use crate::value::Secret;
use crate::value::secret::{MASK, spellings};
use std::cmp::Reverse;

/// Masks the messages of one call.
pub(super) struct Mask {
    /// The texts to mask, longest first: none hides a part of another.
    known: Vec<String>,
    answer: Show,
}

/// What may be seen of a body, its secrets masked.
#[derive(Clone, Copy)]
enum Show {
    /// All of it.
    All,
    /// What the envelope says of the call.
    Envelope(&'static Envelope),
    /// Its shape.
    Shape,
}

impl Mask {
    pub(super) fn of(request: &Request) -> Self {
        let query = request.url.split_once('?').map_or("", |(_, query)| query);
        let mut secrets = traces::secrets(&request.headers, query);
        secrets.extend(named_secrets(query, &request.body));
        let sent = request.secrets.iter().map(Secret::expose);
        let mut known: Vec<_> = secrets.iter().map(String::as_str).chain(sent).flat_map(spellings).collect();
        known.sort_by_key(|text| Reverse(text.len()));
        known.dedup();
        let secret = |meta: &&Meta| meta.secret_answer;
        let answer = request.endpoint.filter(secret).map_or(Show::All, |meta| Show::Envelope(meta.envelope));
        Self { known, answer }
    }

    /// A text of any kind.
    pub(super) fn text(&self, text: &str) -> String {
        without_named(&self.hidden(text), is_secret_name)
    }

    fn hidden(&self, text: &str) -> String {
        self.known.iter().fold(text.to_owned(), |text, known| text.replace(known, MASK))
    }

    /// A query, without what signing added to it.
    pub(super) fn query(&self, query: &str) -> String {
        let query = traces::unsigned(query);
        let pairs = query.split('&').map(|pair| match pair.split_once('=') {
            Some((name, value)) if is_secret_name(name) && !value.is_empty() => format!("{name}={MASK}"),
            _ => self.hidden(pair),
        });
        pairs.collect::<Vec<_>>().join("&")
    }

    pub(super) fn request_body(&self, body: &[u8]) -> Body {
        self.body(body, Show::All)
    }

    pub(super) fn answer_body(&self, body: &[u8]) -> Body {
        self.body(body, self.answer)
    }

    fn body(&self, body: &[u8], show: Show) -> Body {
        match (str::from_utf8(body), show) {
            (Ok(""), _) => Body::default(),
            (Ok(text), _) => Body::Text(self.json(text, show).unwrap_or_else(|| self.no_json(text, show))),
            (Err(_), Show::All) => Body::Bytes(self.bytes(body)),
            (Err(_), Show::Envelope(_) | Show::Shape) => Body::Text(MASK.to_owned()),
        }
    }

    fn no_json(&self, text: &str, show: Show) -> String {
        match show {
            Show::All => self.text(text),
            Show::Envelope(_) | Show::Shape => MASK.to_owned(),
        }
    }

    /// Bytes whose readable parts may hold secrets.
    fn bytes(&self, bytes: &[u8]) -> Vec<u8> {
        bytes.utf8_chunks().fold(Vec::with_capacity(bytes.len()), |mut out, chunk| {
            out.extend_from_slice(self.text(chunk.valid()).as_bytes());
            out.extend_from_slice(chunk.invalid());
            out
        })
    }

    /// JSON with its secrets masked; `None` for a text that is no JSON.
    fn json(&self, json: &str, show: Show) -> Option<String> {
        let (mut out, mut copied) = (String::with_capacity(json.len()), 0);
        let quotes = self.known.iter().any(|known| json.contains(known));
        let valid = visit(json, &mut |spot| {
            if let Some(masked) = self.spot(spot, show, quotes) {
                out.push_str(&json[copied..spot.range.start]);
                out.push_str(&quoted(&masked));
                copied = spot.range.end;
            }
        });
        out.push_str(&json[copied..]);
        valid.then_some(out)
    }

    /// What to write in place of a key or value, if anything. Most answers quote nothing of the request; then only
    /// those texts need be searched that have escapes, or room for a name.
    fn spot(&self, spot: &Spot<'_>, show: Show, quotes: bool) -> Option<String> {
        let plain = !quotes && !spot.raw.contains(['\\', '=', ':', '%']);
        let text = spot.text();
        let masked = match spot.kind {
            Kind::Key if plain => return None,
            Kind::Empty => return None,
            Kind::Word if matches!(spot.raw, "true" | "false" | "null") => return None,
            Kind::Text if text.is_empty() => return None,
            Kind::Key => self.hidden(&text),
            _ if is_named_secret(spot.path) => MASK.to_owned(),
            _ if plain && show.shows(spot.path) => return None,
            Kind::Word if self.known.iter().any(|known| known == spot.raw) => MASK.to_owned(),
            Kind::Word if show.shows(spot.path) => return None,
            Kind::Word => MASK.to_owned(),
            Kind::Text => self.string(&text, spot, show),
        };
        (masked != text).then_some(masked)
    }

    /// A text in JSON, which may be JSON again.
    fn string(&self, text: &str, spot: &Spot<'_>, show: Show) -> String {
        let shown = show.shows(spot.path);
        let inner = if shown { Show::All } else { Show::Shape };
        let json = text.starts_with(['{', '[']).then(|| self.json(text, inner)).flatten();
        json.unwrap_or_else(|| if shown { self.text(text) } else { MASK.to_owned() })
    }
}

impl Show {
    fn shows(self, path: &[Step]) -> bool {
        match (self, path) {
            (Self::All, _) => true,
            (Self::Envelope(envelope), [Step::Key(key)]) => {
                let lists = [envelope.code, envelope.message];
                let success = envelope.success.map(|(field, _)| field);
                let single = [success, envelope.time].into_iter().flatten();
                single.chain(lists.into_iter().flatten().copied()).any(|field| field == key)
            }
            (Self::Envelope(_) | Self::Shape, _) => false,
        }
    }
}

/// What a request holds under names of secrets: whoever answers may quote it without the names.
fn named_secrets(query: &str, body: &[u8]) -> Vec<String> {
    let pairs = query.split('&').filter_map(|pair| pair.split_once('=')).filter(|(name, _)| is_secret_name(name));
    let mut secrets: Vec<_> = pairs.map(|(_, value)| traces::decoded(value)).collect();
    visit(str::from_utf8(body).unwrap_or_default(), &mut |spot| {
        if matches!(spot.kind, Kind::Text | Kind::Word) && is_named_secret(spot.path) {
            secrets.push(spot.text().into_owned());
        }
    });
    secrets.retain(|secret| secret.len() >= SHORTEST_TO_BLOT);
    secrets
}

/// Whether a value, or something that it is part of, has the name of a secret.
fn is_named_secret(path: &[Step]) -> bool {
    path.iter().any(|step| matches!(step, Step::Key(key) if is_secret_name(key)))
}

/// Whether values of this name are secret, as far as a name can tell. Rather one too many: a masked value is an
/// annoyance, a written one an account lost.
fn is_secret_name(name: &str) -> bool {
    const PARTS: [&str; 10] = [
        "accesskey",
        "apikey",
        "credential",
        "listenkey",
        "mnemonic",
        "passphrase",
        "passwd",
        "password",
        "privatekey",
        "secret",
    ];
    const WHOLE: [&str; 11] = [
        "accesstoken",
        "authorization",
        "authtoken",
        "cookie",
        "jwt",
        "otp",
        "pwd",
        "refreshtoken",
        "sessiontoken",
        "sign",
        "signature",
    ];
    let plain: String = name.chars().filter(char::is_ascii_alphanumeric).map(|c| c.to_ascii_lowercase()).collect();
    is_secret_header(name)
        || is_secret_pair(name)
        || PARTS.iter().any(|part| plain.contains(part))
        || WHOLE.contains(&&*plain)
}

#[cfg(test)]
mod tests;
