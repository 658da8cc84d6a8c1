//! What stands in a whole element: its name, attributes, and the text of elements within.

use std::ops::Range;

/// The name of the element at the start, with its prefix; `None` if it goes on behind `data`.
pub(super) fn name(data: &[u8]) -> Option<&[u8]> {
    let rest = data.strip_prefix(b"<")?;
    let end = rest.iter().position(|byte| matches!(byte, b' ' | b'\t' | b'\r' | b'\n' | b'/' | b'>'))?;
    rest.get(..end)
}

/// A name without its prefix.
pub(super) fn local(name: &[u8]) -> &[u8] {
    name.rsplit(|byte| *byte == b':').next().unwrap_or(name)
}

/// The value of an attribute of the element at the start, as it is written.
pub(super) fn attribute<'a>(element: &'a [u8], wanted: &str) -> Option<&'a [u8]> {
    let mut rest = element.get(name(element)?.len().saturating_add(1)..)?;
    loop {
        rest = rest.trim_ascii_start();
        if matches!(rest.first(), None | Some(b'>' | b'/')) {
            return None;
        }
        let (key, behind) = rest.split_at_checked(memchr::memchr2(b'=', b'>', rest)?)?;
        let value = behind.strip_prefix(b"=")?.trim_ascii_start();
        let (quote, value) = value.split_first().filter(|(quote, _)| matches!(quote, b'"' | b'\''))?;
        let (value, behind) = value.split_at_checked(memchr::memchr(*quote, value)?)?;
        if key.trim_ascii() == wanted.as_bytes() {
            return Some(value);
        }
        rest = behind.get(1..)?;
    }
}

/// Where the text of the first element of this name stands, that has any.
pub(super) fn text(element: &[u8], wanted: &str) -> Option<Range<usize>> {
    let mut at = 0usize;
    while let Some(step) = element.get(at..).and_then(|rest| memchr::memchr(b'<', rest)) {
        at = at.saturating_add(step);
        let tag = element.get(at..)?;
        if name(tag).is_some_and(|found| local(found) == wanted.as_bytes()) {
            let start = at.saturating_add(tag_end(tag)?);
            let rest = element.get(start..)?;
            let len = memchr::memchr(b'<', rest).unwrap_or(rest.len());
            if element.get(start.saturating_sub(2)) != Some(&b'/') && len > 0 {
                return Some(start..start.saturating_add(len));
            }
        }
        at = at.saturating_add(1);
    }
    None
}

/// Length of the tag at the start.
fn tag_end(tag: &[u8]) -> Option<usize> {
    let mut at = 0usize;
    loop {
        at = at.saturating_add(memchr::memchr3(b'>', b'"', b'\'', tag.get(at..)?)?);
        let byte = tag.get(at)?;
        at = at.saturating_add(1);
        if *byte == b'>' {
            return Some(at);
        }
        at = at.saturating_add(memchr::memchr(*byte, tag.get(at..)?)?).saturating_add(1);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const LOGIN: &[u8] =
        b"<iq id=\"a'b\" type='set'><query xmlns='jabber:iq:auth'><password/><x:password a='>'>p&amp;w</x:password></query></iq>";

    #[test]
    fn names_attributes_and_texts_are_found() {
        assert_eq!(name(LOGIN), Some(&b"iq"[..]));
        assert_eq!(name(b"<iq"), None);
        assert_eq!(attribute(LOGIN, "id"), Some(&b"a'b"[..]));
        assert_eq!(attribute(LOGIN, "type"), Some(&b"set"[..]));
        assert_eq!(attribute(LOGIN, "xmlns"), None);
        assert_eq!(attribute(b"<a b>", "b"), None);
        assert_eq!(text(LOGIN, "password").and_then(|range| LOGIN.get(range)), Some(&b"p&amp;w"[..]));
        assert_eq!(text(LOGIN, "username"), None);
        assert_eq!(text(b"<password", "password"), None);
    }
}
