//! First bytes of POP3, from either side.

use crate::message::Direction;
use crate::proto::Probe;
use crate::proto::banner::line::{contains, first_line, is, is_any, words};
use crate::proto::banner::{first_of, port_is};

/// Greetings that say so, and opening commands; on the usual port any `+OK`.
pub(super) fn probe(_: Direction, data: &[u8], ports: (u16, u16)) -> Probe {
    let hint = port_is(ports, &[110]);
    first_of([
        first_line(data, &["+OK"], |line| {
            // Redis answers `+OK` and nothing else.
            let timestamp = line.contains(&b'<') && line.contains(&b'@') && line.ends_with(b">");
            hint || line.len() > 4 && (contains(line, "POP") || contains(line, "dovecot") || timestamp)
        }),
        first_line(data, &["CAPA\r", "STLS\r", "APOP ", "USER ", "AUTH\r"], |line| match words(line).as_slice() {
            [verb] => is_any(verb, &["CAPA", "STLS"]) || hint && is(verb, "AUTH"),
            [verb, _, digest] if is(verb, "APOP") => digest.len() == 32 && digest.iter().all(u8::is_ascii_hexdigit),
            [verb, _] => hint && is(verb, "USER"),
            _ => false,
        }),
    ])
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(port: u16, data: &[u8]) -> Probe {
        probe(Direction::Orig, data, (40_000, port))
    }

    #[test]
    fn greetings_and_commands_are_claimed() {
        for data in [&b"+OK POP3 <1.2@mail>\r\n"[..], b"+OK x <1.2@mail>\r\n", b"capa\r\n", b"STLS\r\n"] {
            assert_eq!(at(40_001, data), Probe::Match, "{}", data.escape_ascii());
        }
        assert_eq!(at(110, b"+OK\r\n"), Probe::Match);
        assert_eq!(at(110, b"USER a\r\n"), Probe::Match);
        // Redis, IRC and FTP speak alike.
        assert_eq!(at(6379, b"+OK\r\n"), Probe::Reject);
        assert_eq!(at(21, b"USER a\r\n"), Probe::Reject);
        assert_eq!(at(40_001, b"APOP a nodigest\r\n"), Probe::Reject);
    }
}
