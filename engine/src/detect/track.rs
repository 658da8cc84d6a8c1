//! Tracks of payment cards: what stands around the number of the card.

use super::text::Text;

/// Where a track with the number of a card ends: of a magnetic stripe (ISO/IEC 7813) `%B`, number, `^`, name, `^`,
/// expiry in the first, `;`, number, `=`, expiry in the second; as chips tell it (EMV 4.3 book 3, tag 57), number, `D`,
/// expiry, service code. Behind the expiry comes what the issuer likes.
pub(super) fn track_end(text: &Text<'_>, at: usize, end: usize) -> Option<usize> {
    let (expiry, most) = match (text.before(at), text.at(end)) {
        (b'B', b'^') if at > 1 && text.at(at - 2) == b'%' => {
            let name = text.slice(end + 1, end + 1 + MAX_HOLDER + 1);
            let len = name.iter().position(|b| *b == b'^' || b.is_ascii_control())?;
            if text.at(end + 1 + len) != b'^' {
                return None;
            }
            (end + len + 2, MAX_FIRST)
        }
        (b';', b'=') => (end + 1, MAX_TRACK),
        (_, b'D' | b'd') if is_equivalent(text, at, end + 1) => (end + 1, MAX_TRACK),
        _ => return None,
    };
    let date = text.slice(expiry, expiry + 4);
    let month = date.get(2..).map(|month| matches!(month, [b'0', b'1'..=b'9'] | [b'1', b'0'..=b'2']));
    let sound = month == Some(true) && date.iter().all(u8::is_ascii_digit);
    let rest = text.slice(expiry, at + most);
    let len = if most == MAX_FIRST {
        rest.iter().position(|b| *b == b'?' || !matches!(b, b' '..=b'_'))
    } else {
        rest.iter().position(|b| !b.is_ascii_digit())
    };
    sound.then_some(expiry + len.unwrap_or(rest.len()))
}

/// Where the track with the number at `at` begins, without its sentinel.
pub(super) fn track_begin(text: &Text<'_>, at: usize) -> usize {
    if text.before(at) == b'B' { at - 1 } else { at }
}

/// True for the rest of a track as chips tell it, from `at` on: expiry, service code and what the issuer likes, padded
/// to whole bytes. The track begins with its `number`.
fn is_equivalent(text: &Text<'_>, number: usize, at: usize) -> bool {
    let end = at + text.slice(at, number + MAX_TRACK).iter().take_while(|b| b.is_ascii_digit()).count();
    let padded = matches!(text.at(end), b'F' | b'f');
    end >= at + 7 && !text.at(end + usize::from(padded)).is_ascii_alphanumeric()
}

/// Characters of the second track.
const MAX_TRACK: usize = 37;

/// Characters of the first track.
const MAX_FIRST: usize = 79;

/// Longest name in the first track: 26 characters, in UTF-8.
const MAX_HOLDER: usize = 3 * 26;
