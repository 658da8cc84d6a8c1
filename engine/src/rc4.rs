//! RC4 (RFC 6229), which old suites of TLS and old PDF documents are enciphered with.

use zeroize::Zeroize;

/// The state of RC4. It can be copied, so that a record that does not open leaves no trace.
#[derive(Clone)]
pub(crate) struct Rc4 {
    state: [u8; 256],
    i: u8,
    j: u8,
}

impl Rc4 {
    /// Schedules a key.
    pub(crate) fn new(key: &[u8]) -> Self {
        let mut state = std::array::from_fn(|n| n as u8);
        let mut j = 0_u8;
        for (i, byte) in (0..=u8::MAX).zip(key.iter().cycle()) {
            j = j.wrapping_add(at(&state, i)).wrapping_add(*byte);
            state.swap(usize::from(i), usize::from(j));
        }
        Self { state, i: 0, j: 0 }
    }

    /// Deciphers in place.
    pub(crate) fn apply(&mut self, data: &mut [u8]) {
        for byte in data {
            self.i = self.i.wrapping_add(1);
            self.j = self.j.wrapping_add(at(&self.state, self.i));
            self.state.swap(usize::from(self.i), usize::from(self.j));
            *byte ^= at(&self.state, at(&self.state, self.i).wrapping_add(at(&self.state, self.j)));
        }
    }
}

impl Drop for Rc4 {
    fn drop(&mut self) {
        self.state.zeroize();
    }
}

fn at(state: &[u8; 256], place: u8) -> u8 {
    state.get(usize::from(place)).copied().unwrap_or_default()
}
