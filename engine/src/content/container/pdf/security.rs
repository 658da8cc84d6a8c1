//! Documents that anyone may open though they are enciphered (ISO 32000-1 §7.6, ISO 32000-2 §7.6): those that only forbid
//! printing or changing have an owner's password, and an empty one for users, with which every reader opens them.

use super::lexer::Value;
use crate::content::bytes::Bytes;
use crate::rc4::Rc4;
use aes::{Aes128, Aes256};
use cbc::cipher::block_padding::NoPadding;
use cbc::cipher::{BlockDecryptMut, BlockEncryptMut, KeyIvInit};
use md5::Md5;
use sha2::{Digest, Sha256, Sha384, Sha512};
use std::borrow::Cow;

/// What an empty password is padded with (algorithm 2, step a).
const PADDING: [u8; 32] = [
    0x28, 0xbf, 0x4e, 0x5e, 0x4e, 0x75, 0x8a, 0x41, 0x64, 0x00, 0x4e, 0x56, 0xff, 0xfa, 0x01, 0x08, 0x2e, 0x2e, 0x00,
    0xb6, 0xd0, 0x68, 0x3e, 0x80, 0x2f, 0x0c, 0xa9, 0xfe, 0x64, 0x53, 0x69, 0x7a,
];
/// Rounds of the key's hash that are done at least, and at most: the last byte of a round ends them by then (algorithm 2.B).
const ROUNDS: u32 = 64;
const ROUNDS_AT_MOST: u32 = ROUNDS + 255;
/// Bytes of a block of AES.
const BLOCK: usize = 16;

/// How strings and streams are enciphered.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Method {
    Clear,
    Rc4,
    /// AES-128 with a key per object, AES-256 with that of the file.
    Aes128,
    Aes256,
}

/// The key of a document, and what it is for.
pub(super) struct Security {
    key: Vec<u8>,
    streams: Method,
    strings: Method,
    /// Whether metadata is enciphered as well.
    pub(super) metadata: bool,
}

impl Security {
    /// From the encryption dictionary and the first identifier of the file; `None` if an empty password does not open it.
    pub(super) fn open(dict: &Value, id: &[u8]) -> Option<Self> {
        let number = |key: &[u8]| dict.get(key).number().map(|n| n as i64);
        let text = |key: &[u8]| if let Value::Text(text) = dict.get(key) { &**text } else { &[] };
        if dict.get(b"Filter").name() != b"Standard" {
            return None;
        }
        let (version, revision) = (number(b"V")?, number(b"R")?);
        let method = |name: &[u8]| match (version, dict.get(b"CF").get(dict.get(name).name()).get(b"CFM").name()) {
            (1 | 2, _) | (4, b"V2") => Method::Rc4,
            (4, b"AESV2") => Method::Aes128,
            (5, b"AESV3") => Method::Aes256,
            _ => Method::Clear,
        };
        let metadata = *dict.get(b"EncryptMetadata") != Value::Word(b"false".as_slice().into());
        let key = match (version, revision) {
            (1 | 2 | 4, 2..=4) => {
                let len = match version {
                    1 => 5,
                    2 => (number(b"Length").unwrap_or(40) / 8).clamp(5, 16) as usize,
                    _ => 16,
                };
                let mut hash = Md5::new_with_prefix(PADDING);
                hash.update(text(b"O").upto(32));
                hash.update((number(b"P")? as u32).to_le_bytes());
                hash.update(id);
                if revision >= 4 && !metadata {
                    hash.update([0xff; 4]);
                }
                legacy_key(hash, len, revision, text(b"U"), id)?
            }
            (5, 5 | 6) => modern_key(text(b"U"), text(b"UE"), revision)?,
            _ => return None,
        };
        Some(Self { key, streams: method(b"StmF"), strings: method(b"StrF"), metadata })
    }

    /// A stream of the object of this number and generation.
    pub(super) fn stream<'d>(&self, object: (u32, u32), data: &'d [u8]) -> Cow<'d, [u8]> {
        self.decipher(self.streams, object, data)
    }

    /// A string of it.
    pub(super) fn string<'d>(&self, object: (u32, u32), data: &'d [u8]) -> Cow<'d, [u8]> {
        self.decipher(self.strings, object, data)
    }

    fn decipher<'d>(&self, method: Method, (number, generation): (u32, u32), data: &'d [u8]) -> Cow<'d, [u8]> {
        match method {
            Method::Clear => return Cow::Borrowed(data),
            Method::Aes256 => return Cow::Owned(aes_cbc::<Aes256>(&self.key, data)),
            Method::Rc4 | Method::Aes128 => {}
        }
        // Algorithm 1: a key for each object.
        let mut hash = Md5::new_with_prefix(&self.key);
        hash.update(number.to_le_bytes().upto(3));
        hash.update(generation.to_le_bytes().upto(2));
        if method == Method::Aes128 {
            hash.update(b"sAlT");
        }
        let key = hash.finalize();
        let key = key.upto((self.key.len() + 5).min(BLOCK));
        if method == Method::Aes128 {
            return Cow::Owned(aes_cbc::<Aes128>(key, data));
        }
        let mut data = data.to_vec();
        Rc4::new(key).apply(&mut data);
        Cow::Owned(data)
    }
}

