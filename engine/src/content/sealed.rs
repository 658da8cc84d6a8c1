//! Files that are encrypted as a whole: by what they say of themselves, or by saying nothing at all.

use super::bytes::Bytes;

/// First bytes of files that are encrypted as a whole, and what they are called.
///
/// Sources: enc(1) of OpenSSL; age-encryption.org/v1; RFC 9580 §5.1, §5.3 and §6.2 (the packets that begin an
/// encrypted message: a session key for a key of RSA, elliptic curves or X25519, or for a password); LUKS On-Disk Format
/// 1 and 2; the boot sector of `BitLocker`; `ansible-vault`; `KeePass` 1 and 2; AES Crypt.
const MAGICS: &[(&[u8], &str)] = &[
    (b"Salted__", "openssl"),
    (b"age-encryption.org/v1\n", "age"),
    (b"-----BEGIN AGE ENCRYPTED FILE-----", "age"),
    (b"-----BEGIN PGP MESSAGE-----", "pgp"),
    (b"\x85\x01\x0c\x03", "pgp"),
    (b"\x85\x01\x8c\x03", "pgp"),
    (b"\x85\x02\x0c\x03", "pgp"),
    (b"\x84\x5e\x03", "pgp"),
    (b"\x84\x8c\x03", "pgp"),
    (b"\x8c\x0d\x04\x09", "pgp"),
    (b"\xc1\x5e\x03", "pgp"),
    (b"\xc3\x0d\x04\x09", "pgp"),
    (b"LUKS\xba\xbe", "luks"),
    (b"\xeb\x58\x90-FVE-FS-", "bitlocker"),
    (b"\xeb\x52\x90-FVE-FS-", "bitlocker"),
    (b"$ANSIBLE_VAULT;", "ansible-vault"),
    (b"\x03\xd9\xa2\x9a", "keepass"),
    (b"AES\x02", "aescrypt"),
    (b"AES\x03", "aescrypt"),
];

/// Shorter magics are believed of files only: bytes of anything may begin so.
const SURE: usize = 6;

/// What content is called that says of itself that it is encrypted; `file`: it is a file.
pub(super) fn named(head: &[u8], file: bool) -> Option<&'static str> {
    let said = |magic: &[u8]| head.starts_with(magic) && (file || magic.len() >= SURE);
    MAGICS.iter().find(|(magic, _)| said(magic)).map(|(_, name)| *name)
}

/// Shortest file of noise that is taken for a volume: those of disk encryption hold two heads of 128 KiB each.
const VOLUME_MIN: u64 = 256 << 10;
/// Volumes consist of sectors of so many bytes.
const SECTOR: u64 = 512;
/// Noise has a chi-square of 255 ± 22.6 over its bytes (255 degrees of freedom); five deviations above is none any
/// more. What was only compressed fails this by far at these sizes.
const CHI_SQUARE_MAX: f64 = 255.0 + 5.0 * 22.6;

/// How often each byte was met in a file that has been noise so far.
pub(super) struct Noise {
    counts: [u64; 256],
}

impl Default for Noise {
    fn default() -> Self {
        Self { counts: [0; 256] }
    }
}

impl Noise {
    /// The next bytes.
    pub(super) fn take(&mut self, data: &[u8]) {
        for byte in data {
            if let Some(count) = self.counts.get_mut(usize::from(*byte)) {
                *count += 1;
            }
        }
    }

    /// True if this is what a volume is made of: whole sectors, whose bytes are as even as chance makes them.
    pub(super) fn is_volume(&self) -> bool {
        let total: u64 = self.counts.iter().sum();
        if total < VOLUME_MIN || !total.is_multiple_of(SECTOR) {
            return false;
        }
        let expected = total as f64 / 256.0;
        let chi: f64 = self.counts.iter().map(|count| (*count as f64 - expected).powi(2) / expected).sum();
        chi < CHI_SQUARE_MAX
    }
}

/// The name that a sealed file is told by: its own, else that of its format.
pub(super) fn shown<'n>(file: &'n [u8], format: &'n str) -> std::borrow::Cow<'n, str> {
    if file.is_empty() { format.into() } else { String::from_utf8_lossy(file.upto(NAME_MAX)) }
}

/// Longest name, in bytes.
const NAME_MAX: usize = 256;

#[cfg(test)]
mod tests {
    use super::super::tests::noise;
    use super::*;

    fn is_volume(data: &[u8]) -> bool {
        let mut noise = Noise::default();
        data.chunks(1000).for_each(|piece| noise.take(piece));
        noise.is_volume()
    }

    #[test]
    fn whole_sectors_of_noise_are_a_volume() {
        assert!(is_volume(&noise(256 << 10)));
        assert!(!is_volume(&noise((256 << 10) + 1)));
        assert!(!is_volume(&noise(255 << 10)));
    }

    #[test]
    fn what_was_compressed_is_no_volume() {
        let mut packed = noise(256 << 10);
        // One byte in three hundred is as it likes to be: less than any coder leaves.
        packed.iter_mut().step_by(300).for_each(|byte| *byte = 0x55);
        assert!(!is_volume(&packed));
    }

    #[test]
    fn formats_that_are_encrypted_say_so() {
        assert_eq!(named(b"Salted__\x01\x02", false), Some("openssl"));
        assert_eq!(named(b"LUKS\xba\xbe\x00\x02", false), Some("luks"));
        assert_eq!(named(b"-----BEGIN PGP PUBLIC KEY BLOCK-----", true), None);
        assert_eq!(named(b"Salted peanuts", true), None);
        assert_eq!((named(b"\x84\x5e\x03x", true), named(b"\x84\x5e\x03x", false)), (Some("pgp"), None));
    }
}
