//! The values of a block (specification 1.12, "Binary Encoding").

use super::schema::{Id, Schema, Type};
use crate::content::bytes::Bytes;
use crate::content::container::typed::{LEVELS, Stop, Teller};
use crate::content::container::{u32_at, u64_at, zigzag};

/// A walk through the values of a block.
pub(super) struct Walk<'a, 't, 'b, 'c> {
    pub(super) schema: &'a Schema,
    /// The block, unpacked, and how much of it was read.
    pub(super) data: &'a [u8],
    pub(super) at: usize,
    pub(super) tell: &'t mut Teller<'b, 'c>,
}

impl<'a> Walk<'a, '_, '_, '_> {
    /// So many values.
    pub(super) fn values(&mut self, count: u64) -> Result<(), Stop> {
        for _ in 0..count {
            self.tell.word(b"\n");
            self.value(self.schema.root(), "", 0)?;
        }
        if self.at < self.data.len() { Err(Stop::Damaged) } else { Ok(()) }
    }

    /// A value of a type, under a key.
    fn value(&mut self, of: Id, key: &str, level: usize) -> Result<(), Stop> {
        let schema = self.schema;
        let of = schema.get(of).filter(|_| level < LEVELS).ok_or(Stop::Damaged)?;
        match of {
            Type::Null => self.tell.word(b"null"),
            Type::Boolean => match self.take(1)?.at(0) {
                0 => self.tell.word(b"false"),
                1 => self.tell.word(b"true"),
                _ => return Err(Stop::Damaged),
            },
            Type::Number(meaning) => {
                let number = self.number()?;
                self.tell.integer(number, *meaning);
            }
            Type::Float => {
                let number = f32::from_bits(u32_at(self.take(4)?, 0));
                self.tell.real(number.into(), true);
            }
            Type::Double => {
                let number = f64::from_bits(u64_at(self.take(8)?, 0));
                self.tell.real(number, false);
            }
            Type::Bytes(size, meaning) => {
                let raw = if let Some(size) = size { self.take(*size)? } else { self.string()? };
                self.tell.bytes(raw, *meaning, key)?;
            }
            Type::Text => {
                let raw = self.string()?;
                self.tell.string(raw, key)?;
            }
            Type::Enum(symbols) => {
                let symbol = usize::try_from(self.number()?).ok().and_then(|nth| symbols.get(nth));
                self.tell.quote(symbol.ok_or(Stop::Damaged)?.as_bytes());
            }
            Type::Record(fields) => {
                for (nth, (name, of)) in fields.iter().enumerate() {
                    self.tell.word(if nth > 0 { b"," } else { b"{" });
                    self.tell.quote(name.as_bytes());
                    self.tell.word(b":");
                    self.value(*of, name, level + 1)?;
                }
                self.tell.word(if fields.is_empty() { b"{}" } else { b"}" });
            }
            Type::Array(of) => {
                self.tell.word(b"[");
                self.blocks(|walk| walk.value(*of, key, level + 1))?;
                self.tell.word(b"]");
            }
            Type::Map(of) => {
                self.tell.word(b"{");
                self.blocks(|walk| {
                    let key = std::str::from_utf8(walk.string()?).unwrap_or_default();
                    walk.tell.quote(key.as_bytes());
                    walk.tell.word(b":");
                    walk.value(*of, key, level + 1)
                })?;
                self.tell.word(b"}");
            }
            Type::Union(branches) => {
                let of = usize::try_from(self.number()?).ok().and_then(|nth| branches.get(nth));
                self.value(*of.ok_or(Stop::Damaged)?, key, level + 1)?;
            }
        }
        self.tell.done = self.at as u64;
        self.tell.checked()
    }

    /// The items of an array or a map, which come in blocks.
    fn blocks(&mut self, item: impl Fn(&mut Self) -> Result<(), Stop>) -> Result<(), Stop> {
        let mut mark: &[u8] = b"";
        loop {
            let mut count = self.number()?;
            if count == 0 {
                return Ok(());
            }
            if count < 0 {
                // Behind it, the bytes of the block.
                self.number()?;
                count = count.checked_neg().ok_or(Stop::Damaged)?;
            }
            for _ in 0..count {
                self.tell.word(std::mem::replace(&mut mark, b","));
                item(self)?;
            }
        }
    }

    fn number(&mut self) -> Result<i64, Stop> {
        zigzag(self.data, &mut self.at).ok_or(Stop::Damaged)
    }

    /// Bytes behind their length.
    fn string(&mut self) -> Result<&'a [u8], Stop> {
        let len = usize::try_from(self.number()?).map_err(|_| Stop::Damaged)?;
        self.take(len)
    }

    fn take(&mut self, len: usize) -> Result<&'a [u8], Stop> {
        let taken = self.data.get(self.at..).and_then(|rest| rest.get(..len)).ok_or(Stop::Damaged)?;
        self.at += len;
        Ok(taken)
    }
}
