use super::super::Probe;
use super::super::recorder::{Fate, Feeder};
use super::super::testing::Turn;
use super::super::testing::work::linear_turns;
use super::handshake::{CERTIFICATE, CLIENT_HELLO, SERVER_DONE, SERVER_HELLO};
use super::*;
use crate::finding::Fingerprint;
use proptest::prelude::*;
use sha2::{Digest, Sha256};

fn block16(data: &[u8]) -> Vec<u8> {
    [&(data.len() as u16).to_be_bytes()[..], data].concat()
}

fn extension(kind: u16, value: &[u8]) -> Vec<u8> {
    [kind.to_be_bytes().to_vec(), block16(value)].concat()
}

fn record(kind: u8, version: u16, payload: &[u8]) -> Vec<u8> {
    [&[kind][..], &version.to_be_bytes(), &block16(payload)].concat()
}

fn message(kind: u8, body: &[u8]) -> Vec<u8> {
    let len = (body.len() as u32).to_be_bytes();
    [&[kind][..], &len[1..], body].concat()
}

fn client_hello(version: u16, versions: &[u16]) -> Vec<u8> {
    let mut list = Vec::new();
    for version in versions {
        list.extend(version.to_be_bytes());
    }
    let name = [&[0][..], &block16(b"crm.example.cn")].concat();
    let mut extensions = [
        extension(0, &block16(&name)),
        extension(10, &block16(&[0x0a, 0x0a, 0, 29, 0, 23])),
        extension(11, &[1, 0]),
        extension(13, &block16(&[4, 3, 8, 4])),
        extension(16, &block16(b"\x02h2\x08http/1.1")),
    ]
    .concat();
    if !versions.is_empty() {
        extensions.extend(extension(43, &[&[list.len() as u8][..], &list].concat()));
    }
    let body = [
        &version.to_be_bytes()[..],
        &[7; 32],
        &[0],
        &block16(&[0x1a, 0x1a, 0x13, 0x01, 0xc0, 0x2f]),
        &[1, 0],
        &block16(&extensions),
    ]
    .concat();
    message(CLIENT_HELLO, &body)
}

fn server_hello(version: u16, suite: u16, random: &[u8; 32], extensions: &[u8]) -> Vec<u8> {
    let body = [&version.to_be_bytes()[..], random, &[0], &suite.to_be_bytes(), &[0], &block16(extensions)].concat();
    message(SERVER_HELLO, &body)
}

/// The body of a `Certificate` message.
fn certificates(chain: &[&[u8]]) -> Vec<u8> {
    let block24 = |data: &[u8]| [&(data.len() as u32).to_be_bytes()[1..], data].concat();
    block24(&chain.iter().flat_map(|der| block24(der)).collect::<Vec<u8>>())
}

fn feeder() -> Feeder {
    Feeder::new(Box::new(TlsParser::new(&Limits::default())))
}

const CCS: [u8; 6] = [20, 3, 3, 0, 1, 1];

/// Both directions of a TLS 1.2 flow with this suite, and application data.
fn tls12(suite: u16) -> (Vec<u8>, Vec<u8>) {
    let client = [
        record(22, 0x0301, &client_hello(0x0303, &[])),
        record(22, 0x0303, &message(16, &[9; 66])),
        CCS.to_vec(),
        record(22, 0x0303, &[0x5a; 40]),
        record(23, 0x0303, &[0xc3; 300]),
    ]
    .concat();
    let flight = [
        server_hello(0x0303, suite, &[8; 32], &extension(16, b"\x00\x03\x02h2")),
        message(11, &certificates(&[&[1; 900], b"0root"])),
        message(12, &[3, 0, 29, 2, 7, 7, 8, 4, 0, 1, 3]),
        message(14, &[]),
    ]
    .concat();
    // The flight is cut over records wherever it pleases the server.
    let mut server: Vec<u8> = flight.chunks(400).flat_map(|part| record(22, 0x0303, part)).collect();
    server.extend(CCS);
    server.extend(record(22, 0x0303, &[0xa5; 40]));
    server.extend(record(23, 0x0303, &[0x99; 500]));
    (client, server)
}

