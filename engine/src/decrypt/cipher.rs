//! Opening one record: AEAD (RFC 5246 §6.2.3.3, RFC 8446 §5.2), CBC with either order of MAC (RFC 5246 §6.2.3.2, RFC 7366),
//! and RC4. A record is opened only if its tag or MAC is right.

use super::Secret;
use super::legacy::mac_ssl3;
use super::schedule::{SSL3, expand, hmac};
use super::suite::{Bulk, Hash, Mode, Suite};
use crate::rc4::Rc4;
use aes::{Aes128, Aes256};
use aes_gcm::aead::generic_array::GenericArray;
use aes_gcm::aead::{AeadInPlace, KeyInit};
use aes_gcm::{Aes128Gcm, Aes256Gcm};
use cbc::cipher::block_padding::NoPadding;
use cbc::cipher::{BlockDecryptMut, InnerIvInit};
use ccm::Ccm;
use ccm::consts::{U8, U12, U16};
use chacha20poly1305::ChaCha20Poly1305;
use des::TdesEde3;
use zeroize::{Zeroize as _, Zeroizing};

/// Bytes of a record's header.
pub(super) const HEADER: usize = 5;
/// Content type of application data, and of every protected record of TLS 1.3.
pub(super) const APPLICATION: u8 = 23;

/// What stood in a record.
pub(super) struct Opened {
    /// Its content type.
    pub kind: u8,
    /// Its content.
    pub content: Vec<u8>,
}

/// The keys of one direction.
pub(super) struct Opener {
    cipher: Cipher,
    /// Negotiated version; 0x0304 from TLS 1.3 on.
    version: u16,
    /// Number of the next record.
    pub seq: u64,
}

enum Cipher {
    Aead(Box<dyn Aead>, Secret),
    Cbc(Box<Cbc>),
    Stream(Box<Stream>),
}

/// An AEAD cipher, whichever it is.
trait Aead: Send {
    /// Bytes of the tag.
    fn tag_len(&self) -> usize;
    /// True if TLS 1.2 sends the last eight bytes of the nonce with each record.
    fn explicit(&self) -> bool {
        true
    }
    /// Opens in place; false if the tag is wrong.
    fn open(&self, nonce: &[u8; 12], head: &[u8], body: &mut Vec<u8>) -> bool;
}

/// Implements [`Aead`] for ciphers with a tag of so many bytes.
macro_rules! aead {
    ($($cipher:ty, $tag:literal, $explicit:literal;)*) => {$(
        impl Aead for $cipher {
            fn tag_len(&self) -> usize {
                $tag
            }
            fn explicit(&self) -> bool {
                $explicit
            }
            fn open(&self, nonce: &[u8; 12], head: &[u8], body: &mut Vec<u8>) -> bool {
                self.decrypt_in_place(GenericArray::from_slice(nonce), head, body).is_ok()
            }
        }
    )*};
}

aead! {
    Aes128Gcm, 16, true;
    Aes256Gcm, 16, true;
    Ccm<Aes128, U16, U12>, 16, true;
    Ccm<Aes256, U16, U12>, 16, true;
    Ccm<Aes128, U8, U12>, 8, true;
    Ccm<Aes256, U8, U12>, 8, true;
    ChaCha20Poly1305, 16, false;
}

/// The cipher of a suite under a key; `None` if the suite has none, or the key not its length.
fn aead(bulk: Bulk, key: &[u8]) -> Option<Box<dyn Aead>> {
    Some(match bulk {
        Bulk::Aes128(Mode::Gcm) => Box::new(Aes128Gcm::new_from_slice(key).ok()?),
        Bulk::Aes256(Mode::Gcm) => Box::new(Aes256Gcm::new_from_slice(key).ok()?),
        Bulk::Aes128(Mode::Ccm) => Box::new(Ccm::<Aes128, U16, U12>::new_from_slice(key).ok()?),
        Bulk::Aes256(Mode::Ccm) => Box::new(Ccm::<Aes256, U16, U12>::new_from_slice(key).ok()?),
        Bulk::Aes128(Mode::Ccm8) => Box::new(Ccm::<Aes128, U8, U12>::new_from_slice(key).ok()?),
        Bulk::Aes256(Mode::Ccm8) => Box::new(Ccm::<Aes256, U8, U12>::new_from_slice(key).ok()?),
        Bulk::ChaCha20 => Box::new(ChaCha20Poly1305::new_from_slice(key).ok()?),
        _ => return None,
    })
}

