//! Data in names: joins labels that look encoded, and tells a tunnel from a long name.

use super::name::Name;

/// Shortest text that is believed to be one.
const MIN_TEXT: usize = 8;
/// Shortest run of labels worth decoding.
const MIN_JOINED: usize = 24;
/// Encoded bytes in one name that make it a tunnel.
const TUNNEL_BYTES: usize = 100;
/// Entropy in bits per byte above which labels are not words.
const TUNNEL_ENTROPY: f64 = 3.5;
/// Labels at the end that are taken as the registered domain.
const SUFFIX_LABELS: usize = 2;

/// The labels that look like base32, base64 or hex, without dots; `None` if they are too few to say so.
pub fn joined(name: &Name) -> Option<Vec<u8>> {
    let mut data = Vec::new();
    for label in payload(name) {
        if is_encoded(label, !data.is_empty()) {
            data.extend_from_slice(label);
        }
    }
    (data.len() >= MIN_JOINED).then_some(data)
}

/// The text that base32 (RFC 4648 §6, case ignored) stands for, if it is text. A piece from the middle of a longer
/// encoding need not begin at a byte: all eight alignments are tried, and what a cut may have maimed is left out. `goes_on`:
/// it is known to be such a piece.
pub fn base32_text(data: &[u8], goes_on: bool) -> Option<Vec<u8>> {
    (0..8).find_map(|skip| {
        let (bytes, whole) = base32(data.get(skip..)?)?;
        if bytes.len() < MIN_TEXT || !is_readable(&bytes) {
            return None;
        }
        let edge = |byte: &u8| !byte.is_ascii_alphanumeric();
        let start = if skip == 0 && !goes_on { 0 } else { bytes.iter().position(edge)? };
        let end = if whole { bytes.len() } else { bytes.iter().rposition(edge)? + 1 };
        bytes.get(start..end).map(<[u8]>::to_vec)
    })
}

/// Base32 in any case.
fn base32(data: &[u8]) -> Option<(Vec<u8>, bool)> {
    words(data, 5, |byte| match byte {
        b'A'..=b'Z' => Some(byte - b'A'),
        b'a'..=b'z' => Some(byte - b'a'),
        b'2'..=b'7' => Some(byte - b'2' + 26),
        _ => None,
    })
}

/// Decodes characters of `width` bits; the second value is false if bits are left over that no encoder leaves at an end.
fn words(data: &[u8], width: u32, value: impl Fn(u8) -> Option<u8>) -> Option<(Vec<u8>, bool)> {
    let mut bytes = Vec::with_capacity(data.len() * width as usize / 8);
    let mut word = 0u32;
    let mut bits = 0;
    for byte in data.iter().filter(|byte| **byte != b'=') {
        // At most seven bits wait for their byte.
        word = (word << width | u32::from(value(*byte)?)) & 0x1fff;
        bits += width;
        if bits >= 8 {
            bits -= 8;
            bytes.push((word >> bits) as u8);
        }
    }
    let rest = word & ((1 << bits) - 1);
    Some((bytes, bits < width && rest == 0))
}

/// The name before, in which a value may begin that goes on in this one.
#[derive(Debug, Default)]
pub struct Trail {
    /// Its registered domain.
    suffix: Vec<u8>,
    /// Its data, as [`joined`] gives it.
    data: Vec<u8>,
}

impl Trail {
    /// Goes on to a name and its data: whether it follows another one of the same domain, and the value that is spread over
    /// the two, if there is one.
    pub fn follow(&mut self, name: &Name, data: &[u8]) -> (bool, Option<Vec<u8>>) {
        let skip = name.labels().len().saturating_sub(SUFFIX_LABELS);
        let suffix = name.labels().skip(skip).collect::<Vec<_>>().join(&b'.');
        let known = suffix == self.suffix;
        if known && data == self.data {
            // Asked again.
            return (true, None);
        }
        let seam = if known { seam(&self.data, data) } else { None };
        *self = Self { suffix, data: data.to_vec() };
        (known, seam)
    }

    /// Bytes held.
    pub fn memory(&self) -> usize {
        self.suffix.capacity() + self.data.capacity()
    }
}

/// The word that begins in what `before` stands for and ends in what `after` does, in hexadecimal, base32 or base64.
fn seam(before: &[u8], after: &[u8]) -> Option<Vec<u8>> {
    let data = [before, after].concat();
    // Of how many bits a character is, and how many of them make whole bytes: further alignments only repeat these.
    [(4, 2, hex as Decode), (5, 8, base32), (6, 4, base64)].into_iter().find_map(|(bits, period, decode)| {
        (0..period.min(before.len())).find_map(|skip| {
            let (bytes, _) = decode(data.get(skip..)?)?;
            if bytes.len() < MIN_TEXT || !is_readable(&bytes) {
                return None;
            }
            let cut = (before.len() - skip) * bits / 8;
            let (head, tail) = bytes.split_at_checked(cut)?;
            let edge = |byte: &u8| !byte.is_ascii_alphanumeric() && !b"@._+-".contains(byte);
            let start = head.iter().rposition(edge).map_or(0, |at| at + 1);
            let end = tail.iter().position(edge).unwrap_or(tail.len());
            (start < cut && end > 0).then(|| bytes.get(start..cut + end).map(<[u8]>::to_vec)).flatten()
        })
    })
}

