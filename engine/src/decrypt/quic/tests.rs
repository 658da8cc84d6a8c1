//! Connections made here: what is sealed as the standards say comes out in order, whatever happens to it on the way.

use super::*;
use crate::decrypt::Piece;
use crate::quic::initial::Keys;
use crate::quic::packet::{V1, V2};
use crate::quic::protect::{Mask, Sealer};
use proptest::prelude::*;
use std::fmt::Write as _;

const INVENTED: &[u8] = b"invented";
const CLIENT: &[u8] = b"cl";
const SERVER: &[u8] = b"srv01";
const RANDOM: [u8; 32] = [7; 32];

fn block16(data: &[u8]) -> Vec<u8> {
    [&(data.len() as u16).to_be_bytes()[..], data].concat()
}

fn message(kind: u8, body: &[u8]) -> Vec<u8> {
    [&[kind][..], &(body.len() as u32).to_be_bytes()[1..], body].concat()
}

fn varint(value: u64) -> Vec<u8> {
    if value < 64 { vec![value as u8] } else { (value as u32 | 0x8000_0000).to_be_bytes().to_vec() }
}

fn crypto(data: &[u8]) -> Vec<u8> {
    [&[6, 0][..], &varint(data.len() as u64), data].concat()
}

pub(crate) fn stream(id: u64, at: u64, data: &[u8], fin: bool) -> Vec<u8> {
    [vec![0x0e | u8::from(fin)], varint(id), varint(at), varint(data.len() as u64), data.to_vec()].concat()
}

/// Keys of one level of one side, as whoever sends has them.
pub(crate) struct SenderKeys {
    secret: Vec<u8>,
    mask: Mask,
    sealer: Sealer,
}

/// A connection, as its ends have it.
pub(crate) struct Wire {
    version: u32,
    suite: Suite,
    id: u16,
    /// Handshake and application, of the client and of the server; early data behind them.
    keys: Vec<SenderKeys>,
    phase: [bool; 2],
    numbers: [u32; 2],
}

const LABELS: [&str; 5] = [
    "CLIENT_HANDSHAKE_TRAFFIC_SECRET",
    "SERVER_HANDSHAKE_TRAFFIC_SECRET",
    "CLIENT_TRAFFIC_SECRET_0",
    "SERVER_TRAFFIC_SECRET_0",
    "CLIENT_EARLY_TRAFFIC_SECRET",
];

impl Wire {
    pub(crate) fn new(version: u32, id: u16) -> Self {
        let suite = Suite::by_id(id).unwrap();
        let len = if id == 0x1302 { 48 } else { 32 };
        let keys = (0..5u8).map(|n| {
            let secret = vec![n + 1; len];
            let (mask, sealer) = (suite.mask(version, &secret).unwrap(), suite.sealer(version, &secret).unwrap());
            SenderKeys { secret, mask, sealer }
        });
        Self { version, suite, id, keys: keys.collect(), phase: [false; 2], numbers: [0; 2] }
    }

    /// The key log, of some of the secrets.
    pub(crate) fn log(&self, which: &[usize]) -> String {
        let hex = |bytes: &[u8]| {
            bytes.iter().fold(String::new(), |mut hex, byte| {
                let _ = write!(hex, "{byte:02x}");
                hex
            })
        };
        which.iter().fold(String::new(), |mut log, n| {
            let _ = writeln!(log, "{} {} {}", LABELS[*n], hex(&RANDOM), hex(&self.keys[*n].secret));
            log
        })
    }

    fn number(&mut self, dir: Direction) -> u32 {
        let number = &mut self.numbers[dir.index()];
        *number += 1;
        *number - 1
    }

    fn long(&self, kind: u8, client: bool, middle: &[u8], len: usize, number: u32) -> Vec<u8> {
        let kind = if self.version == V2 { (kind + 1) & 3 } else { kind };
        let (to, from) = match (client, kind == 0 || kind == 1) {
            (true, true) => (INVENTED, CLIENT),
            (true, false) => (SERVER, CLIENT),
            (false, _) => (CLIENT, SERVER),
        };
        let length = ((len + 4 + 16) as u16 | 0x4000).to_be_bytes();
        [
            &[0xc3 | kind << 4][..],
            &self.version.to_be_bytes(),
            &[to.len() as u8],
            to,
            &[from.len() as u8],
            from,
            middle,
            &length,
            &number.to_be_bytes(),
        ]
        .concat()
    }

    fn hello(&self, client: bool) -> Vec<u8> {
        self.hello_under(INVENTED, client, RANDOM)
    }

