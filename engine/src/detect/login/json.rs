//! Values in JSON that stand beside the name of their key instead of behind the key.

use super::MAX_VALUE;
use crate::detect::text::Text;

/// The value of the name at `start..end`: `{"name":"password","value":"x"}`, as forms are written in JSON, `{"Key":…,"Value":…}`,
/// and `{"key":…,"value":{"stringValue":"x"}}` (OpenTelemetry, `common.v1.KeyValue`).
pub(super) fn beside(text: &Text<'_>, start: usize, end: usize) -> Option<(usize, usize)> {
    if text.before(start) != b'"' || text.slice(end, end + 1) != b"\"" {
        return None;
    }
    let value = behind(text, end + 1, &[b",", b"\"value\"", b":"])?;
    let value = behind(text, value, &[b"{", b"\"stringvalue\"", b":"]).unwrap_or(value);
    let at = behind(text, value, &[b"\""])?;
    let len = super::value::quoted_len(text.slice(at, at + MAX_VALUE), b'"', false)?;
    Some((at, at + len))
}

/// Behind these tokens, which may stand apart, in any case; `None` if others stand at `at`.
fn behind(text: &Text<'_>, at: usize, tokens: &[&[u8]]) -> Option<usize> {
    tokens.iter().try_fold(at, |at, token| {
        let at = at + text.slice(at, at + 64).iter().take_while(|b| b.is_ascii_whitespace()).count();
        let end = at + token.len();
        text.slice(at, end).eq_ignore_ascii_case(token).then_some(end)
    })
}
