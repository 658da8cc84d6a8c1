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

/// The value of the name at `start..end` within a string that is a list of pairs: `Server=db;User ID=sa;Password=x` (ADO.NET,
/// ODBC), `jdbc:mysql://db/x?user=sa&password=x`. True: nothing but the next pair or the string's end ends it.
pub(super) fn paired(text: &Text<'_>, start: usize, end: usize) -> Option<((usize, usize), bool)> {
    if text.at(end) != b'=' || matches!(text.at(end + 1), b'\'' | b'"' | b'\\' | b'=') {
        return None;
    }
    let blank = usize::from(text.before(start) == b' ');
    let separator = match text.before(start - blank) {
        b'&' | b'?' => b'&',
        b';' if text.slice(start.saturating_sub(5), start) == b"&amp;" => b'&',
        b';' => b';',
        // The first of a list, if another follows.
        b'"' if blank == 0 => b';',
        _ => return None,
    };
    let rest = text.slice(end + 1, end + 1 + MAX_VALUE);
    // Behind a blank a sentence may go on as well.
    let ends =
        |b: &u8| matches!(b, b'"' | b'\\' | b'\n') || *b == separator || (blank == 1 && matches!(b, b' ' | b','));
    let len = rest.iter().position(ends)?;
    let listed = text.before(start) != b'"' || rest.get(len) == Some(&separator);
    let whole = separator == b';' && blank == 0;
    (listed && len > 0).then_some(((end + 1, end + 1 + len), whole))
}

/// Behind these tokens, which may stand apart, in any case; `None` if others stand at `at`.
fn behind(text: &Text<'_>, at: usize, tokens: &[&[u8]]) -> Option<usize> {
    tokens.iter().try_fold(at, |at, token| {
        let at = at + text.slice(at, at + 64).iter().take_while(|b| b.is_ascii_whitespace()).count();
        let end = at + token.len();
        text.slice(at, end).eq_ignore_ascii_case(token).then_some(end)
    })
}
