//! rsync with a daemon (`rsync://`, TCP 873; protocols 27 to 32, as rsync's own `io.c`, `flist.c` and `token.c` have it).
//!
//! Read are the module, logins, messages, the names of the list of files (`rsync.list`), and what is transferred of each
//! file: place `rsync.file`, named by module and path. Channel frames are removed. Only what differs is transferred:
//! blocks that the receiver has already are missing in the file here. Compressed content is opened where it is zlib,
//! zlibx or zstd; after a block that the receiver has, the rest of a zlib file is undecodable, and so is LZ4. Names that
//! the client asks for stand in its arguments (`rsync.arguments`) and filters (`rsync.filter`), what the server says in
//! `rsync.message`. Checksums that the receiver sends are passed over.
//!
//! Logins are a challenge and its digest: a `challenge_login` anomaly with the user, and what became of it. rsync over
//! another shell is not seen here, with TLS in front of the daemon (`rsync-ssl`) neither.
//!
//! Lists with access lists or extended attributes (`-A`, `-X`), and files that are named by a list from the client
//! (`--files-from`), are not read: everything that follows is scanned as it is, without the channel frames. The same after
//! bytes that make no sense, or a gap outside of content. A gap over the end of a frame, or before the transfer begins,
//! ends the parser.
//!
//! Limits: 1 MiB of names in 16,384 lists, 64 KiB of arguments, 1 KiB of a line, and of decoded content a file what the
//! limits for decoding one message allow.

mod list;
mod options;
mod stream;
mod wire;

#[cfg(test)]
mod tests;

use super::banner::line::first_line;
use super::step::{Step, steps};
use super::transfer::text;
use super::{Parser, Probe, Progress, Protocol, Transport};
use crate::anomaly::Code;
use crate::config::{Limits, Yield};
use crate::message::{Direction, MessageEnd, MessageHead, Outlet};
use crate::pair::Pair;
use options::Options;
use stream::Stream;
use wire::{Fail, Wire};

/// The registry's entry.
pub const PROTOCOL: Protocol = Protocol {
    name: "rsync",
    title: "rsync daemons: files, names, logins",
    transports: &[Transport::Tcp],
    probe,
    parser: Some(make),
};

/// Longest line before the transfer.
const LINE_MAX: usize = 1024;
/// Longest arguments.
const ARGUMENTS_MAX: usize = 64 << 10;
/// Longest list of algorithms that is kept.
const NAMES_MAX: usize = 1024;
/// Tag of the first channel (`MPLEX_BASE`).
const CHANNELS: u8 = 7;
/// All channels but the first.
const KNOWN: &[u8] = &[1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 22, 33, 42, 86, 100, 101, 102];
/// Longest message of a channel but the first.
const MESSAGE_MAX: u32 = 64 << 10;
/// Channels that carry text: errors, notes, warnings, logs.
const TEXTS: std::ops::RangeInclusive<u8> = 1..=8;
/// Versions that are read.
const VERSIONS: std::ops::RangeInclusive<u8> = 27..=32;

fn probe(_: Direction, data: &[u8], _: (u16, u16)) -> Probe {
    first_line(data, &["@RSYNCD: "], |line| line.get(9).is_some_and(u8::is_ascii_digit))
}

fn make(limits: &Limits, _: Transport) -> Box<dyn Parser> {
    Box::new(RsyncParser { most: limits.decode_yield(), ..RsyncParser::default() })
}

/// The parser of one connection.
#[derive(Default)]
pub struct RsyncParser {
    sides: Pair<Side>,
    options: Options,
    /// Versions that were greeted with.
    versions: Pair<u8>,
    server: Option<Direction>,
    /// A login that waits for its outcome.
    login: Option<String>,
    challenged: bool,
    /// The client's arguments are all there.
    asked: bool,
    /// The server's flags were read.
    allowed: bool,
    /// Lists of algorithms, as they come.
    names: Pair<Vec<Vec<u8>>>,
    streams: Pair<Stream>,
    /// Most decoded bytes of a file.
    most: Yield,
}

/// One direction.
#[derive(Debug, Default)]
struct Side {
    state: State,
    /// Bytes that were shown and not consumed.
    waiting: usize,
    /// A text that a channel carries has begun.
    open: bool,
    /// The first line behind the greeting: a client's module.
    said: String,
}

