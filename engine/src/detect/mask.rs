//! Normalised values, masked samples, and peer-controlled text made safe to show.

use super::candidate::Native;
use encoding_rs::GB18030;
use std::borrow::Cow;
use std::fmt::Write;

/// Writes the normalised form of a native detector's match into `out` (cleared first).
pub(super) fn normalise(native: Native, raw: &[u8], out: &mut Vec<u8>) {
    out.clear();
    match native {
        Native::Mobile => {
            out.extend(raw.iter().filter(|b| b.is_ascii_digit()));
            let extra = out.len().saturating_sub(11);
            out.drain(..extra);
        }
        Native::Card => out.extend(raw.iter().filter(|b| b.is_ascii_digit())),
        Native::ResidentId | Native::Iban | Native::Uscc => {
            out.extend(raw.iter().filter(|b| b.is_ascii_alphanumeric()).map(u8::to_ascii_uppercase));
        }
        Native::Email if raw.is_ascii() => {
            out.extend_from_slice(raw);
            out.make_ascii_lowercase();
        }
        Native::Email => match std::str::from_utf8(raw) {
            Ok(text) => out.extend_from_slice(text.to_lowercase().as_bytes()),
            // A domain of other letters, in the one other charset where they are read.
            Err(_) => out.extend(GB18030.decode_without_bom_handling(raw).0.to_lowercase().bytes()),
        },
        Native::Ssn => {
            for (i, b) in raw.iter().filter(|b| b.is_ascii_digit()).enumerate() {
                if matches!(i, 3 | 5) {
                    out.push(b'-');
                }
                out.push(*b);
            }
        }
        // The second track is the same, however its parts are told apart.
        Native::Track if raw.first().is_some_and(u8::is_ascii_digit) => {
            out.extend(raw.iter().map(|b| if b.is_ascii_digit() { *b } else { b'=' }));
        }
        Native::Jwt | Native::Track => out.extend_from_slice(raw),
    }
}

/// Enough to recognise a normalised value, never to use it (PCI DSS 3.4: at most BIN and last four).
pub(super) fn mask(native: Native, value: &[u8]) -> String {
    match native {
        Native::ResidentId | Native::Uscc | Native::Iban => keep(value, 4, 4),
        Native::Mobile => keep(value, 3, 4),
        Native::Card if value.len() >= 14 => keep(value, 6, 4),
        Native::Card => keep(value, 0, 4),
        Native::Ssn => format!("***-**-{}", tail(value, 4)),
        Native::Email => email(value),
        Native::Jwt => "eyJ***".into(),
        Native::Track => {
            let value = value.strip_prefix(b"B").unwrap_or(value);
            let number = value.split(|b| !b.is_ascii_digit()).next().unwrap_or_default();
            format!("{}=***", mask(Native::Card, number))
        }
    }
}

/// The same for a user's pattern: two characters at each end of values of eight and more.
pub(super) fn mask_pattern(value: &str) -> String {
    let count = value.chars().count().min(64);
    if count < 8 {
        return "*".repeat(count.max(1));
    }
    let head: String = value.chars().take(2).collect();
    let last: Vec<char> = value.chars().rev().take(2).collect();
    format!("{head}{}{}", "*".repeat(count - 4), last.iter().rev().collect::<String>())
}

/// A user's name: its first character.
pub(super) fn mask_user(user: &str) -> String {
    if user.contains('@') {
        return email(user.as_bytes());
    }
    user.chars().next().map_or_else(String::new, |c| format!("{}***", if c.is_control() { '*' } else { c }))
}

/// First character of the local part, and the domain.
fn email(value: &[u8]) -> String {
    let text = String::from_utf8_lossy(value);
    let (local, domain) = text.rsplit_once('@').unwrap_or((&text, ""));
    let mut shown = String::with_capacity(domain.len() + 8);
    shown.push(local.chars().next().unwrap_or('*'));
    shown.push_str("***@");
    shown.push_str(domain);
    shown
}

fn keep(value: &[u8], head: usize, last: usize) -> String {
    let hidden = value.len().saturating_sub(head + last);
    if hidden == 0 {
        return "*".repeat(value.len());
    }
    let shown = |part: Option<&[u8]>| String::from_utf8_lossy(part.unwrap_or_default()).into_owned();
    format!("{}{}{}", shown(value.get(..head)), "*".repeat(hidden), tail(value, last))
}

fn tail(value: &[u8], last: usize) -> String {
    String::from_utf8_lossy(value.get(value.len().saturating_sub(last)..).unwrap_or_default()).into_owned()
}

/// Escapes control characters (`\x1b`, `\u{202e}`), takes away what changes the direction of text, and bounds the length
/// in bytes on a character's border with `…`.
pub(super) fn printable(text: Cow<'_, str>, limit: usize) -> String {
    if text.len() <= limit && text.bytes().all(|b| matches!(b, b' '..=b'~')) {
        return text.into_owned();
    }
    let mut out = String::with_capacity(text.len().min(limit) + 4);
    for c in text.chars() {
        let before = out.len();
        match c {
            '\u{200e}' | '\u{200f}' | '\u{061c}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{feff}' => {}
            c if (c as u32) < 0x20 || c == '\u{7f}' => {
                let _ = write!(out, "\\x{:02x}", c as u32);
            }
            c if c.is_control() || matches!(c, '\u{2028}' | '\u{2029}') => {
                let _ = write!(out, "\\u{{{:x}}}", c as u32);
            }
            c => out.push(c),
        }
        if out.len() > limit {
            out.truncate(before);
            while out.len() + '…'.len_utf8() > limit && out.pop().is_some() {}
            if limit >= '…'.len_utf8() {
                out.push('…');
            }
            break;
        }
    }
    out
}
