//! Hellos that look like those of Tor, whose server names are invented.
//!
//! A Tor client names a server of 4 to 25 random base32 digits (`www.j2wcpgf.com`; `fake_hostname` of Tor's
//! `channeltls`/`tortls`) and offers no ALPN, unlike browsers. Bridges with obfuscation look like noise instead.

use super::hello::ClientHello;

/// Lengths of the invented label.
const LABEL: std::ops::RangeInclusive<usize> = 4..=25;
/// Neighbouring characters without a vowel that no word has.
const UNSPOKEN: usize = 6;
/// The same, where a digit stands between letters.
const UNSPOKEN_WITH_DIGITS: usize = 5;

/// True if the hello is probably Tor's.
pub fn is_likely(hello: &ClientHello<'_>) -> bool {
    let label = hello.sni.strip_prefix("www.").and_then(|rest| rest.strip_suffix(".com"));
    hello.alpn.iter().next().is_none() && !hello.ech && label.is_some_and(|label| is_invented(label.as_bytes()))
}

/// Random base32 rather than a word: what cannot be spoken.
fn is_invented(label: &[u8]) -> bool {
    if !LABEL.contains(&label.len()) || !label.iter().all(|c| matches!(c, b'a'..=b'z' | b'2'..=b'7')) {
        return false;
    }
    let mut behind_digits = label.iter().skip_while(|c| c.is_ascii_digit()).skip_while(|c| c.is_ascii_alphabetic());
    let mixed = behind_digits.any(u8::is_ascii_alphabetic);
    let least = if mixed { UNSPOKEN_WITH_DIGITS } else { UNSPOKEN };
    let unspoken = label.split(|c| b"aeiou".contains(c)).map(<[u8]>::len).max();
    unspoken.is_some_and(|run| run >= least)
}

#[cfg(test)]
mod tests {
    use super::is_invented;

    #[test]
    fn words_are_not_invented() {
        // The first was recorded from Tor 0.4.9; the others are of its making.
        for label in ["j2wcpgf", "n3rqzpkf", "4fk6xw2ob7", "xkzqwvtb", "ot7hqzmgwcxyqjppj"] {
            assert!(is_invented(label.as_bytes()), "{label}");
        }
        let words = ["example", "web2go", "strengths", "4rabet", "b2b", "tv247", "jingdong", "mp3tag", "zhihu", "163"];
        for label in words {
            assert!(!is_invented(label.as_bytes()), "{label}");
        }
        assert!(!is_invented(b"x".repeat(26).as_slice()) && !is_invented(b"q8zzzzzzz") && !is_invented(b""));
    }
}
