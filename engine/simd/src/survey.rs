//! What one look over a text tells: which of the slower looks are worth it.

/// Characters of base64, both alphabets, in a row that make [`Survey::run`] true.
pub const RUN: usize = 24;

/// What occurs in a text.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Survey {
    /// A byte beyond ASCII.
    pub high: bool,
    /// A control character other than tab, line feed, vertical tab, form feed and carriage return; or DEL.
    pub control: bool,
    /// `\`, `%` or `&`: something may be escaped.
    pub escape: bool,
    /// `=`.
    pub equals: bool,
    /// The byte 0xEF, which begins every full-width form in UTF-8.
    pub wide: bool,
    /// A digit, and right behind it 0xC2 or 0xE2, which in UTF-8 begin the spaces and dashes of typesetting.
    pub joined: bool,
    /// A line feed.
    pub newline: bool,
    /// [`RUN`] characters of base64 (either alphabet) in a row.
    pub run: bool,
}

pub(crate) const fn is_base64(b: u8) -> bool {
    b.is_ascii_alphanumeric() || matches!(b, b'+' | b'/' | b'-' | b'_')
}

/// The scalar twin of [`survey`](crate::survey): the definition that the other is tested against.
pub fn survey_scalar(text: &[u8]) -> Survey {
    let mut found = Survey::default();
    let (mut run, mut before) = (0, 0u8);
    for &b in text {
        found.high |= b >= 0x80;
        found.control |= b < 9 || (b > 13 && b < 32) || b == 127;
        found.escape |= matches!(b, b'\\' | b'%' | b'&');
        found.equals |= b == b'=';
        found.wide |= b == 0xef;
        found.joined |= before.is_ascii_digit() && matches!(b, 0xc2 | 0xe2);
        before = b;
        found.newline |= b == b'\n';
        run = if is_base64(b) { run + 1 } else { 0 };
        found.run |= run >= RUN;
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{long_run, survey};

    #[test]
    fn a_run_is_seen_at_every_offset_and_not_before_its_length() {
        for offset in 0..140 {
            for (len, wanted) in [(RUN - 1, false), (RUN, true), (3 * RUN, true)] {
                let mut text = vec![b'.'; 260];
                text[offset..offset + len].fill(b'Q');
                assert_eq!(survey(&text).run, wanted, "{len} at {offset}");
                assert_eq!(long_run(&text), wanted.then_some(offset..offset + len), "{len} at {offset}");
            }
        }
    }

    #[test]
    fn every_byte_has_its_classes() {
        for b in 0..=255u8 {
            assert_eq!(survey(&[b]), survey_scalar(&[b]), "{b}");
            assert_eq!(survey(&[b; RUN]), survey_scalar(&[b; RUN]), "{b} repeated");
        }
    }
}
