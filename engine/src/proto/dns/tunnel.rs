//! Data in names: joins labels that look encoded, and tells a tunnel from a long name.

use super::name::Name;

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
/// encoding need not begin at a byte: all eight alignments are tried, and what a cut may have maimed is left out.
pub fn base32_text(data: &[u8]) -> Option<Vec<u8>> {
    (0..8).find_map(|skip| {
        let (bytes, whole) = base32(data.get(skip..)?)?;
        if bytes.len() < 8 || !is_readable(&bytes) {
            return None;
        }
        let edge = |byte: &u8| !byte.is_ascii_alphanumeric();
        let start = if skip == 0 { 0 } else { bytes.iter().position(edge)? };
        let end = if whole { bytes.len() } else { bytes.iter().rposition(edge)? + 1 };
        bytes.get(start..end).map(<[u8]>::to_vec)
    })
}

/// Decodes; the second value is false if bits are left over that no encoder leaves at an end.
fn base32(data: &[u8]) -> Option<(Vec<u8>, bool)> {
    let mut bytes = Vec::with_capacity(data.len() * 5 / 8);
    let mut word = 0u32;
    let mut bits = 0;
    for byte in data.iter().filter(|byte| **byte != b'=') {
        let value = match byte {
            b'A'..=b'Z' => byte - b'A',
            b'a'..=b'z' => byte - b'a',
            b'2'..=b'7' => byte - b'2' + 26,
            _ => return None,
        };
        // At most seven bits wait for their byte.
        word = (word << 5 | u32::from(value)) & 0xfff;
        bits += 5;
        if bits >= 8 {
            bits -= 8;
            bytes.push((word >> bits) as u8);
        }
    }
    let rest = word & ((1 << bits) - 1);
    Some((bytes, bits < 5 && rest == 0))
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
