//! A hint to bring a cache line near.

/// Asks the processor to fetch the line of `slice[index]`; does nothing past the end or where there is no such hint.
#[inline(always)]
pub fn prefetch<T>(slice: &[T], index: usize) {
    #[cfg(target_arch = "x86_64")]
    if let Some(item) = slice.get(index) {
        // SAFETY: a prefetch never faults, and the pointer comes from a live reference.
        unsafe {
            core::arch::x86_64::_mm_prefetch::<{ core::arch::x86_64::_MM_HINT_T0 }>(core::ptr::from_ref(item).cast());
        }
    }
    #[cfg(not(target_arch = "x86_64"))]
    let _ = (slice, index);
}

/// Asks the processor to fetch the lines of `value`, at most the first `lines` of them.
#[inline(always)]
pub fn prefetch_value<T: ?Sized>(value: &T, lines: usize) {
    #[cfg(target_arch = "x86_64")]
    for line in 0..lines.min(size_of_val(value).div_ceil(64)) {
        // SAFETY: a prefetch never faults, and the address lies inside a live value.
        unsafe {
            let at = core::ptr::from_ref(value).cast::<i8>().add(line * 64);
            core::arch::x86_64::_mm_prefetch::<{ core::arch::x86_64::_MM_HINT_T0 }>(at);
        }
    }
    #[cfg(not(target_arch = "x86_64"))]
    let _ = (value, lines);
}
