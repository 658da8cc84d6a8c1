//! Keys that name nothing: numbers, times, addresses, identifiers that a machine made.

/// True for the key of a map that says nothing of its value, since each value has another one: `10086`, `2026-11-29`,
/// `bob@example.cn`, a UUID, a hash, a key that a database made (`-MxYz1aB3cD4eF5gH6iJ`).
pub fn is_identifier(key: &[u8]) -> bool {
    if key.len() > LONGEST {
        return false;
    }
    let counts: u32 = key.iter().map(|b| CLASSES.get(usize::from(*b)).copied().unwrap_or_default()).sum();
    let [digits, letters, marks, _] = counts.to_le_bytes().map(usize::from);
    if digits + letters + marks < key.len() {
        // Names of JSON-LD begin with the sign.
        return !key.starts_with(b"@") && key.contains(&b'@') && key.contains(&b'.');
    }
    let number = digits >= 3 && letters <= 1;
    number || (key.len() >= MADE && ((digits > 0 && is_hex(key)) || is_mixed_up(key)))
}

/// What is longer is text.
const LONGEST: usize = 128;
/// What each byte adds to three counts of eight bits: of digits, of letters, of marks that part words and numbers. (Most
/// words of a text are asked, and most are short.)
const CLASSES: [u32; 256] = {
    let mut table = [0; 256];
    let mut b = 0;
    while b < table.len() {
        table[b] = match b as u8 {
            b'0'..=b'9' => 1,
            b'a'..=b'z' | b'A'..=b'Z' => 1 << 8,
            b'-' | b'_' | b':' | b'.' | b'+' | b' ' | b'/' => 1 << 16,
            _ => 0,
        };
        b += 1;
    }
    table
};
/// The shortest identifier with letters that is known as one.
const MADE: usize = 16;

fn is_hex(key: &[u8]) -> bool {
    key.iter().all(|b| b.is_ascii_hexdigit() || *b == b'-')
}

/// True if letters of both cases and digits follow each other as in no name: at more than three of seven places. (In
/// `customerShippingAddress2` it is one of four, in `oauth2ClientV2Pwd` two of five; marks part words.)
fn is_mixed_up(key: &[u8]) -> bool {
    let class = |b: u8| (b.is_ascii_lowercase(), b.is_ascii_uppercase(), b.is_ascii_digit());
    let turn = |a: u8, b: u8| a.is_ascii_alphanumeric() && b.is_ascii_alphanumeric() && class(a) != class(b);
    let turns = key.windows(2).filter(|pair| matches!(pair, [a, b] if turn(*a, *b))).count();
    turns * 7 > key.len() * 3
}
