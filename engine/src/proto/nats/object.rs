//! The options of INFO and CONNECT: the members of a JSON object (RFC 8259), as far as they are strings or booleans.

/// Longest member that is told.
const TEXT_MAX: usize = 32 << 10;

/// A member's value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Value {
    /// A string, its escapes undone.
    Text(Vec<u8>),
    /// `true` or `false`.
    Flag(bool),
}

/// Tells the members of the outermost object, in order, up to where it isn't JSON any more; false if that is before its end.
pub(super) fn members(json: &[u8], tell: &mut dyn FnMut(&[u8], Value)) -> bool {
    let mut walk = Walk { rest: json };
    walk.object(tell).is_some()
}

struct Walk<'a> {
    rest: &'a [u8],
}

impl Walk<'_> {
    fn next(&mut self) -> Option<u8> {
        let (first, rest) = self.rest.split_first()?;
        self.rest = rest;
        Some(*first)
    }

    /// The next byte that is no blank.
    fn token(&mut self) -> Option<u8> {
        self.rest = self.rest.trim_ascii_start();
        self.next()
    }

    fn object(&mut self, tell: &mut dyn FnMut(&[u8], Value)) -> Option<()> {
        if self.token()? != b'{' {
            return None;
        }
        loop {
            match self.token()? {
                b'}' => return Some(()),
                b',' => {}
                b'"' => {
                    let name = self.string()?;
                    if self.token()? != b':' {
                        return None;
                    }
                    self.value(&name, tell)?;
                }
                _ => return None,
            }
        }
    }

    fn value(&mut self, name: &[u8], tell: &mut dyn FnMut(&[u8], Value)) -> Option<()> {
        match self.token()? {
            b'"' => {
                let text = self.string()?;
                if text.len() <= TEXT_MAX {
                    tell(name, Value::Text(text));
                }
            }
            first @ (b't' | b'f') => {
                self.word();
                tell(name, Value::Flag(first == b't'));
            }
            b'{' | b'[' => self.pass()?,
            _ => self.word(),
        }
        Some(())
    }

    /// Passes over a number or a literal.
    fn word(&mut self) {
        let end = self.rest.iter().position(|byte| matches!(byte, b',' | b'}' | b']')).unwrap_or(self.rest.len());
        self.rest = self.rest.get(end..).unwrap_or_default();
    }

    /// Passes over the rest of an object or array, whatever it holds.
    fn pass(&mut self) -> Option<()> {
        let mut depth = 1usize;
        while depth > 0 {
            match self.next()? {
                b'{' | b'[' => depth = depth.saturating_add(1),
                b'}' | b']' => depth = depth.saturating_sub(1),
                b'"' => drop(self.string()?),
                _ => {}
            }
        }
        Some(())
    }

    /// A string behind its opening quote.
    fn string(&mut self) -> Option<Vec<u8>> {
        let mut text = Vec::new();
        loop {
            let end = memchr::memchr2(b'"', b'\\', self.rest)?;
            let (plain, rest) = self.rest.split_at_checked(end)?;
            text.extend_from_slice(plain);
            self.rest = rest;
            if self.next()? == b'"' {
                return Some(text);
            }
            match self.next()? {
                b'n' => text.push(b'\n'),
                b't' => text.push(b'\t'),
                b'r' => text.push(b'\r'),
                b'b' | b'f' => text.push(b' '),
                b'u' => {
                    let mut buffer = [0; 4];
                    text.extend_from_slice(self.escaped()?.encode_utf8(&mut buffer).as_bytes());
                }
                other => text.push(other),
            }
        }
    }

    /// A character behind `\u`; halves of pairs that stand alone are replaced.
    fn escaped(&mut self) -> Option<char> {
        let high = self.unit()?;
        let mut units = [high, 0];
        let mut count = 1;
        if (0xd800..0xdc00).contains(&high) && self.rest.starts_with(b"\\u") {
            self.rest = self.rest.get(2..).unwrap_or_default();
            units = [high, self.unit()?];
            count = 2;
        }
        let mut decoded = char::decode_utf16(units.into_iter().take(count));
        Some(decoded.next()?.unwrap_or(char::REPLACEMENT_CHARACTER))
    }

    fn unit(&mut self) -> Option<u16> {
        let (digits, rest) = self.rest.split_at_checked(4)?;
        self.rest = rest;
        digits.iter().try_fold(0u16, |unit, digit| Some(unit << 4 | char::from(*digit).to_digit(16)? as u16))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(json: &str) -> (bool, Vec<String>) {
        let mut all = Vec::new();
        let whole = members(json.as_bytes(), &mut |name, value| {
            let value = match value {
                Value::Text(text) => String::from_utf8_lossy(&text).into_owned(),
                Value::Flag(flag) => flag.to_string(),
            };
            all.push(format!("{}={value}", String::from_utf8_lossy(name)));
        });
        (whole, all)
    }

    #[test]
    fn strings_and_flags_of_the_outermost_object_are_told() {
        let json = r#" {"user":"a\"b\\\u5f20\ud83d\ude00","n":-1.5e3,"o":{"user":"x}","l":[1,{"q":2}]},"tls":true , "v": null,"p":"q"}"#;
        let expected = ["user=a\"b\\张😀", "tls=true", "p=q"].map(str::to_owned).to_vec();
        assert_eq!(told(json), (true, expected));
    }

    #[test]
    fn what_is_no_json_ends_it() {
        assert_eq!(told(r#"{"a":"b","c"#), (false, vec!["a=b".into()]));
        assert_eq!(told(r#"{"a":"\u12"}"#), (false, vec![]));
        assert_eq!(told(r#"{"a" "b"}"#), (false, vec![]));
        assert_eq!(told("[]"), (false, vec![]));
        assert_eq!(told(r#"{"a":"\ud83dx"}"#), (true, vec!["a=\u{fffd}x".into()]));
        assert!(!told(&format!("{{\"a\":{}", "[".repeat(9000))).0);
    }
}
