//! A sample of TCP and UDP checksums: many wrong ones say that the mirror shows packets before an adapter filled them in.

/// Of this many frames one is looked at.
pub(crate) const SAMPLE: u64 = 128;

/// Whether the TCP or UDP checksum of an Ethernet frame over IPv4 is right (RFC 1071, RFC 9293 §3.1, RFC 768); `None`
/// if there is none to judge: another protocol, a fragment, a frame that was cut, or UDP without a checksum.
pub(crate) fn verify(frame: &[u8]) -> Option<bool> {
    let mut at = 12;
    let mut kind = word(frame, at)?;
    while matches!(kind, 0x8100 | 0x88a8) {
        at += 4;
        kind = word(frame, at)?;
    }
    let ip = frame.get(at + 2..)?;
    if kind != 0x0800 || ip.first()? >> 4 != 4 || word(ip, 6)? & 0x3fff != 0 {
        return None;
    }
    let header = usize::from(ip.first()? & 0x0f) * 4;
    let segment = ip.get(header..usize::from(word(ip, 2)?))?;
    let proto = *ip.get(9)?;
    match proto {
        6 => {}
        17 if word(segment, 6)? != 0 => {}
        _ => return None,
    }
    let pseudo = sum(ip.get(12..20)?) + u64::from(proto) + segment.len() as u64;
    let mut total = pseudo + sum(segment);
    while total > 0xffff {
        total = (total & 0xffff) + (total >> 16);
    }
    Some(total == 0xffff)
}

fn word(bytes: &[u8], at: usize) -> Option<u16> {
    Some(u16::from_be_bytes([*bytes.get(at)?, *bytes.get(at + 1)?]))
}

fn sum(bytes: &[u8]) -> u64 {
    let pairs = bytes.chunks_exact(2);
    let odd = pairs.remainder().first().map_or(0, |&byte| u64::from(byte) << 8);
    pairs.map(|pair| u64::from(pair[0]) << 8 | u64::from(pair[1])).sum::<u64>() + odd
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A UDP datagram 192.0.2.1:7 → 192.0.2.2:7 of two bytes.
    fn frame() -> Vec<u8> {
        let mut frame = vec![0u8; 12];
        frame.extend([0x08, 0x00, 0x45, 0, 0, 30, 0, 1, 0, 0, 64, 17, 0, 0, 192, 0, 2, 1, 192, 0, 2, 2]);
        frame.extend([0, 7, 0, 7, 0, 10, 0x13, 0x5f, 0x68, 0x69]);
        frame
    }

    #[test]
    fn right_and_wrong_sums_are_told_apart() {
        let mut frame = frame();
        assert_eq!(verify(&frame), Some(true));
        *frame.last_mut().unwrap() ^= 1;
        assert_eq!(verify(&frame), Some(false));
    }

    #[test]
    fn what_cannot_be_judged_is_not() {
        let mut fragment = frame();
        fragment[20] = 0x20;
        assert_eq!(verify(&fragment), None);
        assert_eq!(verify(&frame()[..40]), None);
        assert_eq!(verify(&[]), None);
    }
}
