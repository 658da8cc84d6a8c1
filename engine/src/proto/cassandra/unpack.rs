//! LZ4 and Snappy as the protocol uses them: bare blocks, their unpacked size in front or in a frame's head.

use crate::message::{Coding, Outlet};

/// Most that a block yields: the largest block of LZ4's own frames.
const YIELD: usize = 4 << 20;

/// Unpacks an envelope. Where it is not known how it is packed, what unpacks tells.
pub(super) fn envelope(coding: &mut Option<Coding>, packed: &[u8], out: &mut dyn Outlet) -> Option<Vec<u8>> {
    match *coding {
        Some(Coding::Lz4) => sized(packed, out),
        Some(Coding::Snappy) => snappy(packed, out),
        Some(_) => None,
        None => {
            let (told, plain) = match sized(packed, out) {
                Some(plain) => (Coding::Lz4, plain),
                None => (Coding::Snappy, snappy(packed, out)?),
            };
            *coding = Some(told);
            Some(plain)
        }
    }
}

/// An LZ4 block behind its unpacked size.
fn sized(packed: &[u8], out: &mut dyn Outlet) -> Option<Vec<u8>> {
    let (size, block) = packed.split_first_chunk::<4>()?;
    lz4(block, u32::from_be_bytes(*size) as usize, out)
}

/// An LZ4 block that unpacks to so many bytes: put into a frame of one block, it is what the decoder takes.
pub(super) fn lz4(block: &[u8], size: usize, out: &mut dyn Outlet) -> Option<Vec<u8>> {
    // Magic number; version 1 with blocks of their own, up to 4 MiB; the head's checksum, which nobody checks.
    const HEAD: [u8; 7] = [0x04, 0x22, 0x4d, 0x18, 0x60, 0x70, 0];
    if size > YIELD {
        return None;
    }
    let mut framed = Vec::with_capacity(block.len() + 15);
    framed.extend(HEAD);
    framed.extend((block.len() as u32).to_le_bytes());
    framed.extend_from_slice(block);
    framed.extend([0; 4]);
    let mut plain = Vec::new();
    (out.decode(Coding::Lz4, &framed, size, &mut plain) && plain.len() == size).then_some(plain)
}

fn snappy(packed: &[u8], out: &mut dyn Outlet) -> Option<Vec<u8>> {
    let mut plain = Vec::new();
    out.decode(Coding::Snappy, packed, YIELD, &mut plain).then_some(plain)
}
