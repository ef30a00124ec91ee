//! The beginning of a body, fit for an error message.

use crate::sign::is_secret_pair;

const LONGEST: usize = 200;
/// How much is looked at: pages of HTML are mostly blanks.
const LOOKED_AT: usize = 4096;

/// The beginning of a body in one line, blanks folded. Gateways quote the URL they were asked for, so that
/// values of pairs that carry a key or a signature are blotted out.
pub(crate) fn snippet(body: &[u8]) -> String {
    let start = String::from_utf8_lossy(&body[..body.len().min(LOOKED_AT)]);
    let mut line = String::with_capacity(LONGEST);
    for word in start.split_whitespace() {
        if !line.is_empty() {
            line.push(' ');
        }
        blot(word, &mut line);
        if line.len() > LONGEST {
            let end = (0..=LONGEST).rev().find(|&at| line.is_char_boundary(at)).unwrap_or(0);
            line.truncate(end);
            line.push('…');
            break;
        }
    }
    line
}

fn blot(word: &str, out: &mut String) {
    let mut rest = word;
    while let Some((before, after)) = rest.split_once('=') {
        let name = before.rsplit(|c: char| !is_name(c)).next().unwrap_or_default();
        out.push_str(before);
        out.push('=');
        rest = after;
        if is_secret_pair(name) {
            let end = after.find(|c: char| !is_value(c)).unwrap_or(after.len());
            out.push_str("***");
            rest = &after[end..];
        }
    }
    out.push_str(rest);
}

fn is_name(c: char) -> bool {
    c.is_ascii_alphanumeric() || c == '-' || c == '_'
}

/// Whether a character can belong to an encoded value, or to base64 that was not encoded.
fn is_value(c: char) -> bool {
    c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.' | '~' | '%' | '+' | '/' | '=')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(body: &str, expected: &str) {
        assert_eq!(snippet(body.as_bytes()), expected);
    }

    #[test]
    fn blanks_are_folded_and_the_end_is_cut() {
        check("", "");
        check("  <html>\n\n\t<b>502</b>  ", "<html> <b>502</b>");
        check(&"é".repeat(300), &format!("{}…", "é".repeat(100)));
        assert_eq!(snippet(b"\xff\xfe ok"), "\u{fffd}\u{fffd} ok");
    }

    #[test]
    fn keys_and_signatures_that_a_gateway_quotes_are_blotted_out() {
        check(
            "<a href=\"/v1/x?AccessKeyId=k-1&amp;Signature=aB%2B/=&amp;symbol=btc\">no</a>",
            "<a href=\"/v1/x?AccessKeyId=***&amp;Signature=***&amp;symbol=btc\">no</a>",
        );
    }
}
