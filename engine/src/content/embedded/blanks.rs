//! White space written as an escape (`\n`, `\t`, RFC 8259 §7) right before a value, to which its letter would seem to belong.
//!
//! Numbers end at a letter anyway; addresses and IBANs begin with letters themselves.

use crate::content::bytes::Bytes;
use crate::content::stream::Style;

/// Longest local part of an address (RFC 5321 §4.5.3.1.1).
const LOCAL_BYTES: usize = 64;
/// Length of the shortest IBAN.
const IBAN_BYTES: usize = 15;
/// Bytes of a word that are looked at to tell whether it is a path.
const WORD_BYTES: usize = 128;

/// True if there is such an escape.
pub(super) fn is_glued(text: &[u8], style: Style) -> bool {
    next(text, 0, style).is_some()
}

/// Writes blanks for these escapes.
pub(super) fn decode(text: &[u8], into: &mut Vec<u8>, style: Style) -> bool {
    into.reserve(text.len());
    let mut at = 0;
    while let Some((start, end)) = next(text, at, style) {
        into.extend_from_slice(text.span(at, start));
        into.resize(into.len() + (end - start), b' ');
        at = end;
    }
    into.extend_from_slice(text.after(at));
    true
}

/// The next such escape from `from` on, which is no place within one.
fn next(text: &[u8], from: usize, style: Style) -> Option<(usize, usize)> {
    let mut at = from;
    while let Some(step) = memchr::memchr(b'\\', text.after(at)) {
        let start = at + step;
        let run = text.after(start).iter().take_while(|b| **b == b'\\').count();
        let end = start + run + 1;
        at = end;
        if is_space(text.at(end - 1)) && value_begins(text.after(end)) && is_meant(text, start, end, style) {
            return Some((start, end));
        }
    }
    None
}

fn is_space(letter: u8) -> bool {
    matches!(letter, b'n' | b'r' | b't' | b'f' | b'b')
}

/// True for what begins like an IBAN or an address.
fn value_begins(text: &[u8]) -> bool {
    let iban = text.upto(IBAN_BYTES);
    if let [a, b, c, d, rest @ ..] = iban
        && a.is_ascii_alphabetic()
        && b.is_ascii_alphabetic()
        && c.is_ascii_digit()
        && d.is_ascii_digit()
        && iban.len() == IBAN_BYTES
        && rest.iter().all(|b| b.is_ascii_alphanumeric() || *b == b' ')
    {
        return true;
    }
    let atom = |b: &u8| b.is_ascii_alphanumeric() || matches!(b, b'.' | b'_' | b'-' | b'+' | b'%' | b'\'');
    let local = text.upto(LOCAL_BYTES + 1).iter().take_while(|b| atom(b)).count();
    local > 0
        && text.at(local) == b'@'
        && matches!(text.at(local + 1), b'0'..=b'9' | b'A'..=b'Z' | b'a'..=b'z' | 0x80..)
}

/// True if backslashes and a letter are an escape. In a string of JSON an odd number of backslashes is one; what an even
/// number leaves, and one in any other text, may as well be part of a path or of `DOMAIN\user`.
fn is_meant(text: &[u8], start: usize, end: usize, style: Style) -> bool {
    if style == Style::Json && (end - start).is_multiple_of(2) {
        return true;
    }
    let head = text.span(start.saturating_sub(WORD_BYTES), start);
    let word = head.iter().rposition(|b| ends_word(*b)).map_or(head, |i| head.after(i + 1));
    if word.is_empty() {
        return true;
    }
    // Form feeds and backspaces hardly occur: `corp\bob`.
    !matches!(text.at(end - 1), b'f' | b'b') && !is_path(word)
}

fn ends_word(b: u8) -> bool {
    matches!(
        b,
        0..=b' '
            | b'"'
            | b'\''
            | b'`'
            | b'<'
            | b'>'
            | b'('
            | b')'
            | b'['
            | b']'
            | b'{'
            | b'}'
            | b','
            | b';'
            | b'='
            | b'|'
            | b'&'
    )
}

/// True for a word, before a backslash, that begins a path, or is the name of a domain of Windows.
fn is_path(word: &[u8]) -> bool {
    let drive =
        |i: usize| i > 0 && word.at(i - 1).is_ascii_alphabetic() && (i == 1 || !word.at(i - 2).is_ascii_alphanumeric());
    if memchr::memchr_iter(b':', word).any(drive) || matches!(word, [b'.' | b'~' | b'%', ..] | [b'\\', b'\\', ..]) {
        return true;
    }
    let mut parts = word.split(|b| *b == b'\\').filter(|part| !part.is_empty());
    let begins = if word.at(0) == b'\\' { None } else { parts.next() };
    let domain = begins.is_some_and(|name| {
        name.iter().any(u8::is_ascii_uppercase) && !name.iter().any(|b| b.is_ascii_lowercase() || *b >= 0x80)
    });
    // Folders begin with any letter.
    domain || parts.any(|part| !matches!(part.at(0), b'n' | b'r' | b't' | b'u' | b'x' | b'/'))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn decoded(text: &str, style: Style) -> String {
        let mut out = Vec::new();
        if !is_glued(text.as_bytes(), style) {
            return text.to_owned();
        }
        decode(text.as_bytes(), &mut out, style);
        String::from_utf8(out).unwrap()
    }

    #[test]
    fn escapes_before_values_become_blanks() {
        for (style, text, want) in [
            (
                Style::Json,
                r#"{"a":"to:\nal@b.cn\r\nNO9386011117947\tb@c.cn x\n"}"#,
                r#"{"a":"to:  al@b.cn\r  NO9386011117947  b@c.cn x\n"}"#,
            ),
            (
                Style::Json,
                r#"{"a":"END\nal@b.cn C:\fal@b.cn C:\\x\bal@b.cn"}"#,
                r#"{"a":"END  al@b.cn C:  al@b.cn C:\\x  al@b.cn"}"#,
            ),
            (
                Style::Json,
                r#"{"a":"{\"b\":\"to\\nal@b.cn\\\\nNO9386011117947\"}"}"#,
                r#"{"a":"{\"b\":\"to   al@b.cn     NO9386011117947\"}"}"#,
            ),
            (Style::Plain, r"('Regards\nal@b.cn', 'x\r\nb@b.cn')", r"('Regards  al@b.cn', 'x\r  b@b.cn')"),
            (
                Style::Plain,
                "1\tWrite to:\\nal@b.cn\\nDear all\\nme\\tal@b.cn \\fal@b.cn",
                "1\tWrite to:  al@b.cn\\nDear all\\nme  al@b.cn   al@b.cn",
            ),
        ] {
            assert_eq!(decoded(text, style), want);
        }
    }

    #[test]
    fn paths_and_domains_stay() {
        for text in [
            r"C:\new@b.cn",
            r"C:\\new@b.cn",
            r"file:///C:\tmp\new@b.cn",
            r"\\srv\new@b.cn",
            r"..\new@b.cn",
            r"%TEMP%\new@b.cn",
            r"~\new@b.cn",
            r"mail\Sent\new@b.cn",
            r"CORP\nancy@b.cn",
            r"A-B1\tom@b.cn",
            r"corp\bob@b.cn",
            r"\nabla \table{x} \nu@",
            r"x\nal b@b.cn",
            r"\new12",
            r"a\n@b.cn",
            r"\\",
        ] {
            assert_eq!(decoded(text, Style::Plain), text);
        }
        for text in [r#"{"a":"C:\\new@b.cn"}"#, r#"{"a":"CORP\\nancy@b.cn"}"#] {
            assert_eq!(decoded(text, Style::Json), text);
        }
    }
}
