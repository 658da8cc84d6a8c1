use super::super::recorder::{Fate, Feeder};
use super::super::tls::handshake::{CLIENT_HELLO, SERVER_HELLO};
use super::*;
use crate::finding::TransportInfo;
use crate::quic::initial::Keys;
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
    let mut feeder = feeder();
    feeder.feed(Direction::Orig, &initial(V1, 0xc3));
    feeder.feed(Direction::Resp, &[0x43; 60]);
    feeder.assert_accounted();
    assert_eq!(feeder.fate, [Fate::Bypassed(State::Encrypted); 2]);
    let info = feeder.out.transport.unwrap();
    assert_eq!((info.version, info.protection), ("QUICv1", "sound"));
}

fn feeder() -> Feeder {
    Feeder::new(Box::new(QuicParser::new(&Limits::default())))
}

fn block16(data: &[u8]) -> Vec<u8> {
    [&(data.len() as u16).to_be_bytes()[..], data].concat()
}

fn extension(kind: u16, value: &[u8]) -> Vec<u8> {
    [kind.to_be_bytes().to_vec(), block16(value)].concat()
}

fn message(kind: u8, body: &[u8]) -> Vec<u8> {
    [&[kind][..], &(body.len() as u32).to_be_bytes()[1..], body].concat()
}

/// A hello with this much padding.
fn client_hello(padding: usize) -> Vec<u8> {
    let name = [&[0][..], &block16(b"h3.example.cn")].concat();
    let extensions = [
        extension(0, &block16(&name)),
        extension(16, &block16(b"\x02h3")),
        extension(43, &[2, 3, 4]),
        extension(13, &block16(&[4, 3])),
        extension(21, &vec![0; padding]),
    ];
    let body =
        [&[3, 3][..], &[7; 32], &[0], &block16(&[0x13, 1, 0x13, 3]), &[1, 0], &block16(&extensions.concat())].concat();
    message(CLIENT_HELLO, &body)
}

fn server_hello() -> Vec<u8> {
    let extensions = [extension(43, &[3, 4]), extension(51, &[0, 29, 0, 1, 1])].concat();
    message(SERVER_HELLO, &[&[3, 3][..], &[8; 32], &[0, 0x13, 3, 0], &block16(&extensions)].concat())
}

const ID: &[u8] = b"invented";
const SERVER: &[u8] = b"srv1";

/// An Initial packet with these CRYPTO frames, an acknowledgement, and padding between them.
fn sealed(version: u32, id: &[u8], client: bool, number: u32, frames: &[(usize, &[u8])]) -> Vec<u8> {
    let keys = Keys::derive(version, id).unwrap();
    let mut payload = vec![1, 0, 0];
    if !client {
        payload.extend([3, 5, 0x40, 0x10, 1, 0, 0, 1, 2, 3, 4]);
    }
    for (at, data) in frames {
        payload.push(6);
        payload.extend((*at as u32 | 0x8000_0000).to_be_bytes());
        payload.extend((data.len() as u16 | 0x4000).to_be_bytes());
        payload.extend(*data);
        payload.push(0);
    }
    payload.resize(payload.len().max(200), 0);
    let first = if version == V2 { 0xd3 } else { 0xc3 };
    let (to, from) = if client { (id, &b"cl"[..]) } else { (&b"cl"[..], SERVER) };
    let length = (payload.len() + 4 + 16) as u16 | 0x4000;
    let head = [
        &[first][..],
        &version.to_be_bytes(),
        &[to.len() as u8],
        to,
        &[from.len() as u8],
        from,
        &[0],
        &length.to_be_bytes(),
        &number.to_be_bytes(),
    ]
    .concat();
    let keys = if client { &keys.client } else { &keys.server };
    keys.seal(&head, number, &payload)
}

fn whole(version: u32) -> TransportInfo {
    let mut feeder = feeder();
    feeder.feed(Direction::Orig, &sealed(version, ID, true, 0, &[(0, &client_hello(10))]));
    assert_eq!(feeder.fate[0], Fate::Bypassed(State::Encrypted));
    // Behind the Initial packet the datagram goes on with a Handshake packet.
    let kind = if version == V2 { 0xf0 } else { 0xe0 };
    let behind =
        [&[kind][..], &version.to_be_bytes(), &[2], b"cl", &[4], SERVER, &[0x40, 40], &[0x77; 40], &[0x43; 9]].concat();
    feeder.feed(Direction::Resp, &[sealed(version, ID, false, 0, &[(0, &server_hello())]), behind].concat());
    feeder.assert_accounted();
    assert_eq!(feeder.fate, [Fate::Bypassed(State::Encrypted); 2]);
    feeder.out.transport.unwrap()
}

#[test]
fn hellos_are_read_in_every_version() {
    for (version, name, protection) in
        [(V1, "QUICv1", "sound"), (V2, "QUICv2", "sound"), (0xff00_001d, "QUIC-draft", "sound")]
    {
        let info = whole(version);
        assert_eq!((info.protocol, info.version, info.protection), ("quic", name, protection));
        assert_eq!((info.sni.as_str(), info.alpn.as_slice()), ("h3.example.cn", &["h3".to_owned()][..]));
        assert!(info.ja4.starts_with("q13d0205h3_"), "{}", info.ja4);
        assert_eq!((info.suite, info.group, info.offered_version), (Some(0x1303), Some(29), "TLSv1.3"));
    }
}

