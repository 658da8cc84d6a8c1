//! Keys of Initial packets, which anybody can derive from what the first packet shows (RFC 9001 §5.2, RFC 9369 §3.3):
//! they keep nothing secret, they only keep meddlers out.

use super::packet::{Packet, V1, V2};
use aes::Aes128;
use aes::cipher::{BlockEncrypt, KeyInit};
use aes_gcm::aead::AeadInPlace;
use aes_gcm::{Aes128Gcm, Nonce, Tag};
use hkdf::Hkdf;
use sha2::Sha256;

const SALT_1: [u8; 20] = [
    0x38, 0x76, 0x2c, 0xf7, 0xf5, 0x59, 0x34, 0xb3, 0x4d, 0x17, 0x9a, 0xe6, 0xa4, 0xc8, 0x0c, 0xad, 0xcc, 0xbb, 0x7f,
    0x0a,
];
const SALT_2: [u8; 20] = [
    0x0d, 0xed, 0xe3, 0xde, 0xf7, 0x00, 0xa6, 0xdb, 0x81, 0x93, 0x81, 0xbe, 0x6e, 0x26, 0x9d, 0xcb, 0xf9, 0xbd, 0x2e,
    0xd9,
];
/// Drafts 29 to 32; those after them had the salt of version 1.
const SALT_29: [u8; 20] = [
    0xaf, 0xbf, 0xec, 0x28, 0x99, 0x93, 0xd2, 0x4c, 0x9e, 0x97, 0x86, 0xf1, 0x9c, 0x61, 0x11, 0xe0, 0x43, 0x90, 0xa8,
    0x99,
];

/// What a packet number and a tag take at least behind the header, so that a sample of 16 bytes can be taken.
const SAMPLE_AT: usize = 4;
const SAMPLE: usize = 16;
const TAG: usize = 16;

/// The keys of a connection's Initial packets.
pub struct Keys {
    /// For what the client sends.
    pub client: Side,
    /// For what the server sends.
    pub server: Side,
}

/// The keys of one side.
pub struct Side {
    key: Aes128Gcm,
    iv: [u8; 12],
    mask: Aes128,
}

impl Keys {
    /// Derives both sides' keys from the id that the client invented for the server.
    pub fn derive(version: u32, destination: &[u8]) -> Option<Self> {
        let (salt, prefix) = match version {
            V1 | 0xff00_0021..=0xff00_0022 => (SALT_1, "quic"),
            V2 => (SALT_2, "quicv2"),
            0xff00_001d..=0xff00_0020 => (SALT_29, "quic"),
            _ => return None,
        };
        let initial = Hkdf::<Sha256>::new(Some(&salt), destination);
        Some(Self {
            client: Side::derive(&expand(&initial, "client in")?, prefix)?,
            server: Side::derive(&expand(&initial, "server in")?, prefix)?,
        })
    }
}

impl Side {
    fn derive(secret: &[u8; 32], prefix: &str) -> Option<Self> {
        let secret = Hkdf::<Sha256>::from_prk(secret).ok()?;
        Some(Self {
            key: Aes128Gcm::new(&expand::<16>(&secret, &format!("{prefix} key"))?.into()),
            iv: expand(&secret, &format!("{prefix} iv"))?,
            mask: Aes128::new(&expand::<16>(&secret, &format!("{prefix} hp"))?.into()),
        })
    }

    /// Takes both protections off (RFC 9001 §5.3, §5.4): the payload and its packet number. `largest` is the largest number
    /// seen of this side. `None` if the keys are not the packet's.
    pub fn open(&self, packet: &Packet<'_>, largest: Option<u64>) -> Option<(u64, Vec<u8>)> {
        let sample_at = packet.number_at.checked_add(SAMPLE_AT)?;
        let sample: [u8; SAMPLE] = packet.bytes.get(sample_at..sample_at + SAMPLE)?.try_into().ok()?;
        let mut mask = sample.into();
        self.mask.encrypt_block(&mut mask);
        let [first_mask, number_mask @ ..] = <[u8; 16]>::from(mask);
        let first = packet.bytes.first()? ^ first_mask & 0x0f;
        let len = usize::from(first & 3) + 1;
        let mut head = packet.bytes.get(..packet.number_at + len)?.to_vec();
        *head.first_mut()? = first;
        let mut number = 0u64;
        for (byte, mask) in head.iter_mut().skip(packet.number_at).zip(number_mask) {
            *byte ^= mask;
            number = number << 8 | u64::from(*byte);
        }
        let number = expanded(number, len, largest);
        let mut nonce = self.iv;
        for (byte, part) in nonce.iter_mut().skip(4).zip(number.to_be_bytes()) {
            *byte ^= part;
        }
        let sealed = packet.bytes.get(head.len()..)?;
        let (sealed, tag) = sealed.split_at_checked(sealed.len().checked_sub(TAG)?)?;
        let mut payload = sealed.to_vec();
        self.key
            .decrypt_in_place_detached(Nonce::from_slice(&nonce), &head, &mut payload, Tag::from_slice(tag))
            .ok()
            .map(|()| (number, payload))
    }