/// Algorithms 2, 4 and 5: the key, if an empty password is the user's.
fn legacy_key(hash: Md5, len: usize, revision: i64, user: &[u8], id: &[u8]) -> Option<Vec<u8>> {
    let mut key = hash.finalize();
    if revision >= 3 {
        for _ in 0..50 {
            key = Md5::digest(key.upto(len));
        }
    }
    let key = key.upto(len).to_vec();
    let mut check = if revision >= 3 {
        Md5::new_with_prefix(PADDING).chain_update(id).finalize().to_vec()
    } else {
        PADDING.to_vec()
    };
    for round in 0..if revision >= 3 { 20 } else { 1 } {
        let key: Vec<u8> = key.iter().map(|b| b ^ round).collect();
        Rc4::new(&key).apply(&mut check);
    }
    // Only sixteen bytes of it count from revision 3 on.
    (user.len() >= check.len() && user.starts_with(&check)).then_some(key)
}

/// Algorithms 2.A and 11: `U` is a hash, its salt and that of the key, `UE` the key under the hash with that salt.
fn modern_key(user: &[u8], enciphered: &[u8], revision: i64) -> Option<Vec<u8>> {
    let hash = |salt: &[u8]| if revision == 5 { Sha256::digest(salt).to_vec() } else { hash_in_rounds(salt) };
    let (check, salt, key_salt) = (user.get(..32)?, user.get(32..40)?, user.get(40..48)?);
    if hash(salt).upto(32) != check {
        return None;
    }
    let mut key = enciphered.get(..32)?.to_vec();
    let cipher = cbc::Decryptor::<Aes256>::new_from_slices(hash(key_salt).upto(32), &[0; BLOCK]).ok()?;
    cipher.decrypt_padded_mut::<NoPadding>(&mut key).ok()?;
    Some(key)
}

/// Algorithm 2.B for an empty password.
fn hash_in_rounds(salt: &[u8]) -> Vec<u8> {
    let mut key = Sha256::digest(salt).to_vec();
    for round in 1..=ROUNDS_AT_MOST {
        let mut text = key.repeat(64);
        let len = text.len();
        if let Ok(cipher) = cbc::Encryptor::<Aes128>::new_from_slices(key.upto(BLOCK), key.span(BLOCK, 2 * BLOCK)) {
            // It is whole blocks, so that nothing can fail.
            let _ = cipher.encrypt_padded_mut::<NoPadding>(&mut text, len);
        }
        key = match text.upto(BLOCK).iter().map(|b| u32::from(*b)).sum::<u32>() % 3 {
            0 => Sha256::digest(&text).to_vec(),
            1 => Sha384::digest(&text).to_vec(),
            _ => Sha512::digest(&text).to_vec(),
        };
        if round >= ROUNDS && u32::from(text.last().copied().unwrap_or(0)) <= round - 32 {
            break;
        }
    }
    key.truncate(32);
    key
}

/// AES in CBC mode, behind its initialization vector, padded as in PKCS #7; what is cut is deciphered as far as it goes.
fn aes_cbc<C>(key: &[u8], data: &[u8]) -> Vec<u8>
where
    C: cbc::cipher::BlockCipher + cbc::cipher::BlockDecryptMut + cbc::cipher::KeyInit,
{
    let body = data.after(BLOCK);
    let mut text = body.upto(body.len() / BLOCK * BLOCK).to_vec();
    let Ok(cipher) = cbc::Decryptor::<C>::new_from_slices(key, data.upto(BLOCK)) else { return Vec::new() };
    if cipher.decrypt_padded_mut::<NoPadding>(&mut text).is_err() {
        return Vec::new();
    }
    let padding = usize::from(text.last().copied().unwrap_or(0));
    if text.len() == body.len() && (1..=BLOCK).contains(&padding) {
        text.truncate(text.len().saturating_sub(padding));
    }
    text
}
