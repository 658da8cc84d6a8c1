//! Where an unfinished text may be cut without cutting a value.

use super::bytes::Bytes;
use super::stream::Style;

/// Bytes before the end in which a cut is looked for: what may be carried into the next part.
pub(super) const REACH: usize = 4 << 10;
/// Bytes carried where nothing separates values.
const BLIND: usize = 256;
/// Longest line that may begin a file.
const LINE_BYTES: usize = 512;

/// The offset at which to cut `text`, of which more will come. 0 if it has to be held whole.
pub(super) fn safe(text: &[u8], style: Style, quoted: bool) -> usize {
    between(text, style, quoted).unwrap_or_else(|| blind(text))
}

/// The same between two values, if something stands there.
pub(super) fn between(text: &[u8], style: Style, quoted: bool) -> Option<usize> {
    let base = text.len().saturating_sub(REACH);
    let tail = text.after(base);
    let found = match style {
        Style::Form => memchr::memrchr(b'&', tail).map(|i| i + 1).or_else(|| encoded_separator(tail)),
        Style::Cookies => memchr::memrchr(b';', tail).map(|i| i + 1),
        Style::Headers => newline(tail, true, false),
        Style::Plain | Style::Source => newline(tail, true, quoted).or_else(|| separator(tail)),
        Style::Json => newline(tail, false, quoted)
            .or_else(|| memchr::memrchr3(b',', b'}', b']', tail).map(|i| i + 1))
            .or_else(|| separator(tail)),
        Style::Markup | Style::Csv(_) | Style::Binary => newline(tail, false, quoted).or_else(|| separator(tail)),
    };
    found.map(|at| base + at)
}

/// Behind the last line break that ends a line for good: no folded line follows, no soft break precedes.
fn newline(tail: &[u8], folding: bool, quoted: bool) -> Option<usize> {
    memchr::memrchr_iter(b'\n', tail).map(|i| i + 1).find(|at| {
        let before = tail.upto(at - 1);
        let soft = quoted && before.strip_suffix(b"\r").unwrap_or(before).ends_with(b"=");
        let folded = folding && matches!(tail.at(*at), b' ' | b'\t');
        let begins = folding && begins_file(tail.upto(at - 1));
        !(soft || folded || begins)
    })
}

/// True if the last line begins a file in lines: it goes with what follows it.
fn begins_file(text: &[u8]) -> bool {
    let line = text.tail(LINE_BYTES);
    let line = memchr::memrchr(b'\n', line).map_or(line, |at| line.after(at + 1));
    line.starts_with(b"begin ") || line.starts_with(b"=ybegin ")
}

/// A byte that stands between values in most text; `<` and `&` start what follows them.
fn separator(tail: &[u8]) -> Option<usize> {
    let last = |a, b, c| memchr::memrchr3(a, b, c, tail);
    if let Some(i) = last(b',', b';', b'>') {
        return Some(i + 1);
    }
    if let Some(i) = last(b'<', b'&', b'|').filter(|i| *i > 0) {
        return Some(i);
    }
    // Behind a quotation mark that is not escaped.
    memchr::memrchr_iter(b'"', tail).find(|i| *i > 0 && tail.at(i - 1) != b'\\').map(|i| i + 1)
}

/// Behind the last percent-encoded line break, quotation mark, comma or semicolon.
fn encoded_separator(tail: &[u8]) -> Option<usize> {
    memchr::memrchr_iter(b'%', tail)
        .find(|i| {
            matches!(tail.span(i + 1, i + 3), b"0A" | b"0a" | b"0D" | b"0d" | b"22" | b"2C" | b"2c" | b"3B" | b"3b")
        })
        .map(|i| i + 3)
}

/// Nothing separates: the last bytes are held, whole characters and escapes together.
fn blind(text: &[u8]) -> usize {
    let mut at = text.len().saturating_sub(BLIND);
    let floor = at.saturating_sub(8);
    while at > floor && (text.at(at) & 0xc0 == 0x80 || text.span(at.saturating_sub(2), at).contains(&b'%')) {
        at -= 1;
    }
    at
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn folded_lines_and_soft_breaks_stay_together() {
        assert_eq!(safe(b"a: 1\r\nb: 2\r\n 3", Style::Headers, false), 6);
        assert_eq!(safe(b"one\ntwo 138=\n00", Style::Plain, true), 4);
    }

    #[test]
    fn a_character_is_not_cut() {
        let text = "张".repeat(200);
        let at = safe(text.as_bytes(), Style::Plain, false);
        assert!(text.is_char_boundary(at) && at > 0);
    }
}
