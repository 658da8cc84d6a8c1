//! SASL frames (AMQP 1.0 part 5, §5.3), as far as they show a login.

use super::link::fields;
use super::sections::descriptor_of;
use super::types::Value;
use crate::proto::reader::Reader;

/// A SASL frame.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Sasl<'a> {
    /// sasl-init.
    Init { mechanism: &'a [u8], response: &'a [u8] },
    /// sasl-response.
    Response(&'a [u8]),
    /// sasl-outcome: 0 for ok.
    Outcome(u8),
    /// Mechanisms, challenges.
    Other,
}

/// Reads the body of a frame: a described list; `None` if it is none.
pub(super) fn read(body: &[u8]) -> Option<Sasl<'_>> {
    let mut reader = Reader::new(body);
    let descriptor = descriptor_of(&mut reader)?;
    let mut list = fields(&mut reader)?;
    Some(match descriptor {
        0x41 => Sasl::Init { mechanism: bytes(list.field()?)?, response: bytes(list.field()?).unwrap_or_default() },
        0x43 => Sasl::Response(bytes(list.field()?)?),
        0x44 => Sasl::Outcome(u8::try_from(list.field()?.number()?).ok()?),
        _ => Sasl::Other,
    })
}

/// Of a symbol, string or binary, or null.
fn bytes(value: Value<'_>) -> Option<&[u8]> {
    matches!(value, Value::Null | Value::Bytes(_) | Value::Text(_)).then(|| value.bytes())
}
