//! TDS, the protocol of SQL Server (versions 7.0 to 7.4 of [MS-TDS]): logins, statements, calls, rows, bulk loads.
//!
//! Reads LOGIN7, whose password is only scrambled (a login in the clear, with its outcome; integrated and federated
//! logins are an anomaly), batches and remote procedure calls as `tds.query`, with the values of parameters as rows under
//! the names of the columns that they are for (`sp_executesql`, `sp_prepare`, `sp_execute` and the cursors are known, and
//! tables as parameters). Rows are `tds.rows` under the names of their columns, of all types: text of every code page,
//! numbers, dates, XML, JSON, variants, values in chunks; of user-defined types and binary values the printable runs, or what
//! is packed in them.
//! Bulk loads are `tds.bulk`, errors and notices, which may quote values, `tds.error` and `tds.info`.
//!
//! PRELOGIN says what is encrypted. TLS within packets is read for what protects the connection; after it everything is
//! `encrypted`, or the login alone where both sides want only that: then statements and rows are read.
//!
//! Not read: several sessions in one connection (MARS), whose flow is scanned raw; columns that the client encrypts, which
//! are binary values; summaries of the old COMPUTE clause, of which only the strings are.
//!
//! Limits: requests are held up to 256 KiB; of longer ones the text goes through as it comes. Values of rows go
//! through at any length. A packet longer than a head may be is skipped (`head_too_long`). After a gap, packets are found
//! by their heads; of the message that the gap was in only the strings are read.

mod cover;
mod login;
mod probe;
mod request;
mod session;
mod stream;
mod text;
mod token;
mod types;

use super::{Parser, Progress, Protocol, Transport};
use crate::anomaly::Code;
use crate::config::Limits;
use crate::coverage::State;
use crate::message::{Direction, MessageEnd, MessageHead, Outlet};
use cover::Cover;
use login::Encryption;
use session::Session;

/// Registry entry.
pub const PROTOCOL: Protocol = Protocol {
    name: "tds",
    title: "TDS (SQL Server): logins, statements, rows",
    transports: &[Transport::Tcp],
    probe: probe::probe,
    parser: Some(|limits, _| Box::new(TdsParser::new(limits))),
};

/// Bytes of a packet's head.
const HEAD: usize = 8;
/// Longest packet, and how long packets may be where nothing else was agreed on ([MS-TDS] §2.2.3.1.3).
const LONGEST: usize = 32_767;
const DEFAULT: usize = 4096;
/// Type of the packets of a server.
const REPLY: u8 = 4;
/// Type of PRELOGIN packets, and of those that carry TLS.
const PRELOGIN: u8 = 0x12;

/// The head of a packet.
#[derive(Clone, Copy, Debug)]
struct Head {
    kind: u8,
    last: bool,
    /// Bytes, this head's included.
    len: usize,
    /// Number within its message.
    number: u8,
}

impl Head {
    fn read(data: &[u8]) -> Option<Self> {
        let [kind, status, high, low, _, _, number, _] = *data.first_chunk::<HEAD>()?;
        Some(Self { kind, last: status & 1 == 1, len: usize::from(u16::from_be_bytes([high, low])), number })
    }

    const fn is_client(kind: u8) -> bool {
        matches!(kind, 1..=3 | 6..=8 | 0x0e | 0x10..=0x12)
    }
}

#[derive(Debug, Default)]
struct Lane {
    /// Bytes to come of a packet or a record that is not read, and what they are.
    passing: Option<(usize, State)>,
    /// Bytes were lost: packets have to be found again.
    adrift: bool,
    /// A message is open for what is scanned raw.
    open: bool,
    /// TLS was seen.
    covered: bool,
}

/// Parses one flow.
#[derive(Debug)]
pub struct TdsParser {
    limits: Limits,
    server: Option<Direction>,
    lanes: [Lane; 2],
    session: Session,
    cover: Option<Box<Cover>>,
    /// The longest packet so far: none is longer than what was agreed on.
    longest: usize,
}

impl TdsParser {
    /// A parser for one flow.
    pub fn new(limits: &Limits) -> Self {
        Self {
            limits: *limits,
            server: None,
            lanes: [Lane::default(), Lane::default()],
            session: Session::new(limits),
            cover: None,
            longest: 0,
        }
    }