    /// A hello whose keys come from this id.
    fn hello_under(&self, id: &[u8], client: bool, random: [u8; 32]) -> Vec<u8> {
        let hello = if client {
            let body = [&[3, 3][..], &random, &[0], &block16(&[0x13, 1]), &[1, 0], &block16(&[])].concat();
            message(1, &body)
        } else {
            let extensions = [&[0, 43][..], &block16(&[3, 4])].concat();
            let body = [&[3, 3][..], &[8; 32], &[0], &self.id.to_be_bytes(), &[0], &block16(&extensions)].concat();
            message(2, &body)
        };
        let mut payload = crypto(&hello);
        payload.resize(payload.len().max(300), 0);
        let keys = Keys::derive(self.version, id).unwrap();
        let keys = if client { &keys.client } else { &keys.server };
        keys.seal(&self.long(0, client, &[0], payload.len(), 0), 0, &payload)
    }

    fn sealed(keys: &SenderKeys, head: &[u8], number: u32, payload: &[u8]) -> Vec<u8> {
        let mut packet = keys.sealer.seal(head, u64::from(number), payload);
        keys.mask.lay(&mut packet, head.len() - 4);
        packet
    }

    /// The server's protected extensions.
    fn handshake(&self) -> Vec<u8> {
        let alpn = [&[0, 16][..], &block16(&block16(b"\x02h3"))].concat();
        let mut payload = crypto(&message(8, &block16(&alpn)));
        payload.resize(60, 0);
        Self::sealed(&self.keys[1], &self.long(2, false, &[], payload.len(), 0), 0, &payload)
    }

    fn early(&mut self, frames: &[u8]) -> Vec<u8> {
        let number = self.number(Direction::Orig);
        let payload = [frames, &[0; 20]].concat();
        Self::sealed(&self.keys[4], &self.long(1, true, &[], payload.len(), number), number, &payload)
    }

    /// A 1-RTT packet.
    pub(crate) fn short(&mut self, dir: Direction, frames: &[u8]) -> Vec<u8> {
        let number = self.number(dir);
        let to = if dir == Direction::Orig { SERVER } else { CLIENT };
        let first = 0x43 | if self.phase[dir.index()] { 4 } else { 0 };
        let head = [&[first][..], to, &number.to_be_bytes()].concat();
        let payload = [frames, &[0; 20]].concat();
        Self::sealed(&self.keys[2 + dir.index()], &head, number, &payload)
    }

    /// A key update; header keys stay.
    pub(crate) fn update(&mut self, dir: Direction) {
        let keys = &mut self.keys[2 + dir.index()];
        keys.secret = self.suite.update(self.version, &keys.secret).unwrap().to_vec();
        keys.sealer = self.suite.sealer(self.version, &keys.secret).unwrap();
        self.phase[dir.index()] ^= true;
    }

    pub(crate) fn opening(&self) -> Vec<(Direction, Vec<u8>)> {
        let answer = [self.hello(false), self.handshake()].concat();
        vec![(Direction::Orig, self.hello(true)), (Direction::Resp, answer)]
    }
}

/// What a session told.
#[derive(Debug, Default, PartialEq)]
struct Told {
    /// Bytes of each stream, holes as `_`, ends as `.` and `!`.
    streams: std::collections::BTreeMap<(usize, u64), String>,
    wire: [usize; 2],
    sealed: [usize; 2],
    odd: Vec<&'static str>,
    alpn: String,
    over: bool,
    datagrams: Vec<String>,
}

struct Run {
    session: QuicSession,
    secrets: Secrets,
    fed: [usize; 2],
    told: Told,
}

impl Run {
    fn new(log: &str) -> Self {
        let secrets = Secrets::new(16);
        secrets.add_block(log.as_bytes(), 0);
        Self { session: QuicSession::new(&Limits::default()), secrets, fed: [0; 2], told: Told::default() }
    }

    fn feed(&mut self, dir: Direction, datagram: &[u8]) {
        self.fed[dir.index()] += datagram.len();
        self.session.feed(dir, datagram, Moment::default(), &self.secrets, 1);
        self.listen();
    }

    fn all(mut self, datagrams: &[(Direction, Vec<u8>)]) -> Told {
        for (dir, datagram) in datagrams {
            self.feed(*dir, datagram);
        }
        self.end()
    }

