//! What tells a terminal how to show a text (ECMA-48): colours of logs, marks of `grep`, the screens of programs. Its last
//! letter stands right before a value.

use crate::content::bytes::Bytes;
use crate::content::stream::Style;

/// The character that control sequences begin with (ECMA-48 §8.3.48).
pub(super) const ESCAPE: u8 = 0x1b;
/// Longest control sequence.
const SEQUENCE_BYTES: usize = 64;

/// True if there is such a sequence.
pub(super) fn is_controlled(text: &[u8], style: Style) -> bool {
    memchr::memchr_iter(ESCAPE, text).any(|at| sequence(text.after(at), style).is_some())
}

/// Takes the sequences away; those that go on elsewhere on the screen become blanks.
pub(super) fn decode(text: &[u8], into: &mut Vec<u8>, style: Style) -> bool {
    into.reserve(text.len());
    let mut at = 0;
    while let Some(step) = memchr::memchr(ESCAPE, text.after(at)) {
        into.extend_from_slice(text.span(at, at + step));
        at += step;
        if let Some((len, moves)) = sequence(text.after(at), style) {
            into.extend(moves.then_some(b' '));
            at += len;
        } else {
            into.push(ESCAPE);
            at += 1;
        }
    }
    into.extend_from_slice(text.after(at));
    true
}

/// The length of the sequence that begins here, and whether it goes on elsewhere on the screen.
fn sequence(text: &[u8], style: Style) -> Option<(usize, bool)> {
    let text = text.upto(SEQUENCE_BYTES);
    match text.at(1) {
        b'[' => control(text),
        // The end of a title or link (§8.3.143); in a string of JSON its backslash is escaped, and a lone one begins another
        // escape.
        b'\\' if style == Style::Json => {
            let run = text.after(1).iter().take_while(|b| **b == b'\\').count();
            Some((1 + run - run % 2, true))
        }
        // In other text; and where a title or link begins (§8.3.89): what is between their ends is text.
        b'\\' | b']' => Some((2, true)),
        // Character sets (ECMA-35 §13.2.1), as terminals have them.
        b'(' | b')' => matches!(text.at(2), b'0' | b'A'..=b'Z').then_some((3, false)),
        _ => None,
    }
}

/// The same of a control sequence (§5.4).
fn control(text: &[u8]) -> Option<(usize, bool)> {
    let run = |from: usize, is: fn(&u8) -> bool| from + text.after(from).iter().take_while(|b| is(b)).count();
    let last = run(run(2, |b| matches!(b, b'0'..=b'?')), |b| matches!(b, b' '..=b'/'));
    // Behind graphic rendition, erasing behind the cursor, and modes, the text goes on where it is.
    let stays = matches!(text.at(last), b'm' | b'K' | b'h' | b'l');
    matches!(text.at(last), b'@'..=b'~').then_some((last + 1, !stays))
}
