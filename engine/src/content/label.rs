//! Words before a value that is told apart from its text: they say what it is. Whatever may be a value itself is left out, so
//! that nothing is found twice.

use super::bytes::Bytes;

/// Bytes that are kept.
pub(super) const LABEL_BYTES: usize = 48;

/// Appends the words at the end of `before`, those of its last line.
pub(super) fn push_label(into: &mut Vec<u8>, before: &[u8]) {
    let near = before.tail(LABEL_BYTES);
    let line = near.after(memchr::memrchr(b'\n', near).map_or(0, |at| at + 1));
    into.extend(line.iter().map(|byte| if byte.is_ascii_alphabetic() || *byte >= 0x80 { *byte } else { b' ' }));
}
