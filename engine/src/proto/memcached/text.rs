//! Lines of the text protocol and of its meta commands (memcached's doc/protocol.txt).

use crate::proto::Probe;

/// Longest key.
const KEY_MAX: usize = 250;
/// Longest value: memcached's largest item size is configurable up to 1 GiB.
const VALUE_MAX: u64 = 1 << 30;
/// Words of a line that are looked at.
const WORDS: usize = 8;

/// What a line is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Line<'a> {
    /// A command or a reply that is followed by a value: its key, if it names one, and the value's length.
    Stored { command: bool, key: &'a [u8], len: u64 },
    /// A command without a value.
    Command,
    /// A name and a value in the line itself.
    Stat { name: &'a [u8], value: &'a [u8] },
    /// A reply without a value.
    Reply,
}

/// Reads a line without its end; `None` if it is none of memcached.
pub(super) fn line(line: &[u8]) -> Option<Line<'_>> {
    let mut words = [&[][..]; WORDS];
    let mut count = 0usize;
    for (slot, word) in words.iter_mut().zip(line.split(|byte| *byte == b' ').filter(|word| !word.is_empty())) {
        *slot = word;
        count = count.saturating_add(1);
    }
    let [verb, key, flags, expiry, len, cas, ..] = words;
    let command = true;
    match verb {
        b"set" | b"add" | b"replace" | b"append" | b"prepend" | b"cas" => {
            let sound = is_key(key) && is_number(flags) && is_time(expiry);
            let sound = sound && (verb != b"cas" || is_number(cas));
            length(len).filter(|_| sound).map(|len| Line::Stored { command, key, len })
        }
        b"ms" => length(flags).filter(|_| is_key(key)).map(|len| Line::Stored { command, key, len }),
        b"VALUE" => {
            let sound = is_key(key) && is_number(flags);
            length(expiry).filter(|_| sound).map(|len| Line::Stored { command: false, key, len })
        }
        b"VA" => {
            let key = words.iter().find_map(|word| word.strip_prefix(b"k")).unwrap_or_default();
            length(words.get(1)?).map(|len| Line::Stored { command: false, key, len })
        }
        b"STAT" => {
            let start = line.len().min(verb.len().saturating_add(key.len()).saturating_add(2));
            Some(Line::Stat { name: key, value: line.get(start..)? })
        }
        b"get" | b"gets" | b"gat" | b"gats" | b"delete" | b"touch" | b"mg" | b"md" | b"ma" | b"me" if count > 1 => {
            Some(Line::Command)
        }
        b"incr" | b"decr" if count > 2 => Some(Line::Command),
        b"stats" | b"version" | b"verbosity" | b"flush_all" | b"quit" | b"mn" | b"cache_memlimit" | b"slabs"
        | b"lru_crawler" | b"lru" | b"watch" | b"shutdown" => Some(Line::Command),
        b"STORED" | b"NOT_STORED" | b"EXISTS" | b"NOT_FOUND" | b"DELETED" | b"TOUCHED" | b"END" | b"OK" | b"ERROR"
        | b"CLIENT_ERROR" | b"SERVER_ERROR" | b"VERSION" | b"RESET" | b"BUSY" | b"HD" | b"EN" | b"NS" | b"EX"
        | b"NF" | b"MN" | b"ME" => Some(Line::Reply),
        _ if count == 1 && is_number(verb) => Some(Line::Reply),
        _ => None,
    }
}

/// Lines of memcached, up to one that is believed: storage commands and replies with their data's length. Plain `get` and
/// its kin are believed only on the port.
pub(super) fn probe(data: &[u8], hint: bool) -> Probe {
    let mut rest = data;
    loop {
        match opening(rest, hint) {
            Ok(probe) => return probe,
            Err(len) => rest = rest.get(len..).unwrap_or_default(),
        }
    }
}

