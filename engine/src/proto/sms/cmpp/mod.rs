//! CMPP 2.0 and 3.0 (China Mobile Peer to Peer, QB-A-046): texts between a provider and the gateway of China Mobile.
//!
//! Submissions are `cmpp.submit`, what subscribers send is `cmpp.deliver`, and what became of a submission `cmpp.report`.
//! Numbers and names stand under the names of the specification: `Dest_terminal_Id`, `Src_terminal_Id`,
//! `Fee_terminal_Id` are subscribers', `Src_Id` and `Dest_Id` the provider's. Which version a PDU is of is told by its
//! length, which only one of them can have. The text is read by `Msg_Fmt`; its parts are told by its header, else by
//! `Pk_total` and `Pk_number`.
//!
//! CONNECT (`cmpp.connect`) names the provider; the secret crosses as an MD5 with the time of the login
//! (`challenge_login`). What gateways say among themselves (FWD, routes) passes as it is.

#[cfg(test)]
mod tests;

use super::super::reader::Reader;
use super::super::{Probe, Protocol, Transport};
use super::coding::Coding;
use super::gateway::{Dialect, Gateway, Head, Login, RESPONSE, Secret, Session, Short};
use super::probe::{Sure, probe};
use super::texts::Part;
use super::wire::{fixed, is_number, is_printable, is_time, named};
use crate::message::{Direction, Outlet};

/// The registry's entry.
pub const PROTOCOL: Protocol = Protocol {
    name: "cmpp",
    title: "CMPP 2.0 and 3.0 (China Mobile): short messages",
    transports: &[Transport::Tcp],
    probe: |_, data, _| -> Probe { probe::<Cmpp>(data) },
    parser: Some(|limits, _| Box::new(Gateway::<Cmpp>::new(limits))),
};

// Commands (CMPP 3.0 §8.3.3); responses have the highest bit.
const CONNECT: u32 = 0x01;
const TERMINATE: u32 = 0x02;
const SUBMIT: u32 = 0x04;
const DELIVER: u32 = 0x05;
const QUERY: u32 = 0x06;
const CANCEL: u32 = 0x07;
const ACTIVE_TEST: u32 = 0x08;
const FWD: u32 = 0x09;

/// Widths in which the versions differ, in octets.
#[derive(Clone, Copy, Debug)]
struct Version {
    /// A subscriber's number.
    terminal: usize,
    /// Whether that is a pseudonym, behind it.
    kind: usize,
    /// What ends a message: reserved octets, or the id of a service on demand.
    link: usize,
}

const VERSIONS: [Version; 2] =
    [Version { terminal: 32, kind: 1, link: 20 }, Version { terminal: 21, kind: 0, link: 8 }];

/// The dialect.
struct Cmpp;

impl Dialect for Cmpp {
    const NAME: &'static str = "cmpp";
    const HEADER: usize = 12;
    const STATUS: bool = false;

    fn least(command: u32) -> Option<usize> {
        let body = match command {
            CONNECT | QUERY => 27,
            SUBMIT => 126,
            DELIVER => 73,
            CANCEL => 8,
            // Behind the requests without a body: routes, between gateways.
            TERMINATE | ACTIVE_TEST | FWD | 0x10..=0x1a => 0,
            response if response & RESPONSE != 0 && is_answered(response ^ RESPONSE) => 0,
            _ => return None,
        };
        Some(Self::HEADER + body)
    }

    fn sure(head: &Head, body: &[u8]) -> Option<Sure> {
        sure(head, body)
    }

    fn read(session: &mut Session, dir: Direction, head: &Head, body: &[u8], out: &mut dyn Outlet) -> Option<()> {
        match head.command {
            CONNECT => connect(session, dir, body, out)?,
            SUBMIT => session.short(dir, &Submit::of_any(body)?.short(), out),
            DELIVER => deliver(session, dir, body, out)?,
            TERMINATE | ACTIVE_TEST if body.is_empty() => {}
            QUERY => query(session, dir, body, out)?,
            // The id of a message.
            CANCEL if body.len() == 8 => {}
            response if response & RESPONSE != 0 && is_answer(response ^ RESPONSE, body.len()) => {}
            _ => session.pass(dir, Self::NAME, body, out),
        }
        Some(())
    }
}

