//! Words that can be values.

/// Values are short.
const LONGEST: usize = 40;

/// Whether a word can be a value: letters, digits and what joins them.
pub(super) fn is_token(word: &str) -> bool {
    let ends = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
    word.len() <= LONGEST
        && word.is_ascii()
        && ends(word.chars().next())
        && ends(word.chars().next_back())
        && word.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '_' | '-' | '.'))
}

/// Words that no value is.
const NEVER: &[&str] = &["not", "or", "and", "etc", "other", "others"];

/// Whether a word is never a value.
pub(super) fn is_never(word: &str) -> bool {
    NEVER.contains(&word.to_ascii_lowercase().as_str())
}

/// What a value means, without the words that join it to the next.
pub(super) fn meaning(text: &str) -> String {
    let text = text.trim();
    if is_never(text) { String::new() } else { text.to_owned() }
}

/// Words that end what a row is about. In copies that lost their line breaks, the first value hangs on them.
const ABOUT: &[&str] = &["direction", "mode", "type", "status", "side"];

/// Whether a value hangs on the word before it: `directionlong`.
pub(super) fn is_glued(value: &str) -> bool {
    ABOUT
        .iter()
        .filter_map(|word| value.strip_prefix(word))
        .any(|rest| rest.starts_with(|c: char| c.is_ascii_lowercase()))
}

/// Coins that pages take for examples: a set that has one of them is no closed set, and what begins with one is a
/// trading pair.
const COINS: &[&str] = &["BTC", "ETH", "XRP", "LTC", "DOGE", "USDT", "USDC", "TRX", "BGB", "EOS", "BCH", "SOL", "HTX"];

/// What of a trading pair stands behind a coin.
const QUOTES: &[&str] = &["", "USD", "USDT", "USDC", "BTC", "PERP", "CW", "NW", "CQ", "NQ"];

/// Whether a value names a coin or a trading pair.
pub(super) fn is_market(value: &str) -> bool {
    let upper = value.to_ascii_uppercase();
    COINS.iter().filter_map(|coin| upper.strip_prefix(coin)).any(|rest| {
        let quote = rest.trim_start_matches(['-', '_', '/']);
        let dated = rest.len() > 4 && rest.bytes().all(|byte| byte.is_ascii_digit());
        dated || QUOTES.contains(&quote) || QUOTES.contains(&quote.split('-').next().unwrap_or_default())
    }) && upper != "USDT-FUTURES"
        && upper != "USDC-FUTURES"
}

/// Marks that tell that a list has more than what stands there, in lower case.
const OPEN: &[&str] =
    &["...", "…", "etc", "e.g", "eg.", "eg ", "such as", "for example", "i.e", "like ", "for instance"];

/// Whether a text gives examples rather than all values.
pub(super) fn is_open(text: &str) -> bool {
    let text = text.to_ascii_lowercase();
    OPEN.iter().any(|mark| {
        text.match_indices(mark)
            .any(|(at, _)| !text[..at].ends_with(|c: char| c.is_ascii_alphanumeric()) || mark.starts_with(['.', '…']))
    })
}

/// Punctuation that is written in two ways, as the plain one.
pub(super) fn plain(text: &str) -> String {
    let plain = |c: char| match c {
        '：' => ':',
        '，' | '、' => ',',
        '；' => ';',
        '（' => '(',
        '）' => ')',
        '【' => '[',
        '】' => ']',
        '“' | '”' => '"',
        '‘' | '’' => '\'',
        '\n' | '\u{a0}' => ' ',
        c => c,
    };
    text.chars().map(plain).collect()
}
