//! Which topic an id stands for, as replies to `Metadata` requests tell: newer clients produce and fetch by id.

use super::wire::Cursor;
use std::collections::HashMap;

/// Ids that are remembered.
const TOPICS: usize = 1024;
/// Longest topic (Kafka allows 249 characters).
const NAME_MAX: usize = 249;

/// Topics by id.
#[derive(Debug, Default)]
pub(super) struct Topics(HashMap<[u8; 16], Box<[u8]>>);

impl Topics {
    /// Learns from the body of a reply of version 10 or later (the first with ids), as far as it can be read.
    pub(super) fn learn(&mut self, body: &[u8]) {
        let mut cursor = Cursor::new(body, true);
        // Read as far as the layout is known; what was learned before stays.
        let _ = self.read(&mut cursor);
    }

    fn read(&mut self, cursor: &mut Cursor<'_>) -> Option<()> {
        cursor.tags()?;
        cursor.i32()?;
        for _ in 0..cursor.count()? {
            cursor.i32()?;
            cursor.string()?;
            cursor.i32()?;
            cursor.string()?;
            cursor.tags()?;
        }
        cursor.string()?;
        cursor.i32()?;
        for _ in 0..cursor.count()? {
            cursor.i16()?;
            let name = cursor.string()?;
            let id = *cursor.take(16)?.first_chunk::<16>()?;
            cursor.take(1)?;
            for _ in 0..cursor.count()? {
                cursor.take(2 + 4 + 4 + 4)?;
                for _ in 0..3 {
                    let nodes = cursor.count()? as usize;
                    cursor.take(nodes.checked_mul(4)?)?;
                }
                cursor.tags()?;
            }
            cursor.i32()?;
            cursor.tags()?;
            if !name.is_empty() && name.len() <= NAME_MAX && id != [0; 16] && self.0.len() < TOPICS {
                self.0.insert(id, name.into());
            }
        }
        Some(())
    }

    /// The name, or the id in hexadecimal digits.
    pub(super) fn name(&self, id: &[u8; 16]) -> Vec<u8> {
        const DIGITS: &[u8; 16] = b"0123456789abcdef";
        let digit = |half: u8| DIGITS.get(usize::from(half)).copied().unwrap_or(b'0');
        match self.0.get(id) {
            Some(name) => name.to_vec(),
            None => id.iter().flat_map(|byte| [digit(byte >> 4), digit(byte & 15)]).collect(),
        }
    }
}
