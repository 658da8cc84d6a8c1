//! What RAR 5 does to programs and to tables of numbers before it packs them, undone.

/// How a piece was changed.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Kind {
    /// Bytes by channel, each the difference to the one before.
    Delta(usize),
    /// Targets of calls of x86, of jumps as well or not, counted from the start of the file.
    Calls { jumps: bool },
    /// The same for ARM.
    Arm,
}

/// Addresses count up to this.
const SPAN: u32 = 1 << 24;

/// Undoes the change of a piece that begins at `offset` of its file.
pub(super) fn undo(kind: Kind, piece: &[u8], offset: u64) -> Vec<u8> {
    match kind {
        Kind::Delta(channels) => delta(piece, channels),
        Kind::Calls { jumps } => calls(piece, offset, jumps),
        Kind::Arm => arm(piece, offset),
    }
}

fn delta(piece: &[u8], channels: usize) -> Vec<u8> {
    let mut out = vec![0; piece.len()];
    let mut differences = piece.iter();
    for channel in 0..channels {
        let mut last = 0u8;
        for (byte, difference) in out.iter_mut().skip(channel).step_by(channels).zip(&mut differences) {
            last = last.wrapping_sub(*difference);
            *byte = last;
        }
    }
    out
}

fn calls(piece: &[u8], offset: u64, jumps: bool) -> Vec<u8> {
    let mut out = piece.to_vec();
    let mut at = 0;
    while at + 4 < out.len() {
        let opcode = out.get(at).copied().unwrap_or(0);
        at += 1;
        if opcode != 0xe8 && !(jumps && opcode == 0xe9) {
            continue;
        }
        let Some(target) = out.get_mut(at..at + 4).and_then(|bytes| <&mut [u8; 4]>::try_from(bytes).ok()) else {
            break;
        };
        let here = (offset.wrapping_add(at as u64) % u64::from(SPAN)) as u32;
        let address = u32::from_le_bytes(*target);
        if address >> 31 != 0 {
            if address.wrapping_add(here) >> 31 == 0 {
                *target = address.wrapping_add(SPAN).to_le_bytes();
            }
        } else if address < SPAN {
            *target = address.wrapping_sub(here).to_le_bytes();
        }
        at += 4;
    }
    out
}

fn arm(piece: &[u8], offset: u64) -> Vec<u8> {
    let mut out = piece.to_vec();
    for (word, at) in out.chunks_exact_mut(4).zip((0u64..).step_by(4)) {
        let [a, b, c, 0xeb] = *word else { continue };
        let target = u32::from_le_bytes([a, b, c, 0]).wrapping_sub((offset.wrapping_add(at) / 4) as u32);
        if let [x, y, z, _] = word {
            [*x, *y, *z, _] = target.to_le_bytes();
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn channels_are_put_together() {
        let plain: Vec<u8> = (0..50u8).map(|at| at.wrapping_mul(at)).collect();
        for channels in [1, 2, 3, 32] {
            let mut packed = Vec::new();
            for channel in 0..channels {
                let mut last = 0u8;
                for byte in plain.iter().skip(channel).step_by(channels) {
                    packed.push(last.wrapping_sub(*byte));
                    last = *byte;
                }
            }
            assert_eq!(undo(Kind::Delta(channels), &packed, 0), plain, "{channels}");
        }
    }

    #[test]
    fn addresses_count_from_where_they_stand() {
        // The operand stands at 1001: 5000 is reached by going 3999 on.
        let call = [&[0xe8], &5000u32.to_le_bytes()[..], &[0x90]].concat();
        let undone = [&[0xe8], &3999u32.to_le_bytes()[..], &[0x90]].concat();
        assert_eq!(undo(Kind::Calls { jumps: false }, &call, 1000), undone);
        let jump = [&[0xe9], &call[1..]].concat();
        assert_eq!(undo(Kind::Calls { jumps: false }, &jump, 1000), jump);
        assert_eq!(undo(Kind::Calls { jumps: true }, &jump, 1000), [&[0xe9], &undone[1..]].concat());
        // Backwards beyond the start, and what is no address of the file.
        let back = [&[0xe8], &(-500i32).to_le_bytes()[..], &[0x90]].concat();
        assert_eq!(undo(Kind::Calls { jumps: true }, &back, 1000)[1..5], ((1 << 24) - 500i32).to_le_bytes());
        let far = [&[0xe8], &0x4000_0000u32.to_le_bytes()[..], &[0x90]].concat();
        assert_eq!(undo(Kind::Calls { jumps: true }, &far, 1000), far);
        assert_eq!(undo(Kind::Arm, &[0x10, 0x27, 0, 0xeb, 1, 2, 3, 4], 400), [0xac, 0x26, 0, 0xeb, 1, 2, 3, 4]);
    }
}
