//! What only old suites need: the MAC of SSL 3.0 (RFC 6101 §5.2.3.1).

use super::Secret;
use super::schedule::digest;
use super::suite::Hash;

/// The MAC of SSL 3.0; `kind` is the record's content type.
pub(super) fn mac_ssl3(hash: Hash, key: &[u8], seq: u64, kind: u8, content: &[u8]) -> Secret {
    let pad = match hash {
        Hash::Md5 => 48,
        _ => 40,
    };
    let head = [&seq.to_be_bytes()[..], &[kind], &(content.len() as u16).to_be_bytes()].concat();
    let inner = digest(hash, &[key, &vec![0x36; pad], &head, content]);
    digest(hash, &[key, &vec![0x5c; pad], &inner])
}
