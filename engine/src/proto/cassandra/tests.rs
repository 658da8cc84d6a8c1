use super::PROTOCOL;
use super::frame::{Found, Frame, crc24};
use crate::config::Limits;
use crate::message::Direction;
use crate::proto::testing::{Turn, parser_properties, run_pieces};

parser_properties!(
    PROTOCOL,
    "src/proto/cassandra/dialogs",
    &[
        b"\x84\0\0\x01\x08\0\0\0\x04",
        b"\x04\0\0\x01\x07\0\0\0\x04",
        b"\0\0\0\x02\0\0\0\x01",
        b"\0\x0d\0\x20\xff\xff\xff\xff"
    ]
);

fn envelope(first: u8, op: u8, body: &[u8]) -> Vec<u8> {
    [&[first, 0, 0, 1, op], &(body.len() as u32).to_be_bytes()[..], body].concat()
}

#[test]
fn what_is_not_held_goes_through_as_it_comes() {
    let value = |bytes: &[u8]| [&(bytes.len() as u32).to_be_bytes()[..], bytes].concat();
    let text = format!("{} 13800138000", "x".repeat(70_000));
    let blob = [vec![0u8; 40_000], b" 13900139000 ".to_vec(), vec![1; 40_000]].concat();
    let head = b"\0\0\0\x02\0\0\0\x01\0\0\0\x03\0\x01k\0\x01t\0\x01a\0\x0d\0\x01b\0\x03\0\x01c\0\x0d\0\0\0\x01";
    let rows = [&head[..], &value(text.as_bytes()), &value(&blob), &value(b"13700137000")].concat();
    let request = [b"\0 13600136000 ".to_vec(), vec![b'y'; 1 << 20]].concat();
    let turns = [
        Turn::Data(Direction::Orig, envelope(4, 0x0d, &request)),
        Turn::Data(Direction::Resp, envelope(0x84, 8, &rows)),
    ];
    let whole = run_pieces(&PROTOCOL, &Limits::default(), &turns, &[usize::MAX]);
    let pieced = run_pieces(&PROTOCOL, &Limits::default(), &turns, &[1000, 7, 50_000]);
    assert_eq!(whole, pieced);
    let told: Vec<&str> = whole.lines.iter().map(|line| line.split('"').next().unwrap_or_default()).collect();
    let expected = [
        "> begin cassandra.request tx=0",
        "> derived ",
        "> end complete",
        "< begin cassandra.rows tx=0 db database=k table=t columns=a,b,c type=",
        "< derived ",
        "< db database=k table=t columns=a,b,c rows=1",
        "< end complete",
    ];
    assert_eq!(told, expected);
}

#[test]
fn thousands_of_columns_in_tiny_pieces_are_the_same() {
    let column = b"\0\x01c\0\x0d";
    let body = [&b"\0\0\0\x02\0\0\0\x01\0\0\x0f\xff\0\x01k\0\x01t"[..], &column.repeat(0xfff), &[0, 0, 0, 0]].concat();
    let turns = [Turn::Data(Direction::Resp, envelope(0x84, 8, &body))];
    let whole = run_pieces(&PROTOCOL, &Limits::default(), &turns, &[usize::MAX]);
    assert_eq!(whole, run_pieces(&PROTOCOL, &Limits::default(), &turns, &[1]));
}

#[test]
fn heads_of_frames_are_told_by_their_checksum() {
    // From a real server: 22 bytes, whole envelopes.
    assert_eq!(crc24(&[]), 0x87_5060);
    let sum = crc24(&[22, 0, 2]).to_le_bytes();
    let head = [22, 0, 2, sum[0], sum[1], sum[2]];
    assert_eq!(Frame::read(&head, Some(false)), Found::Yes(Frame { head: 6, len: 22, unpacked: None, alone: true }));
    assert_eq!(Frame::read(&head[..5], Some(false)), Found::Need);
    assert_eq!(Frame::read(&[0; 8], None), Found::No);
}
