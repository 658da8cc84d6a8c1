//! Where the local part of an address begins (RFC 5322 §3.2.3, RFC 6531 §3.3): as far as what delimits it says so.

use super::text::Text;
use crate::message::{Charset, Format};
use encoding_rs::{BIG5, GB18030};

/// Longest local part (RFC 5321 §4.5.3.1.1).
pub(super) const MAX_LOCAL: usize = 64;

/// The local part before the `@` at `at` of an address that ends at `end`. `usual` is what it is where nothing but the text
/// around delimits it; `None` if that would be a piece of one.
pub(super) fn of<'a>(text: &Text<'a>, at: usize, end: usize, usual: &'a [u8]) -> Option<&'a [u8]> {
    // Nearly always what stands before it is no part of any address.
    let before = text.before(at.saturating_sub(usual.len()));
    if before.is_ascii() && !before.is_ascii_alphanumeric() && !is_sign(before) {
        return Some(usual);
    }
    if let Some(whole) = delimited(text, at, end) {
        return Some(whole);
    }
    match international(text, at) {
        Reach::Usual => Some(usual),
        Reach::From(start) => Some(text.slice(start, at)),
        Reach::Unknown => None,
    }
}

/// True for the signs of an atom.
fn is_sign(b: u8) -> bool {
    b".-_+%&!#$~^`=?|".contains(&b)
}

/// The whole atom where brackets or quotes stand around the address. Signs that part parameters are taken in brackets only;
/// those of paths, templates and masks nowhere (mailboxes are named by `office/name` before the address of `name`).
fn delimited<'a>(text: &Text<'a>, at: usize, end: usize) -> Option<&'a [u8]> {
    let head = text.slice(at.saturating_sub(MAX_LOCAL), at);
    let is_atom = |b: &&u8| b.is_ascii_alphanumeric() || is_sign(**b);
    let len = head.iter().rev().take_while(is_atom).count();
    let whole = head.get(head.len() - len..)?;
    if !whole.first().is_some_and(|b| b.is_ascii_alphanumeric() || *b == b'_') {
        return None;
    }
    let is_rare = |b: &u8| b"!#$~^`=?|".contains(b);
    let joined = memchr::memchr(b'&', whole).is_some();
    if (joined && text.format == Format::Fields) || !(joined || whole.iter().any(is_rare)) {
        return None;
    }
    let (opening, parts) = (text.before(at - len), |b: &u8| matches!(b, b'=' | b'?' | b'|'));
    let stands = match opening {
        b'<' => text.at(end) == b'>',
        _ if whole.iter().any(parts) => false,
        b'"' | b'\'' => text.at(end) == opening || text.slice(end, end + 2) == [b'\\', opening],
        // In running text only the ampersand joins names.
        0 | b' ' | b'\t' | b'\n' | b',' | b';' | b':' => !whole.iter().any(is_rare),
        _ => false,
    };
    stands.then_some(whole)
}

/// How far letters beyond ASCII reach into a local part.
enum Reach {
    /// There are none.
    Usual,
    /// It begins here.
    From(usize),
    /// There are, and they cannot be read.
    Unknown,
}

/// Scripts that set blanks between words: their letters before an address belong to it.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Script {
    Latin,
    Greek,
    Cyrillic,
    /// A mark on the letter before.
    Mark,
}

fn script(c: char) -> Option<Script> {
    let script = match c {
        'a'..='z' | 'A'..='Z' | '\u{c0}'..='\u{24f}' | '\u{1e00}'..='\u{1eff}' => Script::Latin,
        '\u{370}'..='\u{3ff}' | '\u{1f00}'..='\u{1fff}' => Script::Greek,
        '\u{400}'..='\u{52f}' => Script::Cyrillic,
        '\u{300}'..='\u{36f}' => return Some(Script::Mark),
        _ => return None,
    };
    c.is_alphabetic().then_some(script)
}

/// True for a letter beyond ASCII that words of alphabets hold, or a mark on one. (Before and behind an address in Chinese text
/// stand characters that are no part of it.)
pub(super) fn is_alphabet(c: char) -> bool {
    !c.is_ascii() && script(c).is_some()
}

fn international(text: &Text<'_>, at: usize) -> Reach {
    let from = at.saturating_sub(MAX_LOCAL);
    let head = text.slice(from, at);
    let is_plain = |b: &&u8| b.is_ascii_alphanumeric() || b".-_+%".contains(b);
    let plain = head.iter().rev().take_while(is_plain).count();
    let Some((before, _)) = head.split_at_checked(head.len() - plain) else { return Reach::Usual };
    if before.last().is_none_or(u8::is_ascii) {
        return Reach::Usual;
    }
    match text.charset {
        Charset::Utf8 => whole_utf8(head, from),
        Charset::Gb18030 | Charset::Big5 => {
            let encoding = if text.charset == Charset::Big5 { BIG5 } else { GB18030 };
            let pair = before.get(before.len().saturating_sub(2)..).unwrap_or_default();
            let decoded = encoding.decode_without_bom_handling_and_without_replacement(pair);
            let is_letter = decoded.is_some_and(|c| c.chars().next_back().is_some_and(is_alphabet));
            if is_letter { Reach::Unknown } else { Reach::Usual }
        }
        // One byte alone is a letter; several are more likely characters of a charset that nobody named.
        Charset::Latin1 => {
            // In a file of no text it may be anything, but for one within a word.
            let high = before.iter().rev().take_while(|b| **b >= 0x80).count();
            let within = before.iter().rev().nth(1).is_some_and(u8::is_ascii_alphanumeric);
            let letter = high == 1 && before.last() >= Some(&0xc0) && (within || text.format != Format::Binary);
            if letter { Reach::Unknown } else { Reach::Usual }
        }
    }
}

/// The longest end of `head` that is of one script, digits and signs of an atom.
fn whole_utf8(head: &[u8], from: usize) -> Reach {
    let (mut start, mut of, mut wide) = (head.len(), None, false);
    while let Some((c, len)) = last_char(head.get(..start).unwrap_or_default()) {
        match script(c) {
            Some(Script::Mark) => {}
            Some(script) if of.is_none_or(|of| of == script) => of = Some(script),
            None if c.is_ascii_digit() || ".-_+%".contains(c) => {}
            _ => break,
        }
        wide |= !c.is_ascii();
        start -= len;
    }
    let is_sign = |b: &&u8| b".-+%".contains(b);
    let signs = head.get(start..).unwrap_or_default().iter().take_while(is_sign).count();
    let cut = start == 0 && from > 0;
    if !wide {
        Reach::Usual
    } else if cut {
        Reach::Unknown
    } else {
        Reach::From(from + start + signs)
    }
}

/// The last character of a text, and its bytes.
fn last_char(text: &[u8]) -> Option<(char, usize)> {
    let len = text.iter().rev().take(4).position(|b| !matches!(b, 0x80..=0xbf))? + 1;
    let c = std::str::from_utf8(text.get(text.len() - len..)?).ok()?.chars().next()?;
    Some((c, len))
}
