//! SMB 1, 2 and 3 over TCP (\[MS-CIFS\], \[MS-SMB2\]): files read and written, names, shares, listings, logins.
//!
//! Content is reassembled file by file, whatever else the connection reads or writes meanwhile: place `smb.file`, named
//! by share and path (`data/reports/2026.csv`). Blocks in any order are put together (see `proto::transfer`); a
//! file that is read in part is judged in pieces, each with its offset. Names are scanned where a file is opened
//! (`smb.create`), renamed (`smb.rename`) and listed (`smb.list`), shares where they are connected (`smb.tree`). What
//! goes through named pipes (`IPC$`) is a file of its own, control requests (IOCTL) are scanned as they are
//! (`smb.ioctl`). Compounds, asynchronous replies and credits are followed.
//!
//! NTLM and Kerberos logins are `challenge_login` anomalies with the user, and what became of them; passwords that
//! version 1 sends in the clear are logins (`credential.smb`) with their outcome. Messages of an encrypted session are
//! encrypted, compressed ones undecodable. Signatures are not checked. Of version 1, files, names and logins are read;
//! transactions (listings among them) pass as they are.
//!
//! After a gap, bytes pass as they are until the next message; within a block, its file goes on. Refuses SMB over
//! datagrams and over QUIC.
//!
//! Limits: 16 pieces of files at once in a direction, 1,024 requests that wait for their reply, 1,024 open files with a name,
//! 64 shares, and the longest head (`limits.head_bytes`) for a message that is not content: a longer one passes as it is.

mod listing;
mod message;
mod probe;
mod session;
mod v1;
mod wire;

#[cfg(test)]
mod tests;

use super::step::{Step, steps};
use super::transfer::Transfers;
use super::{Parser, Probe, Progress, Protocol, Transport};
use crate::anomaly::Code;
use crate::config::Limits;
use crate::coverage::State as Fate;
use crate::message::{Direction, MessageEnd, MessageHead, Outlet};
use crate::pair::Pair;
use listing::Listing;
use session::Session;
use wire::Header;

/// The registry's entry for version 1.
pub const VERSION1: Protocol = Protocol {
    name: "smb1",
    title: "SMB 1 (CIFS): files, names, logins",
    transports: &[Transport::Tcp],
    probe: probe::version1,
    parser: Some(make),
};

/// The registry's entry for versions 2 and 3.
pub const VERSION2: Protocol = Protocol {
    name: "smb2",
    title: "SMB 2 and 3: files, names, shares, listings, logins",
    transports: &[Transport::Tcp],
    probe: probe::version2,
    parser: Some(make),
};

/// Bytes behind a command's content that are padding.
const PADDING: u64 = 8;
/// Longest message of the session service that is not SMB (RFC 1002 §4.3).
const SERVICE_MAX: u32 = 1024;
/// Bytes that may be missing before a frame's magic can be seen.
const TAIL: usize = probe::HEAD - 1;

fn make(limits: &Limits, _: Transport) -> Box<dyn Parser> {
    Box::new(SmbParser { whole_max: limits.head_bytes as u64, ..SmbParser::default() })
}

/// The parser of one connection.
#[derive(Debug, Default)]
pub struct SmbParser {
    sides: Pair<Side>,
    session: Session,
    /// Longest message that is read whole.
    whole_max: u64,
}

/// One direction.
#[derive(Debug, Default)]
struct Side {
    state: State,
    /// Bytes left of the frame, and of the message within it.
    frame: u64,
    part: u64,
    head: Header,
    /// The file that the messages before it in the same compound were about.
    related: Option<u32>,
    transfers: Transfers,
    listing: Listing,
    /// Bytes that were shown and not consumed.
    waiting: usize,
    /// A message for bytes that pass was begun and not ended.
    open: bool,
}

/// Where a direction stands.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum State {
    /// Before a frame.
    #[default]
    Frame,
    /// Before a message in it.
    Message,
    /// Behind the header of a message of version 2.
    Command,
    /// In a message of version 1.
    Version1,
    /// In the content of a file, so many bytes before its end.
    Data(u64),
    /// Before an entry of a listing, so many bytes before its end.
    Entries(u64),
    /// Behind the content.
    Rest,
    /// In a message of the session service.
    Service,
    /// In a message that passes as it is.
    Pass,
    /// In a frame that is closed to us.
    Sealed(Fate),
    /// Looking for the next frame.
    Astray,
}

impl Parser for SmbParser {
    fn on_data(&mut self, dir: Direction, data: &[u8], out: &mut dyn Outlet) -> Progress {
        let done = steps(data, |rest| self.step(dir, rest, out));
        self.side(dir).waiting = data.len().saturating_sub(done);
        Progress::Consumed(done)
    }