#[test]
fn a_retry_changes_the_keys() {
    let retry = [&[0xf0][..], &V1.to_be_bytes(), &[2], b"cl", &[4], SERVER, b"token", &[9; 16]].concat();
    for seen in [true, false] {
        let mut feeder = feeder();
        let hello = client_hello(10);
        feeder.feed(Direction::Orig, &sealed(V1, ID, true, 0, &[(0, &hello[..50])]));
        if seen {
            feeder.feed(Direction::Resp, &retry);
        }
        feeder.feed(Direction::Orig, &sealed(V1, SERVER, true, 1, &[(0, &hello)]));
        feeder.feed(Direction::Resp, &sealed(V1, SERVER, false, 0, &[(0, &server_hello())]));
        let info = feeder.out.transport.unwrap();
        assert_eq!((info.sni.as_str(), info.suite), ("h3.example.cn", Some(0x1303)));
    }
}

#[test]
fn what_came_before_a_retry_is_no_part_of_the_hello_behind_it() {
    let retry = [&[0xf0][..], &V1.to_be_bytes(), &[2], b"cl", &[4], SERVER, b"token", &[9; 16]].concat();
    let mut feeder = feeder();
    feeder.feed(Direction::Orig, &sealed(V1, ID, true, 0, &[(0, &client_hello(400)[..300])]));
    feeder.feed(Direction::Resp, &retry);
    feeder.feed(Direction::Orig, &sealed(V1, SERVER, true, 1, &[(0, &client_hello(10))]));
    let info = feeder.out.transport.as_ref().unwrap();
    assert_eq!(info.sni, "h3.example.cn");
    assert_eq!(feeder.fate[0], Fate::Bypassed(State::Encrypted));
}

#[test]
fn a_server_may_go_on_in_version_2() {
    let mut feeder = feeder();
    feeder.feed(Direction::Orig, &sealed(V1, ID, true, 0, &[(0, &client_hello(10))]));
    feeder.feed(Direction::Resp, &sealed(V2, ID, false, 0, &[(0, &server_hello())]));
    let info = feeder.out.transport.unwrap();
    assert_eq!((info.version, info.suite), ("QUICv2", Some(0x1303)));
}

#[test]
fn an_answer_without_its_question_stays_closed() {
    let mut feeder = feeder();
    feeder.feed(Direction::Orig, &sealed(V1, ID, false, 0, &[(0, &server_hello())]));
    feeder.assert_accounted();
    assert_eq!(feeder.fate[0], Fate::Bypassed(State::Encrypted));
    let info = feeder.out.transport.unwrap();
    assert_eq!((info.version, info.suite), ("QUICv1", None));
}

#[test]
fn memory_and_datagrams_without_a_hello_are_bounded() {
    let mut feeder = feeder();
    feeder.feed(Direction::Orig, &sealed(V1, ID, true, 0, &[(70_000, b"x")]));
    assert!(feeder.out.has(Code::HeadTooLong));
    assert_eq!(feeder.fate[0], Fate::Bypassed(State::Encrypted));
    let mut feeder = self::feeder();
    for number in 0..u32::from(DATAGRAMS) {
        assert_eq!(feeder.fate[0], Fate::Open);
        feeder.feed(Direction::Orig, &sealed(V1, ID, true, number, &[(9, b"x")]));
    }
    assert_eq!(feeder.fate[0], Fate::Bypassed(State::Encrypted));
    feeder.assert_accounted();
}

#[test]
fn broken_hellos_are_anomalies() {
    let mut feeder = feeder();
    feeder.feed(Direction::Orig, &sealed(V1, ID, true, 0, &[(0, &message(CLIENT_HELLO, &[1; 20]))]));
    assert!(feeder.out.has(Code::TlsMalformed));
    assert_eq!(feeder.out.transport.unwrap().version, "QUICv1");
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn any_order_of_any_packets_says_the_same(
        padding in 0usize..3000,
        sizes in proptest::collection::vec(150usize..900, 1..6),
        seed in any::<u64>(),
        twice in any::<bool>(),
    ) {
        let hello = client_hello(padding);
        let mut frames = Vec::new();
        let mut at = 0;
        for size in sizes.iter().cycle() {
            if at >= hello.len() {
                break;
            }
            let end = hello.len().min(at + size);
            frames.push((at, &hello[at..end]));
            at = end;
        }
        if twice {
            frames.extend(frames.clone());
        }
        let count = frames.len();
        prop_assume!(count < usize::from(DATAGRAMS));
        for n in (1..count).rev() {
            frames.swap(n, (seed.rotate_left(n as u32) % (n as u64 + 1)) as usize);
        }
        let mut feeder = feeder();
        for (number, frame) in frames.iter().enumerate() {
            feeder.feed(Direction::Orig, &sealed(V1, ID, true, number as u32, std::slice::from_ref(frame)));
        }
        feeder.assert_accounted();
        prop_assert_eq!(feeder.fate[0], Fate::Bypassed(State::Encrypted));
        let info = feeder.out.transport.unwrap();
        prop_assert_eq!(info.sni.as_str(), "h3.example.cn");
        prop_assert!(info.ja4.starts_with("q13d0205h3_"));
    }

    #[test]
    fn any_frames_are_survived(payload in proptest::collection::vec(any::<u8>(), 0..400)) {
        let mut feeder = feeder();
        let frames = frames(&payload).count();
        prop_assert!(frames <= payload.len());
        feeder.feed(Direction::Orig, &sealed(V1, ID, true, 0, &[(0, &payload)]));
        feeder.assert_accounted();
    }

    #[test]
    fn any_bytes_are_bypassed_and_few_are_claimed(data in proptest::collection::vec(any::<u8>(), 1..600)) {
        prop_assert_eq!(answer(&data), Probe::Reject);
        let mut feeder = feeder();
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
