//! Arguments of commands (RFC 9051 §4): atoms, quoted strings, announced literals.

use super::ARGUMENT_BYTES;

/// The arguments in a line, without those that begin parentheses; what a quoted string escapes is unescaped.
pub(super) fn arguments(mut line: &[u8]) -> Vec<Vec<u8>> {
    let mut all = Vec::new();
    loop {
        line = line.trim_ascii_start();
        let Some((first, rest)) = line.split_first() else { return all };
        let mut value = Vec::new();
        let mut used = 0;
        if *first == b'"' {
            let mut escaped = false;
            for byte in rest.iter().take(ARGUMENT_BYTES) {
                used += 1;
                match byte {
                    b'\\' if !escaped => escaped = true,
                    b'"' if !escaped => break,
                    _ => {
                        escaped = false;
                        value.push(*byte);
                    }
                }
            }
            line = rest.get(used..).unwrap_or_default();
        } else {
            let end = line.iter().position(|byte| *byte == b' ').unwrap_or(line.len());
            value.extend_from_slice(line.get(..end.min(ARGUMENT_BYTES)).unwrap_or_default());
            line = line.get(end..).unwrap_or_default();
        }
        all.push(value);
        if all.len() > 8 {
            return all;
        }
    }
}

/// A literal that the line announces at its end: its length, whether it waits for consent, and where the mark begins.
/// `{5}`, `{5+}` (RFC 7888), `~{5}` (RFC 3516).
pub(super) fn announced(line: &[u8]) -> Option<(u64, bool, usize)> {
    let inner = line.strip_suffix(b"}")?;
    let open = memchr::memrchr(b'{', inner)?;
    let number = inner.get(open + 1..)?;
    let (digits, waits) = match number.strip_suffix(b"+").or_else(|| number.strip_suffix(b"-")) {
        Some(digits) => (digits, false),
        None => (number, true),
    };
    let sound = (1..=18).contains(&digits.len()) && digits.iter().all(u8::is_ascii_digit);
    let size = std::str::from_utf8(digits).ok().filter(|_| sound)?.parse().ok()?;
    let before = line.get(..open)?;
    Some((size, waits, before.strip_suffix(b"~").unwrap_or(before).len()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quoted_strings_and_atoms_are_read() {
        assert_eq!(arguments(br#"a "b c\"d" e"#), [&b"a"[..], b"b c\"d", b"e"]);
        assert_eq!(arguments(br#" "" x"#), [&b""[..], b"x"]);
        assert_eq!(arguments(b"\"open"), [b"open"]);
    }

    #[test]
    fn literals_are_announced_at_the_end_only() {
        assert_eq!(announced(b"a {12}"), Some((12, true, 2)));
        assert_eq!(announced(b"{3+}"), Some((3, false, 0)));
        assert_eq!(announced(b"x ~{3}"), Some((3, true, 2)));
        for line in [&b"{}"[..], b"{a}", b"{1} ", b"1}", b"{1+2}", b"{1234567890123456789}"] {
            assert_eq!(announced(line), None);
        }
    }
}
