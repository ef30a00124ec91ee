//! Changes of specs in place: only what a change is about changes, and every other byte stays.
//!
//! ```text
//! Change ─make─▶ edits of a tree by path ─doc─▶ edits of its text ─members, layout─▶ bytes
//! ```
//!
//! Changes are made one after the other, and each file is read anew for each; [`Edits`] remembers how places moved.

mod doc;
mod find;
mod fragment;
mod layout;
mod make;
mod members;

use super::FieldText;
use crate::diagnostic::Diagnostics;
use crate::drift::Change;
use crate::facts::Fact;
use crate::spec::{endpoint, field};
use doc::{Doc, Splice};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

const ODD: &str = "the spec is laid out in a way in which this cannot be changed without changing more";
const COMMENT: &str = "a comment stands in the midst of what would be replaced";

/// What was changed since specs were read: places of changes are those of the specs as they were then.
#[derive(Debug, Default)]
pub struct Edits {
    files: BTreeMap<Arc<str>, Vec<Splice>>,
    added: Vec<Added>,
}

/// A parameter or field that was added.
#[derive(Debug)]
struct Added {
    file: Arc<str>,
    /// The place of its type as the change has it; none for a parameter.
    list: Option<usize>,
    after: Option<String>,
    name: String,
}

impl Edits {
    /// Makes a change; tells the file that it was made in. `write` says how a fact is written as a field.
    ///
    /// # Errors
    ///
    /// Why the change was not made. The texts are what they were then.
    pub fn apply(
        &mut self,
        texts: &mut BTreeMap<Arc<str>, String>,
        change: &Change,
        write: &mut dyn FnMut(&Fact) -> FieldText,
    ) -> Result<Arc<str>, String> {
        let (file, was) = make::place(change);
        let text = texts.get(file).ok_or_else(|| format!("there is no file `{file}`"))?;
        let mut doc = Doc::read(file, text)?;
        let known = problems(&doc);
        let at = self.now(file, was);
        let gone = || "it was changed or removed already".to_owned();
        match change {
            Change::Add { list, after, fact } => {
                let same = |added: &&Added| added.file == *file && added.list == was;
                let before: Vec<&Added> = self.added.iter().filter(same).collect();
                let list = make::list(&doc, list, at)?;
                make::add(&mut doc, list, after.as_deref(), fact, &before, write)?;
            }
            Change::Remove(_) => make::remove(&mut doc, at.ok_or_else(gone)?)?,
            Change::Retype(_, fact) => {
                let at = at.ok_or_else(gone)?;
                make::retype(&mut doc, at, &write(fact))?;
            }
            Change::Set(_, key, value) => make::set(&mut doc, at.ok_or_else(gone)?, key, value.as_deref())?,
            Change::AddValue(_, value) => make::add_value(&mut doc, at.ok_or_else(gone)?, value)?,
            Change::SetTop(_, key, value) => make::set_top(&mut doc, key, value)?,
        }
        if let Some(problem) = problems(&doc).difference(&known).next() {
            return Err(problem.clone());
        }
        self.keep(texts, change, doc)
    }

    fn keep(&mut self, texts: &mut BTreeMap<Arc<str>, String>, change: &Change, doc: Doc) -> Result<Arc<str>, String> {
        let (file, was) = make::place(change);
        if let Change::Add { after, fact, .. } = change {
            let name = fact.name.clone();
            self.added.push(Added { file: file.clone(), list: was, after: after.clone(), name });
        }
        self.files.entry(file.clone()).or_default().extend(doc.splices);
        texts.insert(file.clone(), doc.text);
        Ok(file.clone())
    }

    /// Where a place is by now; `None` when it is gone.
    fn now(&self, file: &Arc<str>, was: Option<usize>) -> Option<usize> {
        let splices = self.files.get(file).into_iter().flatten();
        splices.fold(was, |at, splice| splice.moved(at?))
    }
}

/// What is wrong with a file by itself.
fn problems(doc: &Doc) -> BTreeSet<String> {
    let mut found = Diagnostics::default();
    if make::is_shared(doc) {
        field::types(&doc.root, &mut found);
    } else {
        endpoint::endpoint(&doc.root, &mut found);
    }
    found.iter().map(|diagnostic| diagnostic.message.clone()).collect()
}
