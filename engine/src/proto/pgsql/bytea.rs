//! Values of `bytea` as text: in its older format ("bytea Escape Format" in the manual, `bytea_output = escape`) bytes that are no
//! text are written `\ooo`, and a backslash is doubled. Of the newer one, hexadecimal digits, content makes bytes itself.

/// Type number of `bytea` (`pg_type.dat`).
pub(super) const BYTEA: u32 = 17;

/// Undoes the escapes of a value that comes in any pieces.
#[derive(Debug, Default)]
pub(super) struct Escaped {
    /// The beginning of an escape.
    held: Vec<u8>,
}

impl Escaped {
    /// True if a value of `bytea` that begins so is written in the older format.
    pub(super) fn begins(value: &[u8]) -> bool {
        !value.starts_with(b"\\x")
    }

    /// A whole value; `None` if there is nothing to undo.
    pub(super) fn whole(value: &[u8]) -> Option<Vec<u8>> {
        (Self::begins(value) && value.contains(&b'\\')).then(|| Self::default().push(value))
    }

    /// The bytes that a piece stands for.
    pub(super) fn push(&mut self, piece: &[u8]) -> Vec<u8> {
        let mut out = Vec::with_capacity(piece.len());
        let mut rest = piece;
        loop {
            if self.held.is_empty() {
                let plain = memchr::memchr(b'\\', rest).unwrap_or(rest.len());
                let (before, escape) = rest.split_at_checked(plain).unwrap_or((rest, &[]));
                out.extend_from_slice(before);
                rest = escape;
            }
            let Some((&byte, behind)) = rest.split_first() else { return out };
            rest = behind;
            self.held.push(byte);
            match *self.held.as_slice() {
                [b'\\'] | [b'\\', b'0'..=b'3'] | [b'\\', b'0'..=b'3', b'0'..=b'7'] => continue,
                [b'\\', b'\\'] => out.push(b'\\'),
                [b'\\', high @ b'0'..=b'3', middle @ b'0'..=b'7', low @ b'0'..=b'7'] => {
                    out.push((high - b'0') << 6 | (middle - b'0') << 3 | (low - b'0'));
                }
                _ => out.extend_from_slice(&self.held),
            }
            self.held.clear();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn escapes_are_undone_however_the_value_is_cut() {
        let value = br"\037\213\010\000a\\b'\377\009\4\12x";
        let bytes = b"\x1f\x8b\x08\0a\\b'\xff\\009\\4\\12x";
        for step in 1..=value.len() {
            let mut escaped = Escaped::default();
            let read: Vec<u8> = value.chunks(step).flat_map(|piece| escaped.push(piece)).collect();
            assert_eq!(read, bytes, "in pieces of {step}");
        }
        assert_eq!((Escaped::whole(b"\\x1f8b"), Escaped::whole(b"text")), (None, None));
    }
}
