//! The coverage ledger adds up, whatever happens to the packets.

mod lab;

use lab::{INSIDE, Lab, OUTSIDE, Seg, config, conversation, plan, run};
use leaktap_engine::coverage::State;
use proptest::prelude::*;
use std::collections::BTreeSet;

/// What is done to a segment.
#[derive(Clone, Copy, Debug)]
enum Fate {
    Keep,
    Drop,
    Twice,
    Late(usize),
}

fn fate() -> impl Strategy<Value = Fate> {
    prop_oneof![6 => Just(Fate::Keep), 1 => Just(Fate::Drop), 1 => Just(Fate::Twice), 2 => (1usize..6).prop_map(Fate::Late)]
}

fn disturb(segments: &[Seg], fates: &[Fate]) -> Vec<Seg> {
    let mut out: Vec<(usize, usize, Seg)> = Vec::new();
    for (n, seg) in segments.iter().enumerate() {
        let fate = if seg.data.is_empty() { Fate::Keep } else { fates[n % fates.len()] };
        match fate {
            Fate::Keep => out.push((n, 0, seg.clone())),
            Fate::Drop => {}
            Fate::Twice => {
                out.push((n, 0, seg.clone()));
                out.push((n + 2, 1, seg.clone()));
            }
            Fate::Late(by) => out.push((n + by, 1, seg.clone())),
        }
    }
    out.sort_by_key(|(at, tie, _)| (*at, *tie));
    out.into_iter().map(|(_, _, seg)| seg).collect()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, ..ProptestConfig::default() })]

    #[test]
    fn states_sum_to_the_bytes_seen_plus_those_known_missing(
        requests in prop::collection::vec((1usize..3000, 0usize..4), 1..5),
        mss in 20usize..1460,
        fates in prop::collection::vec(fate(), 7..60),
        snaplen in prop_oneof![Just(65_535usize), 60usize..400],
    ) {
        let mut turns: Vec<(bool, Vec<u8>)> = Vec::new();
        for (n, (size, kind)) in requests.iter().enumerate() {
            let body: Vec<u8> = (0..*size).map(|i| b"abcdefghij 0123456789,\n"[(i * 7 + n) % 23]).collect();
            match kind {
                0 => {
                    turns.push((true, format!("POST /a{n} HTTP/1.1\r\nHost: crm\r\nContent-Length: {size}\r\n\r\n").into_bytes()));
                    turns.push((true, body));
                    turns.push((false, b"HTTP/1.1 204 No Content\r\n\r\n".to_vec()));
                }
                1 => {
                    turns.push((true, b"GET /x HTTP/1.1\r\nHost: crm\r\n\r\n".to_vec()));
                    turns.push((false, format!("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n{size:x}\r\n").into_bytes()));
                    turns.push((false, body));
                    turns.push((false, b"\r\n0\r\n\r\n".to_vec()));
                }
                _ => turns.push((*kind == 2, body)),
            }
        }
        let turns: Vec<(bool, &[u8])> = turns.iter().map(|(who, data)| (*who, data.as_slice())).collect();
        let segments = disturb(&conversation((INSIDE, 40_000), (OUTSIDE, 80), &turns, mss), &fates);
        let mut lab = Lab::default();
        lab.snaplen = snaplen;
        let mut seen = [BTreeSet::new(), BTreeSet::new()];
        let mut acked = [0u32; 2];
        for seg in &segments {
            lab.tcp(seg);
            let who = usize::from(seg.src.0 == OUTSIDE);
            seen[who].extend(seg.seq..seg.seq + seg.data.len() as u32);
            acked[1 - who] = acked[1 - who].max(seg.ack);
        }
        let saved = lab.save();
        let all = run(config(1), &plan(&["payment_card", "email"]), &[&saved.0]);
        prop_assert_eq!(all.flows.len(), 1);
        let flow = &all.flows[0];
        prop_assert!(all.anomalies.iter().all(|odd| odd.code.name() != "unaccounted"), "{:?}", all.anomalies);
        for who in 0..2 {
            let tally = &flow.coverage[who];
            let lost = tally.get(State::Lost);
            prop_assert_eq!(tally.total() - lost, seen[who].len() as u64, "direction {}: {:?}", who, flow);
            let first = [1001u32, 900_001][who];
            let end = seen[who].iter().next_back().map_or(first, |last| last + 1);
            let holes = u64::from(end - first) - seen[who].len() as u64;
            let tail = u64::from(acked[who].saturating_sub(end));
            prop_assert!(lost == holes || lost == holes + tail || lost + 1 == holes + tail, "lost {} holes {} tail {}", lost, holes, tail);
        }
        let ledger: u64 = all.coverage.iter().map(|row| row.tally.total()).sum();
        prop_assert_eq!(ledger, flow.coverage[0].total() + flow.coverage[1].total());
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, ..ProptestConfig::default() })]

    #[test]
    fn every_byte_seen_is_in_one_state_whatever_became_of_the_handshake(
        sizes in prop::collection::vec((any::<bool>(), 1usize..600), 1..5),
        mss in 20usize..300,
        late in prop::collection::vec(prop_oneof![3 => Just(Some(0)), 1 => Just(None), 1 => (1usize..8).prop_map(Some)], 7..60),
        shift in 40_000_000u32..0xf000_0000,
    ) {
        let body: Vec<u8> = (0..600).map(|i| b"abcdefghij 0123456789,\n"[i * 7 % 23]).collect();
        let turns: Vec<(bool, &[u8])> = sizes.iter().map(|(who, size)| (*who, &body[..*size])).collect();
        let talk = conversation((INSIDE, 40_000), (OUTSIDE, 9999), &turns, mss);
        // Handshakes and ends are late or gone as well, and another connection follows on the same ports.
        let mut lab = Lab::default();
        let mut sum = 0;
        for shift in [0, shift] {
            let mut segments: Vec<(usize, Seg)> = Vec::new();
            for (n, seg) in talk.iter().enumerate() {
                let Some(by) = late[n % late.len()] else { continue };
                let ack = if seg.ack == 0 { 0 } else { seg.ack.wrapping_add(shift) };
                segments.push((n + by, Seg { seq: seg.seq.wrapping_add(shift), ack, ..seg.clone() }));
            }
            segments.sort_by_key(|(at, _)| *at);
            for (_, seg) in &segments {
                lab.tcp(seg);
                sum += seg.data.len() as u64;
            }
            lab.now_us += 20_000_000;
        }
        let all = run(config(1), &plan(&["email"]), &[&lab.save().0]);
        let told = |state: Option<State>| -> u64 {
            all.coverage.iter().map(|row| state.map_or(row.tally.total(), |state| row.tally.get(state))).sum()
        };
        prop_assert!(all.anomalies.iter().all(|odd| odd.code.name() != "unaccounted"), "{:?}", all.anomalies);
        prop_assert_eq!(told(None) - told(Some(State::Lost)), sum, "{:#?}", all.flows);
    }
}

#[test]
fn a_first_byte_overtaken_by_its_fin_is_judged() {
    let orig = (INSIDE, 40_000);
    let resp = (OUTSIDE, 80);
    let mut segments = conversation(orig, resp, &[(true, b"x")], 20);
    let at = segments.iter().position(|seg| !seg.data.is_empty()).expect("there is data");
    let late = segments.remove(at);
    segments.push(late);
    let mut lab = Lab::default();
    for seg in &segments {
        lab.tcp(seg);
    }
    let saved = lab.save();
    let all = run(config(1), &plan(&["email"]), &[&saved.0]);
    assert_eq!(all.flows.len(), 1);
    assert_eq!(all.flows[0].payload, [1, 0]);
    assert_eq!(all.flows[0].coverage[0].total(), 1);
}
