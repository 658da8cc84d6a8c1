//! TFTP (RFC 1350) over UDP: files read and written, by name.
//!
//! A request names a file, and the answer comes from a port that the server chose for it: the request announces that flow,
//! which is read as part of the same dialogue. Blocks are put together to one file whatever was sent twice, overtook
//! another or got lost: place `tftp.file`, with its name. Block sizes, file sizes and windows are followed as the server
//! grants them (RFC 2347, 2348, 2349, 7440); block numbers may pass 65,535, to 0 or to 1. Names are scanned where they
//! are asked for (`tftp.request`), messages of errors too (`tftp.error`). There are no logins, and there is no encryption.
//!
//! A block that the sensor did not see is a gap in its file. Text mode (`netascii`) is scanned as it is. A transfer whose
//! request was not seen is recognised by the options that were granted for it; without any it is scanned raw, datagram
//! by datagram. Multicast transfers (RFC 2090) are read as if they were sent to one.
//!
//! Limits: 16 pieces of a file at a time.

mod packet;

#[cfg(test)]
mod tests;

use super::reader::Reader;
use super::transfer::{Transfers, text};
use super::{Parser, Progress, Protocol, Transport};
use crate::anomaly::Code;
use crate::config::Limits;
use crate::message::{Announcement, ContentHints, Direction, MessageEnd, MessageHead, Outlet};
use crate::pair::Pair;
use packet::{Terms, opcode};

pub(crate) use packet::{is_answer, is_request};

/// The registry's entry.
pub const PROTOCOL: Protocol = Protocol {
    name: "tftp",
    title: "TFTP: files and their names",
    transports: &[Transport::Udp],
    probe: packet::probe,
    parser: Some(make),
};

/// Bytes of an opcode and a block number or error code.
const HEAD: usize = 4;
/// Longest name that is kept, in bytes.
const NAME_MAX: usize = 512;
/// Place of a file.
const FILE: &str = "tftp.file";

fn make(_: &Limits, _: Transport) -> Box<dyn Parser> {
    Box::new(TftpParser::default())
}

/// The parser of one flow.
#[derive(Debug, Default)]
pub struct TftpParser {
    transfers: Pair<Transfers>,
    /// The transfer that the latest packets were about.
    transfer: Transfer,
    /// Numbers the transfers of the flow.
    number: u32,
}

/// One transfer.
#[derive(Debug, Default)]
struct Transfer {
    /// What is known of the file.
    head: Option<MessageHead>,
    terms: Terms,
    /// A server told the terms.
    granted: bool,
    sender: Option<Direction>,
    /// The first block that did not come yet, counted from 0.
    next: u64,
    /// How far block numbers are ahead of that count.
    ahead: u64,
}

impl Parser for TftpParser {
    fn on_data(&mut self, dir: Direction, data: &[u8], out: &mut dyn Outlet) -> Progress {
        let mut reader = Reader::new(data);
        match (reader.u16(), reader.u16()) {
            (Some(opcode::READ | opcode::WRITE), _) => self.request(dir, data, out),
            (Some(opcode::DATA), Some(block)) => self.block(dir, block, data, out),
            (Some(opcode::OPTIONS), _) => self.options(dir, data, out),
            (Some(opcode::ACK), Some(_)) => framing(dir, HEAD, data, out),
            (Some(opcode::ERROR), Some(_)) => self.error(dir, data, out),
            _ => unknown(dir, data, out),
        }
        Progress::Consumed(data.len())
    }

    fn on_gap(&mut self, _: Direction, _: u64, _: &mut dyn Outlet) -> bool {
        true
    }

    fn on_close(&mut self, dir: Direction, out: &mut dyn Outlet) {
        self.transfers.of_mut(dir).end_all(dir, out);
    }
}

impl TftpParser {
    fn request(&mut self, dir: Direction, data: &[u8], out: &mut dyn Outlet) {
        let Some(name) = packet::requested(data) else {
            out.anomaly(dir, Code::HeaderMalformed, "request");
            return unknown(dir, data, out);
        };
        out.framing(dir, data.len());
        let filename = name.get(..NAME_MAX).unwrap_or(name).to_vec();
        let again = self.transfer.sender.is_none()
            && self.transfer.head.as_ref().is_some_and(|head| head.hints.filename == filename);
        if !again {
            self.end_all(out);
            let tx = self.number;
            self.number = self.number.wrapping_add(1);
            let length = Terms::told_size(data);
            let hints = ContentHints { filename, length, ..ContentHints::default() };
            let head = MessageHead { place: FILE, tx, hints, ..MessageHead::default() };
            self.transfer = Transfer { head: Some(head), ..Transfer::default() };
            text(dir, "tftp.request", tx, name, out);
        }
        let Some(MessageHead { tx, hints, .. }) = self.transfer.head.clone() else { return };
        out.announce(dir, Announcement { app: "tftp", listener: dir, addr: None, port: 0, place: FILE, tx, hints });
    }

