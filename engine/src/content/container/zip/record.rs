//! Records of a zip file (APPNOTE.TXT 6.3.10 §4.3).

use crate::content::bytes::Bytes;
use crate::content::container::{u16_at, u32_at, u64_at};

/// Local file header.
pub(super) const LOCAL: &[u8] = b"PK\x03\x04";
/// Central directory header.
pub(super) const CENTRAL: &[u8] = b"PK\x01\x02";
/// Data descriptor, also the mark of a split archive.
pub(super) const DESCRIPTOR: &[u8] = b"PK\x07\x08";
/// End of central directory record.
pub(super) const END: &[u8] = b"PK\x05\x06";
/// Longest record that is collected; the lengths inside are of two bytes, except in two kinds that say more.
const RECORD_BYTES: usize = 256 << 10;

/// What a local header says.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Local {
    flags: u16,
    /// Compression method.
    pub(super) method: u16,
    /// Bytes of data; `None` if only the data descriptor behind them tells.
    pub(super) size: Option<u64>,
    /// Bytes of the name.
    name: usize,
}

impl Local {
    /// Reads a whole local header.
    pub(super) fn parse(record: &[u8]) -> Self {
        let flags = u16_at(record, 6);
        let (packed, plain) = (u32_at(record, 18), u32_at(record, 22));
        let name = usize::from(u16_at(record, 26));
        let mut size = u64::from(packed);
        if packed == u32::MAX {
            // §4.5.3: the plain size comes first, each only if its field is full.
            let wide = extra(record.after(30 + name), 1);
            size = u64_at(wide, if plain == u32::MAX { 8 } else { 0 });
        }
        let size = (size > 0 || flags & 8 == 0).then_some(size);
        Self { flags, method: u16_at(record, 8), size, name }
    }

    /// Locked: with a password, or its header masked (§4.4.4, bits 0, 6, 13; §4.4.5 method 99).
    pub(super) fn encrypted(self) -> bool {
        self.flags & (1 | 1 << 6 | 1 << 13) != 0 || self.method == 99
    }

    /// A data descriptor follows.
    pub(super) fn described(self) -> bool {
        self.flags & 8 != 0
    }

    /// The name in its header.
    pub(super) fn name(self, record: &[u8]) -> &[u8] {
        record.span(30, 30 + self.name)
    }
}

/// The data of an extra field of this id.
fn extra(mut fields: &[u8], id: u16) -> &[u8] {
    while fields.len() >= 4 {
        let len = usize::from(u16_at(fields, 2));
        if u16_at(fields, 0) == id {
            return fields.span(4, 4 + len);
        }
        fields = fields.after(4 + len);
    }
    &[]
}

/// The length of the record that starts here, as far as its first bytes tell: more are needed, or it is none (`None`).
pub(super) fn length(start: &[u8]) -> Option<usize> {
    if start.len() < 4 {
        return LOCAL.starts_with(start.upto(2)).then_some(4);
    }
    let sum = |fixed: usize, fields: &[usize]| {
        if start.len() < fixed {
            return fixed;
        }
        fields.iter().fold(fixed, |sum, at| sum + usize::from(u16_at(start, *at)))
    };
    let len = match start.upto(4) {
        LOCAL if start.len() < 30 || plausible(start, 4, 8) => sum(30, &[26, 28]),
        CENTRAL if start.len() < 46 || plausible(start, 6, 10) => sum(46, &[28, 30, 32]),
        END => sum(22, &[20]),
        // The mark of a split archive (§8.5.4), the zip64 locator.
        DESCRIPTOR | b"PK00" => 4,
        b"PK\x06\x07" => 20,
        // The zip64 end record, the digital signature, the extra data record of a locked archive.
        b"PK\x06\x06" if start.len() < 12 => 12,
        b"PK\x06\x06" => usize::try_from(u64_at(start, 4)).ok()?.checked_add(12)?,
        b"PK\x05\x05" => sum(6, &[4]),
        b"PK\x06\x08" if start.len() < 8 => 8,
        b"PK\x06\x08" => usize::try_from(u32_at(start, 4)).ok()?.checked_add(8)?,
        _ => return None,
    };
    (len <= RECORD_BYTES).then_some(len)
}

/// True if the version needed and the method of a header are known ones.
fn plausible(header: &[u8], version: usize, method: usize) -> bool {
    header.at(version) <= 99 && matches!(u16_at(header, method), 0..=20 | 93..=99)
}

/// Where the next header begins in bytes that lead nowhere; with `all`, also where only its start can be seen.
pub(super) fn find(bytes: &[u8], all: bool) -> Option<usize> {
    memchr::memmem::find_iter(bytes, b"PK").find(|at| {
        let start = bytes.after(*at);
        match start.span(2, 4) {
            b"\x03\x04" => plausible(start, 4, 8) && (all || start.len() >= 30),
            b"\x01\x02" => plausible(start, 6, 10) && (all || start.len() >= 46),
            b"\x05\x06" => all || start.len() >= 22,
            _ => false,
        }
    })
}

/// Bytes that [`find`] needs behind the start of a header.
pub(super) const FIND_BYTES: usize = 46;

/// Where the data descriptor of `counted` plus so many bytes begins: its packed size says how many that is.
pub(super) fn find_descriptor(bytes: &[u8], counted: u64) -> Option<usize> {
    memchr::memmem::find_iter(bytes, DESCRIPTOR).find(|at| {
        let count = counted.wrapping_add(*at as u64);
        let start = bytes.after(*at);
        start.len() >= 12 && u32_at(start, 8) == count as u32
    })
}

/// Bytes in which a data descriptor of any form, and the signature behind it, are seen.
pub(super) const DESCRIPTOR_BYTES: usize = 28;

/// The length of the data descriptor that starts here (§4.3.9): with a signature or without, sizes of four or eight
/// bytes; whatever a record follows. `None` if none does.
pub(super) fn descriptor(bytes: &[u8]) -> Option<usize> {
    let forms: &[usize] = if bytes.starts_with(DESCRIPTOR) { &[16, 24] } else { &[12, 20] };
    let follows = |len: &&usize| match bytes.span(**len, **len + 4) {
        [b'P', b'K', rest @ ..] => matches!(rest, [3, 4] | [1, 2] | [6, 8] | [5, 6] | []),
        [] => bytes.len() == **len,
        _ => false,
    };
    forms.iter().find(follows).copied()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn descriptors_of_every_form_are_measured() {
        for (sign, wide, len) in [(true, false, 16), (true, true, 24), (false, false, 12), (false, true, 20)] {
            let mut bytes = if sign { DESCRIPTOR.to_vec() } else { Vec::new() };
            bytes.extend([1, 2, 3, 4]);
            bytes.resize(len, 7);
            assert_eq!(descriptor(&bytes), Some(len), "{sign} {wide}");
            bytes.extend(LOCAL);
            assert_eq!(descriptor(&bytes), Some(len), "{sign} {wide}");
        }
        assert_eq!(descriptor(&[9; 28]), None);
    }

    #[test]
    fn what_is_no_header_is_not_found() {
        let mut header = LOCAL.to_vec();
        header.extend([20, 0, 0, 0, 8, 0]);
        header.resize(30, 0);
        assert_eq!(find(&[b"xxPKPK\x03\x04\xff\xff".as_slice(), &header].concat(), false), Some(10));
        assert_eq!(find(&header[..29], false), None);
        assert_eq!(length(b"PX"), None);
        assert_eq!(length(b"PK\x03\x04"), Some(30));
    }
}
