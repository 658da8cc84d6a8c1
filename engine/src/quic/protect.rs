//! Protection of packets and of their headers (RFC 9001 §5, RFC 9369 §3.3): both are taken off, and a payload is given
//! out only if its tag is right.

use super::packet::V2;
use aes::cipher::BlockEncrypt;
use aes::{Aes128, Aes256};
use aes_gcm::aead::generic_array::GenericArray;
use aes_gcm::aead::{AeadInPlace, KeyInit};
use aes_gcm::{Aes128Gcm, Aes256Gcm};
use ccm::Ccm;
use ccm::consts::{U12, U16};
use chacha20::ChaCha20;
use chacha20::cipher::{KeyIvInit, StreamCipher, StreamCipherSeek};
use chacha20poly1305::ChaCha20Poly1305;
use hkdf::Hkdf;
use sha2::{Sha256, Sha384};
use zeroize::Zeroizing;

/// What a packet number takes at most: a sample for the header's mask stands behind it (RFC 9001 §5.4.2).
const SAMPLE_AT: usize = 4;
const SAMPLE: usize = 16;

/// A traffic secret, zeroed when it is dropped.
pub type Secret = Zeroizing<Vec<u8>>;

/// AEAD and hash of a cipher suite (RFC 9001 §5.3).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[allow(missing_docs, reason = "the names are the algorithms'")]
pub enum Suite {
    Aes128Gcm,
    Aes256Gcm,
    Aes128Ccm,
    ChaCha20,
}

impl Suite {
    /// That of the registry's number; `None` if QUIC cannot use it.
    pub const fn by_id(id: u16) -> Option<Self> {
        Some(match id {
            0x1301 => Self::Aes128Gcm,
            0x1302 => Self::Aes256Gcm,
            0x1303 => Self::ChaCha20,
            0x1304 => Self::Aes128Ccm,
            _ => return None,
        })
    }

    const fn key_len(self) -> usize {
        match self {
            Self::Aes128Gcm | Self::Aes128Ccm => 16,
            Self::Aes256Gcm | Self::ChaCha20 => 32,
        }
    }

    /// HKDF-Expand-Label without context (RFC 8446 §7.1).
    pub(super) fn expand(self, secret: &[u8], label: &str, len: usize) -> Option<Secret> {
        let label = format!("tls13 {label}");
        let info = [&(len as u16).to_be_bytes()[..], &[label.len() as u8], label.as_bytes(), &[0]].concat();
        let mut out = Zeroizing::new(vec![0; len]);
        let done = match self {
            Self::Aes256Gcm => Hkdf::<Sha384>::from_prk(secret).ok()?.expand(&info, &mut out),
            _ => Hkdf::<Sha256>::from_prk(secret).ok()?.expand(&info, &mut out),
        };
        done.ok().map(|()| out)
    }

    /// Keys of the payload from a traffic secret.
    pub fn sealer(self, version: u32, secret: &[u8]) -> Option<Sealer> {
        let key = self.expand(secret, &format!("{} key", prefix(version)), self.key_len())?;
        let iv = self.expand(secret, &format!("{} iv", prefix(version)), 12)?;
        let cipher = match self {
            Self::Aes128Gcm => Cipher::Aes128Gcm(Box::new(Aes128Gcm::new_from_slice(&key).ok()?)),
            Self::Aes256Gcm => Cipher::Aes256Gcm(Box::new(Aes256Gcm::new_from_slice(&key).ok()?)),
            Self::Aes128Ccm => Cipher::Aes128Ccm(Box::new(KeyInit::new_from_slice(&key).ok()?)),
            Self::ChaCha20 => Cipher::ChaCha20(Box::new(ChaCha20Poly1305::new_from_slice(&key).ok()?)),
        };
        Some(Sealer { cipher, iv })
    }

    /// Keys of the header from a traffic secret.
    pub fn mask(self, version: u32, secret: &[u8]) -> Option<Mask> {
        let key = self.expand(secret, &format!("{} hp", prefix(version)), self.key_len())?;
        Some(match self {
            Self::Aes128Gcm | Self::Aes128Ccm => Mask::Aes128(Box::new(Aes128::new_from_slice(&key).ok()?)),
            Self::Aes256Gcm => Mask::Aes256(Box::new(Aes256::new_from_slice(&key).ok()?)),
            Self::ChaCha20 => Mask::ChaCha20(key),
        })
    }

    /// The secret that follows with a key update (RFC 9001 §6.1).
    pub fn update(self, version: u32, secret: &[u8]) -> Option<Secret> {
        self.expand(secret, &format!("{} ku", prefix(version)), secret.len())
    }
}

/// How labels begin in a version.
pub(super) const fn prefix(version: u32) -> &'static str {
    if version == V2 { "quicv2" } else { "quic" }
}

/// The keys of a payload. No `Debug`.
pub struct Sealer {
    cipher: Cipher,
    iv: Secret,
}