/// What the first line says; the length of one that says nothing.
fn opening(data: &[u8], hint: bool) -> Result<Probe, usize> {
    const OPENINGS: [&[u8]; 24] = [
        b"set ",
        b"add ",
        b"replace ",
        b"append ",
        b"prepend ",
        b"cas ",
        b"ms ",
        b"mg ",
        b"md ",
        b"ma ",
        b"mn\r",
        b"get ",
        b"gets ",
        b"stats",
        b"version\r",
        b"VERSION ",
        b"VALUE ",
        b"VA ",
        b"HD\r",
        b"HD ",
        b"EN\r",
        b"STORED\r",
        b"STAT ",
        b"END\r",
    ];
    let begins = |opening: &&[u8]| opening.iter().zip(data).all(|(known, byte)| known == byte);
    if !OPENINGS.iter().any(begins) {
        return Ok(Probe::Reject);
    }
    let end = memchr::memchr(b'\n', data);
    let text = data.get(..end.unwrap_or(data.len())).unwrap_or(data);
    let text = text.strip_suffix(b"\r").unwrap_or(text);
    if text.iter().any(|byte| *byte < b' ' || *byte == 0x7f) {
        return Ok(Probe::Reject);
    }
    let Some(end) = end else {
        return Ok(if data.len() < PROBE_MAX { Probe::NeedMore } else { Probe::Reject });
    };
    let behind = data.get(end.saturating_add(1)..).unwrap_or_default();
    let believed = match line(text) {
        Some(Line::Stored { len, .. }) if text.starts_with(b"ms ") || text.starts_with(b"VA ") => {
            let after = text.splitn(4, |byte| *byte == b' ').nth(if text.starts_with(b"VA ") { 2 } else { 3 });
            match behind.get(len as usize..).and_then(<[u8]>::first_chunk) {
                Some(tail) => tail == b"\r\n",
                None if hint || after.is_some_and(are_flags) => true,
                None if data.len() < PROBE_MAX => return Ok(Probe::NeedMore),
                None => false,
            }
        }
        Some(Line::Stored { .. }) => true,
        Some(Line::Stat { name, value }) => name == b"pid" && is_number(value),
        Some(_) if text == b"STORED" || hint => true,
        Some(_) if !behind.is_empty() => return Err(end.saturating_add(1)),
        _ => false,
    };
    Ok(if believed { Probe::Match } else { Probe::Reject })
}

/// Flags of a meta command: letters, each with its token right behind it.
fn are_flags(words: &[u8]) -> bool {
    /// Flags whose token is a number, if they have one.
    const NUMBERS: &[u8] = b"TFNRJDCEtfschl";
    /// The others.
    const OTHERS: &[u8] = b"bkOqvIMXWZ";
    let is_flag = |word: &[u8]| match word.split_first() {
        Some((flag, token)) if NUMBERS.contains(flag) => token.is_empty() || is_time(token),
        Some((flag, _)) => OTHERS.contains(flag),
        None => false,
    };
    !words.is_empty() && words.split(|byte| *byte == b' ').all(is_flag)
}

/// Bytes that a probe is shown at most.
const PROBE_MAX: usize = 512;

/// A line that is believed in the middle of a stream.
pub(super) fn is_telling(text: &[u8]) -> bool {
    match line(text) {
        Some(Line::Stored { .. }) => true,
        Some(_) => matches!(text, b"END" | b"STORED") || text.starts_with(b"get "),
        None => false,
    }
}

fn is_key(word: &[u8]) -> bool {
    (1..=KEY_MAX).contains(&word.len()) && word.iter().all(|byte| *byte > b' ' && *byte != 0x7f)
}

fn is_number(word: &[u8]) -> bool {
    (1..=20).contains(&word.len()) && word.iter().all(u8::is_ascii_digit)
}

fn is_time(word: &[u8]) -> bool {
    is_number(word.strip_prefix(b"-").unwrap_or(word))
}

fn length(word: &[u8]) -> Option<u64> {
    let sound = (1..=10).contains(&word.len()) && word.iter().all(u8::is_ascii_digit);
    let len =
        word.iter().fold(0u64, |sum, digit| sum.wrapping_mul(10).wrapping_add(u64::from(digit.wrapping_sub(b'0'))));
    (sound && len <= VALUE_MAX).then_some(len)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_say_what_follows() {
        let stored = |command, key, len| Some(Line::Stored { command, key, len });
        assert_eq!(line(b"set k:1 0 -1 5"), stored(true, b"k:1", 5));
        assert_eq!(line(b"cas k 1 0 5 77 noreply"), stored(true, b"k", 5));
        assert_eq!(line(b"VALUE k 0 12 9"), stored(false, b"k", 12));
        assert_eq!(line(b"VA 3 t0 kname"), stored(false, b"name", 3));
        assert_eq!(line(b"STAT pid 7"), Some(Line::Stat { name: b"pid", value: b"7" }));
        assert_eq!(line(b"set k 0 0 99999999999"), None);
        assert_eq!(line(b"set the table for 5"), None);
        assert_eq!(line(b"get"), None);
    }
}
