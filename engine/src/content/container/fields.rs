//! Messages of Protocol Buffers of which the fields are known (protobuf.dev, "Encoding").

use super::varint;
use crate::content::bytes::Bytes;

/// A field's value.
#[derive(Clone, Copy)]
pub(super) enum Value<'a> {
    Number(u64),
    Bytes(&'a [u8]),
}

impl<'a> Value<'a> {
    /// As a number; zero for what is none.
    pub(super) fn number(self) -> u64 {
        if let Self::Number(number) = self { number } else { 0 }
    }

    /// As bytes; none for what is none.
    pub(super) fn bytes(self) -> &'a [u8] {
        if let Self::Bytes(bytes) = self { bytes } else { &[] }
    }

    /// As numbers: one, or several packed together.
    pub(super) fn numbers(self) -> impl Iterator<Item = u64> {
        let (mut one, bytes, mut at) = match self {
            Self::Number(number) => (Some(number), &[][..], 0),
            Self::Bytes(bytes) => (None, bytes, 0),
        };
        std::iter::from_fn(move || one.take().or_else(|| varint(bytes, &mut at)))
    }
}

/// The fields of a message, by their numbers; what is damaged ends them.
pub(super) fn fields(message: &[u8]) -> impl Iterator<Item = (u64, Value<'_>)> {
    let mut at = 0;
    std::iter::from_fn(move || {
        let key = varint(message, &mut at)?;
        let value = match key & 7 {
            0 => Value::Number(varint(message, &mut at)?),
            wire @ (1 | 5) => {
                at += if wire == 1 { 8 } else { 4 };
                Value::Bytes(&[])
            }
            2 => {
                let len = usize::try_from(varint(message, &mut at)?).ok()?;
                let bytes = message.after(at).get(..len)?;
                at += len;
                Value::Bytes(bytes)
            }
            _ => return None,
        };
        Some((key >> 3, value))
    })
}
