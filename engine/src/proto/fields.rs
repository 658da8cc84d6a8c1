//! Named texts of protocols that have no header fields of their own, written as such: one `name: value` a line, to be
//! told as [`TextFormat::Headers`](crate::message::TextFormat::Headers).

/// Shorter texts say nothing about anybody.
const LEAST: usize = 4;

/// True for what may say something about somebody: it has characters enough.
pub(super) fn tells(value: &[u8]) -> bool {
    value.iter().filter(|byte| !byte.is_ascii_control()).nth(LEAST - 1).is_some()
}

/// Appends `name: value`. Control characters within are blanks, so that a value stays one field.
pub(super) fn line(lines: &mut Vec<u8>, name: &[u8], value: &[u8]) {
    lines.extend_from_slice(name);
    lines.extend_from_slice(b": ");
    lines.extend(value.iter().map(|byte| if byte.is_ascii_control() { b' ' } else { *byte }));
    lines.push(b'\n');
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_value_stays_one_field() {
        let mut lines = Vec::new();
        line(&mut lines, b"a", b"b\r\nc: d\0");
        line(&mut lines, b"e", "张伟".as_bytes());
        assert_eq!(lines, "a: b  c: d \ne: 张伟\n".as_bytes());
        assert!(tells(b"\0name\0") && !tells(b"\x0a\0\x02abc") && !tells(b""));
    }
}
