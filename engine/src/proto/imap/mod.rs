//! IMAP4 (RFC 3501, RFC 9051): logins by LOGIN and AUTHENTICATE, STARTTLS, mails that APPEND stores and FETCH reads.
//!
//! Each command, and the responses to it, are a text to be scanned; a literal that is a mail, or a piece of one, is a
//! message of its own. An ENVELOPE is read as the head that it was made of. A part that is fetched by its number has the
//! type, name and transfer encoding that BODYSTRUCTURE told before.
//! Pieces of a mail, or of a part, that are fetched one after the other (`BODY[2]<0>`, `BODY[2]<4096>`) are one message;
//! one that follows on none cannot be opened where its encoding is all there is to it.
//! Behind COMPRESS (RFC 4978) both directions are decoded; one of which bytes are missing or damaged is closed.
//! Refuses nothing. A gap that ends within a literal does no harm; behind any other, lines are text until one begins a
//! command or a response.
//!
//! Limits: `head_bytes` for a line, [`ARGUMENT_BYTES`] for an argument of LOGIN, `pipeline_depth` for commands that wait,
//! `decode_bytes` for a literal that is compressed.

mod arguments;
mod client;
mod list;
mod packed;
mod pieces;
mod probe;
mod server;
mod structures;

#[cfg(test)]
mod tests;

use super::mail::{self, Next, Offer, Pair, RFC822, Sasl};
use super::{Parser, Progress, Protocol, Transport};
use crate::config::Limits;
use crate::coverage::State;
use crate::message::{Direction, MessageEnd, Outlet};
use client::Command;
use packed::Packed;
use pieces::Pieced;
use std::collections::VecDeque;
use structures::Structures;

/// The registry's entry.
pub const PROTOCOL: Protocol = Protocol {
    name: "imap",
    title: "IMAP4: logins, mails read and stored, STARTTLS, COMPRESS",
    transports: &[Transport::Tcp],
    probe: probe::probe,
    parser: Some(make),
};

const PLACES: [&str; 3] = ["imap.command", "imap.response", "imap.message"];
/// Longest argument of LOGIN, quoted or literal.
const ARGUMENT_BYTES: usize = 1024;
/// Longest tag that is remembered.
const TAG_BYTES: usize = 64;

fn make(limits: &Limits, _: Transport) -> Box<dyn Parser> {
    Box::new(ImapParser::new(limits))
}

/// The parser of one connection.
struct ImapParser {
    line_bytes: usize,
    depth: usize,
    decode_bytes: u64,
    pair: Option<Pair>,
    /// Literals in hand, per direction.
    literals: [Option<Literal>; 2],
    /// The command whose literals are in hand.
    command: Option<Command>,
    /// A response goes on behind a literal.
    response: Option<Response>,
    structures: Structures,
    /// What is fetched piece by piece.
    pieced: Option<Pieced>,
    waits: VecDeque<(Box<[u8]>, Wait)>,
    sasl: Option<Sasl>,
    next_tx: u32,
    /// Authenticated: what the server offers now, it offers inside.
    inside: bool,
    offer: Offer,
    compressed: bool,
    /// Both directions, once they are compressed.
    packed: Option<Packed>,
    over: bool,
}

/// A literal of which so many bytes are due (RFC 9051 §4.3).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Literal {
    left: u64,
    kind: Kind,
    /// Nothing of it came yet, and it waits for the server to agree.
    asked: bool,
}

/// What a literal is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    /// A mail, or a part of one: the open message.
    Mail,
    /// The next piece of what is fetched piece by piece.
    Piece,
    /// A piece that nothing can be made of.
    Sealed,
    /// Part of the dialogue.
    Text,
    /// An argument of LOGIN.
    Argument,
}

/// An untagged response.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Response {
    /// Of the mail with this sequence number.
    Fetch(u32),
    Other,
}

/// What waits for a tagged response.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Wait {
    /// LOGIN or AUTHENTICATE, of this transaction.
    Login(u32),
    /// STARTTLS.
    Tls,
    /// COMPRESS.
    Compress,
}

