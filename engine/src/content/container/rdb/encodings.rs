//! How Redis writes strings and small collections: lengths, numbers and LZF (rdb.c), listpacks (listpack.c), ziplists
//! (ziplist.c) and sets of numbers (intset.c).

use crate::content::bytes::Bytes;
use std::borrow::Cow;

/// Longest string that is held, and longest one that is unpacked.
const HELD_BYTES: u64 = 1 << 20;

/// Why nothing was read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Lack {
    /// More bytes are needed.
    More,
    /// A string that is not held: bytes before its own, its own, and whether these are what they stand for.
    Long { head: usize, len: u64, plain: bool },
    /// It is none.
    Unsound,
}

impl Lack {
    /// Of what stands so many bytes on.
    pub(super) fn behind(self, at: usize) -> Self {
        match self {
            Self::Long { head, len, plain } => Self::Long { head: at + head, len, plain },
            lack => lack,
        }
    }

    /// Of a string that means nothing as it is.
    pub(super) fn packed(self) -> Self {
        match self {
            Self::Long { head, len, .. } => Self::Long { head, len, plain: false },
            lack => lack,
        }
    }

    /// Of a string behind which nothing can be read unless it is held.
    pub(super) fn fatal(self) -> Self {
        if let Self::Long { .. } = self { Self::Unsound } else { self }
    }
}

/// What was read, and the bytes it took.
pub(super) type Read<T> = Result<(T, usize), Lack>;

enum Head {
    Length(u64),
    /// A string that is written in a way of its own.
    Encoded(u8),
}

fn head(data: &[u8]) -> Read<Head> {
    let first = *data.first().ok_or(Lack::More)?;
    let low = u64::from(first & 0x3f);
    match (first >> 6, first) {
        (0, _) => Ok((Head::Length(low), 1)),
        (1, _) => Ok((Head::Length(low << 8 | u64::from(*data.get(1).ok_or(Lack::More)?)), 2)),
        (_, 0x80) => Ok((Head::Length(u32::from_be_bytes(fixed(data, 1)?).into()), 5)),
        (_, 0x81) => Ok((Head::Length(u64::from_be_bytes(fixed(data, 1)?)), 9)),
        (3, _) => Ok((Head::Encoded(first & 0x3f), 1)),
        _ => Err(Lack::Unsound),
    }
}

/// So many bytes from there on.
pub(super) fn fixed<const N: usize>(data: &[u8], at: usize) -> Result<[u8; N], Lack> {
    data.after(at).first_chunk().copied().ok_or(Lack::More)
}

/// A length.
pub(super) fn length(data: &[u8]) -> Read<u64> {
    match head(data)? {
        (Head::Length(len), used) => Ok((len, used)),
        (Head::Encoded(_), _) => Err(Lack::Unsound),
    }
}

/// A string.
pub(super) fn string(data: &[u8]) -> Read<Cow<'_, [u8]>> {
    let number = |number: i32, used| Ok((Cow::Owned(number.to_string().into_bytes()), used));
    match head(data)? {
        (Head::Length(len), head) if len > HELD_BYTES => Err(Lack::Long { head, len, plain: true }),
        (Head::Length(len), head) => {
            let end = head + len as usize;
            data.get(head..end).map(|text| (Cow::Borrowed(text), end)).ok_or(Lack::More)
        }
        (Head::Encoded(0), _) => number(i8::from_le_bytes(fixed(data, 1)?).into(), 2),
        (Head::Encoded(1), _) => number(i16::from_le_bytes(fixed(data, 1)?).into(), 3),
        (Head::Encoded(2), _) => number(i32::from_le_bytes(fixed(data, 1)?), 5),
        (Head::Encoded(3), _) => {
            let (packed, first) = length(data.after(1))?;
            let (plain, second) = length(data.after(1 + first))?;
            let head = 1 + first + second;
            if packed > HELD_BYTES || plain > HELD_BYTES {
                return Err(Lack::Long { head, len: packed, plain: false });
            }
            let end = head + packed as usize;
            let text = lzf(data.get(head..end).ok_or(Lack::More)?, plain as usize).ok_or(Lack::Unsound)?;
            Ok((Cow::Owned(text), end))
        }
        _ => Err(Lack::Unsound),
    }
}

