//! Pieces of a byte string that come in any order, overlap and repeat: CRYPTO frames of QUIC (RFC 9000 §19.6), fragments
//! of DTLS handshake messages (RFC 6347 §4.2.3). What came first stands; memory and the number of holes are bounded.

/// Holes between pieces at most.
const HOLES: usize = 32;

/// A string that is put together.
#[derive(Debug, Default)]
pub(crate) struct Pieces {
    bytes: Vec<u8>,
    /// What is there: sorted, apart from one another.
    have: Vec<(usize, usize)>,
}

impl Pieces {
    /// Takes a piece; false if the string would grow beyond `limit` or have too many holes: it is left as it was.
    pub(crate) fn put(&mut self, at: usize, data: &[u8], limit: usize) -> bool {
        let Some(end) = at.checked_add(data.len()).filter(|end| *end <= limit) else { return false };
        let before = self.have.iter().take_while(|(_, till)| *till < at).count();
        let touched = self.have.iter().skip(before).take_while(|(from, _)| *from <= end).count();
        if touched == 0 && self.have.len() > HOLES {
            return false;
        }
        if self.bytes.len() < end {
            self.bytes.resize(end, 0);
        }
        let (mut from, mut till, mut next) = (at, end, at);
        for &(known, known_end) in self.have.iter().skip(before).take(touched) {
            fill(&mut self.bytes, next, known.min(end), at, data);
            next = next.max(known_end);
            (from, till) = (from.min(known), till.max(known_end));
        }
        fill(&mut self.bytes, next, end, at, data);
        self.have.splice(before..before + touched, [(from, till)]);
        true
    }

    /// All bytes from the beginning to the first hole.
    pub(crate) fn whole(&self) -> &[u8] {
        let end = self.have.first().filter(|(from, _)| *from == 0).map_or(0, |(_, till)| *till);
        self.bytes.get(..end).unwrap_or_default()
    }
}

/// Copies `data`, which begins `at`, into `from..till`.
fn fill(bytes: &mut [u8], from: usize, till: usize, at: usize, data: &[u8]) {
    let part = (from < till).then(|| data.get(from.checked_sub(at)?..till.checked_sub(at)?)).flatten();
    if let (Some(part), Some(room)) = (part, bytes.get_mut(from..till)) {
        room.copy_from_slice(part);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn what_came_first_stands() {
        let mut pieces = Pieces::default();
        assert!(pieces.put(2, b"cd", 100));
        assert_eq!(pieces.whole(), b"");
        assert!(pieces.put(0, b"abXXef", 100));
        assert_eq!(pieces.whole(), b"abcdef");
        assert!(!pieces.put(99, b"yz", 100), "beyond the limit");
        assert_eq!(pieces.whole(), b"abcdef");
    }

    #[test]
    fn holes_are_bounded() {
        let mut pieces = Pieces::default();
        let taken = (0..100).filter(|n| pieces.put(n * 2 + 1, b"x", 1000)).count();
        assert_eq!(taken, HOLES + 1);
        assert!(pieces.put(0, &[b'y'; 200], 1000), "filling holes is always possible");
        assert_eq!(pieces.whole().len(), 200);
    }

    proptest! {
        #[test]
        fn any_order_and_overlap_gives_the_string(
            text in proptest::collection::vec(any::<u8>(), 1..200),
            cuts in proptest::collection::vec((any::<prop::sample::Index>(), 1usize..60), 0..30),
        ) {
            let mut pieces = Pieces::default();
            for (place, len) in cuts {
                let at = place.index(text.len());
                pieces.put(at, &text[at..text.len().min(at + len)], 200);
                let whole = pieces.whole();
                prop_assert_eq!(whole, &text[..whole.len()]);
            }
            prop_assert!(pieces.put(0, &text, 200));
            prop_assert_eq!(pieces.whole(), &text[..]);
        }
    }
}
