//! Fields of packets: little-endian integers, length-encoded ones, strings.

use super::super::reader::Reader;

/// Payload of a packet that another one continues.
pub(super) const FULL: usize = 0xff_ffff;

/// The head of a packet.
#[derive(Clone, Copy, Debug)]
pub(super) struct Head {
    /// Bytes of payload.
    pub len: usize,
    /// Number within its exchange.
    pub seq: u8,
}

impl Head {
    /// Bytes of a head.
    pub(super) const LEN: usize = 4;

    /// The head at the front of `data`, if it is whole.
    pub(super) fn read(data: &[u8]) -> Option<Self> {
        let [a, b, c, seq] = *data.first_chunk::<4>()?;
        Some(Self { len: u32::from_le_bytes([a, b, c, 0]) as usize, seq })
    }
}

/// Two bytes.
pub(super) fn le16(reader: &mut Reader<'_>) -> Option<u16> {
    reader.array().map(u16::from_le_bytes)
}

/// Four bytes.
pub(super) fn le32(reader: &mut Reader<'_>) -> Option<u32> {
    reader.array().map(u32::from_le_bytes)
}

/// A length-encoded integer; `None` as well for the two first bytes that are none (0xfb, 0xff).
pub(super) fn integer(reader: &mut Reader<'_>) -> Option<u64> {
    match reader.u8()? {
        small @ 0..=0xfa => Some(u64::from(small)),
        0xfc => le16(reader).map(u64::from),
        0xfd => reader.array().map(|[a, b, c]| u64::from(u32::from_le_bytes([a, b, c, 0]))),
        0xfe => reader.array().map(u64::from_le_bytes),
        _ => None,
    }
}

/// A length-encoded string that is all there.
pub(super) fn string<'a>(reader: &mut Reader<'a>) -> Option<&'a [u8]> {
    let len = integer(reader)?;
    reader.take(usize::try_from(len).ok()?)
}

/// A string up to its zero byte, or to the end.
pub(super) fn until_zero<'a>(reader: &mut Reader<'a>) -> &'a [u8] {
    let end = memchr::memchr(0, reader.rest());
    let text = reader.take(end.unwrap_or(reader.len())).unwrap_or_default();
    if end.is_some() {
        reader.u8();
    }
    text
}

/// A charset's name, as content knows it, from the number of one of its collations; empty for `binary` and the rest.
pub(super) const fn charset(collation: u16) -> &'static str {
    match collation {
        28 | 87 => "gbk",
        24 | 86 => "gb2312",
        248..=250 => "gb18030",
        1 | 84 => "big5",
        11 | 33 | 45 | 46 | 65 | 76 | 83 | 192..=247 | 255..=323 | 576..=610 | 2048..=2400 => "utf-8",
        5 | 8 | 15 | 31 | 47..=49 | 94 => "latin1",
        _ => "",
    }
}

/// The same from the name in `SET NAMES`.
pub(super) fn charset_named(name: &[u8]) -> &'static str {
    const KNOWN: [(&str, &str); 8] = [
        ("utf8mb4", "utf-8"),
        ("utf8mb3", "utf-8"),
        ("utf8", "utf-8"),
        ("gbk", "gbk"),
        ("gb2312", "gb2312"),
        ("gb18030", "gb18030"),
        ("big5", "big5"),
        ("latin1", "latin1"),
    ];
    KNOWN.iter().find(|(known, _)| name.eq_ignore_ascii_case(known.as_bytes())).map_or("", |(_, name)| name)
}
