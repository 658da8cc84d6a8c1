//! Messages that are found in the middle of a connection: behind a gap, or where the capture begins.

use super::super::Probe;
use super::super::reader::Reader;
use super::HEAD;
use crate::message::Direction;

/// Types of messages that a client sends.
pub(super) const FROM_CLIENT: &[u8] = b"QPBEDCHSpdcfFX";
/// Types of messages that a server sends.
pub(super) const FROM_SERVER: &[u8] = b"RSKZTDCEN123nstGHWdcAvVI";
/// Longest message believed here.
const BELIEVED: usize = 16 << 10;
/// Messages that must follow one another to be believed.
const ENOUGH: usize = 3;

/// True if messages follow one another here: three of them, or up to one that ends an exchange. `None` if too little is
/// there to tell.
pub(super) fn line_up(data: &[u8], known: &[u8]) -> Option<bool> {
    let mut rest = data;
    for _ in 0..ENOUGH {
        let kind = *rest.first()?;
        // Two zero bytes are seen first, so that noise is told from messages early.
        if !known.contains(&kind) || rest.iter().skip(1).take(2).any(|byte| *byte != 0) {
            return Some(false);
        }
        let len = Reader::new(rest.get(1..)?).u32()? as usize;
        match (kind, len) {
            (b'S' | b'X', 4) | (b'Z', 5) if known == FROM_CLIENT || kind == b'Z' => return Some(true),
            (_, 4..=BELIEVED) => rest = rest.get(1 + len..)?,
            _ => return Some(false),
        }
    }
    Some(true)
}

/// A statement of a client, or messages of either side that follow one another: heads of three, or two of which the latter
/// ends an exchange.
pub(super) fn probe(data: &[u8]) -> Probe {
    let found = [statement(data), follow(data, FROM_CLIENT), follow(data, FROM_SERVER)];
    let any = |probe| found.contains(&probe);
    match () {
        () if any(Probe::Match) => Probe::Match,
        () if any(Probe::NeedMore) => Probe::NeedMore,
        () => Probe::Reject,
    }
}

/// `Query` and `Parse` hold a statement, which begins with its verb.
fn statement(data: &[u8]) -> Probe {
    const VERBS: [&[u8]; 18] = [
        b"SELECT",
        b"INSERT",
        b"UPDATE",
        b"DELETE",
        b"COPY",
        b"WITH",
        b"BEGIN",
        b"COMMIT",
        b"ROLLBACK",
        b"SET",
        b"SHOW",
        b"CREATE",
        b"ALTER",
        b"DROP",
        b"TRUNCATE",
        b"CALL",
        b"MERGE",
        b"EXPLAIN",
    ];
    /// Longest name of a statement believed here.
    const NAME: usize = 64;
    let (Some(kind @ (b'Q' | b'P')), Some(0) | None) = (data.first(), data.get(1)) else { return Probe::Reject };
    let Some(len) = data.get(1..).and_then(|rest| Reader::new(rest).u32()) else { return Probe::NeedMore };
    let rest = data.get(HEAD..).unwrap_or_default();
    let Some(len) = (len as usize).checked_sub(4) else { return Probe::Reject };
    let mut text = rest.get(..len).unwrap_or(rest);
    if *kind == b'P' {
        let Some(end) = memchr::memchr(0, text.get(..NAME).unwrap_or(text)) else {
            return if text.len() < NAME { Probe::NeedMore } else { Probe::Reject };
        };
        text = text.get(end + 1..).unwrap_or_default();
    }
    // A zero byte ends it where the length says; types of parameters follow in `Parse`. (A packet of MySQL begins alike.)
    let ends = match memchr::memchr(0, text) {
        Some(end) => *kind == b'P' || rest.len() >= len && end + 1 == text.len(),
        None => rest.len() < len,
    };
    let text = text.trim_ascii_start();
    let end = text.iter().position(|byte| !byte.is_ascii_alphabetic());
    match end.and_then(|end| text.get(..end)) {
        _ if !ends => Probe::Reject,
        Some(verb) if VERBS.iter().any(|known| known.eq_ignore_ascii_case(verb)) => Probe::Match,
        None if text.len() < NAME => Probe::NeedMore,
        _ => Probe::Reject,
    }
}

