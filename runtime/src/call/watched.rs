//! What hooks are told of a call.

use super::Job;
use crate::hook::{CallInfo, Watch};

impl Job {
    /// Begins to watch the call, if anybody does.
    pub(super) fn watch(&self) -> Option<Box<Watch>> {
        Watch::begin(&self.client.hooks, || self.info())
    }

    fn info(&self) -> CallInfo {
        let target = &self.target;
        let base = self.service().map(|service| service.base.as_str()).unwrap_or_default();
        // The template of the tables, since a path parameter may be a secret.
        let path = target.meta().map_or_else(|| self.path(), |meta| meta.path);
        CallInfo {
            exchange: target.exchange().name,
            endpoint: target.owned_id(),
            meta: target.meta(),
            method: target.method(),
            url: format!("{base}{path}"),
            effect: target.effect(),
        }
    }
}
