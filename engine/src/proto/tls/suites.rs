//! Cipher suites as far as judging a transport needs them: key exchange, authentication, cipher class, digest.
//!
//! Ids are those of IANA's TLS Cipher Suites registry, of the pre-IANA suites still seen (SSL 3.0 FIPS, GOST drafts) and of
//! GB/T 38636-2020 (TLCP).

use Auth as A;
use Cipher as C;
use Digest as D;
use Exchange as E;

/// How the keys are agreed on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Exchange {
    /// Static Diffie-Hellman: no forward secrecy.
    Dh,
    /// Ephemeral Diffie-Hellman.
    Dhe,
    /// Static elliptic-curve Diffie-Hellman: no forward secrecy.
    Ecdh,
    /// Ephemeral elliptic-curve Diffie-Hellman (SM2's included).
    Ecdhe,
    /// FORTEZZA KEA.
    Fortezza,
    /// GOST R 34.10.
    Gost,
    /// Kerberos.
    Krb5,
    /// None at all.
    Null,
    /// A shared key alone.
    Psk,
    /// RSA key transport: no forward secrecy.
    Rsa,
    /// SM2 key transport (TLCP's `ECC`).
    Sm2,
    /// SM9 identity-based.
    Sm9,
    /// Secure remote password.
    Srp,
    /// TLS 1.3: agreed on by `key_share`, not by the suite.
    Tls13,
}

/// How the server proves who it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[allow(missing_docs, reason = "the names are the algorithms'")]
pub enum Auth {
    Anon,
    Dss,
    Ecdsa,
    Fortezza,
    Gost,
    Krb5,
    Null,
    Psk,
    Rsa,
    Sm2,
    Sm9,
    Srp,
    Tls13,
}

/// The class of cipher.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Cipher {
    /// Authenticated encryption: GCM, CCM, ChaCha20-Poly1305, OCB, MGM.
    Aead,
    /// A block cipher with a separate MAC that is not broken.
    Block,
    /// Single DES.
    Des,
    /// 40 or 56 bits for export.
    Export,
    /// No encryption: the payload is readable.
    Null,
    /// RC4 (RFC 7465 forbids it).
    Rc4,
    /// 3DES (64-bit blocks).
    TripleDes,
}

/// The hash of the MAC or of the key schedule.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[allow(missing_docs, reason = "the names are the algorithms'")]
pub enum Digest {
    Md5,
    Sha1,
    Sha256,
    Sha384,
    Sm3,
    /// None, or one that the suite's id does not decide.
    Other,
}

impl Digest {
    /// Bytes of an HMAC with it; 0 if not known.
    pub const fn len(self) -> usize {
        match self {
            Self::Md5 => 16,
            Self::Sha1 => 20,
            Self::Sha256 | Self::Sm3 => 32,
            Self::Sha384 => 48,
            Self::Other => 0,
        }
    }
    /// True where [`Digest::len`] is 0.
    pub const fn is_empty(self) -> bool {
        self.len() == 0
    }
}

/// A cipher suite.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Suite {
    /// Id on the wire.
    pub id: u16,
    /// Key exchange.
    pub exchange: Exchange,
    /// Authentication.
    pub auth: Auth,
    /// Cipher class.
    pub cipher: Cipher,
    /// Digest.
    pub digest: Digest,
}

impl Suite {
    /// Looks a suite up; `None` for ids that nobody assigned.
    pub fn by_id(id: u16) -> Option<&'static Self> {
        let place = SUITES.binary_search_by_key(&id, |suite| suite.id).ok()?;
        SUITES.get(place)
    }
    /// True if records stay readable.
    pub fn is_null(&self) -> bool {
        self.cipher == Cipher::Null
    }
    /// True if the suite itself breaks what it should protect: broken cipher, nobody authenticated, or keys that a later
    /// theft of the server's key reveals. SM2 key transport is what TLCP prescribes and does not count.
    pub fn is_weak(&self) -> bool {
        let cipher =
            matches!(self.cipher, Cipher::Des | Cipher::Export | Cipher::Null | Cipher::Rc4 | Cipher::TripleDes);
        let exchange = matches!(
            self.exchange,
            Exchange::Dh | Exchange::Ecdh | Exchange::Fortezza | Exchange::Null | Exchange::Rsa
        );
        // RSA with SM4 is key transport as well, but prescribed by GB/T 38636 like ECC.
        let prescribed = matches!(self.id, 0xe000..=0xe0ff) && self.auth == Auth::Rsa;
        let nobody = matches!(self.auth, Auth::Anon | Auth::Null);
        cipher || nobody || (exchange && !prescribed)
    }
}

const fn suite(id: u16, exchange: E, auth: A, cipher: C, digest: D) -> Suite {
    Suite { id, exchange, auth, cipher, digest }
}

