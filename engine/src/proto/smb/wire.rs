//! The fields of SMB 2 and 3 that matter here (\[MS-SMB2\] §2.2): little-endian, at fixed offsets.

use super::super::reader::Reader;

/// Bytes of a message's header.
pub(super) const HEADER: usize = 64;
/// A file that the message before it in the same compound named.
pub(super) const RELATED: FileId = [0xff; 16];

/// Names an open file on the wire.
pub(super) type FileId = [u8; 16];

/// Commands that are looked into (§2.2.1).
pub(super) mod command {
    pub(in super::super) const NEGOTIATE: u16 = 0;
    pub(in super::super) const SESSION_SETUP: u16 = 1;
    pub(in super::super) const TREE_CONNECT: u16 = 3;
    pub(in super::super) const CREATE: u16 = 5;
    pub(in super::super) const CLOSE: u16 = 6;
    pub(in super::super) const READ: u16 = 8;
    pub(in super::super) const WRITE: u16 = 9;
    pub(in super::super) const IOCTL: u16 = 11;
    pub(in super::super) const QUERY_DIRECTORY: u16 = 14;
    pub(in super::super) const SET_INFO: u16 = 17;
    /// Highest command there is.
    pub(in super::super) const LAST: u16 = 0x13;
}

/// Status codes (\[MS-ERREF\] §2.3).
pub(super) mod status {
    pub(in super::super) const OK: u32 = 0;
    pub(in super::super) const PENDING: u32 = 0x103;
    pub(in super::super) const MORE_PROCESSING: u32 = 0xc000_0016;
    /// True for errors, not for warnings.
    pub(in super::super) const fn is_error(status: u32) -> bool {
        status >= 0xc000_0000
    }
}

/// A message's header (§2.2.1).
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Header {
    pub status: u32,
    pub command: u16,
    /// It answers a request.
    pub response: bool,
    /// Bytes to the next message of the compound, 0 for the last.
    pub next: u32,
    pub id: u64,
    /// 0 where the message is asynchronous.
    pub tree: u32,
}

impl Header {
    /// Reads it; `None` where no message begins.
    pub(super) fn read(data: &[u8]) -> Option<Self> {
        let mut reader = Reader::new(data);
        if reader.take(4)? != b"\xfeSMB" || reader.le16()? != HEADER as u16 {
            return None;
        }
        let (_, status, command) = (reader.le16()?, reader.le32()?, reader.le16()?);
        let (_, flags, next, id) = (reader.le16()?, reader.le32()?, reader.le32()?, reader.le64()?);
        let (_, tree) = (reader.le32()?, reader.le32()?);
        let asynchronous = flags & 2 != 0;
        let tree = if asynchronous { 0 } else { tree };
        (command <= command::LAST).then_some(Self { status, command, response: flags & 1 != 0, next, id, tree })
    }
}

/// Bytes of a READ response and a WRITE request before the data may begin.
pub(super) const fn fixed(response: bool) -> usize {
    if response { 16 } else { 48 }
}

/// Where the data of a READ response (§2.2.20) or WRITE request (§2.2.21) stand: bytes of the body before them, and how
/// many they are.
pub(super) fn data(body: &[u8], response: bool) -> Option<(usize, u64)> {
    let mut reader = Reader::new(body);
    let size = reader.le16()?;
    let (offset, len) = if response {
        (u16::from(reader.u8()?), (reader.u8()?, reader.le32()?).1)
    } else {
        (reader.le16()?, reader.le32()?)
    };
    let lead = usize::from(offset).saturating_sub(HEADER).max(fixed(response));
    (size == if response { 17 } else { 49 } && (len == 0 || usize::from(offset) >= HEADER + fixed(response)))
        .then_some((lead, u64::from(len)))
}

/// A READ request (§2.2.19) or WRITE request: offset in the file, and the file.
pub(super) fn place(body: &[u8]) -> Option<(u64, FileId)> {
    let mut reader = Reader::new(body.get(8..)?);
    Some((reader.le64()?, reader.array()?))
}

/// The file of a CLOSE or `QUERY_DIRECTORY` request (§2.2.15, §2.2.33), at byte 8; of `SET_INFO` (§2.2.39) at 16.
pub(super) fn file(body: &[u8], at: usize) -> Option<FileId> {
    Reader::new(body.get(at..)?).array()
}

/// A buffer: its offset counts from the header's first byte, and stands at byte `at` of the body before its length.
pub(super) fn buffer(body: &[u8], at: usize) -> Option<&[u8]> {
    let mut reader = Reader::new(body.get(at..)?);
    let (offset, len) = (usize::from(reader.le16()?), usize::from(reader.le16()?));
    let start = if len == 0 { 0 } else { offset.checked_sub(HEADER)? };
    body.get(start..start.checked_add(len)?)
}

/// A CREATE response (§2.2.14): the file and its size.
pub(super) fn created(body: &[u8]) -> Option<(FileId, u64)> {
    let mut reader = Reader::new(body.get(48..)?);
    let size = reader.le64()?;
    Some((file(body, 64)?, size))
}

/// The new name in a `SET_INFO` request that renames (\[MS-FSCC\] §2.4.42).
pub(super) fn renamed(body: &[u8]) -> Option<&[u8]> {
    const FILE: u8 = 1;
    const RENAME: u8 = 10;
    let mut reader = Reader::new(body.get(2..)?);
    if (reader.u8()?, reader.u8()?) != (FILE, RENAME) {
        return None;
    }
    let (_, offset) = (reader.le32()?, reader.le16()?);
    let mut info = Reader::new(body.get(usize::from(offset).checked_sub(HEADER)?..)?);
    info.take(16)?;
    let len = info.le32()?;
    info.take(len as usize)
}

/// Where the length of the name and the name stand in an entry of a listing, by its class (\[MS-FSCC\] §2.4).
pub(super) const fn entry(class: u8) -> Option<(usize, usize)> {
    match class {
        1 => Some((60, 64)),
        2 => Some((60, 68)),
        3 => Some((60, 94)),
        12 => Some((8, 12)),
        37 => Some((60, 104)),
        38 => Some((60, 80)),
        60 => Some((60, 88)),
        63 => Some((60, 114)),
        _ => None,
    }
}
