//! Where a message of LDAP begins (RFC 4511 §4, §5.1).

use crate::proto::Probe;
pub(super) use crate::proto::ber::{Ber, ENUMERATED, INTEGER, SEQUENCE, STRING, header};

/// Longest message: what `OpenLDAP` takes from a client that is known (`sockbuf_max_incoming_auth`).
const MESSAGE_MAX: usize = 4 << 20;

/// Does a message begin here? If so, its length. A sequence, a message id, an operation whose first field is what it
/// must be (RFC 4511 §4).
pub(super) fn message(data: &[u8]) -> (Probe, usize) {
    let waits = || if data.len() < HEAD_MAX { Probe::NeedMore } else { Probe::Reject };
    if data.first().is_some_and(|tag| *tag != SEQUENCE) {
        return (Probe::Reject, 0);
    }
    if data.get(1).is_some_and(|first| matches!(first, 0x80 | 0x85..)) {
        return (Probe::Reject, 0);
    }
    let Some((_, outer, head)) = header(data) else { return (waits(), 0) };
    if !(3..=MESSAGE_MAX).contains(&outer) {
        return (Probe::Reject, 0);
    }
    let len = outer.saturating_add(head);
    let rest = data.get(head..len.min(data.len())).unwrap_or_default();
    // What the message does not hold will not come behind it.
    let waits = || if data.len() < len { waits() } else { Probe::Reject };
    match rest.split_first_chunk::<2>() {
        None if rest.first().is_none_or(|tag| *tag == INTEGER) => return (waits(), len),
        Some(([INTEGER, 1..=4], _)) => {}
        _ => return (Probe::Reject, 0),
    }
    let mut ahead = Ber::new(rest);
    if ahead.read(INTEGER).is_none() {
        return (waits(), len);
    }
    let Some(operation) = ahead.rest().first() else { return (waits(), len) };
    let Some((_, inner, head)) = header(ahead.rest()) else {
        return (if is_operation(*operation) { waits() } else { Probe::Reject }, len);
    };
    if !is_operation(*operation) || inner >= outer {
        return (Probe::Reject, 0);
    }
    let content = ahead.rest().get(head..).unwrap_or_default();
    match first_field(*operation, content.get(..inner).unwrap_or(content), inner) {
        Some(true) => (Probe::Match, len),
        Some(false) => (Probe::Reject, 0),
        None => (waits(), len),
    }
}

/// Bytes in which a message's beginning must show itself.
pub(super) const HEAD_MAX: usize = 32;

fn is_operation(tag: u8) -> bool {
    matches!(tag, 0x42 | 0x4a | 0x50 | 0x60 | 0x61 | 0x63..=0x69 | 0x6b..=0x6f | 0x73 | 0x77..=0x79)
}

/// Is the first field of an operation what it must be? `None`: too few bytes.
fn first_field(operation: u8, content: &[u8], len: usize) -> Option<bool> {
    Some(match operation {
        // Unbind, delete, abandon.
        0x42 => len == 0,
        0x4a => content.first()?.is_ascii_graphic(),
        0x50 => (1..=4).contains(&len),
        // Bind: version 2 or 3, then the name.
        0x60 => {
            content.first_chunk::<4>().is_some_and(|head| matches!(head, [INTEGER, 1, 2 | 3, STRING]))
                || content.len() < 4 && return None
        }
        // Results: a code.
        0x61 | 0x65 | 0x67 | 0x69 | 0x6b | 0x6d | 0x6f | 0x78 => match content.first_chunk::<3>() {
            Some([ENUMERATED, 1, code]) => *code <= 123,
            Some(_) => false,
            None => return None,
        },
        // An OID, perhaps left out of an intermediate response.
        0x77 | 0x79 => match content.get(2) {
            Some(digit) => {
                matches!(content.first(), Some(0x80 | 0x81)) && (digit.is_ascii_digit() || operation == 0x79)
            }
            None => return None,
        },
        // A name, or addresses.
        _ => *content.first()? == STRING,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn beginnings_of_messages_are_recognised_however_short() {
        let bind = b"\x30\x0c\x02\x01\x01\x60\x07\x02\x01\x03\x04\0\x80\0";
        assert_eq!(message(bind), (Probe::Match, 14));
        for len in 0..10 {
            assert_eq!(message(&bind[..len]).0, Probe::NeedMore, "{len}");
        }
        assert_eq!(message(b"\x30\x84\0\0\0\x40\x02\x01\x02\x63\x84\0\0\0\x37\x04\x0c").0, Probe::Match);
        // SNMP, a certificate, an endless length.
        for odd in
            [&b"\x30\x18\x02\x01\x01\x04\x06public"[..], b"\x30\x82\x03\0\x30\x82", b"\x30\x80\x02\x01\x01\x60\x07"]
        {
            assert_eq!(message(odd).0, Probe::Reject, "{}", odd.escape_ascii());
        }
    }
}
