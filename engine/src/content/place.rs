//! Names of places: the provenance chain of a leaf, as findings show it.

use super::charset;
use crate::message::Charset;

/// Longest place in bytes; what is longer ends in `…`.
const PLACE_BYTES: usize = 512;
/// Longest name taken from the content, in characters.
const NAME_CHARS: usize = 64;
/// Bytes that a place may have without an allocation.
const INLINE: usize = 54;

/// A place: short ones lie inside, so the body of an ordinary message allocates nothing.
#[derive(Clone)]
pub(super) struct Place {
    short: [u8; INLINE],
    len: u8,
    long: Option<Box<str>>,
}

impl Place {
    /// The place called `name`.
    pub(super) fn new(name: &str) -> Self {
        let mut short = [0; INLINE];
        if let Some(room) = short.get_mut(..name.len()) {
            room.copy_from_slice(name.as_bytes());
            return Self { short, len: name.len() as u8, long: None };
        }
        Self { short, len: 0, long: Some(name.into()) }
    }

    /// The name.
    pub(super) fn as_str(&self) -> &str {
        match &self.long {
            Some(name) => name,
            None => self.short.get(..usize::from(self.len)).and_then(|s| std::str::from_utf8(s).ok()).unwrap_or(""),
        }
    }

    /// This place, followed by `.name`: something beside its content.
    pub(super) fn beside(&self, name: &str) -> Self {
        let mut place = String::with_capacity(self.as_str().len() + name.len() + 1);
        place.push_str(self.as_str());
        place.push('.');
        place.push_str(name);
        shorten(&mut place, PLACE_BYTES);
        Self::new(&place)
    }

    /// This place, followed by `:path` (unless it is empty) and `[suffix]` (unless it is empty).
    pub(super) fn child(&self, path: &str, suffix: &str) -> Self {
        let mut name = String::with_capacity(self.as_str().len() + path.len() + suffix.len() + 3);
        name.push_str(self.as_str());
        if !path.is_empty() {
            name.push(':');
            name.push_str(path);
        }
        if !suffix.is_empty() {
            name.push('[');
            name.push_str(suffix);
            name.push(']');
        }
        shorten(&mut name, PLACE_BYTES);
        Self::new(&name)
    }
}

/// Cuts `text` to at most `limit` bytes plus an ellipsis.
pub(super) fn shorten(text: &mut String, limit: usize) {
    if text.len() <= limit {
        return;
    }
    let mut end = limit;
    while !text.is_char_boundary(end) {
        end = end.saturating_sub(1);
    }
    text.truncate(end);
    text.push('…');
}

/// Appends `raw` as printable UTF-8 of at most [`NAME_CHARS`] characters: transcoded, control characters replaced,
/// a byte order mark dropped.
pub(super) fn push_name(into: &mut String, raw: &[u8], declared: Charset) {
    if raw.len() <= NAME_CHARS && raw.iter().all(|b| matches!(b, 0x20..=0x7e)) {
        // Printable ASCII is what most names are.
        into.push_str(std::str::from_utf8(raw).unwrap_or(""));
        return;
    }
    let raw = raw.get(..NAME_CHARS * 4).unwrap_or(raw);
    let text = charset::decode_name(raw, declared);
    for (i, c) in text.chars().filter(|c| *c != '\u{feff}').enumerate() {
        if i == NAME_CHARS {
            into.push('…');
            return;
        }
        into.push(if c.is_control() || matches!(c, '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}') {
            '\u{fffd}'
        } else {
            c
        });
    }
}
