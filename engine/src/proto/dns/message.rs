//! DNS messages (RFC 1035 §4, RFC 6891; names in RFC 9460 records): header, questions, records, and their text.

use super::super::reader::Reader;
use super::name::Name;

/// Bytes of a header.
pub const HEADER: usize = 12;

/// Record types whose data is read.
mod kind {
    pub const A: u16 = 1;
    pub const NS: u16 = 2;
    pub const CNAME: u16 = 5;
    pub const SOA: u16 = 6;
    pub const PTR: u16 = 12;
    pub const HINFO: u16 = 13;
    pub const MX: u16 = 15;
    pub const TXT: u16 = 16;
    pub const AAAA: u16 = 28;
    pub const SRV: u16 = 33;
    pub const NAPTR: u16 = 35;
    pub const DNAME: u16 = 39;
    pub const OPT: u16 = 41;
    pub const SVCB: u16 = 64;
    pub const HTTPS: u16 = 65;
    pub const SPF: u16 = 99;
    pub const TSIG: u16 = 250;
    pub const CAA: u16 = 257;
    /// Keys, digests and signatures (RFC 4034, 5155, 6698, 7344, 8976): binary that says nothing about people.
    pub const SECURITY: [u16; 14] = [24, 25, 43, 44, 46, 47, 48, 50, 51, 52, 59, 60, 61, 63];
}

/// The fixed part (RFC 1035 §4.1.1).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Header {
    /// Pairs a response with its query.
    pub id: u16,
    /// QR, opcode, flags, response code.
    pub flags: u16,
    /// Number of questions, answers, authority and additional records.
    pub counts: [u16; 4],
}

impl Header {
    /// Reads the fixed part.
    pub(super) fn read(reader: &mut Reader<'_>) -> Option<Self> {
        let (id, flags) = (reader.u16()?, reader.u16()?);
        Some(Self { id, flags, counts: [reader.u16()?, reader.u16()?, reader.u16()?, reader.u16()?] })
    }
    /// True for responses.
    pub const fn is_response(&self) -> bool {
        self.flags & 0x8000 != 0
    }
    /// Kind of query (RFC 1035 §4.1.1; IANA).
    pub const fn opcode(&self) -> u16 {
        self.flags >> 11 & 15
    }
    /// The reserved bit, always zero.
    pub const fn reserved(&self) -> bool {
        self.flags & 0x0040 != 0
    }
    /// Response code without its EDNS part.
    pub const fn rcode(&self) -> u16 {
        self.flags & 15
    }
}

/// What a message says.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Content {
    /// Names of questions and record owners, each once, in order.
    pub names: Vec<Name>,
    /// Strings of TXT records, a line per record (its strings are one text, RFC 7208 §3.3).
    pub txt: Vec<u8>,
    /// Other textual record data, a line each.
    pub rdata: Vec<u8>,
}

/// Reads a whole message; `None` if it is malformed.
pub fn read(message: &[u8]) -> Option<(Header, Content)> {
    let mut reader = Reader::new(message);
    let header = Header::read(&mut reader)?;
    let mut content = Content::default();
    let mut at = HEADER;
    let [questions, records @ ..] = header.counts;
    for _ in 0..questions {
        let (name, behind) = Name::read(message, at)?;
        content.add_name(name);
        at = behind + 4;
    }
    for _ in 0..records.iter().map(|count| u32::from(*count)).sum() {
        let (name, behind) = Name::read(message, at)?;
        content.add_name(name);
        let mut fixed = Reader::new(message.get(behind..)?);
        let kind = fixed.u16()?;
        fixed.take(6)?;
        let len = usize::from(fixed.u16()?);
        let start = behind + 10;
        at = start + len;
        content.add_data(message, kind, start, message.get(start..at)?);
    }
    (at <= message.len()).then_some((header, content))
}

impl Content {
    fn add_name(&mut self, name: Name) {
        // Few distinct names are the rule; the cap keeps a hostile message from making this quadratic.
        const RECENT: usize = 32;
        let recent = self.names.len().saturating_sub(RECENT);
        let known = self.names.get(recent..).is_some_and(|names| names.contains(&name));
        if !known && !name.dotted().is_empty() {
            self.names.push(name);
        }
    }
    fn add_data(&mut self, message: &[u8], kind: u16, start: usize, data: &[u8]) {
        match kind {
            kind::A | kind::AAAA | kind::OPT | kind::TSIG => {}
            kind::TXT | kind::SPF => strings(data, &mut self.txt, b""),
            kind::NS | kind::CNAME | kind::PTR | kind::DNAME | kind::SOA => {
                self.add_target(message, start);
            }
            kind::MX | kind::SVCB | kind::HTTPS => self.add_target(message, start + 2),
            kind::SRV => self.add_target(message, start + 6),
            kind::HINFO => strings(data, &mut self.rdata, b" "),
            kind::NAPTR => strings(data.get(4..).unwrap_or_default(), &mut self.rdata, b" "),
            kind::CAA => line(data.get(2..).unwrap_or_default(), &mut self.rdata),
            _ if kind::SECURITY.contains(&kind) => {}
            // Null records and private types are what tunnels use.
            _ => line(data, &mut self.rdata),
        }
    }
    fn add_target(&mut self, message: &[u8], at: usize) {
        if let Some((name, _)) = Name::read(message, at) {
            line(&name.readable(), &mut self.rdata);
        }
    }
}

fn line(data: &[u8], into: &mut Vec<u8>) {
    if !data.is_empty() {
        into.extend_from_slice(data);
        into.push(b'\n');
    }
}

/// Character strings (RFC 1035 §3.3): a length byte and so many bytes; what does not fit is taken as it stands.
fn strings(data: &[u8], into: &mut Vec<u8>, between: &[u8]) {
    let mut reader = Reader::new(data);
    while !reader.is_empty() {
        let rest = reader.rest();
        let Some(text) = reader.block8() else {
            into.extend_from_slice(rest);
            break;
        };
        into.extend_from_slice(text.rest());
        if !reader.is_empty() {
            into.extend_from_slice(between);
        }
    }
    into.push(b'\n');
}
