//! SMGP 3.0 (China Telecom): texts between a provider and the gateway of China Telecom.
//!
//! Submissions are `smgp.submit`, what subscribers send is `smgp.deliver`, and what became of a submission `smgp.report`,
//! the text of which names times and state. Numbers stand under the names of the specification: `DestTermID` of a submission
//! and `SrcTermID` of a delivery are subscribers', as is `ChargeTermID`; the others are the provider's. The text is read by
//! `MsgFormat`; its parts are told by its header (parameter `TP_udhi`), else by `PkTotal` and `PkNumber`. Other parameters
//! that hold text stand under their names.
//!
//! Login (`smgp.login`) names the provider; the secret crosses as an MD5 with the time of the login (`challenge_login`).
//! Bytes behind a parameter that does not fit are scanned as they are (`length_conflict`). What gateways say among
//! themselves passes as it is.

#[cfg(test)]
mod tests;

use super::super::reader::Reader;
use super::super::{Probe, Protocol, Transport};
use super::coding::Coding;
use super::gateway::{Dialect, Gateway, Head, Login, RESPONSE, Secret, Session, Short};
use super::probe::{Sure, probe};
use super::texts::Part;
use super::wire::{fit, fixed, is_number, is_printable, is_time, named};
use crate::anomaly::Code;
use crate::message::{Direction, Outlet};

/// The registry's entry.
pub const PROTOCOL: Protocol = Protocol {
    name: "smgp",
    title: "SMGP 3.0 (China Telecom): short messages",
    transports: &[Transport::Tcp],
    probe: |_, data, _| -> Probe { probe::<Smgp>(data) },
    parser: Some(|limits, _| Box::new(Gateway::<Smgp>::new(limits))),
};

// Requests (SMGP 3.0 §7.2.2); responses have the highest bit.
const LOGIN: u32 = 0x01;
const SUBMIT: u32 = 0x02;
const DELIVER: u32 = 0x03;
const ACTIVE_TEST: u32 = 0x04;
const FORWARD: u32 = 0x05;
const EXIT: u32 = 0x06;
const QUERY: u32 = 0x07;

/// The dialect.
struct Smgp;

impl Dialect for Smgp {
    const NAME: &'static str = "smgp";
    const HEADER: usize = 12;
    const STATUS: bool = false;

    fn least(command: u32) -> Option<usize> {
        let body = match command {
            LOGIN => 30,
            SUBMIT => 114,
            DELIVER => 77,
            QUERY => 27,
            // Behind the requests without a body: routes, between gateways.
            ACTIVE_TEST | EXIT | FORWARD | 0x08..=0x0f => 0,
            response if response & RESPONSE != 0 && matches!(response ^ RESPONSE, LOGIN..=0x0f) => 0,
            _ => return None,
        };
        Some(Self::HEADER + body)
    }

    fn sure(head: &Head, body: &[u8]) -> Option<Sure> {
        sure(head, body)
    }

    fn read(session: &mut Session, dir: Direction, head: &Head, body: &[u8], out: &mut dyn Outlet) -> Option<()> {
        match head.command {
            LOGIN => login(session, dir, body, out)?,
            SUBMIT => submit(session, dir, body, out)?,
            DELIVER => deliver(session, dir, body, out)?,
            QUERY => query(session, dir, body, out)?,
            ACTIVE_TEST | EXIT if body.is_empty() => {}
            response if response & RESPONSE != 0 && is_answer(response ^ RESPONSE, body.len()) => {}
            _ => pass(session, dir, body, out),
        }
        Some(())
    }
}

/// True for the length of a response: it holds results, ids and digests only.
const fn is_answer(request: u32, len: usize) -> bool {
    match request {
        LOGIN => len == 21,
        SUBMIT | DELIVER => len == 14,
        ACTIVE_TEST | EXIT => len == 0,
        QUERY => len == 51,
        _ => false,
    }
}

/// What is not read.
fn pass(session: &mut Session, dir: Direction, bytes: &[u8], out: &mut dyn Outlet) {
    if !bytes.is_empty() {
        session.pass(dir, Smgp::NAME, bytes, out);
    }
}

