//! Cipher suites as far as opening their records needs them (IANA's TLS Cipher Suites registry).

/// What enciphers the records.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Bulk {
    /// AES-128 in GCM, CCM or CCM-8.
    Aes128(Mode),
    /// AES-256, the same.
    Aes256(Mode),
    /// ChaCha20-Poly1305 (RFC 7905).
    ChaCha20,
    /// Triple DES in CBC mode.
    TripleDes,
    /// RC4 with a key of 128 bits.
    Rc4,
}

/// Mode of AES.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Mode {
    /// RFC 5246 §6.2.3.2.
    Cbc,
    /// RFC 6655.
    Ccm,
    /// The same with a tag of eight bytes.
    Ccm8,
    /// RFC 5288.
    Gcm,
}

impl Bulk {
    /// Bytes of the key.
    pub const fn key_len(self) -> usize {
        match self {
            Self::Aes128(_) | Self::Rc4 => 16,
            Self::Aes256(_) | Self::ChaCha20 => 32,
            Self::TripleDes => 24,
        }
    }

    /// Bytes of the initialisation vector that the key block holds up to TLS 1.2, for `version`.
    pub const fn iv_len(self, version: u16) -> usize {
        match self {
            Self::Aes128(Mode::Cbc) | Self::Aes256(Mode::Cbc) if version <= 0x0301 => 16,
            Self::TripleDes if version <= 0x0301 => 8,
            Self::Aes128(Mode::Cbc) | Self::Aes256(Mode::Cbc) | Self::TripleDes | Self::Rc4 => 0,
            Self::Aes128(_) | Self::Aes256(_) => 4,
            Self::ChaCha20 => 12,
        }
    }

    /// True if the cipher needs no separate MAC.
    pub const fn is_aead(self) -> bool {
        !matches!(self, Self::Aes128(Mode::Cbc) | Self::Aes256(Mode::Cbc) | Self::TripleDes | Self::Rc4)
    }
}

/// A hash function, of a MAC or of a key schedule.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[allow(missing_docs, reason = "the names are the algorithms'")]
pub(super) enum Hash {
    Md5,
    Sha1,
    Sha256,
    Sha384,
}

impl Hash {
    /// Bytes of its digest.
    pub const fn len(self) -> usize {
        match self {
            Self::Md5 => 16,
            Self::Sha1 => 20,
            Self::Sha256 => 32,
            Self::Sha384 => 48,
        }
    }
}

/// A suite whose records can be opened.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Suite {
    /// The cipher.
    pub bulk: Bulk,
    /// Hash of the MAC; of no meaning for AEAD ciphers.
    pub mac: Hash,
    /// Hash of the key schedule (TLS 1.2 and later).
    pub prf: Hash,
    /// The premaster secret is sent under the server's RSA key.
    pub rsa: bool,
}

impl Suite {
    /// Looks a suite up.
    #[rustfmt::skip]
    pub const fn by_id(id: u16) -> Option<Self> {
        use Bulk::{Aes128, Aes256, ChaCha20, Rc4, TripleDes};
        use Hash::{Md5, Sha1, Sha256, Sha384};
        use Mode::{Cbc, Ccm, Ccm8, Gcm};
        let rsa = matches!(id, 0x04 | 0x05 | 0x0a | 0x2f | 0x35 | 0x3c | 0x3d | 0x9c | 0x9d | 0xc09c | 0xc09d | 0xc0a0 | 0xc0a1);
        let (bulk, mac, prf) = match id {
            0x0004 | 0x0018 => (Rc4, Md5, Sha256),
            0x0005 | 0x0066 | 0x008a | 0x008e | 0x0092 | 0xc002 | 0xc007 | 0xc00c | 0xc011 | 0xc016 | 0xc033 => (Rc4, Sha1, Sha256),
            0x000a | 0x000d | 0x0010 | 0x0013 | 0x0016 | 0x001b | 0x008b | 0x008f | 0x0093
            | 0xc003 | 0xc008 | 0xc00d | 0xc012 | 0xc017 | 0xc034 => (TripleDes, Sha1, Sha256),
            0x002f..=0x0034 | 0x008c | 0x0090 | 0x0094
            | 0xc004 | 0xc009 | 0xc00e | 0xc013 | 0xc018 | 0xc035 => (Aes128(Cbc), Sha1, Sha256),
            0x0035..=0x003a | 0x008d | 0x0091 | 0x0095
            | 0xc005 | 0xc00a | 0xc00f | 0xc014 | 0xc019 | 0xc036 => (Aes256(Cbc), Sha1, Sha256),
            0x003c | 0x003e..=0x0040 | 0x0067 | 0x006c | 0x00ae | 0x00b2 | 0x00b6
            | 0xc023 | 0xc025 | 0xc027 | 0xc029 | 0xc037 => (Aes128(Cbc), Sha256, Sha256),
            0x003d | 0x0068..=0x006b | 0x006d => (Aes256(Cbc), Sha256, Sha256),
            0x00af | 0x00b3 | 0x00b7 | 0xc024 | 0xc026 | 0xc028 | 0xc02a | 0xc038 => (Aes256(Cbc), Sha384, Sha384),
            0x009c | 0x009e | 0x00a0 | 0x00a2 | 0x00a4 | 0x00a6 | 0x00a8 | 0x00aa | 0x00ac
            | 0xc02b | 0xc02d | 0xc02f | 0xc031 | 0xd001 | 0x1301 => (Aes128(Gcm), Sha256, Sha256),
            0x009d | 0x009f | 0x00a1 | 0x00a3 | 0x00a5 | 0x00a7 | 0x00a9 | 0x00ab | 0x00ad
            | 0xc02c | 0xc02e | 0xc030 | 0xc032 | 0xd002 | 0x1302 => (Aes256(Gcm), Sha384, Sha384),
            0xc09c | 0xc09e | 0xc0a4 | 0xc0a6 | 0xc0ac | 0xd005 | 0x1304 => (Aes128(Ccm), Sha256, Sha256),
            0xc09d | 0xc09f | 0xc0a5 | 0xc0a7 | 0xc0ad => (Aes256(Ccm), Sha256, Sha256),
            0xc0a0 | 0xc0a2 | 0xc0a8 | 0xc0aa | 0xc0ae | 0xd003 | 0x1305 => (Aes128(Ccm8), Sha256, Sha256),
            0xc0a1 | 0xc0a3 | 0xc0a9 | 0xc0ab | 0xc0af => (Aes256(Ccm8), Sha256, Sha256),
            0xcca8..=0xccae | 0x1303 => (ChaCha20, Sha256, Sha256),
            _ => return None,
        };
        Some(Self { bulk, mac, prf, rsa })
    }
}
