//! Which quotas a call draws on, and in what order it waits for them.

use super::window::Window;
use super::{Limiter, Table};
use crate::meta::{Quota, Scope};
use std::hash::BuildHasher;
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::Mutex;

/// The quotas of one kind of call.
pub(crate) struct Route {
    /// In the order of waiting, which must be the same for all routes: two calls that hold what the other waits
    /// for would wait for ever.
    pub(super) lanes: Vec<Lane>,
}

pub(super) struct Lane {
    pub(super) window: usize,
    pub(super) queue: Arc<Mutex<()>>,
}

/// What tells windows apart.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(super) struct WindowId {
    pub(super) exchange: &'static str,
    pub(super) name: &'static str,
    pub(super) shared: bool,
    pub(super) scope: Scope,
    pub(super) who: u64,
    pub(super) requests: u32,
    pub(super) per: Duration,
}

impl WindowId {
    /// Narrow quotas first: who waits for a narrow one must not hold up calls that do not need it.
    fn rank(&self) -> (bool, bool) {
        (self.shared, self.scope == Scope::Ip)
    }
}

/// Who calls, as far as quotas tell callers apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Caller {
    uid: u64,
    key: u64,
}

impl Caller {
    /// The caller with an API key, under the label of its account where it was given one.
    pub(crate) fn new(limiter: &Limiter, uid: Option<&str>, key: Option<&str>) -> Self {
        let hash = |kind: &str, name: &str| limiter.shared.hasher.hash_one((kind, name));
        let key = hash("key", key.unwrap_or_default());
        Self { uid: uid.map_or(key, |uid| hash("uid", uid)), key }
    }

    pub(super) fn identity(self, scope: Scope) -> u64 {
        match scope {
            Scope::Uid => self.uid,
            Scope::Key => self.key,
            Scope::Ip => 0,
        }
    }
}

/// What a route is made from.
pub(super) struct Plan<'a> {
    pub(super) exchange: &'static str,
    /// Name of quotas that are not shared.
    pub(super) name: &'static str,
    pub(super) quotas: &'a [Quota],
    pub(super) tier: Option<&'a str>,
    pub(super) caller: Caller,
}

impl Plan<'_> {
    pub(super) fn route(&self, table: &mut Table) -> Route {
        let chosen = self.quotas.iter().filter(|quota| applies(quota, self.quotas, self.tier));
        let mut windows: Vec<_> = chosen.map(|quota| table.window(self.id(quota))).collect();
        windows.sort_by_key(|&index| (table.windows[index].id.rank(), index));
        windows.dedup();
        let lane = |window: usize| Lane { window, queue: Arc::clone(&table.windows[window].queue) };
        Route { lanes: windows.into_iter().map(lane).collect() }
    }

    fn id(&self, quota: &Quota) -> WindowId {
        WindowId {
            exchange: self.exchange,
            name: quota.bucket.unwrap_or(self.name),
            shared: quota.bucket.is_some(),
            scope: quota.by,
            who: self.caller.identity(quota.by),
            requests: quota.requests,
            per: quota.per,
        }
    }
}

impl Table {
    fn window(&mut self, id: WindowId) -> usize {
        if let Some(index) = self.index.get(&id) {
            return *index;
        }
        let index = self.windows.len();
        self.windows.push(Window::new(id.clone()));
        self.index.insert(id, index);
        index
    }
}

/// Whether a quota holds for users of a tier: theirs, or one for everybody that has none of theirs beside it.
fn applies(quota: &Quota, all: &[Quota], tier: Option<&str>) -> bool {
    let special = |other: &Quota| {
        other.tier.is_some() && other.tier == tier && other.bucket == quota.bucket && other.by == quota.by
    };
    match quota.tier {
        Some(_) => quota.tier == tier,
        None => !all.iter().any(special),
    }
}