/// LZF: runs as they are, and copies of what stands up to 8 KiB before (`lzf_d.c`). `None` unless `len` bytes come out.
fn lzf(packed: &[u8], len: usize) -> Option<Vec<u8>> {
    let mut text: Vec<u8> = Vec::with_capacity(len);
    let mut rest = packed;
    while let Some((&control, behind)) = rest.split_first() {
        rest = behind;
        if control < 32 {
            let (run, behind) = rest.split_at_checked(usize::from(control) + 1)?;
            text.extend_from_slice(run);
            rest = behind;
        } else {
            let mut count = usize::from(control >> 5);
            if count == 7 {
                let (&more, behind) = rest.split_first()?;
                count += usize::from(more);
                rest = behind;
            }
            let (&low, behind) = rest.split_first()?;
            rest = behind;
            let back = (usize::from(control & 31) << 8 | usize::from(low)) + 1;
            let from = text.len().checked_sub(back)?;
            for at in from..from + count + 2 {
                text.push(*text.get(at)?);
            }
        }
        if text.len() > len {
            return None;
        }
    }
    (text.len() == len).then_some(text)
}

/// How a collection is packed into a string.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Packing {
    Listpack,
    Ziplist,
    Intset,
}

impl Packing {
    /// Tells every element; `None` if what was left is none.
    pub(super) fn each(self, data: &[u8], mut tell: impl FnMut(&[u8])) -> Option<()> {
        match self {
            Self::Listpack => elements(data.get(6..)?, listpack_element, &mut tell),
            Self::Ziplist => elements(data.get(10..)?, ziplist_element, &mut tell),
            Self::Intset => {
                let width = match data.first_chunk().map(|width| u32::from_le_bytes(*width))? {
                    width @ (2 | 4 | 8) => width as usize,
                    _ => return None,
                };
                for number in data.get(8..)?.chunks_exact(width) {
                    tell(little(number).to_string().as_bytes());
                }
                Some(())
            }
        }
    }
}

/// An element that is packed with others.
enum Element<'a> {
    Text(&'a [u8]),
    Number(i64),
}

