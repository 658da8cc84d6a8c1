//! The allocator of the engine: mimalloc, asked for aligned memory only where its alignment is not given anyway.
//!
//! Flows come and go by the thousand a second: with the system's allocator this is a tenth of the cost. The binding that
//! comes with mimalloc asks for every block as an aligned one; whatever then is not at the head of a free list is searched
//! for on a slow way and with room to spare, although blocks are aligned to 16 bytes as they are.

use libmimalloc_sys::{
    mi_free, mi_malloc, mi_malloc_aligned, mi_realloc, mi_realloc_aligned, mi_zalloc, mi_zalloc_aligned,
};
use std::alloc::{GlobalAlloc, Layout};

/// What every block of at least this size is aligned to (`MI_MAX_ALIGN_SIZE`); smaller ones are aligned to a power of two
/// that is no larger than they are.
const GIVEN_ALIGN: usize = 16;

/// mimalloc.
pub struct Memory;

/// Tells whether any block of this size is aligned as wanted.
fn is_given(size: usize, align: usize) -> bool {
    align <= GIVEN_ALIGN && align <= size
}

// SAFETY: mimalloc's blocks are of the size that was asked for and aligned to it up to `GIVEN_ALIGN`, a block of either
// function may be given back or resized by either, and none of them unwinds.
unsafe impl GlobalAlloc for Memory {
    #[inline]
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        let (size, align) = (layout.size(), layout.align());
        // SAFETY: any size may be asked for, and a layout's alignment is a power of two.
        unsafe { if is_given(size, align) { mi_malloc(size) } else { mi_malloc_aligned(size, align) }.cast() }
    }

    #[inline]
    unsafe fn alloc_zeroed(&self, layout: Layout) -> *mut u8 {
        let (size, align) = (layout.size(), layout.align());
        // SAFETY: as above.
        unsafe { if is_given(size, align) { mi_zalloc(size) } else { mi_zalloc_aligned(size, align) }.cast() }
    }

    #[inline]
    unsafe fn dealloc(&self, ptr: *mut u8, _: Layout) {
        // SAFETY: the caller got it from here and has not given it back.
        unsafe { mi_free(ptr.cast()) }
    }

    #[inline]
    unsafe fn realloc(&self, ptr: *mut u8, layout: Layout, size: usize) -> *mut u8 {
        let align = layout.align();
        // SAFETY: the caller got it from here and has not given it back.
        unsafe {
            if is_given(size, align) {
                mi_realloc(ptr.cast(), size)
            } else {
                mi_realloc_aligned(ptr.cast(), size, align)
            }
            .cast()
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn blocks_are_aligned_as_wanted_and_keep_what_they_hold() {
        for shift in 0..13 {
            let align = 1 << shift;
            for size in (1..300).chain([1000, 1024, 1025, 4096, 65_537, 1 << 20, (1 << 20) + 1]) {
                let layout = Layout::from_size_align(size, align).expect("a layout");
                // SAFETY: the layout is not empty, and the block is used within its size and given back once.
                unsafe {
                    let mut blocks = Vec::new();
                    for zeroed in [false, true, false] {
                        let block = if zeroed { Memory.alloc_zeroed(layout) } else { Memory.alloc(layout) };
                        assert!(block.addr() != 0 && block.addr() % align == 0, "{size} bytes aligned to {align}");
                        assert!(!zeroed || std::slice::from_raw_parts(block, size).iter().all(|byte| *byte == 0));
                        block.write_bytes(0xa5, size);
                        blocks.push(block);
                    }
                    for block in blocks {
                        let wider = Memory.realloc(block, layout, size * 3);
                        assert!(wider.addr() % align == 0, "{size} bytes made three times as many, aligned to {align}");
                        assert!(std::slice::from_raw_parts(wider, size).iter().all(|byte| *byte == 0xa5));
                        Memory.dealloc(wider, Layout::from_size_align(size * 3, align).expect("a layout"));
                    }
                }
            }
        }
    }
}
