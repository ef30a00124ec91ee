//! A spec file that is edited: its text, the tree of it, and what was changed so far.
//!
//! Each edit is made twice, in the text and in the tree, and holds only if the new text reads as the new tree and still
//! has every comment. So whatever a file looks like, an edit does exactly what it should or nothing.

use super::fragment::{Fragment, parse};
use super::layout::{column, comments, line_break};
use super::members::{Edit, Members, replace};
use super::{COMMENT, ODD};
use crate::diagnostic::Spanned;
use crate::spec::node::{Node, Value};
use std::ops::Range;
use std::sync::Arc;

/// A file and its tree.
pub(super) struct Doc {
    pub(super) file: Arc<str>,
    pub(super) text: String,
    pub(super) root: Node,
    pub(super) splices: Vec<Splice>,
}

/// A part of a text that was replaced.
#[derive(Clone, Debug)]
pub(super) struct Splice {
    range: Range<usize>,
    length: usize,
    removes: bool,
}

impl Splice {
    /// Where a place is afterwards; `None` when it is gone.
    pub(super) fn moved(&self, at: usize) -> Option<usize> {
        let Range { start, end } = self.range;
        match at {
            _ if at >= end => Some(at - end + start + self.length),
            _ if at < start => Some(at),
            _ => (at == start && !self.removes).then_some(at),
        }
    }
}

impl Doc {
    /// Reads a file.
    pub(super) fn read(file: &Arc<str>, text: &str) -> Result<Self, String> {
        let root = parse(file, text)?;
        Ok(Self { file: file.clone(), text: text.to_owned(), root, splices: Vec::new() })
    }

    /// The node at the end of a path of indices.
    pub(super) fn node(&self, path: &[usize]) -> Result<&Node, String> {
        path.iter().try_fold(&self.root, child).ok_or_else(|| ODD.to_owned())
    }

    /// The entries of the map at a path.
    pub(super) fn entries(&self, path: &[usize]) -> Result<&[(Spanned<String>, Node)], String> {
        match &self.node(path)?.value {
            Value::Map(entries) => Ok(entries),
            _ => Err(ODD.to_owned()),
        }
    }

    /// The members of the list or map at a path.
    pub(super) fn members(&self, path: &[usize]) -> Result<Members<'_>, String> {
        Members::of(&self.text, self.node(path)?)
    }

    /// Gives the key at an index of a map another value.
    pub(super) fn set_value(&mut self, map: &[usize], index: usize, fragment: &Fragment) -> Result<(), String> {
        let new = fragment.node()?;
        let (key, value) = self.entries(map)?.get(index).ok_or(ODD)?;
        if same(value, &new) {
            return Ok(());
        }
        let single = match fragment {
            Fragment::Line(line) if !line.is_empty() => Some(line.clone()),
            _ => None,
        };
        let behind = fragment.behind_key(column(&self.text, key.place.start));
        let edit = replace(&self.text, &self.root, (key, value), single, behind)?;
        self.splice(edit, false, map, |node| {
            if let Value::Map(entries) = &mut node.value
                && let Some((_, value)) = entries.get_mut(index)
            {
                *value = new;
            }
        })
    }

    /// Puts a key, given as YAML, in front of the one at an index of a map. `apart`: between empty lines.
    pub(super) fn insert_entry(
        &mut self,
        map: &[usize],
        index: usize,
        (key, fragment): (&str, &Fragment),
        apart: bool,
    ) -> Result<(), String> {
        let entry = fragment.entry(key)?;
        let members = self.members(map)?;
        let text = format!("{key}:{}", fragment.behind_key(members.column()));
        let edit = members.insert(index, &text, apart)?;
        self.splice(edit, false, map, |node| {
            if let Value::Map(entries) = &mut node.value {
                entries.insert(index.min(entries.len()), entry);
            }
        })
    }

    /// Puts an item in front of the one at an index of a list.
    pub(super) fn insert_item(&mut self, list: &[usize], index: usize, fragment: &Fragment) -> Result<(), String> {
        let new = fragment.node()?;
        let members = self.members(list)?;
        let text = match fragment {
            Fragment::Line(line) if members.brackets => line.clone(),
            _ => fragment.behind_dash(members.column()),
        };
        let edit = members.insert(index, &text, false)?;
        self.splice(edit, false, list, |node| {
            if let Value::List(items) = &mut node.value {
                items.insert(index.min(items.len()), new);
            }
        })
    }

    /// Takes away the key or item at an index of a map or list.
    pub(super) fn remove(&mut self, path: &[usize], index: usize) -> Result<(), String> {
        let edit = self.members(path)?.remove(&self.root, index)?;
        self.splice(edit, true, path, |node| match &mut node.value {
            Value::Map(entries) if index < entries.len() => drop(entries.remove(index)),
            Value::List(items) if index < items.len() => drop(items.remove(index)),
            _ => {}
        })
    }

    fn splice(
        &mut self,
        (range, new): Edit,
        removes: bool,
        path: &[usize],
        change: impl FnOnce(&mut Node),
    ) -> Result<(), String> {
        let mut expected = self.root.clone();
        change(path.iter().try_fold(&mut expected, child_mut).ok_or(ODD)?);
        let new = new.replace("\r\n", "\n").replace('\n', line_break(&self.text));
        let (before, after) = (self.text.get(..range.start).ok_or(ODD)?, self.text.get(range.end..).ok_or(ODD)?);
        let text = format!("{before}{new}{after}");
        let root = parse(&self.file, &text).ok().filter(|root| same(root, &expected)).ok_or(ODD)?;
        let mut left = comment_texts(&text, &root).into_iter();
        if !comment_texts(&self.text, &self.root).iter().all(|comment| left.any(|known| known == *comment)) {
            return Err(COMMENT.to_owned());
        }
        self.splices.push(Splice { range, length: new.len(), removes });
        (self.text, self.root) = (text, root);
        Ok(())
    }
}

fn comment_texts<'t>(text: &'t str, root: &Node) -> Vec<&'t str> {
    comments(text, root, 0..text.len()).into_iter().map(|range| &text[range]).collect()
}

fn child<'n>(node: &'n Node, index: &usize) -> Option<&'n Node> {
    match &node.value {
        Value::Map(entries) => entries.get(*index).map(|(_, value)| value),
        Value::List(items) => items.get(*index),
        Value::Null | Value::Scalar { .. } => None,
    }
}

fn child_mut<'n>(node: &'n mut Node, index: &usize) -> Option<&'n mut Node> {
    match &mut node.value {
        Value::Map(entries) => entries.get_mut(*index).map(|(_, value)| value),
        Value::List(items) => items.get_mut(*index),
        Value::Null | Value::Scalar { .. } => None,
    }
}

/// Whether two trees say the same, wherever they stand.
pub(super) fn same(a: &Node, b: &Node) -> bool {
    match (&a.value, &b.value) {
        (Value::Null, Value::Null) => true,
        (Value::Scalar { text: a, plain }, Value::Scalar { text: b, plain: other }) => a == b && plain == other,
        (Value::List(a), Value::List(b)) => a.len() == b.len() && a.iter().zip(b).all(|(a, b)| same(a, b)),
        (Value::Map(a), Value::Map(b)) => {
            a.len() == b.len() && a.iter().zip(b).all(|(a, b)| a.0.value == b.0.value && same(&a.1, &b.1))
        }
        _ => false,
    }
}
