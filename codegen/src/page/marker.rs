//! Names of HTX's rows: which of them are markers.

use super::Word;

/// What a name is.
#[derive(Debug, PartialEq)]
pub(super) enum Mark {
    /// A name.
    None(String),
    /// `DATA_START`, or `LIST>(ATTRIBUTE NAME: DATA_START`, whose kind is `LIST`.
    Start {
        /// In the case of the marker.
        key: String,
        /// The first word, where there are several.
        kind: String,
    },
    /// `DATA_END`
    End(String),
    /// `data: <list>`
    Shaped {
        /// The name.
        key: String,
        /// The word between the brackets.
        kind: String,
        /// What it means.
        word: Word,
    },
    /// `[{id`, `updated_at}`
    Bracket {
        /// What it opens.
        opens: Option<Word>,
        /// The name within.
        name: String,
        /// Whether it closes what was opened.
        closes: bool,
    },
}

/// Keys of markers that stand for the items of what is around them.
const ITEMS: &[&str] = &["list", "dict", "object"];

/// Words between `<` and `>`.
const SHAPES: &[(&str, Word)] = &[("list", Word::ObjectList), ("dict", Word::Object), ("object", Word::Object)];

/// Whether a marker's key may name no key.
pub(super) fn is_item(key: &str) -> bool {
    ITEMS.iter().any(|item| item.eq_ignore_ascii_case(key))
}

/// What a name is.
pub(super) fn read(name: &str) -> Mark {
    let name: String = name.chars().filter(|c| *c != '\\').collect();
    let name = name.trim();
    if let Some(words) = name.strip_suffix("_START") {
        let (kind, key) = words_of(words);
        return Mark::Start { key, kind };
    }
    if let Some(words) = name.strip_suffix("_END") {
        return Mark::End(words_of(words).1);
    }
    if let Some(mark) = shaped(name) {
        return mark;
    }
    let opened = name.trim_start_matches(['[', '{', ' ']);
    let inner = opened.trim_end_matches(['}', ']', ' ']);
    let (before, behind) = (&name[..name.len() - opened.len()], &opened[inner.len()..]);
    if before.contains('{') || behind.contains('}') {
        let word = if before.contains('[') { Word::ObjectList } else { Word::Object };
        let opens = before.contains('{').then_some(word);
        return Mark::Bracket { opens, name: inner.to_owned(), closes: behind.contains('}') };
    }
    Mark::None(name.trim_end_matches(['>', ' ']).trim_start_matches('<').trim().to_owned())
}

fn shaped(name: &str) -> Option<Mark> {
    let (before, rest) = name.split_once('<')?;
    let (kind, behind) = rest.split_once('>')?;
    let (_, word) = SHAPES.iter().find(|(shape, _)| *shape == kind.trim().to_ascii_lowercase())?;
    let key = [before, behind].into_iter().map(words_of).map(|(_, key)| key).find(|key| !key.is_empty())?;
    Some(Mark::Shaped { key, kind: kind.trim().to_owned(), word: *word })
}

/// The first and the last word of a marker, which may be one.
fn words_of(text: &str) -> (String, String) {
    let mut words = text.split(|c: char| !c.is_alphanumeric() && c != '_' && c != '-').filter(|word| !word.is_empty());
    let first = words.next().unwrap_or_default();
    (first.to_owned(), words.next_back().unwrap_or(first).to_owned())
}