/// Reads an element; answers it and its bytes.
type ReadElement = for<'a> fn(&'a [u8]) -> Option<(Element<'a>, usize)>;

fn elements(data: &[u8], read: ReadElement, tell: &mut impl FnMut(&[u8])) -> Option<()> {
    const END: u8 = 0xff;
    let mut rest = data;
    while *rest.first()? != END {
        let (element, used) = read(rest)?;
        match element {
            Element::Text(text) => tell(text),
            Element::Number(number) => tell(number.to_string().as_bytes()),
        }
        rest = rest.get(used..)?;
    }
    Some(())
}

/// A whole number of up to eight bytes.
fn little(bytes: &[u8]) -> i64 {
    let sign = bytes.last().map_or(0, |last| if *last >= 0x80 { 0xff } else { 0 });
    let mut whole = [sign; 8];
    for (to, from) in whole.iter_mut().zip(bytes) {
        *to = *from;
    }
    i64::from_le_bytes(whole)
}

/// With its own length behind it, for those who read backwards.
fn listpack_element(data: &[u8]) -> Option<(Element<'_>, usize)> {
    let first = *data.first()?;
    let low = usize::from(first & 0x0f) << 8 | usize::from(data.at(1));
    let text = |head: usize, len: usize| Some((Element::Text(data.get(head..head.checked_add(len)?)?), head + len));
    let number = |len: usize| Some((Element::Number(little(data.get(1..=len)?)), 1 + len));
    let (element, len) = match first {
        0..=0x7f => (Element::Number(i64::from(first)), 1),
        0x80..=0xbf => text(1, usize::from(first & 0x3f))?,
        0xc0..=0xdf => {
            let value = i64::from(first & 0x1f) << 8 | i64::from(*data.get(1)?);
            (Element::Number(if value >= 1 << 12 { value - (1 << 13) } else { value }), 2)
        }
        0xe0..=0xef => text(2, low)?,
        0xf0 => text(5, u32::from_le_bytes(*data.get(1..)?.first_chunk()?) as usize)?,
        0xf1 => number(2)?,
        0xf2 => number(3)?,
        0xf3 => number(4)?,
        0xf4 => number(8)?,
        _ => return None,
    };
    let back = match len {
        0..=127 => 1,
        128..=16_382 => 2,
        16_383..=2_097_150 => 3,
        2_097_151..=268_435_454 => 4,
        _ => 5,
    };
    Some((element, len + back))
}

/// With the length of the one before it in front.
fn ziplist_element(data: &[u8]) -> Option<(Element<'_>, usize)> {
    let before = if *data.first()? == 0xfe { 5 } else { 1 };
    let rest = data.get(before..)?;
    let first = *rest.first()?;
    let text = |head: usize, len: usize| Some((Element::Text(rest.get(head..head.checked_add(len)?)?), head + len));
    let number = |len: usize| Some((Element::Number(little(rest.get(1..=len)?)), 1 + len));
    let (element, len) = match first {
        0..=0x3f => text(1, usize::from(first))?,
        0x40..=0x7f => text(2, usize::from(first & 0x3f) << 8 | usize::from(*rest.get(1)?))?,
        0x80..=0xbf => text(5, u32::from_be_bytes(*rest.get(1..)?.first_chunk()?) as usize)?,
        0xc0 => number(2)?,
        0xd0 => number(4)?,
        0xe0 => number(8)?,
        0xf0 => number(3)?,
        0xfe => number(1)?,
        0xf1..=0xfd => (Element::Number(i64::from(first & 0x0f) - 1), 1),
        _ => return None,
    };
    Some((element, before + len))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(packing: Packing, data: &[u8]) -> (Vec<String>, bool) {
        let mut all = Vec::new();
        let whole = packing.each(data, |element| all.push(String::from_utf8_lossy(element).into_owned()));
        (all, whole.is_some())
    }

    #[test]
    fn strings_are_read_however_they_are_written() {
        let of = |data: &[u8]| string(data).map(|(text, used)| (String::from_utf8_lossy(&text).into_owned(), used));
        let text = |text: &str, used| Ok((text.to_owned(), used));
        assert_eq!(of(b"\x03abcd"), text("abc", 4));
        assert_eq!(of(b"\x40\x03abc"), text("abc", 5));
        assert_eq!(of(b"\x80\0\0\0\x03abc"), text("abc", 8));
        assert_eq!(of(b"\x81\0\0\0\0\0\0\0\x03abc"), text("abc", 12));
        assert_eq!(of(b"\xc0\xff"), text("-1", 2));
        assert_eq!(of(b"\xc1\x10\x27"), text("10000", 3));
        assert_eq!(of(b"\xc2\x15\xcd\x5b\x07"), text("123456789", 5));
        // `abc`, then it again twice and a letter more.
        assert_eq!(of(b"\xc3\x06\x0a\x02abc\xa0\x02"), text("abcabcabca", 9));
        assert_eq!(of(b"\x03ab"), Err(Lack::More));
        assert_eq!(of(b"\xc3\x06\x0b\x02abc\xa0\x02"), Err(Lack::Unsound));
        assert_eq!(of(b"\xc3\x02\x05\x20\x02"), Err(Lack::Unsound));
        assert_eq!(of(b"\xc4"), Err(Lack::Unsound));
        assert_eq!(of(b"\x80\x00\x20\x00\x00"), Err(Lack::Long { head: 5, len: 2 << 20, plain: true }));
    }

    #[test]
    fn elements_are_read_however_they_are_packed() {
        let listpack = b"\0\0\0\0\0\0\x83sfz\x04\x07\x01\xdf\xff\x02\xf1\x10\x27\x03\xf4\x81\xe4^:\x03\0\0\0\x09\xff";
        let want = ["sfz", "7", "-1", "10000", "13864199297"].map(str::to_owned).to_vec();
        assert_eq!(told(Packing::Listpack, listpack), (want, true));
        let ziplist = b"\0\0\0\0\0\0\0\0\0\0\0\x03sfz\x05\xe0\x81\xe4^:\x03\0\0\0\x0a\xf3\x02\xfe\xff\xff";
        let want = ["sfz", "13864199297", "2", "-1"].map(str::to_owned).to_vec();
        assert_eq!(told(Packing::Ziplist, ziplist), (want, true));
        let intset = b"\x08\0\0\0\x01\0\0\0\x81\xe4^:\x03\0\0\0";
        assert_eq!(told(Packing::Intset, intset), (vec!["13864199297".to_owned()], true));
        assert_eq!(told(Packing::Listpack, &listpack[..9]), (vec![], false));
        assert_eq!(told(Packing::Listpack, &listpack[..11]), (vec!["sfz".to_owned()], false));
        assert_eq!(told(Packing::Intset, b"\x03\0\0\0\0\0\0\0"), (vec![], false));
    }
}
