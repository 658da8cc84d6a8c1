//! Telnet (RFC 854): negotiation is taken out, what remains is text of a terminal, in line or character mode.
//!
//! What is typed at a prompt for a name and at one for a password is a login; what the server says or asks next is its
//! outcome. Options whose values are text (terminal, display, environment) are scanned. What follows the start of the
//! ENCRYPT option (RFC 2946) is encrypted; after both sides agreed on `START_TLS` the connection is handed over; what
//! follows COMPRESS2 is inflated by content.
//!
//! Goes on after gaps. Refuses the AUTHENTICATION option's exchanges (RFC 2941): challenge-response.
//!
//! Limits: [`OPTION_MAX`] for the value of an option, 128 bytes of the line in hand.

#[cfg(test)]
mod tests;

use super::terminal::Terminal;
use super::upgrade::tell_upgrade;
use super::{Parser, Probe, Progress, Protocol, Transport};
use crate::anomaly::Code;
use crate::config::Limits;
use crate::coverage::State;
use crate::message::{Coding, ContentHints, Direction, Outlet, TextFormat};
use crate::pair::Pair;

/// The registry's entry.
pub const PROTOCOL: Protocol = Protocol {
    name: "telnet",
    title: "Telnet: terminal text, logins at prompts",
    transports: &[Transport::Tcp],
    probe,
    parser: Some(make),
};

/// Longest value of an option.
const OPTION_MAX: usize = 2048;

const IAC: u8 = 0xff;
const SB: u8 = 0xfa;
const SE: u8 = 0xf0;
/// TERMINAL-TYPE, X-DISPLAY-LOCATION, ENVIRON, NEW-ENVIRON.
const TEXTS: [u8; 4] = [24, 35, 36, 39];
const AUTHENTICATION: u8 = 37;
const ENCRYPT: u8 = 38;
const START_TLS: u8 = 46;
const COMPRESS2: u8 = 86;
/// The type of the record that TLS begins with (RFC 8446 §5.1).
const HANDSHAKE: u8 = 0x16;

fn make(_: &Limits, _: Transport) -> Box<dyn Parser> {
    Box::new(TelnetParser { sides: Pair::default(), terminal: Terminal::new(["telnet.input", "telnet.output"]) })
}

/// Two negotiations or more; a single one is believed on the port only.
fn probe(_: Direction, data: &[u8], ports: (u16, u16)) -> Probe {
    const PORTS: [u16; 2] = [23, 2323];
    let option = |code: u8| matches!(code, 0..=49 | 86 | 138..=140 | 255);
    let hint = PORTS.contains(&ports.0) || PORTS.contains(&ports.1);
    match data {
        [] | [IAC] | [IAC, 0xfb..=0xfe] | [IAC, 0xfb..=0xfe, _, IAC] | [IAC, 0xfb..=0xfe, _, IAC, 0xfa..=0xfe] => {
            Probe::NeedMore
        }
        [IAC, 0xfb..=0xfe, code, ..] if !option(*code) => Probe::Reject,
        [IAC, 0xfb..=0xfe, _, rest @ ..] if hint || matches!(rest, [IAC, 0xfa..=0xfe, code, ..] if option(*code)) => {
            Probe::Match
        }
        [IAC, 0xfb..=0xfe, _] => Probe::NeedMore,
        _ => Probe::Reject,
    }
}

/// The parser of one connection.
#[derive(Debug)]
pub struct TelnetParser {
    sides: Pair<Side>,
    terminal: Terminal,
}

/// One direction.
#[derive(Debug, Default)]
struct Side {
    /// It said that TLS follows.
    tls: bool,
    /// What follows is compressed.
    compressed: bool,
    /// What follows is encrypted.
    sealed: bool,
}

/// What one step did.
enum Step {
    Took(usize),
    More,
    Sealed,
    Tls,
}

impl Parser for TelnetParser {
    fn on_data(&mut self, dir: Direction, data: &[u8], out: &mut dyn Outlet) -> Progress {
        let mut done = 0usize;
        while let Some(rest) = data.get(done..).filter(|rest| !rest.is_empty()) {
            match self.step(dir, rest, out) {
                Step::Took(n) => done = done.saturating_add(n),
                Step::More => break,
                // A bypass tells no number of bytes: what was done is told first, the rest is shown again.
                Step::Sealed if done > 0 => break,
                Step::Sealed => {
                    self.terminal.end(dir, out);
                    return Progress::Bypass(State::Encrypted);
                }
                Step::Tls => {
                    self.terminal.end(Direction::Orig, out);
                    self.terminal.end(Direction::Resp, out);
                    tell_upgrade(PROTOCOL.name, "used", out);
                    return Progress::Handover(done);
                }
            }
        }
        Progress::Consumed(done)
    }

    fn on_gap(&mut self, dir: Direction, len: u64, out: &mut dyn Outlet) -> bool {
        self.terminal.gap(dir, len, out);
        true
    }

    fn on_close(&mut self, dir: Direction, out: &mut dyn Outlet) {
        self.terminal.close(dir, out);
    }
}