/// A block cipher in CBC mode with its MAC.
struct Cbc {
    block: Block,
    mac: Hash,
    mac_key: Secret,
    /// The last block of ciphertext, where records are chained (SSL 3.0 and TLS 1.0).
    chain: Option<Vec<u8>>,
    encrypt_then_mac: bool,
}

enum Block {
    Aes128(Box<Aes128>),
    Aes256(Box<Aes256>),
    TripleDes(Box<TdesEde3>),
}

/// RC4 with its MAC.
struct Stream {
    state: Rc4,
    mac: Hash,
    mac_key: Secret,
}

impl Opener {
    /// Keys of TLS 1.3 from a traffic secret (RFC 8446 §7.3).
    pub fn tls13(suite: Suite, secret: &[u8]) -> Option<Self> {
        let key = expand(suite.prf, secret, b"key", suite.bulk.key_len());
        let iv = expand(suite.prf, secret, b"iv", 12);
        Some(Self { cipher: Cipher::Aead(aead(suite.bulk, &key)?, iv), version: 0x0304, seq: 0 })
    }

    /// Keys of both directions, client's first, from a key block (RFC 5246 §6.3).
    pub fn from_block(version: u16, suite: Suite, block: &[u8], encrypt_then_mac: bool) -> Option<[Self; 2]> {
        let (macs, keys, ivs) = (Self::mac_len(suite), suite.bulk.key_len(), suite.bulk.iv_len(version));
        let mut rest = block;
        let mut next = |len: usize| {
            let (part, after) = rest.split_at_checked(len)?;
            rest = after;
            Some(Zeroizing::new(part.to_vec()))
        };
        let [client_mac, server_mac] = [next(macs)?, next(macs)?];
        let [client_key, server_key] = [next(keys)?, next(keys)?];
        let [client_iv, server_iv] = [next(ivs)?, next(ivs)?];
        let make = |mac_key: Secret, key: &[u8], iv: Secret| -> Option<Self> {
            let cipher = if suite.bulk.is_aead() {
                Cipher::Aead(aead(suite.bulk, key)?, iv)
            } else if suite.bulk == Bulk::Rc4 {
                Cipher::Stream(Box::new(Stream { state: Rc4::new(key), mac: suite.mac, mac_key }))
            } else {
                let chain = (!iv.is_empty()).then(|| iv.to_vec());
                let block = Block::new(suite.bulk, key)?;
                Cipher::Cbc(Box::new(Cbc { block, mac: suite.mac, mac_key, chain, encrypt_then_mac }))
            };
            Some(Self { cipher, version, seq: 0 })
        };
        Some([make(client_mac, &client_key, client_iv)?, make(server_mac, &server_key, server_iv)?])
    }

    const fn mac_len(suite: Suite) -> usize {
        if suite.bulk.is_aead() { 0 } else { suite.mac.len() }
    }

    /// Bytes of the key block of a suite.
    pub const fn block_len(version: u16, suite: Suite) -> usize {
        2 * (Self::mac_len(suite) + suite.bulk.key_len() + suite.bulk.iv_len(version))
    }

    /// Bytes that a record has more than its content, at least.
    pub fn overhead(&self) -> usize {
        HEADER
            + match &self.cipher {
                Cipher::Aead(aead, _) if self.version >= 0x0304 => aead.tag_len() + 1,
                Cipher::Aead(aead, _) if aead.explicit() => aead.tag_len() + 8,
                Cipher::Aead(aead, _) => aead.tag_len(),
                Cipher::Cbc(cbc) => cbc.mac.len() + 1 + if cbc.chain.is_some() { 0 } else { cbc.block.len() },
                Cipher::Stream(stream) => stream.mac.len(),
            }
    }

