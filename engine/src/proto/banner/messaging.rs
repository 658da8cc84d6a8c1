//! Queues, chat, calls, logs and management.

use super::super::Probe;
use super::line::first_line;
use super::{first_of, literal};
use crate::message::Direction;

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