enum Cipher {
    Aes128Gcm(Box<Aes128Gcm>),
    Aes256Gcm(Box<Aes256Gcm>),
    Aes128Ccm(Box<Ccm<Aes128, U16, U12>>),
    ChaCha20(Box<ChaCha20Poly1305>),
}

/// The keys of a header. No `Debug`.
pub enum Mask {
    /// AES-ECB (RFC 9001 §5.4.3).
    Aes128(Box<Aes128>),
    /// The same.
    Aes256(Box<Aes256>),
    /// RFC 9001 §5.4.4.
    ChaCha20(Secret),
}

/// A header without its protection.
pub struct Head {
    /// Up to the packet number, and that.
    pub bytes: Vec<u8>,
    /// The low bits of the packet number, and how many bytes they are.
    pub number: (u64, usize),
}

impl Head {
    /// The key phase of a short header (RFC 9001 §6).
    pub fn phase(&self) -> bool {
        self.bytes.first().is_some_and(|first| first & 4 != 0)
    }
}

impl Mask {
    fn of(&self, sample: [u8; SAMPLE]) -> Option<[u8; 5]> {
        let mut mask = [0; 5];
        match self {
            Self::Aes128(aes) => {
                let mut block = sample.into();
                aes.encrypt_block(&mut block);
                mask.iter_mut().zip(block).for_each(|(to, from)| *to = from);
            }
            Self::Aes256(aes) => {
                let mut block = sample.into();
                aes.encrypt_block(&mut block);
                mask.iter_mut().zip(block).for_each(|(to, from)| *to = from);
            }
            Self::ChaCha20(key) => {
                let (counter, nonce) = sample.split_first_chunk::<4>()?;
                let mut cipher = ChaCha20::new_from_slices(key, nonce).ok()?;
                cipher.try_seek(u64::from(u32::from_le_bytes(*counter)) * 64).ok()?;
                cipher.try_apply_keystream(&mut mask).ok()?;
            }
        }
        Some(mask)
    }

    /// Takes the protection off the header of a packet whose number begins at `number_at` (§5.4.1).
    pub fn lift(&self, packet: &[u8], number_at: usize) -> Option<Head> {
        let sample_at = number_at.checked_add(SAMPLE_AT)?;
        let sample: [u8; SAMPLE] = packet.get(sample_at..sample_at.checked_add(SAMPLE)?)?.try_into().ok()?;
        let [first_mask, number_mask @ ..] = self.of(sample)?;
        let first = *packet.first()?;
        let first = first ^ first_mask & if first & 0x80 != 0 { 0x0f } else { 0x1f };
        let len = usize::from(first & 3) + 1;
        let mut bytes = packet.get(..number_at + len)?.to_vec();
        *bytes.first_mut()? = first;
        let mut number = 0u64;
        for (byte, mask) in bytes.iter_mut().skip(number_at).zip(number_mask) {
            *byte ^= mask;
            number = number << 8 | u64::from(*byte);
        }
        Some(Head { bytes, number: (number, len) })
    }

    /// Puts the protection on: what `lift` takes off.
    #[cfg(test)]
    pub fn lay(&self, packet: &mut [u8], number_at: usize) {
        let sample = packet[number_at + SAMPLE_AT..][..SAMPLE].try_into().unwrap();
        let mask = self.of(sample).unwrap();
        let len = usize::from(packet[0] & 3) + 1;
        packet[0] ^= mask[0] & if packet[0] & 0x80 != 0 { 0x0f } else { 0x1f };
        for n in 0..len {
            packet[number_at + n] ^= mask[n + 1];
        }
    }
}

impl Sealer {
    fn nonce(&self, number: u64) -> Option<[u8; 12]> {
        let mut nonce = <[u8; 12]>::try_from(self.iv.as_slice()).ok()?;
        nonce.iter_mut().skip(4).zip(number.to_be_bytes()).for_each(|(byte, part)| *byte ^= part);
        Some(nonce)
    }

    /// The payload of a packet under its whole number; `None` if the keys are not the packet's.
    pub fn open(&self, packet: &[u8], head: &Head, number: u64) -> Option<Vec<u8>> {
        let nonce = self.nonce(number)?;
        let nonce = GenericArray::from_slice(&nonce);
        let mut payload = packet.get(head.bytes.len()..)?.to_vec();
        let opened = match &self.cipher {
            Cipher::Aes128Gcm(cipher) => cipher.decrypt_in_place(nonce, &head.bytes, &mut payload),
            Cipher::Aes256Gcm(cipher) => cipher.decrypt_in_place(nonce, &head.bytes, &mut payload),
            Cipher::Aes128Ccm(cipher) => cipher.decrypt_in_place(nonce, &head.bytes, &mut payload),
            Cipher::ChaCha20(cipher) => cipher.decrypt_in_place(nonce, &head.bytes, &mut payload),
        };
        opened.ok().map(|()| payload)
    }

