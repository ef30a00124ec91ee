//! Queries: read strictly, and written the one way that RFC 3986 leaves.

/// The pairs of a query, decoded, in the order they came.
///
/// What servers read in different ways is refused, so that no client comes to rely on one of them.
pub(crate) fn pairs(query: &str) -> Result<Vec<(String, String)>, String> {
    let mut pairs: Vec<(String, String)> = Vec::new();
    if query.is_empty() {
        return Ok(pairs);
    }
    for pair in query.split('&') {
        let (name, value) = pair.split_once('=').ok_or_else(|| format!("`{pair}` in the query has no `=`"))?;
        let (name, value) = (decode(name)?, decode(value)?);
        if name.is_empty() {
            return Err(format!("`{pair}` in the query has no name"));
        }
        if pairs.iter().any(|(known, _)| *known == name) {
            return Err(format!("`{name}` stands twice in the query"));
        }
        pairs.push((name, value));
    }
    Ok(pairs)
}

/// Undoes percent-encoding; refuses what is not encoded as it should be.
pub(crate) fn decode(text: &str) -> Result<String, String> {
    if let Some(odd) = text.chars().find(|char| *char == '+' || !char.is_ascii_graphic()) {
        return Err(format!("`{text}` holds {odd:?}, which must be percent-encoded"));
    }
    let bytes = unescape(text.as_bytes()).ok_or_else(|| format!("`{text}` holds a `%` without two hex digits"))?;
    String::from_utf8(bytes).map_err(|_| format!("`{text}` is not UTF-8 once it is decoded"))
}

/// Undoes percent-encoding; `None` where a `%` begins no escape.
pub(crate) fn unescape(text: &[u8]) -> Option<Vec<u8>> {
    let mut out = Vec::with_capacity(text.len());
    let mut rest = text.iter();
    while let Some(&byte) = rest.next() {
        if byte != b'%' {
            out.push(byte);
            continue;
        }
        let mut digit = || char::from(*rest.next()?).to_digit(16);
        let (high, low) = (digit()?, digit()?);
        out.push(u8::try_from(high * 16 + low).ok()?);
    }
    Some(out)
}

/// Everything but unreserved characters as `%XX`, hex in upper case.
pub(crate) fn encode(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~".contains(&byte) {
            out.push(char::from(byte));
        } else {
            out.push_str(&format!("%{byte:02X}"));
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(query: &str, expected: &[(&str, &str)]) {
        let expected: Vec<_> = expected.iter().map(|(name, value)| (name.to_string(), value.to_string())).collect();
        assert_eq!(pairs(query), Ok(expected), "{query}");
    }

    #[test]
    fn pairs_are_decoded_in_their_order() {
        check("", &[]);
        check("b=1&a=2", &[("b", "1"), ("a", "2")]);
        check("a=", &[("a", "")]);
        check("a=b=c", &[("a", "b=c")]);
        check("a=%2B%2b%20%25", &[("a", "++ %")]);
        check("symbol=%E9%BE%99%E8%99%BEUSDT", &[("symbol", "龙虾USDT")]);
        check("a%3Db=1", &[("a=b", "1")]);
    }

    #[test]
    fn what_can_be_read_in_two_ways_is_refused() {
        let check = |query: &str, expected: &str| {
            let reason = pairs(query).unwrap_err();
            assert!(reason.contains(expected), "{query}: {reason}");
        };
        check("a", "has no `=`");
        check("a=1&", "has no `=`");
        check("&a=1", "has no `=`");
        check("=1", "has no name");
        check("a=1&a=2", "stands twice");
        check("a=1&%61=2", "stands twice");
        check("a=1+2", "must be percent-encoded");
        check("a=龙", "must be percent-encoded");
        check("a=%", "without two hex digits");
        check("a=%4", "without two hex digits");
        check("a=%+1", "must be percent-encoded");
        check("a=%zz", "without two hex digits");
        check("a=%FF", "not UTF-8");
    }

    #[test]
    fn encoding_leaves_only_unreserved_characters() {
        assert_eq!(encode("aZ09-._~"), "aZ09-._~");
        assert_eq!(encode("a b:c/d+e=f%g'h$i,"), "a%20b%3Ac%2Fd%2Be%3Df%25g%27h%24i%2C");
        assert_eq!(encode("龙"), "%E9%BE%99");
    }
}
