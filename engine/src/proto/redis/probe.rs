//! What the first bytes must look like.

use super::resp::{self, Found, Head};
use crate::message::Direction;
use crate::proto::Probe;

/// An array of bulk strings that begins with a command's name, or a login as words of a line; or replies nothing else gives.
pub(super) fn probe(_: Direction, data: &[u8], _: (u16, u16)) -> Probe {
    match data.first() {
        Some(b'*') => probe_array(data),
        Some(b'+' | b'-') => probe_status(data),
        Some(b'A' | b'a') => probe_login(data),
        None => Probe::NeedMore,
        _ => Probe::Reject,
    }
}

/// `AUTH [user] password`. Mail and file transfer name a mechanism there, in capitals (RFC 4422 §3.1).
fn probe_login(data: &[u8]) -> Probe {
    const VERB: &[u8] = b"AUTH ";
    if !data.iter().zip(VERB).all(|(byte, known)| byte.eq_ignore_ascii_case(known)) {
        return Probe::Reject;
    }
    let Some(end) = memchr::memchr(b'\n', data) else {
        return if data.len() < PROBE_MAX { Probe::NeedMore } else { Probe::Reject };
    };
    let line = data.get(VERB.len()..end).unwrap_or_default().trim_ascii_end();
    let mut words = line.split(|byte| *byte == b' ');
    let is_word = |word: &[u8]| !word.is_empty() && word.iter().all(|byte| *byte > b' ' && *byte != 0x7f);
    let names_mechanism = |word: &[u8]| !word.iter().any(u8::is_ascii_lowercase);
    let (first, second, none) = (words.next().unwrap_or_default(), words.next(), words.next().is_none());
    let sound = is_word(first) && !names_mechanism(first) && second.is_none_or(is_word) && none;
    if sound { Probe::Match } else { Probe::Reject }
}

fn probe_status(data: &[u8]) -> Probe {
    const OPENINGS: [&[u8]; 4] = [b"+PONG\r\n", b"-NOAUTH ", b"-WRONGPASS ", b"-DENIED "];
    let begins = |opening: &&[u8]| data.iter().zip(*opening).all(|(byte, known)| byte == known);
    match OPENINGS.iter().find(|opening| begins(opening)) {
        Some(opening) if data.len() < opening.len() => Probe::NeedMore,
        Some(_) if memchr::memchr(b'\n', data).is_some() => Probe::Match,
        Some(_) if data.len() < PROBE_MAX => Probe::NeedMore,
        _ => Probe::Reject,
    }
}

/// Bytes that a probe is shown at most.
const PROBE_MAX: usize = 512;

fn probe_array(data: &[u8]) -> Probe {
    match resp::command_start(data) {
        Found::No => return Probe::Reject,
        Found::Need => return Probe::NeedMore,
        Found::Yes => {}
    }
    let mut lines = data.splitn(3, |byte| *byte == b'\n');
    let (count, len, name) = (lines.next(), lines.next(), lines.next().unwrap_or_default());
    let head = |line: Option<&[u8]>| line.and_then(|line| line.strip_suffix(b"\r")).and_then(resp::head).and_then(size);
    let (Some(1..=1_048_576), Some(len @ 2..=20)) = (head(count), head(len)) else {
        return Probe::Reject;
    };
    let len = len as usize;
    let word = name.get(..len.min(name.len())).unwrap_or_default();
    let sound = word.iter().all(|byte| byte.is_ascii_alphanumeric() || b"._".contains(byte));
    match name.get(len..) {
        _ if !sound => Probe::Reject,
        None | Some([] | [b'\r']) => Probe::NeedMore,
        Some([b'\r', b'\n', ..]) => Probe::Match,
        Some(_) => Probe::Reject,
    }
}

fn size(head: Head<'_>) -> Option<u64> {
    match head {
        Head::Bulk(_, size) | Head::Aggregate(_, size) => Some(size),
        _ => None,
    }
}
