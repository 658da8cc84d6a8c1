use super::PROTOCOL;
use crate::config::Limits;
use crate::message::Direction;
use crate::proto::testing::{Turn, parser_properties, run_pieces};

parser_properties!(
    PROTOCOL,
    "src/proto/tds/dialogs",
    &[b"\x04\x01\x00\x08\0\0\x01\0", b"\x01\x01\x00\x0a\0\0\x01\0a\0", b"\xfd\0\0\0\0"]
);

/// A message of the client in packets.
fn packets(kind: u8, payload: &[u8]) -> Vec<u8> {
    let count = payload.chunks(32_000).count();
    let packet = |(at, part): (usize, &[u8])| {
        let len = (part.len() as u16 + 8).to_be_bytes();
        let last = u8::from(at + 1 == count);
        [&[kind, last, len[0], len[1], 0, 0, at as u8 + 1, 0], part].concat()
    };
    payload.chunks(32_000).enumerate().flat_map(packet).collect()
}

#[test]
fn long_requests_go_through_as_they_come() {
    let wide = |text: &str| text.encode_utf16().flat_map(u16::to_le_bytes).collect::<Vec<u8>>();
    let padding = " ".repeat(200_000);
    let batch = packets(1, &wide(&format!("insert into t values ('13800138000'{padding}, '13900139000')")));
    let mut call = b"\xff\xff\x0a\0\0\0".to_vec();
    for text in ["insert into t (m) values (@P1)", "@P1 nvarchar(max)", &format!("{padding}13700137000")] {
        let text = wide(text);
        call.extend(b"\0\0\xe7\xff\xff\x09\x04\xd0\0\x34");
        call.extend((text.len() as u64).to_le_bytes());
        call.extend((text.len() as u32).to_le_bytes());
        call.extend([&text[..], &[0; 4]].concat());
    }
    let turns = [batch, packets(3, &call)].map(|data| Turn::Data(Direction::Orig, data));
    let whole = run_pieces(&PROTOCOL, &Limits::default(), &turns, &[usize::MAX]);
    let pieced = run_pieces(&PROTOCOL, &Limits::default(), &turns, &[1000, 7, 50_000]);
    assert_eq!(whole, pieced);
    let texts: Vec<_> = whole.lines.iter().filter(|line| line.starts_with("> derived")).collect();
    assert_eq!(texts.len(), 4, "{:#?}", whole.lines);
    assert!(whole.lines.iter().all(|line| !line.contains("cut") && !line.contains("lost")), "{:#?}", whole.lines);
}

/// A message of the server in packets of a payload of so many bytes.
fn reply(payload: &[u8], piece: usize) -> Vec<u8> {
    let count = payload.chunks(piece).count();
    let packet = |(at, part): (usize, &[u8])| {
        let len = (part.len() as u16 + 8).to_be_bytes();
        [&[4, u8::from(at + 1 == count), len[0], len[1], 0, 0, (at + 1) as u8, 0], part].concat()
    };
    payload.chunks(piece).enumerate().flat_map(packet).collect()
}

#[test]
fn what_was_consumed_is_scanned_even_if_it_is_cut() {
    let mut payload = b"\x81\x01\0\0\0\0\0\0\0\xa7\x64\0\x09\x04\xd0\0\x34\x01a\0\xd1\x30\x0013800138000".to_vec();
    payload.resize(60, b' ');
    // Without the end of its message, and of its value.
    let mut data = reply(&payload, 30);
    data[1] = 0;
    let last = data.len() - 30 - 8 + 1;
    data[last] = 0;
    let turns = [Turn::Data(Direction::Resp, data), Turn::Gap(Direction::Resp, 10)];
    let told = run_pieces(&PROTOCOL, &Limits::default(), &turns, &[usize::MAX]);
    assert!(told.lines.iter().any(|line| line.contains("13800138000")), "{:#?}", told.lines);
}

#[test]
fn units_in_tiny_packets_are_not_read_for_each() {
    // The names of columns in packets of one byte: reading them anew for each would take time by the square.
    let mut payload = b"\x81\xe8\x03".to_vec();
    for _ in 0..1000 {
        payload.extend(b"\0\0\0\0\0\0\x26\x04\x10");
        payload.extend(b"c\0".repeat(16));
    }
    let mut stream = super::stream::Stream::new(false);
    let mut session = super::session::Session::new(&Limits::default());
    let mut out = crate::proto::testing::Recorder::default();
    for byte in &payload {
        stream.push(Direction::Resp, &[*byte], &mut session, &mut out);
    }
    assert!(stream.steps() < 64, "{} steps", stream.steps());
}