#[test]
fn tls12_with_forward_secrecy_is_sound_and_bypassed() {
    let (client, server) = tls12(0xc02f);
    let mut feeder = feeder();
    feeder.feed(Direction::Orig, &client[..200]);
    feeder.feed(Direction::Resp, &server);
    feeder.feed(Direction::Orig, &client[200..]);
    feeder.assert_accounted();
    assert_eq!(feeder.fate, [Fate::Bypassed(State::Encrypted); 2]);
    let info = feeder.out.transport.unwrap();
    assert_eq!((info.version, info.protection), ("TLSv1.2", "sound"));
    assert_eq!((info.suite, info.group), (Some(0xc02f), Some(29)));
    assert_eq!((info.sni.as_str(), info.alpn), ("crm.example.cn", vec!["h2".to_owned()]));
    assert!(info.ja4.starts_with("t12d0205h2_"), "{}", info.ja4);
    assert_eq!(info.ja3.len(), 32);
    assert_eq!((info.offered_version, info.signature, info.dh_bits), ("TLSv1.2", Some(0x0804), 0));
    assert!(!info.resumed && !info.retried && !info.ech && !info.fallback);
    assert_eq!(feeder.out.certificates, [vec![1; 900], b"0root".to_vec()]);
    let told: Vec<Fingerprint> = feeder.out.certificates.iter().map(|der| Sha256::digest(der).into()).collect();
    assert_eq!(info.certificates, told);
    assert!(info.client_certificates.is_empty());
}

#[test]
fn certificates_of_both_sides_are_told_apart() {
    let mut feeder = feeder();
    feeder.feed(Direction::Orig, &record(22, 0x0301, &client_hello(record::TLCP, &[])));
    let flight = [
        server_hello(record::TLCP, 0xe013, &[8; 32], &[]),
        message(CERTIFICATE, &certificates(&[b"0sign", b"0encrypt", b"0ca"])),
        message(SERVER_DONE, &[]),
    ];
    feeder.feed(Direction::Resp, &record(22, record::TLCP, &flight.concat()));
    feeder.feed(Direction::Orig, &record(22, record::TLCP, &message(CERTIFICATE, &certificates(&[b"0client"]))));
    feeder.assert_accounted();
    let info = feeder.out.transport.unwrap();
    let prints = |all: &[&[u8]]| all.iter().map(|der| Sha256::digest(der).into()).collect::<Vec<Fingerprint>>();
    assert_eq!(info.certificates, prints(&[b"0sign", b"0encrypt", b"0ca"]));
    assert_eq!(info.client_certificates, prints(&[b"0client"]));
    assert_eq!(info.offered_version, "TLCP");
}

#[test]
fn long_and_broken_chains_are_anomalies_and_the_handshake_goes_on() {
    let der = [b"0".as_slice(); 20];
    for body in [certificates(&der), [0, 0, 9, 0, 0, 4, 1].to_vec()] {
        let mut feeder = feeder();
        feeder.feed(Direction::Orig, &record(22, 0x0301, &client_hello(0x0303, &[])));
        let flight = [server_hello(0x0303, 0xc02f, &[8; 32], &[]), message(CERTIFICATE, &body)];
        feeder.feed(Direction::Resp, &record(22, 0x0303, &flight.concat()));
        assert!(feeder.out.has(Code::TlsMalformed));
        assert_eq!(feeder.fate, [Fate::Open; 2]);
        assert!(feeder.out.transport.unwrap().certificates.len() <= 16);
    }
}