/// Where a direction stands.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum State {
    #[default]
    Greeting,
    Lines,
    /// The client's arguments; `true`: the second part of them.
    Arguments(bool),
    /// The server's flags.
    Flags,
    /// Lists of algorithms.
    Names,
    /// The server's seed of checksums.
    Seed,
    /// Before a frame.
    Frame,
    /// In a frame of a channel, so many bytes before its end.
    Channel(u8, u64),
    /// Without frames.
    Bare,
}

impl Parser for RsyncParser {
    fn on_data(&mut self, dir: Direction, data: &[u8], out: &mut dyn Outlet) -> Progress {
        let mut lost = false;
        let done = steps(data, |rest| {
            self.step(dir, rest, out).unwrap_or_else(|fail| {
                lost |= fail == Fail::Bad;
                Step::More
            })
        });
        self.sides.of_mut(dir).waiting = data.len().saturating_sub(done);
        if lost && done == 0 {
            self.end_all(out);
            return Progress::Lost;
        }
        // Behind what was read, the rest fails again.
        Progress::Consumed(done)
    }

    fn on_gap(&mut self, dir: Direction, len: u64, out: &mut dyn Outlet) -> bool {
        let side = self.sides.of_mut(dir);
        match side.state {
            State::Channel(channel, left) if len <= left => {
                side.state = State::Channel(channel, left.saturating_sub(len));
                if channel == 0 {
                    self.streams.of_mut(dir).gap(dir, len, out);
                } else if side.open {
                    out.turn_to(dir, 0);
                    out.body_gap(dir, len);
                }
                self.end_frame(dir, out);
                true
            }
            State::Bare => {
                self.streams.of_mut(dir).gap(dir, len, out);
                true
            }
            _ => {
                self.end_all(out);
                false
            }
        }
    }

    fn on_close(&mut self, dir: Direction, out: &mut dyn Outlet) {
        self.end_text(dir, MessageEnd::Cut, out);
        self.streams.of_mut(dir).close(dir, out);
        self.settle("", out);
    }
}

impl RsyncParser {
    fn step(&mut self, dir: Direction, data: &[u8], out: &mut dyn Outlet) -> Result<Step, Fail> {
        match self.sides.of_mut(dir).state {
            State::Greeting | State::Lines => self.line(dir, data, out),
            State::Arguments(second) => self.arguments(dir, data, second, out),
            State::Flags => self.flags(dir, data, out),
            State::Names => self.algorithms(dir, data, out),
            State::Seed => {
                let mut wire = Wire::new(data);
                wire.i32()?;
                out.framing(dir, 4);
                self.begin(dir, State::Frame);
                Ok(Step::Took(4))
            }
            State::Frame => self.frame(dir, data, out),
            State::Channel(channel, left) => Ok(self.channel(dir, data, (channel, left), out)),
            State::Bare => {
                self.streams.of_mut(dir).data(dir, data, &self.options, out);
                Ok(Step::Took(data.len()))
            }
        }
    }

    /// A line of the dialogue before the transfer.
    fn line(&mut self, dir: Direction, data: &[u8], out: &mut dyn Outlet) -> Result<Step, Fail> {
        let Some(end) = memchr::memchr(b'\n', data.get(..LINE_MAX).unwrap_or(data)) else {
            return Err(if data.len() < LINE_MAX { Fail::Short } else { Fail::Bad });
        };
        let line = data.get(..end).unwrap_or_default();
        let line = line.strip_suffix(b"\r").unwrap_or(line);
        if self.sides.of_mut(dir).state == State::Greeting {
            let version = line.strip_prefix(b"@RSYNCD: ").and_then(version).ok_or(Fail::Bad)?;
            *self.versions.of_mut(dir) = version;
            self.sides.of_mut(dir).state = State::Lines;
        } else if let Some(word) = line.strip_prefix(b"@RSYNCD: ") {
            self.server = Some(dir);
            if word.starts_with(b"AUTHREQD") {
                self.challenged = true;
            } else if word == b"OK" {
                self.settle(" accepted", out);
                self.accepted(dir)?;
            }
        } else if let Some(error) = line.strip_prefix(b"@ERROR: ") {
            self.server = Some(dir);
            self.settle(" rejected", out);
            text(dir, "rsync.message", 0, error, out);
        } else if self.challenged && self.server != Some(dir) {
            let user = line.split(|byte| *byte == b' ').next().unwrap_or_default();
            self.settle("", out);
            self.login = Some(format!("rsync {}", String::from_utf8_lossy(user)));
        } else {
            // A client's module; a server's message of the day, or its list of modules.
            let said = &mut self.sides.of_mut(dir).said;
            if said.is_empty() {
                *said = String::from_utf8_lossy(line).into_owned();
            }
            text(dir, "rsync.line", 0, line, out);
        }
        let taken = end.saturating_add(1);
        out.framing(dir, taken);
        Ok(Step::Took(taken))
    }