type Decode = fn(&[u8]) -> Option<(Vec<u8>, bool)>;

/// Hexadecimal; a digit that is left over is none.
fn hex(data: &[u8]) -> Option<(Vec<u8>, bool)> {
    let digit = |byte: u8| char::from(byte).to_digit(16).map(|digit| digit as u8);
    let bytes = data.chunks_exact(2).map(|pair| match pair {
        [high, low] => Some(digit(*high)? << 4 | digit(*low)?),
        _ => None,
    });
    Some((bytes.collect::<Option<_>>()?, data.len().is_multiple_of(2)))
}

/// Base64 and its form for names (RFC 4648 §4 and §5).
fn base64(data: &[u8]) -> Option<(Vec<u8>, bool)> {
    words(data, 6, |byte| match byte {
        b'A'..=b'Z' => Some(byte - b'A'),
        b'a'..=b'z' => Some(byte - b'a' + 26),
        b'0'..=b'9' => Some(byte - b'0' + 52),
        b'+' | b'-' | b'*' => Some(62),
        b'/' | b'_' => Some(63),
        _ => None,
    })
}

/// Printable ASCII but for a tenth, or UTF-8 whose ends may be cut.
fn is_readable(bytes: &[u8]) -> bool {
    let plain = |byte: &&u8| matches!(**byte, b'\t' | b'\n' | b'\r' | b' '..=b'~');
    let readable = bytes.iter().filter(plain).count();
    readable * 10 >= bytes.len() * 9 || is_mostly_utf8(bytes)
}

/// The suffix of a name that carries more than 100 bytes of high-entropy labels; `*` for labels of it that may be data.
pub fn suffix_of_tunnel(name: &Name) -> Option<String> {
    let data: Vec<u8> = payload(name).filter(|label| label.len() >= 16).flatten().copied().collect();
    let odd = data.iter().filter(|byte| !byte.is_ascii_lowercase() && **byte != b'-').count();
    if data.len() <= TUNNEL_BYTES || odd * 10 < data.len() || entropy(&data) < TUNNEL_ENTROPY {
        return None;
    }
    let skip = name.labels().len().saturating_sub(SUFFIX_LABELS);
    let labels: Vec<_> = name.labels().skip(skip).map(printable).collect();
    Some(labels.join("."))
}

/// All labels but the registered domain's.
fn payload(name: &Name) -> impl Iterator<Item = &[u8]> {
    let labels = name.labels();
    let keep = labels.len().saturating_sub(SUFFIX_LABELS);
    labels.take(keep)
}

/// Long labels of an encoding's alphabet with digits or mixed case; once data has begun, shorter ones go with it.
fn is_encoded(label: &[u8], started: bool) -> bool {
    let alphabet = label.iter().all(|byte| byte.is_ascii_alphanumeric() || b"+/=-_*".contains(byte));
    let digits = label.iter().filter(|byte| byte.is_ascii_digit()).count();
    let upper = label.iter().filter(|byte| byte.is_ascii_uppercase()).count();
    let lower = label.iter().filter(|byte| byte.is_ascii_lowercase()).count();
    let mixed = (digits > 0 && upper + lower > 0) || (upper > 1 && lower > 1) || digits == label.len();
    // Hyphens are rare in base64url and frequent in names that people make.
    let marks = label.iter().filter(|byte| b"-_".contains(byte)).count();
    let long_enough = label.len() >= if started { 8 } else { 16 };
    alphabet && mixed && long_enough && marks * 8 <= label.len()
}

fn is_mostly_utf8(bytes: &[u8]) -> bool {
    (0..3).any(|cut| match bytes.get(cut..).map(std::str::from_utf8) {
        Some(Ok(_)) => true,
        Some(Err(error)) => error.error_len().is_none() && error.valid_up_to() > 8,
        None => false,
    })
}

/// Shannon entropy in bits per byte.
fn entropy(data: &[u8]) -> f64 {
    let mut counts = [0u32; 256];
    for byte in data {
        if let Some(count) = counts.get_mut(usize::from(*byte)) {
            *count += 1;
        }
    }
    let total = data.len() as f64;
    counts
        .iter()
        .filter(|count| **count > 0)
        .map(|count| {
            let share = f64::from(*count) / total;
            -share * share.log2()
        })
        .sum()
}

/// A label as people register them: short, letters and hyphens, hardly a digit.
fn printable(label: &[u8]) -> String {
    let digits = label.iter().filter(|byte| byte.is_ascii_digit()).count();
    let host = label.iter().all(|byte| byte.is_ascii_alphanumeric() || *byte == b'-');
    let name = host && digits <= 3 && label.len() <= 24;
    if name { String::from_utf8_lossy(label).into_owned() } else { "*".into() }
}
