//! Values in JSON that stand beside the name of their key instead of behind the key.

use super::MAX_VALUE;
use crate::detect::text::Text;

/// The value of the name at `start..end`: `{"name":"password","value":"x"}`, as forms are written in JSON.
pub(super) fn beside(text: &Text<'_>, start: usize, end: usize) -> Option<(usize, usize)> {
    if text.before(start) != b'"' || text.slice(end, end + 1) != b"\"" {
        return None;
    }
    let mut at = end + 1;
    for token in [&b","[..], b"\"value\"", b":", b"\""] {
        at += text.slice(at, at + 64).iter().take_while(|b| b.is_ascii_whitespace()).count();
        if text.slice(at, at + token.len()) != token {
            return None;
        }
        at += token.len();
    }
    let len = super::value::quoted_len(text.slice(at, at + MAX_VALUE), b'"', false)?;
    Some((at, at + len))
}
