//! Frames of `SockJS` (protocol 0.3.3): strings of JSON in arrays, `a["…","…"]` from a server, `["…"]` from a client.

/// Takes the strings out of messages, as they come.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Strings {
    place: Place,
    /// The first of two units that make a character (RFC 8259 §7).
    high: Option<u16>,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Place {
    /// Before the first byte of a message.
    #[default]
    Start,
    /// Between strings.
    Between,
    /// In a string.
    String,
    /// Behind a backslash in it.
    Escape,
    /// In the digits of a character, so many of them read.
    Digits(u8, u16),
    /// In a message without strings that matter: open, heartbeat, close.
    Other,
}

impl Strings {
    /// A message begins.
    pub(super) fn begin(&mut self) {
        *self = Self::default();
    }

    /// Appends what the strings hold in the next piece of a message.
    pub(super) fn take(&mut self, piece: &[u8], into: &mut Vec<u8>) {
        for &byte in piece {
            self.place = match self.place {
                Place::Start if matches!(byte, b'a' | b'm' | b'[' | b'"') => Self::between(byte),
                Place::Start | Place::Other => Place::Other,
                Place::Between => Self::between(byte),
                Place::String => match byte {
                    b'"' => Place::Between,
                    b'\\' => Place::Escape,
                    _ => {
                        self.high = None;
                        into.push(byte);
                        Place::String
                    }
                },
                Place::Escape => {
                    let plain = match byte {
                        b'u' => {
                            self.place = Place::Digits(0, 0);
                            continue;
                        }
                        b'n' => b'\n',
                        b'r' => b'\r',
                        b't' => b'\t',
                        b'b' => 8,
                        b'f' => 12,
                        other => other,
                    };
                    self.high = None;
                    into.push(plain);
                    Place::String
                }
                Place::Digits(read, unit) => self.digit(byte, read, unit, into),
            };
        }
    }

    const fn between(byte: u8) -> Place {
        if byte == b'"' { Place::String } else { Place::Between }
    }

    fn digit(&mut self, byte: u8, read: u8, unit: u16, into: &mut Vec<u8>) -> Place {
        let digit = char::from(byte).to_digit(16).and_then(|digit| u16::try_from(digit).ok()).unwrap_or(0);
        let unit = unit << 4 | digit;
        if read < 3 {
            return Place::Digits(read.saturating_add(1), unit);
        }
        let units = self.high.take().into_iter().chain([unit]);
        match char::decode_utf16(units).next() {
            Some(Ok(told)) => into.extend_from_slice(told.encode_utf8(&mut [0; 4]).as_bytes()),
            // Half a character, which the next may make whole.
            _ if (0xd800..0xdc00).contains(&unit) => self.high = Some(unit),
            _ => into.extend_from_slice("\u{fffd}".as_bytes()),
        }
        Place::String
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn taken(messages: &[&str]) -> String {
        let (mut whole, mut pieces) = (Vec::new(), Vec::new());
        let mut strings = Strings::default();
        for message in messages {
            strings.begin();
            strings.take(message.as_bytes(), &mut whole);
            strings.begin();
            for byte in message.bytes() {
                strings.take(&[byte], &mut pieces);
            }
        }
        assert_eq!(whole, pieces);
        String::from_utf8(whole).unwrap()
    }

    #[test]
    fn strings_are_taken_out() {
        assert_eq!(
            taken(&["o", "h", r#"a["SEND\nx:\"1\"\n\nbody\u0000"]"#, r#"["张 \u5f20\ud83d\ude00", "b\\"]"#]),
            "SEND\nx:\"1\"\n\nbody\0张 张😀b\\"
        );
        assert_eq!(taken(&[r#"c[3000,"Go away!"]"#, r#""bare""#, r#"["\ude00\ud83dx\uzz00"]"#]), "bare\u{fffd}x\0");
    }
}
