//! QUIC connections made here, through the whole engine: from packets of a capture to findings.

use super::{Batch, Engine};
use crate::config::EngineConfig;
use crate::coverage::State;
use crate::decrypt::quic_tests::{Wire, stream};
use crate::detect::{DetectorSpec, PlanSpec};
use crate::message::Direction;
use crate::quic::packet::{V1, V2};
use std::collections::BTreeSet;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;

const CLIENT: Direction = Direction::Orig;
const SERVER: Direction = Direction::Resp;

type Datagrams = Vec<(Direction, Vec<u8>)>;

/// An Ethernet frame with a datagram; `number` makes the IP identification.
fn frame(dir: Direction, number: usize, datagram: &[u8]) -> Vec<u8> {
    let (from, to, sport, dport) = match dir {
        Direction::Orig => ([10, 0, 0, 1], [192, 0, 2, 9], 40_000u16, 443u16),
        Direction::Resp => ([192, 0, 2, 9], [10, 0, 0, 1], 443, 40_000),
    };
    let (udp, ip) = ((datagram.len() + 8) as u16, (datagram.len() + 28) as u16);
    let id = (number as u16 + 1).to_be_bytes();
    [
        &[0u8; 12][..],
        &[8, 0, 0x45, 0],
        &ip.to_be_bytes(),
        &id,
        &[0, 0, 64, 17, 0, 0],
        &from,
        &to,
        &sport.to_be_bytes(),
        &dport.to_be_bytes(),
        &udp.to_be_bytes(),
        &[0, 0],
        datagram,
    ]
    .concat()
}

/// A pcapng with the secrets before packet `at`, or behind all.
fn pcapng(datagrams: &Datagrams, log: &str, at: usize) -> Vec<u8> {
    fn block(kind: u32, body: &[u8]) -> Vec<u8> {
        let padded = [body, &vec![0; body.len().next_multiple_of(4) - body.len()]].concat();
        let len = (padded.len() as u32 + 12).to_le_bytes();
        [&kind.to_le_bytes()[..], &len, &padded, &len].concat()
    }
    let secrets = [&0x544c_534b_u32.to_le_bytes()[..], &(log.len() as u32).to_le_bytes(), log.as_bytes()].concat();
    let secrets = block(10, &secrets);
    let mut out = block(0x0a0d_0d0a, &[&0x1a2b_3c4d_u32.to_le_bytes()[..], &[1, 0, 0, 0], &[0xff; 8]].concat());
    out.extend(block(1, &[1, 0, 0, 0, 0, 0, 4, 0]));
    for (n, (dir, datagram)) in datagrams.iter().enumerate() {
        if n == at {
            out.extend(&secrets);
        }
        let frame = frame(*dir, n, datagram);
        let stamp = [0x0006_0000_u32, n as u32 * 1000].map(u32::to_le_bytes).concat();
        let len = (frame.len() as u32).to_le_bytes();
        out.extend(block(6, &[&[0; 4], &stamp[..], &len, &len, &frame].concat()));
    }
    if at >= datagrams.len() {
        out.extend(secrets);
    }
    out
}

/// Runs a capture; the ledger must sum to the payload.
fn judged(capture: &[u8]) -> Batch {
    static SERIAL: AtomicU32 = AtomicU32::new(0);
    let serial = SERIAL.fetch_add(1, Ordering::Relaxed);
    let path = std::env::temp_dir().join(format!("leaktap-quic-{}-{serial}.pcapng", std::process::id()));
    std::fs::write(&path, capture).unwrap();
    let native = |id: &str| DetectorSpec { id: id.into(), native: true, ..DetectorSpec::default() };
    let detectors = vec![native("cn.mobile"), native("credential.http")];
    let plan = PlanSpec { detectors, ..PlanSpec::default() };
    let config = EngineConfig {
        flow_records: true,
        transport_records: true,
        anomaly_records: true,
        reveal: true,
        ..EngineConfig::default()
    };
    let mut engine = Engine::new(config, &plan).unwrap();
    engine.start(&[path.display().to_string()]).unwrap();
    let mut all = Batch::default();
    loop {
        let mut batch = engine.poll(10_000, Duration::from_secs(60)).unwrap();
        assert_eq!(batch.stats.faults, 0);
        all.findings.append(&mut batch.findings);
        all.flows.append(&mut batch.flows);
        all.anomalies.append(&mut batch.anomalies);
        all.transports.append(&mut batch.transports);
        if batch.done {
            all.coverage = batch.coverage;
            break;
        }
    }
    std::fs::remove_file(path).unwrap();
    let payload: u64 = all.flows.iter().flat_map(|flow| flow.payload).sum();
    let total: u64 = all.coverage.iter().map(|row| row.tally.total()).sum();
    assert_eq!(total, payload, "{:?}", all.coverage);
    all
}

