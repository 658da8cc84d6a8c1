//! NFS 3 and 4 (RFC 1813; RFC 7530, 8881 and 7862) over ONC RPC (RFC 5531), on TCP and UDP: files read and written, names.
//!
//! Content is reassembled file by file, whatever else the connection reads or writes meanwhile: place `nfs.file`, named by
//! its path as far as the connection showed it: names are tied to handles where they are looked up, opened, created or
//! listed, so a file whose lookup was not seen has none. Names are scanned where they are told (`nfs.lookup`,
//! `nfs.open`, `nfs.create`, `nfs.rename`, `nfs.remove`, `nfs.list`), and targets of links (`nfs.link`). COMPOUNDs are followed
//! operation by operation, up to one that is not known (pNFS layouts, callbacks, `READ_PLUS`): the rest passes as it is, and
//! so do version 2 and other programs on the same connection (`nfs`).
//!
//! Version 3 closes no files: one is complete when its end was read, or when 16 others were used after it.
//! With Kerberos, signed calls are read like plain ones; calls of its privacy service are encrypted. Its logins are
//! `challenge_login` anomalies. After the upgrade to TLS (RFC 9289) the connection is probed anew.
//!
//! A record may come in fragments as long as what stands before its content is in the first. After a gap, bytes pass as
//! they are until the next record; within content, its file goes on.
//!
//! Limits: 16 pieces of files at once in a direction, 512 calls that wait for their reply, 2,048 handles with a name, 64
//! operations of a COMPOUND, and the longest head (`limits.head_bytes`) for what is not content: a longer one passes.

mod files;
mod record;
mod rpc;
mod v3;
mod v4;
mod xdr;

#[cfg(test)]
mod tests;

use super::step::{Step, steps};
use super::transfer::Transfers;
use super::{Parser, Probe, Progress, Protocol, Transport};
use crate::config::Limits;
use crate::coverage::State as Fate;
use crate::finding::TransportInfo;
use crate::message::{Direction, MessageEnd, MessageHead, Outlet};
use crate::pair::Pair;
use files::{Asks, Files, Spot};
use v4::Compound;

/// The registry's entry.
pub const PROTOCOL: Protocol = Protocol {
    name: "nfs",
    title: "NFS 3 and 4: files and their names",
    transports: &[Transport::Tcp, Transport::Udp],
    probe,
    parser: Some(make),
};

/// Longest record that the probe believes in.
const RECORD_MAX: u32 = 1 << 24;
/// Bytes of a record's mark.
const MARK: usize = 4;

/// A call of the program NFS: over TCP behind a record's mark (RFC 5531 §11).
fn probe(_: Direction, data: &[u8], _: (u16, u16)) -> Probe {
    match rpc::begins(data) {
        Some(true) => return Probe::Match,
        None => return Probe::NeedMore,
        Some(false) => {}
    }
    let Some((mark, call)) = data.split_first_chunk::<MARK>() else { return Probe::NeedMore };
    let mark = u32::from_be_bytes(*mark);
    let len = mark & !rpc::LAST;
    if mark & rpc::LAST == 0 || !(rpc::CALL as u32..=RECORD_MAX).contains(&len) {
        return Probe::Reject;
    }
    match rpc::begins(call) {
        Some(true) => Probe::Match,
        Some(false) => Probe::Reject,
        None => Probe::NeedMore,
    }
}

fn make(limits: &Limits, transport: Transport) -> Box<dyn Parser> {
    let mut parser = NfsParser {
        whole_max: limits.head_bytes as u64,
        datagrams: transport == Transport::Udp,
        ..NfsParser::default()
    };
    for dir in [Direction::Orig, Direction::Resp] {
        parser.sides.of_mut(dir).transfers = Transfers::of_unclosed();
    }
    Box::new(parser)
}

/// The parser of one flow.
#[derive(Debug, Default)]
pub struct NfsParser {
    sides: Pair<Side>,
    files: Files,
    /// Longest part of a record that is read whole.
    whole_max: u64,
    datagrams: bool,
    told: TransportInfo,
    /// TLS begins.
    upgraded: bool,
}

/// One direction.
#[derive(Debug, Default)]
struct Side {
    state: State,
    job: Job,
    /// Bytes left of the fragment, and whether it is the record's last.
    left: u64,
    last: bool,
    transfers: Transfers,
    /// A file that ends with the content in hand, and its size.
    ends: Option<(u32, u64)>,
    /// Bytes that were shown and not consumed.
    waiting: usize,
    /// A message for bytes that pass was begun and not ended.
    open: bool,
}

