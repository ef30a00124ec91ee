//! The text of a page, laid out so that Markdown sees what was meant.
//!
//! Pages were copied in several ways: headings lost their `#`, tables follow a line without a blank between, fences
//! are glued to the last line of what they hold. All of that is mended here, line by line, so that each line keeps
//! the number that it has in the file.

use super::{inline, label};

/// A line of a page.
#[derive(Clone, Debug)]
pub(super) struct Line {
    /// Its number in the file, from 1.
    pub(super) number: usize,
    /// Its text, without characters that nobody sees.
    pub(super) text: String,
}

/// A page's text, laid out.
#[derive(Debug, Default)]
pub(super) struct Layout {
    /// The lines, some of them blank ones of ours.
    pub(super) lines: Vec<Line>,
    /// Lines whose end was the end of a fence.
    pub(super) glued: Vec<usize>,
    /// Rules below heads of tables that have another number of cells.
    pub(super) uneven: Vec<usize>,
    /// The line of a fence that never ends.
    pub(super) open: Option<usize>,
    in_table: bool,
}

impl Layout {
    pub(super) fn new(text: &str) -> Self {
        let mut layout = Self::default();
        let mut fence: Option<Fence> = None;
        let mut lines = text.split('\n').map(seen).enumerate().map(|(at, line)| (at + 1, line)).peekable();
        while let Some((number, line)) = lines.next() {
            if let Some(open) = &fence {
                if layout.inside(open, number, &line) {
                    fence = None;
                }
                continue;
            }
            fence = Fence::open(&line, number);
            let head = line.contains('|') && lines.peek().is_some_and(|(_, next)| is_rule(next));
            layout.outside(number, &line, head, fence.is_some());
        }
        layout.open = fence.map(|fence| fence.number);
        layout
    }

    /// Takes a line within a fence; true where the fence ends with it.
    fn inside(&mut self, fence: &Fence, number: usize, line: &str) -> bool {
        let (line, end) = fence.end(line);
        self.push(number, line);
        match end {
            End::None => return false,
            End::Glued => {
                self.push(number, &fence.mark);
                self.glued.push(number);
            }
            End::Plain => {}
        }
        self.push(number, "");
        true
    }

    /// Takes a line outside of fences: the head of a table, the beginning of a fence, or another.
    fn outside(&mut self, number: usize, line: &str, head: bool, fence: bool) {
        let piped = line.contains('|');
        let below = self.lines.last().is_some_and(|before| before.text.contains('|'));
        if is_rule(line) && below && !self.in_table {
            self.in_table = true;
            return self.rule(number, line);
        }
        let label = !fence && label::of_line(line).is_some();
        if label || head || fence || (below && !piped) {
            self.push(number, "");
        }
        self.in_table &= piped;
        // A row that begins with `>` or a number would be a quote or a list.
        match self.in_table && !line.trim_start().starts_with('|') {
            true => self.push(number, &format!("|{line}")),
            false => self.push(number, line),
        }
        if label {
            self.push(number, "");
        }
    }

    /// The rule of a table, with as many cells as the head has.
    fn rule(&mut self, number: usize, line: &str) {
        let wanted = self.lines.last().map_or(0, |head| inline::cells(&head.text).len());
        if inline::cells(line).len() == wanted {
            return self.push(number, line);
        }
        self.uneven.push(number);
        self.push(number, &format!("|{}", "---|".repeat(wanted)));
    }

    fn push(&mut self, number: usize, text: &str) {
        self.lines.push(Line { number, text: text.to_owned() });
    }
}

/// A line without its end, and without what is invisible.
fn seen(line: &str) -> String {
    line.chars().filter(|c| !matches!(c, '\r' | '\0' | '\u{200b}' | '\u{feff}')).collect()
}

/// Whether this is the line below the head of a table.
fn is_rule(line: &str) -> bool {
    line.contains('|') && line.contains('-') && line.chars().all(|c| matches!(c, '|' | '-' | ':' | ' ' | '\t'))
}

struct Fence {
    mark: String,
    number: usize,
}

enum End {
    None,
    Plain,
    Glued,
}

impl Fence {
    fn open(line: &str, number: usize) -> Option<Self> {
        let rest = line.trim_start_matches(' ');
        let indent = line.len() - rest.len();
        let first = rest.chars().next().filter(|c| matches!(c, '`' | '~'))?;
        let width = rest.chars().take_while(|c| *c == first).count();
        let inline = first == '`' && rest[width..].contains('`');
        (indent < 4 && width >= 3 && !inline).then(|| Self { mark: first.to_string().repeat(width), number })
    }

    /// What of a line is inside, and whether the fence ends with it.
    fn end<'l>(&self, line: &'l str) -> (&'l str, End) {
        let Some(inside) = line.trim_end().strip_suffix(&self.mark) else { return (line, End::None) };
        match inside.trim_matches(|c| c == ' ' || self.mark.starts_with(c)).is_empty() {
            true => (line, End::Plain),
            false => (inside, End::Glued),
        }
    }
}
