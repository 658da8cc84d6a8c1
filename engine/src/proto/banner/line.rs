//! First lines of text protocols.

use super::super::Probe;
use super::SHOWN;

/// Looks at the first line if the bytes begin, in any case, like one of `openings`; `accept` sees it without its end.
pub(in crate::proto) fn first_line(data: &[u8], openings: &[&str], accept: impl FnOnce(&[u8]) -> bool) -> Probe {
    let opens = |opening: &&str| {
        let opening = opening.as_bytes();
        let len = opening.len().min(data.len());
        let (Some(shown), Some(wanted)) = (data.get(..len), opening.get(..len)) else {
            return false;
        };
        shown.eq_ignore_ascii_case(wanted)
    };
    if !openings.iter().any(opens) {
        return Probe::Reject;
    }
    whole_line(data, accept)
}

/// The same without openings, for lines that begin with a token of the peer's choice.
pub(in crate::proto) fn whole_line(data: &[u8], accept: impl FnOnce(&[u8]) -> bool) -> Probe {
    let end = memchr::memchr(b'\n', data);
    let line = data.get(..end.unwrap_or(data.len())).unwrap_or(data);
    let line = line.strip_suffix(b"\r").unwrap_or(line);
    if !is_text(line) {
        return Probe::Reject;
    }
    match end {
        Some(_) if accept(line) => Probe::Match,
        None if data.len() < SHOWN => Probe::NeedMore,
        _ => Probe::Reject,
    }
}

/// No control characters but the tab.
pub(in crate::proto) fn is_text(line: &[u8]) -> bool {
    line.iter().all(|byte| *byte == b'\t' || *byte >= b' ' && *byte != 0x7f)
}

/// Splits at single spaces.
pub(in crate::proto) fn words(line: &[u8]) -> Vec<&[u8]> {
    line.split(|byte| *byte == b' ').collect()
}

/// True if all bytes are digits and there is at least one.
pub(in crate::proto) fn is_number(word: &[u8]) -> bool {
    !word.is_empty() && word.len() <= 20 && word.iter().all(u8::is_ascii_digit)
}

/// True if `needle` (upper case) stands somewhere in `data`, in any case.
pub(in crate::proto) fn contains(data: &[u8], needle: &str) -> bool {
    data.windows(needle.len()).any(|window| window.eq_ignore_ascii_case(needle.as_bytes()))
}

/// The word's bytes are equal in any case.
pub(in crate::proto) fn is(word: &[u8], known: &str) -> bool {
    word.eq_ignore_ascii_case(known.as_bytes())
}

/// The word is one of these in any case.
pub(in crate::proto) fn is_any(word: &[u8], known: &[&str]) -> bool {
    known.iter().any(|known| is(word, known))
}

/// A server's `220` greeting of one or more lines (RFC 5321 §4.2, RFC 959 §4.2) with one of `marks` in it; `hint` believes
/// it without.
pub(in crate::proto) fn greeting(data: &[u8], hint: bool, marks: impl Fn(&[u8]) -> bool) -> Probe {
    match first_line(data, &["220 ", "220-"], |_| true) {
        Probe::Match if hint || marks(data) => Probe::Match,
        Probe::Match => {
            let last = data
                .split_inclusive(|byte| *byte == b'\n')
                .any(|line| line.starts_with(b"220 ") && line.ends_with(b"\n"));
            if last || data.len() >= SHOWN { Probe::Reject } else { Probe::NeedMore }
        }
        other => other,
    }
}
