//! Queues, chat, calls, logs and management.

use super::super::Probe;
use super::line::{contains, first_line, is_number, words};
use super::{SHOWN, first_of, literal};
use crate::message::Direction;

/// A segment field of HL7 v2 with its encoding characters, framed by MLLP or bare.
pub(super) fn hl7(_: Direction, data: &[u8], _: (u16, u16)) -> Probe {
    first_of([literal(data, b"\x0bMSH|^~\\&"), literal(data, b"MSH|^~\\&")])
}

/// Registration of a client, or numeric replies of a server (RFC 2812).
pub(super) fn irc(_: Direction, data: &[u8], _: (u16, u16)) -> Probe {
    let openings = ["NICK ", "USER ", "CAP ", "PRIVMSG ", "NOTICE ", ":"];
    first_line(data, &openings, |line| match words(line).as_slice() {
        [b"NICK", nick] => nick.len() <= 32 && is_nick(nick.strip_prefix(b":").unwrap_or(nick)),
        [b"USER", _, _, _, name, ..] => name.starts_with(b":"),
        [b"CAP", verb, ..] => matches!(*verb, b"LS" | b"REQ" | b"END"),
        [b"PRIVMSG", target, text, ..] => target.starts_with(b"#") && text.starts_with(b":"),
        [b"NOTICE", target, text, ..] => matches!(*target, b"AUTH" | b"*") && text.starts_with(b":"),
        [server, code, _, ..] if server.starts_with(b":") => {
            let source = server.get(1..).unwrap_or_default();
            let reply = code.len() == 3 && is_number(code);
            let host = source.contains(&b'.') || source.contains(&b'!');
            host && (reply || matches!(*code, b"NOTICE" | b"PRIVMSG" | b"JOIN" | b"MODE" | b"PING"))
        }
        _ => false,
    })
}

fn is_nick(word: &[u8]) -> bool {
    !word.is_empty() && word.iter().all(|byte| byte.is_ascii_alphanumeric() || b"[]\\`_^{|}-".contains(byte))
}

/// The server's `INFO` or the client's `CONNECT`, each with JSON behind it.
pub(super) fn nats(_: Direction, data: &[u8], _: (u16, u16)) -> Probe {
    first_of([literal(data, b"INFO {\""), literal(data, b"CONNECT {\"")])
}

/// CONNECT, STOMP or CONNECTED and a header of theirs (STOMP 1.2).
pub(super) fn stomp(_: Direction, data: &[u8], _: (u16, u16)) -> Probe {
    let command =
        first_line(data, &["CONNECT\n", "CONNECT\r", "CONNECTED\n", "CONNECTED\r", "STOMP\n", "STOMP\r"], |line| {
            matches!(line, b"CONNECT" | b"CONNECTED" | b"STOMP")
        });
    if command != Probe::Match {
        return command;
    }
    let rest = memchr::memchr(b'\n', data).and_then(|end| data.get(end + 1..)).unwrap_or_default();
    let headers = ["accept-version:", "version:", "host:", "login:", "passcode:", "heart-beat:", "server:", "session:"];
    first_line(rest, &headers, |_| true)
}

/// A stream header, with or without an XML declaration before it (RFC 6120 §4.2).
pub(super) fn xmpp(_: Direction, data: &[u8], _: (u16, u16)) -> Probe {
    const STREAM: &[u8] = b"<stream:stream";
    let stream = match literal(data, b"<?xml") {
        Probe::Match => {
            let end = data.windows(2).take(128).position(|window| window == b"?>");
            let Some(end) = end else {
                return if data.len() < 128 { Probe::NeedMore } else { Probe::Reject };
            };
            data.get(end + 2..).unwrap_or_default().trim_ascii_start()
        }
        _ => data,
    };
    match literal(stream, STREAM) {
        Probe::Match if contains(stream, "XMLNS") => Probe::Match,
        Probe::Match if data.len() < SHOWN => Probe::NeedMore,
        Probe::Match => Probe::Reject,
        other => first_of([other, literal(data, b"<?xml")].into_iter().filter(|answer| *answer == Probe::NeedMore)),
    }
}
