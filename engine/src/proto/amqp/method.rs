//! Methods (AMQP 0-9-1, the generated specification): those that carry content, and those of a login.

use super::super::reader::Reader;
use super::wire::{fields, long, short, table};

/// What a method says that matters here.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Method<'a> {
    /// connection.start-ok: mechanism and response; client properties are told beside it.
    StartOk { mechanism: &'a [u8], response: &'a [u8] },
    /// connection.secure-ok: a further response.
    SecureOk { response: &'a [u8] },
    /// connection.update-secret: a token that replaces one that expires.
    UpdateSecret { secret: &'a [u8] },
    /// connection.tune: the login was accepted.
    Tune,
    /// connection.close, and its reply code.
    Close { code: u16 },
    /// A content follows, at this place, for an exchange and by a routing key.
    Content { place: &'static str, exchange: &'a [u8], key: &'a [u8] },
    /// Any other.
    Other,
}

/// Classes and methods.
const CONNECTION: u16 = 10;
const BASIC: u16 = 60;

/// Reads the payload of a method frame; client properties go to `tell`. `None` if it contradicts itself.
pub(super) fn read<'a>(payload: &'a [u8], tell: &mut dyn FnMut(&[u8], &[u8])) -> Option<Method<'a>> {
    let mut reader = Reader::new(payload);
    let (class, method) = (reader.u16()?, reader.u16()?);
    let routed = |reader: &mut Reader<'a>, place| {
        let (exchange, key) = (short(reader)?, short(reader)?);
        Some(Method::Content { place, exchange, key })
    };
    Some(match (class, method) {
        (CONNECTION, 11) => {
            table(&mut reader, tell)?;
            Method::StartOk { mechanism: short(&mut reader)?, response: long(&mut reader)? }
        }
        (CONNECTION, 21) => Method::SecureOk { response: long(&mut reader)? },
        (CONNECTION, 30) => Method::Tune,
        (CONNECTION, 50) => Method::Close { code: reader.u16()? },
        (CONNECTION, 70) => Method::UpdateSecret { secret: long(&mut reader)? },
        (BASIC, 40) => {
            reader.u16()?;
            routed(&mut reader, "amqp.publish")?
        }
        (BASIC, 50) => {
            reader.u16()?;
            short(&mut reader)?;
            routed(&mut reader, "amqp.return")?
        }
        (BASIC, 60) => {
            short(&mut reader)?;
            reader.take(9)?;
            routed(&mut reader, "amqp.deliver")?
        }
        (BASIC, 71) => {
            reader.take(9)?;
            routed(&mut reader, "amqp.get")?
        }
        _ => Method::Other,
    })
}

/// True for the classes and methods that there are, and `RabbitMQ`'s own.
pub(super) fn is_known(class: u16, method: u16) -> bool {
    match class {
        CONNECTION => matches!(method, 10 | 11 | 20 | 21 | 30 | 31 | 40 | 41 | 50 | 51 | 60 | 61 | 70 | 71),
        20 => matches!(method, 10 | 11 | 20 | 21 | 40 | 41),
        40 => matches!(method, 10 | 11 | 20 | 21 | 30 | 31 | 40 | 51),
        50 => matches!(method, 10 | 11 | 20 | 21 | 30 | 31 | 40 | 41 | 50 | 51),
        BASIC => {
            matches!(method, 10 | 11 | 20 | 21 | 30 | 31 | 40 | 50 | 60 | 70..=72 | 80 | 90 | 100 | 110 | 111 | 120)
        }
        85 | 90 => matches!(method, 10 | 11 | 20 | 21 | 30 | 31),
        _ => false,
    }
}

/// User and password of an AMQPLAIN response: a field table without its length.
pub(super) fn amqplain(response: &[u8]) -> Option<(Vec<u8>, Vec<u8>)> {
    let (mut user, mut secret) = (None, None);
    fields(&mut Reader::new(response), &mut Vec::new(), 0, &mut |name, value| match name {
        b"LOGIN" => user = Some(value.to_vec()),
        b"PASSWORD" => secret = Some(value.to_vec()),
        _ => {}
    })?;
    Some((user?, secret?))
}
