//! SMPP 3.3, 3.4 and 5.0 (SMS Forum): texts between an application and a message centre, logins.
//!
//! Messages stand under the names of their PDUs (`smpp.submit_sm`, `smpp.deliver_sm`); delivery receipts are
//! `smpp.receipt`. Numbers: `source_addr`, `destination_addr`, `dest_address` of `submit_multi`, `esme_addr`, with a plus
//! before them where their type says that they are international; `callback_num`, sub-addresses and other parameters
//! that hold printable text stand under their names as well, those that the standard does not know as `tlv_1401`. The text
//! is that of `short_message` and of `message_payload`, by its `data_coding`; parts are told by its header or by the
//! `sar_` parameters. `replace_sm` has no coding: content looks at it.
//!
//! `system_id` and `password` of a bind are a login, whose outcome is the status of its response (or a `generic_nack`);
//! those of an `outbind` have none. Message ids of responses are the centre's own and not told. Bytes behind a parameter
//! that does not fit are scanned as they are (`length_conflict`). Commands of vendors, and what SMPP 3.3 has of its own,
//! pass as they are. SMPP over TLS is TLS.

mod pdu;
#[cfg(test)]
mod tests;

use super::super::reader::Reader;
use super::super::{Probe, Protocol, Transport};
use super::gateway::{Dialect, Gateway, Head, Login, RESPONSE, Secret, Session, Short};
use super::probe::{Sure, probe};
use super::wire::{is_printable, named};
use crate::anomaly::Code;
use crate::message::{Direction, MessageEnd, Outlet, TextFormat};
use pdu::{Bind, Params, Sent};

/// The registry's entry.
pub const PROTOCOL: Protocol = Protocol {
    name: "smpp",
    title: "SMPP 3.3 to 5.0: short messages, logins",
    transports: &[Transport::Tcp],
    probe: |_, data, _| -> Probe { probe::<Smpp>(data) },
    parser: Some(|limits, _| Box::new(Gateway::<Smpp>::new(limits))),
};

// Commands (SMPP 5.0 §4.7.5); responses have the highest bit.
const GENERIC_NACK: u32 = 0x8000_0000;
const BIND_RECEIVER: u32 = 0x01;
const BIND_TRANSMITTER: u32 = 0x02;
const QUERY_SM: u32 = 0x03;
const SUBMIT_SM: u32 = 0x04;
const DELIVER_SM: u32 = 0x05;
const UNBIND: u32 = 0x06;
const REPLACE_SM: u32 = 0x07;
const CANCEL_SM: u32 = 0x08;
const BIND_TRANSCEIVER: u32 = 0x09;
const OUTBIND: u32 = 0x0b;
const ENQUIRE_LINK: u32 = 0x15;
const SUBMIT_MULTI: u32 = 0x21;
const ALERT_NOTIFICATION: u32 = 0x102;
const DATA_SM: u32 = 0x103;
const BROADCAST_SM: u32 = 0x111;
const QUERY_BROADCAST_SM: u32 = 0x112;
const CANCEL_BROADCAST_SM: u32 = 0x113;

/// The dialect.
struct Smpp;

impl Dialect for Smpp {
    const NAME: &'static str = "smpp";
    const HEADER: usize = 16;
    const STATUS: bool = true;

    fn least(command: u32) -> Option<usize> {
        let body = match command {
            BIND_RECEIVER | BIND_TRANSMITTER | BIND_TRANSCEIVER => 7,
            OUTBIND => 2,
            SUBMIT_SM | DELIVER_SM => 17,
            SUBMIT_MULTI => 15,
            DATA_SM | CANCEL_SM | BROADCAST_SM => 8,
            REPLACE_SM => 9,
            QUERY_SM | QUERY_BROADCAST_SM => 4,
            CANCEL_BROADCAST_SM => 5,
            ALERT_NOTIFICATION => 6,
            // Parameters, last messages and their details (SMPP 3.3); extensions of vendors.
            UNBIND | ENQUIRE_LINK | GENERIC_NACK | 0x22..=0x24 | 0x1_0200..=0x1_02ff => 0,
            response if response & RESPONSE != 0 && is_answered(response ^ RESPONSE) => 0,
            _ => return None,
        };
        Some(Self::HEADER + body)
    }

    fn sure(head: &Head, body: &[u8]) -> Option<Sure> {
        if head.command & RESPONSE == 0 { pdu::request(head, body) } else { pdu::response(head, body) }
    }

    fn read(session: &mut Session, dir: Direction, head: &Head, body: &[u8], out: &mut dyn Outlet) -> Option<()> {
        match head.command {
            BIND_RECEIVER | BIND_TRANSMITTER | BIND_TRANSCEIVER | OUTBIND => bind(session, dir, head, body, out),
            SUBMIT_SM | DELIVER_SM | SUBMIT_MULTI | DATA_SM | REPLACE_SM | BROADCAST_SM | QUERY_SM | CANCEL_SM
            | QUERY_BROADCAST_SM | CANCEL_BROADCAST_SM | ALERT_NOTIFICATION => sent(session, dir, head, body, out),
            UNBIND | ENQUIRE_LINK if body.is_empty() => Some(()),
            response if response & RESPONSE != 0 => {
                if matches!(response ^ RESPONSE, 0 | BIND_RECEIVER | BIND_TRANSMITTER | BIND_TRANSCEIVER) {
                    session.answer(dir, head, head.status == 0 && response != GENERIC_NACK, out);
                }
                answered(session, dir, body, out);
                Some(())
            }
            _ => {
                pass(session, dir, body, out);
                Some(())
            }
        }
    }
}

