//! Fragments: any order, overlaps, limits, and accounts of what never completes.

use super::frames::*;
use super::{Answer, Bench};
use crate::anomaly::Code;
use crate::config::Limits;
use crate::wire::Verdict;
use std::net::IpAddr;

const SECOND: i64 = 1_000_000_000;

fn text(len: usize) -> Vec<u8> {
    (0..len).map(|n| (n * 7 % 251) as u8).collect()
}

fn feed(bench: &mut Bench, frames: &[Vec<u8>]) -> Vec<Answer> {
    frames.iter().map(|frame| bench.frame(1, frame)).collect()
}

fn verdicts(answers: &[Answer]) -> Vec<&Verdict> {
    answers.iter().map(|answer| &answer.verdict).collect()
}

#[test]
fn fragments_in_either_order_complete() {
    let body = text(3000);
    let datagram = udp(1000, 53, &body);
    for mut frames in [fragments4(UDP, 9, &datagram, &[1480, 2960]), fragments6(UDP, 9, &datagram, &[1232, 2464])] {
        for _ in 0..2 {
            let answers = feed(&mut Bench::default(), &frames);
            assert_eq!(verdicts(&answers), [&Verdict::Fragment, &Verdict::Fragment, &Verdict::Reassembled]);
            let last = answers.last().unwrap();
            assert_eq!((last.ports(), last.packet.proto), ((1000, 53), 17));
            assert_eq!(last.payload, body);
            let header = if last.packet.v6 { 48 } else { 20 };
            assert_eq!(last.packet.ip_len as usize, header + datagram.len());
            frames.reverse();
        }
    }
}

#[test]
fn a_tunnel_in_fragments_is_entered() {
    let frame = eth(IPV4, &ip4(TCP, &tcp(&text(1400))));
    let vxlan = udp(5, 4789, &join(&[&[8, 0, 0, 0, 0, 0, 6, 0], &frame]));
    let answers = feed(&mut Bench::default(), &fragments4(UDP, 1, &vxlan, &[800]));
    assert_eq!((&answers[1].verdict, answers[1].payload.len()), (&Verdict::Reassembled, 1400));
    assert_eq!((answers[1].packet.vni, answers[1].names()), (7, vec!["vxlan"]));
}

#[test]
fn fragments_inside_a_fragmented_tunnel_complete() {
    let inner = fragments4(UDP, 3, &udp(1, 2, &text(900)), &[400]);
    let mut bench = Bench::default();
    let mut answers = Vec::new();
    for (id, frame) in inner.iter().enumerate() {
        let gre = join(&[&[0, 0, 0x65, 0x58], frame]);
        answers.extend(feed(&mut bench, &fragments4(47, id as u16, &gre, &[200])));
    }
    let want = [&Verdict::Fragment, &Verdict::Fragment, &Verdict::Fragment, &Verdict::Reassembled];
    assert_eq!(verdicts(&answers), want);
    assert_eq!(answers[3].payload, text(900));
    assert_eq!(bench.finish(), []);
}

#[test]
fn an_invalid_inside_of_a_reassembled_datagram_is_invalid() {
    let answers = feed(&mut Bench::default(), &fragments4(TCP, 3, &[0x11; 64], &[32]));
    assert_eq!(answers[1].verdict, Verdict::Invalid(Code::HeaderInvalid));
}

#[test]
fn the_first_copy_wins_and_a_different_one_is_told() {
    let first = udp(1, 2, &text(56));
    let mut second = first.clone();
    second[20..40].fill(b'!');
    let mut frames = fragments4(UDP, 5, &first, &[32]);
    frames.insert(1, fragments4(UDP, 5, &second, &[32]).remove(0));
    let answers = feed(&mut Bench::default(), &frames);
    assert_eq!(answers[1].anomalies, [Code::FragmentOverlap]);
    assert_eq!(answers[2].payload, text(56));
}

#[test]
fn equal_overlaps_are_silent() {
    let datagram = udp(1, 2, &text(120));
    let wide = fragments4(UDP, 5, &datagram, &[96]);
    let narrow = fragments4(UDP, 5, &datagram, &[48, 80]);
    let frames = [narrow[1].clone(), wide[0].clone(), narrow[0].clone(), wide[1].clone()];
    let answers = feed(&mut Bench::default(), &frames);
    assert!(answers.iter().all(|answer| answer.anomalies.is_empty()));
    assert_eq!(answers[3].payload, text(120));
}

#[test]
fn teardrop_and_ping_of_death_are_harmless() {
    let mut bench = Bench::default();
    let first = eth(IPV4, &ip4_with(UDP, 8, 0x2000, &[], &text(36)));
    let inside = eth(IPV4, &ip4_with(UDP, 8, 3, &[], &text(4)));
    assert_eq!(bench.frame(1, &first).verdict, Verdict::Fragment);
    let answer = bench.frame(1, &inside);
    assert_eq!((answer.verdict, answer.anomalies), (Verdict::Fragment, vec![Code::FragmentOverlap]));
    let death = eth(IPV4, &ip4_with(1, 8, 0x1fff, &[], &text(100)));
    assert_eq!(bench.frame(1, &death).verdict, Verdict::Invalid(Code::HeaderInvalid));
    let empty = eth(IPV4, &ip4_with(UDP, 8, 0x2000, &[], &[1; 7]));
    assert_eq!(bench.frame(1, &empty).verdict, Verdict::Invalid(Code::HeaderInvalid));
    assert_eq!(bench.finish()[0].bytes, 36, "32 held and 4 refused");
}

