use super::super::recorder::{Event, Fate, Feeder};
use super::super::tls::handshake::{CERTIFICATE, CLIENT_HELLO, SERVER_DONE, SERVER_HELLO};
use super::*;
use crate::finding::TransportInfo;
use proptest::prelude::*;

const DTLS12: u16 = 0xfefd;

fn feeder() -> Feeder {
    Feeder::new(Box::new(DtlsParser::new(&Limits::default())))
}

fn block16(data: &[u8]) -> Vec<u8> {
    [&(data.len() as u16).to_be_bytes()[..], data].concat()
}

fn block24(data: &[u8]) -> Vec<u8> {
    [&(data.len() as u32).to_be_bytes()[1..], data].concat()
}

fn extension(kind: u16, value: &[u8]) -> Vec<u8> {
    [kind.to_be_bytes().to_vec(), block16(value)].concat()
}

fn record(kind: u8, epoch: u16, payload: &[u8]) -> Vec<u8> {
    [&[kind][..], &DTLS12.to_be_bytes(), &epoch.to_be_bytes(), &[0; 6], &block16(payload)].concat()
}

/// `body[at..till]` as a fragment of the message with this number.
fn fragment(kind: u8, number: u16, body: &[u8], at: usize, till: usize) -> Vec<u8> {
    let len = |n: usize| (n as u32).to_be_bytes()[1..].to_vec();
    [&[kind][..], &len(body.len()), &number.to_be_bytes(), &len(at), &len(till - at), &body[at..till]].concat()
}

fn handshake(kind: u8, number: u16, body: &[u8]) -> Vec<u8> {
    record(HANDSHAKE, 0, &fragment(kind, number, body, 0, body.len()))
}

fn client_hello(cookie: &[u8], versions: &[u16]) -> Vec<u8> {
    let name = [&[0][..], &block16(b"turn.example.cn")].concat();
    let mut extensions = extension(0, &block16(&name));
    if !versions.is_empty() {
        let list: Vec<u8> = versions.iter().flat_map(|version| version.to_be_bytes()).collect();
        extensions.extend(extension(43, &[&[list.len() as u8][..], &list].concat()));
    }
    let cookie = [&[cookie.len() as u8][..], cookie].concat();
    [&DTLS12.to_be_bytes()[..], &[7; 32], &[0], &cookie, &block16(&[0xc0, 0x2f]), &[1, 0], &block16(&extensions)]
        .concat()
}

fn server_hello(version: u16, suite: u16, extensions: &[u8]) -> Vec<u8> {
    [&version.to_be_bytes()[..], &[8; 32], &[0], &suite.to_be_bytes(), &[0], &block16(extensions)].concat()
}

/// Messages of a server in DTLS 1.2.
fn flight() -> Vec<(u8, u16, Vec<u8>)> {
    let chain = block24(&[block24(&[b'0'; 700]), block24(b"0root")].concat());
    vec![
        (SERVER_HELLO, 1, server_hello(DTLS12, 0xc02f, &[])),
        (CERTIFICATE, 2, chain),
        (SERVER_KEY_EXCHANGE, 3, vec![3, 0, 23, 2, 7, 7, 4, 3, 0, 1, 9]),
        (SERVER_DONE, 4, vec![]),
    ]
}

fn whole(server: &[Vec<u8>]) -> (TransportInfo, [Fate; 2]) {
    let mut feeder = feeder();
    feeder.feed(Direction::Orig, &handshake(CLIENT_HELLO, 0, &client_hello(b"", &[])));
    feeder.feed(Direction::Resp, &handshake(3, 0, &[0xfe, 0xff, 2, 9, 9]));
    feeder.feed(Direction::Orig, &handshake(CLIENT_HELLO, 1, &client_hello(b"cookie", &[])));
    for datagram in server {
        feeder.feed(Direction::Resp, datagram);
    }
    let last = [record(CHANGE_CIPHER_SPEC, 0, &[1]), record(HANDSHAKE, 1, &[0x5a; 48])].concat();
    feeder.feed(Direction::Orig, &last);
    feeder.feed(Direction::Resp, &last);
    feeder.assert_accounted();
    (feeder.out.transport.unwrap(), feeder.fate)
}

