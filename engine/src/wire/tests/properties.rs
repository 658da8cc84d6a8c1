//! What holds for any bytes.

use super::frames::*;
use super::{Bench, ethernet};
use crate::config::Limits;
use crate::wire::{Dissected, Verdict, fast};
use proptest::prelude::*;

const LINKS: [u16; 21] =
    [0, 1, 9, 12, 14, 50, 51, 101, 104, 105, 108, 113, 127, 166, 189, 228, 229, 239, 258, 276, 999];

/// One valid frame of many kinds, with the link type it is for.
fn seeds() -> Vec<(u16, Vec<u8>)> {
    let over_udp = |port, body: &[u8]| eth(IPV4, &ip4(UDP, &udp(9, port, body)));
    let vxlan = join(&[&[8, 0, 0, 0, 0, 0, 3, 0], &hello_frame()]);
    let gtpu = join(&[&[0x36, 255, 0, 53], &[0; 4], &[0, 1, 0, 0x85, 1, 0, 9, 0], &hello_ip()]);
    let erspan = [0x10, 0, 0x22, 0xeb, 0, 0, 0, 1, 0x20, 5, 0, 7, 0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0];
    let chain = join(&[&[43, 0, 1, 4, 0, 0, 0, 0, TCP, 0, 0, 0, 0, 0, 0, 0], &tcp(b"hello")]);
    let mut seeds = vec![
        (1, hello_frame()),
        (1, eth(IPV6, &hello_ip6())),
        (1, eth(IPV6, &ip6(0, &chain))),
        (1, eth(IPV6, &ip6(UDP, &udp(1, 2, b"hello")))),
        (1, over_udp(53, b"hello")),
        (1, eth(0x8100, &vlan(5, IPV4, &hello_ip()))),
        (1, eth(0x88a8, &vlan(6, 0x8100, &vlan(7, IPV6, &hello_ip6())))),
        (1, over_udp(4789, &vxlan)),
        (1, over_udp(2152, &gtpu)),
        (1, over_udp(6081, &join(&[&[2, 0, 0x65, 0x58, 0, 0, 5, 0], &[0; 8], &hello_frame()]))),
        (1, over_udp(37008, &join(&[&[1, 0, 0, 1, 10, 1, 0xb0, 0, 1], &hello_frame()]))),
        (1, eth(IPV4, &ip4(47, &join(&[&erspan, &hello_frame()])))),
        (1, eth(IPV4, &ip4(41, &ip6(4, &hello_ip())))),
        (1, eth(0x8100, &vlan(5, 0x8847, &join(&[&[0, 1, 0, 64, 0, 2, 1, 64], &hello_frame()])))),
        (1, eth(0x8864, &join(&[&[0x11, 0, 0, 1, 0, 47, 0, 0x21], &hello_ip()]))),
        (127, join(&[&[0, 0, 9, 0, 2, 0, 0, 0, 0, 0x88, 1], &[0; 24], &[0xaa, 0xaa, 3, 0, 0, 0, 8, 0], &hello_ip()])),
        (239, join(&[&[2, 0, 0, 0, 8, 0, 7, 0, 0, 0, 0, 0, 49, 0, 9, 0], &hello_ip()])),
        (113, join(&[&[0; 14], &IPV4.to_be_bytes(), &hello_ip()])),
    ];
    let datagram = udp(1, 2, &[7; 92]);
    seeds.extend(fragments4(UDP, 5, &datagram, &[48]).into_iter().map(|frame| (1, frame)));
    seeds.extend(fragments6(UDP, 5, &datagram, &[48]).into_iter().map(|frame| (1, frame)));
    seeds
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2000))]

    #[test]
    fn any_bytes_on_any_link_get_an_answer(
        frames in proptest::collection::vec(proptest::collection::vec(any::<u8>(), 0..200), 1..4),
        link in 0..LINKS.len(),
        cut in 0..100_u32,
    ) {
        let mut bench = Bench::default();
        for frame in frames {
            bench.cut(LINKS[link], &frame, frame.len() as u32 + cut);
        }
        bench.finish();
    }

    #[test]
    fn damaged_frames_get_an_answer(
        edits in proptest::collection::vec((0..24_usize, 0..200_usize, any::<u8>()), 1..12),
        keep in 20..300_usize,
    ) {
        let seeds = seeds();
        let mut bench = Bench::default();
        for (seed, at, value) in edits {
            let (link, mut frame) = seeds[seed % seeds.len()].clone();
            let at = at % frame.len();
            frame[at] = value;
            let wire = frame.len() as u32;
            frame.truncate(keep);
            bench.cut(link, &frame, wire);
        }
        bench.finish();
        prop_assert_eq!(bench.dissector.memory(), 0);
    }

    #[test]
    fn the_fast_path_and_the_walk_agree(
        seed in 0..7_usize, edits in proptest::collection::vec((12..60_usize, any::<u8>()), 0..4), pad in 0..20_usize,
        keep in 0..120_usize,
    ) {
        let mut frame = seeds()[seed].1.clone();
        let wire = (frame.len() + pad) as u32;
        frame.resize(frame.len() + pad, 0);
        for (at, value) in edits {
            if let Some(byte) = frame.get_mut(at) {
                *byte = value;
            }
        }
        frame.truncate(keep.max(14));
        let mut quick = Dissected::default();
        if fast::ethernet(&frame, &mut quick) {
            // A cooked header in place of Ethernet's takes the walk.
            let cooked = join(&[&[0, 0], &frame]);
            let slow = Bench::default().cut(113, &cooked, wire + 2);
            prop_assert_eq!(slow.verdict, Verdict::Packet);
            quick.payload += 2;
            prop_assert_eq!(slow.packet, quick);
        }
    }

    #[test]
    fn a_datagram_split_anywhere_in_any_order_comes_together(
        payload in proptest::collection::vec(any::<u8>(), 2..2000),
        cuts in proptest::collection::vec(1..250_usize, 1..12),
        order in any::<u64>(),
        v6 in any::<bool>(),
        repeat in any::<bool>(),
    ) {
        let datagram = udp(77, 88, &payload);
        let cuts: Vec<_> = cuts.into_iter().chain([1]).map(|cut| cut * 8).collect();
        let mut frames = if v6 { fragments6(UDP, 1, &datagram, &cuts) } else { fragments4(UDP, 1, &datagram, &cuts) };
        if repeat {
            frames.extend(frames.clone());
        }
        let mut state = order;
        for n in (1..frames.len()).rev() {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
            frames.swap(n, (state >> 33) as usize % (n + 1));
        }
        let mut bench = Bench::default();
        let answers: Vec<_> = frames.iter().map(|frame| bench.frame(1, frame)).collect();
        let whole: Vec<_> = answers.iter().filter(|answer| !answer.payload.is_empty()).collect();
        prop_assert_eq!(whole.len(), 1);
        prop_assert_eq!(&whole[0].payload, &payload);
        prop_assert_eq!(whole[0].ports(), (77, 88));
        prop_assert!(answers.iter().all(|answer| answer.anomalies.is_empty()));
        prop_assert_eq!(bench.finish(), vec![]);
        prop_assert_eq!(bench.dissector.memory(), 0);
    }

    #[test]
    fn fragments_of_any_shape_stay_within_memory_and_account_for_their_bytes(
        pieces in proptest::collection::vec((0..4_u16, 0..40_u16, any::<bool>(), 1..80_usize, any::<u8>()), 1..60),
    ) {
        let limits = Limits { fragment_bytes: 4096, fragment_datagrams: 3, ..Limits::default() };
        let mut bench = Bench::within(&limits);
        let mut sent = 0;
        let mut read = 0;
        for (id, offset, more, len, fill) in pieces {
            let flags = offset | if more { 0x2000 } else { 0 };
            let answer = bench.frame(1, &eth(IPV4, &ip4_with(99, id, flags, &[], &vec![fill; len])));
            prop_assert!(bench.dissector.memory() <= 4096);
            sent += len as u64;
            read += u64::from(answer.packet.payload_wire_len) * u64::from(answer.verdict == Verdict::Reassembled);
        }
        let left: u64 = bench.finish().iter().map(|each| each.bytes).sum();
        prop_assert!(read + left <= sent);
    }
}

#[test]
fn every_seed_is_a_packet() {
    for (link, frame) in seeds() {
        let answer = Bench::default().frame(link, &frame);
        assert!(matches!(answer.verdict, Verdict::Packet | Verdict::Fragment), "{link} {frame:?}");
        assert!(answer.anomalies.is_empty());
    }
    assert_eq!(ethernet(&[]).verdict, Verdict::Invalid(crate::anomaly::Code::HeaderTruncated));
}
