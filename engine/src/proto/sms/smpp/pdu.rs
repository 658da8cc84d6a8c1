//! The fields of PDUs (SMPP 3.4 §4, SMPP 5.0 §4).

use super::super::coding::Coding;
use super::super::gateway::{Head, RESPONSE};
use super::super::probe::Sure;
use super::super::texts::Part;
use super::super::wire::{fit, is_number, is_printable, named};
use super::{
    ALERT_NOTIFICATION, BIND_RECEIVER, BIND_TRANSCEIVER, BIND_TRANSMITTER, BROADCAST_SM, CANCEL_BROADCAST_SM,
    CANCEL_SM, DATA_SM, DELIVER_SM, OUTBIND, QUERY_BROADCAST_SM, QUERY_SM, REPLACE_SM, SUBMIT_MULTI, SUBMIT_SM,
};
use crate::proto::reader::Reader;

/// Highest type and plan of a number (SMPP 5.0 §4.7.1, §4.7.2).
const TON_MAX: u8 = 6;
const NPI_MAX: u8 = 18;

/// A login.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Bind<'a> {
    pub system_id: &'a [u8],
    pub password: &'a [u8],
    pub system_type: &'a [u8],
    pub address_range: &'a [u8],
    version: u8,
}

impl<'a> Bind<'a> {
    /// Of a bind or an outbind.
    pub(super) fn read(command: u32, reader: &mut Reader<'a>) -> Option<Self> {
        let mut bind = Self { system_id: reader.until_zero()?, password: reader.until_zero()?, ..Self::default() };
        if command != OUTBIND {
            bind.system_type = reader.until_zero()?;
            bind.version = reader.u8()?;
            reader.take(2)?;
            bind.address_range = reader.until_zero()?;
        }
        Some(bind)
    }

    /// True if all of it is as the standard says, but for lengths that many exceed.
    fn is_sound(&self) -> bool {
        const LONGEST: usize = 64;
        let texts = [self.system_id, self.password, self.system_type, self.address_range];
        !self.system_id.is_empty()
            && texts.iter().all(|text| text.len() <= LONGEST && is_printable(text))
            && matches!(self.version, 0 | 3..=5 | 0x33 | 0x34 | 0x50)
    }
}

/// A number with its type and plan.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Number<'a> {
    ton: u8,
    npi: u8,
    digits: &'a [u8],
}

impl<'a> Number<'a> {
    fn read(reader: &mut Reader<'a>) -> Option<Self> {
        Some(Self { ton: reader.u8()?, npi: reader.u8()?, digits: reader.until_zero()? })
    }

    /// As people write it: an international one has a plus.
    fn written(&self) -> Vec<u8> {
        const INTERNATIONAL: u8 = 1;
        let plus = self.ton == INTERNATIONAL && !self.digits.is_empty() && self.digits.iter().all(u8::is_ascii_digit);
        let plus: &[u8] = if plus { b"+" } else { b"" };
        [plus, self.digits].concat()
    }

    fn is_sound(&self) -> bool {
        self.ton <= TON_MAX && self.npi <= NPI_MAX && is_printable(self.digits)
    }
}

/// A message, or what is asked about one.
#[derive(Clone, Debug)]
pub(super) struct Sent<'a> {
    service_type: &'a [u8],
    message_id: &'a [u8],
    source: Number<'a>,
    /// Under the name of their field, and the names of lists.
    destinations: (&'static str, Vec<Number<'a>>),
    esm_class: u8,
    times: [&'a [u8]; 2],
    pub coding: Coding,
    pub text: &'a [u8],
}