#[test]
fn resumption_is_an_echoed_session_a_ticket_or_a_taken_key() {
    let resumed_of = |asked: &[u8], version: u16, session: &[u8], extensions: &[u8], behind: &[Vec<u8>]| {
        let mut feeder = feeder();
        let mut hello = client_hello(0x0303, &[]);
        hello.splice(4 + 34..4 + 35, [&[asked.len() as u8][..], asked].concat());
        hello[3] += asked.len() as u8;
        feeder.feed(Direction::Orig, &record(22, 0x0301, &hello));
        let body = [
            &version.to_be_bytes()[..],
            &[8; 32],
            &[session.len() as u8],
            session,
            &[0xc0, 0x2f, 0],
            &block16(extensions),
        ];
        feeder.feed(Direction::Resp, &record(22, 0x0303, &message(SERVER_HELLO, &body.concat())));
        for message in behind {
            feeder.feed(Direction::Resp, &record(22, 0x0303, message));
        }
        feeder.feed(Direction::Resp, &CCS);
        feeder.out.transport.unwrap().resumed
    };
    let resumed = |version: u16, session: &[u8], extensions: &[u8], behind: &[Vec<u8>]| {
        resumed_of(b"sess", version, session, extensions, behind)
    };
    let full = [message(CERTIFICATE, &certificates(&[b"0"])), message(SERVER_DONE, &[])];
    assert!(resumed_of(&[7; 32], 0x0303, &[7; 32], &[], &full));
    assert!(!resumed_of(&[7; 33], 0x0303, &[7; 33], &[], &full), "longer than a session may be");
    assert!(resumed(0x0303, b"sess", &[], &[]));
    assert!(resumed(0x0303, b"", &[], &[message(4, b"ticket")]), "a ticket, and no certificate");
    assert!(!resumed(0x0303, b"other", &[], &full));
    let tls13 = extension(43, &[3, 4]);
    assert!(!resumed(0x0303, b"sess", &tls13, &[]), "TLS 1.3 echoes any session");
    assert!(resumed(0x0303, b"sess", &[tls13, extension(41, &[0, 0])].concat(), &[]));
}

#[test]
fn fallback_and_hidden_names_are_seen_in_the_hello() {
    let mut hello = client_hello(0x0302, &[]);
    let suites = [0x1a, 0x1a, 0x13, 0x01];
    let at = hello.windows(4).position(|window| window == suites).unwrap();
    hello[at..at + 2].copy_from_slice(&[0x56, 0]);
    let groups = hello.windows(4).position(|window| window == [0, 10, 0, 8]).unwrap();
    hello[groups..groups + 2].copy_from_slice(&[0xfe, 0x0d]);
    let mut feeder = feeder();
    feeder.feed(Direction::Orig, &record(22, 0x0301, &hello));
    let info = feeder.out.transport.unwrap();
    assert_eq!((info.fallback, info.ech, info.offered_version), (true, true, "TLSv1.1"));
}

#[test]
fn negotiated_version_is_that_of_the_extension() {
    let mut feeder = feeder();
    feeder.feed(Direction::Orig, &record(22, 0x0301, &client_hello(0x0303, &[0x2a2a, 0x0304, 0x0303])));
    let extensions = [extension(43, &[3, 4]), extension(51, &[0, 29, 0, 2, 1, 1])].concat();
    feeder.feed(Direction::Resp, &record(22, 0x0303, &server_hello(0x0303, 0x1301, &[8; 32], &extensions)));
    assert_eq!(feeder.fate, [Fate::Open; 2]);
    feeder.feed(Direction::Resp, &CCS);
    feeder.feed(Direction::Resp, &record(23, 0x0303, &[1; 50]));
    feeder.feed(Direction::Orig, &record(23, 0x0303, &[1; 50]));
    feeder.assert_accounted();
    assert_eq!(feeder.fate, [Fate::Bypassed(State::Encrypted); 2]);
    let info = feeder.out.transport.unwrap();
    assert_eq!((info.version, info.protection, info.group), ("TLSv1.3", "sound", Some(29)));
    assert_eq!(info.alpn, ["h2", "http/1.1"], "TLS 1.3 hides the choice: the offer is told");
    assert!(info.ja4.starts_with("t13d0206h2_"), "{}", info.ja4);
}

#[test]
fn hello_retry_request_waits_for_the_real_hello() {
    const RETRY: [u8; 32] = [
        0xcf, 0x21, 0xad, 0x74, 0xe5, 0x9a, 0x61, 0x11, 0xbe, 0x1d, 0x8c, 0x02, 0x1e, 0x65, 0xb8, 0x91, 0xc2, 0xa2,
        0x11, 0x16, 0x7a, 0xbb, 0x8c, 0x5e, 0x07, 0x9e, 0x09, 0xe2, 0xc8, 0xa8, 0x33, 0x9c,
    ];
    let mut feeder = feeder();
    feeder.feed(Direction::Orig, &record(22, 0x0301, &client_hello(0x0303, &[0x0304])));
    let retry = server_hello(0x0303, 0x1301, &RETRY, &[extension(43, &[3, 4]), extension(51, &[0, 24])].concat());
    feeder.feed(Direction::Resp, &record(22, 0x0303, &retry));
    feeder.feed(Direction::Resp, &CCS);
    assert_eq!(feeder.fate[1], Fate::Open, "the real hello is still to come");
    assert_eq!(feeder.out.transport.as_ref().unwrap().version, "");
    let extensions = [extension(43, &[3, 4]), extension(51, &[0, 24, 0, 1, 1])].concat();
    feeder.feed(Direction::Resp, &record(22, 0x0303, &server_hello(0x0303, 0x1302, &[8; 32], &extensions)));
    feeder.feed(Direction::Resp, &record(23, 0x0303, &[1; 50]));
    let info = feeder.out.transport.unwrap();
    assert_eq!((info.version, info.suite, info.group), ("TLSv1.3", Some(0x1302), Some(24)));
    assert_eq!((info.retried, info.offered_version), (true, "TLSv1.3"));
}

