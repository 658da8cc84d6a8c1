//! IMAP4 (RFC 3501, RFC 9051): logins by LOGIN and AUTHENTICATE, STARTTLS, mails that APPEND stores and FETCH reads.
//!
//! Each command, and the responses to it, are a text to be scanned; a literal that is a mail, or a piece of one, is a
//! message of its own. An ENVELOPE is read as the head that it was made of. A part that is fetched by its number has the
//! type, name and transfer encoding that BODYSTRUCTURE told before.
//! Refuses nothing. Behind COMPRESS (RFC 4978) both directions are closed. A gap that ends within a literal does no
//! harm; behind any other, lines are text until one begins a command or a response.
//!
//! Limits: `head_bytes` for a line, [`ARGUMENT_BYTES`] for an argument of LOGIN, `pipeline_depth` for commands that wait.

mod arguments;
mod client;
mod list;
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
use std::collections::VecDeque;
use structures::Structures;

/// The registry's entry.
pub const PROTOCOL: Protocol = Protocol {
    name: "imap",
    title: "IMAP4: logins, mails read and stored, STARTTLS",
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
#[derive(Debug)]
struct ImapParser {
    line_bytes: usize,
    depth: usize,
    pair: Option<Pair>,
    /// Literals in hand, per direction.
    literals: [Option<Literal>; 2],
    /// The command whose literals are in hand.
    command: Option<Command>,
    /// A response goes on behind a literal.
    response: Option<Response>,
    structures: Structures,
    waits: VecDeque<(Box<[u8]>, Wait)>,
    sasl: Option<Sasl>,
    next_tx: u32,
    /// Authenticated: what the server offers now, it offers inside.
    inside: bool,
    offer: Offer,
    compressed: bool,
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
    /// A mail, or a piece of one: the open message.
    Mail,
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
            return Progress::Bypass(State::Undecodable);
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
        let Some(pair) = &mut self.pair else { return true };
        let client = dir == pair.client;
        let channel = pair.of(dir);
        let literal = self.literals.get_mut(dir.index());
        match literal.map(|slot| (slot.take(), slot)) {
            Some((Some(Literal { left, kind, .. }), slot)) => {
                channel.gap(left.min(len), out);
                match left.checked_sub(len) {
                    // The rest of a secret is none.
                    _ if kind == Kind::Argument => self.command = None,
                    Some(left) => {
                        *slot = Some(Literal { left, kind, asked: false });
                        if left == 0 {
                            self.literal_over(dir, kind, out);
                        }
                        return true;
                    }
                    None if kind == Kind::Mail => channel.end(MessageEnd::Cut, out),
                    None => {}
                }
            }
            _ => channel.gap(len, out),
        }
        if client {
            (self.command, self.sasl) = (None, None);
        } else {
            self.response = None;
        }
        true
    }

    fn held(&self) -> usize {
        self.structures.memory()
    }

    fn on_close(&mut self, dir: Direction, out: &mut dyn Outlet) {
        if let Some(pair) = &mut self.pair {
            let channel = pair.of(dir);
            let end = if channel.is_mail() { MessageEnd::Cut } else { MessageEnd::Complete };
            channel.end(end, out);
        }
    }
}

impl ImapParser {
    fn new(limits: &Limits) -> Self {
        Self {
            line_bytes: limits.head_bytes,
            depth: limits.pipeline_depth,
            pair: None,
            literals: [None, None],
            command: None,
            response: None,
            structures: Structures::default(),
            waits: VecDeque::new(),
            sasl: None,
            next_tx: 0,
            inside: false,
            offer: Offer::Unknown,
            compressed: false,
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
        if let Some(pair) = &mut self.pair {
            pair.end_all(out);
        }
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
        if kind == Kind::Mail
            && let Some(pair) = &mut self.pair
        {
            pair.of(dir).end(MessageEnd::Complete, out);
        }
    }
}
