//! What the first bytes must look like: the header of a request.

use super::wire::Cursor;
use crate::message::Direction;
use crate::proto::Probe;
use crate::proto::banner::port_is;
use crate::proto::sms::smpp;

/// Longest request or response that is believed (`socket.request.max.bytes`).
pub(super) const FRAME_MAX: u32 = 100 << 20;
/// Bytes that tell a request: size, API key, version, correlation id, length of the client id.
pub(super) const SHOWN: usize = 14;
/// Greatest API key and version that are believed.
const KEY_MAX: u8 = 92;
const VERSION_MAX: u8 = 18;
/// Longest client id that is believed.
const CLIENT_MAX: usize = 249;

/// The header of a request as far as it has one shape in all versions.
#[derive(Clone, Copy, Debug)]
pub(super) struct Header<'a> {
    /// Bytes behind the size.
    pub size: u32,
    pub key: i16,
    pub version: i16,
    pub correlation: i32,
    /// Client id; empty for none.
    pub client: &'a [u8],
    /// Bytes up to the end of the client id, the size included.
    pub len: usize,
}

/// What bytes that may begin a request are.
#[derive(Clone, Copy, Debug)]
pub(super) enum Front<'a> {
    /// More of them must tell.
    Unknown,
    /// Anything but a request.
    Other,
    /// A request with this header.
    Request(Header<'a>),
}

/// Reads a request's header.
pub(super) fn header(data: &[u8]) -> Front<'_> {
    if data.len() < SHOWN {
        return Front::Unknown;
    }
    let mut cursor = Cursor::new(data, false);
    let mut fixed = || {
        let size = u32::try_from(cursor.i32()?).ok().filter(|size| (10..=FRAME_MAX).contains(size))?;
        let (key, version, correlation) = (cursor.i16()?, cursor.i16()?, cursor.i32()?);
        let sound = (0..=i16::from(KEY_MAX)).contains(&key) && (0..=i16::from(VERSION_MAX)).contains(&version);
        let client = cursor.string_len().filter(|len| *len <= CLIENT_MAX && *len as u32 + 10 <= size)?;
        (sound && correlation >= 0).then_some((size, key, version, correlation, client))
    };
    let Some((size, key, version, correlation, len)) = fixed() else { return Front::Other };
    let Some(client) = cursor.take(len) else { return Front::Unknown };
    if client.iter().all(|byte| *byte >= b' ' && *byte != 0x7f) {
        Front::Request(Header { size, key, version, correlation, client, len: cursor.at() })
    } else {
        Front::Other
    }
}

/// Whether it is a request of SMPP: its sequence number may look like a client id, where its status is a correlation id
/// and its command a version of Produce.
fn is_smpp(header: &Header<'_>, data: &[u8]) -> Probe {
    let alike = header.key == 0 && header.correlation == 0 && header.client.len() < 3;
    if alike { smpp::is_request(data) } else { Probe::Reject }
}

/// A request with a printable client id; without one the port decides.
pub(super) fn probe(_: Direction, data: &[u8], ports: (u16, u16)) -> Probe {
    // Size, API key and version have small high bytes.
    let odd = data.first().is_some_and(|byte| *byte > 6)
        || data.get(4).is_some_and(|byte| *byte != 0)
        || data.get(5).is_some_and(|key| *key > KEY_MAX)
        || data.get(6).is_some_and(|byte| *byte != 0)
        || data.get(7).is_some_and(|version| *version > VERSION_MAX)
        || data.get(8).is_some_and(|correlation| *correlation > 0x7f);
    if odd {
        return Probe::Reject;
    }
    match header(data) {
        Front::Unknown => Probe::NeedMore,
        Front::Request(header) if header.size >= 12 => {
            let named = header.client.len() >= 2 && header.client.iter().all(u8::is_ascii_graphic);
            let believed = named || header.client.is_empty() && port_is(ports, &[9092]);
            match is_smpp(&header, data) {
                Probe::NeedMore => Probe::NeedMore,
                Probe::Reject if believed => Probe::Match,
                Probe::Reject | Probe::Match => Probe::Reject,
            }
        }
        Front::Request(_) | Front::Other => Probe::Reject,
    }
}