    /// True if records can be opened though some before them are missing.
    pub const fn can_skip(&self) -> bool {
        !matches!(self.cipher, Cipher::Stream(_))
    }

    /// What stood on the wire before the next record, where a part of the stream is missing.
    pub fn rechain(&mut self, before: &[u8]) {
        if let Cipher::Cbc(cbc) = &mut self.cipher {
            cbc.rechain(before);
        }
    }

    /// Opens a whole record, header included, as number `seq`. It does not count on.
    pub fn open(&mut self, seq: u64, record: &[u8]) -> Option<Opened> {
        let (head, body) = record.split_first_chunk::<HEADER>()?;
        let kind = *head.first()?;
        match &mut self.cipher {
            Cipher::Aead(aead, iv) if self.version >= 0x0304 => open_tls13(&**aead, iv, seq, *head, body),
            Cipher::Aead(aead, iv) => open_tls12(&**aead, iv, seq, *head, body),
            Cipher::Cbc(cbc) => {
                let opened = cbc.open(self.version, seq, *head, body);
                // The chain goes on whether or not the record was right.
                cbc.rechain(body);
                opened.map(|content| Opened { kind, content })
            }
            Cipher::Stream(stream) => {
                let content = stream.open(self.version, seq, *head, body)?;
                Some(Opened { kind, content })
            }
        }
    }
}

/// The static part of a nonce, with the number of the record laid over it.
fn nonce(iv: &[u8], seq: u64) -> Option<[u8; 12]> {
    let mut nonce = <[u8; 12]>::try_from(iv).ok()?;
    nonce.iter_mut().skip(4).zip(seq.to_be_bytes()).for_each(|(byte, seq)| *byte ^= seq);
    Some(nonce)
}

fn open_tls13(aead: &dyn Aead, iv: &[u8], seq: u64, head: [u8; HEADER], body: &[u8]) -> Option<Opened> {
    let mut content = body.to_vec();
    if *head.first()? != APPLICATION || !aead.open(&nonce(iv, seq)?, &head, &mut content) {
        return None;
    }
    // Padding is zeros behind the content type (RFC 8446 §5.4).
    let last = content.iter().rposition(|byte| *byte != 0)?;
    let kind = *content.get(last)?;
    content.truncate(last);
    Some(Opened { kind, content })
}

fn open_tls12(aead: &dyn Aead, iv: &[u8], seq: u64, head: [u8; HEADER], body: &[u8]) -> Option<Opened> {
    let (nonce, sealed) = if aead.explicit() {
        let (explicit, sealed) = body.split_first_chunk::<8>()?;
        let mut nonce = [0; 12];
        nonce.iter_mut().zip(iv.iter().chain(explicit)).for_each(|(to, from)| *to = *from);
        (nonce, sealed)
    } else {
        (nonce(iv, seq)?, body)
    };
    let len = sealed.len().checked_sub(aead.tag_len())?;
    let [kind, major, minor, ..] = head;
    let head = [&seq.to_be_bytes()[..], &[kind, major, minor], &(len as u16).to_be_bytes()].concat();
    let mut content = sealed.to_vec();
    aead.open(&nonce, &head, &mut content).then_some(Opened { kind, content })
}

/// The MAC of a record's content.
fn mac(hash: Hash, key: &[u8], version: u16, seq: u64, head: [u8; HEADER], content: &[u8]) -> Secret {
    let [kind, major, minor, ..] = head;
    if version == SSL3 {
        return mac_ssl3(hash, key, seq, kind, content);
    }
    hmac(hash, key, &[&seq.to_be_bytes(), &[kind, major, minor], &(content.len() as u16).to_be_bytes(), content])
}

impl Block {
    fn new(bulk: Bulk, key: &[u8]) -> Option<Self> {
        Some(match bulk {
            Bulk::Aes128(_) => Self::Aes128(Box::new(Aes128::new_from_slice(key).ok()?)),
            Bulk::Aes256(_) => Self::Aes256(Box::new(Aes256::new_from_slice(key).ok()?)),
            Bulk::TripleDes => Self::TripleDes(Box::new(TdesEde3::new_from_slice(key).ok()?)),
            _ => return None,
        })
    }