impl<'a> Sent<'a> {
    /// Reads the mandatory fields of a PDU.
    pub(super) fn read(command: u32, reader: &mut Reader<'a>) -> Option<Self> {
        let mut sent = Self {
            service_type: b"",
            message_id: b"",
            source: Number::default(),
            destinations: ("destination_addr", Vec::new()),
            esm_class: 0,
            times: [b""; 2],
            coding: Coding::Octets,
            text: b"",
        };
        if matches!(
            command,
            SUBMIT_SM | DELIVER_SM | SUBMIT_MULTI | DATA_SM | CANCEL_SM | BROADCAST_SM | CANCEL_BROADCAST_SM
        ) {
            sent.service_type = reader.until_zero()?;
        }
        let named = matches!(command, REPLACE_SM | QUERY_SM | CANCEL_SM | QUERY_BROADCAST_SM | CANCEL_BROADCAST_SM);
        if named {
            sent.message_id = reader.until_zero()?;
        }
        sent.source = Number::read(reader)?;
        match command {
            SUBMIT_SM | DELIVER_SM | DATA_SM | CANCEL_SM => sent.destinations.1.push(Number::read(reader)?),
            ALERT_NOTIFICATION => sent.destinations = ("esme_addr", vec![Number::read(reader)?]),
            SUBMIT_MULTI => sent.destinations = ("dest_address", destinations(reader)?),
            _ => {}
        }
        match command {
            SUBMIT_SM | DELIVER_SM | SUBMIT_MULTI => sent.submitted(reader)?,
            DATA_SM => {
                sent.esm_class = reader.u8()?;
                reader.u8()?;
                sent.coding = Coding::of_smpp(reader.u8()?);
            }
            REPLACE_SM => {
                sent.times = [reader.until_zero()?, reader.until_zero()?];
                reader.take(2)?;
                sent.text = reader.block8()?.rest();
            }
            BROADCAST_SM => {
                sent.message_id = reader.until_zero()?;
                reader.u8()?;
                sent.times = [reader.until_zero()?, reader.until_zero()?];
                reader.u8()?;
                sent.coding = Coding::of_smpp(reader.u8()?);
                reader.u8()?;
            }
            _ => {}
        }
        Some(sent)
    }

    /// What stands behind the numbers of `submit_sm`, `deliver_sm` and `submit_multi`.
    fn submitted(&mut self, reader: &mut Reader<'a>) -> Option<()> {
        self.esm_class = reader.u8()?;
        reader.take(2)?;
        self.times = [reader.until_zero()?, reader.until_zero()?];
        reader.take(2)?;
        self.coding = Coding::of_smpp(reader.u8()?);
        reader.u8()?;
        self.text = reader.block8()?.rest();
        Some(())
    }

    /// Its fields that may say something.
    pub(super) fn fields(&self) -> Vec<u8> {
        let mut fields = Vec::new();
        named(&mut fields, "service_type", self.service_type);
        named(&mut fields, "message_id", self.message_id);
        named(&mut fields, "source_addr", &self.source.written());
        for number in &self.destinations.1 {
            named(&mut fields, self.destinations.0, &number.written());
        }
        fields
    }

    /// Whom it goes between.
    pub(super) fn who(&self) -> Vec<u8> {
        let mut who = self.source.digits.to_vec();
        for number in &self.destinations.1 {
            who.push(0);
            who.extend_from_slice(number.digits);
        }
        who
    }

    /// True for a receipt, final or not, of a message centre (SMPP 5.0 §4.7.12).
    pub(super) fn is_receipt(&self, command: u32) -> bool {
        (command == DELIVER_SM || command == DATA_SM) && matches!(self.esm_class >> 2 & 0x0f, 1 | 8)
    }

    /// True if the text begins with a header.
    pub(super) const fn has_header(&self) -> bool {
        self.esm_class & 0x40 != 0
    }

    fn is_sound(&self) -> bool {
        // A time is none, or has 16 characters (SMPP 5.0 §4.7.23).
        let time = |time: &&[u8]| time.is_empty() || time.len() == 16 && is_printable(time);
        let numbers = || self.destinations.1.iter().chain([&self.source]);
        is_printable(self.service_type)
            && self.service_type.len() < 12
            && is_printable(self.message_id)
            && self.times.iter().all(time)
            && numbers().all(Number::is_sound)
            && numbers().any(|number| is_number(number.digits))
    }
}

/// The numbers and lists of `submit_multi` (SMPP 3.4 §4.5.1.1).
fn destinations<'a>(reader: &mut Reader<'a>) -> Option<Vec<Number<'a>>> {
    let mut numbers = Vec::new();
    for _ in 0..reader.u8()? {
        numbers.push(match reader.u8()? {
            1 => Number::read(reader)?,
            2 => Number { digits: reader.until_zero()?, ..Number::default() },
            _ => return None,
        });
    }
    Some(numbers)
}

