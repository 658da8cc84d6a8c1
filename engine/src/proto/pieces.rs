//! Pieces of a byte string that come in any order, overlap and repeat: CRYPTO frames of QUIC (RFC 9000 §19.6), fragments
//! of DTLS handshake messages (RFC 6347 §4.2.3). What came first stands; memory and the number of pieces are bounded.

/// Pieces that wait for one before them at most.
const AHEAD: usize = 128;

/// A string that is put together.
#[derive(Debug, Default)]
pub(crate) struct Pieces {
    /// From the beginning to the first hole.
    whole: Vec<u8>,
    /// Behind it: where each piece begins, sorted, none touching the other's bytes.
    ahead: Vec<(usize, Vec<u8>)>,
}

impl Pieces {
    /// Takes a piece; false if it ends beyond `limit`, or too many wait already: it is left out.
    pub(crate) fn put(&mut self, at: usize, data: &[u8], limit: usize) -> bool {
        let Some(end) = at.checked_add(data.len()).filter(|end| *end <= limit) else { return false };
        let mut next = at.max(self.whole.len());
        if next > self.whole.len() && self.ahead.len() >= AHEAD {
            return false;
        }
        // What is there already cuts the piece up.
        let mut place = 0;
        while next < end {
            let known = self.ahead.get(place).map(|(from, piece)| (*from, from + piece.len()));
            match known {
                Some((_, till)) if till <= next => {}
                Some((from, till)) if from <= next => next = till,
                _ => {
                    let till = known.map_or(end, |(from, _)| from.min(end));
                    let part = data.get(next - at..till - at).unwrap_or_default();
                    let before = place.checked_sub(1).and_then(|before| self.ahead.get_mut(before));
                    match before.filter(|(from, piece)| from + piece.len() == next) {
                        Some((_, piece)) => {
                            piece.extend_from_slice(part);
                            place -= 1;
                        }
                        None => self.ahead.insert(place, (next, part.to_vec())),
                    }
                    next = till;
                }
            }
            place += 1;
        }
        self.absorb();
        true
    }

    /// Moves what follows without a hole.
    fn absorb(&mut self) {
        let mut next = self.whole.len();
        let follows = self.ahead.iter().take_while(|(from, piece)| {
            let joins = *from == next;
            next = from + piece.len();
            joins
        });
        let count = follows.count();
        for (_, piece) in self.ahead.drain(..count) {
            self.whole.extend_from_slice(&piece);
        }
    }

    /// All bytes from the beginning to the first hole.
    pub(crate) fn whole(&self) -> &[u8] {
        &self.whole
    }

    /// Bytes held.
    pub(crate) fn held(&self) -> usize {
        self.whole.capacity()
            + self.ahead.iter().map(|(_, piece)| piece.capacity() + size_of::<usize>() * 4).sum::<usize>()
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
        assert!(pieces.put(90, b"z", 100));
        assert!(pieces.held() < 100, "a hole takes no room");
        assert_eq!(pieces.whole(), b"abcdef");
    }

    #[test]
    fn pieces_that_wait_are_bounded() {
        let mut pieces = Pieces::default();
        let taken = (0..200).filter(|n| pieces.put(n * 2 + 1, b"x", 1000)).count();
        assert_eq!(taken, AHEAD);
        assert!(pieces.put(0, &[b'y'; 400], 1000), "filling holes is always possible");
        assert_eq!(pieces.whole().len(), 400);
    }

    #[test]
    fn what_follows_a_piece_joins_it() {
        let mut pieces = Pieces::default();
        assert!((1..1000).all(|at| pieces.put(at, b"x", 1000)));
        assert_eq!(pieces.ahead.len(), 1);
        assert!(pieces.put(0, b"y", 1000));
        assert_eq!(pieces.whole().len(), 1000);
    }

    #[test]
    fn a_message_may_come_backwards() {
        let mut pieces = Pieces::default();
        assert!((0..100).rev().all(|at| pieces.put(at, b"x", 1000)));
        assert_eq!(pieces.whole().len(), 100);
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
