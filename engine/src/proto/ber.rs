//! The part of BER (ITU-T X.690 §8) that LDAP and SNMP use: definite lengths, one-byte tags.

/// `INTEGER`.
pub(crate) const INTEGER: u8 = 0x02;
/// `OCTET STRING`.
pub(crate) const STRING: u8 = 0x04;
/// `ENUMERATED`.
pub(crate) const ENUMERATED: u8 = 0x0a;
/// `SEQUENCE`.
pub(crate) const SEQUENCE: u8 = 0x30;
/// `OBJECT IDENTIFIER`.
pub(crate) const OID: u8 = 0x06;

/// Elements, one behind the other.
#[derive(Clone, Debug)]
pub(crate) struct Ber<'a> {
    rest: &'a [u8],
}

impl<'a> Ber<'a> {
    /// Starts at the first byte.
    pub(crate) const fn new(rest: &'a [u8]) -> Self {
        Self { rest }
    }

    /// What was not read yet.
    pub(crate) const fn rest(&self) -> &'a [u8] {
        self.rest
    }

    /// Tag and content of the next element.
    pub(crate) fn any(&mut self) -> Option<(u8, &'a [u8])> {
        let (tag, len, head) = header(self.rest)?;
        let content = self.rest.get(head..head.checked_add(len)?)?;
        self.rest = self.rest.get(head.checked_add(len)?..)?;
        Some((tag, content))
    }

    /// Content of the next element if it has this tag.
    pub(crate) fn read(&mut self, wanted: u8) -> Option<&'a [u8]> {
        let mut ahead = self.clone();
        let (tag, content) = ahead.any()?;
        (tag == wanted).then(|| {
            self.rest = ahead.rest;
            content
        })
    }

    /// A small number.
    pub(crate) fn number(&mut self, tag: u8) -> Option<u32> {
        let content = self.read(tag)?;
        let sound = (1..=4).contains(&content.len());
        sound.then(|| content.iter().fold(0, |number, byte| number << 8 | u32::from(*byte)))
    }
}

impl<'a> Iterator for Ber<'a> {
    type Item = (u8, &'a [u8]);

    fn next(&mut self) -> Option<Self::Item> {
        self.any()
    }
}

/// Tag, length of the content, length of the head.
pub(crate) fn header(data: &[u8]) -> Option<(u8, usize, usize)> {
    let (tag, rest) = data.split_first()?;
    let (first, rest) = rest.split_first()?;
    if *first < 0x80 {
        return Some((*tag, usize::from(*first), 2));
    }
    let count = usize::from(*first & 0x7f);
    let bytes = rest.get(..count).filter(|_| (1..=4).contains(&count))?;
    let len = bytes.iter().fold(0usize, |len, byte| len << 8 | usize::from(*byte));
    Some((*tag, len, count.checked_add(2)?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn elements_end_where_they_say_or_not_at_all() {
        let mut ber = Ber::new(b"\x04\x02ab\x0a\x01\x07\x04\x05x");
        assert_eq!((ber.read(INTEGER), ber.read(STRING)), (None, Some(&b"ab"[..])));
        assert_eq!((ber.number(ENUMERATED), ber.any()), (Some(7), None));
    }
}
