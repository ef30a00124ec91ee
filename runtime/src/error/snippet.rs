//! The beginning of a body, fit for an error message.

use crate::sign::{is_secret_header, is_secret_pair};

const LONGEST: usize = 200;
/// How much is looked at: pages of HTML are mostly blanks.
const LOOKED_AT: usize = 4096;
const BLOT: &str = "***";

/// The beginning of a body in one line, blanks folded. Gateways quote the URL and the headers they were sent, so that
/// values which carry a key or a signature are blotted out.
pub(crate) fn snippet(body: &[u8]) -> String {
    let start = String::from_utf8_lossy(&body[..body.len().min(LOOKED_AT)]);
    let mut line = String::with_capacity(LONGEST);
    let mut secret = false;
    for word in start.split_whitespace() {
        if !line.is_empty() {
            line.push(' ');
        }
        secret = match secret {
            true => {
                line.push_str(BLOT);
                false
            }
            false => blot(word, &mut line),
        };
        if line.len() > LONGEST {
            let end = (0..=LONGEST).rev().find(|&at| line.is_char_boundary(at)).unwrap_or(0);
            line.truncate(end);
            line.push('…');
            break;
        }
    }
    line
}

/// Copies a word without secret values, and tells whether the word behind it is one: `ACCESS-KEY: ...`.
fn blot(word: &str, out: &mut String) -> bool {
    let mut rest = word;
    while let Some(at) = rest.find(['=', ':']) {
        let name = rest[..at].trim_end_matches(['"', '\'']).rsplit(|c: char| !is_name(c)).next().unwrap_or_default();
        out.push_str(&rest[..=at]);
        rest = &rest[at + 1..];
        if is_secret_pair(name) || is_secret_header(name) {
            let value = rest.trim_start_matches(['"', '\'']);
            if value.is_empty() {
                out.push_str(rest);
                return true;
            }
            out.push_str(BLOT);
            rest = value.trim_start_matches(is_value);
        }
    }
    out.push_str(rest);
    false
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

    #[test]
    fn headers_that_a_gateway_quotes_are_blotted_out() {
        check("ACCESS-KEY: abc ACCESS-SIGN:d+e/f= x", "ACCESS-KEY: *** ACCESS-SIGN:*** x");
        check(r#"{"access-passphrase":"secret","ok":1}"#, r#"{"access-passphrase":***","ok":1}"#);
        check("Host: example.com", "Host: example.com");
    }
}