    /// The server lets the client go on.
    fn accepted(&mut self, dir: Direction) -> Result<(), Fail> {
        let [ours, theirs] = [*self.versions.of_mut(dir), *self.versions.of_mut(dir.reverse())];
        self.options.protocol = ours.min(theirs);
        if !VERSIONS.contains(&self.options.protocol) {
            return Err(Fail::Bad);
        }
        self.sides.of_mut(dir).state = if self.options.protocol < 30 { State::Seed } else { State::Flags };
        self.sides.of_mut(dir.reverse()).state = State::Arguments(false);
        Ok(())
    }

    /// The client's arguments: up to an empty one.
    fn arguments(&mut self, dir: Direction, data: &[u8], second: bool, out: &mut dyn Outlet) -> Result<Step, Fail> {
        let mark = if self.options.protocol < 30 { b'\n' } else { 0 };
        let shown = data.get(..ARGUMENTS_MAX).unwrap_or(data);
        let double = [mark; 2];
        let found = if shown.first() == Some(&mark) {
            Some(0)
        } else {
            memchr::memmem::find(shown, &double).map(|at| at.saturating_add(1))
        };
        let Some(end) = found else {
            return Err(if data.len() < ARGUMENTS_MAX { Fail::Short } else { Fail::Bad });
        };
        let listed = shown.get(..end).unwrap_or_default();
        let mut names = Vec::new();
        for argument in listed.split(|byte| *byte == mark).filter(|argument| !argument.is_empty()) {
            self.options.argument(argument);
            if !argument.starts_with(b"-") {
                names.extend_from_slice(argument);
                names.push(b'\n');
            }
        }
        text(dir, "rsync.arguments", 0, &names, out);
        let taken = end.saturating_add(1);
        out.framing(dir, taken);
        self.sides.of_mut(dir).state = if self.options.protected && !second {
            State::Arguments(true)
        } else {
            self.asked = true;
            State::Names
        };
        if self.asked && self.options.protocol < 30 {
            self.begin(dir, State::Bare);
        }
        Ok(Step::Took(taken))
    }

    /// What the server is able to do. It says so when it has heard what the client is able to do.
    fn flags(&mut self, dir: Direction, data: &[u8], out: &mut dyn Outlet) -> Result<Step, Fail> {
        if data.starts_with(b"@") {
            // Refused after all.
            self.sides.of_mut(dir).state = State::Lines;
            return Ok(Step::Took(0));
        }
        if !self.asked {
            return Err(Fail::Bad);
        }
        let mut wire = Wire::new(data);
        let flags = if self.options.variable { wire.varint()? } else { i32::from(wire.u8()?) };
        self.options.allow(flags);
        self.allowed = true;
        let taken = data.len().saturating_sub(wire.len());
        out.framing(dir, taken);
        self.sides.of_mut(dir).state = State::Names;
        Ok(Step::Took(taken))
    }

    /// The algorithms that a side knows, best first.
    fn algorithms(&mut self, dir: Direction, data: &[u8], out: &mut dyn Outlet) -> Result<Step, Fail> {
        if !self.allowed {
            // A client does not go on before it was let.
            return Err(Fail::Bad);
        }
        let is_server = self.server == Some(dir);
        if self.names.of_mut(dir).len() >= self.options.lists() {
            if is_server {
                self.sides.of_mut(dir).state = State::Seed;
            } else {
                self.begin(dir, State::Frame);
            }
            return Ok(Step::Took(0));
        }
        let mut wire = Wire::new(data);
        let list = wire.vstring()?;
        if list.len() > NAMES_MAX {
            return Err(Fail::Bad);
        }
        self.names.of_mut(dir).push(list.to_vec());
        let taken = data.len().saturating_sub(wire.len());
        out.framing(dir, taken);
        Ok(Step::Took(taken))
    }