    fn options(&mut self, dir: Direction, data: &[u8], out: &mut dyn Outlet) {
        let Some(terms) = data.get(2..).and_then(Terms::granted) else {
            out.anomaly(dir, Code::HeaderMalformed, "options");
            return unknown(dir, data, out);
        };
        out.framing(dir, data.len());
        if self.transfer.sender.is_none() {
            (self.transfer.terms, self.transfer.granted) = (terms, true);
        }
    }

    fn block(&mut self, dir: Direction, block: u16, data: &[u8], out: &mut dyn Outlet) {
        let content = data.get(HEAD..).unwrap_or_default();
        out.framing(dir, HEAD.min(data.len()));
        if self.transfer.sender != Some(dir) {
            self.start(dir, block, out);
        }
        let transfer = &mut self.transfer;
        if !transfer.granted && transfer.terms.block < content.len() as u64 {
            transfer.terms.block = content.len() as u64;
        }
        let Some(ahead) = transfer.place(block) else {
            // It came before, and was judged then.
            return out.framing(dir, content.len());
        };
        let at = transfer.next.saturating_add(ahead);
        let offset = at.saturating_mul(transfer.terms.block);
        let (file, pieces) = (self.number, self.transfers.of_mut(dir));
        let head = || transfer.head.clone().unwrap_or_default();
        // With more blocks on their way than may be, the missing ones were acknowledged: they will not come again.
        let lost = ahead >= transfer.terms.window;
        if lost && !pieces.ends_at(file, offset) {
            let from = transfer.next.saturating_mul(transfer.terms.block);
            pieces.begin(dir, (file, from), head, out);
            pieces.gap(dir, offset.saturating_sub(from), out);
        }
        pieces.begin(dir, (file, offset), head, out);
        pieces.body(dir, content, out);
        let last = (content.len() as u64) < transfer.terms.block;
        let reached = pieces.done(dir, out);
        if last {
            pieces.ends_at_size(dir, file, offset.saturating_add(content.len() as u64), out);
        }
        if ahead == 0 || lost {
            // Blocks that overtook this one may follow it.
            transfer.next = at.saturating_add(1).max(reached / transfer.terms.block.max(1));
        }
    }

    /// The first block of a transfer.
    fn start(&mut self, dir: Direction, block: u16, out: &mut dyn Outlet) {
        if self.transfer.sender.is_some() {
            // Another transfer, whose request was not seen.
            self.end_all(out);
            self.number = self.number.wrapping_add(1);
            self.transfer = Transfer::default();
        }
        let transfer = &mut self.transfer;
        if transfer.head.is_none() {
            let unknown = || MessageHead { place: FILE, ..MessageHead::default() };
            let mut head = out.announced().unwrap_or_else(unknown);
            head.hints.length = head.hints.length.or(transfer.terms.size);
            transfer.head = Some(head);
        }
        transfer.sender = Some(dir);
        transfer.ahead = 1;
        transfer.next = u64::from(block.saturating_sub(1));
        if block == 1 || transfer.head.as_ref().is_some_and(|head| !head.hints.filename.is_empty()) {
            transfer.next = 0;
        }
    }

    fn error(&mut self, dir: Direction, data: &[u8], out: &mut dyn Outlet) {
        out.framing(dir, data.len());
        self.end_all(out);
        let message = data.get(HEAD..).unwrap_or_default();
        let message = message.strip_suffix(b"\0").unwrap_or(message);
        if !message.is_empty() {
            text(dir, "tftp.error", self.number.saturating_sub(1), message, out);
        }
    }

    fn end_all(&mut self, out: &mut dyn Outlet) {
        for dir in [Direction::Orig, Direction::Resp] {
            self.transfers.of_mut(dir).end_all(dir, out);
        }
    }
}

impl Transfer {
    /// How many blocks are missing before this one; `None` if it came already.
    fn place(&mut self, block: u16) -> Option<u64> {
        let awaited = self.next.wrapping_add(self.ahead) as u16;
        if awaited == 0 && block == 1 && self.terms.window == 1 {
            // This sender counts on from 1, not from 0.
            self.ahead = self.ahead.wrapping_add(1);
            return Some(0);
        }
        let ahead = block.wrapping_sub(awaited);
        (ahead <= u16::MAX / 2).then_some(u64::from(ahead))
    }
}

/// A packet of which `len` bytes mean something; there should be no more.
fn framing(dir: Direction, len: usize, data: &[u8], out: &mut dyn Outlet) {
    let (head, rest) = data.split_at_checked(len).unwrap_or((data, &[]));
    out.framing(dir, head.len());
    if !rest.is_empty() {
        unknown(dir, rest, out);
    }
}

/// Bytes that are no packet: scanned as they are.
fn unknown(dir: Direction, data: &[u8], out: &mut dyn Outlet) {
    out.turn_to(dir, 0);
    out.begin(dir, MessageHead { place: "tftp", ..MessageHead::default() });
    out.body(dir, data);
    out.end(dir, MessageEnd::Complete);
}