/// Optional parameters (SMPP 5.0 §4.8).
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Params<'a> {
    /// `message_payload`.
    pub payload: &'a [u8],
    reference: Option<u16>,
    total: Option<u8>,
    number: Option<u8>,
}

impl<'a> Params<'a> {
    /// Reads parameters while they fit; those that hold text are named among the fields. What does not fit is left.
    pub(super) fn read(reader: &mut Reader<'a>, fields: &mut Vec<u8>) -> Self {
        let mut read = Self::default();
        let mut ahead = *reader;
        while let Some((tag, value)) = ahead.u16().and_then(|tag| Some((tag, ahead.block16()?.rest()))) {
            *reader = ahead;
            match tag {
                0x0424 if read.payload.is_empty() => read.payload = value,
                0x020c => read.reference = Reader::new(value).u16(),
                0x020e => read.total = value.first().copied(),
                0x020f => read.number = value.first().copied(),
                _ => param(tag, value, fields),
            }
        }
        read
    }

    /// Which part of a text follows.
    pub(super) fn part(&self) -> Option<Part> {
        let (reference, total, number) = (self.reference?, self.total?, self.number?);
        Some(Part { kind: b's', reference, total, number })
    }
}

/// Names a parameter among the fields, if it holds text.
fn param(tag: u16, value: &[u8], fields: &mut Vec<u8>) {
    let text = value.strip_suffix(&[0]).unwrap_or(value);
    let known = match tag {
        0x001d => "additional_status_info_text",
        // Type of sub-address.
        0x0202 => return named(fields, "source_subaddress", value.get(1..).unwrap_or_default()),
        0x0203 => return named(fields, "dest_subaddress", value.get(1..).unwrap_or_default()),
        // Coding of the name.
        0x0303 => return named(fields, "callback_num_atag", value.get(1..).unwrap_or_default()),
        // Mode, type and plan of the number.
        0x0381 => return named(fields, "callback_num", value.get(3..).unwrap_or_default()),
        0x001e => "receipted_message_id",
        _ if text.iter().any(u8::is_ascii_control) => return,
        _ => return named(fields, &format!("tlv_{tag:04x}"), text),
    };
    named(fields, known, text);
}

/// How sure a request is.
pub(super) fn request(head: &Head, body: &[u8]) -> Option<Sure> {
    if head.status != 0 {
        return None;
    }
    let mut reader = Reader::new(body);
    let sound = match head.command {
        BIND_RECEIVER | BIND_TRANSMITTER | BIND_TRANSCEIVER | OUTBIND => {
            Bind::read(head.command, &mut reader)?.is_sound()
        }
        SUBMIT_SM | DELIVER_SM | SUBMIT_MULTI | DATA_SM | REPLACE_SM | BROADCAST_SM | QUERY_SM | CANCEL_SM
        | QUERY_BROADCAST_SM | CANCEL_BROADCAST_SM | ALERT_NOTIFICATION => {
            Sent::read(head.command, &mut reader)?.is_sound() && fit(&mut reader)
        }
        _ if body.is_empty() => return Some(Sure::Mute),
        _ => return None,
    };
    Some(if sound && reader.is_empty() { Sure::Telling } else { Sure::Odd })
}

/// How sure a response is: a status that there is, the name of a centre or of a message, parameters.
pub(super) fn response(head: &Head, body: &[u8]) -> Option<Sure> {
    /// Highest status that vendors have (SMPP 5.0 §4.7.6).
    const STATUS_MAX: u32 = 0x04ff;
    /// Longest id.
    const ID_MAX: usize = 64;
    if head.status > STATUS_MAX {
        return None;
    }
    let mut reader = Reader::new(body);
    if body.is_empty() {
        return Some(Sure::Mute);
    }
    let id = reader.until_zero()?;
    if !is_printable(id) || id.len() > ID_MAX {
        return None;
    }
    let fit = fit(&mut reader);
    let bind = matches!(head.command ^ RESPONSE, BIND_RECEIVER | BIND_TRANSMITTER | BIND_TRANSCEIVER);
    Some(if fit || !bind { Sure::Mute } else { Sure::Odd })
}
