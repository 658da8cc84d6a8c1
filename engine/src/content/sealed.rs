//! Files that nobody here can open: encrypted as a whole, by what they say of themselves or by saying nothing at all, or packed
//! in a way that is not known.

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

/// What is packed in a format that is not opened, but for its name: how it begins.
///
/// Sources: lzop 1.04, `src/conf.h`; "File format" in the manual of lzip; "xarformat" in xar's wiki; the magic header of
/// lrzip; "System File Format" in the developer's guide of PSPP (`$FL3`: values behind codes, in blocks of zlib); `notes/svndiff` of
/// Subversion.
const PACKED: &[(&[u8], &str)] = &[
    (b"\x89LZO\0\r\n\x1a\n", "lzop"),
    (b"LZIP\x01", "lzip"),
    (b"xar!\0\x1c\0\x01", "xar"),
    (b"LRZI\0", "lrzip"),
    (b"$FL3@(#)", "zsav"),
    (b"SVN\x01", "svndiff"),
    (b"SVN\x02", "svndiff"),
];

/// Zstandard with a dictionary.
const ZSTD: &str = "zstd";

/// The name of the packed format that begins like this, if it is none that is opened.
pub(super) fn packed(head: &[u8]) -> Option<&'static str> {
    if needs_dictionary(head) {
        return Some(ZSTD);
    }
    PACKED.iter().find(|(magic, _)| head.starts_with(magic)).map(|(_, name)| *name)
}

/// True for a name that [`packed`] gives.
pub(super) fn is_packed(name: &str) -> bool {
    name == ZSTD || PACKED.iter().any(|(_, known)| *known == name)
}

/// True for a frame of Zstandard that was compressed with a dictionary, which its receiver has (RFC 8878 §3.1.1.1.1.6).
pub(super) fn needs_dictionary(head: &[u8]) -> bool {
    let len = match head.at(4) & 3 {
        0 => return false,
        3 => 4,
        len => usize::from(len),
    };
    // One byte for the window, unless it is that of a single segment.
    let at = if head.at(4) & 0x20 == 0 { 6 } else { 5 };
    head.starts_with(b"\x28\xb5\x2f\xfd") && head.span(at, at + len).iter().any(|byte| *byte != 0)
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
