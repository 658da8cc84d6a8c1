//! What the first bytes must look like.

use crate::message::Direction;
use crate::proto::Probe;

/// Bytes that a probe is shown at most.
const SHOWN: usize = 512;
const PORT: u16 = 21;

/// A greeting that speaks of FTP, or a command that only FTP has; on the port any greeting and a USER.
pub(super) fn probe(_: Direction, data: &[u8], ports: (u16, u16)) -> Probe {
    let hint = ports.0 == PORT || ports.1 == PORT;
    if data.first().is_none_or(|byte| *byte == b'2') { greeting(data, hint) } else { command(data, hint) }
}

fn greeting(data: &[u8], hint: bool) -> Probe {
    let begins = |opening: &[u8]| opening.iter().zip(data).all(|(known, byte)| known == byte);
    if !begins(b"220 ") && !begins(b"220-") {
        return Probe::Reject;
    }
    let Some(end) = memchr::memchr(b'\n', data) else { return wait(data, is_text(data)) };
    let sound = data.get(..end).is_some_and(|line| is_text(line.trim_ascii_end()));
    let named = data.windows(3).any(|word| word.eq_ignore_ascii_case(b"FTP"));
    let last =
        data.split_inclusive(|byte| *byte == b'\n').any(|line| line.starts_with(b"220 ") && line.ends_with(b"\n"));
    match (sound, hint || named) {
        (false, _) => Probe::Reject,
        (true, true) => Probe::Match,
        (true, false) => wait(data, !last),
    }
}

fn command(data: &[u8], hint: bool) -> Probe {
    const OPENINGS: [&[u8]; 6] = [b"FEAT\r", b"SYST\r", b"PASV\r", b"EPSV\r", b"AUTH ", b"USER "];
    let begins = |opening: &&[u8]| opening.iter().zip(data).all(|(known, byte)| known.eq_ignore_ascii_case(byte));
    if !OPENINGS.iter().any(begins) {
        return Probe::Reject;
    }
    let Some(end) = memchr::memchr(b'\n', data) else { return wait(data, is_text(data.trim_ascii_end())) };
    let line = data.get(..end).unwrap_or(data).trim_ascii_end();
    let mut words = line.split(|byte| *byte == b' ');
    let (verb, argument, more) = (words.next().unwrap_or_default(), words.next(), words.next());
    let believed = match argument {
        None => verb.len() == 4 && !verb.eq_ignore_ascii_case(b"USER") && !verb.eq_ignore_ascii_case(b"AUTH"),
        Some(kind) if verb.eq_ignore_ascii_case(b"AUTH") => {
            kind.eq_ignore_ascii_case(b"TLS") || kind.eq_ignore_ascii_case(b"SSL")
        }
        Some(_) => hint && verb.eq_ignore_ascii_case(b"USER"),
    };
    if believed && more.is_none() && is_text(line) { Probe::Match } else { Probe::Reject }
}

fn wait(data: &[u8], believed: bool) -> Probe {
    if believed && data.len() < SHOWN { Probe::NeedMore } else { Probe::Reject }
}

/// No control characters but the tab; a line end may be on its way.
fn is_text(line: &[u8]) -> bool {
    let line = line.strip_suffix(b"\r").unwrap_or(line);
    line.iter().all(|byte| *byte == b'\t' || *byte >= b' ' && *byte != 0x7f)
}
