//! What is called: an endpoint of the tables, or a path that no spec covers.

use crate::meta::{Access, Effect, Envelope, Exchange, Meta, Method, Quota};
use std::borrow::Cow;

#[derive(Clone, Debug)]
pub(crate) enum Target {
    Endpoint(&'static Meta),
    Raw(Box<RawTarget>),
}

#[derive(Clone, Debug)]
pub(crate) struct RawTarget {
    pub(crate) id: String,
    pub(crate) exchange: &'static Exchange,
    /// `None` is the exchange's first.
    pub(crate) service: Option<String>,
    pub(crate) method: Method,
    pub(crate) signed: bool,
    pub(crate) effect: Effect,
}

impl Target {
    pub(crate) fn id(&self) -> &str {
        match self {
            Self::Endpoint(meta) => meta.id,
            Self::Raw(raw) => &raw.id,
        }
    }

    /// The id for an error.
    pub(crate) fn owned_id(&self) -> Cow<'static, str> {
        match self {
            Self::Endpoint(meta) => Cow::Borrowed(meta.id),
            Self::Raw(raw) => Cow::Owned(raw.id.clone()),
        }
    }

    pub(crate) fn exchange(&self) -> &'static Exchange {
        match self {
            Self::Endpoint(meta) => meta.exchange,
            Self::Raw(raw) => raw.exchange,
        }
    }

    pub(crate) fn service(&self) -> Option<&str> {
        match self {
            Self::Endpoint(meta) => Some(meta.service),
            Self::Raw(raw) => raw.service.as_deref(),
        }
    }

    pub(crate) fn method(&self) -> Method {
        match self {
            Self::Endpoint(meta) => meta.method,
            Self::Raw(raw) => raw.method,
        }
    }

    pub(crate) fn is_signed(&self) -> bool {
        match self {
            Self::Endpoint(meta) => meta.access != Access::Public,
            Self::Raw(raw) => raw.signed,
        }
    }

    pub(crate) fn effect(&self) -> Effect {
        match self {
            Self::Endpoint(meta) => meta.effect,
            Self::Raw(raw) => raw.effect,
        }
    }

    pub(crate) fn envelope(&self) -> &'static Envelope {
        match self {
            Self::Endpoint(meta) => meta.envelope,
            Self::Raw(raw) => raw.exchange.envelope,
        }
    }

    /// What the tables know of it.
    pub(crate) fn meta(&self) -> Option<&'static Meta> {
        match self {
            Self::Endpoint(meta) => Some(meta),
            Self::Raw(_) => None,
        }
    }

    /// Whether the answer may hold secrets; of a path that no spec covers, nobody can tell.
    pub(crate) fn has_secret_answer(&self) -> bool {
        match self {
            Self::Endpoint(meta) => meta.secret_answer,
            Self::Raw(_) => false,
        }
    }

    /// The quotas, and the name of those that have no bucket.
    pub(crate) fn quotas(&self) -> (&'static str, &'static [Quota]) {
        match self {
            Self::Endpoint(meta) => (meta.id, meta.quotas),
            Self::Raw(raw) => (raw.exchange.name, raw.exchange.quotas),
        }
    }
}
