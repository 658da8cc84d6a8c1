//! First bytes of SMTP, from either side.

use crate::message::Direction;
use crate::proto::Probe;
use crate::proto::banner::line::{contains, first_line, greeting, is, is_any, words};
use crate::proto::banner::{first_of, port_is};

/// Greetings that say so, and opening commands; on the usual ports any `220`.
pub(super) fn probe(_: Direction, data: &[u8], ports: (u16, u16)) -> Probe {
    let hint = port_is(ports, &[25, 587, 2525]);
    let commands = ["EHLO ", "HELO ", "LHLO ", "MAIL FROM:<", "STARTTLS\r"];
    first_of([
        greeting(data, hint, |text| contains(text, "SMTP") || contains(text, "LMTP")),
        first_line(data, &commands, |line| {
            let words = words(line);
            match words.as_slice() {
                [verb, host] if is_any(verb, &["EHLO", "HELO", "LHLO"]) => is_host(host),
                [verb] => is(verb, "STARTTLS"),
                [verb, from, ..] if is(verb, "MAIL") => {
                    is(from.get(..6).unwrap_or_default(), "FROM:<") && line.contains(&b'>')
                }
                _ => false,
            }
        }),
    ])
}

/// A domain or an address literal.
fn is_host(word: &[u8]) -> bool {
    !word.is_empty() && word.iter().all(|byte| byte.is_ascii_alphanumeric() || b"-._:[]".contains(byte))
}

/// True if a command stands at the start of `data`, which may be a line of a mail; `None` if more bytes tell.
pub(super) fn command_follows(data: &[u8]) -> Option<bool> {
    const COMMANDS: [&str; 7] = ["MAIL FROM:<", "RCPT TO:<", "RSET\r\n", "QUIT\r\n", "NOOP\r\n", "DATA\r\n", "EHLO "];
    let mut open = false;
    for known in COMMANDS {
        let len = known.len().min(data.len());
        let (shown, wanted) = (data.get(..len)?, known.as_bytes().get(..len)?);
        if shown.eq_ignore_ascii_case(wanted) {
            if len == known.len() {
                return Some(true);
            }
            open = true;
        }
    }
    (!open).then_some(false)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(port: u16, data: &[u8]) -> Probe {
        probe(Direction::Orig, data, (40_000, port))
    }

    #[test]
    fn greetings_and_commands_are_claimed() {
        for data in [&b"220-mx\r\n220 ESMTP\r\n"[..], b"EHLO [IPv6:2001:db8::1]\r\n", b"mail from:<> SIZE=1\r\n"] {
            assert_eq!(at(40_001, data), Probe::Match, "{}", data.escape_ascii());
        }
        assert_eq!(at(25, b"220 ready\r\n"), Probe::Match);
        assert_eq!(at(21, b"220 ready\r\n"), Probe::Reject);
        assert_eq!(at(25, b"EHLO a b\r\n"), Probe::Reject);
        assert_eq!(at(25, b"GET / HTTP/1.1\r\n"), Probe::Reject);
    }

    #[test]
    fn commands_are_told_from_lines_of_a_mail() {
        assert_eq!(command_follows(b"mail from:<a@b>\r\n"), Some(true));
        assert_eq!(command_follows(b"MAIL fr"), None);
        assert_eq!(command_follows(b"QUIT smoking\r\n"), Some(false));
        assert_eq!(command_follows(b"x"), Some(false));
    }
}