impl Parser for ImapParser {
    fn on_data(&mut self, dir: Direction, data: &[u8], out: &mut dyn Outlet) -> Progress {
        if self.compressed {
            return self.unpack(dir, data, out);
        }
        let mut done = 0;
        while let Some(rest) = data.get(done..).filter(|rest| !rest.is_empty()) {
            if self.is_hello(dir, rest) {
                self.hand_over(out);
                return Progress::Handover(done);
            }
            let Some(len) = self.step(dir, rest, out) else { break };
            done += len;
            if self.over {
                return Progress::Handover(done);
            }
            if self.compressed {
                break;
            }
        }
        Progress::Consumed(done)
    }

    fn on_gap(&mut self, dir: Direction, len: u64, out: &mut dyn Outlet) -> bool {
        if let Some(packed) = &mut self.packed {
            packed.gap(dir);
            return true;
        }
        let Some(pair) = &mut self.pair else { return true };
        let client = dir == pair.client;
        let literal = self.literals.get_mut(dir.index()).and_then(Option::take);
        match (literal, &mut self.pieced) {
            (Some(Literal { left, kind: Kind::Piece, .. }), Some(pieced)) => pieced.gap(left.min(len), out),
            (Some(Literal { left, .. }), _) => pair.of(dir).gap(left.min(len), out),
            (None, _) => pair.of(dir).gap(len, out),
        }
        if let Some(Literal { left, kind, .. }) = literal {
            match left.checked_sub(len) {
                // The rest of a secret is none.
                _ if kind == Kind::Argument => self.command = None,
                Some(left) => {
                    self.set_literal(dir, Some(Literal { left, kind, asked: false }));
                    if left == 0 {
                        self.literal_over(dir, kind, out);
                    }
                    return true;
                }
                None if kind == Kind::Mail => pair.of(dir).end(MessageEnd::Cut, out),
                None if kind == Kind::Piece => self.end_pieces(MessageEnd::Cut, out),
                None => {}
            }
        }
        if client {
            (self.command, self.sasl) = (None, None);
        } else {
            self.response = None;
        }
        true
    }

    fn held(&self) -> usize {
        self.structures.memory() + self.packed.as_ref().map_or(0, Packed::memory)
    }

    fn on_close(&mut self, dir: Direction, out: &mut dyn Outlet) {
        self.end_side(dir, out);
    }
}

impl ImapParser {
    fn new(limits: &Limits) -> Self {
        Self {
            line_bytes: limits.head_bytes,
            depth: limits.pipeline_depth,
            decode_bytes: limits.decode_bytes,
            pair: None,
            literals: [None, None],
            command: None,
            response: None,
            structures: Structures::default(),
            pieced: None,
            waits: VecDeque::new(),
            sasl: None,
            next_tx: 0,
            inside: false,
            offer: Offer::Unknown,
            compressed: false,
            packed: None,
            over: false,
        }
    }

    /// True where the client begins TLS, agreed upon or not.
    fn is_hello(&self, dir: Direction, data: &[u8]) -> bool {
        let client = self.pair.as_ref().is_none_or(|pair| pair.client == dir);
        client && self.literal(dir).is_none() && mail::is_tls(data)
    }

    /// Another protocol begins.
    fn hand_over(&mut self, out: &mut dyn Outlet) {
        self.over = true;
        mail::tell_upgrade(PROTOCOL.name, "used", out);
        self.end_all(out);
    }

    /// Both directions go on compressed.
    fn compress(&mut self, out: &mut dyn Outlet) {
        self.end_all(out);
        self.compressed = true;
        self.packed = Some(Packed::new(self.decode_bytes, out));
    }

    /// The dialogue in its present form is over.
    fn end_all(&mut self, out: &mut dyn Outlet) {
        self.end_pieces(MessageEnd::Complete, out);
        if let Some(pair) = &mut self.pair {
            pair.end_all(out);
        }
    }

