//! RSA private keys, for suites that send the premaster secret under the server's key (RFC 5246 §7.4.7.1).
//!
//! Only the private operation is done here, with constant-time arithmetic (docs/decisions/0018). Nobody learns from outside
//! whether it succeeded: a passive sensor answers no peer.

use super::Secret;
use crate::error::{Error, Result};
use crypto_bigint::BoxedUint;
use crypto_bigint::modular::{BoxedMontyForm, BoxedMontyParams};
use der::pem::PemLabel;
use der::{Decode, SecretDocument};
use pkcs8::ObjectIdentifier;
use zeroize::Zeroizing;

/// Largest modulus in bytes.
const MODULUS: usize = 2048;
/// Bytes of a premaster secret.
const PREMASTER: usize = 48;
/// Most bytes of a key file.
const FILE: u64 = 64 << 10;
/// rsaEncryption (RFC 8017 appendix C).
const RSA: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.113549.1.1.1");

/// A private key. No `Debug`: it would show it.
pub(super) struct RsaKey {
    params: BoxedMontyParams,
    exponent: Zeroizing<BoxedUint>,
    /// As certificates hold it: big-endian, without leading zeros.
    modulus: Vec<u8>,
}

impl RsaKey {
    /// Reads all keys of a PEM file: PKCS#1 or PKCS#8, not encrypted; what else stands in it (certificates) is passed over.
    pub fn load(path: &str) -> Result<Vec<Self>> {
        use std::io::Read as _;
        let wrong = |what: &str| Error::Config(format!("RSA key {path}: {what}"));
        let file = std::fs::File::open(path).map_err(|error| wrong(&error.to_string()))?;
        let mut text = Zeroizing::new(String::new());
        file.take(FILE).read_to_string(&mut text).map_err(|_| wrong("is not a PEM file"))?;
        let mut keys = Vec::new();
        let mut rest = text.as_str();
        while let Some(start) = rest.find("-----BEGIN ") {
            let from = rest.get(start..).unwrap_or_default();
            let Some(end) = from.find("-----END ").and_then(|at| Some(at + 9 + from.get(at + 9..)?.find("-----")? + 5))
            else {
                return Err(wrong("ends within a PEM block"));
            };
            let (block, after) = from.split_at_checked(end).unwrap_or_default();
            rest = after;
            if block.starts_with("-----BEGIN ENCRYPTED") || block.contains("Proc-Type: 4,ENCRYPTED") {
                return Err(wrong("is encrypted with a passphrase: give a decrypted copy"));
            }
            if block
                .get(11..)
                .is_some_and(|label| label.split("-----").next().is_some_and(|l| l.ends_with("PRIVATE KEY")))
            {
                keys.push(
                    Self::parse(block).ok_or_else(|| wrong("holds a private key that is not RSA, or is damaged"))?,
                );
            }
        }
        if keys.is_empty() { Err(wrong("holds no private key in PEM form")) } else { Ok(keys) }
    }

    fn parse(pem: &str) -> Option<Self> {
        let (label, document) = SecretDocument::from_pem(pem).ok()?;
        if label == pkcs1::RsaPrivateKey::PEM_LABEL {
            return Self::from_pkcs1(document.as_bytes());
        }
        let info = pkcs8::PrivateKeyInfo::from_der(document.as_bytes()).ok()?;
        (info.algorithm.oid == RSA).then(|| Self::from_pkcs1(info.private_key)).flatten()
    }

    fn from_pkcs1(der: &[u8]) -> Option<Self> {
        let key = pkcs1::RsaPrivateKey::from_der(der).ok()?;
        let modulus = key.modulus.as_bytes();
        if modulus.is_empty() || modulus.len() > MODULUS {
            return None;
        }
        let bits = precision(modulus.len());
        let exponent = Zeroizing::new(BoxedUint::from_be_slice(key.private_exponent.as_bytes(), bits).ok()?);
        let odd = Option::from(BoxedUint::from_be_slice(modulus, bits).ok()?.to_odd())?;
        Some(Self { params: BoxedMontyParams::new_vartime(odd), exponent, modulus: modulus.to_vec() })
    }

    /// True if a message of certificates holds the public half.
    pub fn is_in(&self, certificates: &[u8]) -> bool {
        memchr::memmem::find(certificates, &self.modulus).is_some()
    }

    /// The premaster secret from its encrypted form; `None` if it was not encrypted for this key.
    pub fn premaster(&self, encrypted: &[u8]) -> Option<Secret> {
        if encrypted.len() != self.modulus.len() {
            return None;
        }
        let number = BoxedUint::from_be_slice(encrypted, precision(encrypted.len())).ok()?;
        if number >= **self.params.modulus() {
            return None;
        }
        let opened = Zeroizing::new(BoxedMontyForm::new(number, self.params.clone()).pow(&self.exponent).retrieve());
        let bytes = Zeroizing::new(opened.to_be_bytes().into_vec());
        // EME-PKCS1-v1_5 (RFC 8017 §7.2.2): 00 02, at least eight bytes that are not zero, 00, the message.
        let block = bytes.get(bytes.len().checked_sub(encrypted.len())?..)?;
        let (padding, message) = block.split_at_checked(block.len().checked_sub(PREMASTER)?)?;
        let right = matches!(padding, [0, 2, .., 0]) && padding.len() >= 11;
        let random = padding.get(2..padding.len().saturating_sub(1))?;
        (right && !random.contains(&0)).then(|| Zeroizing::new(message.to_vec()))
    }
}

/// Bits that numbers of so many bytes are kept in.
const fn precision(bytes: usize) -> u32 {
    (bytes.next_multiple_of(8) * 8) as u32
}
