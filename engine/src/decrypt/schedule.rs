//! Key schedules: the PRF of TLS 1.0–1.2 (RFC 2246 §5, RFC 5246 §5), that of SSL 3.0 (RFC 6101 §6), and HKDF-Expand-Label
//! of TLS 1.3 (RFC 8446 §7.1).

use super::Secret;
use super::suite::{Hash, Suite};
use hmac::{Hmac, Mac};
use md5::Md5;
use sha1::Sha1;
use sha2::{Digest, Sha256, Sha384};
use zeroize::Zeroizing;

/// Bytes of a master secret.
pub(super) const MASTER: usize = 48;
/// SSL 3.0.
pub(super) const SSL3: u16 = 0x0300;
/// TLS 1.2, the first version whose PRF the suite decides.
pub(super) const TLS12: u16 = 0x0303;

/// HMAC over the parts, one behind the other.
pub(super) fn hmac(hash: Hash, key: &[u8], parts: &[&[u8]]) -> Secret {
    /// One algorithm's.
    fn with<M: Mac + hmac::digest::KeyInit>(key: &[u8], parts: &[&[u8]]) -> Secret {
        // An HMAC takes keys of any length.
        let Ok(mut mac) = <M as Mac>::new_from_slice(key) else { return Secret::default() };
        for part in parts {
            mac.update(part);
        }
        Zeroizing::new(mac.finalize().into_bytes().to_vec())
    }
    match hash {
        Hash::Md5 => with::<Hmac<Md5>>(key, parts),
        Hash::Sha1 => with::<Hmac<Sha1>>(key, parts),
        Hash::Sha256 => with::<Hmac<Sha256>>(key, parts),
        Hash::Sha384 => with::<Hmac<Sha384>>(key, parts),
    }
}

/// The digest of the parts, one behind the other.
pub(super) fn digest(hash: Hash, parts: &[&[u8]]) -> Secret {
    /// One algorithm's.
    fn with<D: Digest>(parts: &[&[u8]]) -> Secret {
        let mut digest = D::new();
        for part in parts {
            digest.update(part);
        }
        Zeroizing::new(digest.finalize().to_vec())
    }
    match hash {
        Hash::Md5 => with::<Md5>(parts),
        Hash::Sha1 => with::<Sha1>(parts),
        Hash::Sha256 => with::<Sha256>(parts),
        Hash::Sha384 => with::<Sha384>(parts),
    }
}

/// `P_hash` (RFC 5246 §5).
fn p_hash(hash: Hash, secret: &[u8], seed: &[&[u8]], len: usize) -> Secret {
    let mut out = Secret::default();
    let mut a = hmac(hash, secret, seed);
    while out.len() < len {
        let mut parts = vec![a.as_slice()];
        parts.extend_from_slice(seed);
        out.extend_from_slice(&hmac(hash, secret, &parts));
        a = hmac(hash, secret, &[&a]);
    }
    out.truncate(len);
    out
}

/// The PRF of a version and suite; `label` of no meaning for SSL 3.0.
fn prf(version: u16, suite: Suite, secret: &[u8], label: &[u8], seed: &[&[u8]], len: usize) -> Secret {
    if version == SSL3 {
        return prf_ssl3(secret, seed, len);
    }
    let mut parts = vec![label];
    parts.extend_from_slice(seed);
    if version >= TLS12 {
        return p_hash(suite.prf, secret, &parts, len);
    }
    let half = secret.len().div_ceil(2);
    let (first, _) = secret.split_at_checked(half).unwrap_or_default();
    let (_, second) = secret.split_at_checked(secret.len() - half).unwrap_or_default();
    let mut out = p_hash(Hash::Md5, first, &parts, len);
    let other = p_hash(Hash::Sha1, second, &parts, len);
    out.iter_mut().zip(other.iter()).for_each(|(a, b)| *a ^= b);
    out
}

/// `MD5(secret ‖ SHA(letters ‖ secret ‖ seed)) ‖ …` with `A`, `BB`, `CCC`, … (RFC 6101 §6.1, §6.2.2).
fn prf_ssl3(secret: &[u8], seed: &[&[u8]], len: usize) -> Secret {
    let mut out = Secret::default();
    for letter in b'A'..=b'Z' {
        if out.len() >= len {
            break;
        }
        let letters = vec![letter; usize::from(letter - b'A') + 1];
        let mut parts = vec![letters.as_slice(), secret];
        parts.extend_from_slice(seed);
        out.extend_from_slice(&digest(Hash::Md5, &[secret, &digest(Hash::Sha1, &parts)]));
    }
    out.truncate(len);
    out
}

/// The master secret from a premaster secret; with a `transcript` the extended one (RFC 7627 §4).
pub(super) fn master(
    version: u16,
    suite: Suite,
    premaster: &[u8],
    randoms: [&[u8]; 2],
    transcript: Option<&[u8]>,
) -> Secret {
    match transcript {
        None => prf(version, suite, premaster, b"master secret", &randoms, MASTER),
        Some(transcript) => {
            let hash = if version >= TLS12 {
                digest(suite.prf, &[transcript])
            } else {
                let mut both = digest(Hash::Md5, &[transcript]);
                both.extend_from_slice(&digest(Hash::Sha1, &[transcript]));
                both
            };
            prf(version, suite, premaster, b"extended master secret", &[&hash], MASTER)
        }
    }
}

/// The key block (RFC 5246 §6.3): `randoms` are client's and server's.
pub(super) fn key_block(version: u16, suite: Suite, master: &[u8], [client, server]: [&[u8]; 2], len: usize) -> Secret {
    prf(version, suite, master, b"key expansion", &[server, client], len)
}

/// HKDF-Expand-Label without context.
pub(super) fn expand(hash: Hash, secret: &[u8], label: &[u8], len: usize) -> Secret {
    const PREFIX: &[u8] = b"tls13 ";
    let mut info = (len as u16).to_be_bytes().to_vec();
    info.push((PREFIX.len() + label.len()) as u8);
    info.extend_from_slice(PREFIX);
    info.extend_from_slice(label);
    info.push(0);
    let mut out = Secret::default();
    let mut block = Secret::default();
    for counter in 1..=u8::MAX {
        if out.len() >= len {
            break;
        }
        block = hmac(hash, secret, &[&block, &info, &[counter]]);
        out.extend_from_slice(&block);
    }
    out.truncate(len);
    out
}