#[test]
fn null_cipher_payload_is_a_readable_body_without_its_mac() {
    let (client, server) = tls12(0x003b);
    let mut feeder = feeder();
    feeder.feed(Direction::Orig, &client[..200]);
    feeder.feed(Direction::Resp, &server);
    feeder.feed(Direction::Orig, &client[200..]);
    feeder.close();
    feeder.assert_accounted();
    assert_eq!(feeder.fate, [Fate::Open; 2]);
    assert_eq!(feeder.out.transport.as_ref().unwrap().protection, "none");
    assert_eq!(feeder.out.body[0], [0xc3; 300 - 32]);
    assert_eq!(feeder.out.body[1], [0x99; 500 - 32]);
}

#[test]
fn protection_follows_version_and_suite() {
    let judged = |version, suite| judge::protection(version, Suite::by_id(suite));
    assert_eq!(judged(0x0303, 0xc02f), "sound");
    assert_eq!(judged(0x0303, 0xc013), "sound", "CBC is left to policy");
    assert_eq!(judged(0x0303, 0x002f), "weak", "no forward secrecy");
    assert_eq!(judged(0x0303, 0x0005), "weak", "RC4");
    assert_eq!(judged(0x0303, 0xc012), "weak", "3DES");
    assert_eq!(judged(0x0303, 0xc018), "weak", "nobody authenticated");
    assert_eq!(judged(0x0303, 0x0003), "weak", "export");
    assert_eq!(judged(0x0303, 0x0002), "none");
    assert_eq!(judged(0x0302, 0xc014), "weak", "TLS 1.1");
    assert_eq!(judged(0x0300, 0xc014), "weak", "SSL 3.0");
    assert_eq!(judged(0x0304, 0x1301), "sound");
    assert_eq!(judged(0x0304, 0x00c6), "sound", "RFC 8998");
    assert_eq!(judged(0x0304, 0xc0b4), "none", "RFC 9150 integrity only");
    assert_eq!(judged(record::TLCP, 0xe013), "sound");
    assert_eq!(judged(record::TLCP, 0xe051), "sound");
    assert_eq!(judged(0x0303, 0x0a0a), "unknown");
}

#[test]
fn suites_are_sorted_and_unique() {
    for id in [0x0000, 0x0001, 0x003c, 0x1301, 0xc02f, 0xe013, 0xffe1] {
        assert_eq!(Suite::by_id(id).map(|suite| suite.id), Some(id), "{id:#06x}");
    }
    assert!(Suite::by_id(0x5600).is_none(), "a signalling value is no suite");
}

#[test]
fn tlcp_is_recognised_by_its_version() {
    let hello = record(22, record::TLCP, &client_hello(record::TLCP, &[]));
    assert_eq!(probe::probe(Direction::Orig, &hello, (1, 2)), Probe::Match);
    let mut feeder = feeder();
    feeder.feed(Direction::Orig, &hello);
    feeder.feed(Direction::Resp, &record(22, record::TLCP, &server_hello(record::TLCP, 0xe013, &[8; 32], &[])));
    let info = feeder.out.transport.unwrap();
    assert_eq!((info.version, info.protection), ("TLCP", "sound"));
}