    fn on_gap(&mut self, dir: Direction, len: u64, out: &mut dyn Outlet) -> bool {
        let side = self.sides.of_mut(dir);
        let missing = len.saturating_add(std::mem::take(&mut side.waiting) as u64);
        match side.state {
            State::Data(left) if missing <= left => {
                side.transfers.gap(dir, missing, out);
                side.state = State::Data(left.saturating_sub(missing));
                side.skip(missing);
                if left == missing {
                    self.end_data(dir, out);
                }
            }
            State::Pass | State::Service | State::Sealed(_) if missing < side.part => {
                side.skip(missing);
                if side.open {
                    out.body_gap(dir, missing);
                }
            }
            State::Frame | State::Astray => self.stray(dir, out),
            // What the missing bytes told is not known: the rest of the frame passes.
            _ if missing < side.frame => {
                self.cut(dir, out);
                let side = self.sides.of_mut(dir);
                side.skip(missing);
                side.part = side.frame;
                side.state = State::Pass;
            }
            _ if missing == side.frame => {
                self.cut(dir, out);
                let side = self.sides.of_mut(dir);
                side.skip(missing);
                side.state = State::Frame;
            }
            _ => self.stray(dir, out),
        }
        true
    }

    fn on_close(&mut self, dir: Direction, out: &mut dyn Outlet) {
        self.cut(dir, out);
        self.sides.of_mut(dir).transfers.end_all(dir, out);
        self.session.settle_login(dir, "", out);
    }
}

impl Side {
    /// Bytes of the frame are done with.
    fn skip(&mut self, len: u64) {
        self.frame = self.frame.saturating_sub(len);
        self.part = self.part.saturating_sub(len);
    }

    /// The message is complete.
    fn next(&mut self) {
        self.state = if self.frame == 0 { State::Frame } else { State::Message };
    }
}

impl SmbParser {
    const fn side(&mut self, dir: Direction) -> &mut Side {
        self.sides.of_mut(dir)
    }

    fn step(&mut self, dir: Direction, data: &[u8], out: &mut dyn Outlet) -> Step {
        match self.side(dir).state {
            State::Frame => self.frame(dir, data, out),
            State::Message => self.header(dir, data, out),
            State::Command => self.command(dir, data, out),
            State::Version1 => self.version1(dir, data, out),
            State::Data(left) => self.data(dir, data, left, out),
            State::Entries(left) => self.entries(dir, data, left, out),
            State::Rest => self.rest(dir, data, out),
            State::Service => {
                let take = self.reach(dir, data);
                out.framing(dir, take);
                self.passed(dir, take, out)
            }
            State::Pass => {
                let take = self.reach(dir, data);
                self.begin_pass(dir, out);
                out.body(dir, data.get(..take).unwrap_or(data));
                self.passed(dir, take, out)
            }
            State::Sealed(fate) => {
                let take = self.reach(dir, data);
                out.sealed(dir, take, fate);
                self.passed(dir, take, out)
            }
            State::Astray => self.astray(dir, data, out),
        }
    }

    /// How much of `data` the message in hand has.
    fn reach(&mut self, dir: Direction, data: &[u8]) -> usize {
        usize::try_from(self.side(dir).part).unwrap_or(usize::MAX).min(data.len())
    }

    fn passed(&mut self, dir: Direction, len: usize, out: &mut dyn Outlet) -> Step {
        let side = self.side(dir);
        side.skip(len as u64);
        if side.part == 0 {
            side.next();
            self.end_pass(dir, MessageEnd::Complete, out);
        }
        Step::Took(len)
    }

    /// The header of the session service (RFC 1002 §4.3.1; \[MS-SMB2\] §2.1 has 24 bits of length).
    fn frame(&mut self, dir: Direction, data: &[u8], out: &mut dyn Outlet) -> Step {
        let (probe, len) = probe::frame(data);
        match (probe, data) {
            (Probe::NeedMore, _) => return Step::More,
            (Probe::Match, _) => {
                out.framing(dir, 4);
                let side = self.side(dir);
                (side.frame, side.part, side.related) = (u64::from(len), u64::from(len), None);
                side.state = State::Message;
                return Step::Took(4);
            }
            (Probe::Reject, [0x81..=0x85, rest @ ..]) => match rest {
                [a, b, c, ..] => {
                    let len = u32::from_be_bytes([0, *a, *b, *c]);
                    if len <= SERVICE_MAX {
                        out.framing(dir, 4);
                        let side = self.side(dir);
                        (side.frame, side.part) = (u64::from(len), u64::from(len));
                        side.state = if len == 0 { State::Frame } else { State::Service };
                        return Step::Took(4);
                    }
                }
                _ => return Step::More,
            },
            _ => {}
        }
        self.stray(dir, out);
        Step::Took(0)
    }

