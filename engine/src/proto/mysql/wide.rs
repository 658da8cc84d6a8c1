//! Text in units of two or four bytes, which a client may ask for (`character_set_results`): UCS-2, UTF-16, UTF-32.

/// How the units of a text are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Wide {
    Utf16Be,
    Utf16Le,
    Utf32Be,
}

impl Wide {
    /// From the number of one of its collations; those of `MariaDB` without padding lie 1024 above the others, the ones of
    /// its Unicode 14 from 2048 on.
    pub(super) const fn of(collation: u16) -> Option<Self> {
        let base = if collation < 2048 { collation & 0x3ff } else { collation };
        match base {
            35 | 54 | 55 | 90 | 101..=124 | 128..=151 | 159 | 2560..=3071 => Some(Self::Utf16Be),
            56 | 62 => Some(Self::Utf16Le),
            60 | 61 | 160..=183 | 3072..=3327 => Some(Self::Utf32Be),
            _ => None,
        }
    }

    /// Of the names in a column's definition, whose catalog always is `def`.
    pub(super) const fn of_catalog(catalog: &[u8]) -> Option<Self> {
        match catalog {
            b"\0d\0e\0f" => Some(Self::Utf16Be),
            b"d\0e\0f\0" => Some(Self::Utf16Le),
            b"\0\0\0d\0\0\0e\0\0\0f" => Some(Self::Utf32Be),
            _ => None,
        }
    }

    /// The whole of a text, as UTF-8.
    pub(super) fn text(self, bytes: &[u8]) -> Vec<u8> {
        let mut text = String::with_capacity(bytes.len());
        match self {
            Self::Utf16Be => utf16(bytes, u16::from_be_bytes, &mut text),
            Self::Utf16Le => utf16(bytes, u16::from_le_bytes, &mut text),
            Self::Utf32Be => {
                let (units, _) = bytes.as_chunks::<4>();
                text.extend(units.iter().map(|unit| char::from_u32(u32::from_be_bytes(*unit)).unwrap_or(' ')));
            }
        }
        text.into_bytes()
    }

    /// How much of the beginning of a text ends with a character.
    fn whole(self, bytes: &[u8]) -> usize {
        let len = bytes.len();
        let high = |unit: Option<&u8>| unit.is_some_and(|byte| matches!(byte, 0xd8..=0xdb));
        match self {
            Self::Utf32Be => len - len % 4,
            Self::Utf16Be | Self::Utf16Le => {
                let even = len - len % 2;
                // Half of a pair waits for the other one.
                let upper = if self == Self::Utf16Be { even.checked_sub(2) } else { even.checked_sub(1) };
                if high(upper.and_then(|at| bytes.get(at))) { even - 2 } else { even }
            }
        }
    }
}

fn utf16(bytes: &[u8], unit: fn([u8; 2]) -> u16, text: &mut String) {
    let (units, _) = bytes.as_chunks::<2>();
    text.extend(char::decode_utf16(units.iter().map(|bytes| unit(*bytes))).map(|char| char.unwrap_or(' ')));
}

/// Reads a text that comes in pieces.
#[derive(Debug)]
pub(super) struct Decoder {
    wide: Wide,
    /// Bytes that are no whole character yet.
    carry: Vec<u8>,
}

impl Decoder {
    pub(super) const fn new(wide: Wide) -> Self {
        Self { wide, carry: Vec::new() }
    }

    /// The next piece, as UTF-8.
    pub(super) fn piece(&mut self, piece: &[u8]) -> Vec<u8> {
        let mut bytes = std::mem::take(&mut self.carry);
        bytes.extend_from_slice(piece);
        self.carry = bytes.split_off(self.wide.whole(&bytes));
        self.wide.text(&bytes)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pieces_make_the_same_text_however_they_are_cut() {
        let text = "张三😀138";
        let big: Vec<u8> = text.encode_utf16().flat_map(u16::to_be_bytes).collect();
        let little: Vec<u8> = text.encode_utf16().flat_map(u16::to_le_bytes).collect();
        let long: Vec<u8> = text.chars().flat_map(|char| u32::from(char).to_be_bytes()).collect();
        for (wide, bytes) in [(Wide::Utf16Be, big), (Wide::Utf16Le, little), (Wide::Utf32Be, long)] {
            assert_eq!(wide.text(&bytes), text.as_bytes());
            let mut decoder = Decoder::new(wide);
            let pieces: Vec<u8> = bytes.iter().flat_map(|byte| decoder.piece(&[*byte])).collect();
            assert_eq!(pieces, text.as_bytes(), "{wide:?}");
        }
    }
}