    /// A direction is over.
    fn end_side(&mut self, dir: Direction, out: &mut dyn Outlet) {
        let rest = self.packed.as_mut().map(|packed| packed.rest(dir)).unwrap_or_default();
        let within = self.literal(dir).is_some_and(|literal| literal.kind == Kind::Piece);
        if self.pair.as_ref().is_some_and(|pair| pair.client != dir) {
            self.end_pieces(if within { MessageEnd::Cut } else { MessageEnd::Complete }, out);
        }
        let Some(pair) = &mut self.pair else { return };
        let channel = pair.of(dir);
        if !rest.is_empty() {
            channel.say(&rest, &mut packed::unpacked(out));
        }
        channel.end(if channel.is_mail() { MessageEnd::Cut } else { MessageEnd::Complete }, out);
    }

    fn literal(&self, dir: Direction) -> Option<Literal> {
        self.literals.get(dir.index()).copied().flatten()
    }

    fn set_literal(&mut self, dir: Direction, literal: Option<Literal>) {
        if let Some(slot) = self.literals.get_mut(dir.index()) {
            *slot = literal;
        }
    }

    /// The number of the next transaction.
    fn take_tx(&mut self) -> u32 {
        self.next_tx = self.next_tx.wrapping_add(1);
        self.next_tx
    }

    /// One step of a direction: the bytes that are done with, `None` for more.
    fn step(&mut self, dir: Direction, data: &[u8], out: &mut dyn Outlet) -> Option<usize> {
        if let Some(literal) = self.literal(dir) {
            return Some(self.literal_bytes(dir, literal, data, out));
        }
        let line_bytes = self.line_bytes;
        let pair = self.pair.get_or_insert_with(|| {
            let server = data.first() == Some(&b'*');
            Pair::new(if server { dir.reverse() } else { dir }, PLACES, line_bytes)
        });
        let client = pair.client == dir;
        let (text, len) = match pair.of(dir).line(data, out) {
            Next::Line(text, len) => (text, len),
            Next::Part(len, first) => {
                // What a line too long announces at its end is not known.
                if first && client {
                    self.command = None;
                } else if first {
                    self.response = None;
                }
                return Some(len);
            }
            Next::More => return None,
        };
        let (line, wire) = (data.get(..text).unwrap_or_default(), data.get(..len).unwrap_or(data));
        if client {
            self.asks(line, wire, out);
        } else {
            self.answers(line, wire, out);
        }
        Some(len)
    }

    /// Bytes of a literal.
    fn literal_bytes(&mut self, dir: Direction, literal: Literal, data: &[u8], out: &mut dyn Outlet) -> usize {
        let Some(pair) = &mut self.pair else { return 0 };
        let len = usize::try_from(literal.left).unwrap_or(usize::MAX).min(data.len());
        let bytes = data.get(..len).unwrap_or(data);
        match literal.kind {
            Kind::Mail => pair.of(dir).mail(bytes, out),
            Kind::Piece => {
                if let Some(pieced) = &mut self.pieced {
                    pieced.add(bytes, out);
                }
            }
            Kind::Sealed => out.sealed(dir, len, State::Undecodable),
            Kind::Text => pair.of(dir).say(bytes, out),
            Kind::Argument => {
                out.framing(dir, len);
                if let Some(command) = &mut self.command {
                    command.add_literal(bytes);
                }
            }
        }
        let left = literal.left.saturating_sub(len as u64);
        self.set_literal(dir, Some(Literal { left, asked: false, ..literal }));
        if left == 0 {
            self.literal_over(dir, literal.kind, out);
        }
        len
    }

    /// All bytes of a literal were seen or counted.
    fn literal_over(&mut self, dir: Direction, kind: Kind, out: &mut dyn Outlet) {
        self.set_literal(dir, None);
        match (kind, &mut self.pair, &self.pieced) {
            (Kind::Mail, Some(pair), _) => pair.of(dir).end(MessageEnd::Complete, out),
            (Kind::Piece, _, Some(pieced)) => pieced.rest(out),
            _ => {}
        }
    }
}