    fn listen(&mut self) {
        let told = &mut self.told;
        while let Some(event) = self.session.event() {
            match event {
                Event::Opened { dir, wire, content, .. } => told.wire[dir.index()] += wire + content.len(),
                Event::Sealed(dir, wire) => {
                    told.wire[dir.index()] += wire;
                    told.sealed[dir.index()] += wire;
                }
                Event::Unread(dir, wire, _) => told.wire[dir.index()] += wire,
                Event::Datagram(dir, data) => {
                    told.wire[dir.index()] += data.len();
                    told.datagrams.push(String::from_utf8_lossy(&data).into_owned());
                }
                Event::Stream(dir, id, piece) => {
                    let text = told.streams.entry((dir.index(), id)).or_default();
                    match piece {
                        Piece::Data(data) => {
                            told.wire[dir.index()] += data.len();
                            text.push_str(&String::from_utf8_lossy(&data));
                        }
                        Piece::Gap(_) => text.push('_'),
                        Piece::End => text.push('.'),
                        Piece::Reset => text.push('!'),
                    }
                }
                Event::Odd(code, _) => told.odd.push(code.name()),
                Event::Alpn(name) => told.alpn = String::from_utf8(name).unwrap(),
                Event::Over => told.over = true,
                Event::Clear(..) | Event::Gap(..) | Event::Message(..) => {}
            }
        }
    }

    /// Ends the flow: every byte was told once.
    fn end(mut self) -> Told {
        self.session.finish();
        self.listen();
        assert_eq!(self.told.wire, self.fed, "bytes told");
        self.told
    }
}

const BOTH: &[usize] = &[0, 1, 2, 3, 4];

fn talk(wire: &mut Wire) -> Vec<(Direction, Vec<u8>)> {
    let mut all = wire.opening();
    all.push((Direction::Orig, wire.short(Direction::Orig, &stream(0, 0, b"question", true))));
    all.push((Direction::Resp, wire.short(Direction::Resp, &stream(0, 0, b"answer", true))));
    all
}

#[test]
fn connections_of_every_suite_and_version_are_opened() {
    for version in [V1, V2] {
        for suite in [0x1301, 0x1302, 0x1303, 0x1304] {
            let mut wire = Wire::new(version, suite);
            let log = wire.log(BOTH);
            let told = Run::new(&log).all(&talk(&mut wire));
            let streams: Vec<_> = told.streams.values().map(String::as_str).collect();
            assert_eq!((streams, told.alpn.as_str()), (vec!["question.", "answer."], "h3"), "{version:x} {suite:x}");
            assert_eq!(told.odd, Vec::<&str>::new());
        }
    }
}

#[test]
fn another_hello_behind_a_retry_is_the_one_that_counts() {
    let mut wire = Wire::new(V1, 0x1301);
    let retry = [&[0xf0][..], &V1.to_be_bytes(), &[2], CLIENT, &[5], SERVER, b"token", &[9; 16]].concat();
    let answer = [wire.hello_under(SERVER, false, RANDOM), wire.handshake()].concat();
    let mut all = vec![
        (Direction::Orig, wire.hello_under(INVENTED, true, [9; 32])),
        (Direction::Resp, retry),
        (Direction::Orig, wire.hello_under(SERVER, true, RANDOM)),
        (Direction::Resp, answer),
    ];
    all.extend(talk(&mut wire).split_off(2));
    let told = Run::new(&wire.log(BOTH)).all(&all);
    let streams: Vec<_> = told.streams.values().map(String::as_str).collect();
    assert_eq!((streams, told.odd), (vec!["question.", "answer."], vec![]));
}

#[test]
fn early_data_is_opened_if_its_secret_is_known() {
    for (which, expected) in [(BOTH, Some("early.")), (&BOTH[..4], None)] {
        let mut wire = Wire::new(V1, 0x1301);
        let log = wire.log(which);
        let early = (Direction::Orig, wire.early(&stream(4, 0, b"early", true)));
        let mut all = talk(&mut wire);
        all.insert(1, early);
        let told = Run::new(&log).all(&all);
        assert_eq!(told.streams.get(&(0, 4)).map(String::as_str), expected);
        assert_eq!(told.streams[&(0, 0)], "question.");
    }
}

#[test]
fn keys_that_are_updated_are_followed_and_packets_of_the_phase_before_are_opened() {
    for unseen in [0, 1, 2] {
        let mut wire = Wire::new(V1, 0x1303);
        let log = wire.log(BOTH);
        let mut all = wire.opening();
        let dir = Direction::Orig;
        all.push((dir, wire.short(dir, &stream(0, 0, b"a", false))));
        let late = wire.short(dir, &stream(0, 1, b"b", false));
        for _ in 0..=unseen {
            wire.update(dir);
        }
        all.push((dir, wire.short(dir, &stream(0, 2, b"c", false))));
        if unseen == 0 {
            all.push((dir, late));
        } else {
            all.push((dir, wire.short(dir, &stream(0, 1, b"b", false))));
        }
        wire.update(dir);
        all.push((dir, wire.short(dir, &stream(0, 3, b"d", true))));
        let told = Run::new(&log).all(&all);
        assert_eq!((told.streams[&(0, 0)].as_str(), told.odd.len()), ("abcd.", 0), "{unseen} updates unseen");
    }
}

