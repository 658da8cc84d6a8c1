//! The mergeable set of distinct values.

use crate::detect::exact::{EXACT_LIMIT, ValueSet};
use proptest::prelude::*;

/// A well-mixed hash of a small number.
fn hash(n: u64) -> u64 {
    let z = (n.wrapping_add(1)).wrapping_mul(0x9e37_79b9_7f4a_7c15);
    let z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    let z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    z ^ (z >> 31)
}

fn set(range: std::ops::Range<u64>) -> ValueSet {
    let mut set = ValueSet::new();
    range.for_each(|n| {
        set.insert(hash(n));
    });
    set
}

#[test]
fn small_sets_are_exact() {
    assert!(ValueSet::new().is_empty());
    let mut twice = set(0..1024);
    twice.merge(&set(0..1024));
    assert_eq!((twice.len(), twice.is_exact()), (EXACT_LIMIT as u64, true));
}

#[test]
fn large_sets_are_estimated_without_bias() {
    // The standard error of 2^12 registers is 1.04 / 64 = 1.6 %: single estimates within four of it, means within 3 %.
    for n in [1025, 2000, 5000, 10_000, 20_000, 50_000, 100_000, 300_000] {
        let errors: Vec<f64> = (0..16u64).map(|i| set(i << 32..(i << 32) + n).len() as f64 / n as f64 - 1.0).collect();
        assert!(errors.iter().all(|e| e.abs() < 0.065), "{n}: {errors:?}");
        let mean = errors.iter().sum::<f64>() / errors.len() as f64;
        let square = errors.iter().map(|e| e * e).sum::<f64>() / errors.len() as f64;
        assert!(mean.abs() < 0.015 && square.sqrt() < 0.03, "{n}: {errors:?}");
    }
}

#[test]
fn damaged_bytes_are_refused() {
    let good = set(0..3).to_bytes();
    assert_eq!(ValueSet::from_bytes(&good), Some(set(0..3)));
    let sketch = set(0..5000).to_bytes();
    assert_eq!(ValueSet::from_bytes(&sketch), Some(set(0..5000)));
    let mut unsorted = good.clone();
    unsorted[1..].reverse();
    let mut wild = sketch.clone();
    wild[7] = 54;
    for bad in [&[][..], &[9], &good[..good.len() - 1], &sketch[..100], &unsorted, &wild] {
        assert_eq!(ValueSet::from_bytes(bad), None);
    }
}

proptest! {
    #[test]
    fn merging_is_associative_commutative_and_idempotent(
        a in 0u64..3000, b in 0u64..3000, c in 0u64..3000, shift in 0u64..2000,
    ) {
        let (a, b, c) = (set(0..a), set(shift..shift + b), set(500..500 + c));
        let merged = |x: &ValueSet, y: &ValueSet| { let mut m = x.clone(); m.merge(y); m };
        prop_assert_eq!(merged(&merged(&a, &b), &c), merged(&a, &merged(&b, &c)));
        prop_assert_eq!(merged(&a, &b), merged(&b, &a));
        prop_assert_eq!(merged(&a, &a), a.clone());
        prop_assert_eq!(ValueSet::from_bytes(&merged(&a, &b).to_bytes()), Some(merged(&a, &b)));
    }
}
