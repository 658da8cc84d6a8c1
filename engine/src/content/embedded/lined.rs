//! Files in lines of text: uuencode and xxencode (POSIX `uuencode`), yEnc (yEnc draft 1.3).

use crate::content::bytes::Bytes;
use crate::content::decode::{Alphabet, line_value};
use memchr::memmem::Finder;
use std::sync::LazyLock;

/// Longest line that begins a file.
const HEAD_BYTES: usize = 512;
/// Most bytes that a line of uuencode or xxencode holds, in characters; some writers add one.
const LINE_CHARS: usize = 86;

/// A file in a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::content) struct Lined<'t> {
    /// Offset of its first line of data, and behind its last.
    pub(in crate::content) start: usize,
    pub(in crate::content) end: usize,
    pub(in crate::content) alphabet: Alphabet,
    /// Its name as it was written.
    pub(in crate::content) name: &'t [u8],
}

/// The first file in a text.
pub(in crate::content) fn find_lined(text: &[u8]) -> Option<Lined<'_>> {
    /// Made once: to make it costs more than most texts do.
    static BEGIN: LazyLock<Finder<'static>> = LazyLock::new(|| Finder::new(b"begin "));
    BEGIN.find_iter(text).find_map(|at| {
        let y = text.span(at.saturating_sub(2), at) == b"=y";
        let line = at - if y { 2 } else { 0 };
        if line > 0 && text.at(line - 1) != b'\n' {
            return None;
        }
        let rest = text.after(at + 6);
        let len = memchr::memchr(b'\n', rest.upto(HEAD_BYTES))?;
        let words = rest.upto(len).trim_ascii();
        let start = at + 6 + len + 1;
        let data = text.after(start);
        let (alphabet, name) = if y {
            // `line=128 size=123456 name=a b.bin`
            let name = memchr::memmem::find(words, b"name=").map(|name| words.after(name + 5))?;
            memchr::memmem::find(words, b"size=")?;
            (Alphabet::Y, name)
        } else {
            let mode = words.iter().take_while(|byte| matches!(byte, b'0'..=b'7')).count();
            let name = words.after(mode).trim_ascii();
            if !(3..=4).contains(&mode) || words.at(mode) != b' ' || name.is_empty() {
                return None;
            }
            let fits = |alphabet| line_end(alphabet, data).is_some_and(|end| end > 1);
            ([Alphabet::Uu, Alphabet::Xx].into_iter().find(|alphabet| fits(*alphabet))?, name)
        };
        Some(Lined { start, end: start + lined_prefix(alphabet, data), alphabet, name })
    })
}

/// How much of `text` belongs to a file in lines, the line that ends it included.
pub(in crate::content) fn lined_prefix(alphabet: Alphabet, text: &[u8]) -> usize {
    if alphabet == Alphabet::Y {
        let end = if text.starts_with(b"=yend") { Some(0) } else { memchr::memmem::find(text, b"\n=yend") };
        return end.map_or(text.len(), |at| {
            let line = text.after(at + 1);
            text.len() - line.len() + memchr::memchr(b'\n', line).map_or(line.len(), |end| end + 1)
        });
    }
    let mut at = 0;
    while at < text.len() {
        let rest = text.after(at);
        if let Some(end) = line_end(alphabet, rest) {
            at += end;
        } else {
            let last = rest.upto(5);
            let len = if last.starts_with(b"end\r\n") {
                5
            } else if last.starts_with(b"end\n") {
                4
            } else {
                0
            };
            return at + if rest == b"end" { 3 } else { len };
        }
    }
    at
}

/// The end of the first line, if it is one of data: as long as its first character says. A last one without its end may be
/// shorter.
fn line_end(alphabet: Alphabet, text: &[u8]) -> Option<usize> {
    let window = text.upto(LINE_CHARS + 2);
    let end = memchr::memchr(b'\n', window);
    let line = window.upto(end.unwrap_or(window.len()));
    let line = line.strip_suffix(b"\r").unwrap_or(line);
    let bytes = usize::from(line_value(alphabet, *line.first()?)?);
    let chars = line.len() - 1;
    let wanted = bytes.div_ceil(3) * 4;
    let valid = line.iter().all(|byte| line_value(alphabet, *byte).is_some());
    // A character behind the data is some writers' checksum; blanks at the end may be lost.
    let whole = chars == wanted || (bytes > 0 && chars == wanted + 1);
    let stripped = alphabet == Alphabet::Uu && chars < wanted && chars + 16 >= wanted;
    match end {
        Some(end) => (valid && (whole || stripped)).then_some(end + 1),
        None => (valid && text.len() <= LINE_CHARS && chars <= wanted + 1).then_some(text.len()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn files_are_found_and_prose_is_not() {
        let text = b"Hello,\n\nbegin 644 a b.txt\n#0V%T\n#0V%T\n`\nend\nBye\n";
        let found = find_lined(text).unwrap();
        assert_eq!((found.alphabet, found.name), (Alphabet::Uu, &b"a b.txt"[..]));
        assert_eq!(&text[found.end..], b"Bye\n");
        let text = b"begin 755 x\r\n1Eq3o\r\n+\r\nend\r\n";
        let found = find_lined(text).unwrap();
        assert_eq!((found.alphabet, found.end), (Alphabet::Xx, text.len()));
        let text = b"x\r\n=ybegin line=128 size=4 name=q.bin\r\n\x92\x8f\r\n=yend size=4\r\nrest";
        let found = find_lined(text).unwrap();
        assert_eq!((found.alphabet, found.name, &text[found.end..]), (Alphabet::Y, &b"q.bin"[..], &b"rest"[..]));
        for text in [
            "begin 644 things that matter\nare not here\n",
            "begin with 100 x\n#0V%T\n",
            "we begin 644 x\n#0V%T\n",
            "begin 9 x\n",
        ] {
            assert_eq!(find_lined(text.as_bytes()), None, "{text}");
        }
    }
}
