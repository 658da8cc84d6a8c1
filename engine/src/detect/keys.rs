//! The digest key and what is derived from it.

use hmac::{Hmac, Mac};
use sha2::Sha256;

type Hmac256 = Hmac<Sha256>;

/// Bytes of a digest that are kept.
pub(super) const DIGEST_LEN: usize = 16;

/// The first 16 bytes of HMAC-SHA-256(key, family ‖ 0 ‖ normalised value).
pub type Digest = [u8; DIGEST_LEN];

/// The digest key and what is derived from it; shared by all workers.
///
/// Values are hashed under the key, secrets (passwords, tokens) under a subkey, so that giving away the one does not
/// open the other to guessing.
#[derive(Clone)]
pub struct Keys {
    values: Hmac256,
    secrets: Hmac256,
}

impl Keys {
    /// From the 32-byte key of `digest_key`.
    pub fn new(key: [u8; 32]) -> Self {
        let values = keyed(&key);
        let subkey: [u8; 32] = values.clone().chain_update(b"leaktap secrets v1").finalize().into_bytes().into();
        Self { values, secrets: keyed(&subkey) }
    }

    /// The state in which digests of a family begin.
    pub(super) fn family(&self, family: &str, secret: bool) -> Family {
        let base = if secret { &self.secrets } else { &self.values };
        Family(base.clone().chain_update(family.as_bytes()).chain_update([0]))
    }
}

/// Digests of one family; the key schedule and the prefix are hashed once.
#[derive(Clone)]
pub(super) struct Family(Hmac256);

impl Family {
    /// The digest of a normalised value.
    pub(super) fn digest(&self, value: &[u8]) -> Digest {
        let full: [u8; 32] = self.0.clone().chain_update(value).finalize().into_bytes().into();
        let mut digest = [0; DIGEST_LEN];
        digest.iter_mut().zip(full).for_each(|(to, from)| *to = from);
        digest
    }
}

/// The 64-bit hash that stands for a digest in a set of values: its first eight bytes.
pub(super) fn set_hash(digest: &Digest) -> u64 {
    digest.first_chunk().map_or(0, |head| u64::from_be_bytes(*head))
}

fn keyed(key: &[u8; 32]) -> Hmac256 {
    // A 32-byte key is shorter than the block, so it is used as it is (RFC 2104 §2).
    let mut block = hmac::digest::Key::<Hmac256>::default();
    block.iter_mut().zip(key).for_each(|(to, from)| *to = *from);
    <Hmac256 as hmac::digest::KeyInit>::new(&block)
}
