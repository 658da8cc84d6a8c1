//! What the first bytes must look like.

use super::line::{Line, word};
use crate::message::Direction;
use crate::proto::Probe;
use crate::proto::banner::SHOWN;
use crate::proto::banner::line::{is_any, is_number, is_text};

/// Lines that may tell nothing, one after the other: tags and passwords come first.
const LINES: usize = 4;

/// Registration of a client, numeric replies of a server, or messages (RFC 2812). `PASS` alone may be anybody's: the
/// next line tells.
pub(super) fn probe(_: Direction, data: &[u8], _: (u16, u16)) -> Probe {
    let mut rest = data;
    for _ in 0..LINES {
        let end = memchr::memchr(b'\n', rest);
        let line = rest.get(..end.unwrap_or(rest.len())).unwrap_or(rest);
        let line = line.strip_suffix(b"\r").unwrap_or(line);
        let formatted = |byte: &u8| matches!(byte, 1..=4 | 0x0f | 0x11 | 0x16 | 0x1d..=0x1f);
        if !is_text(line) && !line.iter().all(|byte| formatted(byte) || *byte == b'\t' || *byte >= b' ') {
            return Probe::Reject;
        }
        let Some(end) = end else {
            let open = data.len() < SHOWN && opens(line);
            return if open { Probe::NeedMore } else { Probe::Reject };
        };
        match tells(line) {
            Some(true) => return Probe::Match,
            Some(false) => return Probe::Reject,
            None => rest = rest.get(end.saturating_add(1)..).unwrap_or_default(),
        }
    }
    Probe::Reject
}

/// Could the beginning of a line become one that tells?
fn opens(line: &[u8]) -> bool {
    const OPENINGS: [&str; 7] = ["NICK ", "USER ", "CAP ", "PASS ", "PRIVMSG ", "NOTICE ", "SERVER "];
    let untold = line.strip_prefix(b"@").map_or(line, |tagged| {
        let (_, behind) = word(tagged);
        behind
    });
    let begins = |opening: &str| {
        let len = opening.len().min(untold.len());
        untold.get(..len).is_some_and(|start| opening.get(..len).is_some_and(|known| start == known.as_bytes()))
    };
    untold.starts_with(b":") || OPENINGS.iter().any(|opening| begins(opening))
}

/// Is a whole line one of IRC's? `None`: it may be.
fn tells(line: &[u8]) -> Option<bool> {
    let line = Line::read(line);
    let count = line.params().count();
    let target = line.param(0);
    if !line.source.is_empty() {
        // A server has a dot in its name, a user has a host; numbers are addressed to somebody.
        let sound = line.source.iter().all(u8::is_ascii_graphic);
        let host = sound && (line.source.contains(&b'.') || line.source.contains(&b'!'));
        let verbs = ["NOTICE", "PRIVMSG", "JOIN", "MODE", "PING", "CAP", "NICK", "QUIT", "PART", "TOPIC"];
        let verb = is_any(line.command, &verbs) || line.is("AUTHENTICATE");
        return Some(host && count >= 1 && (line.number().is_some() && count >= 2 || verb));
    }
    Some(match line.command {
        b"PASS" if count >= 1 => return None,
        b"NICK" => (count == 1 || count == 2 && is_number(line.param(1))) && target.len() <= 32 && is_nick(target),
        b"USER" => count >= 4 && line.params().nth(4).is_none() && !target.is_empty(),
        b"CAP" => matches!(target, b"LS" | b"REQ" | b"END" | b"LIST"),
        b"PRIVMSG" => count == 2 && target.starts_with(b"#"),
        b"NOTICE" => count == 2 && matches!(target, b"AUTH" | b"*"),
        b"SERVER" => count >= 3 && target.contains(&b'.'),
        _ => false,
    })
}

fn is_nick(word: &[u8]) -> bool {
    !word.is_empty() && word.iter().all(|byte| byte.is_ascii_alphanumeric() || b"[]\\`_^{|}-".contains(byte))
}