#[test]
fn a_handshake_with_a_cookie_is_read_and_bypassed() {
    let datagrams: Vec<_> = flight().iter().map(|(kind, number, body)| handshake(*kind, *number, body)).collect();
    let (info, fate) = whole(&[datagrams.concat()]);
    assert_eq!(fate, [Fate::Bypassed(State::Encrypted); 2]);
    assert_eq!((info.protocol, info.version, info.protection), ("dtls", "DTLSv1.2", "sound"));
    assert_eq!((info.sni.as_str(), info.suite, info.group), ("turn.example.cn", Some(0xc02f), Some(23)));
    assert_eq!((info.signature, info.certificates.len(), info.resumed), (Some(0x0403), 2, false));
    assert_eq!(info.offered_version, "DTLSv1.2");
    assert!(info.ja4.starts_with("dd2d0101"), "{}", info.ja4);
}

#[test]
fn version_1_3_counts_down_and_its_short_headers_are_closed() {
    let mut feeder = feeder();
    feeder.feed(Direction::Orig, &handshake(CLIENT_HELLO, 0, &client_hello(b"", &[0xfefc, DTLS12])));
    let extensions = [extension(43, &[0xfe, 0xfc]), extension(51, &[0, 29, 0, 1, 1])].concat();
    let hello = handshake(SERVER_HELLO, 0, &server_hello(DTLS12, 0x1301, &extensions));
    feeder.feed(Direction::Resp, &[&hello[..], &[0x2e, 0x9b, 0, 0, 40], &[7; 40]].concat());
    feeder.assert_accounted();
    assert_eq!(feeder.fate, [Fate::Open, Fate::Bypassed(State::Encrypted)]);
    let info = feeder.out.transport.unwrap();
    assert_eq!((info.version, info.offered_version, info.group), ("DTLSv1.3", "DTLSv1.3", Some(29)));
    assert!(info.ja4.starts_with("dd3d0102"), "{}", info.ja4);
}

#[test]
fn version_1_0_is_weak_and_a_ticket_resumes() {
    let mut feeder = feeder();
    feeder.feed(Direction::Orig, &handshake(CLIENT_HELLO, 0, &client_hello(b"", &[])));
    feeder.feed(Direction::Resp, &handshake(SERVER_HELLO, 0, &server_hello(0xfeff, 0xc013, &[])));
    feeder.feed(Direction::Resp, &record(CHANGE_CIPHER_SPEC, 0, &[1]));
    let info = feeder.out.transport.unwrap();
    assert_eq!((info.version, info.protection, info.resumed), ("DTLSv1.0", "weak", true));
}

#[test]
fn flows_in_the_middle_are_named_and_closed() {
    let mut feeder = feeder();
    let data = record(23, 1, &[0xc3; 64]);
    assert_eq!(probe(Direction::Orig, &data, (1, 2)), Probe::Match);
    for _ in 0..SEALED {
        assert_eq!(feeder.fate[0], Fate::Open);
        feeder.feed(Direction::Orig, &data);
    }
    feeder.assert_accounted();
    assert_eq!(feeder.fate[0], Fate::Bypassed(State::Encrypted));
    assert_eq!(feeder.out.transport.unwrap().protection, "unknown");
}

