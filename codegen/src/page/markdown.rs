//! Lines → blocks. The one file that knows the Markdown crate.
//!
//! The crate tells where blocks begin and end, and nothing more: what stands in them is read from the lines, because
//! `List<Object>` is no HTML, `1061` no list and `**` in a signature no emphasis.

use super::inline;
use super::layout::{Layout, Line};
use pulldown_cmark::{CodeBlockKind, Event, Options, Parser, Tag};
use std::ops::Range;

/// A block of a page.
#[derive(Clone, Debug)]
pub(super) enum Block {
    /// A heading: its text and its line.
    Heading(String, usize),
    /// A table.
    Table(Table),
    /// What stands between fences.
    Code(Vec<Line>),
    /// Anything else.
    Text(Vec<Line>),
}

/// A table, its cells as text.
#[derive(Clone, Debug)]
pub(super) struct Table {
    /// The line of its head.
    pub(super) line: usize,
    /// The cells of its head.
    pub(super) head: Vec<String>,
    /// The cells of its rows, as many as there are, and their lines.
    pub(super) rows: Vec<(Vec<String>, usize)>,
}

/// The blocks of a page, in order.
pub(super) fn blocks(layout: &Layout) -> Vec<Block> {
    let mut text = String::new();
    let mut starts = Vec::with_capacity(layout.lines.len());
    for line in &layout.lines {
        starts.push(text.len());
        text.push_str(&line.text);
        text.push('\n');
    }
    let lines = |range: Range<usize>| {
        let first = starts.partition_point(|start| *start <= range.start).saturating_sub(1);
        let last = starts.partition_point(|start| *start < range.end);
        &layout.lines[first..last.max(first)]
    };
    let mut found = Vec::new();
    let mut depth = 0_usize;
    for (event, range) in Parser::new_ext(&text, Options::ENABLE_TABLES).into_offset_iter() {
        match event {
            Event::Start(tag) => {
                if depth == 0 {
                    found.extend(block(&tag, lines(range)));
                }
                depth += 1;
            }
            Event::End(_) => depth = depth.saturating_sub(1),
            _ => {}
        }
    }
    found
}

fn block(tag: &Tag<'_>, lines: &[Line]) -> Option<Block> {
    let end = lines.iter().rposition(|line| !line.text.trim().is_empty())?;
    let lines = &lines[..=end];
    let first = &lines[0];
    Some(match tag {
        // A line of dashes below a text makes a heading too; here it is a text.
        Tag::Heading { .. } if first.text.trim_start().starts_with('#') => {
            Block::Heading(inline::heading(&first.text), first.number)
        }
        Tag::Table(_) => Block::Table(table(lines)),
        Tag::CodeBlock(CodeBlockKind::Fenced(_)) => {
            let closed = lines.len() > 1 && lines[end].text.trim().starts_with(['`', '~']);
            Block::Code(lines[1..if closed { end } else { end + 1 }].to_vec())
        }
        _ => Block::Text(lines.to_vec()),
    })
}

fn table(lines: &[Line]) -> Table {
    let rows = lines.iter().skip(2).map(|line| (inline::cells(&line.text), line.number)).collect();
    Table { line: lines[0].number, head: inline::cells(&lines[0].text), rows }
}