fn follow(data: &[u8], known: &[u8]) -> Probe {
    let mut rest = data;
    for at in 0..ENOUGH {
        let Some(kind) = rest.first() else { return Probe::NeedMore };
        if !known.contains(kind) || rest.iter().skip(1).take(2).any(|byte| *byte != 0) {
            return Probe::Reject;
        }
        let Some(len) = rest.get(1..).and_then(|rest| Reader::new(rest).u32()) else { return Probe::NeedMore };
        let ends = matches!((kind, len), (b'S' | b'X', 4) | (b'Z', 5)) && at > 0;
        match len as usize {
            4..=BELIEVED if ends || at + 1 == ENOUGH => return Probe::Match,
            len @ 4..=BELIEVED => rest = rest.get(1 + len..).unwrap_or_default(),
            _ => return Probe::Reject,
        }
    }
    Probe::Match
}

/// True if the server sends the message that begins here. Types that both sides use are told apart by what they hold;
/// what `COPY` moves is nobody's, and the server is who was spoken to. `None` for more.
pub(super) fn is_servers(dir: Direction, data: &[u8]) -> Option<bool> {
    let kind = *data.first()?;
    match (FROM_CLIENT.contains(&kind), kind) {
        // Synchronisation and flushing hold nothing.
        (_, b'S' | b'H') => Some(Reader::new(data.get(1..)?).u32()? != 4),
        // What is described is a statement or a portal; rows begin with the number of their values.
        (_, b'D') => Some(!matches!(data.get(HEAD)?, b'S' | b'P')),
        // The same for what is closed, by a name; the tag of a command that is done is a word in capitals. An error's
        // first field is its severity, such a word as well.
        (_, b'C' | b'E') => Some(data.get(HEAD + 1)?.is_ascii_uppercase()),
        (_, b'd' | b'c') => Some(dir == Direction::Resp),
        (client, _) => Some(!client && kind != 0),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn statements_and_rows_in_the_middle_are_claimed() {
        assert_eq!(probe(b"Q\0\0\0\x14select 1 from t\0"), Probe::Match);
        assert_eq!(probe(b"P\0\0\0\x23s1\0insert into t values ($1)\0\0\0"), Probe::Match);
        assert_eq!(probe(b"D\0\0\0\x0b\0\x01\0\0\0\x017C\0\0\0\x0dSELECT 1\0Z\0\0\0\x05I"), Probe::Match);
        assert_eq!(probe(b"1\0\0\0\x042\0\0\0\x04n\0\0\0\x04"), Probe::Match);
        assert_eq!(probe(b"D\0\0\0\x0b\0\x01\0\0\0\x017C\0\0"), Probe::NeedMore);
        assert_eq!(probe(b"Q\0\0\x14\0select name, mobile from t where"), Probe::Match);
        let packet_of_mysql = [&b"Q\0\0\0\x16select "[..], &[b'a'; 73]].concat();
        assert_eq!(probe(&packet_of_mysql), Probe::Reject);
        for data in
            [&b"Q\0\0\0\x11hello, world\0"[..], b"Quit", b"D\0\0\0\x04hello", b"S\0\0\0\x04GET / HTTP", b"\x31\0\0\0"]
        {
            assert_ne!(probe(data), Probe::Match, "{}", data.escape_ascii());
        }
    }

    #[test]
    fn who_speaks_is_told_by_what_a_message_holds() {
        let of = |data: &[u8]| is_servers(Direction::Orig, data);
        assert_eq!(of(b"D\0\0\0\x06S\0"), Some(false));
        assert_eq!(of(b"D\0\0\0\x06\0\0"), Some(true));
        assert_eq!(of(b"C\0\0\0\x0dSELECT 1\0"), Some(true));
        assert_eq!(of(b"E\0\0\0\x09\0\0\0\0\0"), Some(false));
        assert_eq!(of(b"S\0\0\0\x04"), Some(false));
        assert_eq!(of(b"Z\0\0\0\x05I"), Some(true));
        assert_eq!(of(b"C\0\0"), None);
    }
}
