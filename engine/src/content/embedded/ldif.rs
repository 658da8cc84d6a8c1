//! Entries of a directory as text (LDIF, RFC 2849): long lines are folded, values beyond plain ASCII are in base64.

use crate::content::bytes::{Bytes, trim};
use crate::mime;

/// What is looked through for the first entry: comments, the version.
const HEAD_BYTES: usize = 4 << 10;
/// Longest name of an attribute, options included.
const NAME_BYTES: usize = 128;

/// True if a text begins as such a file does: with an entry's name, behind comments and its version.
pub(in crate::content) fn is_ldif(text: &[u8]) -> bool {
    if !matches!(text.at(0), b'd' | b'v' | b'#' | b'\r' | b'\n') {
        return false;
    }
    let head = text.upto(HEAD_BYTES);
    let mut lines = head.split(|b| *b == b'\n').skip_while(|line| {
        let version = line.strip_prefix(b"version:").is_some_and(|version| trim(version) == b"1");
        version || line.starts_with(b"#") || line.starts_with(b" ") || trim(line).is_empty()
    });
    lines.next().is_some_and(|line| line.starts_with(b"dn:"))
}

/// Joins folded lines (RFC 2849, note 2) and decodes values that are text; false if there were none.
pub(in crate::content) fn unfold(text: &[u8], into: &mut Vec<u8>) -> bool {
    let (mut at, mut changed) = (0, false);
    while at < text.len() {
        let begun = into.len();
        let mut end = line_end(text, at);
        into.extend_from_slice(text.span(at, end));
        while text.at(end) == b' ' {
            changed = true;
            let cut = into.len() - line_break(into);
            into.truncate(cut);
            at = end + 1;
            end = line_end(text, at);
            into.extend_from_slice(text.span(at, end));
        }
        at = end;
        changed |= decode(into, begun);
    }
    changed
}

/// Writes the line at `begun`, if its value is text in base64, as it is meant: `cn:: 5byg` is `cn: 张`.
fn decode(into: &mut Vec<u8>, begun: usize) -> bool {
    let line = into.after(begun);
    let Some(colon) = memchr::memchr(b':', line.upto(NAME_BYTES)).filter(|colon| line.at(colon + 1) == b':') else {
        return false;
    };
    let ends = line_break(line);
    let value = trim(line.after(colon + 2));
    let Some(value) = mime::base64(value).filter(|value| is_shown(value) && !value.is_empty()) else { return false };
    let ends = into.tail(ends).to_vec();
    into.truncate(begun + colon + 1);
    into.push(b' ');
    into.extend_from_slice(&value);
    into.extend_from_slice(&ends);
    true
}

/// True for text in one line: pictures and certificates are left to whoever looks for files.
fn is_shown(value: &[u8]) -> bool {
    std::str::from_utf8(value).is_ok_and(|value| !value.contains(|c: char| c.is_control()))
}

fn line_end(text: &[u8], at: usize) -> usize {
    memchr::memchr(b'\n', text.after(at)).map_or(text.len(), |len| at + len + 1)
}

/// Bytes of the line break at the end.
fn line_break(line: &[u8]) -> usize {
    match line {
        [.., b'\r', b'\n'] => 2,
        [.., b'\n'] => 1,
        _ => 0,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn folded_lines_are_joined_and_text_is_decoded() {
        let unfolded = |text: &str| {
            let mut out = Vec::new();
            let changed = unfold(text.as_bytes(), &mut out);
            (changed, String::from_utf8(out).unwrap())
        };
        let (changed, text) = unfolded(
            "dn: uid=1\r\nmobile: 1380\r\n 0000001\r\nuserPassword:: aDRSdGVy\r\n LTkx\r\njpegPhoto:: /9j/4AAQ\r\ncn: a",
        );
        assert!(changed);
        assert_eq!(
            text,
            "dn: uid=1\r\nmobile: 13800000001\r\nuserPassword: h4Rter-91\r\njpegPhoto:: /9j/4AAQ\r\ncn: a"
        );
        assert_eq!(unfolded("dn: a\ncn:: 5byg\n"), (true, "dn: a\ncn: 张\n".to_owned()));
        assert_eq!(unfolded("dn: a\nb: c\n\n"), (false, "dn: a\nb: c\n\n".to_owned()));
        assert_eq!(unfolded("dn: a\nb::\n \n"), (true, "dn: a\nb::\n".to_owned()));
    }

    #[test]
    fn a_file_begins_with_an_entry() {
        for text in ["dn: uid=1\n", "dn:: 5byg\n", "version: 1\n\ndn: a\n", "# extended LDIF\r\n#\r\n\r\ndn: a"] {
            assert!(is_ldif(text.as_bytes()), "{text}");
        }
        for text in ["version: '3'\nservices:\n  a: b\n", "version: 1\nservices:\n", "# a\nb", "dns: a", "", "#"] {
            assert!(!is_ldif(text.as_bytes()), "{text}");
        }
    }
}