    const fn len(&self) -> usize {
        match self {
            Self::Aes128(_) | Self::Aes256(_) => 16,
            Self::TripleDes(_) => 8,
        }
    }

    /// Deciphers whole blocks in place.
    fn decipher(&self, iv: &[u8], data: &mut [u8]) -> Option<()> {
        /// With one cipher.
        fn with<C>(cipher: &C, iv: &[u8], data: &mut [u8]) -> Option<()>
        where
            cbc::Decryptor<C>: InnerIvInit<Inner = C> + BlockDecryptMut,
            C: Clone + cbc::cipher::BlockDecryptMut + cbc::cipher::BlockCipher,
        {
            let mode = cbc::Decryptor::<C>::inner_iv_slice_init(cipher.clone(), iv).ok()?;
            mode.decrypt_padded_mut::<NoPadding>(data).ok().map(|_| ())
        }
        match self {
            Self::Aes128(cipher) => with(&**cipher, iv, data),
            Self::Aes256(cipher) => with(&**cipher, iv, data),
            Self::TripleDes(cipher) => with(&**cipher, iv, data),
        }
    }
}

impl Cbc {
    fn open(&self, version: u16, seq: u64, head: [u8; HEADER], body: &[u8]) -> Option<Vec<u8>> {
        let (sealed, tag) = if self.encrypt_then_mac {
            body.split_at_checked(body.len().checked_sub(self.mac.len())?)?
        } else {
            (body, &[][..])
        };
        if self.encrypt_then_mac && *mac(self.mac, &self.mac_key, version, seq, head, sealed) != *tag {
            return None;
        }
        let (iv, sealed) = match &self.chain {
            Some(chain) => (chain.as_slice(), sealed),
            None => sealed.split_at_checked(self.block.len())?,
        };
        if sealed.is_empty() || sealed.len() % self.block.len() != 0 {
            return None;
        }
        let mut content = sealed.to_vec();
        self.block.decipher(iv, &mut content)?;
        let padding = usize::from(*content.last()?) + 1;
        let rest = content.len().checked_sub(padding)?;
        // SSL 3.0 says nothing of the padding's content.
        if version != SSL3 && content.iter().skip(rest).any(|byte| usize::from(*byte) + 1 != padding) {
            return None;
        }
        content.truncate(rest);
        if !self.encrypt_then_mac {
            let tag = content.split_off(rest.checked_sub(self.mac.len())?);
            if *mac(self.mac, &self.mac_key, version, seq, head, &content) != tag {
                content.zeroize();
                return None;
            }
        }
        Some(content)
    }

    /// The next record is chained to the end of `before`, if records are chained.
    fn rechain(&mut self, before: &[u8]) {
        let end = before.len().saturating_sub(if self.encrypt_then_mac { self.mac.len() } else { 0 });
        let sealed = before.get(..end).unwrap_or_default();
        if let (Some(chain), Some(block)) = (&mut self.chain, sealed.last_chunk::<16>()) {
            let from = block.len().saturating_sub(self.block.len());
            *chain = block.get(from..).unwrap_or_default().to_vec();
        } else if let (Some(chain), Some(block), 8) = (&mut self.chain, sealed.last_chunk::<8>(), self.block.len()) {
            *chain = block.to_vec();
        }
    }
}

impl Stream {
    fn open(&mut self, version: u16, seq: u64, head: [u8; HEADER], body: &[u8]) -> Option<Vec<u8>> {
        let mut state = self.state.clone();
        let mut content = body.to_vec();
        state.apply(&mut content);
        let tag = content.split_off(content.len().checked_sub(self.mac.len())?);
        if *mac(self.mac, &self.mac_key, version, seq, head, &content) != tag {
            content.zeroize();
            return None;
        }
        self.state = state;
        Some(content)
    }
}
