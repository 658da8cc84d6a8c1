//! NSS key logs (draft-ietf-tls-keylogfile): one secret a line, `LABEL RANDOM SECRET` in hexadecimal.
//!
//! Comments, empty lines and labels that no record needs are passed over; a line that is none of these is counted and named
//! by its number, never by its text. Lines longer than [`LINE`] are of that kind.

use super::Secret;
use super::schedule::MASTER;
use super::secrets::Label;
use zeroize::{Zeroize as _, Zeroizing};

/// Longest line.
const LINE: usize = 1024;

/// What a line says.
pub(super) enum Line {
    /// A secret of the connection with this client random.
    Of([u8; 32], Label, Secret),
    /// A premaster secret, by the first bytes of its encrypted form.
    Premaster([u8; 8], Secret),
    /// Nothing that a record needs.
    Nothing,
}

/// Reads a key log as it comes, in pieces of any size.
#[derive(Default)]
pub(super) struct KeyLog {
    partial: Zeroizing<Vec<u8>>,
    line: u64,
    /// Lines that said something.
    pub good: u64,
    /// Number of the first line that could not be read, and how many there are.
    pub bad: Option<(u64, u64)>,
}

impl KeyLog {
    /// Takes more bytes; every whole line that says something goes to `each`.
    pub fn feed(&mut self, mut data: &[u8], each: &mut impl FnMut(Line)) {
        while let Some(end) = memchr::memchr(b'\n', data) {
            let (line, rest) = data.split_at_checked(end).unwrap_or_default();
            data = rest.get(1..).unwrap_or_default();
            self.hold(line);
            self.end_line(each);
        }
        self.hold(data);
    }

    /// The log ends: its last line may lack a line feed.
    pub fn finish(&mut self, each: &mut impl FnMut(Line)) {
        if !self.partial.is_empty() {
            self.end_line(each);
        }
    }

    fn hold(&mut self, data: &[u8]) {
        let room = (LINE + 1).saturating_sub(self.partial.len());
        self.partial.extend_from_slice(data.get(..data.len().min(room)).unwrap_or_default());
    }

    fn end_line(&mut self, each: &mut impl FnMut(Line)) {
        self.line += 1;
        match parse(&self.partial) {
            Some(Line::Nothing) => {}
            Some(line) => {
                self.good += 1;
                each(line);
            }
            None => self.bad = Some(self.bad.map_or((self.line, 1), |(first, count)| (first, count + 1))),
        }
        self.partial.zeroize();
    }
}

/// One line; `None` if it cannot be read.
fn parse(line: &[u8]) -> Option<Line> {
    let line = line.trim_ascii();
    if line.is_empty() || line.starts_with(b"#") {
        return Some(Line::Nothing);
    }
    if line.len() > LINE {
        return None;
    }
    let mut words = line.split(u8::is_ascii_whitespace).filter(|word| !word.is_empty());
    let (name, index, secret) = (words.next()?, words.next()?, words.next()?);
    if words.next().is_some() || !name.iter().all(|c| c.is_ascii_uppercase() || c.is_ascii_digit() || *c == b'_') {
        return None;
    }
    let (index, secret) = (hex(index)?, hex(secret)?);
    if name == b"RSA" {
        let encrypted = <[u8; 8]>::try_from(index.as_slice()).ok()?;
        return (secret.len() == MASTER).then_some(Line::Premaster(encrypted, secret));
    }
    let Some(label) = Label::by_name(name) else { return Some(Line::Nothing) };
    let random = <[u8; 32]>::try_from(index.as_slice()).ok()?;
    let fits = match label {
        Label::Master => secret.len() == MASTER,
        _ => matches!(secret.len(), 32 | 48),
    };
    fits.then_some(Line::Of(random, label, secret))
}

fn hex(text: &[u8]) -> Option<Secret> {
    let digit = |byte: u8| char::from(byte).to_digit(16).map(|digit| digit as u8);
    let pair = |pair: &[u8]| match pair {
        [high, low] => Some(digit(*high)? << 4 | digit(*low)?),
        _ => None,
    };
    let mut bytes = Secret::default();
    bytes.reserve_exact(text.len() / 2);
    for two in text.chunks(2) {
        bytes.push(pair(two)?);
    }
    Some(bytes)
}
