//! SGIP 1.2 (China Unicom): texts between a provider and the gateway of China Unicom.
//!
//! Either side connects to the other and logs in: `Login_Name` and `Login_Password` cross in the clear (`sgip.bind`), and
//! the result of the response tells what became of them. Submissions are `sgip.submit`, what subscribers send is
//! `sgip.deliver`, what became of a submission `sgip.report`. Numbers stand under the names of the specification:
//! `UserNumber` and `ChargeNumber` are subscribers', `SPNumber` is the provider's. The text is read by `MessageCoding`; its
//! parts are told by its header. What gateways say among themselves passes as it is.

#[cfg(test)]
mod tests;

use super::super::reader::Reader;
use super::super::{Probe, Protocol, Transport};
use super::coding::Coding;
use super::gateway::{Dialect, Gateway, Head, Login, RESPONSE, Secret, Session, Short};
use super::probe::{Sure, probe};
use super::wire::{fixed, is_number, is_printable, is_time, named};
use crate::message::{Direction, Outlet};

/// The registry's entry.
pub const PROTOCOL: Protocol = Protocol {
    name: "sgip",
    title: "SGIP 1.2 (China Unicom): short messages, logins",
    transports: &[Transport::Tcp],
    probe: |_, data, _| -> Probe { probe::<Sgip>(data) },
    parser: Some(|limits, _| Box::new(Gateway::<Sgip>::new(limits))),
};

// Commands (SGIP 1.2 §4.3); responses have the highest bit.
const BIND: u32 = 0x01;
const UNBIND: u32 = 0x02;
const SUBMIT: u32 = 0x03;
const DELIVER: u32 = 0x04;
const REPORT: u32 = 0x05;
const TRACE: u32 = 0x1000;
/// Octets that are reserved at the end of a message.
const RESERVE: usize = 8;

/// The dialect.
struct Sgip;

impl Dialect for Sgip {
    const NAME: &'static str = "sgip";
    const HEADER: usize = 20;
    const STATUS: bool = false;

    fn least(command: u32) -> Option<usize> {
        let body = match command {
            BIND => 41,
            SUBMIT => 123,
            DELIVER => 57,
            REPORT => 44,
            // Providers, routes, segments, users, errors and traces are between gateways.
            UNBIND | 0x06..=0x11 | TRACE => 0,
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
            BIND => bind(session, dir, head, body, out)?,
            SUBMIT => session.short(dir, &Submit::read(body)?.short(), out),
            DELIVER => session.short(dir, &Deliver::read(body)?.short(), out),
            REPORT => report(session, dir, body, out)?,
            UNBIND if body.is_empty() => {}
            response if response & RESPONSE != 0 && is_answer(response ^ RESPONSE, body.len()) => {
                if response ^ RESPONSE == BIND {
                    session.answer(dir, head, body.first() == Some(&0), out);
                }
            }
            _ => session.pass(dir, Self::NAME, body, out),
        }
        Some(())
    }
}

const fn is_answered(command: u32) -> bool {
    matches!(command, BIND..=0x11 | TRACE)
}

/// True for a response that holds a result only; some leave out what is reserved behind it.
const fn is_answer(command: u32, len: usize) -> bool {
    match command {
        BIND | SUBMIT | DELIVER | REPORT => matches!(len, 1 | 9),
        UNBIND => len == 0,
        _ => false,
    }
}

/// Bind (SGIP 1.2 §4.4.1.1): who connects to whom, name, password.
fn bind(session: &mut Session, dir: Direction, head: &Head, body: &[u8], out: &mut dyn Outlet) -> Option<()> {
    let mut reader = Reader::new(body);
    reader.u8()?;
    let (user, secret) = (fixed(&mut reader, 16)?, fixed(&mut reader, 16)?);
    let mut fields = Vec::new();
    if secret.is_empty() {
        named(&mut fields, "Login_Name", user);
    }
    named(&mut fields, "Reserve", reader.rest());
    let (secret, sequence) = (Secret::Clear(secret), Some(head.sequence));
    session.login(dir, &Login { place: "sgip.bind", user, secret, fields: &fields, sequence }, out);
    Some(())
}

/// Submit (SGIP 1.2 §4.4.3.1).
#[derive(Debug)]
struct Submit<'a> {
    source: &'a [u8],
    charged: &'a [u8],
    destinations: Vec<&'a [u8]>,
    provider: &'a [u8],
    service: &'a [u8],
    has_header: u8,
    format: u8,
    text: &'a [u8],
    reserve: &'a [u8],
}

impl<'a> Submit<'a> {
    fn read(body: &'a [u8]) -> Option<Self> {
        let mut reader = Reader::new(body);
        let (source, charged) = (fixed(&mut reader, 21)?, fixed(&mut reader, 21)?);
        let count = reader.u8()?;
        let destinations = (0..count).map(|_| fixed(&mut reader, 21)).collect::<Option<Vec<_>>>()?;
        let (provider, service) = (fixed(&mut reader, 5)?, fixed(&mut reader, 10)?);
        // Kind of charge, what it is and what is given; flags, priority; until when the text is valid, when it shall go;
        // whether a report is wanted, protocol.
        reader.take(1 + 6 + 6 + 3 + 16 + 16 + 2)?;
        let (has_header, format) = (reader.u8()?, reader.u8()?);
        reader.u8()?;
        let (text, reserve) = ended(&mut reader)?;
        Some(Self { source, charged, destinations, provider, service, has_header, format, text, reserve })
    }

