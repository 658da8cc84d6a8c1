//! `ServerKeyExchange` and `Certificate` (RFC 5246 §7.4.2, §7.4.3; RFC 8422 §5.4; RFC 4279 §2-3; GB/T 38636 §6.4.5).

use super::super::reader::Reader;
use super::suites::{Auth, Exchange, Suite};

/// What a `ServerKeyExchange` says.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct KeyExchange {
    /// Named group of ECDHE.
    pub group: Option<u16>,
    /// Signature scheme, which only TLS 1.2 names.
    pub signature: Option<u16>,
    /// Bits of the prime of DHE.
    pub dh_bits: u16,
}

/// Reads the body of a `ServerKeyExchange`; `named` if it names the scheme of its signature. `None`: it is malformed, or of
/// an exchange that tells nothing.
pub fn read(body: &[u8], suite: &Suite, named: bool) -> Option<KeyExchange> {
    let mut reader = Reader::new(body);
    let mut told = KeyExchange::default();
    if suite.auth == Auth::Psk && matches!(suite.exchange, Exchange::Dhe | Exchange::Ecdhe) {
        // The hint of the identity (RFC 4279 §3, RFC 5489 §2).
        reader.block16()?;
    }
    match suite.exchange {
        Exchange::Ecdhe => {
            if reader.u8()? != NAMED_CURVE {
                return None;
            }
            told.group = Some(reader.u16()?);
            reader.block8()?;
        }
        Exchange::Dhe => {
            told.dh_bits = bits(reader.block16()?.rest());
            reader.block16()?;
            reader.block16()?;
        }
        _ => return None,
    }
    let signed = !matches!(suite.auth, Auth::Anon | Auth::Psk | Auth::Null);
    if named && signed {
        told.signature = reader.u16();
    }
    Some(told)
}

/// RFC 8422 §5.4.
const NAMED_CURVE: u8 = 3;

/// Bits of an unsigned number.
fn bits(number: &[u8]) -> u16 {
    let zeros = number.iter().take_while(|byte| **byte == 0).count();
    let Some((first, rest)) = number.get(zeros..).and_then(<[u8]>::split_first) else { return 0 };
    let all = rest.len() * 8 + (8 - first.leading_zeros() as usize);
    u16::try_from(all).unwrap_or(u16::MAX)
}

/// The certificates of a `Certificate` message, at most `most`; false if it is broken, or holds more.
pub fn chain(body: &[u8], most: usize) -> (Vec<&[u8]>, bool) {
    let mut all = Vec::new();
    let mut reader = Reader::new(body);
    let whole = (|| {
        let len = reader.u24()? as usize;
        let mut list = Reader::new(reader.take(len)?);
        while !list.is_empty() {
            let len = list.u24()? as usize;
            let der = list.take(len).filter(|der| !der.is_empty())?;
            if all.len() == most {
                return None;
            }
            all.push(der);
        }
        Some(())
    })();
    (all, whole.is_some())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bits_leave_leading_zeros_out() {
        assert_eq!(bits(&[0, 0, 1, 0]), 9);
        assert_eq!(bits(&[0xff; 256]), 2048);
        assert_eq!(bits(&[0, 0]), 0);
    }

    #[test]
    fn exchanges_are_read_for_their_suite() {
        let by_id = |id| Suite::by_id(id).unwrap();
        let ecdhe = [3, 0, 29, 2, 7, 7, 8, 4, 0, 1, 9];
        let told = read(&ecdhe, by_id(0xc02f), true).unwrap();
        assert_eq!((told.group, told.signature, told.dh_bits), (Some(29), Some(0x0804), 0));
        assert_eq!(read(&ecdhe, by_id(0xc013), false).unwrap().signature, None, "TLS 1.1 names none");
        let dhe = [&[0, 4, 0, 0xff, 1, 1, 0, 1, 2, 0, 1, 5][..], &[4, 1, 0, 0]].concat();
        let told = read(&dhe, by_id(0x009e), true).unwrap();
        assert_eq!((told.group, told.signature, told.dh_bits), (None, Some(0x0401), 24));
        let anon = read(&dhe, by_id(0x0034), true).unwrap();
        assert_eq!((anon.signature, anon.dh_bits), (None, 24), "nobody signs");
        let psk = [&[0, 2, 9, 9][..], &ecdhe[..6]].concat();
        assert_eq!(read(&psk, by_id(0xc035), true).unwrap().group, Some(29));
        assert_eq!(read(&[1, 0, 0], by_id(0xc02f), true), None, "an explicit curve has no name");
        assert_eq!(read(&[], by_id(0x002f), true), None);
    }

    #[test]
    fn chains_are_bounded_and_broken_ones_give_what_is_whole() {
        let body = [0, 0, 9, 0, 0, 1, 7, 0, 0, 2, 8, 8];
        assert_eq!(chain(&body, 16), (vec![&[7][..], &[8, 8]], true));
        assert_eq!(chain(&body, 1), (vec![&[7][..]], false));
        assert_eq!(chain(&[0, 0, 8, 0, 0, 1, 7, 0, 0, 2, 8], 16), (vec![&[7][..]], false));
        assert_eq!(chain(&[0, 0, 0], 16), (vec![], true), "a client without one");
        assert_eq!(chain(&body[..8], 16), (vec![], false));
    }
}