/// Where a direction stands.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum State {
    /// Before a record.
    #[default]
    Mark,
    /// Behind its mark.
    Head,
    /// Behind its head.
    Work,
    /// In content, so many bytes before its end, and then as many of padding.
    Data(u64, usize),
    /// Behind what is of use.
    Rest(Rest),
    /// Looking for the next record.
    Astray,
}

/// What becomes of the rest of a record.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Rest {
    /// Nothing of use.
    Framing,
    /// It passes as it is.
    Pass,
    Sealed,
}

/// What is to be read of a record.
#[derive(Debug, Default)]
enum Job {
    #[default]
    None,
    /// Arguments of version 3: xid, procedure, and whether they are signed.
    Call(u32, u32, bool),
    /// Results of version 3.
    Reply(Asks),
    /// Operations of a call: xid, and whether they are signed.
    Operations(u32, bool, Box<Compound>),
    /// Their results.
    Results(Box<Compound>),
}

/// What an operation turned out to be.
#[derive(Debug)]
enum Op {
    Done,
    /// Content follows.
    Content(Content),
}

/// Content of a file.
#[derive(Debug)]
struct Content {
    spot: Spot,
    offset: u64,
    len: u64,
    /// Size of the file, where told.
    size: Option<u64>,
    /// The file ends with it.
    end: bool,
}

impl Parser for NfsParser {
    fn on_data(&mut self, dir: Direction, data: &[u8], out: &mut dyn Outlet) -> Progress {
        if self.datagrams {
            self.datagram(dir, data, out);
            return Progress::Consumed(data.len());
        }
        let done = steps(data, |rest| if self.upgraded { Step::More } else { self.step(dir, rest, out) });
        if self.upgraded {
            self.end_all(out);
            return Progress::Handover(done);
        }
        self.side(dir).waiting = data.len().saturating_sub(done);
        Progress::Consumed(done)
    }

    fn on_gap(&mut self, dir: Direction, len: u64, out: &mut dyn Outlet) -> bool {
        let side = self.side(dir);
        let missing = len.saturating_add(std::mem::take(&mut side.waiting) as u64);
        match side.state {
            State::Data(left, padding) if missing <= left && missing <= side.left => {
                side.transfers.gap(dir, missing, out);
                side.state = State::Data(left.saturating_sub(missing), padding);
                self.skip(dir, missing, out);
            }
            State::Rest(_) | State::Head | State::Work | State::Data(..) if missing <= side.left => {
                if matches!(side.state, State::Data(..)) {
                    side.transfers.done(dir, out);
                }
                if side.open {
                    out.turn_to(dir, 0);
                    out.body_gap(dir, missing);
                }
                if !matches!(self.side(dir).state, State::Rest(_)) {
                    self.give_up(dir, Rest::Pass);
                }
                self.skip(dir, missing, out);
            }
            _ => self.stray(dir, out),
        }
        true
    }

    fn on_close(&mut self, dir: Direction, out: &mut dyn Outlet) {
        self.end_pass(dir, MessageEnd::Cut, out);
        self.side(dir).transfers.end_all(dir, out);
    }
}

impl NfsParser {
    const fn side(&mut self, dir: Direction) -> &mut Side {
        self.sides.of_mut(dir)
    }

    /// A datagram is a record without a mark.
    fn datagram(&mut self, dir: Direction, data: &[u8], out: &mut dyn Outlet) {
        let side = self.side(dir);
        (side.left, side.last, side.state, side.job) = (data.len() as u64, true, State::Head, Job::None);
        let done = steps(data, |rest| self.step(dir, rest, out));
        let rest = data.get(done..).unwrap_or_default();
        self.side(dir).transfers.done(dir, out);
        if !rest.is_empty() {
            self.pass(dir, rest, out);
        }
        self.end_pass(dir, MessageEnd::Complete, out);
        self.side(dir).state = State::Mark;
    }

    fn step(&mut self, dir: Direction, data: &[u8], out: &mut dyn Outlet) -> Step {
        let side = self.side(dir);
        let shown = data.get(..usize::try_from(side.left).unwrap_or(usize::MAX)).unwrap_or(data);
        if side.state != State::Mark && side.state != State::Astray && side.left == 0 {
            // The record goes on in another fragment.
            return self.mark(dir, data, out);
        }
        match side.state {
            State::Mark => self.mark(dir, data, out),
            State::Head => self.head(dir, shown, out),
            State::Work => self.work(dir, shown, out),
            State::Data(left, padding) => self.data(dir, shown, (left, padding), out),
            State::Rest(rest) => {
                match rest {
                    Rest::Framing => out.framing(dir, shown.len()),
                    Rest::Pass => self.pass(dir, shown, out),
                    Rest::Sealed => out.sealed(dir, shown.len(), Fate::Encrypted),
                }
                self.skip(dir, shown.len() as u64, out);
                Step::Took(shown.len())
            }
            State::Astray => self.astray(dir, data, out),
        }
    }

