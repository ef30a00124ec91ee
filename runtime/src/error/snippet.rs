//! The beginning of a body, fit for an error message.

use crate::credentials::Credentials;
use crate::sign::{is_secret_header, is_secret_pair};
use crate::value::Secret;
use crate::value::secret::{MASK, hidden};

const LONGEST: usize = 200;
/// How much is looked at: pages of HTML are mostly blanks.
const LOOKED_AT: usize = 4096;

/// The beginning of a body in one line, blanks folded and secrets blotted out.
pub(crate) fn snippet(body: &[u8], own: Option<&Credentials>, sent: &[Secret]) -> String {
    let start = blotted(&String::from_utf8_lossy(&body[..body.len().min(LOOKED_AT)]), own, sent);
    let mut line = String::with_capacity(LONGEST);
    for word in start.split_whitespace() {
        if !line.is_empty() {
            line.push(' ');
        }
        line.push_str(word);
        if line.len() > LONGEST {
            let end = (0..=LONGEST).rev().find(|&at| line.is_char_boundary(at)).unwrap_or(0);
            line.truncate(end);
            line.push('…');
            break;
        }
    }
    line
}

/// A text of the exchange or of a gateway. Both quote the URL and the headers they were sent, so that the caller's own
/// key and passphrase are blotted out, the secrets that were sent, and values which carry any key or signature.
pub(crate) fn blotted(text: &str, own: Option<&Credentials>, sent: &[Secret]) -> String {
    let text = hidden(text, sent);
    let text = own.map_or(text.clone(), |own| own.blotted_out_of(&text));
    without_named(&text, is_secret)
}

/// A text without the values that stand behind certain names: `name=...`, `name: ...`.
pub(crate) fn without_named(text: &str, is_secret: fn(&str) -> bool) -> String {
    let (mut out, mut secret) = (String::with_capacity(text.len()), false);
    for part in text.split_inclusive(char::is_whitespace) {
        let word = part.trim_end();
        secret = match secret {
            true if word.is_empty() => true,
            true => {
                out.push_str(MASK);
                false
            }
            false => blot(word, is_secret, &mut out),
        };
        out.push_str(&part[word.len()..]);
    }
    out
}

/// Copies a word without secret values, and tells whether the word behind it is one: `ACCESS-KEY: ...`.
fn blot(word: &str, is_secret: fn(&str) -> bool, out: &mut String) -> bool {
    let mut rest = word;
    while let Some((before, after)) = split_behind_name(rest) {
        let name = before.trim_end_matches("%3D").trim_end_matches("%3d").trim_end_matches(['=', ':', '"', '\'']);
        let name = name.rsplit(|c: char| !is_name(c)).next().unwrap_or_default();
        out.push_str(before);
        rest = after;
        // Behind an encoded `&` or `?` its two digits seem part of the name.
        if is_secret(name) || name.get(2..).is_some_and(is_secret) {
            let value = rest.trim_start_matches(['"', '\'']);
            if value.is_empty() {
                out.push_str(rest);
                return true;
            }
            out.push_str(MASK);
            rest = value.trim_start_matches(is_value);
        }
    }
    out.push_str(rest);
    false
}

fn is_secret(name: &str) -> bool {
    is_secret_pair(name) || is_secret_header(name)
}

/// Splits behind the first `=` or `:`, encoded or not.
fn split_behind_name(text: &str) -> Option<(&str, &str)> {
    let end = |sign: &str| text.find(sign).map(|at| at + sign.len());
    ["=", ":", "%3D", "%3d"].into_iter().filter_map(end).min().map(|end| text.split_at(end))
}

fn is_name(c: char) -> bool {
    c.is_ascii_alphanumeric() || c == '-' || c == '_'
}

/// Whether a character can belong to an encoded value, to base64 that was not encoded, or to a mask.
fn is_value(c: char) -> bool {
    c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.' | '~' | '%' | '+' | '/' | '=' | '*')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(body: &str, expected: &str) {
        assert_eq!(snippet(body.as_bytes(), None, &[]), expected);
    }

    #[test]
    fn blanks_are_folded_and_the_end_is_cut() {
        check("", "");
        check("  <html>\n\n\t<b>502</b>  ", "<html> <b>502</b>");
        check(&"é".repeat(300), &format!("{}…", "é".repeat(100)));
        assert_eq!(snippet(b"\xff\xfe ok", None, &[]), "\u{fffd}\u{fffd} ok");
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

    #[test]
    fn urls_within_urls_are_looked_through() {
        check(
            "<a href=/login?next=%2Fv1%3FAccessKeyId%3Dk-1%26Signature%3daB%252B>no</a>",
            "<a href=/login?next=%2Fv1%3FAccessKeyId%3D***>no</a>",
        );
        check("a%3Db&SignatureMethod=HmacSHA256", "a%3Db&SignatureMethod=HmacSHA256");
    }

    #[test]
    fn the_callers_own_key_and_passphrase_are_blotted_out_wherever_they_stand() {
        let own = Credentials::new("kEy+of/User", "secret").passphrase("a phrase");
        let check = |text: &str, expected: &str| assert_eq!(blotted(text, Some(&own), &[]), expected);
        check("Incorrect key [kEy+of/User]\n ", "Incorrect key [***]\n ");
        check("key kEy%2Bof%2FUser, passphrase a phrase", "key ***, passphrase ***");
        let sent = [Secret::from("sw\"ord fish")];
        assert_eq!(
            snippet(br#"{"passphrase": "sw\"ord fish", "is": "bad"}"#, Some(&own), &sent),
            r#"{"passphrase": "***", "is": "bad"}"#
        );
        let short = Credentials::new("key", "secret").passphrase("a");
        assert_eq!(blotted("a key is missing", Some(&short), &[]), "a key is missing");
    }
}
