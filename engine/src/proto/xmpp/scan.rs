//! Where an element of a stream of XML ends (XML 1.0 §2.1, §3.1), however the stream is cut: no byte is looked at twice,
//! and nothing is held but the depth.

/// Where the scanner stands.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum At {
    /// Between tags.
    #[default]
    Text,
    /// Behind `<`.
    Open,
    /// In a start tag.
    Tag,
    /// In a start tag, behind `/`.
    Slash,
    /// In the value of an attribute that this quote ends.
    Quote(u8),
    /// In an end tag.
    Close,
    /// In a processing instruction; behind `?` within it.
    Instruction(bool),
    /// Behind `<!`, `<!-`, `<![`; in any other declaration.
    Bang,
    Dash,
    Declaration,
    /// In a comment, so many dashes before this; in a CDATA section, so many brackets.
    Comment(u8),
    Section(u8),
}

/// Finds the end of one item: an element with all that is in it, a tag, a comment, a processing instruction.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Scanner {
    at: At,
    depth: u32,
    /// A start tag is all that is looked for.
    tag_only: bool,
    /// Bytes of the tag in hand.
    tag: usize,
}

/// What the next bytes are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Found {
    /// So many of them end the item.
    End(usize),
    /// The item goes on behind them.
    More,
    /// So many of them are within a tag that is longer than any may be.
    Endless(usize),
}

impl Scanner {
    /// Before the `<` of an item; of a header the start tag is all.
    pub(super) const fn new(tag_only: bool) -> Self {
        Self { at: At::Text, depth: 0, tag_only, tag: 0 }
    }

    /// Looks at the next bytes; a tag has at most `longest`.
    pub(super) fn look(&mut self, data: &[u8], longest: usize) -> Found {
        let mut at = 0usize;
        while let Some(rest) = data.get(at..).filter(|rest| !rest.is_empty()) {
            // Text and quoted values are most of it.
            let (skip, found) = match self.at {
                At::Text => (memchr::memchr(b'<', rest).unwrap_or(rest.len()), 0),
                At::Quote(quote) => {
                    let room = rest.get(..longest.saturating_sub(self.tag)).unwrap_or(rest);
                    let skip = memchr::memchr(quote, room).unwrap_or(room.len());
                    (skip, skip)
                }
                _ => (0, 0),
            };
            self.tag = self.tag.saturating_add(found);
            at = at.saturating_add(skip);
            if self.tag >= longest {
                return Found::Endless(at);
            }
            let Some(byte) = data.get(at) else { break };
            at = at.saturating_add(1);
            if self.step(*byte) {
                return Found::End(at);
            }
            let within = matches!(self.at, At::Tag | At::Slash | At::Quote(_) | At::Close | At::Open);
            self.tag = if within { self.tag.saturating_add(1) } else { 0 };
        }
        Found::More
    }

    /// One byte; true if it ends the item.
    fn step(&mut self, byte: u8) -> bool {
        let outside = self.depth == 0;
        let (next, over) = match (self.at, byte) {
            (At::Text, b'<') => (At::Open, false),
            (At::Open, b'/') => (At::Close, false),
            (At::Open, b'?') => (At::Instruction(false), false),
            (At::Open, b'!') => (At::Bang, false),
            (At::Tag | At::Slash, b'>') if self.at == At::Slash => (At::Text, outside),
            (At::Tag, b'>') => {
                self.depth = self.depth.saturating_add(1);
                (At::Text, self.tag_only)
            }
            (At::Tag | At::Slash, b'/') => (At::Slash, false),
            (At::Tag | At::Slash, b'"' | b'\'') => (At::Quote(byte), false),
            (At::Tag | At::Slash | At::Open, _) => (At::Tag, false),
            (At::Quote(quote), _) if byte == quote => (At::Tag, false),
            (At::Close, b'>') => {
                self.depth = self.depth.saturating_sub(1);
                (At::Text, self.depth == 0)
            }
            (At::Instruction(true) | At::Declaration | At::Bang | At::Dash | At::Comment(2) | At::Section(2), b'>') => {
                (At::Text, outside)
            }
            (At::Instruction(_), _) => (At::Instruction(byte == b'?'), false),
            (At::Bang, b'-') => (At::Dash, false),
            (At::Bang, b'[') => (At::Section(0), false),
            (At::Dash, b'-') => (At::Comment(0), false),
            (At::Bang | At::Dash, _) => (At::Declaration, false),
            (At::Comment(dashes), b'-') => (At::Comment(dashes.saturating_add(1).min(2)), false),
            (At::Comment(_), _) => (At::Comment(0), false),
            (At::Section(brackets), b']') => (At::Section(brackets.saturating_add(1).min(2)), false),
            (At::Section(_), _) => (At::Section(0), false),
            (at, _) => (at, false),
        };
        self.at = next;
        over
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn items_end_where_their_elements_do() {
        for (data, tag_only, expected) in [
            (&b"<a/>rest"[..], false, Some(4)),
            (b"<a b='>'/>x", false, Some(10)),
            (b"<a><b/><a>t</a></a>x", false, Some(19)),
            (b"<a><!-- </a> - --></a>x", false, Some(22)),
            (b"<a><![CDATA[</a>]]]></a>x", false, Some(24)),
            (b"<a b=\"'\" c='\"'>t</a>x", false, Some(20)),
            (b"<?xml version='1.0'?><a>", false, Some(21)),
            (b"<!DOCTYPE a><a/>", false, Some(12)),
            (b"<s:s to='a'><b/>", true, Some(12)),
            (b"</a>x", false, Some(4)),
            (b"<a><b></a>", false, None),
        ] {
            let told = expected.map_or(Found::More, Found::End);
            assert_eq!(Scanner::new(tag_only).look(data, 99), told, "{}", data.escape_ascii());
            let mut pieced = Scanner::new(tag_only);
            let found = data.iter().position(|byte| pieced.look(&[*byte], 99) != Found::More);
            assert_eq!(found.map(|at| at + 1), expected, "{}", data.escape_ascii());
        }
    }

    #[test]
    fn a_tag_without_an_end_is_given_up() {
        let data = b"<a>text<b c='text<d/>text</b></a>";
        assert_eq!(Scanner::new(false).look(data, 8), Found::Endless(15));
        let mut pieced = Scanner::new(false);
        assert_eq!(data.iter().position(|byte| pieced.look(&[*byte], 8) != Found::More), Some(14));
    }
}
