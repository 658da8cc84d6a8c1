use super::*;
use crate::proto::testing::{Turn, parser_properties, run, work};

/// A sign-on in digits of ASCII, framed by four of them.
const SIGN_ON: &[u8] = b"00550800822000000000000004000000000000000102123456000001001";

parser_properties!(
    PROTOCOL,
    "src/proto/iso8583/dialogs",
    &[SIGN_ON, b"\x02\x00\x30\x20", b"164111111111111111", b"\0\x1e", b"\x60\0\x03\0\0", b"\x5a\x08"]
);

fn verdict(data: &[u8]) -> Probe {
    probe(Direction::Orig, data, (40_000, 50_000))
}

#[test]
fn a_message_is_claimed_once_it_is_whole() {
    for len in 1..SIGN_ON.len() {
        assert_eq!(verdict(&SIGN_ON[..len]), Probe::NeedMore, "{len}");
    }
    assert_eq!(verdict(SIGN_ON), Probe::Match);
    // Another length, another type, letters among digits, fields that end elsewhere.
    for (at, byte) in [(3, b'6'), (4, b'9'), (5, b'0'), (30, b'x'), (9, b'3'), (41, b'z')] {
        let mut damaged = SIGN_ON.to_vec();
        damaged[at] = byte;
        assert_ne!(verdict(&damaged), Probe::Match, "{at}");
    }
}

/// Noise behind a type and a length that are right: one in a million would be too many.
#[test]
fn noise_is_not_claimed() {
    let mut state = 0x2545_f491_4f6c_dd1du64;
    let mut random = move || {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        state
    };
    for round in 0..40_000 {
        let len = 16 + random() as usize % 100;
        let mut data: Vec<u8> = (0..len).map(|_| random() as u8).collect();
        data[..2].copy_from_slice(&(len as u16 - 2).to_be_bytes());
        data[2..4].copy_from_slice(&[[2, 0], [8, 0], [4, 0x20]][round % 3]);
        if round % 2 == 0 {
            // Few fields, digits in BCD.
            data[4] &= 0x32;
            data[5..12].fill(0);
            data[12..].iter_mut().for_each(|byte| *byte &= 0x77);
        }
        assert_ne!(verdict(&data), Probe::Match, "{}", data.escape_ascii());
    }
}

/// Bytes of which every second looks like a type, on a link that may be coded in many ways: each field is read once for
/// all of them.
#[test]
fn a_search_reads_once_what_codings_share() {
    let packed = b"\0\x1c\x08\0\x82\x20\0\0\0\0\0\0\x04\0\0\0\0\0\0\0\x01\x02\x12\x34\x56\0\0\x01\0\x01";
    let types = b"\x02\0".repeat(20_000);
    let turns = [Turn::Data(Direction::Orig, [packed, &types[..]].concat())];
    let mut parser = make(&Limits::default(), Transport::Tcp);
    let mut told = None;
    let work = work::of(|| told = Some(format!("{:?}", run(parser.as_mut(), &turns, &mut |_| 1448))));
    assert!(told.is_some_and(|told| told.contains("iso8583.request") && told.contains("iso8583.message")));
    assert!(work < 20 * types.len() as u64, "{work}");
}