/// Whether the bytes begin with requests that are sure to be some.
pub(crate) fn is_request(data: &[u8]) -> Probe {
    probe::<Smpp>(data)
}

/// True for commands that are answered by a response of their own.
const fn is_answered(command: u32) -> bool {
    matches!(
        command,
        BIND_RECEIVER..=BIND_TRANSCEIVER
            | ENQUIRE_LINK
            | SUBMIT_MULTI..=0x24
            | DATA_SM
            | BROADCAST_SM..=CANCEL_BROADCAST_SM
            | 0x1_0200..=0x1_02ff
    )
}

/// Place of a message.
const fn place(command: u32) -> &'static str {
    match command {
        BIND_RECEIVER | BIND_TRANSMITTER | BIND_TRANSCEIVER => "smpp.bind",
        OUTBIND => "smpp.outbind",
        SUBMIT_SM => "smpp.submit_sm",
        DELIVER_SM => "smpp.deliver_sm",
        SUBMIT_MULTI => "smpp.submit_multi",
        DATA_SM => "smpp.data_sm",
        REPLACE_SM => "smpp.replace_sm",
        BROADCAST_SM => "smpp.broadcast_sm",
        QUERY_SM => "smpp.query_sm",
        CANCEL_SM => "smpp.cancel_sm",
        QUERY_BROADCAST_SM => "smpp.query_broadcast_sm",
        CANCEL_BROADCAST_SM => "smpp.cancel_broadcast_sm",
        ALERT_NOTIFICATION => "smpp.alert_notification",
        _ => Smpp::NAME,
    }
}

/// What is not read.
fn pass(session: &mut Session, dir: Direction, bytes: &[u8], out: &mut dyn Outlet) {
    if !bytes.is_empty() {
        session.pass(dir, Smpp::NAME, bytes, out);
    }
}

/// A bind, or an outbind: who logs in, with what.
fn bind(session: &mut Session, dir: Direction, head: &Head, body: &[u8], out: &mut dyn Outlet) -> Option<()> {
    let mut reader = Reader::new(body);
    let bind = Bind::read(head.command, &mut reader)?;
    let mut fields = Vec::new();
    if bind.password.is_empty() {
        named(&mut fields, "system_id", bind.system_id);
    }
    named(&mut fields, "system_type", bind.system_type);
    named(&mut fields, "address_range", bind.address_range);
    let login = Login {
        place: place(head.command),
        user: bind.system_id,
        secret: Secret::Clear(bind.password),
        fields: &fields,
        // What a message centre logs in with is answered by a bind of the other side, which may come for any reason.
        sequence: (head.command != OUTBIND).then_some(head.sequence),
    };
    session.login(dir, &login, out);
    pass(session, dir, reader.rest(), out);
    Some(())
}

/// A message, or what is asked about one.
fn sent(session: &mut Session, dir: Direction, head: &Head, body: &[u8], out: &mut dyn Outlet) -> Option<()> {
    let mut reader = Reader::new(body);
    let sent = Sent::read(head.command, &mut reader)?;
    let mut fields = sent.fields();
    let params = Params::read(&mut reader, &mut fields);
    if !reader.is_empty() {
        out.anomaly(dir, Code::LengthConflict, "optional parameters");
    }
    let place = if sent.is_receipt(head.command) { "smpp.receipt" } else { place(head.command) };
    let mut short = Short {
        place,
        fields,
        who: sent.who(),
        coding: sent.coding,
        has_header: sent.has_header(),
        part: params.part(),
        text: if sent.text.is_empty() { params.payload } else { sent.text },
    };
    session.short(dir, &short, out);
    if !sent.text.is_empty() && !params.payload.is_empty() {
        (short.fields, short.text) = (Vec::new(), params.payload);
        (short.part, short.has_header) = (None, false);
        session.short(dir, &short, out);
    }
    pass(session, dir, reader.rest(), out);
    Some(())
}

/// What a response says beside its status and the id of a message: parameters that hold text, numbers that were refused.
fn answered(session: &mut Session, dir: Direction, body: &[u8], out: &mut dyn Outlet) {
    let mut reader = Reader::new(body);
    let mut fields = Vec::new();
    let id = reader.until_zero().unwrap_or_default();
    Params::read(&mut reader, &mut fields);
    session.fields(dir, "smpp.response", &fields, out);
    let rest = reader.rest();
    let rest = if rest.iter().any(|octet| *octet != 0) && !is_printable(id) { body } else { rest };
    // Of several refused numbers (submit_multi_resp), or of no known shape.
    if rest.len() >= 4 {
        session.begin(dir, "smpp.response", out);
        out.text(dir, "", TextFormat::Plain, rest);
        out.end(dir, MessageEnd::Complete);
    }
}
