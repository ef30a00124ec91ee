//! Which reply is whose.

use crate::reply::Reply;
use std::collections::{HashMap, VecDeque};

/// The replies that tests gave, until they are used.
#[derive(Debug, Default)]
pub(crate) struct Scripts {
    next: VecDeque<Reply>,
    once: HashMap<String, VecDeque<Reply>>,
    always: HashMap<String, Reply>,
}

impl Scripts {
    pub(crate) fn push_next(&mut self, reply: Reply) {
        self.next.push_back(reply);
    }

    pub(crate) fn push_once(&mut self, id: String, reply: Reply) {
        self.once.entry(id).or_default().push_back(reply);
    }

    pub(crate) fn set(&mut self, id: String, reply: Reply) {
        self.always.insert(id, reply);
    }

    /// The reply to the next call of an endpoint: what was given for any call, what was given for one call of this
    /// endpoint, what was given for all.
    pub(crate) fn take(&mut self, id: &str) -> Reply {
        let once = || self.once.get_mut(id).and_then(VecDeque::pop_front);
        let always = || self.always.get(id).cloned();
        self.next.pop_front().or_else(once).or_else(always).unwrap_or_else(Reply::example)
    }

    /// The same, if it does without the request's body.
    pub(crate) fn take_drop(&mut self, id: &str) -> Option<Reply> {
        let once = self.once.get(id).and_then(VecDeque::front);
        let first = self.next.front().or(once).or(self.always.get(id));
        first.is_some_and(Reply::drops_before_reading).then(|| self.take(id))
    }

    /// How many replies for single calls are left.
    pub(crate) fn pending(&self) -> usize {
        self.next.len() + self.once.values().map(VecDeque::len).sum::<usize>()
    }
}
