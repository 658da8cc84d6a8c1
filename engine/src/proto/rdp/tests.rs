use super::*;
use crate::proto::testing::parser_properties;

parser_properties!(
    PROTOCOL,
    "src/proto/rdp/dialogs",
    &[b"\x03\0\0\x0b\x06\xe0\0\0\0\0\0", b"\x03\0\0\x13\x0e\xd0\0\0\0\0\0\x02\0\x08\0\x01\0\0\0", b"McDn", b"\x03\0"]
);

#[test]
fn others_that_speak_x224_are_left_alone() {
    let answer = |data: &[u8], port| probe(Direction::Orig, data, (40_000, port));
    let bare = b"\x03\0\0\x0b\x06\xe0\0\0\0\0\0";
    assert_eq!(answer(bare, 3389), Probe::Match);
    assert_eq!(answer(bare, 102), Probe::Reject, "S7 and MMS begin alike");
    assert_eq!(answer(&bare[..9], 3389), Probe::NeedMore);
    assert_eq!(
        answer(b"\x03\0\0\x16\x11\xe0\0\0\0\x01\0\xc1\x02\x01\0\xc2\x02\x01\x02\xc0\x01\x0a", 102),
        Probe::Reject
    );
    assert_eq!(answer(b"GET / HTTP/1.1", 3389), Probe::Reject);
}