/// Login (SMGP 3.0 §7.3.1.1): provider, digest, mode, time, version.
fn login(session: &mut Session, dir: Direction, body: &[u8], out: &mut dyn Outlet) -> Option<()> {
    let user = fixed(&mut Reader::new(body), 8)?;
    let mut fields = Vec::new();
    named(&mut fields, "ClientID", user);
    let secret = Secret::Digest("AuthenticatorClient");
    session.login(dir, &Login { place: "smgp.login", user, secret, fields: &fields, sequence: None }, out);
    Some(())
}

/// Query (SMGP 3.0 §7.3.6.1): a day, and the service that is asked about.
fn query(session: &mut Session, dir: Direction, body: &[u8], out: &mut dyn Outlet) -> Option<()> {
    let mut reader = Reader::new(body);
    reader.take(9)?;
    let mut fields = Vec::new();
    named(&mut fields, "QueryCode", fixed(&mut reader, 10)?);
    named(&mut fields, "Reserve", reader.rest());
    session.fields(dir, "smgp.query", &fields, out);
    Some(())
}

/// Submit (SMGP 3.0 §7.3.2.1), up to its parameters.
#[derive(Debug)]
struct Submit<'a> {
    service: &'a [u8],
    format: u8,
    source: &'a [u8],
    charged: &'a [u8],
    destinations: Vec<&'a [u8]>,
    text: &'a [u8],
    reserve: &'a [u8],
}

impl<'a> Submit<'a> {
    fn read(reader: &mut Reader<'a>) -> Option<Self> {
        reader.take(3)?;
        let service = fixed(reader, 10)?;
        // Kind of charge, what it is, what is fixed of it.
        reader.take(2 + 6 + 6)?;
        let format = reader.u8()?;
        reader.take(17 + 17)?;
        let (source, charged) = (fixed(reader, 21)?, fixed(reader, 21)?);
        let count = reader.u8()?;
        let destinations = (0..count).map(|_| fixed(reader, 21)).collect::<Option<Vec<_>>>()?;
        let text = reader.block8()?.rest();
        Some(Self { service, format, source, charged, destinations, text, reserve: fixed(reader, 8)? })
    }
}

fn submit(session: &mut Session, dir: Direction, body: &[u8], out: &mut dyn Outlet) -> Option<()> {
    let mut reader = Reader::new(body);
    let submit = Submit::read(&mut reader)?;
    let mut fields = Vec::new();
    named(&mut fields, "ServiceID", submit.service);
    named(&mut fields, "SrcTermID", submit.source);
    named(&mut fields, "ChargeTermID", submit.charged);
    let mut who = submit.source.to_vec();
    for number in &submit.destinations {
        named(&mut fields, "DestTermID", number);
        who.push(0);
        who.extend_from_slice(number);
    }
    named(&mut fields, "Reserve", submit.reserve);
    let params = Params::read(&mut reader, &mut fields);
    let short = Short {
        place: "smgp.submit",
        fields,
        who,
        coding: Coding::of_format(submit.format),
        has_header: params.has_header,
        part: Some(params.part()),
        text: submit.text,
    };
    session.short(dir, &short, out);
    rest(session, dir, &reader, out);
    Some(())
}

/// Deliver (SMGP 3.0 §7.3.3.1), up to its parameters.
#[derive(Debug)]
struct Deliver<'a> {
    is_report: u8,
    format: u8,
    time: &'a [u8],
    source: &'a [u8],
    destination: &'a [u8],
    text: &'a [u8],
    reserve: &'a [u8],
}

impl<'a> Deliver<'a> {
    fn read(reader: &mut Reader<'a>) -> Option<Self> {
        reader.take(10)?;
        Some(Self {
            is_report: reader.u8()?,
            format: reader.u8()?,
            time: fixed(reader, 14)?,
            source: fixed(reader, 21)?,
            destination: fixed(reader, 21)?,
            text: reader.block8()?.rest(),
            reserve: fixed(reader, 8)?,
        })
    }
}