/// Every suite we can judge, by id.
#[rustfmt::skip]
static SUITES: &[Suite] = &[
    suite(0x0000, E::Null, A::Null, C::Null, D::Other),
    suite(0x0001, E::Rsa, A::Rsa, C::Null, D::Md5),
    suite(0x0002, E::Rsa, A::Rsa, C::Null, D::Sha1),
    suite(0x0003, E::Rsa, A::Rsa, C::Export, D::Md5),
    suite(0x0004, E::Rsa, A::Rsa, C::Rc4, D::Md5),
    suite(0x0005, E::Rsa, A::Rsa, C::Rc4, D::Sha1),
    suite(0x0006, E::Rsa, A::Rsa, C::Export, D::Md5),
    suite(0x0007, E::Rsa, A::Rsa, C::Block, D::Sha1),
    suite(0x0008, E::Rsa, A::Rsa, C::Export, D::Sha1),
    suite(0x0009, E::Rsa, A::Rsa, C::Des, D::Sha1),
    suite(0x000a, E::Rsa, A::Rsa, C::TripleDes, D::Sha1),
    suite(0x000b, E::Dh, A::Dss, C::Export, D::Sha1),
    suite(0x000c, E::Dh, A::Dss, C::Des, D::Sha1),
    suite(0x000d, E::Dh, A::Dss, C::TripleDes, D::Sha1),
    suite(0x000e, E::Dh, A::Rsa, C::Export, D::Sha1),
    suite(0x000f, E::Dh, A::Rsa, C::Des, D::Sha1),
    suite(0x0010, E::Dh, A::Rsa, C::TripleDes, D::Sha1),
    suite(0x0011, E::Dhe, A::Dss, C::Export, D::Sha1),
    suite(0x0012, E::Dhe, A::Dss, C::Des, D::Sha1),
    suite(0x0013, E::Dhe, A::Dss, C::TripleDes, D::Sha1),
    suite(0x0014, E::Dhe, A::Rsa, C::Export, D::Sha1),
    suite(0x0015, E::Dhe, A::Rsa, C::Des, D::Sha1),
    suite(0x0016, E::Dhe, A::Rsa, C::TripleDes, D::Sha1),
    suite(0x0017, E::Dhe, A::Anon, C::Export, D::Md5),
    suite(0x0018, E::Dhe, A::Anon, C::Rc4, D::Md5),
    suite(0x0019, E::Dhe, A::Anon, C::Export, D::Sha1),
    suite(0x001a, E::Dhe, A::Anon, C::Des, D::Sha1),
    suite(0x001b, E::Dhe, A::Anon, C::TripleDes, D::Sha1),
    suite(0x001c, E::Fortezza, A::Fortezza, C::Null, D::Sha1),
    suite(0x001d, E::Fortezza, A::Fortezza, C::Block, D::Sha1),
    suite(0x001e, E::Krb5, A::Krb5, C::Des, D::Sha1),
    suite(0x001f, E::Krb5, A::Krb5, C::TripleDes, D::Sha1),
    suite(0x0020, E::Krb5, A::Krb5, C::Rc4, D::Sha1),
    suite(0x0021, E::Krb5, A::Krb5, C::Block, D::Sha1),
    suite(0x0022, E::Krb5, A::Krb5, C::Des, D::Md5),
    suite(0x0023, E::Krb5, A::Krb5, C::TripleDes, D::Md5),
    suite(0x0024, E::Krb5, A::Krb5, C::Rc4, D::Md5),
    suite(0x0025, E::Krb5, A::Krb5, C::Block, D::Md5),
    suite(0x0026, E::Krb5, A::Krb5, C::Export, D::Sha1),
    suite(0x0027, E::Krb5, A::Krb5, C::Export, D::Sha1),
    suite(0x0028, E::Krb5, A::Krb5, C::Export, D::Sha1),
    suite(0x0029, E::Krb5, A::Krb5, C::Export, D::Md5),
    suite(0x002a, E::Krb5, A::Krb5, C::Export, D::Md5),
    suite(0x002b, E::Krb5, A::Krb5, C::Export, D::Md5),
    suite(0x002c, E::Psk, A::Psk, C::Null, D::Sha1),
    suite(0x002d, E::Dhe, A::Psk, C::Null, D::Sha1),
    suite(0x002e, E::Rsa, A::Psk, C::Null, D::Sha1),
    suite(0x002f, E::Rsa, A::Rsa, C::Block, D::Sha1),
    suite(0x0030, E::Dh, A::Dss, C::Block, D::Sha1),
    suite(0x0031, E::Dh, A::Rsa, C::Block, D::Sha1),
    suite(0x0032, E::Dhe, A::Dss, C::Block, D::Sha1),
    suite(0x0033, E::Dhe, A::Rsa, C::Block, D::Sha1),
    suite(0x0034, E::Dhe, A::Anon, C::Block, D::Sha1),
    suite(0x0035, E::Rsa, A::Rsa, C::Block, D::Sha1),
    suite(0x0036, E::Dh, A::Dss, C::Block, D::Sha1),
    suite(0x0037, E::Dh, A::Rsa, C::Block, D::Sha1),
    suite(0x0038, E::Dhe, A::Dss, C::Block, D::Sha1),
    suite(0x0039, E::Dhe, A::Rsa, C::Block, D::Sha1),
    suite(0x003a, E::Dhe, A::Anon, C::Block, D::Sha1),
    suite(0x003b, E::Rsa, A::Rsa, C::Null, D::Sha256),
    suite(0x003c, E::Rsa, A::Rsa, C::Block, D::Sha256),
    suite(0x003d, E::Rsa, A::Rsa, C::Block, D::Sha256),
    suite(0x003e, E::Dh, A::Dss, C::Block, D::Sha256),
    suite(0x003f, E::Dh, A::Rsa, C::Block, D::Sha256),
    suite(0x0040, E::Dhe, A::Dss, C::Block, D::Sha256),
    suite(0x0041, E::Rsa, A::Rsa, C::Block, D::Sha1),
    suite(0x0042, E::Dh, A::Dss, C::Block, D::Sha1),
    suite(0x0043, E::Dh, A::Rsa, C::Block, D::Sha1),
    suite(0x0044, E::Dhe, A::Dss, C::Block, D::Sha1),
    suite(0x0045, E::Dhe, A::Rsa, C::Block, D::Sha1),
    suite(0x0046, E::Dhe, A::Anon, C::Block, D::Sha1),
    suite(0x0060, E::Rsa, A::Rsa, C::Export, D::Md5),
    suite(0x0061, E::Rsa, A::Rsa, C::Export, D::Md5),
    suite(0x0062, E::Rsa, A::Rsa, C::Export, D::Sha1),
    suite(0x0063, E::Dhe, A::Dss, C::Export, D::Sha1),
    suite(0x0064, E::Rsa, A::Rsa, C::Export, D::Sha1),
    suite(0x0065, E::Dhe, A::Dss, C::Export, D::Sha1),
    suite(0x0066, E::Dhe, A::Dss, C::Rc4, D::Sha1),
    suite(0x0067, E::Dhe, A::Rsa, C::Block, D::Sha256),
    suite(0x0068, E::Dh, A::Dss, C::Block, D::Sha256),
    suite(0x0069, E::Dh, A::Rsa, C::Block, D::Sha256),
    suite(0x006a, E::Dhe, A::Dss, C::Block, D::Sha256),
    suite(0x006b, E::Dhe, A::Rsa, C::Block, D::Sha256),
    suite(0x006c, E::Dhe, A::Anon, C::Block, D::Sha256),
    suite(0x006d, E::Dhe, A::Anon, C::Block, D::Sha256),
    suite(0x0080, E::Gost, A::Gost, C::Block, D::Other),
    suite(0x0081, E::Gost, A::Gost, C::Block, D::Other),
    suite(0x0082, E::Gost, A::Gost, C::Null, D::Other),
    suite(0x0083, E::Gost, A::Gost, C::Null, D::Other),
    suite(0x0084, E::Rsa, A::Rsa, C::Block, D::Sha1),
    suite(0x0085, E::Dh, A::Dss, C::Block, D::Sha1),
    suite(0x0086, E::Dh, A::Rsa, C::Block, D::Sha1),
    suite(0x0087, E::Dhe, A::Dss, C::Block, D::Sha1),
    suite(0x0088, E::Dhe, A::Rsa, C::Block, D::Sha1),
    suite(0x0089, E::Dhe, A::Anon, C::Block, D::Sha1),
    suite(0x008a, E::Psk, A::Psk, C::Rc4, D::Sha1),
    suite(0x008b, E::Psk, A::Psk, C::TripleDes, D::Sha1),
    suite(0x008c, E::Psk, A::Psk, C::Block, D::Sha1),
    suite(0x008d, E::Psk, A::Psk, C::Block, D::Sha1),
    suite(0x008e, E::Dhe, A::Psk, C::Rc4, D::Sha1),
    suite(0x008f, E::Dhe, A::Psk, C::TripleDes, D::Sha1),
    suite(0x0090, E::Dhe, A::Psk, C::Block, D::Sha1),
    suite(0x0091, E::Dhe, A::Psk, C::Block, D::Sha1),
    suite(0x0092, E::Rsa, A::Psk, C::Rc4, D::Sha1),
    suite(0x0093, E::Rsa, A::Psk, C::TripleDes, D::Sha1),
    suite(0x0094, E::Rsa, A::Psk, C::Block, D::Sha1),
    suite(0x0095, E::Rsa, A::Psk, C::Block, D::Sha1),
    suite(0x0096, E::Rsa, A::Rsa, C::Block, D::Sha1),
    suite(0x0097, E::Dh, A::Dss, C::Block, D::Sha1),
    suite(0x0098, E::Dh, A::Rsa, C::Block, D::Sha1),
    suite(0x0099, E::Dhe, A::Dss, C::Block, D::Sha1),
    suite(0x009a, E::Dhe, A::Rsa, C::Block, D::Sha1),
    suite(0x009b, E::Dhe, A::Anon, C::Block, D::Sha1),
    suite(0x009c, E::Rsa, A::Rsa, C::Aead, D::Sha256),
    suite(0x009d, E::Rsa, A::Rsa, C::Aead, D::Sha384),
    suite(0x009e, E::Dhe, A::Rsa, C::Aead, D::Sha256),
    suite(0x009f, E::Dhe, A::Rsa, C::Aead, D::Sha384),
    suite(0x00a0, E::Dh, A::Rsa, C::Aead, D::Sha256),
    suite(0x00a1, E::Dh, A::Rsa, C::Aead, D::Sha384),
    suite(0x00a2, E::Dhe, A::Dss, C::Aead, D::Sha256),
    suite(0x00a3, E::Dhe, A::Dss, C::Aead, D::Sha384),
    suite(0x00a4, E::Dh, A::Dss, C::Aead, D::Sha256),
    suite(0x00a5, E::Dh, A::Dss, C::Aead, D::Sha384),
    suite(0x00a6, E::Dhe, A::Anon, C::Aead, D::Sha256),
    suite(0x00a7, E::Dhe, A::Anon, C::Aead, D::Sha384),
    suite(0x00a8, E::Psk, A::Psk, C::Aead, D::Sha256),
    suite(0x00a9, E::Psk, A::Psk, C::Aead, D::Sha384),
    suite(0x00aa, E::Dhe, A::Psk, C::Aead, D::Sha256),
    suite(0x00ab, E::Dhe, A::Psk, C::Aead, D::Sha384),
    suite(0x00ac, E::Rsa, A::Psk, C::Aead, D::Sha256),
    suite(0x00ad, E::Rsa, A::Psk, C::Aead, D::Sha384),
    suite(0x00ae, E::Psk, A::Psk, C::Block, D::Sha256),
    suite(0x00af, E::Psk, A::Psk, C::Block, D::Sha384),
    suite(0x00b0, E::Psk, A::Psk, C::Null, D::Sha256),
    suite(0x00b1, E::Psk, A::Psk, C::Null, D::Sha384),
    suite(0x00b2, E::Dhe, A::Psk, C::Block, D::Sha256),
    suite(0x00b3, E::Dhe, A::Psk, C::Block, D::Sha384),
    suite(0x00b4, E::Dhe, A::Psk, C::Null, D::Sha256),
    suite(0x00b5, E::Dhe, A::Psk, C::Null, D::Sha384),
    suite(0x00b6, E::Rsa, A::Psk, C::Block, D::Sha256),
    suite(0x00b7, E::Rsa, A::Psk, C::Block, D::Sha384),
    suite(0x00b8, E::Rsa, A::Psk, C::Null, D::Sha256),
    suite(0x00b9, E::Rsa, A::Psk, C::Null, D::Sha384),
    suite(0x00ba, E::Rsa, A::Rsa, C::Block, D::Sha256),
    suite(0x00bb, E::Dh, A::Dss, C::Block, D::Sha256),
    suite(0x00bc, E::Dh, A::Rsa, C::Block, D::Sha256),
    suite(0x00bd, E::Dhe, A::Dss, C::Block, D::Sha256),
    suite(0x00be, E::Dhe, A::Rsa, C::Block, D::Sha256),
    suite(0x00bf, E::Dhe, A::Anon, C::Block, D::Sha256),
    suite(0x00c0, E::Rsa, A::Rsa, C::Block, D::Sha256),
    suite(0x00c1, E::Dh, A::Dss, C::Block, D::Sha256),
    suite(0x00c2, E::Dh, A::Rsa, C::Block, D::Sha256),
    suite(0x00c3, E::Dhe, A::Dss, C::Block, D::Sha256),
    suite(0x00c4, E::Dhe, A::Rsa, C::Block, D::Sha256),
    suite(0x00c5, E::Dhe, A::Anon, C::Block, D::Sha256),
    suite(0x00c6, E::Tls13, A::Tls13, C::Aead, D::Sm3),
    suite(0x00c7, E::Tls13, A::Tls13, C::Aead, D::Sm3),
    suite(0x1301, E::Tls13, A::Tls13, C::Aead, D::Sha256),
    suite(0x1302, E::Tls13, A::Tls13, C::Aead, D::Sha384),
    suite(0x1303, E::Tls13, A::Tls13, C::Aead, D::Sha256),
    suite(0x1304, E::Tls13, A::Tls13, C::Aead, D::Sha256),
    suite(0x1305, E::Tls13, A::Tls13, C::Aead, D::Sha256),
    suite(0xc001, E::Ecdh, A::Ecdsa, C::Null, D::Sha1),
    suite(0xc002, E::Ecdh, A::Ecdsa, C::Rc4, D::Sha1),
    suite(0xc003, E::Ecdh, A::Ecdsa, C::TripleDes, D::Sha1),
    suite(0xc004, E::Ecdh, A::Ecdsa, C::Block, D::Sha1),
    suite(0xc005, E::Ecdh, A::Ecdsa, C::Block, D::Sha1),
    suite(0xc006, E::Ecdhe, A::Ecdsa, C::Null, D::Sha1),
    suite(0xc007, E::Ecdhe, A::Ecdsa, C::Rc4, D::Sha1),
    suite(0xc008, E::Ecdhe, A::Ecdsa, C::TripleDes, D::Sha1),
    suite(0xc009, E::Ecdhe, A::Ecdsa, C::Block, D::Sha1),
    suite(0xc00a, E::Ecdhe, A::Ecdsa, C::Block, D::Sha1),
    suite(0xc00b, E::Ecdh, A::Rsa, C::Null, D::Sha1),
    suite(0xc00c, E::Ecdh, A::Rsa, C::Rc4, D::Sha1),
    suite(0xc00d, E::Ecdh, A::Rsa, C::TripleDes, D::Sha1),
    suite(0xc00e, E::Ecdh, A::Rsa, C::Block, D::Sha1),
    suite(0xc00f, E::Ecdh, A::Rsa, C::Block, D::Sha1),
    suite(0xc010, E::Ecdhe, A::Rsa, C::Null, D::Sha1),
    suite(0xc011, E::Ecdhe, A::Rsa, C::Rc4, D::Sha1),
    suite(0xc012, E::Ecdhe, A::Rsa, C::TripleDes, D::Sha1),
    suite(0xc013, E::Ecdhe, A::Rsa, C::Block, D::Sha1),
    suite(0xc014, E::Ecdhe, A::Rsa, C::Block, D::Sha1),
    suite(0xc015, E::Ecdhe, A::Anon, C::Null, D::Sha1),
    suite(0xc016, E::Ecdhe, A::Anon, C::Rc4, D::Sha1),
    suite(0xc017, E::Ecdhe, A::Anon, C::TripleDes, D::Sha1),
    suite(0xc018, E::Ecdhe, A::Anon, C::Block, D::Sha1),
    suite(0xc019, E::Ecdhe, A::Anon, C::Block, D::Sha1),
    suite(0xc01a, E::Srp, A::Srp, C::TripleDes, D::Sha1),
    suite(0xc01b, E::Srp, A::Rsa, C::TripleDes, D::Sha1),
    suite(0xc01c, E::Srp, A::Dss, C::TripleDes, D::Sha1),
    suite(0xc01d, E::Srp, A::Srp, C::Block, D::Sha1),
    suite(0xc01e, E::Srp, A::Rsa, C::Block, D::Sha1),
    suite(0xc01f, E::Srp, A::Dss, C::Block, D::Sha1),
    suite(0xc020, E::Srp, A::Srp, C::Block, D::Sha1),
    suite(0xc021, E::Srp, A::Rsa, C::Block, D::Sha1),
    suite(0xc022, E::Srp, A::Dss, C::Block, D::Sha1),
    suite(0xc023, E::Ecdhe, A::Ecdsa, C::Block, D::Sha256),
    suite(0xc024, E::Ecdhe, A::Ecdsa, C::Block, D::Sha384),
    suite(0xc025, E::Ecdh, A::Ecdsa, C::Block, D::Sha256),
    suite(0xc026, E::Ecdh, A::Ecdsa, C::Block, D::Sha384),
    suite(0xc027, E::Ecdhe, A::Rsa, C::Block, D::Sha256),
    suite(0xc028, E::Ecdhe, A::Rsa, C::Block, D::Sha384),
    suite(0xc029, E::Ecdh, A::Rsa, C::Block, D::Sha256),
    suite(0xc02a, E::Ecdh, A::Rsa, C::Block, D::Sha384),
    suite(0xc02b, E::Ecdhe, A::Ecdsa, C::Aead, D::Sha256),
    suite(0xc02c, E::Ecdhe, A::Ecdsa, C::Aead, D::Sha384),
    suite(0xc02d, E::Ecdh, A::Ecdsa, C::Aead, D::Sha256),
    suite(0xc02e, E::Ecdh, A::Ecdsa, C::Aead, D::Sha384),
    suite(0xc02f, E::Ecdhe, A::Rsa, C::Aead, D::Sha256),
    suite(0xc030, E::Ecdhe, A::Rsa, C::Aead, D::Sha384),
    suite(0xc031, E::Ecdh, A::Rsa, C::Aead, D::Sha256),
    suite(0xc032, E::Ecdh, A::Rsa, C::Aead, D::Sha384),
    suite(0xc033, E::Ecdhe, A::Psk, C::Rc4, D::Sha1),
    suite(0xc034, E::Ecdhe, A::Psk, C::TripleDes, D::Sha1),
    suite(0xc035, E::Ecdhe, A::Psk, C::Block, D::Sha1),
    suite(0xc036, E::Ecdhe, A::Psk, C::Block, D::Sha1),
    suite(0xc037, E::Ecdhe, A::Psk, C::Block, D::Sha256),
    suite(0xc038, E::Ecdhe, A::Psk, C::Block, D::Sha384),
    suite(0xc039, E::Ecdhe, A::Psk, C::Null, D::Sha1),
    suite(0xc03a, E::Ecdhe, A::Psk, C::Null, D::Sha256),
    suite(0xc03b, E::Ecdhe, A::Psk, C::Null, D::Sha384),
    suite(0xc03c, E::Rsa, A::Rsa, C::Block, D::Sha256),
    suite(0xc03d, E::Rsa, A::Rsa, C::Block, D::Sha384),
    suite(0xc03e, E::Dh, A::Dss, C::Block, D::Sha256),
    suite(0xc03f, E::Dh, A::Dss, C::Block, D::Sha384),
    suite(0xc040, E::Dh, A::Rsa, C::Block, D::Sha256),
    suite(0xc041, E::Dh, A::Rsa, C::Block, D::Sha384),
    suite(0xc042, E::Dhe, A::Dss, C::Block, D::Sha256),
    suite(0xc043, E::Dhe, A::Dss, C::Block, D::Sha384),
    suite(0xc044, E::Dhe, A::Rsa, C::Block, D::Sha256),
    suite(0xc045, E::Dhe, A::Rsa, C::Block, D::Sha384),
    suite(0xc046, E::Dhe, A::Anon, C::Block, D::Sha256),
    suite(0xc047, E::Dhe, A::Anon, C::Block, D::Sha384),
    suite(0xc048, E::Ecdhe, A::Ecdsa, C::Block, D::Sha256),
    suite(0xc049, E::Ecdhe, A::Ecdsa, C::Block, D::Sha384),
    suite(0xc04a, E::Ecdh, A::Ecdsa, C::Block, D::Sha256),
    suite(0xc04b, E::Ecdh, A::Ecdsa, C::Block, D::Sha384),
    suite(0xc04c, E::Ecdhe, A::Rsa, C::Block, D::Sha256),
    suite(0xc04d, E::Ecdhe, A::Rsa, C::Block, D::Sha384),
    suite(0xc04e, E::Ecdh, A::Rsa, C::Block, D::Sha256),
    suite(0xc04f, E::Ecdh, A::Rsa, C::Block, D::Sha384),
    suite(0xc050, E::Rsa, A::Rsa, C::Aead, D::Sha256),
    suite(0xc051, E::Rsa, A::Rsa, C::Aead, D::Sha384),
    suite(0xc052, E::Dhe, A::Rsa, C::Aead, D::Sha256),
    suite(0xc053, E::Dhe, A::Rsa, C::Aead, D::Sha384),
    suite(0xc054, E::Dh, A::Rsa, C::Aead, D::Sha256),
    suite(0xc055, E::Dh, A::Rsa, C::Aead, D::Sha384),
    suite(0xc056, E::Dhe, A::Dss, C::Aead, D::Sha256),
    suite(0xc057, E::Dhe, A::Dss, C::Aead, D::Sha384),
    suite(0xc058, E::Dh, A::Dss, C::Aead, D::Sha256),
    suite(0xc059, E::Dh, A::Dss, C::Aead, D::Sha384),
    suite(0xc05a, E::Dhe, A::Anon, C::Aead, D::Sha256),
    suite(0xc05b, E::Dhe, A::Anon, C::Aead, D::Sha384),
    suite(0xc05c, E::Ecdhe, A::Ecdsa, C::Aead, D::Sha256),
    suite(0xc05d, E::Ecdhe, A::Ecdsa, C::Aead, D::Sha384),
    suite(0xc05e, E::Ecdh, A::Ecdsa, C::Aead, D::Sha256),
    suite(0xc05f, E::Ecdh, A::Ecdsa, C::Aead, D::Sha384),
    suite(0xc060, E::Ecdhe, A::Rsa, C::Aead, D::Sha256),
    suite(0xc061, E::Ecdhe, A::Rsa, C::Aead, D::Sha384),
    suite(0xc062, E::Ecdh, A::Rsa, C::Aead, D::Sha256),
    suite(0xc063, E::Ecdh, A::Rsa, C::Aead, D::Sha384),
    suite(0xc064, E::Psk, A::Psk, C::Block, D::Sha256),
    suite(0xc065, E::Psk, A::Psk, C::Block, D::Sha384),
    suite(0xc066, E::Dhe, A::Psk, C::Block, D::Sha256),
    suite(0xc067, E::Dhe, A::Psk, C::Block, D::Sha384),
    suite(0xc068, E::Rsa, A::Psk, C::Block, D::Sha256),
    suite(0xc069, E::Rsa, A::Psk, C::Block, D::Sha384),
    suite(0xc06a, E::Psk, A::Psk, C::Aead, D::Sha256),
    suite(0xc06b, E::Psk, A::Psk, C::Aead, D::Sha384),
    suite(0xc06c, E::Dhe, A::Psk, C::Aead, D::Sha256),
    suite(0xc06d, E::Dhe, A::Psk, C::Aead, D::Sha384),
    suite(0xc06e, E::Rsa, A::Psk, C::Aead, D::Sha256),
    suite(0xc06f, E::Rsa, A::Psk, C::Aead, D::Sha384),
    suite(0xc070, E::Ecdhe, A::Psk, C::Block, D::Sha256),
    suite(0xc071, E::Ecdhe, A::Psk, C::Block, D::Sha384),
    suite(0xc072, E::Ecdhe, A::Ecdsa, C::Block, D::Sha256),
    suite(0xc073, E::Ecdhe, A::Ecdsa, C::Block, D::Sha384),
    suite(0xc074, E::Ecdh, A::Ecdsa, C::Block, D::Sha256),
    suite(0xc075, E::Ecdh, A::Ecdsa, C::Block, D::Sha384),
    suite(0xc076, E::Ecdhe, A::Rsa, C::Block, D::Sha256),
    suite(0xc077, E::Ecdhe, A::Rsa, C::Block, D::Sha384),
    suite(0xc078, E::Ecdh, A::Rsa, C::Block, D::Sha256),
    suite(0xc079, E::Ecdh, A::Rsa, C::Block, D::Sha384),
    suite(0xc07a, E::Rsa, A::Rsa, C::Aead, D::Sha256),
    suite(0xc07b, E::Rsa, A::Rsa, C::Aead, D::Sha384),
    suite(0xc07c, E::Dhe, A::Rsa, C::Aead, D::Sha256),
    suite(0xc07d, E::Dhe, A::Rsa, C::Aead, D::Sha384),
    suite(0xc07e, E::Dh, A::Rsa, C::Aead, D::Sha256),
    suite(0xc07f, E::Dh, A::Rsa, C::Aead, D::Sha384),
    suite(0xc080, E::Dhe, A::Dss, C::Aead, D::Sha256),
    suite(0xc081, E::Dhe, A::Dss, C::Aead, D::Sha384),
    suite(0xc082, E::Dh, A::Dss, C::Aead, D::Sha256),
    suite(0xc083, E::Dh, A::Dss, C::Aead, D::Sha384),
    suite(0xc084, E::Dhe, A::Anon, C::Aead, D::Sha256),
    suite(0xc085, E::Dhe, A::Anon, C::Aead, D::Sha384),
    suite(0xc086, E::Ecdhe, A::Ecdsa, C::Aead, D::Sha256),
    suite(0xc087, E::Ecdhe, A::Ecdsa, C::Aead, D::Sha384),
    suite(0xc088, E::Ecdh, A::Ecdsa, C::Aead, D::Sha256),
    suite(0xc089, E::Ecdh, A::Ecdsa, C::Aead, D::Sha384),
    suite(0xc08a, E::Ecdhe, A::Rsa, C::Aead, D::Sha256),
    suite(0xc08b, E::Ecdhe, A::Rsa, C::Aead, D::Sha384),
    suite(0xc08c, E::Ecdh, A::Rsa, C::Aead, D::Sha256),
    suite(0xc08d, E::Ecdh, A::Rsa, C::Aead, D::Sha384),
    suite(0xc08e, E::Psk, A::Psk, C::Aead, D::Sha256),
    suite(0xc08f, E::Psk, A::Psk, C::Aead, D::Sha384),
    suite(0xc090, E::Dhe, A::Psk, C::Aead, D::Sha256),
    suite(0xc091, E::Dhe, A::Psk, C::Aead, D::Sha384),
    suite(0xc092, E::Rsa, A::Psk, C::Aead, D::Sha256),
    suite(0xc093, E::Rsa, A::Psk, C::Aead, D::Sha384),
    suite(0xc094, E::Psk, A::Psk, C::Block, D::Sha256),
    suite(0xc095, E::Psk, A::Psk, C::Block, D::Sha384),
    suite(0xc096, E::Dhe, A::Psk, C::Block, D::Sha256),
    suite(0xc097, E::Dhe, A::Psk, C::Block, D::Sha384),
    suite(0xc098, E::Rsa, A::Psk, C::Block, D::Sha256),
    suite(0xc099, E::Rsa, A::Psk, C::Block, D::Sha384),
    suite(0xc09a, E::Ecdhe, A::Psk, C::Block, D::Sha256),
    suite(0xc09b, E::Ecdhe, A::Psk, C::Block, D::Sha384),
    suite(0xc09c, E::Rsa, A::Rsa, C::Aead, D::Other),
    suite(0xc09d, E::Rsa, A::Rsa, C::Aead, D::Other),
    suite(0xc09e, E::Dhe, A::Rsa, C::Aead, D::Other),
    suite(0xc09f, E::Dhe, A::Rsa, C::Aead, D::Other),
    suite(0xc0a0, E::Rsa, A::Rsa, C::Aead, D::Other),
    suite(0xc0a1, E::Rsa, A::Rsa, C::Aead, D::Other),
    suite(0xc0a2, E::Dhe, A::Rsa, C::Aead, D::Other),
    suite(0xc0a3, E::Dhe, A::Rsa, C::Aead, D::Other),
    suite(0xc0a4, E::Psk, A::Psk, C::Aead, D::Other),
    suite(0xc0a5, E::Psk, A::Psk, C::Aead, D::Other),
    suite(0xc0a6, E::Dhe, A::Psk, C::Aead, D::Other),
    suite(0xc0a7, E::Dhe, A::Psk, C::Aead, D::Other),
    suite(0xc0a8, E::Psk, A::Psk, C::Aead, D::Other),
    suite(0xc0a9, E::Psk, A::Psk, C::Aead, D::Other),
    suite(0xc0aa, E::Dhe, A::Psk, C::Aead, D::Other),
    suite(0xc0ab, E::Dhe, A::Psk, C::Aead, D::Other),
    suite(0xc0ac, E::Ecdhe, A::Ecdsa, C::Aead, D::Other),
    suite(0xc0ad, E::Ecdhe, A::Ecdsa, C::Aead, D::Other),
    suite(0xc0ae, E::Ecdhe, A::Ecdsa, C::Aead, D::Other),
    suite(0xc0af, E::Ecdhe, A::Ecdsa, C::Aead, D::Other),
    suite(0xc0b0, E::Ecdhe, A::Psk, C::Aead, D::Sha256),
    suite(0xc0b1, E::Ecdhe, A::Psk, C::Aead, D::Sha384),
    suite(0xc0b2, E::Ecdhe, A::Psk, C::Aead, D::Sha256),
    suite(0xc0b3, E::Ecdhe, A::Psk, C::Aead, D::Sha384),
    suite(0xc0b4, E::Tls13, A::Tls13, C::Null, D::Sha256),
    suite(0xc0b5, E::Tls13, A::Tls13, C::Null, D::Sha384),
    suite(0xc102, E::Gost, A::Gost, C::Block, D::Other),
    suite(0xc103, E::Gost, A::Gost, C::Aead, D::Other),
    suite(0xc104, E::Gost, A::Gost, C::Aead, D::Other),
    suite(0xc105, E::Gost, A::Gost, C::Aead, D::Other),
    suite(0xc106, E::Gost, A::Gost, C::Aead, D::Other),
    suite(0xcc13, E::Ecdhe, A::Rsa, C::Aead, D::Sha256),
    suite(0xcc14, E::Ecdhe, A::Ecdsa, C::Aead, D::Sha256),
    suite(0xcc15, E::Dhe, A::Rsa, C::Aead, D::Sha256),
    suite(0xcca8, E::Ecdhe, A::Rsa, C::Aead, D::Sha256),
    suite(0xcca9, E::Ecdhe, A::Ecdsa, C::Aead, D::Sha256),
    suite(0xccaa, E::Dhe, A::Rsa, C::Aead, D::Sha256),
    suite(0xccab, E::Psk, A::Psk, C::Aead, D::Sha256),
    suite(0xccac, E::Ecdhe, A::Psk, C::Aead, D::Sha256),
    suite(0xccad, E::Dhe, A::Psk, C::Aead, D::Sha256),
    suite(0xccae, E::Rsa, A::Psk, C::Aead, D::Sha256),
    suite(0xd001, E::Ecdhe, A::Psk, C::Aead, D::Sha256),
    suite(0xd002, E::Ecdhe, A::Psk, C::Aead, D::Sha384),
    suite(0xd003, E::Ecdhe, A::Psk, C::Aead, D::Sha256),
    suite(0xd005, E::Ecdhe, A::Psk, C::Aead, D::Sha256),
    suite(0xe001, E::Ecdhe, A::Sm2, C::Block, D::Sm3),
    suite(0xe003, E::Sm2, A::Sm2, C::Block, D::Sm3),
    suite(0xe005, E::Sm9, A::Sm9, C::Block, D::Sm3),
    suite(0xe007, E::Sm9, A::Sm9, C::Block, D::Sm3),
    suite(0xe009, E::Rsa, A::Rsa, C::Block, D::Sm3),
    suite(0xe00a, E::Rsa, A::Rsa, C::Block, D::Other),
    suite(0xe011, E::Ecdhe, A::Sm2, C::Block, D::Sm3),
    suite(0xe013, E::Sm2, A::Sm2, C::Block, D::Sm3),
    suite(0xe015, E::Sm9, A::Sm9, C::Block, D::Sm3),
    suite(0xe017, E::Sm9, A::Sm9, C::Block, D::Sm3),
    suite(0xe019, E::Rsa, A::Rsa, C::Block, D::Sm3),
    suite(0xe01a, E::Rsa, A::Rsa, C::Block, D::Other),
    suite(0xe01c, E::Rsa, A::Rsa, C::Block, D::Sha256),
    suite(0xe051, E::Ecdhe, A::Sm2, C::Aead, D::Sm3),
    suite(0xe053, E::Sm2, A::Sm2, C::Aead, D::Sm3),
    suite(0xe055, E::Sm9, A::Sm9, C::Aead, D::Sm3),
    suite(0xe057, E::Sm9, A::Sm9, C::Aead, D::Sm3),
    suite(0xe059, E::Rsa, A::Rsa, C::Aead, D::Sm3),
    suite(0xe05a, E::Rsa, A::Rsa, C::Aead, D::Sha256),
    suite(0xe102, E::Ecdhe, A::Sm2, C::Block, D::Sm3),
    suite(0xfefe, E::Rsa, A::Rsa, C::Des, D::Sha1),
    suite(0xfeff, E::Rsa, A::Rsa, C::TripleDes, D::Sha1),
    suite(0xffe0, E::Rsa, A::Rsa, C::TripleDes, D::Sha1),
    suite(0xffe1, E::Rsa, A::Rsa, C::Des, D::Sha1),
];
