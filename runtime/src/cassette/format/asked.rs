//! Requests.

use crate::cassette::mask::Mask;
use crate::decode::{Fault as Misread, Object, Reader};
use crate::object;
use crate::params::{Encode, Form, Params};
use crate::transport::Request;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD as BASE64;
use std::fmt;

/// A request without its secrets and its signature.
#[derive(Clone, Debug, Default, PartialEq)]
pub(in crate::cassette) struct Asked {
    /// Id of the endpoint, for whoever reads the cassette.
    pub(in crate::cassette) endpoint: Option<String>,
    pub(in crate::cassette) method: String,
    /// With the port where it is not the scheme's own.
    pub(in crate::cassette) host: String,
    pub(in crate::cassette) path: String,
    pub(in crate::cassette) query: String,
    pub(in crate::cassette) body: Body,
}

impl Asked {
    pub(in crate::cassette) fn new(request: &Request, mask: &Mask) -> Self {
        let (address, query) = request.url.split_once('?').unwrap_or((&request.url, ""));
        let address = address.split_once("://").map_or(address, |(_, address)| address);
        let (host, path) = address.split_at(address.find('/').unwrap_or(address.len()));
        Self {
            endpoint: request.endpoint.map(|meta| meta.id.to_owned()),
            method: request.method.as_str().to_owned(),
            host: host.to_owned(),
            path: mask.text(path),
            query: mask.query(query),
            body: mask.request_body(&request.body),
        }
    }
}

impl fmt::Display for Asked {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.method, self.path)
    }
}

impl Encode for Asked {
    fn encode(&self, _form: Form, out: &mut Params) {
        out.object(|out| {
            out.put("endpoint", &self.endpoint);
            out.put("method", &self.method);
            out.put("host", &self.host);
            out.put("path", &self.path);
            if !self.query.is_empty() {
                out.put("query", &self.query);
            }
            self.body.put(out);
        });
    }
}

impl Object for Asked {
    const REQUIRED: &'static [&'static str] = &["method", "path"];

    fn set(&mut self, key: &str, value: &mut Reader<'_>) -> Result<(), Misread> {
        match key {
            "endpoint" => self.endpoint = value.optional()?,
            "method" => self.method = value.required(0)?,
            "host" => self.host = value.read()?,
            "path" => self.path = value.required(1)?,
            "query" => self.query = value.read()?,
            _ => self.body.set(key, value)?,
        }
        Ok(())
    }
}

object!(Asked);

/// A body: text as text, anything else in base64.
#[derive(Clone, Debug, PartialEq)]
pub(in crate::cassette) enum Body {
    Text(String),
    Bytes(Vec<u8>),
}

impl Default for Body {
    fn default() -> Self {
        Self::Text(String::new())
    }
}

impl Body {
    pub(super) fn put(&self, out: &mut Params) {
        match self {
            Self::Text(text) if text.is_empty() => {}
            Self::Text(text) => {
                out.put("body", text);
            }
            Self::Bytes(bytes) => {
                out.put("body_base64", &BASE64.encode(bytes));
            }
        }
    }

    pub(super) fn set(&mut self, key: &str, value: &mut Reader<'_>) -> Result<(), Misread> {
        match key {
            "body" => *self = Self::Text(value.read()?),
            "body_base64" => {
                let bytes = BASE64.decode(value.read::<String>()?);
                *self = Self::Bytes(bytes.map_err(|error| Misread::new(format!("it is no base64: {error}")))?);
            }
            _ => value.unknown()?,
        }
        Ok(())
    }

    pub(in crate::cassette) fn into_bytes(self) -> Vec<u8> {
        match self {
            Self::Text(text) => text.into_bytes(),
            Self::Bytes(bytes) => bytes,
        }
    }
}