fn deliver(session: &mut Session, dir: Direction, body: &[u8], out: &mut dyn Outlet) -> Option<()> {
    let mut reader = Reader::new(body);
    let deliver = Deliver::read(&mut reader)?;
    let mut fields = Vec::new();
    named(&mut fields, "SrcTermID", deliver.source);
    named(&mut fields, "DestTermID", deliver.destination);
    named(&mut fields, "Reserve", deliver.reserve);
    let params = Params::read(&mut reader, &mut fields);
    let is_report = deliver.is_report != 0;
    let short = Short {
        place: if is_report { "smgp.report" } else { "smgp.deliver" },
        fields,
        who: [deliver.source, deliver.destination].join(&0),
        coding: if is_report { Coding::Octets } else { Coding::of_format(deliver.format) },
        has_header: params.has_header,
        part: Some(params.part()),
        text: if is_report { after_id(deliver.text) } else { deliver.text },
    };
    session.short(dir, &short, out);
    rest(session, dir, &reader, out);
    Some(())
}

/// A report without the id that it begins with: ten octets of BCD digits behind `id:` (SMGP 3.0 §7.3.3.1).
fn after_id(report: &[u8]) -> &[u8] {
    let rest = report.strip_prefix(b"id:").and_then(|rest| rest.get(10..)).filter(|rest| rest.starts_with(b" "));
    rest.unwrap_or(report)
}

/// What stands behind the last parameter that fits.
fn rest(session: &mut Session, dir: Direction, reader: &Reader<'_>, out: &mut dyn Outlet) {
    if !reader.is_empty() {
        out.anomaly(dir, Code::LengthConflict, "optional parameters");
        pass(session, dir, reader.rest(), out);
    }
}

/// Optional parameters (SMGP 3.0 §7.4).
#[derive(Clone, Copy, Debug, Default)]
struct Params {
    has_header: bool,
    total: u8,
    number: u8,
}

impl Params {
    /// Reads parameters while they fit; those that hold text are named among the fields. What does not fit is left.
    fn read(reader: &mut Reader<'_>, fields: &mut Vec<u8>) -> Self {
        let mut read = Self::default();
        let mut ahead = *reader;
        while let Some((tag, value)) = ahead.u16().and_then(|tag| Some((tag, ahead.block16()?.rest()))) {
            *reader = ahead;
            let first = value.first().copied().unwrap_or_default();
            let text = value.strip_suffix(&[0]).unwrap_or(value);
            match tag {
                0x02 => read.has_header = first != 0,
                0x09 => read.total = first,
                0x0a => read.number = first,
                0x03 => named(fields, "LinkID", text),
                0x06 => named(fields, "ChargeTermPseudo", text),
                0x08 => named(fields, "DestTermPseudo", text),
                0x0e => named(fields, "SrcTermPseudo", text),
                0x10 => named(fields, "MsgSrc", text),
                0x12 => named(fields, "MServiceID", text),
                _ if text.iter().any(u8::is_ascii_control) => {}
                _ => named(fields, &format!("tlv_{tag:04x}"), text),
            }
        }
        read
    }

    const fn part(self) -> Part {
        Part { kind: b'p', reference: 0, total: self.total, number: self.number }
    }
}

/// How sure a PDU is.
fn sure(head: &Head, body: &[u8]) -> Option<Sure> {
    let mut reader = Reader::new(body);
    let sound = match head.command {
        LOGIN => {
            let user = fixed(&mut reader, 8)?;
            reader.take(16)?;
            let (mode, time, version) = (reader.u8()?, reader.u32()?, reader.u8()?);
            is_number(user) && mode <= 2 && is_time(time) && matches!(version, 0x10..=0x40)
        }
        SUBMIT => {
            let read = Submit::read(&mut reader)?;
            let texts = [read.service, read.source, read.charged];
            texts.iter().all(|text| is_printable(text))
                && !read.destinations.is_empty()
                && read.destinations.iter().all(|number| is_number(number))
                && fit(&mut reader)
        }
        DELIVER => {
            let read = Deliver::read(&mut reader)?;
            let digits = read.time.iter().all(u8::is_ascii_digit);
            let numbers = is_number(read.source) && is_number(read.destination);
            digits && read.is_report <= 1 && numbers && fit(&mut reader)
        }
        ACTIVE_TEST | EXIT if body.is_empty() => return Some(Sure::Mute),
        response if response & RESPONSE != 0 && is_answer(response ^ RESPONSE, body.len()) => {
            return Some(Sure::Mute);
        }
        _ => false,
    };
    Some(if sound && reader.is_empty() { Sure::Telling } else { Sure::Odd })
}
