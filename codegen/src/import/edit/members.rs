//! Where the members of a list or map stand, and what has to be replaced to put one in or take one out.

use super::layout::{
    begins_line, behind_colon, closed_line, column, comments, dash, end, entry_end, in_brackets, line_end, line_start,
    remains,
};
use super::{COMMENT, ODD};
use crate::diagnostic::Spanned;
use crate::spec::node::{Node, Value};
use std::ops::Range;

/// A part of a text and what takes its place.
pub(super) type Edit = (Range<usize>, String);

/// The members of a list or map.
pub(super) struct Members<'t> {
    text: &'t str,
    /// From key or dash to the end of the value.
    ranges: Vec<Range<usize>>,
    whole: Range<usize>,
    pub(super) brackets: bool,
    list: bool,
}

impl<'t> Members<'t> {
    /// Those of a node.
    pub(super) fn of(text: &'t str, node: &Node) -> Result<Self, String> {
        let brackets = in_brackets(text, node);
        let item = |item: &Node| match brackets {
            true => Some(item.place.start..item.place.end),
            false => Some(dash(text, item)?..end(text, item)),
        };
        let ranges = match &node.value {
            Value::Map(entries) => {
                entries.iter().map(|(key, value)| Some(key.place.start..entry_end(text, key, value))).collect()
            }
            Value::List(items) => items.iter().map(item).collect::<Option<Vec<_>>>(),
            Value::Null | Value::Scalar { .. } => None,
        };
        let whole = node.place.start..node.place.end;
        Ok(Self { text, ranges: ranges.ok_or(ODD)?, whole, brackets, list: matches!(node.value, Value::List(_)) })
    }

    /// How far from the left they stand.
    pub(super) fn column(&self) -> usize {
        self.ranges.first().map_or(0, |first| column(self.text, first.start))
    }

    /// Whether empty lines stand between them.
    pub(super) fn apart(&self) -> bool {
        let between = self.ranges.windows(2).filter_map(|pair| self.text.get(pair[0].end..pair[1].start));
        between.into_iter().any(|between| between.replace('\r', "").contains("\n\n"))
    }

    /// Puts a text in front of the member at an index. `apart`: between empty lines.
    pub(super) fn insert(&self, index: usize, new: &str, apart: bool) -> Result<Edit, String> {
        let before = index.checked_sub(1).and_then(|index| self.ranges.get(index));
        match (before, self.ranges.first()) {
            (Some(before), _) if self.brackets => Ok((before.end..before.end, format!(", {new}"))),
            (None, Some(first)) if self.brackets => Ok((first.start..first.start, format!("{new}, "))),
            (Some(before), _) => self.line_behind(before.end, new, apart),
            (None, Some(first)) if self.list => self.line_behind(self.above(first.start)?, new, apart),
            (None, Some(first)) => Ok((first.start..first.start, format!("{new}\n{}", self.pad()))),
            (None, None) if self.brackets => self.fill(new),
            (None, None) => Err(ODD.to_owned()),
        }
    }

    /// Takes away the member at an index, but not the comments around it.
    pub(super) fn remove(&self, root: &Node, index: usize) -> Result<Edit, String> {
        let own = self.ranges.get(index).ok_or(ODD)?;
        if self.brackets || !begins_line(self.text, own.start) {
            return self.cut(root, index);
        }
        let (start, last) = (line_start(self.text, own.start), closed_line(self.text, own.end).ok_or(ODD)?);
        let comments = comments(self.text, root, own.start..last);
        if !comments.is_empty() {
            return Ok((start..last, remains(self.text, &comments, self.column())));
        }
        if start == 0 {
            let next = self.text[last..].find('\n').map_or(last, |found| last + found + 1);
            return Ok((own.start..next, String::new()));
        }
        let above = line_end(self.text, line_start(self.text, start - 1));
        // One empty line is left of the two that would meet.
        let blank_above = above > 0 && line_start(self.text, above) == above;
        let rest = self.text[last..].trim_start_matches('\r');
        let blank_below = rest.len() < 2 || rest.starts_with("\n\n") || rest.starts_with("\n\r\n");
        let above =
            if blank_above && blank_below { line_end(self.text, line_start(self.text, above - 1)) } else { above };
        Ok((above..last, String::new()))
    }