#[test]
fn packets_wait_for_secrets_that_come_late() {
    let mut wire = Wire::new(V1, 0x1301);
    let log = wire.log(BOTH);
    let mut run = Run::new("");
    run.secrets.expect_more();
    for (dir, datagram) in talk(&mut wire) {
        run.feed(dir, &datagram);
    }
    assert!(run.session.waits() && run.session.held() > 0);
    assert!(run.told.streams.is_empty());
    run.secrets.add_block(log.as_bytes(), 1);
    run.session.advance(&run.secrets, 1);
    run.listen();
    assert!(!run.session.waits());
    let told = run.end();
    assert_eq!(told.streams.values().collect::<Vec<_>>(), ["question.", "answer."]);
}

#[test]
fn what_waits_is_bounded_and_then_given_up() {
    let mut wire = Wire::new(V1, 0x1301);
    let other = wire.log(BOTH).replace(&"07".repeat(32), &"09".repeat(32));
    let mut run = Run::new(&other);
    run.secrets.expect_more();
    for (dir, datagram) in wire.opening() {
        run.feed(dir, &datagram);
    }
    let data = vec![b'x'; 1200];
    for n in 0..6000 {
        let packet = wire.short(Direction::Orig, &stream(0, n * 1200, &data, false));
        run.feed(Direction::Orig, &packet);
        assert!(run.session.memory() < 2 * Limits::default().sealed_flow_bytes);
    }
    assert!(run.told.over);
    let told = run.end();
    assert_eq!((told.odd, told.streams.len()), (vec!["secrets_late"], 0));
    assert_eq!(told.sealed, told.wire);
}

#[test]
fn without_its_secrets_a_connection_is_over_at_once() {
    let mut wire = Wire::new(V1, 0x1301);
    let other = wire.log(BOTH).replace(&"07".repeat(32), &"09".repeat(32));
    let told = Run::new(&other).all(&talk(&mut wire));
    assert!(told.over && told.streams.is_empty() && told.odd.is_empty());
    assert_eq!(told.sealed, told.wire);
}

#[test]
fn nothing_of_a_packet_that_does_not_open_is_told() {
    let mut wire = Wire::new(V1, 0x1301);
    let log = wire.log(&BOTH[..2]);
    let strange = Wire::new(V1, 0x1301);
    // Application secrets of somebody else.
    let wrong = log.clone() + &strange.log(&[2, 3]).replace("0303", "0404").replace("040404", "050505");
    let told = Run::new(&wrong).all(&talk(&mut wire));
    assert!(told.streams.is_empty());
    assert_eq!(told.odd, ["decrypt_failed", "decrypt_failed"]);
    // A bit that was changed on the way.
    let mut wire = Wire::new(V1, 0x1301);
    let log = wire.log(BOTH);
    let mut all = talk(&mut wire);
    let last = all[2].1.len() - 1;
    all[2].1[last] ^= 1;
    let told = Run::new(&log).all(&all);
    assert_eq!(told.streams.values().collect::<Vec<_>>(), ["answer."]);
    assert_eq!((told.odd, told.sealed[0] > 0), (vec!["decrypt_failed"], true));
}

#[test]
fn ids_change_as_their_owner_says() {
    let mut wire = Wire::new(V1, 0x1301);
    let log = wire.log(BOTH);
    let mut all = wire.opening();
    let fresh = [0x18, 1, 0, 8, 9, 9, 9, 9, 9, 9, 9, 9].into_iter().chain([0; 16]).collect::<Vec<u8>>();
    all.push((Direction::Resp, wire.short(Direction::Resp, &fresh)));
    let number = wire.number(Direction::Orig);
    let head = [&[0x43][..], &[9; 8], &number.to_be_bytes()].concat();
    let payload = [stream(0, 0, b"to a longer id", true), vec![0; 20]].concat();
    all.push((Direction::Orig, Wire::sealed(&wire.keys[2], &head, number, &payload)));
    all.push((Direction::Orig, wire.short(Direction::Orig, &stream(4, 0, b"to the first", true))));
    let told = Run::new(&log).all(&all);
    assert_eq!(told.streams.values().collect::<Vec<_>>(), ["to a longer id.", "to the first."]);
}

