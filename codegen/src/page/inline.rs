//! Markdown within a line → text.

/// The text of a heading's line, without marks, links and addresses.
pub(super) fn heading(line: &str) -> String {
    let text = line.trim().trim_start_matches('#').trim();
    // Crawls keep the link that a heading has to itself.
    let own = text.find("[](").map_or(text, |at| &text[..at]);
    plain(own)
}

/// The cells of a table's row.
pub(super) fn cells(line: &str) -> Vec<String> {
    let line = line.trim();
    let line = line.strip_prefix('|').unwrap_or(line);
    let mut cells = Vec::new();
    let mut start = 0;
    let mut escaped = false;
    for (at, byte) in line.bytes().enumerate() {
        match byte {
            b'|' if !escaped => {
                cells.push(plain(&line[start..at]));
                start = at + 1;
                escaped = false;
            }
            b'\\' => escaped = !escaped,
            _ => escaped = false,
        }
    }
    if !line[start..].trim().is_empty() {
        cells.push(plain(&line[start..]));
    }
    cells
}

/// Marks that say how a text looks, and what stands for them.
const MARKS: &[(&str, &str)] =
    &[("**", ""), ("<br>", "\n"), ("<br/>", "\n"), ("<br />", "\n"), ("&lt;", "<"), ("&gt;", ">"), ("&amp;", "&")];

/// A text without escapes and marks; backticks stay, since they tell values.
pub(super) fn plain(text: &str) -> String {
    let text = text.trim();
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(c) = rest.chars().next() {
        if let Some((mark, meant)) = MARKS.iter().find(|(mark, _)| rest.starts_with(mark)) {
            out.push_str(meant);
            rest = &rest[mark.len()..];
            continue;
        }
        let after = &rest[c.len_utf8()..];
        rest = match c {
            '\\' if after.starts_with(|next: char| next.is_ascii_punctuation()) => {
                out.push_str(&after[..1]);
                &after[1..]
            }
            '[' => match link(after) {
                Some((label, behind)) => {
                    out.push_str(label);
                    behind
                }
                None => {
                    out.push(c);
                    after
                }
            },
            _ => {
                out.push(if c == '\u{a0}' { ' ' } else { c });
                after
            }
        };
    }
    out.trim().to_owned()
}

/// Labels and addresses of links are short; whoever looks further looks at each bracket of a long line in vain.
const LONGEST_LINK: usize = 400;

/// The label of a link, and what is behind the link; the bracket that opens it has been read.
fn link(text: &str) -> Option<(&str, &str)> {
    let near = text.char_indices().take(LONGEST_LINK);
    let close = near.clone().find(|(_, c)| matches!(c, ']' | '[')).filter(|(_, c)| *c == ']')?.0;
    let target = text[close..].strip_prefix("](")?;
    let end = target.char_indices().take(LONGEST_LINK).find(|(_, c)| *c == ')')?.0;
    Some((&text[..close], &target[end + 1..]))
}
