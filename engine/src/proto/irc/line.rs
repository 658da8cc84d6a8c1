//! One line of IRC (RFC 1459 §2.3.1, RFC 2812 §2.3.1; message tags of `IRCv3`).

/// Parameters of a message (RFC 2812 §2.3.1).
const PARAMS: usize = 15;

/// A line, taken apart.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Line<'a> {
    /// Tags, without their `@`.
    pub(super) tags: &'a [u8],
    /// Who says so, without the colon: a server, or `nick!user@host`.
    pub(super) source: &'a [u8],
    /// Command or number.
    pub(super) command: &'a [u8],
    /// All parameters as they are written.
    rest: &'a [u8],
    /// Where the command begins.
    pub(super) start: usize,
}

impl<'a> Line<'a> {
    /// Takes a line apart, its end removed.
    pub(super) fn read(line: &'a [u8]) -> Self {
        let mut read = Self::default();
        let mut rest = line;
        if let Some(tagged) = rest.strip_prefix(b"@") {
            (read.tags, rest) = word(tagged);
        }
        if let Some(named) = rest.strip_prefix(b":") {
            (read.source, rest) = word(named);
        }
        read.start = line.len().saturating_sub(rest.len());
        (read.command, read.rest) = word(rest);
        read
    }

    /// The parameters; the last may hold blanks.
    pub(super) fn params(&self) -> impl Iterator<Item = &'a [u8]> + use<'a> {
        let mut rest = self.rest;
        let mut left = PARAMS;
        std::iter::from_fn(move || {
            if rest.is_empty() {
                return None;
            }
            left = left.saturating_sub(1);
            if let Some(trailing) = rest.strip_prefix(b":") {
                rest = &[];
                return Some(trailing);
            }
            if left == 0 {
                return Some(std::mem::take(&mut rest));
            }
            let (param, behind) = word(rest);
            rest = behind;
            Some(param)
        })
    }

    /// The parameter of this number, from 0; empty if there is none.
    pub(super) fn param(&self, number: usize) -> &'a [u8] {
        self.params().nth(number).unwrap_or_default()
    }

    /// The command's number, if it is one.
    pub(super) fn number(&self) -> Option<u16> {
        let [a, b, c] = self.command else { return None };
        let digits = [a, b, c].iter().all(|digit| digit.is_ascii_digit());
        digits.then(|| [a, b, c].iter().fold(0, |number, digit| number * 10 + u16::from(**digit & 0x0f)))
    }

    /// The command, in any case.
    pub(super) fn is(&self, command: &str) -> bool {
        self.command.eq_ignore_ascii_case(command.as_bytes())
    }

    /// The nick of who says so.
    pub(super) fn nick(&self) -> &'a [u8] {
        self.source.split(|byte| matches!(byte, b'!' | b'@')).next().unwrap_or_default()
    }
}

/// The first word, and what stands behind the blanks after it.
pub(super) fn word(text: &[u8]) -> (&[u8], &[u8]) {
    let end = memchr::memchr(b' ', text).unwrap_or(text.len());
    let (word, rest) = text.split_at_checked(end).unwrap_or((text, &[]));
    let blanks = rest.iter().take_while(|byte| **byte == b' ').count();
    (word, rest.get(blanks..).unwrap_or_default())
}

/// Appends a text without the codes that colour and format it, which might stand within a number: bold, italics and
/// their kin, `^C` with up to two digits (twice), `^D` with six hexadecimal ones (twice).
pub(super) fn unformatted(text: &[u8], into: &mut Vec<u8>) {
    let mut rest = text;
    while let Some(at) = rest.iter().position(u8::is_ascii_control) {
        let (plain, behind) = rest.split_at_checked(at).unwrap_or((rest, &[]));
        into.extend_from_slice(plain);
        let Some((code, behind)) = behind.split_first() else { return };
        rest = match code {
            0x02 | 0x0f | 0x11 | 0x16 | 0x1d | 0x1e | 0x1f => behind,
            0x03 => colour(behind, 2, u8::is_ascii_digit),
            0x04 => colour(behind, 6, u8::is_ascii_hexdigit),
            _ => {
                into.push(*code);
                behind
            }
        };
    }
    into.extend_from_slice(rest);
}

/// What stands behind one or two colours of at most so many digits.
fn colour(text: &[u8], most: usize, digit: fn(&u8) -> bool) -> &[u8] {
    let digits = |text: &[u8]| text.iter().take(most).take_while(|byte| digit(byte)).count();
    let first = digits(text);
    let rest = text.get(first..).unwrap_or_default();
    match rest.strip_prefix(b",") {
        Some(behind) if first > 0 && digits(behind) > 0 => behind.get(digits(behind)..).unwrap_or_default(),
        _ => rest,
    }
}

/// Calls `tell` with the name and value of each tag whose value is text of somebody's; escapes are undone.
pub(super) fn tags(tags: &[u8], tell: &mut dyn FnMut(&[u8], &[u8])) {
    /// What servers make up.
    const MADE_UP: [&[u8]; 5] = [b"time", b"msgid", b"batch", b"label", b"+draft/reply"];
    let mut value = Vec::new();
    for tag in tags.split(|byte| *byte == b';') {
        let Some(equals) = memchr::memchr(b'=', tag) else { continue };
        let (name, written) = tag.split_at_checked(equals).unwrap_or((tag, &[]));
        if MADE_UP.contains(&name) {
            continue;
        }
        value.clear();
        let mut escaped = false;
        for byte in written.iter().skip(1) {
            match byte {
                b'\\' if !escaped => escaped = true,
                b':' if std::mem::take(&mut escaped) => value.push(b';'),
                b's' | b'r' | b'n' if std::mem::take(&mut escaped) => value.push(b' '),
                _ => {
                    escaped = false;
                    value.push(*byte);
                }
            }
        }
        tell(name, &value);
    }
}