#[test]
fn a_second_end_is_refused_and_accounted_for() {
    let datagram = udp(1, 2, &text(56));
    let frames = fragments4(UDP, 5, &datagram, &[32]);
    let beyond = eth(IPV4, &ip4_with(UDP, 5, 8, &[], b"hidden!!"));
    let mut bench = Bench::default();
    let answers = feed(&mut bench, &[frames[1].clone(), beyond, frames[0].clone()]);
    assert_eq!(answers[1].anomalies, [Code::FragmentOverlap]);
    assert_eq!(answers[2].payload, text(56));
    let left = bench.finish();
    assert_eq!((left.len(), left[0].bytes), (1, 8));
}

#[test]
fn incomplete_datagrams_expire_in_capture_time_with_their_bytes() {
    let mut bench = Bench::default();
    let frames = fragments4(UDP, 5, &udp(1, 2, &text(92)), &[48]);
    bench.frame(1, &frames[0]);
    bench.frame(1, &frames[0]);
    assert_eq!(bench.expired(30 * SECOND), []);
    let gone = bench.expired(30 * SECOND + 1);
    assert_eq!((gone.len(), gone[0].bytes, gone[0].proto, gone[0].v6), (1, 48, 17, false));
    assert_eq!((gone[0].src, gone[0].dst), (IpAddr::from(A), IpAddr::from(B)));
    assert_eq!((bench.expired(i64::MAX), bench.dissector.memory()), (vec![], 0));
    bench.frame(1, &fragments6(UDP, 6, &udp(1, 2, &text(92)), &[48])[1]);
    let gone = bench.finish();
    assert_eq!((gone[0].bytes, gone[0].proto, gone[0].v6), (52, 17, true));
}

#[test]
fn limits_drop_the_oldest_first() {
    let start = |id| fragments4(UDP, id, &udp(1, 2, &text(992)), &[504]).remove(0);
    let few = Limits { fragment_datagrams: 3, ..Limits::default() };
    let mut bench = Bench::within(&few);
    for id in 0..5 {
        bench.frame(1, &start(id));
    }
    assert_eq!(bench.expired(0).len(), 2);
    let rest = fragments4(UDP, 2, &udp(1, 2, &text(992)), &[504]).remove(1);
    assert_eq!(bench.frame(1, &rest).verdict, Verdict::Reassembled);
    let small = Limits { fragment_bytes: 4000, ..Limits::default() };
    let mut bench = Bench::within(&small);
    for id in 0..100 {
        bench.frame(1, &start(id));
        assert!(bench.dissector.memory() <= 4000);
    }
    assert!(bench.expired(0).len() >= 94);
}

#[test]
fn a_mirror_showing_each_fragment_twice_leaves_nothing_behind() {
    let mut bench = Bench::default();
    let frames = fragments4(UDP, 5, &udp(1, 2, &text(92)), &[48]);
    let order = [&frames[0], &frames[0], &frames[1], &frames[1], &frames[0]];
    let answers: Vec<_> = order.iter().map(|frame| bench.frame(1, frame)).collect();
    assert_eq!(answers.iter().filter(|answer| answer.verdict == Verdict::Reassembled).count(), 1);
    assert_eq!(bench.finish(), []);
}

#[test]
fn an_identifier_used_again_starts_a_new_datagram() {
    let mut bench = Bench::default();
    for (round, fill) in [(0, 1_u8), (1, 2), (SECOND, 1)] {
        bench.now_ns = round;
        let answers = feed(&mut bench, &fragments4(UDP, 5, &udp(1, 2, &[fill; 92]), &[48]));
        assert_eq!(
            (&answers[1].verdict, answers[1].payload.as_slice()),
            (&Verdict::Reassembled, [fill; 92].as_slice())
        );
    }
}

#[test]
fn snaplen_in_fragments_cuts_the_payload_and_keeps_its_length() {
    let frames = fragments4(UDP, 5, &udp(1, 2, &text(392)), &[200]);
    let mut bench = Bench::default();
    for cut_first in [false, true] {
        let mut answer = None;
        for (n, frame) in frames.iter().enumerate() {
            let kept = if (n == 0) == cut_first { 100 } else { frame.len() };
            answer = Some(bench.cut(1, &frame[..kept], frame.len() as u32));
        }
        let answer = answer.unwrap();
        let captured = if cut_first { 100 - 34 - 8 } else { 192 + 100 - 34 };
        assert_eq!((answer.payload.as_slice(), answer.packet.payload_wire_len), (&text(392)[..captured], 392));
        bench.now_ns += SECOND;
    }
}

#[test]
fn networks_of_two_tenants_stay_apart() {
    let mut bench = Bench::default();
    let wrap =
        |vni: u8, frame: &[u8]| eth(IPV4, &ip4(UDP, &udp(5, 4789, &join(&[&[8, 0, 0, 0, 0, 0, vni, 0], frame]))));
    let (one, two) = (udp(1, 2, &[1; 92]), udp(1, 2, &[2; 92]));
    let (one, two) = (fragments4(UDP, 5, &one, &[48]), fragments4(UDP, 5, &two, &[48]));
    let frames = [wrap(1, &one[0]), wrap(2, &two[0]), wrap(2, &two[1]), wrap(1, &one[1])];
    let answers = feed(&mut bench, &frames);
    assert_eq!((answers[2].payload.as_slice(), answers[2].packet.vni), ([2; 92].as_slice(), 3));
    assert_eq!((answers[3].payload.as_slice(), answers[3].packet.vni), ([1; 92].as_slice(), 2));
}