    /// Content of a file.
    fn data(&mut self, dir: Direction, data: &[u8], (left, padding): (u64, usize), out: &mut dyn Outlet) -> Step {
        let side = self.side(dir);
        if left == 0 {
            let take = padding.min(data.len());
            out.framing(dir, take);
            side.state = State::Data(0, padding.saturating_sub(take));
            self.skip(dir, take as u64, out);
            return Step::Took(take);
        }
        let take = usize::try_from(left).unwrap_or(usize::MAX).min(data.len());
        side.transfers.body(dir, data.get(..take).unwrap_or(data), out);
        side.state = State::Data(left.saturating_sub(take as u64), padding);
        self.skip(dir, take as u64, out);
        Step::Took(take)
    }

    fn begin_data(&mut self, dir: Direction, content: Content, out: &mut dyn Outlet) {
        let Content { spot, offset, len, size, end } = content;
        let (files, side) = (&self.files, self.sides.of_mut(dir));
        side.ends = end.then_some((spot.number, offset.saturating_add(len)));
        if len > 0 {
            side.transfers.begin(dir, (spot.number, offset), || files.head(&spot.path, size), out);
        }
        side.state = State::Data(len, xdr::padding(len));
        self.settle(dir, out);
    }

    /// Bytes of the fragment are done with.
    fn skip(&mut self, dir: Direction, len: u64, out: &mut dyn Outlet) {
        let side = self.side(dir);
        side.left = side.left.saturating_sub(len);
        self.settle(dir, out);
    }

    /// Goes on where content or the record has ended.
    fn settle(&mut self, dir: Direction, out: &mut dyn Outlet) {
        let side = self.sides.of_mut(dir);
        if let State::Data(0, padding) = side.state {
            side.transfers.done(dir, out);
            if let Some((file, size)) = side.ends.take() {
                side.transfers.ends_at_size(dir, file, size, out);
            }
            if padding == 0 {
                side.state = State::Work;
            }
        }
        if side.left == 0 && side.last {
            side.transfers.done(dir, out);
            (side.state, side.job, side.ends) = (State::Mark, Job::None, None);
            self.end_pass(dir, MessageEnd::Complete, out);
        }
    }

    /// The rest of the record is not looked into.
    fn give_up(&mut self, dir: Direction, rest: Rest) {
        let side = self.side(dir);
        (side.state, side.job, side.ends) = (State::Rest(rest), Job::None, None);
    }

    /// Bytes that pass as they are.
    fn pass(&mut self, dir: Direction, data: &[u8], out: &mut dyn Outlet) {
        out.turn_to(dir, 0);
        let tx = self.files.tx.saturating_sub(1);
        if !std::mem::replace(&mut self.side(dir).open, true) {
            out.begin(dir, MessageHead { place: "nfs", tx, ..MessageHead::default() });
        }
        out.body(dir, data);
    }

    fn end_pass(&mut self, dir: Direction, end: MessageEnd, out: &mut dyn Outlet) {
        if std::mem::take(&mut self.side(dir).open) {
            out.turn_to(dir, 0);
            out.end(dir, end);
        }
    }

    fn end_all(&mut self, out: &mut dyn Outlet) {
        for dir in [Direction::Orig, Direction::Resp] {
            self.end_pass(dir, MessageEnd::Cut, out);
            self.side(dir).transfers.end_all(dir, out);
        }
    }

    /// A file is closed.
    fn closed(&mut self, number: u32, out: &mut dyn Outlet) {
        for dir in [Direction::Orig, Direction::Resp] {
            self.side(dir).transfers.end(dir, number, None, out);
        }
    }

    /// Something was told about what protects the flow.
    fn protection(&mut self, protection: &'static str, upgrade: &'static str, out: &mut dyn Outlet) {
        if self.told.protection != protection || self.told.upgrade != upgrade {
            self.told = TransportInfo { protocol: "nfs", protection, upgrade, ..TransportInfo::default() };
            out.transport(&self.told);
        }
    }
}