#[test]
fn unreliable_messages_are_told_once() {
    let mut wire = Wire::new(V1, 0x1301);
    let log = wire.log(BOTH);
    let mut all = wire.opening();
    let packet = wire.short(Direction::Orig, &[&[0x31, 5][..], b"hello"].concat());
    all.extend([(Direction::Orig, packet.clone()), (Direction::Orig, packet)]);
    assert_eq!(Run::new(&log).all(&all).datagrams, ["hello"]);
}

#[test]
fn streams_are_bounded_in_number_and_in_what_runs_ahead() {
    let mut wire = Wire::new(V1, 0x1301);
    let mut run = Run::new(&wire.log(BOTH));
    for (dir, datagram) in wire.opening() {
        run.feed(dir, &datagram);
    }
    let dir = Direction::Orig;
    // 3000 bytes ahead of a hole each, on more streams than may be open.
    let data = vec![b'x'; 3000];
    for n in 0..3000 {
        let packet = wire.short(dir, &stream(n * 4, 1, &data, false));
        run.feed(dir, &packet);
        assert!(run.session.memory() < 6 << 20, "{}", run.session.memory());
    }
    // One stream whose start never comes, far ahead of itself each time.
    for n in 0..3000u64 {
        let packet = wire.short(dir, &stream(1 << 16, (2 * n + 1) * 3000, &data, false));
        run.feed(dir, &packet);
        assert!(run.session.memory() < 6 << 20);
    }
    // The largest offset there is.
    let far = [&[0x0e, 0x44, 0][..], &[0xff; 8], &varint(5), b"limit"].concat();
    let packet = wire.short(dir, &far);
    run.feed(dir, &packet);
    let told = run.end();
    assert!(told.odd.iter().all(|odd| *odd == "pipeline_limit") && !told.odd.is_empty());
    assert!(told.streams.values().all(|text| text.contains('_')));
}

#[test]
fn a_stream_that_is_over_does_not_begin_again() {
    let mut wire = Wire::new(V1, 0x1301);
    let log = wire.log(BOTH);
    let dir = Direction::Orig;
    let mut all = talk(&mut wire);
    all.push((dir, wire.short(dir, &stream(0, 0, b"question", true))));
    all.push((dir, wire.short(dir, &stream(4, 0, b"part", false))));
    all.push((dir, wire.short(dir, &[4, 4, 0, 9])));
    all.push((dir, wire.short(dir, &stream(4, 4, b"too late", true))));
    let told = Run::new(&log).all(&all);
    assert_eq!(told.streams.values().collect::<Vec<_>>(), ["question.", "part!", "answer."]);
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_packets_in_any_order_give_the_same_streams(
        text in prop::collection::vec(any::<u8>().prop_map(|byte| b'a' + byte % 26), 1..400),
        sizes in prop::collection::vec(1usize..80, 1..8),
        seed in any::<u64>(),
        twice in any::<bool>(),
    ) {
        let mut wire = Wire::new(V1, 0x1301);
        let log = wire.log(BOTH);
        let (mut packets, mut at) = (Vec::new(), 0);
        for size in sizes.iter().cycle() {
            let end = text.len().min(at + size);
            // Overlapping what came before.
            let from = at.saturating_sub(size / 3);
            let fin = end == text.len();
            let frames = [stream(0, from as u64, &text[from..end], fin), stream(4, from as u64, &text[from..end], fin)];
            packets.push(wire.short(Direction::Orig, &frames.concat()));
            at = end;
            if fin {
                break;
            }
        }
        if twice {
            packets.extend(packets.clone());
        }
        for n in (1..packets.len()).rev() {
            packets.swap(n, (seed.rotate_left(n as u32) % (n as u64 + 1)) as usize);
        }
        let mut all = wire.opening();
        all.extend(packets.into_iter().map(|packet| (Direction::Orig, packet)));
        let told = Run::new(&log).all(&all);
        let whole = String::from_utf8(text).unwrap() + ".";
        prop_assert_eq!(told.streams.values().collect::<Vec<_>>(), [&whole, &whole]);
        prop_assert!(told.odd.is_empty());
    }

    #[test]
    fn any_payload_and_any_datagram_is_survived(
        payload in prop::collection::vec(any::<u8>(), 0..300),
        noise in prop::collection::vec(any::<u8>(), 0..300),
    ) {
        let mut wire = Wire::new(V1, 0x1301);
        let log = wire.log(BOTH);
        let mut all = wire.opening();
        all.push((Direction::Orig, wire.short(Direction::Orig, &payload)));
        all.push((Direction::Resp, noise.clone()));
        all.push((Direction::Orig, [&[0x43][..], SERVER, &noise].concat()));
        Run::new(&log).all(&all);
    }
}
