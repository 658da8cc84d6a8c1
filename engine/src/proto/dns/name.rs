//! Domain names with compression (RFC 1035 §4.1.4), read without loops: a pointer must lead to an earlier place than the
//! one before it, a name ends after 255 bytes, and a chain of pointers after 127.

use std::borrow::Cow;

/// Longest name on the wire (RFC 1035 §2.3.4).
const MAX_NAME: usize = 255;

/// Bytes and labels that most names do not exceed.
const USUAL_NAME: usize = 48;
const USUAL_LABELS: usize = 8;

/// Digits of a number that may be somebody's.
const LONG_NUMBER: usize = 11;

/// Most pointers followed in one name: it has at most 127 labels, so more lead nowhere.
const MAX_JUMPS: usize = 127;

/// A decoded name.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct Name {
    /// Labels joined by dots, as written; empty for the root.
    dotted: Vec<u8>,
    /// Length of each label.
    labels: Vec<u8>,
}

impl Name {
    /// Reads the name at `at`; answers it with the place behind it.
    pub fn read(message: &[u8], at: usize) -> Option<(Self, usize)> {
        // Room for most names: to grow byte by byte costs more than to read them.
        let mut name = Self { dotted: Vec::with_capacity(USUAL_NAME), labels: Vec::with_capacity(USUAL_LABELS) };
        let mut place = at;
        let mut behind = None;
        // Every pointer must lead before the last place that was jumped to.
        let mut floor = at;
        let mut jumps = 0;
        loop {
            let len = *message.get(place)?;
            match len {
                0 => return Some((name, behind.unwrap_or(place + 1))),
                1..=63 => {
                    let start = place + 1;
                    let end = start + usize::from(len);
                    name.push(message.get(start..end)?)?;
                    place = end;
                }
                0xc0..=0xff => {
                    let low = *message.get(place + 1)?;
                    let target = usize::from(u16::from_be_bytes([len & 0x3f, low]));
                    jumps += 1;
                    if target >= floor || jumps > MAX_JUMPS {
                        return None;
                    }
                    behind = behind.or(Some(place + 2));
                    floor = target;
                    place = target;
                }
                _ => return None,
            }
        }
    }
    fn push(&mut self, label: &[u8]) -> Option<()> {
        if !self.labels.is_empty() {
            self.dotted.push(b'.');
        }
        self.dotted.extend_from_slice(label);
        self.labels.push(label.len() as u8);
        (self.dotted.len() < MAX_NAME).then_some(())
    }
    /// Labels joined by dots.
    pub fn dotted(&self) -> &[u8] {
        &self.dotted
    }
    /// The name as text to be read: a blank stands on either side of a label that is a long number, for a dot there would
    /// make it a part of another number.
    pub fn readable(&self) -> Cow<'_, [u8]> {
        let long = self.labels.iter().any(|len| usize::from(*len) >= LONG_NUMBER);
        if !long || !self.labels().any(is_long_number) {
            return Cow::Borrowed(&self.dotted);
        }
        let mut text = Vec::with_capacity(self.dotted.len());
        let mut number = false;
        for (i, label) in self.labels().enumerate() {
            let before = std::mem::replace(&mut number, is_long_number(label));
            if i > 0 {
                text.push(if before || number { b' ' } else { b'.' });
            }
            text.extend_from_slice(label);
        }
        Cow::Owned(text)
    }
    /// Labels in order.
    pub fn labels(&self) -> impl DoubleEndedIterator<Item = &[u8]> + ExactSizeIterator {
        let mut start = 0;
        let spans: Vec<_> = self
            .labels
            .iter()
            .map(|len| {
                let span = start..start + usize::from(*len);
                start = span.end + 1;
                span
            })
            .collect();
        spans.into_iter().map(|span| self.dotted.get(span).unwrap_or_default())
    }
    /// True if it is made of what host names are made of, and the usual extras (`_`, `*`).
    pub fn is_hostlike(&self) -> bool {
        self.dotted.iter().all(|byte| byte.is_ascii_alphanumeric() || b"-._*".contains(byte))
    }
}
/// True for digits, the last of which may be the check character `X`.
fn is_long_number(label: &[u8]) -> bool {
    let digits = label.iter().take_while(|byte| byte.is_ascii_digit()).count();
    digits >= LONG_NUMBER && matches!(label.get(digits..), Some([] | [b'x' | b'X']))
}