    fn lane(&mut self, dir: Direction) -> &mut Lane {
        let [orig, resp] = &mut self.lanes;
        if dir == Direction::Orig { orig } else { resp }
    }

    /// Everything is encrypted after the handshake.
    const fn all(&self) -> bool {
        !matches!(self.session.agreed, Some(Encryption::Off))
    }

    fn close_open(&mut self, dir: Direction, out: &mut dyn Outlet) {
        if std::mem::take(&mut self.lane(dir).open) {
            out.end(dir, MessageEnd::Cut);
        }
        if self.server == Some(dir) {
            self.session.cut_reply(dir, out);
        } else {
            self.session.cut_request(dir, out);
        }
    }

    fn lost(&mut self, out: &mut dyn Outlet) -> Progress {
        self.close_open(Direction::Orig, out);
        self.close_open(Direction::Resp, out);
        Progress::Lost
    }

    /// A record of TLS without a packet around it.
    fn record(&mut self, dir: Direction, data: &[u8], out: &mut dyn Outlet) -> Progress {
        const APPLICATION: u8 = 0x17;
        let Some(head) = data.first_chunk::<{ cover::HEAD }>() else { return Progress::Consumed(0) };
        let Some(len) = cover::record(*head) else { return self.lost(out) };
        if self.all() && data.first() == Some(&APPLICATION) {
            self.close_open(dir, out);
            return Progress::Bypass(State::Encrypted);
        }
        out.sealed(dir, cover::HEAD, State::Encrypted);
        self.lane(dir).passing = (len > 0).then_some((len, State::Encrypted));
        Progress::Consumed(cover::HEAD)
    }

    /// A whole packet.
    fn packet(&mut self, dir: Direction, head: Head, payload: &[u8], out: &mut dyn Outlet) {
        let covered = payload.first_chunk::<{ cover::HEAD }>().is_some_and(|head| cover::record(*head).is_some());
        if head.kind == PRELOGIN && (covered || self.lane(dir).covered) {
            self.handshake(dir, payload, out);
        } else if self.server != Some(dir) {
            self.session.client_sent(dir, head.kind, payload, head.last, out);
        } else if covered && self.cover.is_some() {
            self.handshake(dir, payload, out);
        } else {
            self.session.server_sent(dir, payload, head.last, out);
        }
    }

    fn handshake(&mut self, dir: Direction, payload: &[u8], out: &mut dyn Outlet) {
        for lane in &mut self.lanes {
            lane.covered = true;
        }
        let all = self.all();
        let limits = self.limits;
        self.cover.get_or_insert_with(|| Box::new(Cover::new(&limits))).push(dir, payload, all, out);
    }

    /// Looks for packets behind a gap. What stands before them is scanned as it is.
    fn find(&mut self, dir: Direction, data: &[u8], out: &mut dyn Outlet) -> Progress {
        let server = self.server.map(|server| server == dir);
        // The server's word on the length that the client asked for may be what is missing.
        let longest = if self.longest == 0 { LONGEST } else { self.longest.max(self.session.packet_size) };
        let mut at = 0;
        let found = loop {
            match line_up(data.get(at..).unwrap_or(&[]), server, longest) {
                Some(true) => break true,
                Some(false) => at += 1,
                None => break false,
            }
        };
        if at > 0 {
            if !std::mem::replace(&mut self.lane(dir).open, true) {
                out.begin(dir, MessageHead { place: "tds", ..MessageHead::default() });
            }
            out.body(dir, data.get(..at).unwrap_or(&[]));
        }
        if found {
            if std::mem::take(&mut self.lane(dir).open) {
                out.end(dir, MessageEnd::Cut);
            }
            out.anomaly(dir, Code::ParserResync, "packets line up again");
            *self.lane(dir) = Lane::default();
            let number = data.get(at..).and_then(Head::read).map_or(1, |head| head.number);
            if number > 1 && data.get(at) == Some(&REPLY) {
                self.session.rest_of_reply(dir);
            }
            if at == 0 {
                return self.on_data(dir, data, out);
            }
        }
        Progress::Consumed(at)
    }
}