    fn pad(&self) -> String {
        " ".repeat(self.column())
    }

    fn line_behind(&self, at: usize, new: &str, apart: bool) -> Result<Edit, String> {
        let line = closed_line(self.text, at).ok_or(ODD)?;
        let rest = self.text[line..].trim_start_matches(['\r', '\n']);
        let breaks = self.text[line..self.text.len() - rest.len()].matches('\n').count();
        let empty = if apart { "\n" } else { "" };
        let below = if apart && breaks < 2 && !rest.is_empty() { "\n" } else { "" };
        Ok((line..line, format!("\n{empty}{}{new}{below}", self.pad())))
    }

    /// The end of the line above the first item and its comments, which is that of the list's key.
    fn above(&self, first: usize) -> Result<usize, String> {
        let mut start = line_start(self.text, first);
        while start > 0 {
            start = line_start(self.text, start - 1);
            let line = self.text[start..].trim_start();
            let end = line_end(self.text, start);
            if !line.starts_with('#') && !self.text[start..end].trim().is_empty() {
                return key_end(&self.text[start..end]).map(|key| start + key).ok_or_else(|| ODD.to_owned());
            }
        }
        Err(ODD.to_owned())
    }

    fn fill(&self, new: &str) -> Result<Edit, String> {
        let inside = self.whole.start + 1..self.whole.end.saturating_sub(1);
        let empty = self.text.get(inside.clone()).is_some_and(|text| text.trim().is_empty());
        let new = if self.list { new.to_owned() } else { format!(" {new} ") };
        if empty { Ok((inside, new)) } else { Err(COMMENT.to_owned()) }
    }

    /// Takes away a member that shares lines with others.
    fn cut(&self, root: &Node, index: usize) -> Result<Edit, String> {
        let own = self.ranges.get(index).ok_or(ODD)?;
        let before = index.checked_sub(1).and_then(|index| self.ranges.get(index));
        let range = match (before, self.ranges.get(index + 1)) {
            (Some(before), _) => before.end..own.end,
            (None, Some(next)) => own.start..next.start,
            (None, None) => return Err(ODD.to_owned()),
        };
        match comments(self.text, root, range.clone()).is_empty() {
            true => Ok((range, String::new())),
            false => Err(COMMENT.to_owned()),
        }
    }
}

/// Behind the colon that ends the line of a list's key, comment aside.
fn key_end(line: &str) -> Option<usize> {
    let code = line.split(" #").next().unwrap_or_default().trim_end();
    code.ends_with(':').then_some(code.len())
}

/// Gives a key another value; `single` is new text for what stands on the key's line, `behind` for what follows the colon.
pub(super) fn replace(
    text: &str,
    root: &Node,
    (key, value): (&Spanned<String>, &Node),
    single: Option<String>,
    behind: String,
) -> Result<Edit, String> {
    let colon = behind_colon(text, key).ok_or(ODD)?;
    let between = text.get(colon..value.place.start);
    let on_line = between.is_some_and(|between| !between.is_empty() && between.trim_matches(' ').is_empty());
    let (range, new) = match single.filter(|_| on_line && matches!(value.value, Value::Scalar { .. })) {
        Some(single) => (value.place.start..value.place.end, single),
        None => (colon..entry_end(text, key, value), behind),
    };
    if !comments(text, root, range.clone()).is_empty() {
        return Err(COMMENT.to_owned());
    }
    // A comment behind the old value stays on the line of the key.
    if new.starts_with('\n') {
        let line = closed_line(text, range.end).ok_or(ODD)?;
        let comment = text[range.end..line].trim_end();
        return Ok((range.start..line, format!("{comment}{new}")));
    }
    Ok((range, new))
}