const fn is_answered(command: u32) -> bool {
    matches!(command, CONNECT | TERMINATE | SUBMIT..=FWD | 0x10..=0x1a)
}

/// True for the length of a response in either version: it holds results, ids and digests only.
const fn is_answer(command: u32, len: usize) -> bool {
    match command {
        CONNECT => matches!(len, 18 | 21),
        SUBMIT | DELIVER => matches!(len, 9 | 12),
        QUERY => len == 51,
        CANCEL => matches!(len, 1 | 4),
        TERMINATE => len == 0,
        ACTIVE_TEST => len <= 1,
        _ => false,
    }
}

/// CONNECT (CMPP 3.0 §8.4.1.1): provider, digest, version, time.
fn connect(session: &mut Session, dir: Direction, body: &[u8], out: &mut dyn Outlet) -> Option<()> {
    let user = fixed(&mut Reader::new(body), 6)?;
    let mut fields = Vec::new();
    named(&mut fields, "Source_Addr", user);
    let secret = Secret::Digest("AuthenticatorSource");
    session.login(dir, &Login { place: "cmpp.connect", user, secret, fields: &fields, sequence: None }, out);
    Some(())
}

/// QUERY (CMPP 3.0 §8.4.4.1): a day, and the service that is asked about.
fn query(session: &mut Session, dir: Direction, body: &[u8], out: &mut dyn Outlet) -> Option<()> {
    let mut reader = Reader::new(body);
    reader.take(9)?;
    let mut fields = Vec::new();
    named(&mut fields, "Query_Code", fixed(&mut reader, 10)?);
    named(&mut fields, "Reserve", reader.rest());
    session.fields(dir, "cmpp.query", &fields, out);
    Some(())
}

/// SUBMIT (CMPP 3.0 §8.4.3.1; the fields of 2.0 are the same, but for [`Version`]).
#[derive(Debug)]
struct Submit<'a> {
    /// `Pk_total` and `Pk_number`.
    packets: (u8, u8),
    service: &'a [u8],
    fee_number: &'a [u8],
    has_header: u8,
    format: u8,
    provider: &'a [u8],
    source: &'a [u8],
    destinations: Vec<&'a [u8]>,
    text: &'a [u8],
    link: &'a [u8],
}

impl<'a> Submit<'a> {
    fn of_any(body: &'a [u8]) -> Option<Self> {
        VERSIONS.iter().find_map(|version| Self::read(body, *version))
    }

    /// Reads a PDU of this version; `None` if it is longer or shorter.
    fn read(body: &'a [u8], version: Version) -> Option<Self> {
        let mut reader = Reader::new(body);
        reader.take(8)?;
        let packets = (reader.u8()?, reader.u8()?);
        reader.take(2)?;
        let service = fixed(&mut reader, 10)?;
        reader.u8()?;
        let fee_number = fixed(&mut reader, version.terminal)?;
        reader.take(version.kind)?;
        reader.u8()?;
        let (has_header, format) = (reader.u8()?, reader.u8()?);
        let provider = fixed(&mut reader, 6)?;
        // Kind of charge and what it is; until when the text is valid, when it shall go.
        reader.take(2 + 6 + 17 + 17)?;
        let source = fixed(&mut reader, 21)?;
        let count = reader.u8()?;
        let destinations = (0..count).map(|_| fixed(&mut reader, version.terminal)).collect::<Option<Vec<_>>>()?;
        reader.take(version.kind)?;
        let text = reader.block8()?.rest();
        let link = fixed(&mut reader, version.link)?;
        let read =
            Self { packets, service, fee_number, has_header, format, provider, source, destinations, text, link };
        reader.is_empty().then_some(read)
    }

    fn short(&self) -> Short<'a> {
        let mut fields = Vec::new();
        named(&mut fields, "Service_Id", self.service);
        named(&mut fields, "Fee_terminal_Id", self.fee_number);
        named(&mut fields, "Msg_src", self.provider);
        named(&mut fields, "Src_Id", self.source);
        for number in &self.destinations {
            named(&mut fields, "Dest_terminal_Id", number);
        }
        named(&mut fields, "LinkID", self.link);
        let mut who = self.source.to_vec();
        self.destinations.iter().for_each(|number| {
            who.push(0);
            who.extend_from_slice(number);
        });
        let (total, number) = self.packets;
        Short {
            place: "cmpp.submit",
            fields,
            who,
            coding: Coding::of_format(self.format),
            has_header: self.has_header != 0,
            part: Some(Part { kind: b'p', reference: 0, total, number }),
            text: self.text,
        }
    }
}