fn bytes(batch: &Batch, state: State) -> u64 {
    batch.coverage.iter().map(|row| row.tally.get(state)).sum()
}

fn odd(batch: &Batch) -> Vec<&str> {
    batch.anomalies.iter().map(|odd| odd.code.name()).collect()
}

/// Mobile numbers that were found, with where.
fn found(batch: &Batch) -> BTreeSet<(String, String)> {
    let mobiles = batch.findings.iter().filter(|finding| finding.detector == "cn.mobile");
    mobiles.flat_map(|it| it.values().iter().map(|value| (it.place.to_string(), value.clone()))).collect()
}

fn h3(kind: u8, payload: &[u8]) -> Vec<u8> {
    [&[kind, 0x40 | (payload.len() >> 8) as u8, payload.len() as u8][..], payload].concat()
}

/// A `POST` of a form and its answer with JSON, so many times, in packets of a few bytes of each.
fn conversation(wire: &mut Wire, requests: u64, piece: usize) -> Datagrams {
    let mut all = wire.opening();
    // Both sides allow a header table of 4096 octets.
    for (dir, id) in [(CLIENT, 2), (SERVER, 3)] {
        all.push((dir, wire.short(dir, &stream(id, 0, &[0, 4, 3, 1, 0x50, 0], false))));
    }
    // A path that the header table holds.
    let path = [&b"\x02\x3f\xe1\x1f\xc1\x0a"[..], b"/customers"].concat();
    all.push((CLIENT, wire.short(CLIENT, &stream(6, 0, &path, false))));
    for n in 0..requests {
        let head = [&[2, 0, 0xd4, 0xd7, 0x80][..], b"\x50\x0acrm.test.x", &[0xef]].concat();
        let form = format!("mobile=1380013{:04}&name=x", 8000 + n);
        let request = [h3(1, &head), h3(0, form.as_bytes())].concat();
        let json = format!("{{\"phone\":\"1391234{:04}\"}}", 5000 + n);
        let response = [h3(1, &[0, 0, 0xd9, 0xee]), h3(0, json.as_bytes())].concat();
        for (dir, text) in [(CLIENT, request), (SERVER, response)] {
            let pieces: Vec<&[u8]> = text.chunks(piece).collect();
            for (k, part) in pieces.iter().enumerate() {
                let frames = stream(n * 4, (k * piece) as u64, part, k + 1 == pieces.len());
                all.push((dir, wire.short(dir, &frames)));
            }
        }
    }
    all
}

fn expected(requests: u64) -> BTreeSet<(String, String)> {
    let asked = (0..requests).map(|n| ("http.request.body:mobile".to_owned(), format!("1380013{:04}", 8000 + n)));
    let told = (0..requests).map(|n| ("http.response.body:phone".to_owned(), format!("1391234{:04}", 5000 + n)));
    asked.chain(told).collect()
}

const ALL: &[usize] = &[0, 1, 2, 3];

#[test]
fn http3_is_read_in_every_version_and_suite() {
    for (version, suite) in [(V1, 0x1301), (V1, 0x1302), (V2, 0x1303), (V2, 0x1304)] {
        let mut wire = Wire::new(version, suite);
        let log = wire.log(ALL);
        let batch = judged(&pcapng(&conversation(&mut wire, 3, 1200), &log, 0));
        assert_eq!(found(&batch), expected(3), "{version:x} {suite:x}: {:?}", odd(&batch));
        assert_eq!(odd(&batch), Vec::<&str>::new());
        for finding in &batch.findings {
            assert_eq!((finding.app_proto, finding.visibility, finding.protection), ("http3", "decrypted", "sound"));
            let http = finding.http.as_ref().unwrap();
            assert_eq!((&*http.method(), &*http.path(), &*http.host()), ("POST", "/customers", "crm.test.x"));
        }
        assert!(bytes(&batch, State::Decrypted) > 0);
        assert_eq!(bytes(&batch, State::Inspected), 0);
        assert_eq!(batch.transports[0].info.alpn, ["h3"]);
    }
}

