//! Scratch memory: one pool per thread, so that no message keeps a large buffer.

use leaktap_simd::Anchors;
use std::cell::{Cell, RefCell};

/// Largest buffer that the pool keeps.
const KEEP_BYTES: usize = 8 << 20;
/// Larger than this, only one is kept.
const LARGE_BYTES: usize = 1 << 20;
/// Buffers that are kept.
const KEEP_COUNT: usize = 6;

thread_local! {
    static POOL: RefCell<Vec<Vec<u8>>> = const { RefCell::new(Vec::new()) };
    static ANCHORS: Cell<Anchors> = const { Cell::new(Anchors::new()) };
}

/// Takes a buffer for anchors; [`give_anchors`] it back.
pub(super) fn take_anchors() -> Anchors {
    ANCHORS.with(Cell::take)
}

/// Returns a buffer for anchors.
pub(super) fn give_anchors(buffer: Anchors) {
    if buffer.is_worth_keeping() {
        ANCHORS.with(|kept| kept.set(buffer));
    }
}

/// Takes a buffer of unspecified content and length; [`give`] it back. With `large`, the largest there is.
pub(super) fn take(large: bool) -> Vec<u8> {
    POOL.with(|pool| {
        let mut pool = pool.borrow_mut();
        let found = if large {
            (0..pool.len()).max_by_key(|i| pool.get(*i).map_or(0, Vec::capacity))
        } else {
            (0..pool.len()).min_by_key(|i| pool.get(*i).map_or(0, Vec::capacity))
        };
        found.map(|i| pool.swap_remove(i)).unwrap_or_default()
    })
}

/// Returns a buffer to the pool.
pub(super) fn give(buffer: Vec<u8>) {
    if buffer.capacity() == 0 || buffer.capacity() > KEEP_BYTES {
        return;
    }
    POOL.with(|pool| {
        let mut pool = pool.borrow_mut();
        let large = buffer.capacity() > LARGE_BYTES && pool.iter().any(|b| b.capacity() > LARGE_BYTES);
        if pool.len() < KEEP_COUNT && !large {
            pool.push(buffer);
        }
    });
}

/// Makes `buffer` at least `len` bytes long, within twice that.
pub(super) fn widen(buffer: &mut Vec<u8>, len: usize) {
    if buffer.len() < len {
        buffer.reserve_exact(len - buffer.len());
        buffer.resize(len, 0);
    }
}
