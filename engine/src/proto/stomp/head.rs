//! The head of a frame: a command, headers, an empty line (STOMP 1.2, Augmented BNF).

use super::super::queue::split_field;
use std::borrow::Cow;

/// What stands at the front of some bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Begin<'a> {
    /// More bytes must tell.
    More,
    /// No frame.
    Other,
    /// This command, and what is there of the line behind it.
    Frame(&'a [u8], &'a [u8]),
}

/// The commands that there are.
const COMMANDS: [&[u8]; 15] = [
    b"CONNECT",
    b"STOMP",
    b"CONNECTED",
    b"SEND",
    b"SUBSCRIBE",
    b"UNSUBSCRIBE",
    b"ACK",
    b"NACK",
    b"BEGIN",
    b"COMMIT",
    b"ABORT",
    b"DISCONNECT",
    b"MESSAGE",
    b"RECEIPT",
    b"ERROR",
];

/// Looks for a command on a line of its own.
pub(super) fn begins_frame(data: &[u8]) -> Begin<'_> {
    const LONGEST: usize = 13;
    let shown = data.get(..LONGEST).unwrap_or(data);
    let Some(end) = memchr::memchr(b'\n', shown) else {
        let line = shown.strip_suffix(b"\r").unwrap_or(shown);
        let may = shown.len() < LONGEST && COMMANDS.iter().any(|command| command.starts_with(line));
        return if may { Begin::More } else { Begin::Other };
    };
    let line = shown.get(..end).unwrap_or_default();
    let line = line.strip_suffix(b"\r").unwrap_or(line);
    match COMMANDS.iter().find(|command| **command == line) {
        Some(command) => Begin::Frame(command, data.get(end.saturating_add(1)..).unwrap_or_default()),
        None => Begin::Other,
    }
}

/// A header: name and value.
type Header<'a> = (Cow<'a, [u8]>, Cow<'a, [u8]>);

/// A head that is read.
#[derive(Clone, Debug, Default)]
pub(super) struct Head<'a> {
    pub command: &'a [u8],
    /// Escapes undone; of repeated ones the first counts. A line without a colon is a value without a name.
    pub headers: Vec<Header<'a>>,
    /// There was such a line.
    pub odd: bool,
}

impl<'a> Head<'a> {
    /// Reads a head of which all lines are there, `escaped` from version 1.1 on; `None` if it begins with no command.
    pub(super) fn read(data: &'a [u8], escaped: bool) -> Option<Self> {
        let Begin::Frame(command, lines) = begins_frame(data) else { return None };
        // These two have no escapes, lest older peers be confused.
        let escaped = escaped && !matches!(command, b"CONNECT" | b"CONNECTED");
        let mut read = Self { command, ..Self::default() };
        for line in lines.split(|byte| *byte == b'\n') {
            let line = line.strip_suffix(b"\r").unwrap_or(line);
            if line.is_empty() {
                break;
            }
            let (name, value) = split_field(line).unwrap_or_else(|| {
                read.odd = true;
                (b"", line)
            });
            let undo = |text| if escaped { unescaped(text) } else { Cow::Borrowed(text) };
            read.headers.push((undo(name), undo(value)));
        }
        Some(read)
    }

    /// The first header of this name; empty if there is none.
    pub(super) fn get(&self, name: &[u8]) -> &[u8] {
        self.headers.iter().find(|(known, _)| **known == *name).map(|(_, value)| &**value).unwrap_or_default()
    }
}

/// Undoes `\n`, `\r`, `\c` (a colon) and `\\`.
fn unescaped(text: &[u8]) -> Cow<'_, [u8]> {
    if memchr::memchr(b'\\', text).is_none() {
        return Cow::Borrowed(text);
    }
    let mut plain = Vec::with_capacity(text.len());
    let mut bytes = text.iter().copied();
    while let Some(byte) = bytes.next() {
        plain.push(match byte {
            b'\\' => match bytes.next() {
                Some(b'n') => b'\n',
                Some(b'r') => b'\r',
                Some(b'c') => b':',
                Some(other) => other,
                None => b'\\',
            },
            _ => byte,
        });
    }
    Cow::Owned(plain)
}

/// Where a head ends: behind its empty line. `from` bytes were looked at before; `None` if it goes on.
pub(super) fn end(data: &[u8], from: usize) -> Option<usize> {
    let start = from.saturating_sub(2);
    let rest = data.get(start..).unwrap_or_default();
    memchr::memchr_iter(b'\n', rest).find_map(|at| match rest.get(at.saturating_add(1)..) {
        Some([b'\n', ..]) => Some(start + at + 2),
        Some([b'\r', b'\n', ..]) => Some(start + at + 3),
        _ => None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn heads_are_read_to_their_empty_line() {
        let data = b"SEND\r\ndestination:/queue/a\\cb\r\nx:1\\\\2\\n\nx:3\nodd\n\nbody";
        assert_eq!(end(data, 0), Some(data.len() - 4));
        for from in 0..data.len() - 5 {
            assert_eq!(end(data, from), Some(data.len() - 4), "{from}");
        }
        assert_eq!(end(&data[..data.len() - 5], 0), None);
        assert_eq!(end(b"ACK\r\na:b\r\n\r\n", 9), Some(12));
        let head = Head::read(data, true).unwrap();
        assert_eq!((head.command, head.odd), (&b"SEND"[..], true));
        assert_eq!(head.get(b"destination"), b"/queue/a:b");
        assert_eq!(head.get(b"x"), b"1\\2\n");
        assert_eq!(Head::read(data, false).unwrap().get(b"x"), b"1\\\\2\\n");
        assert_eq!(Head::read(b"CONNECT\npasscode:a\\cb:c\n\n", true).unwrap().get(b"passcode"), b"a\\cb:c");
    }

    #[test]
    fn commands_stand_on_a_line_of_their_own() {
        assert_eq!(begins_frame(b"SEND\na:b"), Begin::Frame(b"SEND", b"a:b"));
        assert_eq!(begins_frame(b"UNSUBSCRIBE\r\n"), Begin::Frame(b"UNSUBSCRIBE", b""));
        assert_eq!(begins_frame(b"UNSUBSCRIBE\r"), Begin::More);
        assert_eq!(begins_frame(b"SEN"), Begin::More);
        assert_eq!(begins_frame(b"SENDER\n"), Begin::Other);
        assert_eq!(begins_frame(b"SEND money"), Begin::Other);
    }
}