/// DELIVER (CMPP 3.0 §8.4.6.1).
#[derive(Debug)]
struct Deliver<'a> {
    destination: &'a [u8],
    service: &'a [u8],
    has_header: u8,
    format: u8,
    source: &'a [u8],
    is_report: u8,
    text: &'a [u8],
    link: &'a [u8],
}

impl<'a> Deliver<'a> {
    fn of_any(body: &'a [u8]) -> Option<Self> {
        VERSIONS.iter().find_map(|version| Self::read(body, *version))
    }

    fn read(body: &'a [u8], version: Version) -> Option<Self> {
        let mut reader = Reader::new(body);
        reader.take(8)?;
        let (destination, service) = (fixed(&mut reader, 21)?, fixed(&mut reader, 10)?);
        reader.u8()?;
        let (has_header, format) = (reader.u8()?, reader.u8()?);
        let source = fixed(&mut reader, version.terminal)?;
        reader.take(version.kind)?;
        let is_report = reader.u8()?;
        let text = reader.block8()?.rest();
        let link = fixed(&mut reader, version.link)?;
        let read = Self { destination, service, has_header, format, source, is_report, text, link };
        reader.is_empty().then_some(read)
    }
}

fn deliver(session: &mut Session, dir: Direction, body: &[u8], out: &mut dyn Outlet) -> Option<()> {
    let deliver = Deliver::of_any(body)?;
    let mut fields = Vec::new();
    named(&mut fields, "Dest_Id", deliver.destination);
    named(&mut fields, "Service_Id", deliver.service);
    named(&mut fields, "Src_terminal_Id", deliver.source);
    named(&mut fields, "LinkID", deliver.link);
    if deliver.is_report != 0
        && let Some(number) = reported(deliver.text)
    {
        named(&mut fields, "Dest_terminal_Id", number);
        session.fields(dir, "cmpp.report", &fields, out);
        return Some(());
    }
    let short = Short {
        place: "cmpp.deliver",
        fields,
        who: [deliver.source, deliver.destination].join(&0),
        coding: Coding::of_format(deliver.format),
        has_header: deliver.has_header != 0,
        part: None,
        text: deliver.text,
    };
    session.short(dir, &short, out);
    Some(())
}

/// Whom a report is about (CMPP 3.0 §8.4.6.1): behind the id of the message, what became of it, and two times; before a
/// sequence number.
fn reported(report: &[u8]) -> Option<&[u8]> {
    let mut reader = Reader::new(report);
    reader.take(8 + 7 + 10 + 10)?;
    let width = reader.len().checked_sub(4).filter(|width| matches!(width, 21 | 32))?;
    fixed(&mut reader, width)
}

/// How sure a PDU is.
fn sure(head: &Head, body: &[u8]) -> Option<Sure> {
    let sound = match head.command {
        CONNECT => {
            let mut reader = Reader::new(body);
            let user = fixed(&mut reader, 6)?;
            reader.take(16)?;
            let version = reader.u8()?;
            let sound = is_number(user) && matches!(version, 0x00 | 0x10..=0x14 | 0x20..=0x22 | 0x30);
            sound && is_time(reader.u32()?) && reader.is_empty()
        }
        SUBMIT => {
            let read = Submit::of_any(body)?;
            let texts = [read.service, read.fee_number, read.provider, read.source];
            texts.iter().all(|text| is_printable(text))
                && read.has_header <= 1
                && !read.destinations.is_empty()
                && read.destinations.iter().all(|number| is_number(number))
        }
        DELIVER => {
            let read = Deliver::of_any(body)?;
            is_printable(read.service)
                && is_number(read.destination)
                && is_number(read.source)
                && read.has_header <= 1
                && read.is_report <= 1
        }
        TERMINATE | ACTIVE_TEST if body.is_empty() => return Some(Sure::Mute),
        response if response & RESPONSE != 0 && is_answer(response ^ RESPONSE, body.len()) => {
            return Some(Sure::Mute);
        }
        _ => false,
    };
    Some(if sound { Sure::Telling } else { Sure::Odd })
}
