//! Control lines of the client protocol: a verb and its arguments.

/// Longest subject that is believed.
const SUBJECT_MAX: usize = 1024;
/// Longest payload that is believed: the greatest `max_payload` that a server can be given.
const PAYLOAD_MAX: u64 = 64 << 20;

/// A control line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Line<'a> {
    /// What the server says of itself, in JSON.
    Info(&'a [u8]),
    /// How the client connects, in JSON.
    Connect(&'a [u8]),
    /// A message follows.
    Message(Message<'a>),
    /// Somebody subscribes to a subject.
    Subscribe(&'a [u8]),
    /// An error, without its quotes.
    Error(&'a [u8]),
    /// `+OK`.
    Accept,
    /// `PONG`.
    Pong,
    /// `PING`, `UNSUB`, or nothing.
    Other,
}

/// A message whose payload follows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Message<'a> {
    /// Place of the message: what a client publishes, or a server delivers.
    pub place: &'static str,
    pub subject: &'a [u8],
    /// Where a reply is to go; empty for nowhere.
    pub reply: &'a [u8],
    /// Bytes of header fields.
    pub head: u64,
    /// Bytes behind them.
    pub payload: u64,
}

/// Reads a line without its end; `None` if it is none of the protocol's.
pub(super) fn read(line: &[u8]) -> Option<Line<'_>> {
    let blank = |byte: &u8| matches!(byte, b' ' | b'\t');
    let end = line.iter().position(blank).unwrap_or(line.len());
    let (verb, rest) = line.split_at_checked(end)?;
    let is = |known: &str| verb.eq_ignore_ascii_case(known.as_bytes());
    let mut words = rest.split(blank).filter(|word| !word.is_empty());
    let words: [Option<&[u8]>; ARGUMENTS] = std::array::from_fn(|_| words.next());
    let count = words.iter().flatten().count();
    let rest = rest.trim_ascii();
    Some(match verb.first()?.to_ascii_uppercase() {
        b'I' if is("INFO") && rest.starts_with(b"{") => Line::Info(rest),
        b'C' if is("CONNECT") && rest.starts_with(b"{") => Line::Connect(rest),
        b'P' if is("PUB") => message("nats.publish", words, 1, 1)?,
        b'H' if is("HPUB") => message("nats.publish", words, 1, 2)?,
        b'M' if is("MSG") => message("nats.message", words, 2, 1)?,
        b'H' if is("HMSG") => message("nats.message", words, 2, 2)?,
        b'P' if is("PONG") && count == 0 => Line::Pong,
        b'P' if is("PING") && count == 0 => Line::Other,
        b'U' if is("UNSUB") && matches!(count, 1 | 2) => Line::Other,
        b'S' if is("SUB") && matches!(count, 2 | 3) => {
            Line::Subscribe(words.first().copied().flatten().filter(|subject| is_subject(subject))?)
        }
        b'+' if is("+OK") && count == 0 => Line::Accept,
        b'-' if is("-ERR") => {
            Line::Error(rest.strip_prefix(b"'").and_then(|rest| rest.strip_suffix(b"'")).unwrap_or(rest))
        }
        _ => return None,
    })
}

/// The most arguments that a verb has, and one.
const ARGUMENTS: usize = 6;

/// A verb with so many words (subject, subscription) before a reply that may be missing, then so many sizes: of the header
/// fields and of everything, or of the payload alone.
fn message<'a>(
    place: &'static str,
    words: [Option<&'a [u8]>; ARGUMENTS],
    before: usize,
    sizes: usize,
) -> Option<Line<'a>> {
    let count = words.iter().flatten().count();
    let word = |at: usize| words.get(at).copied().flatten();
    let reply = match count.checked_sub(before + sizes)? {
        0 => &[],
        1 => word(before)?,
        _ => return None,
    };
    let size = |back: usize| number(word(count.checked_sub(back)?)?);
    let (head, total) = if sizes == 2 { (size(2)?, size(1)?) } else { (0, size(1)?) };
    let subject = word(0).filter(|subject| is_subject(subject))?;
    Some(Line::Message(Message { place, subject, reply, head, payload: total.checked_sub(head)? }))
}

fn number(digits: &[u8]) -> Option<u64> {
    let text = std::str::from_utf8(digits).ok().filter(|text| text.bytes().all(|byte| byte.is_ascii_digit()))?;
    text.parse().ok().filter(|number| *number <= PAYLOAD_MAX)
}

/// Tokens parted by dots, none of them empty; wildcards are tokens.
fn is_subject(word: &[u8]) -> bool {
    let sound = |token: &[u8]| !token.is_empty() && token.iter().all(|byte| *byte > b' ' && *byte != 0x7f);
    word.len() <= SUBJECT_MAX && word.split(|byte| *byte == b'.').all(sound)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sized(line: &str) -> Option<(&str, u64, u64)> {
        let text = |bytes| std::str::from_utf8(bytes).unwrap();
        match read(line.as_bytes())? {
            Line::Message(Message { subject, reply: [], head, payload, .. }) => Some((text(subject), head, payload)),
            Line::Message(Message { reply, head, payload, .. }) => Some((text(reply), head, payload)),
            _ => None,
        }
    }

    #[test]
    fn arguments_are_told_by_their_number() {
        assert_eq!(sized("PUB a.b 11"), Some(("a.b", 0, 11)));
        assert_eq!(sized("pub a.b  _INBOX.1\t11"), Some(("_INBOX.1", 0, 11)));
        assert_eq!(sized("HPUB a.b 12 30"), Some(("a.b", 12, 18)));
        assert_eq!(sized("HPUB a.b r 12 30"), Some(("r", 12, 18)));
        assert_eq!(sized("MSG a.b 9 30"), Some(("a.b", 0, 30)));
        assert_eq!(sized("MSG a.b 9 r 30"), Some(("r", 0, 30)));
        assert_eq!(sized("HMSG a.b 9 r 12 30"), Some(("r", 12, 18)));
        for odd in [
            "PUB a.b",
            "PUB a.b x",
            "PUB a..b 1",
            "PUB a b c 1",
            "HPUB a 30 12",
            "MSG a 1",
            "PUB a 99999999999",
            "PUBS a 1",
        ] {
            assert_eq!(sized(odd), None, "{odd}");
            assert!(read(odd.as_bytes()).is_none(), "{odd}");
        }
        assert_eq!(read(b"-ERR 'Authorization Violation'"), Some(Line::Error(b"Authorization Violation")));
        assert_eq!(read(b"SUB crm.> workers 7"), Some(Line::Subscribe(b"crm.>")));
        assert!(read(b"").is_none());
    }
}
