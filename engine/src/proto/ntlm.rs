//! Logins inside security blobs: NTLM (\[MS-NLMP\]) and Kerberos (RFC 4120) within SPNEGO (RFC 4178) or bare. Both are
//! challenge-response: there is a user, and no readable secret.

use super::reader::Reader;

/// Longest blob that is looked at.
const BLOB_MAX: usize = 16 << 10;
/// Longest domain or user that is kept, in bytes.
const NAME_MAX: usize = 128;
/// `NTLMSSP_NEGOTIATE_UNICODE`.
const UNICODE: u32 = 1;
/// A ticket behind the mechanism's name (RFC 4121 §4.1): OID 1.2.840.113554.1.2.2, token id 01 00, AP-REQ.
const TICKET: &[u8] = b"\x2a\x86\x48\x86\xf7\x12\x01\x02\x02\x01\x00\x6e";

/// What a blob proves with.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Proof {
    /// An NTLM response: `DOMAIN\user`.
    Ntlm(String),
    /// NTLM without a user.
    Anonymous,
    /// A Kerberos ticket: the user is inside it, encrypted.
    Kerberos,
}

/// The login that a client's blob carries; `None` if it only negotiates.
pub(super) fn proof(blob: &[u8]) -> Option<Proof> {
    let blob = blob.get(..BLOB_MAX).unwrap_or(blob);
    if let Some(at) = memchr::memmem::find(blob, b"NTLMSSP\0") {
        return blob.get(at..).and_then(authenticate);
    }
    memchr::memmem::find(blob, TICKET).map(|_| Proof::Kerberos)
}

/// `AUTHENTICATE_MESSAGE` (\[MS-NLMP\] §2.2.1.3).
fn authenticate(message: &[u8]) -> Option<Proof> {
    let mut reader = Reader::new(message.get(8..)?);
    if reader.le32()? != 3 {
        return None;
    }
    let mut field = || {
        let (len, _, offset) = (reader.le16()?, reader.le16()?, reader.le32()?);
        Some((usize::from(len), offset as usize))
    };
    let (_, _, domain, user, _, _) = (field()?, field()?, field()?, field()?, field()?, field()?);
    let flags = reader.le32()?;
    let text = |(len, offset): (usize, usize)| {
        let bytes = message.get(offset..offset.checked_add(len)?)?;
        Some(if flags & UNICODE == 0 { oem(bytes) } else { utf16(bytes, NAME_MAX) })
    };
    let (domain, user) = (text(domain)?, text(user)?);
    Some(match (domain.is_empty(), user.is_empty()) {
        (_, true) => Proof::Anonymous,
        (true, false) => Proof::Ntlm(user),
        (false, false) => Proof::Ntlm(format!("{domain}\\{user}")),
    })
}

fn oem(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes.get(..NAME_MAX).unwrap_or(bytes)).into_owned()
}

/// Text of little-endian UTF-16, at most `most` bytes of UTF-8; what is not Unicode becomes U+FFFD.
pub(super) fn utf16(bytes: &[u8], most: usize) -> String {
    let units = bytes.chunks_exact(2).map(|pair| pair.iter().rev().fold(0, |unit, byte| unit << 8 | u16::from(*byte)));
    let mut text = String::new();
    for unit in char::decode_utf16(units) {
        let unit = unit.unwrap_or(char::REPLACEMENT_CHARACTER);
        if text.len().saturating_add(unit.len_utf8()) > most {
            break;
        }
        text.push(unit);
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    fn message(flags: u32, domain: &[u8], user: &[u8]) -> Vec<u8> {
        let mut out = b"NTLMSSP\0\x03\0\0\0".to_vec();
        let mut at = 64u32;
        let mut field = |out: &mut Vec<u8>, len: usize| {
            out.extend((len as u16).to_le_bytes());
            out.extend((len as u16).to_le_bytes());
            out.extend(at.to_le_bytes());
            at += len as u32;
        };
        for len in [0, 0, domain.len(), user.len(), 0, 0] {
            field(&mut out, len);
        }
        out.extend(flags.to_le_bytes());
        [&out, domain, user].concat()
    }

    #[test]
    fn users_are_told_in_both_charsets() {
        let wide = |text: &str| text.encode_utf16().flat_map(u16::to_le_bytes).collect::<Vec<_>>();
        let of = |message: &[u8]| proof(&[b"\x60\x48spnego", message].concat());
        assert_eq!(of(&message(1, &wide("CRM"), &wide("李雷"))), Some(Proof::Ntlm("CRM\\李雷".into())));
        assert_eq!(of(&message(0, b"", b"lily")), Some(Proof::Ntlm("lily".into())));
        assert_eq!(of(&message(1, b"", b"")), Some(Proof::Anonymous));
        assert_eq!(of(b"NTLMSSP\0\x01\0\0\0\0\0\0\0"), None);
    }

    #[test]
    fn tickets_are_told_from_offers() {
        assert_eq!(proof(&[b"\x60\x82\x06\x09", TICKET].concat()), Some(Proof::Kerberos));
        assert_eq!(proof(b"\x06\x09\x2a\x86\x48\x86\xf7\x12\x01\x02\x02\x06\x0a\x2b"), None);
        assert_eq!(proof(&message(1, b"ab", b"cd")[..60]), None);
    }
}
