//! rlogin (RFC 1282): who logs in as whom, and what is typed and shown.
//!
//! The users and the terminal that the client names are told as fields (`rlogin.input.startup:remote-user`). What is
//! typed at a prompt for a password is a login of the remote user, or of the one that was typed at a prompt for a name;
//! what the server says or asks next is its outcome, as with telnet. A login that the host is trusted for shows no
//! secret. Changes of the window's size are taken out.
//!
//! Goes on after gaps. The control bytes that a server sends as urgent data stand in its text. Refuses rsh and rexec.
//!
//! Limits: [`STARTUP_MAX`] for what the client names, 128 bytes of the line in hand.

#[cfg(test)]
mod tests;

use super::fields::{line, tells};
use super::reader::Reader;
use super::step::{Step, steps};
use super::terminal::Terminal;
use super::{Parser, Probe, Progress, Protocol, Transport};
use crate::anomaly::Code;
use crate::config::Limits;
use crate::message::{Direction, Outlet, TextFormat};
use crate::pair::Pair;

/// The registry's entry.
pub const PROTOCOL: Protocol = Protocol {
    name: "rlogin",
    title: "rlogin: users, terminal text, logins at prompts",
    transports: &[Transport::Tcp],
    probe,
    parser: Some(make),
};

/// Longest startup: two users and a terminal.
const STARTUP_MAX: usize = 256;
/// `0xff 0xff s s`, and rows, columns and pixels, two bytes each (RFC 1282 "Window Size").
const WINDOW: [u8; 4] = [0xff, 0xff, b's', b's'];
const WINDOW_LEN: usize = 12;

fn make(_: &Limits, _: Transport) -> Box<dyn Parser> {
    Box::new(RloginParser { started: Pair::default(), terminal: Terminal::new(["rlogin.input", "rlogin.output"]) })
}

/// What the client names: its own user, the remote one, terminal and speed (RFC 1282 "Connection Establishment").
struct Startup<'a> {
    local: &'a [u8],
    remote: &'a [u8],
    terminal: &'a [u8],
    len: usize,
}

/// Reads a startup. `Err`: whether more bytes may make it one.
fn startup(data: &[u8]) -> Result<Startup<'_>, bool> {
    let mut reader = Reader::new(data);
    let open = data.len() < STARTUP_MAX;
    if reader.u8().ok_or(open)? != 0 {
        return Err(false);
    }
    let sound = |text: &[u8]| text.iter().all(|byte| byte.is_ascii_graphic() || *byte >= 0x80);
    let mut word = || {
        let rest = reader.rest();
        let shown = rest.get(..memchr::memchr(0, rest).unwrap_or(rest.len())).unwrap_or(rest);
        if !sound(shown) || shown.is_empty() && !rest.is_empty() {
            return Err(false);
        }
        reader.until_zero().ok_or(open)
    };
    let (local, remote, terminal) = (word()?, word()?, word()?);
    let slash = memchr::memrchr(b'/', terminal).ok_or(false)?;
    let speed = terminal.get(slash.saturating_add(1)..).unwrap_or_default();
    let numeric = (1..=7).contains(&speed.len()) && speed.iter().all(u8::is_ascii_digit);
    let len = data.len().saturating_sub(reader.len());
    let fits = numeric && slash > 0 && len <= STARTUP_MAX;
    if fits { Ok(Startup { local, remote, terminal, len }) } else { Err(false) }
}

/// A startup, whole: the client speaks first.
fn probe(dir: Direction, data: &[u8], _: (u16, u16)) -> Probe {
    if dir == Direction::Resp {
        return Probe::Reject;
    }
    match startup(data) {
        Ok(_) => Probe::Match,
        Err(true) => Probe::NeedMore,
        Err(false) => Probe::Reject,
    }
}

/// The parser of one connection.
#[derive(Debug)]
struct RloginParser {
    /// What comes before the session is read.
    started: Pair<bool>,
    terminal: Terminal,
}

impl Parser for RloginParser {
    fn on_data(&mut self, dir: Direction, data: &[u8], out: &mut dyn Outlet) -> Progress {
        Progress::Consumed(steps(data, |rest| self.step(dir, rest, out)))
    }

    fn on_gap(&mut self, dir: Direction, len: u64, out: &mut dyn Outlet) -> bool {
        *self.started.of_mut(dir) = true;
        self.terminal.gap(dir, len, out);
        true
    }

    fn on_close(&mut self, dir: Direction, out: &mut dyn Outlet) {
        self.terminal.close(dir, out);
    }
}

impl RloginParser {
    fn step(&mut self, dir: Direction, data: &[u8], out: &mut dyn Outlet) -> Step {
        if !*self.started.of_mut(dir) {
            return self.start(dir, data, out);
        }
        if dir == Direction::Resp {
            self.terminal.text(dir, data, out);
            return Step::Took(data.len());
        }
        let shown = data.get(..WINDOW.len().min(data.len())).unwrap_or(data);
        if WINDOW.starts_with(shown) {
            if data.len() < WINDOW_LEN {
                return Step::More;
            }
            out.framing(dir, WINDOW_LEN);
            return Step::Took(WINDOW_LEN);
        }
        // A single such byte is a character.
        let len = data.iter().skip(1).position(|byte| *byte == 0xff).map_or(data.len(), |at| at.saturating_add(1));
        self.terminal.text(dir, data.get(..len).unwrap_or(data), out);
        Step::Took(len)
    }

    /// What comes before the session: names of the client, a zero of the server.
    fn start(&mut self, dir: Direction, data: &[u8], out: &mut dyn Outlet) -> Step {
        if dir == Direction::Resp {
            *self.started.of_mut(dir) = true;
            let zero = usize::from(data.first() == Some(&0));
            out.framing(dir, zero);
            return Step::Took(zero);
        }
        let startup = match startup(data) {
            Ok(startup) => startup,
            Err(true) => return Step::More,
            Err(false) => {
                out.anomaly(dir, Code::HeaderMalformed, "startup");
                *self.started.of_mut(dir) = true;
                return Step::Took(0);
            }
        };
        *self.started.of_mut(dir) = true;
        self.terminal.begin(dir, out);
        self.terminal.named(startup.remote);
        out.framing(dir, startup.len);
        let mut fields = Vec::new();
        let named: [(&[u8], _); 3] =
            [(b"local-user", startup.local), (b"remote-user", startup.remote), (b"terminal", startup.terminal)];
        for (name, value) in named.into_iter().filter(|(_, value)| tells(value)) {
            line(&mut fields, name, value);
        }
        out.text(dir, "startup", TextFormat::Headers, &fields);
        Step::Took(startup.len)
    }
}
