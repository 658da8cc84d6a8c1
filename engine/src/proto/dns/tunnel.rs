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

/// The bytes that base32 text (RFC 4648 §6, case ignored) stands for, if they are text.
pub fn base32_text(data: &[u8]) -> Option<Vec<u8>> {
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
        word = (word << 5 | u32::from(value)) & 0xfff;
        bits += 5;
        if bits >= 8 {
            bits -= 8;
            bytes.push((word >> bits) as u8);
        }
    }
    // A label holds a piece of a text: its first and last character may be cut.
    let readable = bytes.iter().filter(|byte| matches!(**byte, b'\t' | b'\n' | b'\r' | b' '..=b'~')).count();
    (bytes.len() >= 8 && (readable * 10 >= bytes.len() * 9 || is_mostly_utf8(&bytes))).then_some(bytes)
}

/// The suffix of a name that carries more than 100 bytes of high-entropy labels.
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
    alphabet && (label.len() >= 16 && mixed || started && label.len() >= 8 && mixed)
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

fn printable(label: &[u8]) -> String {
    label.iter().take(63).map(|byte| if byte.is_ascii_graphic() { char::from(*byte) } else { '?' }).collect()
}
