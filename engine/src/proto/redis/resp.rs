//! The first line of an element in RESP2 and RESP3 (Redis serialization protocol specification).

/// Longest line: what Redis itself accepts (`PROTO_INLINE_MAX_SIZE`).
pub(super) const LINE_MAX: usize = 64 << 10;
/// Longest bulk string (`proto-max-bulk-len`).
const BULK_MAX: u64 = 512 << 20;
/// Most elements of an aggregate.
const COUNT_MAX: u64 = 1 << 31;

/// What a line announces.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Head<'a> {
    /// A value that is complete: its type's sign and its text.
    Line(u8, &'a [u8]),
    /// So many bytes and a line end follow; the type's sign.
    Bulk(u8, u64),
    /// A null of any kind.
    Null,
    /// So many elements follow; the type's sign. Maps count keys and values.
    Aggregate(u8, u64),
    /// The end of an aggregate of unknown length.
    End,
}

/// Reads a line without its end; `None` if it is none of RESP.
pub(super) fn head(line: &[u8]) -> Option<Head<'_>> {
    let (&sign, text) = line.split_first()?;
    match sign {
        b'+' | b'-' => Some(Head::Line(sign, text)),
        b':' | b'(' => is_integer(text).then_some(Head::Line(sign, text)),
        b',' => (!text.is_empty() && text.len() <= 64).then_some(Head::Line(sign, text)),
        b'#' => matches!(text, b"t" | b"f").then_some(Head::Line(sign, text)),
        b'_' => text.is_empty().then_some(Head::Null),
        b'.' => text.is_empty().then_some(Head::End),
        b'$' | b'!' | b'=' | b';' => match text {
            b"-1" => Some(Head::Null),
            b"?" => Some(Head::Aggregate(b'?', u64::MAX)),
            b"0" if sign == b';' => Some(Head::End),
            _ => number(text).filter(|len| *len <= BULK_MAX).map(|len| Head::Bulk(sign, len)),
        },
        b'*' | b'~' | b'>' | b'%' | b'|' => match text {
            b"-1" => Some(Head::Null),
            b"?" => Some(Head::Aggregate(sign, u64::MAX)),
            _ => {
                let count = number(text).filter(|count| *count <= COUNT_MAX)?;
                let pairs = matches!(sign, b'%' | b'|');
                Some(Head::Aggregate(sign, if pairs { count.saturating_mul(2) } else { count }))
            }
        },
        _ => None,
    }
}

/// The position behind a `*n` line and the `$n` line that follows: the beginning of a command.
pub(super) fn command_start(data: &[u8]) -> Found {
    let Some(first) = memchr::memchr(b'\n', data.get(..MARK_MAX).unwrap_or(data)) else {
        return unfinished(data, b"*");
    };
    let (line, rest) = data.split_at(first);
    if !is_counted(line, b"*") {
        return Found::No;
    }
    let rest = rest.get(1..).unwrap_or_default();
    let Some(second) = memchr::memchr(b'\n', rest.get(..MARK_MAX).unwrap_or(rest)) else {
        return unfinished(rest, b"$");
    };
    if rest.get(..second).is_some_and(|line| is_counted(line, b"$")) { Found::Yes } else { Found::No }
}

/// A line with which an element of a reply can begin, strict enough to be believed in the middle of a stream.
pub(super) fn reply_start(data: &[u8]) -> Found {
    const SIGNS: &[u8] = b"$*:%";
    let Some(end) = memchr::memchr(b'\n', data.get(..MARK_MAX).unwrap_or(data)) else {
        return if b"+OK\r".starts_with(data) { Found::Need } else { unfinished(data, SIGNS) };
    };
    let believed = data.get(..end).is_some_and(|line| line == b"+OK\r" || is_counted(line, SIGNS));
    if believed { Found::Yes } else { Found::No }
}

/// Does something begin here?
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Found {
    /// It does.
    Yes,
    /// It does not.
    No,
    /// More bytes tell.
    Need,
}

/// Longest line that is looked for in the middle of a stream.
const MARK_MAX: usize = 16;

fn is_counted(line: &[u8], signs: &[u8]) -> bool {
    line.split_first().is_some_and(|(sign, rest)| {
        signs.contains(sign)
            && rest.strip_suffix(b"\r").is_some_and(|digits| number(digits).is_some() || digits == b"-1")
    })
}

/// A line that has no end yet: it may still be one of these.
fn unfinished(data: &[u8], signs: &[u8]) -> Found {
    let sound = data.len() < MARK_MAX
        && data.iter().enumerate().all(|(n, byte)| match n {
            0 => signs.contains(byte),
            _ => byte.is_ascii_digit() || matches!(byte, b'-' | b'\r'),
        });
    if sound { Found::Need } else { Found::No }
}

fn number(text: &[u8]) -> Option<u64> {
    let sound = (1..=12).contains(&text.len()) && text.iter().all(u8::is_ascii_digit);
    sound.then(|| text.iter().fold(0u64, |sum, digit| sum * 10 + u64::from(digit - b'0')))
}

fn is_integer(text: &[u8]) -> bool {
    let digits = text.strip_prefix(b"-").or_else(|| text.strip_prefix(b"+")).unwrap_or(text);
    !digits.is_empty() && digits.len() <= 4096 && digits.iter().all(u8::is_ascii_digit)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_announce_what_follows() {
        assert_eq!(head(b"$5"), Some(Head::Bulk(b'$', 5)));
        assert_eq!(head(b"$-1"), Some(Head::Null));
        assert_eq!(head(b"%2"), Some(Head::Aggregate(b'%', 4)));
        assert_eq!(head(b"*?"), Some(Head::Aggregate(b'*', u64::MAX)));
        assert_eq!(head(b":-7"), Some(Head::Line(b':', b"-7")));
        assert_eq!(head(b"$999999999999"), None);
        assert_eq!(head(b"$5 "), None);
        assert_eq!(head(b"hello"), None);
    }

    #[test]
    fn beginnings_are_found_however_they_are_cut() {
        let text = b"*2\r\n$3\r\nGET";
        for len in 1..8 {
            assert_eq!(command_start(&text[..len]), Found::Need, "{len}");
        }
        assert_eq!(command_start(text), Found::Yes);
        assert_eq!(command_start(b"*2\r\nGET"), Found::No);
        assert_eq!(reply_start(b"+O"), Found::Need);
        assert_eq!(reply_start(b"+OK\r\n"), Found::Yes);
        assert_eq!(reply_start(b"$12\r\n"), Found::Yes);
        assert_eq!(reply_start(b"text\r\n"), Found::No);
    }
}
