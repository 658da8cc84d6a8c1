//! `MySQL` and `MariaDB` (client/server protocol 10): logins, statements, and result sets in text and binary form.
//!
//! Reads the greeting and the client's response (a password in the clear is a login, a challenge's answer an anomaly),
//! hands over to TLS where the client asks for it, and reads compressed connections through the pipeline's decoder.
//! Statements are messages `mysql.query`, with the values of prepared ones as rows under the names of their columns;
//! rows are `mysql.rows`, errors `mysql.error`, the content of `LOAD DATA LOCAL` is `mysql.file`, and what replicas are
//! sent `mysql.binlog` (only its strings). Values of any bytes are read for their strings, or for what is packed in them,
//! also where a statement holds them as literals.
//! Without the beginning of a flow it goes by the packets' numbers.
//!
//! Limits: a packet longer than a head may be is not held: of statements, values, rows and files it goes through in
//! pieces, the rest is skipped (`head_too_long`). Compressed frames are held up to `frames::HELD`, what stands before the
//! values of a long execution up to `execute::HEAD_MOST`, prepared statements up to `session::STATEMENTS`. After a gap
//! a direction is scanned raw until packets line up again, and a reply that answers something else than was thought is
//! told as it is.

mod command;
mod execute;
mod frames;
mod literal;
mod login;
mod reply;
mod row;
mod session;
mod wide;
mod wire;

use super::{Parser, Probe, Progress, Protocol, Transport};
use crate::config::Limits;
use crate::message::{Direction, Outlet};
use frames::Frames;
use session::Session;

/// Registry entry.
pub const PROTOCOL: Protocol = Protocol {
    name: "mysql",
    title: "MySQL and MariaDB: logins, statements, rows",
    transports: &[Transport::Tcp],
    probe,
    parser: Some(|limits, _| Box::new(MySqlParser::new(limits))),
};

/// Greeting of the server, login of the client or, in the middle of a flow, one of its statements: three bytes of length (little-endian), a sequence number.
fn probe(_: Direction, data: &[u8], _: (u16, u16)) -> Probe {
    let [low, middle, high, sequence, rest @ ..] = data else {
        // A length over 64 KiB is no greeting.
        return if data.get(2).is_none_or(|high| *high == 0) { Probe::NeedMore } else { Probe::Reject };
    };
    let len = usize::from(*low) | usize::from(*middle) << 8;
    if *high != 0 || len < 12 {
        return Probe::Reject;
    }
    let streamed = |needed: usize, believed: fn(&[u8]) -> bool| match rest.len() < needed {
        true => Probe::NeedMore,
        false if believed(rest) => Probe::Match,
        false => Probe::Reject,
    };
    match (sequence, rest.first()) {
        (0, None) => Probe::NeedMore,
        (0, Some(10)) if len <= 2048 => match login::version_is_plausible(rest) {
            Some(true) => Probe::Match,
            None if rest.len() < len => Probe::NeedMore,
            Some(false) | None => Probe::Reject,
        },
        (0, Some(0xff)) if len <= 512 => streamed(12, is_refusal),
        (0, Some(3 | 0x16)) => streamed(8, session::is_statement),
        (0, Some(0x17)) => streamed(10, is_execution),
        // The request for TLS, where it was taken off, was the first packet.
        (1 | 2, _) if (32..=2048).contains(&len) => streamed(32, is_login),
        _ => Probe::Reject,
    }
}

/// An error instead of a greeting: 1040 (too many connections), 1129 and 1130 (host not allowed).
fn is_refusal(packet: &[u8]) -> bool {
    packet.get(1..).and_then(<[u8]>::split_first_chunk::<2>).is_some_and(|(code, text)| {
        matches!(u16::from_le_bytes(*code), 1040 | 1129 | 1130)
            && text.iter().take(9).all(|byte| matches!(byte, b' '..=b'~'))
    })
}

/// Capabilities with `CLIENT_PROTOCOL_41`, packet size, charset, then zeros (the last four bytes may be `MariaDB`'s).
fn is_login(packet: &[u8]) -> bool {
    const PROTOCOL_41: u8 = 0x02;
    packet.get(1).is_some_and(|second| second & PROTOCOL_41 != 0)
        && packet.get(9..28).is_some_and(|zeros| zeros.iter().all(|byte| *byte == 0))
}

/// `COM_STMT_EXECUTE` of one of the first 65,535 statements, from 1 on: known flags, and a number of iterations that is
/// always 1.
fn is_execution(packet: &[u8]) -> bool {
    matches!(packet, [0x17, low, high, 0, 0, 0..=0x0f, 1, 0, 0, 0, ..] if low | high != 0)
}

/// Parses one flow.
#[derive(Debug)]
pub struct MySqlParser {
    session: Session,
    /// Of each direction, once the login agreed on compression.
    frames: [Frames; 2],
}

impl MySqlParser {
    /// A parser for one flow.
    pub fn new(limits: &Limits) -> Self {
        Self { session: Session::new(limits), frames: [Frames::new(limits), Frames::new(limits)] }
    }
}

impl Parser for MySqlParser {
    fn on_data(&mut self, dir: Direction, data: &[u8], out: &mut dyn Outlet) -> Progress {
        let Some(coding) = self.session.coding() else {
            return self.session.on_data(dir, data, out);
        };
        let [orig, resp] = &mut self.frames;
        let frames = if dir == Direction::Orig { orig } else { resp };
        frames.on_data(coding, dir, data, &mut self.session, out)
    }

    fn on_gap(&mut self, dir: Direction, _: u64, out: &mut dyn Outlet) -> bool {
        // Frames have nothing to be found by.
        if self.session.coding().is_some() {
            self.session.abandon(out);
            return false;
        }
        self.session.on_gap(dir, out);
        true
    }

    fn on_close(&mut self, dir: Direction, out: &mut dyn Outlet) {
        self.session.on_close(dir, out);
    }
}

#[cfg(test)]
mod tests;
