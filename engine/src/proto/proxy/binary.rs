//! Version 2 (§2.2): a signature of twelve bytes, version and command, family, length, addresses, then TLVs.

use super::{Reading, Told};
use std::net::{Ipv4Addr, Ipv6Addr};

const SIGNATURE: &[u8] = b"\r\n\r\n\0\r\nQUIT\n";
const FIXED: usize = 16;
/// `PP2_TYPE_CRC32C`: a checksum over the whole header, itself taken as zero.
const CRC32C: u8 = 0x03;
/// `PP2_TYPE_SSL`: a byte of flags and four of the verdict on the client's certificate, then TLVs of its own.
const SSL: u8 = 0x20;
const SSL_FIXED: usize = 5;

pub(super) fn read(data: &[u8]) -> Reading {
    if !data.iter().zip(SIGNATURE).all(|(a, b)| a == b) {
        return Reading::No;
    }
    let Some([.., command, family, high, low]) = data.first_chunk::<FIXED>() else { return Reading::NeedMore };
    if !matches!(command, 0x20 | 0x21) {
        return Reading::Malformed("version 2: version or command");
    }
    if family >> 4 > 3 || family & 15 > 2 {
        return Reading::Malformed("version 2: family or protocol");
    }
    let len = FIXED + usize::from(u16::from_be_bytes([*high, *low]));
    let Some(header) = data.get(..len) else { return Reading::NeedMore };
    let body = header.get(FIXED..).unwrap_or(&[]);
    if *command == 0x20 {
        // LOCAL: the receiver must accept it and discard what it says, addresses and all.
        return Reading::Header { len, told: Told::Nobody };
    }
    match proxied(*family, body) {
        None => Reading::Malformed("version 2: shorter than its addresses"),
        Some((told, tlvs)) => match sound(header, tlvs) {
            None => Reading::Malformed("version 2: TLVs"),
            Some(sound) => Reading::Header { len, told: if sound { told } else { Told::Damaged } },
        },
    }
}

/// The client, and the TLVs behind the addresses.
fn proxied(family: u8, body: &[u8]) -> Option<(Told, &[u8])> {
    match family {
        0x11 | 0x12 => {
            let ([a, b, c, d, _, _, _, _, high, low, _, _], tlvs) = body.split_first_chunk::<12>()?;
            let port = u16::from_be_bytes([*high, *low]);
            Some((Told::Client(Ipv4Addr::new(*a, *b, *c, *d).into(), port), tlvs))
        }
        0x21 | 0x22 => {
            let (addr, rest) = body.split_first_chunk::<16>()?;
            let (_, rest) = rest.split_first_chunk::<16>()?;
            let ([high, low, _, _], tlvs) = rest.split_first_chunk::<4>()?;
            let port = u16::from_be_bytes([*high, *low]);
            Some((Told::Client(Ipv6Addr::from(*addr).to_canonical(), port), tlvs))
        }
        0x31 | 0x32 => Some((Told::Nobody, body.get(216..)?)),
        // UNSPEC, or half of it: the receiver must ignore addresses, whose length it cannot know.
        _ => Some((Told::Nobody, &[])),
    }
}

/// Walks the TLVs: `None` if one overruns the header, else whether the checksum, if there is one, is right.
fn sound(header: &[u8], mut tlvs: &[u8]) -> Option<bool> {
    let mut right = true;
    while !tlvs.is_empty() {
        let ([kind, high, low], rest) = tlvs.split_first_chunk::<3>()?;
        let (value, rest) = rest.split_at_checked(usize::from(u16::from_be_bytes([*high, *low])))?;
        match *kind {
            SSL => nested(value.get(SSL_FIXED..)?)?,
            CRC32C => {
                let told = u32::from_be_bytes(value.try_into().ok()?);
                let at = header.len() - rest.len() - 4;
                // One checksum decides: walking over many of them would cost the square of the length.
                right = crc32c(header, at) == told;
                return ended(rest).then_some(right);
            }
            _ => {}
        }
        tlvs = rest;
    }
    Some(right)
}

/// True if what follows the checksum are whole TLVs, none of them a second checksum.
fn ended(mut tlvs: &[u8]) -> bool {
    while let Some(([kind, high, low], rest)) = tlvs.split_first_chunk::<3>() {
        let Some(rest) = rest.get(usize::from(u16::from_be_bytes([*high, *low]))..) else { return false };
        if *kind == CRC32C {
            return false;
        }
        tlvs = rest;
    }
    tlvs.is_empty()
}

/// The TLVs within the one of SSL are whole.
fn nested(tlvs: &[u8]) -> Option<()> {
    ended(tlvs).then_some(())
}

/// CRC-32C (RFC 3720 appendix B.4) of a header whose four bytes at `hole` count as zero. Once a flow: no table.
fn crc32c(header: &[u8], hole: usize) -> u32 {
    let mut crc = u32::MAX;
    for (at, byte) in header.iter().enumerate() {
        let byte = if (hole..hole + 4).contains(&at) { 0 } else { *byte };
        crc ^= u32::from(byte);
        for _ in 0..8 {
            crc = crc >> 1 ^ (0x82f6_3b78 & (crc & 1).wrapping_neg());
        }
    }
    !crc
}
