use super::*;
use crate::proto::testing::{parser_properties, run_pieces};

parser_properties!(
    PROTOCOL,
    "src/proto/hl7/dialogs",
    &[b"\x0bMSH|^~\\&|A|B|||1||ADT|1|P|2.5\r", b"\x1c\r", b"PID|1||", b"\\X3133\\", b"MSA|AA|1\r"]
);

#[test]
fn only_headers_are_claimed() {
    let of = |data: &[u8]| probe(Direction::Orig, data, (40_000, 50_000));
    assert_eq!(of(b"\x0bMSH|^~\\&|A"), Probe::Match);
    assert_eq!(of(b"BHS|^~\\&|A"), Probe::Match);
    assert_eq!(of(b"\x0bMS"), Probe::NeedMore);
    assert_eq!(of(b"\x0bPID|1"), Probe::Reject);
    assert_eq!(of(b"MSH,a"), Probe::Reject);
}

#[test]
fn segments_in_tiny_packets_are_searched_once() {
    use super::super::testing::Recorder;
    // What was searched and holds no end is not searched again.
    let mut parser =
        Hl7Parser { longest: 1 << 20, depth: 8, sides: Pair::default(), sent: VecDeque::new(), next_tx: 0 };
    let mut out = Recorder::default();
    let data = [b"OBX|1|TX|".to_vec(), vec![b'x'; 5000]].concat();
    for len in 1..=data.len() {
        assert_eq!(parser.on_data(Direction::Orig, &data[..len], &mut out), Progress::Consumed(0));
        assert_eq!(parser.sides.of_mut(Direction::Orig).scanned, len);
    }
}

#[test]
fn documents_are_content_of_their_own() {
    let turns = [crate::proto::testing::Turn::Data(
        Direction::Orig,
        b"\x0bMSH|^~\\&|A|B|||1||ORU|7|P|2.5\rOBX|1|ED|PDF||^AP^PDF^Base64^MTM4MDAxMzgwMDA=\r\x1c\r".to_vec(),
    )];
    let told = run_pieces(&PROTOCOL, &Limits::default(), &turns, &[7]);
    assert!(told.lines.iter().any(|line| line == "> begin hl7.document tx=0"), "{:#?}", told.lines);
    assert!(told.lines.iter().any(|line| line == "> derived \"13800138000\""), "{:#?}", told.lines);
}