impl TelnetParser {
    fn step(&mut self, dir: Direction, data: &[u8], out: &mut dyn Outlet) -> Step {
        if self.sides.of_mut(dir).compressed {
            out.body(dir, data);
            return Step::Took(data.len());
        }
        if self.sides.of_mut(dir).sealed {
            return Step::Sealed;
        }
        match data {
            [HANDSHAKE, 0x03, ..] if self.sides.of_mut(dir).tls => Step::Tls,
            [HANDSHAKE] if self.sides.of_mut(dir).tls => Step::More,
            [IAC, IAC, ..] => {
                out.framing(dir, 1);
                self.terminal.text(dir, &[IAC], out);
                Step::Took(2)
            }
            [IAC, SB, ..] => self.option(dir, data, out),
            [IAC, 0xfb..=0xfe, _, ..] => {
                out.framing(dir, 3);
                Step::Took(3)
            }
            [IAC] | [IAC, 0xfb..=0xfe] => Step::More,
            [IAC, ..] => {
                out.framing(dir, 2);
                Step::Took(2)
            }
            // Padding.
            [0, ..] => {
                out.framing(dir, 1);
                Step::Took(1)
            }
            _ => {
                let len = memchr::memchr2(IAC, 0, data).unwrap_or(data.len());
                // Where TLS may begin, it does so wherever the pieces end.
                let tls = Some(HANDSHAKE).filter(|_| self.sides.of_mut(dir).tls);
                let begins = tls.and_then(|kind| data.iter().take(len).skip(1).position(|byte| *byte == kind));
                let len = begins.map_or(len, |before| before + 1);
                self.terminal.text(dir, data.get(..len).unwrap_or(data), out);
                Step::Took(len)
            }
        }
    }

    /// `IAC SB option ... IAC SE`.
    fn option(&mut self, dir: Direction, data: &[u8], out: &mut dyn Outlet) -> Step {
        let reach = data.get(..OPTION_MAX.min(data.len())).unwrap_or(data);
        let ends = memchr::memchr_iter(IAC, reach).skip(1);
        let mut doubled = false;
        let mut end = None;
        for at in ends {
            // An IAC in the value is doubled.
            match reach.get(at.saturating_add(1)) {
                _ if std::mem::take(&mut doubled) => {}
                Some(&IAC) => doubled = true,
                Some(_) => {
                    end = Some(at);
                    break;
                }
                None => break,
            }
        }
        let Some(end) = end else {
            if data.len() < OPTION_MAX {
                return Step::More;
            }
            out.anomaly(dir, Code::HeadTooLong, "option");
            out.framing(dir, 2);
            return Step::Took(2);
        };
        let value = reach.get(2..end).unwrap_or_default();
        let ended = reach.get(end.saturating_add(1)) == Some(&SE);
        let len = if ended { end.saturating_add(2) } else { end };
        let sealed = self.value(dir, value, out);
        out.framing(dir, len);
        self.sides.of_mut(dir).sealed |= sealed;
        Step::Took(len)
    }

    /// The value of an option; true if encryption starts behind it.
    fn value(&mut self, dir: Direction, value: &[u8], out: &mut dyn Outlet) -> bool {
        let Some((option, value)) = value.split_first() else { return false };
        match *option {
            option if TEXTS.contains(&option) => {
                self.environment(dir, value);
                let readable = |byte: &u8| if *byte < b' ' { b' ' } else { *byte };
                let text: Vec<u8> = value.iter().map(readable).collect();
                let text = text.trim_ascii();
                if text.len() > TEXT_MIN {
                    self.terminal.begin(dir, out);
                    out.text(dir, "option", TextFormat::Plain, text);
                }
            }
            // IS with data that is a name's or a ticket's.
            AUTHENTICATION if value.first() == Some(&0) && value.len() > 3 => {
                out.anomaly(dir, Code::ChallengeLogin, "telnet");
            }
            ENCRYPT => return value.first() == Some(&3),
            START_TLS if value.first() == Some(&1) => self.sides.of_mut(dir).tls = true,
            COMPRESS2 => {
                self.terminal.end(dir, out);
                let hints = ContentHints { codings: vec![Coding::Deflate], ..ContentHints::default() };
                self.terminal.begin_with(dir, hints, out);
                self.sides.of_mut(dir).compressed = true;
            }
            _ => {}
        }
        false
    }

    /// The user that a client names in its environment (RFC 1572).
    fn environment(&mut self, dir: Direction, value: &[u8]) {
        const USER: &[u8] = b"\0USER\x01";
        let Some(at) = memchr::memmem::find(value, USER).filter(|_| dir == Direction::Orig) else { return };
        let name = value.get(at.saturating_add(USER.len())..).unwrap_or_default();
        let end = name.iter().position(|byte| *byte < b' ').unwrap_or(name.len());
        self.terminal.named(name.get(..end).unwrap_or(name));
    }
}

/// Shorter texts of options say nothing about anybody.
const TEXT_MIN: usize = 4;
