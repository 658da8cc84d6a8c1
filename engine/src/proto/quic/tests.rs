use super::super::recorder::{Fate, Feeder};
use super::*;
use proptest::prelude::*;

fn initial(version: u32, first: u8) -> Vec<u8> {
    [
        &[first][..],
        &version.to_be_bytes(),
        &[8],
        b"abcdefgh",
        &[4],
        b"wxyz",
        // No token; 1180 bytes follow.
        &[0, 0x44, 0x9c],
        &[0x5a; 1180],
    ]
    .concat()
}

fn answer(data: &[u8]) -> Probe {
    probe(Direction::Orig, &data[..data.len().min(512)], (40_000, 443))
}

#[test]
fn initials_of_known_versions_are_claimed() {
    assert_eq!(answer(&initial(V1, 0xc3)), Probe::Match);
    assert_eq!(answer(&initial(V2, 0xd3)), Probe::Match);
    assert_eq!(answer(&initial(0xff00_001d, 0xc3)), Probe::Match);
    assert_eq!(answer(&[&[0x80, 0, 0, 0, 0, 0, 4][..], b"abcd", &[0, 0, 0, 1]].concat()), Probe::Match);
}

#[test]
fn strangers_are_not_claimed() {
    assert_eq!(answer(&initial(0x5130_3530, 0xc3)), Probe::Reject, "a version we do not know");
    assert_eq!(answer(&initial(V1, 0x83)), Probe::Reject, "no fixed bit");
    assert_eq!(answer(&[0x43; 60]), Probe::Reject, "a short header alone");
    let mut long_id = initial(V1, 0xc3);
    long_id[5] = 21;
    assert_eq!(answer(&long_id), Probe::Reject);
    assert_eq!(answer(&initial(V1, 0xc3)[..12]), Probe::Reject, "cut");
}

#[test]
fn both_directions_are_bypassed_under_their_version() {
    let mut feeder = Feeder::new(Box::new(QuicParser::default()));
    feeder.feed(Direction::Orig, &initial(V1, 0xc3));
    feeder.feed(Direction::Resp, &[0x43; 60]);
    feeder.assert_accounted();
    assert_eq!(feeder.fate, [Fate::Bypassed(State::Encrypted); 2]);
    let info = feeder.out.transport.unwrap();
    assert_eq!((info.version, info.protection), ("QUICv1", "sound"));
}

proptest! {
    #[test]
    fn any_bytes_are_bypassed_and_few_are_claimed(data in proptest::collection::vec(any::<u8>(), 1..600)) {
        prop_assert_eq!(answer(&data), Probe::Reject);
        let mut feeder = Feeder::new(Box::new(QuicParser::default()));
        feeder.feed(Direction::Orig, &data);
        feeder.assert_accounted();
    }

    #[test]
    fn damaged_headers_do_not_panic(at in 0usize..24, byte in any::<u8>(), len in 0usize..40) {
        let mut data = initial(V1, 0xc3);
        data[at] = byte;
        let _ = answer(&data);
        let _ = answer(&data[..len]);
    }
}
