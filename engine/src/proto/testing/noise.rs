//! Damaged dialogues: a parser must keep its contract whatever the bytes are.

use super::dialogue::Turn;
use super::runner::{load_dialogues, run};
use crate::config::Limits;
use crate::message::Direction;
use crate::proto::{Protocol, Transport};

/// `SplitMix64`, from a fixed seed: what fails once fails again.
struct Random(u64);

impl Random {
    fn below(&mut self, limit: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let z = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        ((z ^ (z >> 31)) % limit.max(1) as u64) as usize
    }
}

/// Runs every dialogue of a folder `rounds` times with bytes changed, removed and repeated, gaps and odd cuts. The
/// runner panics where the contract is broken.
pub fn check_damaged(protocol: &Protocol, transport: Transport, folder: &str, rounds: usize) {
    let mut random = Random(7);
    for dialogue in load_dialogues(folder) {
        for _ in 0..rounds {
            let mut turns = Vec::new();
            for turn in &dialogue.turns {
                let Turn::Data(dir, data) = turn else { continue };
                let mut data = data.clone();
                for _ in 0..random.below(4) {
                    damage(&mut data, &mut random);
                }
                if random.below(8) == 0 {
                    turns.push(Turn::Gap(*dir, 1 + random.below(40) as u64));
                }
                turns.push(Turn::Data(*dir, data));
            }
            if random.below(16) == 0 {
                turns.retain(|turn| !matches!(turn, Turn::Data(Direction::Orig, _)));
            }
            let mut parser = protocol.parser.expect("there is a parser")(&Limits::default(), transport);
            let whole = transport == Transport::Udp;
            run(parser.as_mut(), &turns, &mut |left| if whole { left } else { 1 + random.below(left.min(97)) });
        }
    }
}

fn damage(data: &mut Vec<u8>, random: &mut Random) {
    if data.is_empty() {
        return;
    }
    let at = random.below(data.len());
    let len = 1 + random.below(12.min(data.len() - at));
    match random.below(5) {
        0 => data[at] = random.below(256) as u8,
        1 => data[at] = b"0123456789\r\n \0\xff"[random.below(15)],
        2 => drop(data.drain(at..at + len)),
        3 => {
            let piece = data[at..at + len].to_vec();
            data.splice(at..at, piece);
        }
        _ => data.truncate(at),
    }
}