    fn short(&self) -> Short<'a> {
        let mut fields = Vec::new();
        named(&mut fields, "SPNumber", self.source);
        named(&mut fields, "ChargeNumber", self.charged);
        for number in &self.destinations {
            named(&mut fields, "UserNumber", number);
        }
        named(&mut fields, "CorpId", self.provider);
        named(&mut fields, "ServiceType", self.service);
        named(&mut fields, "Reserve", self.reserve);
        let mut who = self.source.to_vec();
        self.destinations.iter().for_each(|number| {
            who.push(0);
            who.extend_from_slice(number);
        });
        let coding = Coding::of_format(self.format);
        let has_header = self.has_header != 0;
        Short { place: "sgip.submit", fields, who, coding, has_header, part: None, text: self.text }
    }
}

/// Deliver (SGIP 1.2 §4.4.4.1).
#[derive(Debug)]
struct Deliver<'a> {
    source: &'a [u8],
    destination: &'a [u8],
    has_header: u8,
    format: u8,
    text: &'a [u8],
    reserve: &'a [u8],
}

impl<'a> Deliver<'a> {
    fn read(body: &'a [u8]) -> Option<Self> {
        let mut reader = Reader::new(body);
        let (source, destination) = (fixed(&mut reader, 21)?, fixed(&mut reader, 21)?);
        reader.u8()?;
        let (has_header, format) = (reader.u8()?, reader.u8()?);
        let (text, reserve) = ended(&mut reader)?;
        Some(Self { source, destination, has_header, format, text, reserve })
    }

    fn short(&self) -> Short<'a> {
        let mut fields = Vec::new();
        named(&mut fields, "UserNumber", self.source);
        named(&mut fields, "SPNumber", self.destination);
        named(&mut fields, "Reserve", self.reserve);
        let who = [self.source, self.destination].join(&0);
        let coding = Coding::of_format(self.format);
        let has_header = self.has_header != 0;
        Short { place: "sgip.deliver", fields, who, coding, has_header, part: None, text: self.text }
    }
}

/// A text behind its length, and what is reserved at the end of the message.
fn ended<'a>(reader: &mut Reader<'a>) -> Option<(&'a [u8], &'a [u8])> {
    let len = reader.u32()?;
    let text = reader.take(usize::try_from(len).ok()?)?;
    let reserve = fixed(reader, RESERVE)?;
    reader.is_empty().then_some((text, reserve))
}

/// Report (SGIP 1.2 §4.4.5.1): of which submission, to whom, what became of it.
fn report(session: &mut Session, dir: Direction, body: &[u8], out: &mut dyn Outlet) -> Option<()> {
    let mut reader = Reader::new(body);
    reader.take(13)?;
    let mut fields = Vec::new();
    named(&mut fields, "UserNumber", fixed(&mut reader, 21)?);
    reader.take(2)?;
    named(&mut fields, "Reserve", reader.rest());
    session.fields(dir, "sgip.report", &fields, out);
    Some(())
}

/// How sure a PDU is: sequence numbers hold a time.
fn sure(head: &Head, body: &[u8]) -> Option<Sure> {
    let mut sequence = Reader::new(&head.sequence);
    sequence.u32()?;
    if !is_time(sequence.u32()?) {
        return None;
    }
    let sound = match head.command {
        BIND => {
            let mut reader = Reader::new(body);
            let kind = reader.u8()?;
            let (user, secret) = (fixed(&mut reader, 16)?, fixed(&mut reader, 16)?);
            (1..=11).contains(&kind) && is_number(user) && is_printable(secret) && reader.len() == RESERVE
        }
        SUBMIT => {
            let read = Submit::read(body)?;
            let texts = [read.source, read.charged, read.provider, read.service];
            texts.iter().all(|text| is_printable(text))
                && read.has_header <= 1
                && !read.destinations.is_empty()
                && read.destinations.iter().all(|number| is_number(number))
        }
        DELIVER => {
            let read = Deliver::read(body)?;
            is_number(read.source) && is_number(read.destination) && read.has_header <= 1
        }
        REPORT => {
            let mut reader = Reader::new(body);
            reader.take(13)?;
            is_number(fixed(&mut reader, 21)?) && reader.len() == 2 + RESERVE
        }
        UNBIND if body.is_empty() => return Some(Sure::Mute),
        response if response & RESPONSE != 0 && is_answer(response ^ RESPONSE, body.len()) => {
            return Some(Sure::Mute);
        }
        _ => false,
    };
    Some(if sound { Sure::Telling } else { Sure::Odd })
}
