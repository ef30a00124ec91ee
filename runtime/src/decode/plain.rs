//! Where text needs a closer look: at its end, or at an escape. Names and numbers are short, so that what counts is the
//! cost of starting to look.

const ONES: u64 = u64::MAX / 255;
const TOPS: u64 = ONES << 7;

/// How many bytes stand before the first quote, backslash or control character.
#[inline]
pub(super) fn length(text: &[u8]) -> usize {
    let (words, rest) = text.as_chunks::<8>();
    for (index, word) in words.iter().enumerate() {
        let marks = marks(u64::from_le_bytes(*word));
        if marks != 0 {
            return index * 8 + marks.trailing_zeros() as usize / 8;
        }
    }
    let plain = |byte: &&u8| !matches!(byte, b'"' | b'\\' | 0..b' ');
    words.len() * 8 + rest.iter().take_while(plain).count()
}

/// Sets the top bit of each byte that is a quote, a backslash or a control character, eight bytes at once. Bytes above
/// the first of these may be marked by mistake, none below it.
fn marks(word: u64) -> u64 {
    let (quote, backslash) = (word ^ (ONES * u64::from(b'"')), word ^ (ONES * u64::from(b'\\')));
    let controls = word.wrapping_sub(ONES * u64::from(b' ')) & !word;
    let quotes = quote.wrapping_sub(ONES) & !quote;
    let backslashes = backslash.wrapping_sub(ONES) & !backslash;
    (controls | quotes | backslashes) & TOPS
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_are_plain_up_to_what_needs_a_closer_look() {
        for byte in 0..=u8::MAX {
            let stops = byte < b' ' || byte == b'"' || byte == b'\\';
            for (at, after) in (0..20).flat_map(|at| (0..20).map(move |after| (at, after))) {
                // Neighbours of the bytes that stop, and what comes after one, must not matter.
                let before = b"!#[]\x7f\x80\xa0\xff ~".repeat(2);
                let mut text = [&before[..at], &[byte], &vec![b'x'; after]].concat();
                assert_eq!(length(&text), if stops { at } else { text.len() }, "{byte} at {at} of {}", text.len());
                let plain = text.len();
                text.extend(b"\"\\\n!");
                assert_eq!(length(&text), if stops { at } else { plain }, "{byte} at {at} of {}", text.len());
            }
        }
    }
}
