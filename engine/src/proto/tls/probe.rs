//! Recognising TLS from the first bytes of a direction, at its start or in the middle of a flow.

use super::super::Probe;
use super::handshake::{CLIENT_HELLO, SERVER_HELLO};
use super::record::{self, Header, Parsed};
use crate::message::Direction;

/// Payload bytes of a first application-data record that must be visible before it is believed.
const SAMPLE: usize = 24;

pub(super) fn probe(_: Direction, data: &[u8], _: (u16, u16)) -> Probe {
    if data.first().is_some_and(|first| first & 0x80 != 0) {
        return match record::v2_client_hello(data) {
            Ok(_) => Probe::Match,
            Err(_) if record::is_v2_server_hello(data) => Probe::Match,
            Err(Parsed::Short) => Probe::NeedMore,
            Err(_) if data.len() < 7 && matches!(data.get(2), Some(4)) => Probe::NeedMore,
            Err(_) => Probe::Reject,
        };
    }
    let header = match record::header(data) {
        Parsed::Header(header) => header,
        Parsed::Short => return Probe::NeedMore,
        Parsed::Wrong => return Probe::Reject,
    };
    let payload = data.get(record::HEADER..).unwrap_or_default();
    let next = payload.get(header.len..).map_or(Parsed::Short, record::header);
    match header.kind {
        record::HANDSHAKE => hello(header, payload, next),
        record::ALERT => match payload {
            [1 | 2, 0..=120, ..] if header.len == 2 => Probe::Match,
            [] | [1 | 2] if header.len == 2 => Probe::NeedMore,
            _ => Probe::Reject,
        },
        record::CHANGE_CIPHER_SPEC => match (payload.first(), next) {
            (None, _) | (Some(1), Parsed::Short) => Probe::NeedMore,
            (Some(1), Parsed::Header(next)) if next.version == header.version => Probe::Match,
            _ => Probe::Reject,
        },
        record::APPLICATION => application(header, payload, next),
        _ => Probe::Reject,
    }
}

/// A handshake record must start with a hello; tiny fragments must be followed by more of their kind.
fn hello(header: Header, payload: &[u8], next: Parsed) -> Probe {
    let fragment = payload.get(..header.len.min(payload.len())).unwrap_or(payload);
    let plausible = fragment.iter().take(6).enumerate().all(|(i, byte)| match i {
        0 => matches!(*byte, CLIENT_HELLO | SERVER_HELLO),
        1 => *byte == 0,
        4 => matches!(*byte, 1 | 3 | 0x7f),
        5 => *byte <= 4 || fragment.get(4) == Some(&0x7f),
        _ => true,
    });
    match next {
        _ if !plausible => Probe::Reject,
        _ if fragment.len() >= 6 => Probe::Match,
        Parsed::Header(next) if next.kind == record::HANDSHAKE && next.version == header.version => Probe::Match,
        Parsed::Short => Probe::NeedMore,
        _ => Probe::Reject,
    }
}

/// In the middle of a flow: binary payload, and a record of the same version behind it as far as that can be seen.
fn application(header: Header, payload: &[u8], next: Parsed) -> Probe {
    let record = payload.get(..header.len.min(payload.len())).unwrap_or(payload);
    // Shorter than any MAC or tag.
    if header.len < 16 {
        return Probe::Reject;
    }
    match next {
        Parsed::Header(next) if next.continues(header) => Probe::Match,
        Parsed::Short if record.len() < SAMPLE.min(header.len) => Probe::NeedMore,
        Parsed::Short if is_ciphertext(record) => Probe::Match,
        _ => Probe::Reject,
    }
}

/// Ciphertext is printable in 95 of 256 bytes and zero in one; an explicit nonce (RFC 5288 §3) may count from zero.
fn is_ciphertext(record: &[u8]) -> bool {
    const NONCE: usize = 8;
    let text = record.iter().filter(|byte| matches!(**byte, b' '..=b'~')).count();
    let behind = record.get(NONCE..).unwrap_or_default();
    let zeros = memchr::memchr_iter(0, behind).count();
    text * 4 <= record.len() * 3 && zeros * 4 <= behind.len()
}
