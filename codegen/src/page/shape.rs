//! What an example shows of the shape of an answer: which names stand where.

use super::Word;
use crate::json::Json;
use std::collections::BTreeMap;

/// No example nests deeper by far; text in a text counts too.
const DEEPEST: usize = 64;

/// The shape of a value: that of a list is what its items have in common.
#[derive(Clone, Debug, Default)]
pub(super) struct Shape {
    /// Whether it is a list.
    pub(super) list: bool,
    /// Whether it is an object, or a list of objects.
    pub(super) object: bool,
    /// Whether it is written as JSON in a text.
    pub(super) text: bool,
    members: BTreeMap<String, Shape>,
    lower: BTreeMap<String, String>,
}

impl Shape {
    /// The shape of a value.
    pub(super) fn of(value: &Json) -> Self {
        let mut shape = Self::default();
        shape.add(value, DEEPEST);
        shape
    }

    fn add(&mut self, value: &Json, depth: usize) {
        match value {
            _ if depth == 0 => {}
            Json::List(items) => {
                self.list = true;
                items.iter().for_each(|item| self.add_item(item, depth - 1));
            }
            Json::Object(members) => {
                self.object = true;
                for (name, value) in members.iter() {
                    self.members.entry(name.clone()).or_default().add(value, depth - 1);
                    self.lower.entry(name.to_ascii_lowercase()).or_insert_with(|| name.clone());
                }
            }
            // Objects come as text too.
            Json::Text(text) if text.trim_start().starts_with(['{', '[']) => {
                if let Ok(value @ (Json::Object(_) | Json::List(_))) = Json::parse(text) {
                    self.text = true;
                    self.add(&value, depth - 1);
                }
            }
            _ => {}
        }
    }

    fn add_item(&mut self, item: &Json, depth: usize) {
        if let Json::Object(_) = item {
            self.add(item, depth);
        }
    }

    /// The member of a name, whatever its case.
    pub(super) fn member(&self, name: &str) -> Option<(&str, &Shape)> {
        let exact = self.members.get_key_value(name);
        let alike = || self.members.get_key_value(self.lower.get(&name.to_ascii_lowercase())?);
        exact.or_else(alike).map(|(name, shape)| (name.as_str(), shape))
    }

    /// Whether there is a member of this name.
    pub(super) fn has(&self, name: &str) -> bool {
        self.member(name).is_some()
    }

    /// The members that hold others.
    pub(super) fn containers(&self) -> impl Iterator<Item = (&str, &Shape)> {
        self.members.iter().filter(|(_, shape)| shape.object).map(|(name, shape)| (name.as_str(), shape))
    }

    /// Whether nothing is known of its members.
    pub(super) fn is_empty(&self) -> bool {
        self.members.is_empty()
    }

    /// The word for it.
    pub(super) fn word(&self) -> Word {
        match (self.list, self.object) {
            (true, true) => Word::ObjectList,
            (true, false) => Word::List,
            (false, true) => Word::Object,
            (false, false) => Word::Unknown,
        }
    }
}