#[test]
fn memory_is_bounded() {
    let mut feeder = feeder();
    for number in 0..20 {
        feeder.feed(Direction::Resp, &record(HANDSHAKE, 0, &fragment(CERTIFICATE, number, &vec![1; 20_000], 0, 100)));
    }
    assert!(feeder.out.has(Code::HeadTooLong));
    let mut feeder = self::feeder();
    feeder.feed(Direction::Orig, &record(HANDSHAKE, 0, &[CLIENT_HELLO, 0xff, 0xff, 0xff, 0, 0, 0, 0, 0, 0, 0, 1, 7]));
    assert!(feeder.out.has(Code::HeadTooLong));
    for _ in 0..DATAGRAMS {
        feeder.feed(Direction::Orig, &record(21, 0, &[1, 0]));
    }
    assert_eq!(feeder.fate[0], Fate::Bypassed(State::Encrypted));
    feeder.assert_accounted();
}

#[test]
fn a_suite_without_encryption_leaves_data_to_be_read() {
    let mut feeder = feeder();
    feeder.feed(Direction::Orig, &handshake(CLIENT_HELLO, 0, &client_hello(b"", &[])));
    // TLS_ECDHE_RSA_WITH_NULL_SHA: a MAC of 20 bytes stands behind the data.
    feeder.feed(Direction::Resp, &handshake(SERVER_HELLO, 0, &server_hello(DTLS12, 0xc010, &[])));
    let data = record(APPLICATION, 1, &[&b"mobile=13812345678"[..], &[0x5a; 20]].concat());
    let finished = [record(CHANGE_CIPHER_SPEC, 0, &[1]), record(HANDSHAKE, 1, &[0x5a; 44])].concat();
    for dir in [Direction::Orig, Direction::Resp] {
        feeder.feed(dir, &finished);
        for _ in 0..=DATAGRAMS {
            feeder.feed(dir, &[&data[..], &data].concat());
        }
        feeder.feed(dir, &record(APPLICATION, 1, &[0x5a; 20]));
        feeder.feed(dir, &record(21, 1, &[1; 22]));
    }
    feeder.assert_accounted();
    assert_eq!(feeder.fate, [Fate::Open; 2]);
    assert_eq!(feeder.out.transport.as_ref().unwrap().protection, "none");
    let count = 2 * (usize::from(DATAGRAMS) + 1);
    assert_eq!(feeder.out.body, [b"mobile=13812345678".repeat(count), b"mobile=13812345678".repeat(count)]);
    let ends = feeder.out.events.iter().filter(|event| matches!(event, Event::End(_, MessageEnd::Complete)));
    assert_eq!(ends.count(), 2 * count, "each record is a message");
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn any_fragments_in_any_order_say_the_same(
        size in 20usize..800,
        seed in any::<u64>(),
        twice in any::<bool>(),
        together in 1usize..4,
    ) {
        let mut pieces = Vec::new();
        for (kind, number, body) in flight() {
            let mut at = 0;
            loop {
                let till = body.len().min(at + size);
                pieces.push(record(HANDSHAKE, 0, &fragment(kind, number, &body, at, till)));
                at = till;
                if at == body.len() {
                    break;
                }
            }
        }
        if twice {
            pieces.extend(pieces.clone());
        }
        let count = pieces.len();
        for n in (1..count).rev() {
            pieces.swap(n, (seed.rotate_left(n as u32) % (n as u64 + 1)) as usize);
        }
        let datagrams: Vec<_> = pieces.chunks(together).map(<[_]>::concat).collect();
        prop_assume!(datagrams.len() + 3 < usize::from(DATAGRAMS) && count <= 60);
        let plain: Vec<_> = flight().iter().map(|(kind, number, body)| handshake(*kind, *number, body)).collect();
        prop_assert_eq!(whole(&datagrams), whole(&plain));
    }

    #[test]
    fn no_datagram_panics(
        mut data in proptest::collection::vec(any::<u8>(), 0..300),
        plain in any::<bool>(),
        resp in any::<bool>(),
    ) {
        if plain {
            data = record(HANDSHAKE, 0, &data);
        }
        let dir = if resp { Direction::Resp } else { Direction::Orig };
        let _ = probe(dir, &data, (0, 0));
        let mut feeder = feeder();
        feeder.feed(dir, &data);
        feeder.assert_accounted();
    }
}