    /// A message begins in the frame.
    fn header(&mut self, dir: Direction, data: &[u8], out: &mut dyn Outlet) -> Step {
        let Some(magic) = data.first_chunk::<4>() else {
            if self.side(dir).frame >= 4 {
                return Step::More;
            }
            return self.malformed(dir, out);
        };
        let side = self.sides.of_mut(dir);
        side.part = side.frame;
        match magic {
            b"\xfeSMB" if side.frame >= wire::HEADER as u64 => {
                if data.len() < wire::HEADER {
                    return Step::More;
                }
                let Some(header) = Header::read(data) else { return self.malformed(dir, out) };
                let next = u64::from(header.next);
                if next != 0 && (next < wire::HEADER as u64 || next > side.frame) {
                    return self.malformed(dir, out);
                }
                side.head = header;
                self.session.server.get_or_insert(if header.response { dir } else { dir.reverse() });
                side.part = if next == 0 { side.frame } else { next };
                side.skip(wire::HEADER as u64);
                side.state = State::Command;
                out.framing(dir, wire::HEADER);
                if side.part == 0 {
                    side.next();
                }
                Step::Took(wire::HEADER)
            }
            b"\xffSMB" => {
                side.state = State::Version1;
                Step::Took(0)
            }
            b"\xfdSMB" => {
                side.state = State::Sealed(Fate::Encrypted);
                self.session.protection(true, out);
                Step::Took(0)
            }
            b"\xfcSMB" => {
                side.state = State::Sealed(Fate::Undecodable);
                self.session.protection(false, out);
                Step::Took(0)
            }
            _ => self.malformed(dir, out),
        }
    }

    /// The rest of the frame passes.
    fn malformed(&mut self, dir: Direction, out: &mut dyn Outlet) -> Step {
        out.anomaly(dir, Code::HeaderMalformed, "message");
        let side = self.side(dir);
        (side.part, side.state) = (side.frame, State::Pass);
        Step::Took(0)
    }

    fn data(&mut self, dir: Direction, data: &[u8], left: u64, out: &mut dyn Outlet) -> Step {
        let take = usize::try_from(left).unwrap_or(usize::MAX).min(data.len());
        let side = self.side(dir);
        side.transfers.body(dir, data.get(..take).unwrap_or(data), out);
        side.skip(take as u64);
        side.state = State::Data(left.saturating_sub(take as u64));
        if left == take as u64 {
            self.end_data(dir, out);
        }
        Step::Took(take)
    }

    fn end_data(&mut self, dir: Direction, out: &mut dyn Outlet) {
        let side = self.side(dir);
        side.transfers.done(dir, out);
        side.state = State::Rest;
        if side.part == 0 {
            side.next();
        }
    }

    /// What follows content is padding, unless it is too long for that.
    fn rest(&mut self, dir: Direction, data: &[u8], out: &mut dyn Outlet) -> Step {
        if self.side(dir).part > PADDING {
            self.side(dir).state = State::Pass;
            return Step::Took(0);
        }
        let take = self.reach(dir, data);
        out.framing(dir, take);
        self.passed(dir, take, out)
    }

    /// Begins a message for bytes that pass as they are.
    fn begin_pass(&mut self, dir: Direction, out: &mut dyn Outlet) {
        out.turn_to(dir, 0);
        let tx = self.session.tx.saturating_sub(1);
        let side = self.side(dir);
        if !std::mem::replace(&mut side.open, true) {
            let ioctl = side.state == State::Pass && side.head.command == wire::command::IOCTL;
            let place = if ioctl { "smb.ioctl" } else { "smb" };
            out.begin(dir, MessageHead { place, tx, ..MessageHead::default() });
        }
    }

    fn end_pass(&mut self, dir: Direction, end: MessageEnd, out: &mut dyn Outlet) {
        if std::mem::take(&mut self.side(dir).open) {
            out.turn_to(dir, 0);
            out.end(dir, end);
        }
    }

    /// Ends what is in hand.
    fn cut(&mut self, dir: Direction, out: &mut dyn Outlet) {
        self.end_pass(dir, MessageEnd::Cut, out);
        let tx = self.session.tx.saturating_sub(1);
        let side = self.side(dir);
        side.transfers.done(dir, out);
        side.listing.flush(dir, tx, out);
    }

    /// The place is lost: bytes pass as they are until a frame begins.
    fn stray(&mut self, dir: Direction, out: &mut dyn Outlet) {
        self.cut(dir, out);
        let side = self.side(dir);
        (side.frame, side.part, side.state) = (0, 0, State::Astray);
    }

    fn astray(&mut self, dir: Direction, data: &[u8], out: &mut dyn Outlet) -> Step {
        let found = memchr::memmem::find_iter(data, b"SMB")
            .filter_map(|at| at.checked_sub(TAIL - 2))
            .find(|at| data.get(*at..).is_some_and(|rest| probe::frame(rest).0 == Probe::Match));
        let at = found.unwrap_or(data.len().saturating_sub(TAIL));
        if at > 0 {
            self.begin_pass(dir, out);
            out.body(dir, data.get(..at).unwrap_or(data));
        }
        if found.is_some() {
            self.end_pass(dir, MessageEnd::Cut, out);
            out.anomaly(dir, Code::ParserResync, "");
            self.side(dir).state = State::Frame;
        } else if at == 0 {
            return Step::More;
        }
        Step::Took(at)
    }
}
