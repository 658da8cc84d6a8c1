//! The reorder buffer against an obviously correct oracle: a map from position to the first byte that came.

use super::{Reorder, Seq};
use proptest::prelude::*;
use std::collections::BTreeMap;

/// Delivers everything that can be, filling holes with nothing: (position, byte) in order.
fn drain(reorder: &mut Reorder, base: u32, from: u32) -> Vec<(u32, u8)> {
    let mut out = Vec::new();
    let mut pieces = Vec::new();
    let mut next = Seq(base.wrapping_add(from));
    while let Some(first) = reorder.first() {
        if first.after(next) > 0 {
            next = first;
        }
        reorder.take_ready(next, &mut pieces);
        for piece in pieces.drain(..) {
            let start = piece.seq.after(Seq(base)) as u32;
            for (n, byte) in piece.data.iter().enumerate() {
                out.push((start + n as u32, *byte));
            }
            next = piece.seq.plus(piece.data.len() as u32 + piece.cut);
        }
    }
    assert_eq!(reorder.bytes(), 0);
    out
}

proptest! {
    #[test]
    fn any_segments_in_any_order_give_each_byte_that_came_first_once(
        base in prop_oneof![Just(0u32), Just(u32::MAX - 100), any::<u32>()],
        segments in prop::collection::vec((1u32..300, prop::collection::vec(any::<u8>(), 1..60)), 1..40),
    ) {
        let mut reorder = Reorder::default();
        let mut oracle: BTreeMap<u32, u8> = BTreeMap::new();
        for (at, data) in &segments {
            let conflict = data.iter().enumerate().any(|(n, b)| oracle.get(&(at + n as u32)).is_some_and(|old| old != b));
            let stored = reorder.store(Seq(base.wrapping_add(*at)), data, 0, (0, 0));
            let mut kept = 0;
            for (n, byte) in data.iter().enumerate() {
                oracle.entry(at + n as u32).or_insert_with(|| { kept += 1; *byte });
            }
            prop_assert_eq!(stored.kept, kept);
            prop_assert_eq!(stored.conflict, conflict);
            prop_assert_eq!(reorder.bytes(), oracle.len());
        }
        let got = drain(&mut reorder, base, 1);
        prop_assert_eq!(got, oracle.into_iter().collect::<Vec<_>>());
    }
}

#[test]
fn segments_in_order_behind_a_hole_are_one() {
    let mut reorder = Reorder::default();
    for at in 0..5000 {
        assert_eq!(reorder.store(Seq(10 + at), b"a", 0, (0, 0)).kept, 1);
    }
    assert_eq!((reorder.len(), reorder.bytes()), (1, 5000));
    // Between two of them, what both leave open.
    reorder.store(Seq(6000), b"bb", 0, (0, 0));
    assert_eq!(reorder.store(Seq(5000), &[b'c'; 1005], 0, (0, 0)).kept, 993);
    assert_eq!((reorder.len(), reorder.bytes()), (2, 5995));
    let places: Vec<u32> = drain(&mut reorder, 0, 0).iter().map(|(at, _)| *at).collect();
    assert_eq!(places, (10..6005).collect::<Vec<_>>());
}

#[test]
fn bytes_cut_by_snaplen_keep_their_place() {
    let mut reorder = Reorder::default();
    reorder.store(Seq(10), b"ab", 8, (0, 0));
    reorder.store(Seq(20), b"cd", 0, (0, 0));
    let mut out = Vec::new();
    reorder.take_ready(Seq(10), &mut out);
    assert_eq!(out.len(), 2);
    assert_eq!((out[0].cut, out[1].seq), (8, Seq(20)));
}

#[test]
fn sequence_numbers_compare_across_the_wrap() {
    assert_eq!(Seq(3).after(Seq(u32::MAX)), 4);
    assert_eq!(Seq(u32::MAX).after(Seq(3)), -4);
    assert_eq!(Seq(u32::MAX).plus(2), Seq(1));
}