    /// Puts both protections on: what `open` takes off.
    #[cfg(test)]
    pub fn seal(&self, head: &[u8], number: u32, payload: &[u8]) -> Vec<u8> {
        let mut nonce = self.iv;
        for (byte, part) in nonce.iter_mut().skip(8).zip(number.to_be_bytes()) {
            *byte ^= part;
        }
        let mut sealed = payload.to_vec();
        let tag = self.key.encrypt_in_place_detached(Nonce::from_slice(&nonce), head, &mut sealed).unwrap();
        let mut packet = [head, &sealed, &tag[..]].concat();
        let number_at = head.len() - 4;
        let mut mask = aes::Block::clone_from_slice(&packet[number_at + 4..number_at + 20]);
        self.mask.encrypt_block(&mut mask);
        packet[0] ^= mask[0] & 0x0f;
        for n in 0..4 {
            packet[number_at + n] ^= mask[n + 1];
        }
        packet
    }
}

/// HKDF-Expand-Label without context (RFC 8446 §7.1).
fn expand<const N: usize>(secret: &Hkdf<Sha256>, label: &str) -> Option<[u8; N]> {
    let label = format!("tls13 {label}");
    let info = [&(N as u16).to_be_bytes()[..], &[label.len() as u8], label.as_bytes(), &[0]].concat();
    let mut key = [0; N];
    secret.expand(&info, &mut key).ok().map(|()| key)
}

/// The packet number whose last `len` bytes these are: the one nearest to what is expected next (RFC 9000 §A.3).
fn expanded(number: u64, len: usize, largest: Option<u64>) -> u64 {
    let expected = largest.map_or(0, |largest| largest.saturating_add(1));
    let window = 1u64 << (8 * len);
    let candidate = expected & !(window - 1) | number;
    if candidate.saturating_add(window / 2) <= expected {
        candidate.saturating_add(window)
    } else if candidate > expected.saturating_add(window / 2) && candidate >= window {
        candidate - window
    } else {
        candidate
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fingerprint::hex;

    /// Derived values of RFC 9001 §A.1 and RFC 9369 §A.1.
    #[test]
    fn keys_are_those_of_the_specifications() {
        let id = [0x83, 0x94, 0xc8, 0xf0, 0x3e, 0x51, 0x57, 0x08];
        let secret = |salt: [u8; 20], label| expand::<32>(&Hkdf::<Sha256>::new(Some(&salt), &id), label).unwrap();
        let derived = |secret: [u8; 32], prefix: &str| {
            let secret = Hkdf::<Sha256>::from_prk(&secret).unwrap();
            let key: [u8; 16] = expand(&secret, &format!("{prefix} key")).unwrap();
            let iv: [u8; 12] = expand(&secret, &format!("{prefix} iv")).unwrap();
            let mask: [u8; 16] = expand(&secret, &format!("{prefix} hp")).unwrap();
            [hex(&key), hex(&iv), hex(&mask)].join(" ")
        };
        assert_eq!(
            derived(secret(SALT_1, "client in"), "quic"),
            "1f369613dd76d5467730efcbe3b1a22d fa044b2f42a3fd3b46fb255c 9f50449e04a0e810283a1e9933adedd2"
        );
        assert_eq!(
            derived(secret(SALT_1, "server in"), "quic"),
            "cf3a5331653c364c88f0f379b6067e37 0ac1493ca1905853b0bba03e c206b8d9b9f0f37644430b490eeaa314"
        );
        assert_eq!(
            derived(secret(SALT_2, "client in"), "quicv2"),
            "8b1a0bc121284290a29e0971b5cd045d 91f73e2351d8fa91660e909f 45b95e15235d6f45a6b19cbcb0294ba9"
        );
        assert_eq!(
            derived(secret(SALT_2, "server in"), "quicv2"),
            "82db637861d55e1d011f19ea71d5d2a7 dd13c276499c0249d3310652 edf6d05c83121201b436e16877593c3a"
        );
    }

    #[test]
    fn packet_numbers_are_the_nearest() {
        assert_eq!(expanded(0x9b32, 2, Some(0xa82f_30ea)), 0xa82f_9b32, "the example of RFC 9000");
        assert_eq!(expanded(3, 1, None), 3);
        assert_eq!(expanded(1, 1, Some(254)), 257);
        assert_eq!(expanded(255, 1, Some(256)), 255);
        assert_eq!(expanded(u64::from(u32::MAX), 4, Some(u64::MAX)) & 0xffff_ffff, u64::from(u32::MAX));
    }
}
