//! Tracks of payment cards: what stands around the number of the card.

use super::text::Text;

/// True for the number in a track of a magnetic stripe (ISO/IEC 7813): `%B`, number, `^`, name, `^`, expiry in the first,
/// `;`, number, `=`, expiry in the second; as chips tell it (EMV 4.3 book 3, tag 57), number, `D`, expiry, service code.
pub(super) fn in_track(text: &Text<'_>, at: usize, end: usize) -> bool {
    let expiry = match (text.before(at), text.at(end)) {
        (b'B', b'^') if at > 1 && text.at(at - 2) == b'%' => {
            let name = text.slice(end + 1, end + 1 + MAX_HOLDER + 1);
            let Some(len) = name.iter().position(|b| *b == b'^' || b.is_ascii_control()) else { return false };
            if text.at(end + 1 + len) != b'^' {
                return false;
            }
            end + len + 2
        }
        (b';', b'=') => end + 1,
        (_, b'D' | b'd') if is_equivalent(text, at, end + 1) => end + 1,
        _ => return false,
    };
    let date = text.slice(expiry, expiry + 4);
    let month = date.get(2..).map(|month| matches!(month, [b'0', b'1'..=b'9'] | [b'1', b'0'..=b'2']));
    month == Some(true) && date.iter().all(u8::is_ascii_digit)
}

/// True for the rest of a track as chips tell it, from `at` on: expiry, service code and what the issuer likes, padded to
/// whole bytes. The track begins with its `number`.
fn is_equivalent(text: &Text<'_>, number: usize, at: usize) -> bool {
    let end = at + text.slice(at, number + MAX_TRACK).iter().take_while(|b| b.is_ascii_digit()).count();
    let padded = matches!(text.at(end), b'F' | b'f');
    end >= at + 7 && !text.at(end + usize::from(padded)).is_ascii_alphanumeric()
}

/// Characters of the second track.
const MAX_TRACK: usize = 37;

/// Longest name in the first track: 26 characters, in UTF-8.
const MAX_HOLDER: usize = 3 * 26;
