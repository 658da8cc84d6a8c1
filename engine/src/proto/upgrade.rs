//! Upgrades to TLS within a dialogue in clear text (STARTTLS and its kin).

use crate::finding::TransportInfo;
use crate::message::Outlet;

/// True for the beginning of a TLS record with a hello (RFC 8446 §5.1): nothing that a line can begin with.
pub(super) fn is_tls(data: &[u8]) -> bool {
    matches!(data, [0x16, 0x03, ..])
}

/// What a server's list of what it can do says of encryption, the strongest word last.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Offer {
    /// No list was seen.
    #[default]
    Unknown,
    /// It is not in the list.
    Missing,
    /// It was, until somebody on the way wrote over it.
    Overwritten,
    /// It is.
    Made,
}

impl Offer {
    /// Hears one word of the list; `made` if it is the offer.
    pub(super) fn hear(&mut self, word: &[u8], made: bool) {
        let told = if made {
            Self::Made
        } else if is_overwritten(word) {
            Self::Overwritten
        } else {
            Self::Missing
        };
        *self = (*self).max(told);
    }
    /// Tells what is known of a dialogue that goes on in the clear, if anything is.
    pub(super) fn tell(self, protocol: &'static str, out: &mut dyn Outlet) {
        let upgrade = match self {
            Self::Unknown => return,
            Self::Missing => "not_offered",
            Self::Overwritten => "stripped",
            Self::Made => "offered_unused",
        };
        tell_upgrade(protocol, upgrade, out);
    }
}

/// `XXXXXXXA`: firewalls that read mail write over the offer and leave its length as it was.
fn is_overwritten(word: &[u8]) -> bool {
    const SHORTEST: usize = 4;
    let word = word.strip_suffix(b"\r").unwrap_or(word);
    word.len() >= SHORTEST
        && word
            .split_last()
            .is_some_and(|(last, rest)| last.is_ascii_uppercase() && rest.iter().all(|byte| *byte == b'X'))
}

/// Says that the dialogue is in the clear, and what came of the offer to encrypt it.
pub(super) fn tell_upgrade(protocol: &'static str, upgrade: &'static str, out: &mut dyn Outlet) {
    out.transport(&TransportInfo { protocol, protection: "none", upgrade, ..TransportInfo::default() });
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_strongest_word_stands() {
        let heard = |words: &[&[u8]]| {
            let mut offer = Offer::default();
            for word in words {
                offer.hear(word, *word == b"STARTTLS");
            }
            offer
        };
        assert_eq!(heard(&[]), Offer::Unknown);
        assert_eq!(heard(&[b"SIZE", b"PIPELINING"]), Offer::Missing);
        assert_eq!(heard(&[b"SIZE", b"XXXXXXXA", b"DSN"]), Offer::Overwritten);
        assert_eq!(heard(&[b"XXXX\r"]), Offer::Overwritten);
        assert_eq!(heard(&[b"XXXXXXXA", b"STARTTLS", b"DSN"]), Offer::Made);
        assert_eq!(heard(&[b"XXX", b"XEXCH50", b"X", b"XCLIENT"]), Offer::Missing);
    }
}