#[test]
fn sslv2_server_hello_ends_the_search() {
    let client = [&[0x80, 31, 1, 0, 2, 0, 6, 0, 0, 0, 16, 1, 0, 0x80, 7, 0, 0xc0][..], &[5; 16]].concat();
    assert_eq!(probe::probe(Direction::Orig, &client, (1, 2)), Probe::Match);
    let mut feeder = feeder();
    feeder.feed(Direction::Orig, &client);
    let server = [&[0x80, 35, 4, 0, 1, 0, 2, 0, 5, 0, 3, 0, 16][..], b"0der!", &[7, 0, 0xc0], &[6; 16]].concat();
    feeder.feed_cut(Direction::Resp, &server, &[3, 1, 9, 30]);
    feeder.feed(Direction::Orig, b"master key");
    feeder.assert_accounted();
    assert_eq!(feeder.fate, [Fate::Bypassed(State::Encrypted); 2]);
    let info = feeder.out.transport.unwrap();
    assert_eq!((info.version, info.protection), ("SSLv2", "weak"));
    assert_eq!((info.offered_version, info.certificates.len()), ("SSLv2", 1));
    assert_eq!(feeder.out.certificates, [b"0der!"]);
}

#[test]
fn flow_picked_up_in_the_middle_needs_two_records() {
    let data = [record(23, 0x0303, &[0xd7; 600]), record(23, 0x0303, &[0x99; 80])].concat();
    assert_eq!(probe::probe(Direction::Orig, &data[..512], (1, 2)), Probe::Match);
    let mut feeder = feeder();
    feeder.feed(Direction::Orig, &data[..606]);
    assert_eq!(feeder.fate[0], Fate::Open);
    feeder.feed(Direction::Orig, &data[606..]);
    feeder.assert_accounted();
    assert_eq!(feeder.fate[0], Fate::Bypassed(State::Encrypted));
    let info = feeder.out.transport.unwrap();
    assert_eq!((info.version, info.protection), ("", "unknown"));
}

#[test]
fn a_lone_record_followed_by_text_is_given_back() {
    let data = [record(23, 0x0303, &[0xd7; 600]), b"GET / HTTP/1.1\r\n".to_vec()].concat();
    let mut feeder = feeder();
    feeder.feed(Direction::Orig, &data);
    assert_eq!(feeder.fate[0], Fate::Lost);
    assert!(feeder.out.has(Code::TlsMalformed));
    assert_eq!(feeder.out.accounted(Direction::Orig), 0);
}

#[test]
fn broken_hello_is_lost_after_what_stood_before_it() {
    let data = [record(22, 0x0301, &client_hello(0x0303, &[])), b"garbage!".to_vec()].concat();
    let mut feeder = feeder();
    feeder.feed(Direction::Orig, &data);
    assert_eq!(feeder.fate[0], Fate::Lost);
    assert_eq!(feeder.out.accounted(Direction::Orig), data.len() - 8);
    assert!(feeder.out.has(Code::TlsMalformed));
}

#[test]
fn gap_in_a_known_handshake_bypasses_the_rest() {
    let mut feeder = feeder();
    feeder.feed(Direction::Orig, &record(22, 0x0301, &client_hello(0x0303, &[])));
    assert!(feeder.parser.on_gap(Direction::Resp, 1000, &mut feeder.out));
    feeder.feed(Direction::Resp, b"the middle of a certificate");
    assert_eq!(feeder.fate[1], Fate::Bypassed(State::Encrypted));
    assert_eq!(feeder.out.transport.as_ref().unwrap().protection, "unknown");
}

#[test]
fn handshake_memory_is_bounded() {
    let limits = Limits { head_bytes: 1 << 10, ..Limits::default() };
    let mut feeder = Feeder::new(Box::new(TlsParser::new(&limits)));
    let hello = [&[CLIENT_HELLO, 0, 0x10, 0][..], &[3; 0x1000]].concat();
    feeder.feed(Direction::Orig, &record(22, 0x0301, &hello));
    feeder.assert_accounted();
    assert!(feeder.out.has(Code::HeadTooLong));
}

#[test]
fn certificates_that_are_too_long_are_told_as_unread() {
    let limits = Limits { head_bytes: 1 << 10, ..Limits::default() };
    let (client, _) = tls12(0xc02f);
    let hello = server_hello(0x0303, 0xc02f, &[8; 32], &[]);
    let chain = [&[CERTIFICATE, 0, 0x10, 0][..], &[3; 0x1000]].concat();
    let mut feeder = Feeder::new(Box::new(TlsParser::new(&limits)));
    feeder.feed(Direction::Orig, &client[..200]);
    feeder.feed(Direction::Resp, &record(22, 0x0303, &hello));
    assert!(!feeder.out.transport.as_ref().unwrap().unread_certificates);
    feeder.feed(Direction::Resp, &record(22, 0x0303, &chain));
    assert!(feeder.out.has(Code::HeadTooLong));
    assert!(feeder.out.transport.as_ref().unwrap().unread_certificates);
}

