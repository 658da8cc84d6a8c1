use super::*;
use crate::proto::Progress;
use crate::proto::testing::{Recorder, parser_properties};

const ISA: &[u8] =
    b"ISA*00*          *00*          *ZZ*CRM            *ZZ*PARTNER        *260101*1000*^*00501*000000001*0*T*:~";

parser_properties!(PROTOCOL, "src/proto/x12/dialogs", &[ISA, b"ST*270*1~", b"SE*2*1~", b"NM1*IL*1*LI*WEI~", b"ISA*"]);

#[test]
fn only_headers_with_all_their_separators_are_claimed() {
    let of = |data: &[u8]| probe(Direction::Orig, data, (40_000, 50_000));
    assert_eq!(of(ISA), Probe::Match);
    for len in 0..ISA.len() {
        assert_eq!(of(&ISA[..len]), Probe::NeedMore, "{len}");
    }
    for at in [3, 17, 50, 72, 103] {
        let mut damaged = ISA.to_vec();
        damaged[at] = b'x';
        assert_eq!(of(&damaged), Probe::Reject, "{at}");
    }
    for data in [&b"ISABEL"[..], b"ISA 12", b"\0\0\0", b"GS*HC"] {
        assert_eq!(of(data), Probe::Reject, "{}", data.escape_ascii());
    }
}

#[test]
fn segments_in_tiny_packets_are_searched_once() {
    let mut parser = Interchanges::<Separators>::new(&Limits { head_bytes: 1 << 20, ..Limits::default() });
    let mut out = Recorder::default();
    assert_eq!(parser.on_data(Direction::Orig, ISA, &mut out), Progress::Consumed(ISA.len()));
    let data = [&b"NTE*"[..], &[b'x'; 5000]].concat();
    for len in 4..=data.len() {
        assert_eq!(parser.on_data(Direction::Orig, &data[..len], &mut out), Progress::Consumed(0));
        assert_eq!(parser.scanned(Direction::Orig), len);
    }
}