    /// The transfer begins, as far as this side is concerned.
    fn begin(&mut self, dir: Direction, state: State) {
        self.sides.of_mut(dir).state = state;
        let client = self.server.map_or(Direction::Orig, Direction::reverse);
        *self.streams.of_mut(dir) = if (dir == client) == self.options.sends {
            Stream::receiving(&self.options)
        } else {
            let names = [client, client.reverse()].map(|dir| std::mem::take(self.names.of_mut(dir)));
            self.options.settle(&names[0], &names[1]);
            let module = std::mem::take(&mut self.sides.of_mut(client).said);
            Stream::sending(&self.options, self.most, module)
        };
    }

    fn frame(&mut self, dir: Direction, data: &[u8], out: &mut dyn Outlet) -> Result<Step, Fail> {
        let mut wire = Wire::new(data);
        let head = wire.i32()?.cast_unsigned();
        let channel = ((head >> 24) as u8).checked_sub(CHANNELS).ok_or(Fail::Bad)?;
        let len = head & 0x00ff_ffff;
        if channel != 0 && (!KNOWN.contains(&channel) || len > MESSAGE_MAX) {
            return Err(Fail::Bad);
        }
        out.framing(dir, 4);
        self.sides.of_mut(dir).state = State::Channel(channel, u64::from(len));
        self.end_frame(dir, out);
        Ok(Step::Took(4))
    }

    fn channel(&mut self, dir: Direction, data: &[u8], (channel, left): (u8, u64), out: &mut dyn Outlet) -> Step {
        let take = usize::try_from(left).unwrap_or(usize::MAX).min(data.len());
        let piece = data.get(..take).unwrap_or(data);
        if channel == 0 {
            self.streams.of_mut(dir).data(dir, piece, &self.options, out);
        } else if TEXTS.contains(&channel) {
            out.turn_to(dir, 0);
            if !std::mem::replace(&mut self.sides.of_mut(dir).open, true) {
                out.begin(dir, MessageHead { place: "rsync.message", ..MessageHead::default() });
            }
            out.body(dir, piece);
        } else {
            out.framing(dir, take);
        }
        self.sides.of_mut(dir).state = State::Channel(channel, left.saturating_sub(take as u64));
        self.end_frame(dir, out);
        Step::Took(take)
    }

    fn end_frame(&mut self, dir: Direction, out: &mut dyn Outlet) {
        if matches!(self.sides.of_mut(dir).state, State::Channel(_, 0)) {
            self.sides.of_mut(dir).state = State::Frame;
            self.end_text(dir, MessageEnd::Complete, out);
        }
    }

    fn end_text(&mut self, dir: Direction, end: MessageEnd, out: &mut dyn Outlet) {
        if std::mem::take(&mut self.sides.of_mut(dir).open) {
            out.turn_to(dir, 0);
            out.end(dir, end);
        }
    }

    /// Tells the login that waits, and what became of it.
    fn settle(&mut self, outcome: &str, out: &mut dyn Outlet) {
        if let Some(mut login) = self.login.take() {
            let client = self.server.map_or(Direction::Orig, Direction::reverse);
            login.push_str(outcome);
            out.anomaly(client, Code::ChallengeLogin, &login);
        }
    }

    fn end_all(&mut self, out: &mut dyn Outlet) {
        for dir in [Direction::Orig, Direction::Resp] {
            self.end_text(dir, MessageEnd::Cut, out);
            self.streams.of_mut(dir).close(dir, out);
        }
        self.settle("", out);
    }
}

/// The version of a greeting: `31.0 sha512 md5`.
fn version(greeting: &[u8]) -> Option<u8> {
    let digits = greeting.split(|byte| !byte.is_ascii_digit()).next()?;
    std::str::from_utf8(digits).ok()?.parse().ok()
}