#[test]
fn any_packets_in_any_order_give_the_same_findings() {
    for (seed, piece) in [(1u64, 7), (2, 19), (3, 40), (4, 400)] {
        let mut wire = Wire::new(V1, 0x1301);
        let log = wire.log(ALL);
        let mut all = conversation(&mut wire, 4, piece);
        let mut state = seed;
        // Everything behind the handshake is shuffled, and a part of it comes twice.
        let again: Datagrams = all[2..].iter().step_by(3).cloned().collect();
        all.extend(again);
        for n in (3..all.len()).rev() {
            state = state.wrapping_mul(0x5851_f42d_4c95_7f2d).wrapping_add(1);
            all.swap(n, 2 + (state >> 33) as usize % (n - 1));
        }
        let batch = judged(&pcapng(&all, &log, 0));
        assert_eq!(found(&batch), expected(4), "seed {seed}: {:?}", odd(&batch));
    }
}

#[test]
fn lost_packets_cost_what_was_in_them() {
    let mut wire = Wire::new(V1, 0x1301);
    let log = wire.log(ALL);
    let mut all = conversation(&mut wire, 3, 1200);
    // The first request.
    all.remove(5);
    let batch = judged(&pcapng(&all, &log, 0));
    let (mut rest, first) = (expected(3), ("http.request.body:mobile".to_owned(), "13800138000".to_owned()));
    rest.remove(&first);
    assert_eq!(found(&batch), rest);
    assert_eq!(odd(&batch), Vec::<&str>::new());
    // The stream of the header table: paths are not known, bodies are.
    let mut wire = Wire::new(V1, 0x1301);
    let mut all = conversation(&mut wire, 3, 1200);
    all.remove(4);
    let batch = judged(&pcapng(&all, &log, 0));
    assert_eq!(found(&batch).len(), 6, "{:?}", found(&batch));
}

#[test]
fn keys_are_updated_in_the_middle() {
    let mut wire = Wire::new(V1, 0x1302);
    let log = wire.log(ALL);
    let mut all = conversation(&mut wire, 2, 10);
    wire.update(CLIENT);
    wire.update(SERVER);
    let more = conversation(&mut wire, 4, 10);
    // The hellos again would be another connection; streams 0 and 4 were told already.
    all.extend(more.into_iter().skip(5));
    let batch = judged(&pcapng(&all, &log, 0));
    assert_eq!(found(&batch), expected(4));
    assert_eq!(odd(&batch), Vec::<&str>::new());
}

#[test]
fn secrets_may_stand_behind_the_packets() {
    let mut wire = Wire::new(V1, 0x1301);
    let log = wire.log(ALL);
    let all = conversation(&mut wire, 5, 30);
    let early = judged(&pcapng(&all, &log, 0));
    let late = judged(&pcapng(&all, &log, usize::MAX));
    assert_eq!(found(&late), expected(5), "{:?}", odd(&late));
    assert_eq!(early.coverage, late.coverage);
    let times = |batch: &Batch| batch.findings.iter().map(|found| (found.ts_ns, found.last_frame)).collect::<Vec<_>>();
    assert_eq!(times(&early), times(&late));
}

#[test]
fn without_its_secrets_a_connection_stays_closed() {
    let mut wire = Wire::new(V1, 0x1301);
    let other = wire.log(ALL).replace(&"07".repeat(32), &"09".repeat(32));
    // Secrets of another connection, no secrets at all, and wrong ones.
    let wrong = wire.log(ALL).replace("03030303", "04040403");
    let all = conversation(&mut wire, 3, 1200);
    let bare = judged(&pcapng(&all, "# nothing\n", 0));
    for (log, anomalies) in [(other, 0), (wrong, 1)] {
        let batch = judged(&pcapng(&all, &log, 0));
        assert_eq!(odd(&batch).iter().filter(|name| **name == "decrypt_failed").count(), anomalies);
        assert!(found(&batch).iter().all(|(place, _)| place.starts_with("http.response")), "{:?}", found(&batch));
        if anomalies == 0 {
            assert!(batch.findings.is_empty());
            assert_eq!(batch.coverage, bare.coverage);
        }
    }
    assert_eq!(bytes(&bare, State::Encrypted), bare.flows[0].payload.iter().sum::<u64>());
}
