//! The head of a mail as far as a finding shows it: who, to whom, about what (RFC 5322 §3.6).

use crate::message::MailInfo;
use crate::mime;

/// Head bytes that are kept for it.
const HEAD_BYTES: usize = 16 << 10;
/// Recipients that are kept.
const RECIPIENTS: usize = 16;
/// Longest address, longest subject.
const SHOWN: usize = 256;

/// Watches a mail's bytes go by until its head is over.
#[derive(Debug, Default)]
pub(super) struct HeadWatch {
    kept: Vec<u8>,
    /// Bytes of the line in hand.
    line: usize,
    /// The last of them was a CR.
    cr: bool,
    over: bool,
}

impl HeadWatch {
    /// Begins with a mail.
    pub(super) fn restart(&mut self) {
        *self = Self::default();
    }

    /// Looks no more: what comes has no head.
    pub(super) fn stop(&mut self) {
        *self = Self { over: true, ..Self::default() };
    }

    /// True if nothing more is looked at.
    pub(super) fn is_over(&self) -> bool {
        self.over
    }

    /// How many of the bytes belong to the head; `true` if it ends there.
    pub(super) fn feed(&mut self, data: &[u8]) -> (usize, bool) {
        if self.over {
            return (0, false);
        }
        let room = HEAD_BYTES.saturating_sub(self.kept.len()).min(data.len());
        let window = data.get(..room).unwrap_or(data);
        let mut start = 0;
        for end in memchr::memchr_iter(b'\n', window) {
            let len = self.line + end - start;
            let cr = if end > start { window.get(end - 1) == Some(&b'\r') } else { self.cr };
            (self.line, self.cr) = (0, false);
            start = end + 1;
            if len == 0 || len == 1 && cr {
                self.kept.extend_from_slice(window.get(..start).unwrap_or_default());
                self.over = true;
                return (start, true);
            }
        }
        self.line += window.len() - start;
        self.cr = window.last() == Some(&b'\r');
        self.kept.extend_from_slice(window);
        self.over = self.kept.len() >= HEAD_BYTES;
        (window.len(), self.over)
    }

    /// What the head says; it is forgotten.
    pub(super) fn take(&mut self) -> MailInfo {
        self.over = true;
        let kept = std::mem::take(&mut self.kept);
        let mut info = MailInfo::default();
        for field in mime::fields(&kept) {
            let Some((name, value)) = leaktap_simd::find(b':', &field).and_then(|at| field.split_at_checked(at)) else {
                continue;
            };
            let value = value.get(1..).unwrap_or_default();
            let is = |known: &[u8]| name.trim_ascii().eq_ignore_ascii_case(known);
            if is(b"from") && info.from.is_empty() {
                info.from = address(value);
            } else if is(b"to") || is(b"cc") {
                let room = RECIPIENTS.saturating_sub(info.to.len());
                info.to.extend(value.split(|byte| *byte == b',').map(address).filter(|to| !to.is_empty()).take(room));
            } else if is(b"subject") && info.subject.is_empty() {
                info.subject = shown(&mime::decode_words(value.trim_ascii()));
            }
        }
        info
    }
}

/// What stands in angle brackets, else all of it, without blanks around.
pub(in crate::proto) fn address(text: &[u8]) -> String {
    let inner = leaktap_simd::find(b'<', text).and_then(|start| {
        let rest = text.get(start + 1..)?;
        rest.get(..leaktap_simd::find(b'>', rest)?)
    });
    shown(inner.unwrap_or(text).trim_ascii())
}

fn shown(text: &[u8]) -> String {
    let mut shown = match std::str::from_utf8(text) {
        Ok(text) if text.len() <= SHOWN => return text.to_owned(),
        _ => String::from_utf8_lossy(text.get(..SHOWN).unwrap_or(text)).into_owned(),
    };
    if text.len() > SHOWN {
        // The cut may have split a character.
        while shown.ends_with('\u{fffd}') {
            shown.pop();
        }
    }
    shown
}

#[cfg(test)]
mod tests {
    use super::*;

    const HEAD: &str =
        "From: A <a@example.cn>\r\nTo: b@example.cn,\r\n C <c@example.cn>\r\nSubject: =?UTF-8?B?5a6i5oi3?=\r\n\r\n";

    #[test]
    fn a_head_ends_at_the_same_byte_however_it_is_cut() {
        let text = format!("{HEAD}body");
        for step in 1..text.len() {
            let mut watch = HeadWatch::default();
            let mut seen = 0;
            for piece in text.as_bytes().chunks(step) {
                let (len, over) = watch.feed(piece);
                seen += len;
                if over {
                    break;
                }
            }
            assert_eq!(seen, HEAD.len(), "{step}");
            let info = watch.take();
            assert_eq!((info.from.as_str(), info.subject.as_str()), ("a@example.cn", "客户"));
            assert_eq!(info.to, ["b@example.cn", "c@example.cn"]);
        }
    }

    #[test]
    fn a_head_without_end_is_kept_up_to_its_limit() {
        let mut watch = HeadWatch::default();
        let (len, over) = watch.feed(&vec![b'a'; 3 * HEAD_BYTES]);
        assert_eq!((len, over), (HEAD_BYTES, true));
        assert_eq!(watch.feed(b"x"), (0, false));
    }
}