#[test]
fn probe_rejects_text_and_neighbours_of_tls() {
    for data in [
        &b"GET / HTTP/1.1\r\n"[..],
        b"\x16\x03\x01\x00\x10\x05\x00\x00\x10\x03\x03aaaa",
        b"\x17\x03\x03\x00\x40this is not ciphertext but plain words all along, honestly so it is!!",
        b"\x17\x03\x00\x01\x00\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0",
        b"\x15\x03\x03\x00\x02\x07\x00",
        b"\x16\x04\x01\x00\x10",
        b"\x18\x03\x03\x00\x10aaaaaaaaaaaaaaaa",
    ] {
        assert_eq!(probe::probe(Direction::Orig, data, (1, 443)), Probe::Reject, "{data:?}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn any_segmentation_says_the_same(
        sizes in proptest::collection::vec(1usize..200, 1..8),
        suite in prop_oneof![Just(0xc02fu16), Just(0x003b), Just(0x0005)],
    ) {
        let (client, server) = tls12(suite);
        let run = |sizes: &[usize]| {
            let mut feeder = feeder();
            feeder.feed_cut(Direction::Orig, &client[..200], sizes);
            feeder.feed_cut(Direction::Resp, &server, sizes);
            feeder.feed_cut(Direction::Orig, &client[200..], sizes);
            feeder.close();
            feeder.assert_accounted();
            (feeder.out.transport.clone(), feeder.out.body.clone(), feeder.fate)
        };
        prop_assert_eq!(run(&sizes), run(&[usize::MAX]));
    }

    #[test]
    fn no_bytes_panic(
        mut data in proptest::collection::vec(any::<u8>(), 0..600),
        head in prop_oneof![Just(vec![]), Just(vec![22u8, 3, 1]), Just(vec![23, 3, 3, 0, 40]), Just(vec![0x80, 46, 1, 3, 1])],
        resp in any::<bool>(),
        sizes in proptest::collection::vec(1usize..100, 1..5),
    ) {
        data.splice(0..0, head);
        let dir = if resp { Direction::Resp } else { Direction::Orig };
        let _ = probe::probe(dir, &data, (0, 0));
        let mut feeder = feeder();
        feeder.feed_cut(dir, &data, &sizes);
        feeder.close();
        feeder.assert_accounted();
    }

    #[test]
    fn damaged_flows_are_accounted(
        flips in proptest::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..10),
        sizes in proptest::collection::vec(1usize..300, 1..5),
    ) {
        let (mut client, mut server) = tls12(0x003b);
        for (place, byte) in flips {
            let at = place.index(client.len());
            client[at] = byte;
            let at = place.index(server.len());
            server[at] = byte;
        }
        let mut feeder = feeder();
        feeder.feed_cut(Direction::Orig, &client, &sizes);
        feeder.feed_cut(Direction::Resp, &server, &sizes);
        feeder.close();
        feeder.assert_accounted();
    }

    #[test]
    fn random_bytes_are_not_tls(data in proptest::collection::vec(any::<u8>(), 16..200)) {
        prop_assert_eq!(probe::probe(Direction::Orig, &data, (0, 443)), Probe::Reject);
    }
}

#[test]
fn work_grows_with_the_bytes() {
    let hello = record(record::HANDSHAKE, 0x0301, &client_hello(0x0303, &[0x0304]));
    let answer = record(record::HANDSHAKE, 0x0303, &server_hello(0x0303, 0x003b, &[9; 32], &[]));
    let turns = [Turn::Data(Direction::Orig, hello), Turn::Data(Direction::Resp, answer)];
    let shapes: &[&[u8]] =
        &[b"\x16\x03\x03\0\x01\x0b", b"\x16\x03\x03\0\0", b"\x15\x03\x03\0\x02\x01\0", b"\x14\x03\x03\0\x01\x01"];
    linear_turns(&PROTOCOL, &Limits::default(), &turns, shapes, "tls");
}