/// True if two packets follow one another here, or one that tells what it is; `None` if too little is there to tell.
fn line_up(data: &[u8], server: Option<bool>, longest: usize) -> Option<bool> {
    let head = |data: &[u8]| -> Option<Option<Head>> {
        let kind = *data.first()?;
        let known = if kind == REPLY { server != Some(false) } else { Head::is_client(kind) && server != Some(true) };
        // Status and window are small, so that noise is told from packets early.
        if !known || data.get(1).is_some_and(|status| *status > 0x1f) || data.get(7).is_some_and(|window| *window != 0)
        {
            return Some(None);
        }
        let head = Head::read(data)?;
        Some(Some(head).filter(|head| (HEAD..=longest).contains(&head.len)))
    };
    let Some(first) = head(data)? else { return Some(false) };
    let packet = data.get(..first.len)?;
    if first.last && is_telling(first, packet) {
        return Some(true);
    }
    let Some(second) = head(data.get(first.len..)?)? else { return Some(false) };
    let next = if first.last { second.number <= 1 } else { second.number == first.number.wrapping_add(1) };
    Some(next)
}

/// True for a last packet that need not be followed by another to be believed: requests begin with headers of which the
/// transaction's is the first (MS-TDS 2.2.5.3), replies end with the word that they are done (2.2.7.6).
fn is_telling(head: Head, packet: &[u8]) -> bool {
    const HEADERS: &[u8] = b"\x16\0\0\0\x12\0\0\0\x02\0";
    const DONE: usize = 13;
    match head.kind {
        REPLY => {
            let done = packet.len().checked_sub(DONE).filter(|at| *at >= HEAD).and_then(|at| packet.get(at..));
            // Behind its status and the kind of the command, the high bytes of a number of rows.
            matches!(done, Some([0xfd..=0xff, _, 0 | 1, _, _, _, _, _, _, _, 0, 0, 0]))
        }
        _ => head.number <= 1 && packet.get(HEAD..).is_some_and(|body| body.starts_with(HEADERS)),
    }
}

impl Parser for TdsParser {
    fn on_data(&mut self, dir: Direction, data: &[u8], out: &mut dyn Outlet) -> Progress {
        if let Some((left, state)) = self.lane(dir).passing {
            let len = left.min(data.len());
            out.sealed(dir, len, state);
            self.lane(dir).passing = (left > len).then_some((left - len, state));
            return Progress::Consumed(len);
        }
        if self.lane(dir).adrift {
            return self.find(dir, data, out);
        }
        let Some(&kind) = data.first() else { return Progress::Consumed(0) };
        if self.lane(dir).covered && matches!(kind, 0x14..=0x17) {
            return self.record(dir, data, out);
        }
        if self.server.is_none() {
            self.server = Some(if kind == REPLY { dir } else { dir.reverse() });
        }
        let known = if self.server == Some(dir) {
            kind == REPLY || kind == PRELOGIN && self.cover.is_some()
        } else {
            Head::is_client(kind)
        };
        if !known {
            return self.lost(out);
        }
        let Some(head) = Head::read(data) else { return Progress::Consumed(0) };
        if head.len < HEAD {
            return self.lost(out);
        }
        if head.len > self.limits.head_bytes {
            self.close_open(dir, out);
            out.anomaly(dir, Code::HeadTooLong, "a packet longer than is held");
            if self.server == Some(dir) {
                self.session.rest_of_reply(dir);
            }
            out.framing(dir, HEAD);
            self.lane(dir).passing = Some((head.len - HEAD, State::Skipped));
            return Progress::Consumed(HEAD);
        }
        let Some(payload) = data.get(HEAD..head.len) else { return Progress::Consumed(0) };
        self.longest = self.longest.max(head.len);
        self.packet(dir, head, payload, out);
        out.framing(dir, head.len);
        Progress::Consumed(head.len)
    }

    fn on_gap(&mut self, dir: Direction, _: u64, out: &mut dyn Outlet) -> bool {
        self.close_open(dir, out);
        if self.lane(dir).covered {
            // Where records end is not known any more.
            self.close_open(dir.reverse(), out);
            return false;
        }
        *self.lane(dir) = Lane { adrift: true, ..Lane::default() };
        true
    }

    fn on_close(&mut self, dir: Direction, out: &mut dyn Outlet) {
        self.close_open(dir, out);
    }
}

#[cfg(test)]
mod tests;