    /// What `open` opens, behind its header.
    #[cfg(test)]
    pub fn seal(&self, head: &[u8], number: u64, payload: &[u8]) -> Vec<u8> {
        let nonce = self.nonce(number).unwrap();
        let nonce = GenericArray::from_slice(&nonce);
        let mut sealed = payload.to_vec();
        match &self.cipher {
            Cipher::Aes128Gcm(cipher) => cipher.encrypt_in_place(nonce, head, &mut sealed),
            Cipher::Aes256Gcm(cipher) => cipher.encrypt_in_place(nonce, head, &mut sealed),
            Cipher::Aes128Ccm(cipher) => cipher.encrypt_in_place(nonce, head, &mut sealed),
            Cipher::ChaCha20(cipher) => cipher.encrypt_in_place(nonce, head, &mut sealed),
        }
        .unwrap();
        [head, &sealed].concat()
    }
}

/// The packet number whose last `len` bytes these are: the one nearest to what is expected next (RFC 9000 §A.3).
pub fn expanded((number, len): (u64, usize), largest: Option<u64>) -> u64 {
    let expected = largest.map_or(0, |largest| largest.saturating_add(1));
    let window = 1u64 << (8 * len.min(4));
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
    use super::super::packet::V1;
    use super::*;

    fn hex(text: &str) -> Vec<u8> {
        let digits: Vec<u8> = text.bytes().filter(u8::is_ascii_hexdigit).collect();
        digits.chunks(2).map(|pair| u8::from_str_radix(std::str::from_utf8(pair).unwrap(), 16).unwrap()).collect()
    }

    /// RFC 9001 §A.5: a short header under ChaCha20-Poly1305, and the secret behind a key update.
    #[test]
    fn a_short_packet_of_rfc_9001_is_opened() {
        let secret = hex("9ac312a7f877468ebe69422748ad00a15443f18203a07d6060f688f30f21632b");
        let suite = Suite::by_id(0x1303).unwrap();
        let (mask, sealer) = (suite.mask(V1, &secret).unwrap(), suite.sealer(V1, &secret).unwrap());
        assert_eq!(
            *suite.expand(&secret, "quic key", 32).unwrap(),
            hex("c6d98ff3441c3fe1b2182094f69caa2ed4b716b65488960a7a984979fb23e1c8")
        );
        assert_eq!(*sealer.iv, hex("e0459b3474bdd0e44a41c144"));
        assert_eq!(
            *suite.update(V1, &secret).unwrap(),
            hex("1223504755036d556342ee9361d253421a826c9ecdf3c7148684b36b714881f9")
        );
        let packet = hex("4cfe4189655e5cd55c41f69080575d7999c25a5bfb");
        let head = mask.lift(&packet, 1).unwrap();
        assert_eq!((head.bytes.as_slice(), head.number, head.phase()), (&hex("4200bff4")[..], (0xbff4, 3), false));
        let number = expanded(head.number, Some(654_360_563));
        assert_eq!(number, 654_360_564);
        assert_eq!(sealer.open(&packet, &head, number), Some(vec![1]));
        assert_eq!(sealer.open(&packet, &head, number + 1), None, "the number is part of it");
        let mut again = sealer.seal(&head.bytes, number, &[1]);
        mask.lay(&mut again, 1);
        assert_eq!(again, packet);
    }

    #[test]
    fn every_suite_opens_what_it_seals_in_every_version() {
        for (id, len) in [(0x1301, 32), (0x1302, 48), (0x1303, 32), (0x1304, 32)] {
            for version in [V1, V2] {
                let (suite, secret) = (Suite::by_id(id).unwrap(), vec![7; len]);
                let (mask, sealer) = (suite.mask(version, &secret).unwrap(), suite.sealer(version, &secret).unwrap());
                let mut packet = sealer.seal(&[0x43, 1, 2, 0, 0, 0, 9], 9, b"payload of a packet");
                mask.lay(&mut packet, 3);
                let head = mask.lift(&packet, 3).unwrap();
                assert_eq!(sealer.open(&packet, &head, 9).unwrap(), b"payload of a packet");
                packet[20] ^= 1;
                assert_eq!(sealer.open(&packet, &head, 9), None);
            }
        }
        assert_eq!(Suite::by_id(0x1305), None, "a short tag leaves no room for the sample");
    }

    #[test]
    fn packet_numbers_are_the_nearest() {
        assert_eq!(expanded((0x9b32, 2), Some(0xa82f_30ea)), 0xa82f_9b32, "the example of RFC 9000");
        assert_eq!(expanded((3, 1), None), 3);
        assert_eq!(expanded((1, 1), Some(254)), 257);
        assert_eq!(expanded((255, 1), Some(256)), 255);
        assert_eq!(expanded((u64::from(u32::MAX), 4), Some(u64::MAX)) & 0xffff_ffff, u64::from(u32::MAX));
    }
}
